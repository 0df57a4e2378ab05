package app

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"

	"watchword/app/add"
	"watchword/vault"
)

// A link from outside never takes away a page with unsaved text or work under way; one waits, the
// latest, and shows once the list is there again.
func TestLinksFromOutsideWait(t *testing.T) {
	for _, tt := range []struct {
		page string
		show func(*rig)
	}{
		{"edit", func(r *rig) { r.showEdit(r.id("Amazon")); r.entry("edit.name").SetText("typed") }},
		{"key", func(r *rig) { r.showKey(r.id("Amazon")); r.entry("key.text").SetText("JBSW") }},
		{"add", func(r *rig) { r.showAdd(); r.entry("add.box").SetText("JBSW") }},
		{"confirm", func(r *rig) { r.showQR(r.id("Amazon")); r.secret("confirm.password").SetText("half a pass") }},
		{"sheet", func(r *rig) { r.showSheet(); r.confirm() }},
		{"busy", func(r *rig) { r.busyPage("Reading …", "") }},
	} {
		t.Run(tt.page, func(t *testing.T) {
			r := full(t)
			r.t = t
			tt.show(r)
			before := r.page
			r.Raise([]string{renewedLink})
			r.Raise([]string{amazonLink, githubLink})
			r.tick(r.now)
			if r.page != before || r.name != tt.page {
				t.Fatalf("the page is %q", r.name)
			}
			r.showList()
			r.expect("list")
			r.tick(r.now)
			r.expect("found")
			if n := len(r.page.(*add.Results).Candidates); n != 2 {
				t.Errorf("%d accounts, want the two that were given last", n)
			}
			r.showList()
			if r.tick(r.now); r.name != "list" {
				t.Error("it comes twice")
			}
		})
	}
}

// Where nothing would be lost it shows at once; while the vault is locked it waits.
func TestLinksFromOutsideShow(t *testing.T) {
	for name, show := range map[string]func(*rig){
		"the list": func(r *rig) { r.showList() }, "an edit page as it was": func(r *rig) { r.showEdit(r.id("Amazon")) }, "the settings": func(r *rig) { r.showSettings() },
	} {
		r := full(t)
		show(r)
		r.Raise([]string{renewedLink})
		if r.name != "found" {
			t.Errorf("%s: the page is %q", name, r.name)
		}
	}
	r := full(t)
	r.lock()
	r.secret("unlock.password").SetText("half a pass")
	r.Raise([]string{amazonLink})
	r.Raise([]string{renewedLink})
	r.Raise(nil) // only to the front
	r.expect("unlock")
	if r.secret("unlock.password").Text() != "half a pass" {
		t.Error("the typed password is gone")
	}
	r.secret("unlock.password").SetText(password)
	r.tap("unlock.submit")
	r.expect("found")
	if c := r.page.(*add.Results).Candidates; len(c) != 1 || c[0].Match != vault.SameName {
		t.Errorf("%d accounts", len(c))
	}
}

// vaultElsewhere makes another vault and returns its path.
func (r *rig) vaultElsewhere(name, password string, links ...string) string {
	r.t.Helper()
	o := r.o.VaultOpts
	o.BackupDir, o.StateDir = "", ""
	path := filepath.Join(r.t.TempDir(), name)
	v, err := vault.Create(r.t.Context(), path, []byte(password), o)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, l := range links {
		v.Add(mustParse(r.t, l))
	}
	r.save(v)
	v.Close()
	return path
}

// copyOf copies the vault file as it is now, under another name.
func (r *rig) copyOf(name string) string {
	r.t.Helper()
	data, err := os.ReadFile(r.path)
	if err != nil {
		r.t.Fatal(err)
	}
	path := filepath.Join(r.t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		r.t.Fatal(err)
	}
	return path
}

// A vault that is given while one is open is told as what it is, whatever it is called; nobody
// is asked for the password of an export.
func TestVaultGivenWhileOpen(t *testing.T) {
	asked := func(r *rig) bool { return r.name == "filepassword" || r.name == "found" }
	t.Run("the open one itself", func(t *testing.T) {
		r := full(t)
		r.openFiles([]string{r.path})
		if r.name != "list" || r.toast() != "This vault is already open." {
			t.Errorf("page %q says %q", r.name, r.toast())
		}
	})
	t.Run("another copy, merged", func(t *testing.T) {
		r := full(t)
		r.t = t
		path := r.copyOf("old.bak")
		r.trash([]string{r.id("GitHub")})
		r.session.Purge(t.Context(), r.session.Trashed()[0].ID)
		r.put("otpauth://totp/Later:me?secret=NBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Later")
		r.openFiles([]string{path})
		r.expect("vaultfile")
		test.Tap(r.button("Merge"))
		r.expect("mergefile")
		r.tap("backups.look.0")
		r.tap("backups.merge")
		if r.titles() != "Amazon, Later, Slack" { // what was deleted stays so, what is newer stays
			t.Errorf("merged: %s", r.titles())
		}
		if _, err := os.Stat(path); err != nil {
			t.Error("the copy is gone")
		}
	})
	t.Run("another copy, opened", func(t *testing.T) {
		r := full(t)
		r.t = t
		path := r.copyOf("old.watchword")
		r.openFiles([]string{path})
		test.Tap(r.button("Open it instead"))
		r.expect("unlock")
		if r.session != nil || r.path != path {
			t.Errorf("it asks for %s", r.path)
		}
	})
	t.Run("another vault", func(t *testing.T) {
		r := full(t)
		r.t = t
		path := r.vaultElsewhere("other.watchword", elsewherePassword, renewedLink)
		r.openFiles([]string{path})
		r.expect("vaultfile")
		test.Tap(r.button("Merge"))
		r.tap("backups.look.0")
		r.secret("backups.password").SetText(elsewherePassword)
		r.tap("backups.look.0")
		if o := r.widget("backups.merge"); o.Visible() || r.titles() != "Amazon, GitHub, Slack" {
			t.Error("another vault is merged")
		}
		r.openFiles([]string{path})
		test.Tap(r.button("Open it instead"))
		r.secret("unlock.password").SetText(elsewherePassword)
		r.tap("unlock.submit")
		r.expect("list")
		if r.titles() != "GitHub" {
			t.Errorf("opened: %s", r.titles())
		}
	})
	t.Run("a damaged one", func(t *testing.T) {
		r := full(t)
		r.t = t
		path := r.copyOf("cut.watchword")
		data, _ := os.ReadFile(path)
		if err := os.WriteFile(path, data[:len(data)-100], 0o600); err != nil {
			t.Fatal(err)
		}
		r.openFiles([]string{path})
		if asked(r) {
			t.Errorf("the page is %q", r.name)
		}
	})
	t.Run("among exports it is named", func(t *testing.T) {
		r := full(t)
		r.t = t
		links := filepath.Join(t.TempDir(), "links.txt")
		if err := os.WriteFile(links, []byte(renewedLink+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		r.openFiles([]string{r.copyOf("old.watchword"), links})
		r.expect("found")
		if p := r.page.(*add.Results); len(p.Candidates) != 1 || len(p.Problems) != 1 || p.Problems[0].Advice != "old.watchword: This is a Watchword vault, not an export of another program." {
			t.Errorf("%d accounts, %+v", len(p.Candidates), p.Problems)
		}
	})
}

// While the vault is locked a given one is asked for its password; what else is given waits.
func TestVaultGivenWhileLocked(t *testing.T) {
	r := full(t)
	path := r.vaultElsewhere("renamed.bin", elsewherePassword, amazonLink)
	r.lock()
	r.openFiles([]string{githubLink, path})
	r.expect("unlock")
	if r.path != path || len(r.pending) != 1 {
		t.Fatalf("it asks for %s, %d wait", r.path, len(r.pending))
	}
	r.secret("unlock.password").SetText(elsewherePassword)
	r.tap("unlock.submit")
	r.expect("found")
	if r.titles() != "Amazon" {
		t.Error(r.titles())
	}
}

// A vault that the program is started with, by a double click on it say, is the one that it asks
// for, not an export for the vault that was used last.
func TestStartedWithAVault(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil)
	r.create()
	path := r.vaultElsewhere("other.watchword", elsewherePassword, githubLink)
	again := newRigIn(t, dir, []string{path, renewedLink})
	again.expect("unlock")
	if again.path != path {
		t.Fatalf("it asks for %s", again.path)
	}
	again.secret("unlock.password").SetText(elsewherePassword)
	again.tap("unlock.submit")
	again.expect("found") // the link
	if again.titles() != "GitHub" {
		t.Error(again.titles())
	}
}

// A vault of examples asks for no password; a real one must not be opened in its place.
func TestVaultGivenToTheDemo(t *testing.T) {
	r := newRigWith(t, t.TempDir(), nil, func(o *Options) { o.Demo = true })
	path := r.vaultElsewhere("real.watchword", elsewherePassword, githubLink)
	r.openFiles([]string{path})
	r.expect("vaultfile")
	test.Tap(r.button("Open it instead"))
	r.expect("problem")
	if r.session == nil || r.path == path {
		t.Error("it was opened")
	}
}

// Of many files the page says which one is read; looking through a folder can be stopped.
func TestManyFiles(t *testing.T) {
	r := full(t)
	folder := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(renewedLink+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := withoutFolders(t.Context(), []string{folder})
	r.importFiles(files)
	if said := r.reading.Swap(""); said != "Reading 2 of 2, b …" {
		t.Errorf("%d files: %q", len(files), said)
	}
	ctx, stop := context.WithCancel(t.Context())
	r.stillLooking(stop)
	r.expect("busy")
	r.showList()
	<-ctx.Done()
	if files := withoutFolders(ctx, []string{folder}); len(files) > 0 {
		t.Errorf("%d files were looked at", len(files))
	}
}
