package transfer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io"
	"path"
	"strings"

	"watchword/assets/words"
)

var (
	errZip      = error(&kindError{words.Error("The zip file is damaged. Export it again."), ErrDamaged})
	errZipOther = unknownForm(words.Error("The zip file is packed or encrypted in a way that Watchword does not know. Unpack it, and import the files in it."))
	errZipLarge = words.Error("The zip file is larger than what can be imported: %d MiB, %d files, %d MiB for each of them unpacked. Unpack it and import the file with the codes.",
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

	at   io.ReaderAt
	size int64
	data []byte // all of it, where it is held
	left int64  // bytes that may still be inflated
}

// openZip reads the directory of a zip file that is held. Its error is errZip or errZipLarge.
func openZip(data []byte) (*archive, error) {
	a, err := openZipAt(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		a.data = data
	}
	return a, err
}

// openZipAt is openZip for a file, of which the directory alone is read.
func openZipAt(at io.ReaderAt, size int64) (*archive, error) {
	// Go reads the whole directory first: count before.
	switch n := membersOf(at, size); {
	case size > maxZip, n > maxZipMembers:
		return nil, errZipLarge
	case n < 0:
		return nil, errZip
	}
	r, err := zip.NewReader(at, size)
	if err != nil || len(r.File) > maxZipMembers {
		return nil, errZip
	}
	return &archive{Files: r.File, at: at, size: size, left: maxZipTotal}, nil
}

// The records at the end of a zip file (APPNOTE.TXT, 4.3.12 and 4.3.16).
const (
	zipEndSize    = 22
	zip64Locator  = 20
	zip64End      = 56
	zipHeaderSize = 46
	zipComment    = 1<<16 - 1
)

// maxZipDirectory bounds what the names of all members take, in bytes.
const maxZipDirectory = 64 << 20

// readAt returns n bytes of a file, or nil where it has not as many.
func readAt(at io.ReaderAt, size, from, n int64) []byte {
	if from < 0 || n < 0 || from > size-n {
		return nil
	}
	b := make([]byte, n)
	if read, _ := at.ReadAt(b, from); int64(read) < n {
		return nil
	}
	return b
}

// membersOf counts the members in the directory at the end of a zip file, as far as it matters,
// without those of archives that are members themselves. It is -1 where there is no directory.
func membersOf(at io.ReaderAt, size int64) int {
	begin := max(0, size-zipEndSize-zipComment)
	tail := readAt(at, size, begin, size-begin)
	last := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if last < 0 || len(tail)-last < zipEndSize {
		return -1
	}
	end, record := begin+int64(last), tail[last:]
	length, offset := int64(binary.LittleEndian.Uint32(record[12:])), int64(binary.LittleEndian.Uint32(record[16:]))
	if before := readAt(at, size, end-zip64Locator, zip64Locator); bytes.HasPrefix(before, []byte("PK\x06\x07")) { // of very many members
		place := binary.LittleEndian.Uint64(before[8:])
		if place > uint64(end) {
			return -1
		}
		record := readAt(at, size, int64(place), zip64End)
		if !bytes.HasPrefix(record, []byte("PK\x06\x06")) {
			return -1
		}
		n, from := binary.LittleEndian.Uint64(record[40:]), binary.LittleEndian.Uint64(record[48:])
		if n > place || from > place {
			return -1
		}
		end, length, offset = int64(place), int64(n), int64(from)
	}
	return max(headersAt(at, size, end-length), headersAt(at, size, offset))
}

// headersAt counts the headers of a directory that begins there.
func headersAt(at io.ReaderAt, size, from int64) (n int) {
	if from < 0 || from > size {
		return 0
	}
	r := bufio.NewReaderSize(io.NewSectionReader(at, from, size-from), 64<<10)
	for all := 0; n <= maxZipMembers; {
		h, err := r.Peek(zipHeaderSize)
		if err != nil || string(h[:4]) != "PK\x01\x02" {
			break
		}
		length := zipHeaderSize + int(binary.LittleEndian.Uint16(h[28:])) + int(binary.LittleEndian.Uint16(h[30:])) + int(binary.LittleEndian.Uint16(h[32:]))
		if all += length; all > maxZipDirectory {
			return maxZipMembers + 1
		}
		n++
		if skipped, _ := r.Discard(length); skipped < length {
			break
		}
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
	if err != nil || at < 0 || at > a.size || f.CompressedSize64 > uint64(a.size-at) {
		return nil, errZip
	}
	if a.data != nil {
		return a.data[at : at+int64(f.CompressedSize64)], nil
	}
	if f.CompressedSize64 > maxZipContent {
		return nil, errZipLarge
	}
	packed := readAt(a.at, a.size, at, int64(f.CompressedSize64))
	if packed == nil {
		return nil, errZip
	}
	return packed, nil
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
		return nil, errZipOther
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
