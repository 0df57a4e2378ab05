package transfer

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strings"
)

// IsLargeArchive reports whether a file, by its first bytes and its size, is an archive that [ReadArchive]
// reads and nobody holds.
func IsLargeArchive(begin []byte, size int64) bool { return isZip(begin) && size > maxFile }

// ReadArchive is [Read] for an archive that is too large to be held: its directory is read, and one member at
// a time. What a program has written is read as that program's.
func ReadArchive(ctx context.Context, at io.ReaderAt, size int64, env Env) (Result, error) {
	a, err := openZipAt(at, size)
	if err != nil {
		return Result{}, err
	}
	small, err := a.withoutLarge(ctx)
	if err != nil {
		return Result{}, err
	}
	f, ok := detect(ctx, small)
	if !ok || f.step == stepArchive {
		f = unknownZip()
		f.Read = func(ctx context.Context, _ []byte, env Env) (Result, error) { return readMembers(ctx, a, env) }
	}
	r, err := ReadAs(ctx, f, small, env)
	r.keep(keepsMembers)
	return r, err
}

// What is held of a large archive, packed, to tell whose it is and to read that: its texts first, then
// what is small; pictures and attachments are left.
const (
	heldMember  = 16 << 20 // bytes
	heldMembers = maxFile / 2
)

// withoutLarge returns an archive with the same names, in which large members are empty.
func (a *archive) withoutLarge(ctx context.Context) ([]byte, error) {
	held := map[*zip.File]bool{}
	room := int64(heldMembers)
	for _, f := range a.byUse() {
		if n := int64(f.CompressedSize64); n <= min(heldMember, room) {
			held[f], room = true, room-n
		}
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range a.Files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var packed []byte
		header := f.FileHeader
		if held[f] {
			var err error
			if packed, err = a.raw(f); err != nil {
				return nil, err
			}
		} else {
			header = zip.FileHeader{Name: f.Name, Method: zip.Store}
		}
		to, err := w.CreateRaw(&header)
		if err == nil {
			_, err = to.Write(packed)
		}
		if err != nil {
			return nil, errZip
		}
	}
	if err := w.Close(); err != nil {
		return nil, errZip
	}
	return b.Bytes(), nil
}

// byUse returns the members, those first in which programs keep what they export, and small ones before large ones.
func (a *archive) byUse() []*zip.File {
	text := func(f *zip.File) int {
		if slices.Contains([]string{".json", ".xml", ".csv", ".txt", ".data", ".pgp", ".attributes", ""}, strings.ToLower(path.Ext(f.Name))) {
			return 0
		}
		return 1
	}
	return slices.SortedStableFunc(slices.Values(a.Files), func(x, y *zip.File) int {
		if by := text(x) - text(y); by != 0 {
			return by
		}
		return int(min(x.CompressedSize64, 1<<30)) - int(min(y.CompressedSize64, 1<<30))
	})
}
