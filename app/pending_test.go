package app

import (
	"context"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/add"
	"watchword/app/desk"
	"watchword/app/desktop/sessionlock"
	"watchword/app/intake"
	"watchword/app/widgets"
	"watchword/scanner/capture"
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
		{"busy", func(r *rig) { r.shell.Wait("Reading …", "") }},
	} {
		t.Run(tt.page, func(t *testing.T) {
			r := full(t)
			r.t = t
			tt.show(r)
			before := r.page()
			r.Raise([]string{renewedLink})
			r.Raise([]string{amazonLink, githubLink})
			r.tick(r.now)
			if r.page() != before || r.name() != tt.page {
				t.Fatalf("the page is %q", r.name())
			}
			r.showList()
			r.expect("list")
			r.tick(r.now)
			r.expect("found")
			if n := len(r.page().(*add.Results).Candidates); n != 2 {
				t.Errorf("%d accounts, want the two that were given last", n)
			}
			r.showList()
			if r.tick(r.now); r.name() != "list" {
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
		if r.name() != "found" {
			t.Errorf("%s: the page is %q", name, r.name())
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
	if c := r.page().(*add.Results).Candidates; len(c) != 1 || c[0].Match != vault.SameName {
		t.Errorf("%d accounts", len(c))
	}
}

// linkA to linkC are of accounts that the vault does not have.
const (
	linkA = "otpauth://totp/One:me?secret=NBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=One"
	linkB = "otpauth://totp/Two:me?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer=Two"
	linkC = "otpauth://totp/Three:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Three"
)

// shown is the first service on the page of links from outside.
func (r *rig) shown() string {
	r.t.Helper()
	r.expect("found")
	return r.page().(*add.Results).Candidates[0].Account.Issuer
}

// reads reports whether a label of the window has this text.
func (r *rig) reads(text string) (is bool) {
	walkTree(r.window().Content(), func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.Label); ok && l.Visible() && l.Text() == text {
			is = true
		}
	})
	return is
}

// saysMissed presses OK on the notice with this text.
func (r *rig) saysMissed(text string) {
	r.t.Helper()
	r.expect("list")
	if !r.reads(text) {
		r.t.Fatalf("the list does not say %q", text)
	}
	r.pressButton("OK")
	if r.showList(); r.reads(text) {
		r.t.Error("the notice stays")
	}
}

// A link from outside that is shown and not added yet is not replaced by the next one, and what
// is dropped is told on the list.
func TestLinksFromOutsideAreNotLostUnsaid(t *testing.T) {
	const one, two = "A link that you opened was not added. Open it again.", "2 links that you opened were not added. Open them again."
	esc := func(r *rig) { r.key(&fyne.KeyEvent{Name: fyne.KeyEscape}); r.tick(r.now) }
	file := func(r *rig) string {
		path := filepath.Join(r.t.TempDir(), "links.txt")
		if err := os.WriteFile(path, []byte(linkC+"\n"), 0o600); err != nil {
			r.t.Fatal(err)
		}
		return path
	}
	const file1 = "A file that you opened was not imported. Open it again."
	written := func(r *rig, img image.Image) string {
		path := filepath.Join(r.t.TempDir(), "picture.png")
		if err := os.WriteFile(path, pngOf(r.t, img), 0o600); err != nil {
			r.t.Fatal(err)
		}
		return path
	}
	picture := func(r *rig) string { return written(r, qr(r.t, linkC)) }
	empty := func(r *rig) string { return written(r, qr(r.t)) }
	for _, tt := range []struct {
		name string
		do   func(*rig)
		then []string // the services that show, one after the other
		says string   // by the list in the end; "" for nothing
	}{
		{"a second link waits", func(r *rig) { r.Raise([]string{linkA}); r.Raise([]string{linkB}) }, []string{"One", "Two"}, ""},
		{"the same link again shows already", func(r *rig) { r.Raise([]string{linkA}); r.Raise([]string{linkA}) }, []string{"One"}, ""},
		{"a third displaces the second", func(r *rig) { r.Raise([]string{linkA}); r.Raise([]string{linkB}); r.Raise([]string{linkC}) }, []string{"One", "Three"}, one},
		{"a link to an account that is there keeps no other waiting", func(r *rig) { r.Raise([]string{amazonLink}); r.Raise([]string{linkA}) }, []string{"One"}, ""},
		{"behind unsaved text", func(r *rig) {
			r.showAdd()
			r.entry("add.box").SetText("JBSW")
			r.Raise([]string{linkA})
			r.Raise([]string{linkB})
			r.Raise([]string{linkC})
			r.showList()
			r.tick(r.now)
		}, []string{"Three"}, two},
		{"while locked", func(r *rig) {
			r.lock()
			r.Raise([]string{linkA})
			r.Raise([]string{linkB})
			r.unlockBy(password)
		}, []string{"Two"}, one},
		{"while locked, twice the same", func(r *rig) {
			r.lock()
			r.Raise([]string{linkA})
			r.Raise([]string{linkA})
			r.unlockBy(password)
		}, []string{"One"}, ""},
		{"Ctrl+L", func(r *rig) { r.Raise([]string{linkA}); r.press(ctrlKey(fyne.KeyL)); r.unlockBy(password) }, nil, one},
		{"the idle lock", func(r *rig) {
			r.Raise([]string{linkA, linkB})
			r.now = r.now.Add(time.Hour)
			r.tick(r.now)
			r.unlockBy(password)
		}, nil, two},
		{"the session's lock", func(r *rig) {
			r.Raise([]string{linkA})
			r.lockBecause(sessionlock.Reason("test"))
			r.unlockBy(password)
		}, nil, one},
		{"a lock while another waits", func(r *rig) {
			r.Raise([]string{linkA})
			r.Raise([]string{linkB})
			r.press(ctrlKey(fyne.KeyL))
			r.unlockBy(password)
		}, []string{"Two"}, one},
		{"a lock, and the link is opened again", func(r *rig) {
			r.Raise([]string{linkA})
			r.press(ctrlKey(fyne.KeyL))
			r.Raise([]string{linkA})
			r.unlockBy(password)
		}, []string{"One"}, ""},
		{"a lock on a link to an account that is there", func(r *rig) {
			r.Raise([]string{amazonLink})
			r.press(ctrlKey(fyne.KeyL))
			r.unlockBy(password)
		}, nil, ""},
		{"a link and a file at once", func(r *rig) { r.Raise([]string{linkA, file(r)}) }, []string{"One", "Three"}, ""},
		{"a file that is displaced", func(r *rig) { r.Raise([]string{linkA}); r.Raise([]string{file(r)}); r.Raise([]string{linkB}) },
			[]string{"One", "Two"}, file1},
		{"a link behind a picture that shows", func(r *rig) { r.Raise([]string{picture(r)}); r.Raise([]string{linkB}) }, []string{"Three", "Two"}, ""},
		{"a link behind an export that shows", func(r *rig) { r.Raise([]string{file(r)}); r.Raise([]string{linkB}) }, []string{"Three", "Two"}, ""},
		{"a file behind a file that shows", func(r *rig) { r.Raise([]string{file(r)}); r.Raise([]string{picture(r)}) }, []string{"Three", "Three"}, ""},
		{"the same file again shows already", func(r *rig) { f := file(r); r.Raise([]string{f}); r.Raise([]string{f}) }, []string{"Three"}, ""},
		{"a link behind what the user opened", func(r *rig) { r.openFiles([]string{picture(r)}); r.Raise([]string{linkB}) }, []string{"Three", "Two"}, ""},
		{"a link behind a picture without a code", func(r *rig) {
			r.Raise([]string{empty(r)})
			r.Raise([]string{linkB})
			r.expect("nothing")
			esc(r)
		}, []string{"Two"}, ""},
		{"a link behind a part that is marked by hand", func(r *rig) {
			r.Raise([]string{empty(r)})
			r.tap("nothing.region")
			r.Raise([]string{linkB})
			r.expect("region")
			r.showList()
			r.tick(r.now)
		}, []string{"Two"}, ""},
		{"Ctrl+L on a picture", func(r *rig) { r.Raise([]string{picture(r)}); r.press(ctrlKey(fyne.KeyL)); r.unlockBy(password) }, nil, file1},
		{"Ctrl+L on an export", func(r *rig) { r.Raise([]string{file(r)}); r.press(ctrlKey(fyne.KeyL)); r.unlockBy(password) }, nil, file1},
		{"the session's lock on an export", func(r *rig) {
			r.Raise([]string{file(r)})
			r.lockBecause(sessionlock.Reason("test"))
			r.unlockBy(password)
		}, nil, file1},
		{"a lock on a vault file, a link behind it", func(r *rig) {
			r.Raise([]string{r.copyOf("old.watchword")})
			r.expect("vaultfile")
			r.Raise([]string{linkB})
			r.expect("vaultfile")
			r.press(ctrlKey(fyne.KeyL))
			r.unlockBy(password)
		}, []string{"Two"}, file1},
		{"a lock on what the user opened", func(r *rig) {
			r.openFiles([]string{picture(r)})
			r.press(ctrlKey(fyne.KeyL))
			r.unlockBy(password)
		}, nil, ""},
		{"a lock on another page, after the file's", func(r *rig) {
			r.Raise([]string{file(r)})
			r.showSettings()
			r.press(ctrlKey(fyne.KeyL))
			r.unlockBy(password)
		}, nil, ""},
		{"a lock on a scan, after the file's page", func(r *rig) {
			r.Raise([]string{file(r)})
			r.shots = []capture.Shot{{Image: qr(r.t, linkB), Screen: 1}}
			r.scanScreen()
			r.press(ctrlKey(fyne.KeyL))
			r.unlockBy(password)
		}, nil, ""},
		{"a vault that is opened instead", func(r *rig) {
			r.Raise([]string{r.copyOf("old.watchword")})
			test.Tap(r.button("Open it instead"))
			r.unlockBy(password)
		}, nil, ""},
		{"two vaults while it is locked", func(r *rig) {
			r.lock()
			r.Raise([]string{r.copyOf("one.watchword"), r.copyOf("two.watchword")})
			r.unlockBy(password)
		}, nil, file1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := full(t)
			r.t = t
			tt.do(r)
			for _, service := range tt.then {
				if got := r.shown(); got != service {
					t.Fatalf("%s shows, want %s", got, service)
				}
				esc(r)
			}
			r.expect("list")
			if tt.says != "" {
				r.saysMissed(tt.says)
			} else if r.arrivals.Missed() != "" {
				t.Errorf("the list says %q", r.arrivals.Missed())
			}
		})
	}
}

// What came while a file is looked at or read is not lost either: of two things the later one waits,
// and a lock in between is told.
func TestFilesFromOutsideTakeTheirTime(t *testing.T) {
	const file1 = "A file that you opened was not imported. Open it again."
	export := filepath.Join(t.TempDir(), "links.txt")
	if err := os.WriteFile(export, []byte(linkC+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		steps int // of work done before something comes in between
		do    func(*rig)
		then  []string
		says  string
	}{
		{"a link while it is looked at", 0, func(r *rig) { r.Raise([]string{linkA}) }, []string{"One", "Three"}, ""},
		{"two links while it is looked at", 0, func(r *rig) { r.Raise([]string{linkA}); r.Raise([]string{linkB}) }, []string{"One", "Two"}, file1},
		{"typing while it is looked at", 0, func(r *rig) { r.showAdd(); r.entry("add.box").SetText("JBSW") }, []string{"Three"}, ""},
		{"a link while it is read", 1, func(r *rig) { r.Raise([]string{linkA}) }, []string{"Three", "One"}, ""},
		{"a lock while it is looked at", 0, func(r *rig) { r.forget(); r.showUnlock() }, []string{"Three"}, ""},
		{"a lock while it is read", 1, func(r *rig) { r.forget(); r.showUnlock() }, nil, file1},
	} {
		h := &held{}
		r := newRigWith(t, t.TempDir(), nil, h.option).withAccounts(amazonLink)
		h.on = true
		r.Raise([]string{export})
		for range tt.steps {
			h.next()
		}
		tt.do(r)
		h.on = false
		for h.next() {
		}
		switch r.name() {
		case "add":
			r.showList()
			r.tick(r.now)
		case "unlock":
			r.unlockBy(password)
		}
		for _, service := range tt.then {
			if got := r.shown(); got != service {
				t.Errorf("%s: %s shows, want %s", tt.name, got, service)
			}
			r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
			r.tick(r.now)
		}
		if got := r.arrivals.Missed(); r.name() != "list" || got != tt.says {
			t.Errorf("%s: the page is %q, the list says %q", tt.name, r.name(), got)
		}
		r.forget()
	}
}

// What comes while the program looks for its vault waits, beside what it was started with.
func TestGivenWhileTheProgramStarts(t *testing.T) {
	dir := t.TempDir()
	first := newRigIn(t, dir, nil)
	first.create()
	other := first.vaultElsewhere("other.watchword", elsewherePassword, githubLink)
	third := first.vaultElsewhere("third.watchword", elsewherePassword, amazonLink)
	first.lock()
	for _, tt := range []struct {
		name   string
		open   []string
		do     func(*rig)
		path   string // of the vault that is asked for; "" for the usual one
		waits  []string
		missed int
	}{
		{"a link", []string{other, linkA}, func(r *rig) { r.Raise([]string{linkB}) }, other, []string{linkB}, 1},
		{"nothing", []string{other, linkA}, func(*rig) {}, other, []string{linkA}, 0},
		{"two vaults", []string{other, third}, func(*rig) {}, other, nil, 1},
		{"another vault", []string{other, linkA}, func(r *rig) { r.Raise([]string{third}) }, third, []string{other, linkA}, 0},
	} {
		h := &held{on: true}
		r := newRigWith(t, dir, tt.open, h.option)
		tt.do(r)
		for i := len(h.work) - 1; i >= 0; i-- { // what came last is done first
			h.work[i]()
		}
		h.on, h.work = false, nil
		if r.name() != "unlock" || r.path() != tt.path || !slices.Equal(r.arrivals.Pending, tt.waits) || (r.arrivals.Missed() != "") != (tt.missed > 0) {
			t.Errorf("%s: page %q of %q, %d wait, missed: %q", tt.name, r.name(), filepath.Base(r.path()), len(r.arrivals.Pending), r.arrivals.Missed())
		}
	}
}

// A link whose account is added is not told as dropped, and the one that waits comes after it.
func TestLinkThatWaitsComesAfterTheAdded(t *testing.T) {
	r := full(t)
	r.Raise([]string{linkA})
	r.Raise([]string{linkB})
	r.tap("scan.add")
	r.expect("waiting")
	r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	r.tick(r.now)
	if got := r.shown(); got != "Two" {
		t.Errorf("%s shows", got)
	}
	if r.titles() != "Amazon, GitHub, One, Slack" || r.arrivals.Missed() != "" {
		t.Errorf("%s, missed: %q", r.titles(), r.arrivals.Missed())
	}
}

// vaultElsewhere makes another vault and returns its path.
func (r *rig) vaultElsewhere(name, password string, links ...string) string {
	r.t.Helper()
	o := r.shell.VaultOpts
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
	data, err := os.ReadFile(r.path())
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
	asked := func(r *rig) bool { return r.name() == "filepassword" || r.name() == "found" }
	t.Run("the open one itself", func(t *testing.T) {
		r := full(t)
		r.openFiles([]string{r.path()})
		if r.name() != "list" || r.toast() != "This vault is already open." {
			t.Errorf("page %q says %q", r.name(), r.toast())
		}
	})
	t.Run("another copy, merged", func(t *testing.T) {
		r := full(t)
		r.t = t
		path := r.copyOf("old.bak")
		r.trash([]string{r.id("GitHub")})
		r.session().Purge(t.Context(), r.session().Trashed()[0].ID)
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
		if r.session() != nil || r.path() != path {
			t.Errorf("it asks for %s", r.path())
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
			t.Errorf("the page is %q", r.name())
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
		if p := r.page().(*add.Results); len(p.Candidates) != 1 || len(p.Problems) != 1 || p.Problems[0].Advice != "old.watchword: This is a Watchword vault, not an export of another program." {
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
	if r.path() != path || len(r.arrivals.Pending) != 1 {
		t.Fatalf("it asks for %s, %d wait", r.path(), len(r.arrivals.Pending))
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
	if again.path() != path {
		t.Fatalf("it asks for %s", again.path())
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
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.Demo = true })
	path := r.vaultElsewhere("real.watchword", elsewherePassword, githubLink)
	r.openFiles([]string{path})
	r.expect("vaultfile")
	test.Tap(r.button("Open it instead"))
	r.expect("problem")
	if r.session() == nil || r.path() == path {
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
	files := intake.Look(t.Context(), []string{folder})
	if len(files) != 2 || files[0].Kind != intake.Export {
		t.Fatal("a list of links is no export")
	}
	said := false
	was := r.shell.OnUI
	r.shell.OnUI = func(f func()) {
		f()
		said = said || r.reads("Reading 2 of 2, b …")
	}
	r.importFiles([]string{folder})
	r.shell.OnUI = was
	if !said {
		t.Errorf("of %d files it does not say which one is read", len(files))
	}
	ctx, stop := context.WithCancel(t.Context())
	r.stillLooking(stop)
	r.expect("busy")
	r.showList()
	<-ctx.Done()
	if files := intake.Look(ctx, []string{folder}); len(files) > 0 {
		t.Errorf("%d files were looked at", len(files))
	}
}
