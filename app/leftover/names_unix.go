//go:build unix

package leftover

import (
	"io/fs"
	"syscall"
)

// otherNames reports whether a file has more than one name (hard links): deleting one leaves what
// is in it under the others.
func otherNames(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.Mode().IsRegular() && s.Nlink > 1
}
