//go:build !unix

package leftover

import "io/fs"

// otherNames is known where the system tells it with the file.
func otherNames(fs.FileInfo) bool { return false }
