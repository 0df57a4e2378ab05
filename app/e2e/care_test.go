//go:build e2e && linux

package e2e

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCare is the chapter of the vault's file: what another computer left beside it is taken
// in, a file that is gone is put back, an older one and another password are told.
func TestCare(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink)
	vault := h.vault()
	copyFile := func(from, to string) {
		t.Helper()
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first := h.path("first.watchword")
	copyFile(vault, first)

	// Another computer added an account, and the sync program put its file beside ours.
	theirs := h.path("theirs.watchword")
	copyFile(vault, theirs)
	elsewhere := newHome(t) // another computer: ours would wonder later why the file is older
	if err := os.WriteFile(elsewhere.path("password"), []byte(password), 0o600); err != nil {
		t.Fatal(err)
	}
	d.terminal(elsewhere, githubLink, "add", "-", "--vault", theirs)
	conflict := filepath.Join(filepath.Dir(vault), "vault.sync-conflict-20261125-101500-ABCDEFG.watchword")
	copyFile(theirs, conflict)
	p := d.unlocked(h)
	p.screen("list")
	p.find("list.banner.0")
	p.photograph("conflict copy")
	p.click("list.banner.0")
	p.screen("copies")
	p.click("backups.look.0")
	p.danger("backups.merge")
	p.until("the other computer's account", func() bool { _, ok := p.accounts(h)["GitHub"]; return ok })
	p.until("the conflict copy to go", func() bool { _, err := os.Stat(conflict); return os.IsNotExist(err) })
	p.photograph("taken in")
	p.key("Escape")
	p.screen("list")
	p.find("list.row.1")

	// The file is gone; the window still has everything.
	if err := os.Rename(vault, h.path("moved.watchword")); err != nil {
		t.Fatal(err)
	}
	time.Sleep(4 * time.Second) // it looks every other second
	p.find("list.banner.1")
	p.photograph("gone")
	p.click("list.banner.1") // put it back
	p.until("the file to be back", func() bool { _, err := os.Stat(vault); return err == nil })
	if got := p.accounts(h); len(got) != 2 {
		t.Errorf("%d accounts after it was put back", len(got))
	}

	// While it is locked somebody brings an old file back.
	p.key("ctrl+l")
	p.screen("unlock")
	copyFile(first, vault)
	p.write(password)
	p.key("Return")
	p.screen("list")
	p.find("list.banner.0")
	p.photograph("older")

	// Another computer sets another password.
	secret := h.path("newpassword")
	const other = "another five words for it"
	if err := os.WriteFile(secret, []byte(other), 0o600); err != nil {
		t.Fatal(err)
	}
	d.terminal(h, "", "vault", "password", "--new-password-file", secret)
	p.screen("unlock")
	p.photograph("another password")
	p.fill("unlock.password", other)
	p.key("Return")
	p.screen("list")
}

// TestStrengthen opens a vault whose password is guarded by less work than a new one gets, from
// the format's own vectors, and lets the program make that up.
func TestStrengthen(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	const weak = "maple-orbit-canyon-thrift-velvet"
	vector, err := os.ReadFile(filepath.Join("..", "..", "vault", "testdata", "vectors", "good_one.txt"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(vector), "\n\n")
	data, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(h.vault()), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.vault(), data, 0o600); err != nil {
		t.Fatal(err)
	}
	p := d.watchword(built(), h)
	p.screen("unlock")
	p.fill("unlock.password", weak)
	p.key("Return")
	p.screen("list")
	p.find("list.banner.0")
	p.photograph("below the floor")
	p.click("list.banner.0")
	p.screen("strengthen")
	p.fill("confirm.password", weak)
	p.click("confirm.submit")
	p.screen("list")
	// The memory of its key derivation, in KiB, stands in the file's first lines.
	p.until("a stronger slot", func() bool {
		now, err := os.ReadFile(h.vault())
		if err != nil {
			return false
		}
		_, slot, _ := strings.Cut(string(now[:200]), "watchword/argon2id ")
		words := strings.Fields(slot)
		if len(words) < 2 {
			return false
		}
		kibibytes, err := strconv.Atoi(words[1])
		return err == nil && kibibytes >= 64<<10
	})
	p.key("ctrl+l")
	p.screen("unlock")
	p.write(weak)
	p.key("Return")
	p.screen("list")
	p.find("list.row.0")
}
