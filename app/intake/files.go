package intake

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"watchword/app/gpgstore"
	"watchword/app/helper"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

func Links(given []string) (links, files []string) {
	for _, g := range given {
		if account.IsLink(g) {
			links = append(links, g)
		} else {
			files = append(files, g)
		}
	}
	return links, files
}

// Vaults tells vaults from other files, by their content.
func Vaults(paths []string) (vaults, rest []string) {
	for _, p := range paths {
		if IsVault(p) {
			vaults = append(vaults, p)
		} else {
			rest = append(rest, p)
		}
	}
	return vaults, rest
}

// vaultHead is how much of a file tells whether it is a vault: its header.
const vaultHead = 64 << 10

func IsVault(path string) bool {
	if account.IsLink(path) {
		return false
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, vaultHead)
	n, _ := f.Read(head)
	return transfer.IsVault(head[:n])
}

// Files puts the files of folders in place of these. Those whose name begins with a
// dot, and those that no program is known to write, are no exports. exports reports whether any of
// the files is an export of another program, by its content.
func Files(ctx context.Context, paths []string) (files []string, exports bool) {
	for _, p := range paths {
		if gpgstore.Is(p) { // its entries are opened one by one
			files, exports = append(files, p), true
			continue
		}
		entries, err := os.ReadDir(p)
		if err != nil { // no folder
			files = append(files, p)
			exports = exports || isExport(formatOf(ctx, p))
			continue
		}
		for _, e := range entries {
			file := filepath.Join(p, e.Name())
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			if ctx.Err() != nil {
				return nil, false
			}
			if !e.IsDir() && gpgstore.IsEntry(file) { // what is in it, gpg tells
				files, exports = append(files, file), true
			} else if id := formatOf(ctx, file); id != "" {
				files = append(files, file)
				exports = exports || isExport(id)
			}
		}
	}
	return files, exports
}

// formatOf returns the format of a file by its content, "" if no program is known to write such a
// file or it cannot be read.
func formatOf(ctx context.Context, path string) string {
	data, err := Read(path)
	if err != nil {
		return ""
	}
	f, _, err := helper.Detect(ctx, data)
	if err != nil {
		return ""
	}
	return f.ID
}

func isExport(format string) bool { return format != "" && format != "qr" }
