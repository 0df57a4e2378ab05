package transfer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"path"
	"strings"
)

var errZip = errors.New("The zip file is damaged or larger than any such export. Export it again.")

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

// openZip reads the directory of a zip file. Its error is errZip.
func openZip(data []byte) (*archive, error) {
	// Go reads the whole directory first: count before.
	if len(data) > maxZip || bytes.Count(data, []byte("PK\x01\x02")) > maxZipMembers {
		return nil, errZip
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(r.File) > maxZipMembers {
		return nil, errZip
	}
	return &archive{Files: r.File, data: data, left: maxZipContent}, nil
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
	limit := min(a.left, int64(len(packed))*maxZipRatio)
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
	if int64(len(content)) > limit || checked && crc32.ChecksumIEEE(content) != sum {
		return nil, errZip
	}
	a.left -= int64(len(content))
	return content, nil
}
