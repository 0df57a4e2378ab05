package cli

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"watchword/app/print"
	"watchword/scanner"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

const steamLink = "otpauth://steam/Steam:gamer?secret=" + rfcKey + "&issuer=Steam"

// private reports an error unless a file or folder is for the user alone.
func private(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
		t.Errorf("%s: %v, %v", path, info, err)
	}
}

// What is there is kept, and what replaces it is whole.
func TestExportOverAFile(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	out := w.file("out.txt", "mine")
	export := func(more ...string) []string {
		return append([]string{"export", "--format", "otpauth", "--out", out}, more...)
	}
	w.fails(ExitFailed, "nothing was written", export()...)
	if data, _ := os.ReadFile(out); string(data) != "mine" {
		t.Errorf("%s", data)
	}
	if err := os.Chmod(out, 0o644); err != nil {
		t.Fatal(err)
	}
	w.ok(export("--force")...)
	private(t, out, 0o600)
	if data, _ := os.ReadFile(out); !strings.Contains(string(data), "Amazon") {
		t.Errorf("%s", data)
	}
	if left, _ := filepath.Glob(filepath.Join(w.dir, ".export-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	// Never the vault, a folder, or what is no file.
	before, _ := os.ReadFile(w.env.Places.Vault)
	for _, format := range []string{"otpauth", "watchword"} {
		w.fails(ExitFailed, "the vault itself", "export", "--format", format, "--force", "--out", w.env.Places.Vault)
		w.fails(ExitFailed, "no ordinary file", "export", "--format", format, "--force", "--out", w.dir)
	}
	if after, _ := os.ReadFile(w.env.Places.Vault); !bytes.Equal(after, before) {
		t.Error("the vault was changed")
	}
	w.fails(ExitFailed, "could not be written", "export", "--format", "otpauth", "--out", filepath.Join(w.dir, "no", "where"))
	if runtime.GOOS != "windows" {
		link := filepath.Join(w.dir, "link")
		if err := os.Symlink(filepath.Join(w.dir, "nowhere"), link); err != nil {
			t.Fatal(err)
		}
		w.fails(ExitFailed, "a link to nowhere", "export", "--format", "otpauth", "--out", link)
	}
}

// An encrypted file has a password of its own, typed twice or from a file. One that is not
// encrypted asks for nothing more: the password of this command was the answer.
func TestExportPasswords(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	delete(w.vars, envPasswordFile)
	w.passwords = []string{password}
	if r := w.run("export", "--format", "otpauth", "--out", filepath.Join(w.dir, "out.txt")); r.code != ExitDone || len(w.prompts) != 1 || !strings.Contains(r.err, "is not encrypted") {
		t.Errorf("%+v, asked %q", r, w.prompts)
	}
	other := filepath.Join(w.dir, "other.txt")
	w.passwords, w.prompts = []string{password, "a", "b", "for the file", "for the file"}, nil
	if r := w.run("export", "--format", "2fas-encrypted", "--out", other); r.code != ExitDone || !strings.Contains(r.err, "not the same") || strings.Contains(r.err, "is not encrypted") {
		t.Errorf("%+v, asked %q", r, w.prompts)
	}
	if r := w.run("import", "--dry-run", "--json", other, "--file-password-file", w.file("pw2", "for the file")); !strings.Contains(r.out, "Amazon") {
		t.Errorf("%+v", r)
	}
	w.passwords = []string{password, "", "", "", "", "", ""}
	w.fails(ExitFailed, "not encrypted", "export", "--format", "2fas-encrypted", "--out", filepath.Join(w.dir, "x"))
	w.passwords = nil
	w.fails(ExitUsage, "--file-password-file", "export", "--format", "2fas-encrypted", "--password-file", w.file("pw", password))
	w.fails(ExitFailed, "is empty", "export", "--format", "2fas-encrypted", "--password-file", w.file("pw", password), "--file-password-file", w.file("empty", "\n"))
}

// What a format cannot carry is said by account, before anything is written.
func TestExportLosses(t *testing.T) {
	w := newWorld(t).withVault(amazon, steamLink)
	r := w.run("export", "--format", "google-authenticator")
	if r.code != ExitDone || !strings.Contains(r.err, "Steam (gamer) is left out: ") || strings.Count(r.out, "\n") != 1 {
		t.Errorf("%+v", r)
	}
	w.env.Terminal = true
	out := filepath.Join(w.dir, "out")
	w.in = "n\n"
	w.fails(ExitFailed, "Nothing was written", "export", "--format", "google-authenticator", "--out", out)
	if _, err := os.Stat(out); err == nil {
		t.Error("written after a no")
	}
	w.in = "y\n"
	if out := w.ok("export", "--format", "google-authenticator", "--out", out); !strings.HasPrefix(out, "Wrote 1 account to ") {
		t.Error(out)
	}
	w.in = ""
	w.ok("export", "--format", "google-authenticator", "--out", out, "--force", "--yes")
	w.fails(ExitFailed, "Steam (gamer) is left out", "export", "--format", "google-qr", "--yes", "--out", filepath.Join(w.dir, "x"), "steam")
}

// What is written is read again, every account and all that the format carries.
func TestExportImport(t *testing.T) {
	links := []string{amazon, counted, steamLink, "otpauth://totp/Bank:J%C3%B6rg?secret=JBSWY3DPEHPK3PXP&issuer=Bank&digits=8&period=60&algorithm=SHA512"}
	w := newWorld(t).withVault(links...)
	pw := w.file("filepw", "for the file")
	for _, format := range []string{"otpauth", "aegis", "2fas", "ente", "stratum", "2fas-encrypted"} {
		if f, ok := transfer.ByID(format); !ok || f.Write == nil {
			t.Errorf("no format %s", format)
			continue
		}
		out := filepath.Join(w.dir, format)
		w.ok("export", "--format", format, "--out", out, "--file-password-file", pw)
		other := newWorld(t).withVault()
		other.ok("import", out, "--file-password-file", pw)
		want, got := w.ok("code"), other.ok("code")
		if want != got || strings.Count(other.ok("list"), "\n") != len(links) {
			t.Errorf("%s:\n%s\n%s", format, want, got)
		}
	}
}

func TestExportPictures(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted, "otpauth://totp/..%2F%5Cx:a%0Ab%3A?digits=7&secret="+rfcKey)
	folder := filepath.Join(w.dir, "pictures")
	r := w.run("export", "--format", "qr", "--out", folder)
	if r.code != ExitDone || r.out != "Wrote 3 accounts to "+folder+".\n" {
		t.Errorf("%+v", r)
	}
	private(t, folder, 0o700)
	entries, _ := os.ReadDir(folder)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		private(t, filepath.Join(folder, e.Name()), 0o600)
	}
	if want := "[1 __x (a_b_).png 2 Amazon (me@example.org).png 3 VPN (me).png]"; fmt.Sprint(names) != want {
		t.Errorf("%v", names)
	}
	// They come back as a folder.
	other := newWorld(t).withVault()
	other.ok("import", folder)
	if other.ok("code") != w.ok("code") {
		t.Error(other.ok("code"))
	}
	w.fails(ExitFailed, "is not empty", "export", "--format", "qr", "--out", folder)
	w.ok("export", "--format", "qr", "--out", folder, "--force")
	w.fails(ExitUsage, "--out", "export", "--format", "qr")
	w.fails(ExitFailed, "cannot be used", "export", "--format", "qr", "--out", w.file("file", ""))
	w.fails(ExitFailed, "cannot be made", "export", "--format", "qr", "--out", filepath.Join(w.dir, "no", "where"))
}

func TestExportGooglePictures(t *testing.T) {
	var links []string
	for i := range 12 {
		links = append(links, fmt.Sprintf("otpauth://totp/Site%02d:me?secret=%s&issuer=Site%02d", i, strings.Replace(rfcKey, "GEZD", "GEZ"+string(rune('A'+i)), 1), i))
	}
	w := newWorld(t).withVault(links...)
	folder := filepath.Join(w.dir, "google")
	w.ok("export", "--format", "google-qr", "--out", folder)
	for i := 1; i <= 2; i++ {
		data, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("google-%d-of-2.png", i)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.Decode(bytes.NewReader(data)); err != nil {
			t.Error(err)
		}
		result, err := scanner.ScanBytes(t.Context(), data, scanner.Options{})
		if err != nil || len(result.Codes) != 1 {
			t.Fatalf("%v, %v", result, err)
		}
		if m, err := account.ParseMigration(result.Codes[0].Text); err != nil || m.Size != 2 || m.Index != i-1 {
			t.Errorf("part %d: %v", i, err)
		}
	}
	other := newWorld(t).withVault()
	if r := other.run("import", folder); r.code != ExitDone || strings.Count(r.out, "Added") != 12 || strings.Contains(r.err, "missing") {
		t.Errorf("%+v", r)
	}
}

// The vault itself, with everything in it.
func TestExportVault(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted)
	w.edit(func(v *vault.Vault) { v.Trash(id(t, v, "vpn")) })
	out := filepath.Join(w.dir, "copy.watchword")
	w.ok("export", "--format", "watchword", "--out", out)
	private(t, out, 0o600)
	if w.ok("list", "--json") != w.ok("list", "--json", "--vault", out) {
		t.Error("the copy is another one")
	}
	w.fails(ExitFailed, "nothing was written", "export", "--format", "watchword", "--out", out)
	w.ok("add", "otpauth://totp/New:me?secret="+rfcKey+"&digits=7")
	w.ok("export", "--format", "watchword", "--out", out, "--force")
	if list := w.ok("list", "--vault", out); !strings.Contains(list, "New") {
		t.Error(list)
	}
	w.fails(ExitUsage, "--out", "export", "--format", "watchword")
	w.fails(ExitUsage, "all accounts", "export", "--format", "watchword", "--out", "x", "amazon")
}

// The help and the formats are one list.
func TestExportHelp(t *testing.T) {
	w := newWorld(t)
	help := w.ok("export", "--help")
	for _, f := range transfer.Formats {
		if listed := strings.Contains(help, "  "+f.ID+" "); listed != (f.Write != nil) && f.ID != print.FormatQR {
			t.Errorf("help and formats disagree about %s", f.ID)
		}
	}
	if out := w.ok("__complete", "export", "--format", "google"); !strings.Contains(out, "google-qr\t") || !strings.Contains(out, "google-authenticator\t") {
		t.Error(out)
	}
}
