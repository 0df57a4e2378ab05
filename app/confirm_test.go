package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	"watchword/app/flow/moving"
	"watchword/app/internal/apptest"
	"watchword/app/palette"
	"watchword/app/settings"
	"watchword/app/unlock"
	"watchword/app/widgets"
)

// asked is full with what the tests of the question need: a second backup to restore, and file
// dialogs that are cancelled.
func asked(t *testing.T) (*rig, apptest.Ring) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	ring := apptest.Ring{}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.Keyring = ring
		o.OpenFile = func(context.Context, dialogs.Options) ([]string, error) { return nil, dialogs.ErrCancelled }
	})
	r.withAccounts(amazonLink, githubLink, slackLink)
	r.choose("Amazon")
	return r, ring
}

// Every action says whether it asks for the password, and does as it says. The pages behind those
// that ask later are gone through in TestAllThatAsks.
func TestEveryActionSaysWhetherItAsks(t *testing.T) {
	r, _ := asked(t)
	for i, act := range r.actions() {
		if act.asks == undecided {
			t.Errorf("%q does not say whether it asks for the password", act.text)
		}
		if !act.does() || act.text == "Quit" {
			continue
		}
		t.Run(act.text, func(t *testing.T) {
			r, _ := asked(t)
			r.actions()[i].run(r.open)
			if asks := r.name() == "confirm"; asks != (act.asks == first) {
				t.Errorf("it asks: %v; it says %d", asks, act.asks)
			}
		})
	}
}

// menuItem runs an item of the pop-up menu that shows.
func (r *rig) menuItem(text string) {
	r.t.Helper()
	var found *fyne.MenuItem
	walkTree(r.window().Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		v := reflect.ValueOf(o)
		if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
			return
		}
		// The toolkit's type for a line of a menu has no name outside of it.
		if f := v.Elem().FieldByName("Item"); f.IsValid() {
			if item, ok := f.Interface().(*fyne.MenuItem); ok {
				for _, one := range append(childrenOf(item), item) {
					if one.Label == text {
						found = one
					}
				}
			}
		}
	})
	if found == nil {
		r.t.Fatalf("no menu has %q", text)
	}
	found.Action()
}

func childrenOf(item *fyne.MenuItem) []*fyne.MenuItem {
	if item.ChildMenu == nil {
		return nil
	}
	return slices.Clone(item.ChildMenu.Items)
}

// fromPalette runs what Ctrl+K finds.
func (r *rig) fromPalette(text string) {
	r.t.Helper()
	r.press(ctrlKey(fyne.KeyK))
	for _, item := range r.page().(*palette.Page).Actions {
		if item.Text == text {
			item.Do()
			return
		}
	}
	r.t.Fatalf("the palette has no %q", text)
}

func (r *rig) vaultPage() *settings.VaultPage { r.showVault(); return r.page().(*settings.VaultPage) }

// Whatever leads to something that lets a secret out or changes who can open the vault asks for
// its password, each time: a wrong one and Esc end before it, the right one does it.
func TestAllThatAsks(t *testing.T) {
	pageIs := func(name string) func(*rig, apptest.Ring) bool {
		return func(r *rig, _ apptest.Ring) bool { return r.name() == name }
	}
	quickOn := func(r *rig, ring apptest.Ring) bool { return r.config().QuickUnlock && len(ring) == 1 }
	isWritten := func(r *rig, _ apptest.Ring) bool {
		entries, _ := os.ReadDir(filepath.Join(os.Getenv("HOME"), "out"))
		return len(entries) > 0
	}
	exporting := func(id string) func(r *rig) {
		return func(r *rig) {
			r.showExport()
			folder := filepath.Join(os.Getenv("HOME"), "out")
			if err := os.MkdirAll(folder, 0o700); err != nil {
				r.t.Fatal(err)
			}
			choice := r.widget("export.for").(*widgets.Choice)
			choice.SetSelected(formatName(id))
			r.entry("export.file").SetText(filepath.Join(folder, "file"))
			if e, ok := r.page().(mapped).Widgets()["export.password"].(*widgets.PasswordEntry); ok && e.Visible() {
				e.SetText("of the file")
				r.secret("export.again").SetText("of the file")
			}
			r.tap("export.submit")
		}
	}
	type path struct {
		name string
		do   func(r *rig)
		back string // where Esc leads
		done func(*rig, apptest.Ring) bool
	}
	paths := []path{
		{"a QR code by its key", func(r *rig) { r.press(ctrlKey(fyne.KeyR)) }, "list", pageIs("qr")},
		{"a QR code from the row's menu", func(r *rig) { r.list().OpenMenu(); r.menuItem("Show QR code…") }, "list", pageIs("qr")},
		{"a QR code from the palette", func(r *rig) { r.fromPalette("Show the QR code for another device") }, "list", pageIs("qr")},
		{"to a phone from the menu", func(r *rig) { r.showMenu(r.widget("list.menu")); r.menuItem("Transfer to a phone…") }, "list", pageIs("gallery")},
		{"to a phone from the palette", func(r *rig) { r.fromPalette("All accounts to a phone") }, "list", pageIs("gallery")},
		{"a sheet from the vault page", func(r *rig) { r.vaultPage(); r.tap("vault.sheet") }, "vault", pageIs("sheet")},
		{"a sheet from the settings", func(r *rig) { r.showSettings(); r.page().(*settings.Page).OnSheet() }, "settings", pageIs("sheet")},
		{"a sheet from the palette", func(r *rig) { r.fromPalette("Recovery sheet") }, "list", pageIs("sheet")},
		{"a sheet from the notice", func(r *rig) { test.Tap(r.button("Make one")) }, "list", pageIs("sheet")},
		{"a sheet from the review", func(r *rig) { r.showReview(); test.Tap(r.button("Make one")) }, "review", pageIs("sheet")},
		{"a new password", func(r *rig) { r.vaultPage(); r.tap("vault.password") }, "vault", pageIs("password")},
		{"quick unlock", func(r *rig) { r.vaultPage(); r.tap("vault.quick") }, "vault", quickOn},
		{"the vault as a backup has it", func(r *rig) {
			r.showBackups()
			oldest := len(r.page().(*settings.Backups).Backups) - 1
			r.tap(fmt.Sprintf("backups.look.%d", 2*oldest+1))
			r.tap("backups.replace")
		}, "backups", func(r *rig, _ apptest.Ring) bool { return r.titles() != "Amazon, GitHub, Slack" }},
	}
	for _, f := range moving.Formats() {
		if f.ID != "ente-encrypted" && f.ID != "age" { // their keys take seconds
			paths = append(paths, path{"an export: " + f.ID, exporting(f.ID), "export", isWritten})
		}
	}
	for _, p := range paths {
		t.Run(p.name, func(t *testing.T) {
			r, ring := asked(t)
			r.t = t
			p.do(r)
			r.expect("confirm")
			gate := r.page().(*unlock.Confirm)
			test.Type(r.widget("confirm.password").(*widgets.PasswordEntry), "not the password")
			r.tap("confirm.submit")
			r.expect("confirm")
			if gate.Message() != "Wrong password. Check Caps Lock and the keyboard layout." || p.done(r, ring) {
				t.Errorf("a wrong password: %q, done: %v", gate.Message(), p.done(r, ring))
			}
			r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
			r.expect(p.back)
			if p.done(r, ring) {
				t.Error("it was done after Esc")
			}
			r.showList()
			r.choose("Amazon")
			for range 2 { // each time
				p.do(r)
				r.confirm()
				if !p.done(r, ring) {
					t.Fatalf("it was not done with the right password; the page is %q", r.name())
				}
				if r.name() == "vault" || r.name() == "backups" || r.name() == "export" {
					break // what was done cannot be done again
				}
				r.showList()
				r.choose("Amazon")
			}
		})
	}
}

// What lets nothing out asks for nothing: a copy of the vault, which has the vault's password, switching quick
// unlock off.
func TestWhatDoesNotAsk(t *testing.T) {
	r, _ := asked(t)
	r.showExport()
	r.tap("export.submit") // the copy of the vault comes first
	r.expect("export")
	r.config().QuickUnlock = true
	r.vaultPage().OnQuick(false)
	r.expect("vault")
}

// A vault that its sheet opened has no password yet: the key that was typed is the answer.
func TestTheSheetIsTheAnswer(t *testing.T) {
	r, _ := asked(t)
	sheet, err := r.session().Vault().NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	r.save(r.session().Vault())
	r.lock()
	r.unlocking.ShowRecover()
	r.page().(*unlock.Recover).Take(string(sheet.Key))
	r.expect("password")
	r.page().(*unlock.NewPassword).OnDone()
	r.expect("list")
}

func formatName(id string) string {
	for _, f := range moving.Formats() {
		if f.ID == id {
			return f.Name
		}
	}
	return ""
}
