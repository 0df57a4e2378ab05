package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What lets a secret out or changes who can open the vault needs the password of this very
// command: with a wrong one, and with none, nothing is written and nothing changes.
func TestSecretsNeedThePassword(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("pin", "amazon") // a second save, so that there is a backup
	backups, err := filepath.Glob(filepath.Join(w.env.Places.Backups, "*", "*"))
	if err != nil || len(backups) == 0 {
		t.Fatal(err, "no backup")
	}
	right := w.vars[envPasswordFile]
	w.file("pw-new", "another-crisp-otter-mosaic\n")
	out := func(name string) string { return filepath.Join(w.dir, "out", name) }
	for _, tt := range []struct {
		reason string
		args   []string
	}{
		{"links", []string{"export", "--format", "otpauth", "--out", out("links")}},
		{"links to standard output", []string{"export", "--format", "otpauth"}},
		{"pictures", []string{"export", "--format", "qr", "--out", out("qr")}},
		{"Google's codes", []string{"export", "--format", "google-qr", "--out", out("google")}},
		{"printed pages", []string{"export", "--format", "pdf", "--out", out("pdf")}},
		{"an encrypted file, whose password is chosen here", []string{"export", "--format", "aegis-encrypted", "--out", out("aegis"), "--file-password-file", w.file("pw-file", "of the file")}},
		{"the whole vault", []string{"export", "--format", "watchword", "--out", out("vault")}},
		{"a sheet", []string{"vault", "recovery", "--sheet", out("sheet.txt")}},
		{"another key", []string{"edit", "--key", w.file("key", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"), "amazon"}},
		{"the vault as a backup has it", []string{"vault", "restore", "--replace", backups[0]}},
		{"another version of the vault", []string{"vault", "merge", backups[0]}},
		{"a new password", []string{"vault", "password", "--new-password-file", filepath.Join(w.dir, "pw-new")}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			if err := os.MkdirAll(filepath.Join(w.dir, "out"), 0o700); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(w.env.Places.Vault)
			if err != nil {
				t.Fatal(err)
			}
			for why, wrong := range map[string]struct {
				file string
				code int
			}{
				"a wrong password": {w.file("pw-wrong", "not the password\n"), ExitWrongPassword},
				"no password":      {"", ExitUsage},
			} {
				w.vars[envPasswordFile] = wrong.file
				if r := w.run(tt.args...); r.code != wrong.code || r.out != "" {
					t.Errorf("%s: %+v", why, r)
				}
				left, err := os.ReadDir(filepath.Join(w.dir, "out"))
				if err != nil || len(left) > 0 {
					t.Errorf("%s: %d files were written, %v", why, len(left), err)
				}
				if after, err := os.ReadFile(w.env.Places.Vault); err != nil || !bytes.Equal(before, after) {
					t.Errorf("%s: the vault was changed, %v", why, err)
				}
			}
			w.vars[envPasswordFile] = right
			if r := w.run(tt.args...); r.code != ExitDone {
				t.Errorf("with the password: %+v", r)
			}
			os.RemoveAll(filepath.Join(w.dir, "out"))
		})
	}
}
