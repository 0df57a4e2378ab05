package transfer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"
)

var (
	errZip      = errors.New("The zip file is damaged. Export it again.")
	errZipLarge = fmt.Errorf("The zip file is larger than what can be imported: %d MiB, %d files, %d MiB for each of them unpacked. Unpack it and import the file with the codes.",
		maxZip>>20, maxZipMembers, maxZipContent>>20)
)

// isZip reports whether data begins like a zip file, be it empty.
func isZip(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// An archive is a zip file whose members are read in memory, within the bounds of
// limits.go; nothing is ever written to a disk and no name is used as a path.
type archive struct {
	Files []*zip.File

	data []byte
	left int64 // bytes that may still be inflated
}

// openZip reads the directory of a zip file. Its error is errZip or errZipLarge.
func openZip(data []byte) (*archive, error) {
	// Go reads the whole directory first: count before.
	switch n := membersOf(data); {
	case len(data) > maxZip, n > maxZipMembers:
		return nil, errZipLarge
	case n < 0:
		return nil, errZip
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(r.File) > maxZipMembers {
		return nil, errZip
	}
	return &archive{Files: r.File, data: data, left: maxZipTotal}, nil
}

// The records at the end of a zip file (APPNOTE.TXT, 4.3.12 and 4.3.16).
const (
	zipEndSize    = 22
	zip64Locator  = 20
	zip64End      = 56
	zipHeaderSize = 46
	zipComment    = 1<<16 - 1
)

// membersOf counts the members in the directory at the end of a zip file, as far as it matters,
// without those of archives that are members themselves. It is -1 where there is no directory.
func membersOf(data []byte) int {
	tail := data[max(0, len(data)-zipEndSize-zipComment):]
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < zipEndSize {
		return -1
	}
	end := len(data) - len(tail) + at
	record := tail[at:]
	size, offset := int(binary.LittleEndian.Uint32(record[12:])), int(binary.LittleEndian.Uint32(record[16:]))
	if before := end - zip64Locator; before >= 0 && string(data[before:before+4]) == "PK\x06\x07" { // of very many members
		at := binary.LittleEndian.Uint64(data[before+8:])
		if at > uint64(before) || before-int(at) < zip64End || string(data[at:at+4]) != "PK\x06\x06" {
			return -1
		}
		bytes, from := binary.LittleEndian.Uint64(data[at+40:]), binary.LittleEndian.Uint64(data[at+48:])
		if bytes > at || from > at {
			return -1
		}
		end, size, offset = int(at), int(bytes), int(from)
	}
	return max(headersAt(data, end-size), headersAt(data, offset))
}

// headersAt counts the headers of a directory that begins there.
func headersAt(data []byte, at int) (n int) {
	for at >= 0 && len(data)-at >= zipHeaderSize && string(data[at:at+4]) == "PK\x01\x02" && n <= maxZipMembers {
		h := data[at:]
		at += zipHeaderSize + int(binary.LittleEndian.Uint16(h[28:])) + int(binary.LittleEndian.Uint16(h[30:])) + int(binary.LittleEndian.Uint16(h[32:]))
		n++
	}
	return n
}

// files returns how many members are no folders.
func (a *archive) files() (n int) {
	for _, f := range a.Files {
		if !f.FileInfo().IsDir() {
			n++
		}
	}
	return n
}

// find returns the first member for which match holds; names have forward slashes.
func (a *archive) find(match func(name string) bool) *zip.File {
	for _, f := range a.Files {
		if !f.FileInfo().IsDir() && match(strings.ReplaceAll(f.Name, `\`, "/")) {
			return f
		}
	}
	return nil
}

// named returns the member with this path, or, for a bare name, in any folder; nil if
// there is none.
func (a *archive) named(name string) *zip.File {
	return a.find(func(n string) bool { return n == name || !strings.Contains(name, "/") && path.Base(n) == name })
}

// zipHas reports whether data is a zip file with such a member. It inflates nothing.
func zipHas(data []byte, match func(name string) bool) bool {
	if !isZip(data) {
		return false
	}
	a, err := openZip(data)
	return err == nil && a.find(match) != nil
}

// encrypted reports whether a member needs a password (general flag bit 0).
func encrypted(f *zip.File) bool { return f.Flags&1 != 0 }

// raw returns a member's packed bytes as they stand in the file; they are not to be changed.
func (a *archive) raw(f *zip.File) ([]byte, error) {
	at, err := f.DataOffset()
	if err != nil || at < 0 || at > int64(len(a.data)) || f.CompressedSize64 > uint64(int64(len(a.data))-at) {
		return nil, errZip
	}
	return a.data[at : at+int64(f.CompressedSize64)], nil
}

// read returns the content of a member that is not encrypted.
func (a *archive) read(f *zip.File) ([]byte, error) {
	packed, err := a.raw(f)
	if err != nil {
		return nil, err
	}
	return a.inflate(packed, f.Method, f.CRC32, true)
}

// inflate unpacks a member: method 0 (stored) or 8 (deflate). sum is compared unless
// checked is false (WinZip's AES leaves it out and has its own check).
func (a *archive) inflate(packed []byte, method uint16, sum uint32, checked bool) ([]byte, error) {
	limit := min(a.left, maxZipContent, int64(len(packed))*maxZipRatio)
	var content []byte
	switch method {
	case zip.Store:
		content = packed
	case zip.Deflate:
		var err error
		if content, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), limit+1)); err != nil {
			return nil, errZip
		}
	default:
		return nil, errZip
	}
	if int64(len(content)) > limit {
		return nil, errZipLarge
	}
	if checked && crc32.ChecksumIEEE(content) != sum {
		return nil, errZip
	}
	a.left -= int64(len(content))
	return content, nil
}
