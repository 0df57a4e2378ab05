package settings

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/config"
	"watchword/app/internal/pagetest"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault"
)

// selects returns the choices of the page from top to bottom.
func selects(o fyne.CanvasObject) []*widgets.Choice {
	var out []*widgets.Choice
	switch o := o.(type) {
	case *widgets.Choice:
		return []*widgets.Choice{o}
	case *fyne.Container:
		for _, child := range o.Objects {
			out = append(out, selects(child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			out = append(out, selects(child)...)
		}
	}
	return out
}

// screen is the page over settings that live in memory only.
func screen(change func(v *config.Values)) *Page {
	c, _ := config.Load(config.Places{})
	if change != nil {
		change(&c.Values)
	}
	return &Page{Config: c, OnChanged: func() {}, OnBack: func() {}, Can: func(config.Ability) bool { return true }}
}

func TestChangesCountAtOnce(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	s := screen(nil)
	changes := 0
	s.OnChanged = func() { changes++ }
	all := selects(pagetest.Show(t, s.Content()).Content())
	if changes != 0 {
		t.Error("showing the page changed something")
	}
	var list []config.Setting
	for _, setting := range config.Settings {
		if setting.Section != "" {
			list = append(list, setting)
		}
	}
	if len(all) != len(list) {
		t.Fatalf("%d choices for %d settings", len(all), len(list))
	}
	for i, setting := range list {
		choices, usual := setting.Choices(config.Defaults)
		if all[i].Label != setting.Label || all[i].Selected != phrases.Capital(choices[usual].Text) {
			t.Errorf("%s shows %q, want %s and %q", all[i].Label, all[i].Selected, setting.Label, choices[usual].Text)
		}
		other := (usual + 1) % len(choices)
		all[i].SetSelected(phrases.Capital(choices[other].Text))
		if _, is := setting.Choices(s.Config.Values); is != other || changes != i+1 {
			t.Errorf("%s: %q chosen, and it is number %d after %d changes", setting.Label, choices[other].Text, is, changes)
		}
	}
	// What this desktop cannot do is not promised.
	s = screen(nil)
	s.Can = func(config.Ability) bool { return false }
	for _, c := range selects(pagetest.Show(t, s.Content()).Content()) {
		if c.Label == config.Named("copyHides").Label {
			t.Errorf("%s is offered where no program minimises its window", c.Label)
		}
	}
}

// A value that somebody wrote into the file by hand is shown and kept, and can be gone back to.
func TestForeignValue(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	s := screen(func(v *config.Values) { v.LockMinutes, v.Accent = 7, "#123456" })
	all := selects(pagetest.Show(t, s.Content()).Content())
	var lock, accent *widgets.Choice
	for _, c := range all {
		switch c.Label {
		case config.Named("lockMinutes").Label:
			lock = c
		case config.Named("accent").Label:
			accent = c
		}
	}
	if lock.Selected != "After 7 minutes" || accent.Selected != "#123456" {
		t.Errorf("they show %q and %q", lock.Selected, accent.Selected)
	}
	lock.SetSelected("Never")
	if s.Config.LockMinutes != 0 {
		t.Errorf("after another choice it locks after %d minutes", s.Config.LockMinutes)
	}
	lock.SetSelected("After 7 minutes")
	if s.Config.LockMinutes != 7 {
		t.Errorf("the value of the file is %d afterwards", s.Config.LockMinutes)
	}
}

func TestLooks(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Light})
	s := screen(nil)
	s.Version = "1.0.0"
	s.Vault = Vault{Path: "~/.local/share/watchword/vault.watchword", Saved: "today, 09:41", Backup: "today, 09:40", Accounts: 42, SetAside: 1}
	test.AssertRendersToImage(t, "settings.png", pagetest.Show(t, s.Content()).Canvas())
	whole := pagetest.Show(t, s.Content())
	whole.Resize(fyne.NewSize(420, 1560))
	test.AssertRendersToImage(t, "settings-whole.png", whole.Canvas())
	narrow := pagetest.Show(t, s.Content())
	narrow.Resize(fyne.NewSize(320, 401))
	narrow.Resize(fyne.NewSize(320, 400))
	test.AssertRendersToImage(t, "settings-narrow.png", narrow.Canvas())
	backups := newBackups()
	content := backups.Content()
	w := pagetest.Show(t, content)
	backups.Preview = func(string, []byte) (RestorePreview, error) {
		return RestorePreview{"This would come back: Amazon, GitHub.\nRestoring this state would move to the trash: Slack.", true, true}, nil
	}
	backups.look("1")
	w.Resize(fyne.NewSize(420, 641)) // the answer at the foot
	w.Resize(fyne.NewSize(420, 640))
	test.AssertRendersToImage(t, "backups.png", w.Canvas())
	clockPage := newClock(t, 42*time.Second, nil)
	w = pagetest.Show(t, clockPage.Content())
	test.Tap(clockPage.compare)
	w.Resize(fyne.NewSize(420, 641)) // the wrapped texts of the answer
	w.Resize(fyne.NewSize(420, 640))
	test.AssertRendersToImage(t, "clock.png", w.Canvas())
	test.AssertRendersToImage(t, "keys.png", pagetest.Show(t, Keys([][2]string{{"Enter, Ctrl+C", "Copy the code"}, {"Shift+Up, Shift+Down, Shift+click", "Choose up to another account"}, {"F1", "This list of keys"}}, func() {})).Canvas())
}

func newBackups() *Backups {
	nothing := func(string, []byte) (string, error) { return "", nil }
	return &Backups{Run: background.Now, Title: "Backups", None: "There is no backup yet.", OnBack: func() {}, OnUndo: func() {},
		Intro: "Every save keeps a copy of the file before it: the last ten, then one a day, one a week. They are in ~/.local/share/watchword/backups.",
		Prove: nothing, Preview: func(string, []byte) (RestorePreview, error) { return RestorePreview{}, nil }, Merge: nothing, Replace: nothing,
		Backups: []Backup{{Path: "1", Title: "today, 09:40", Detail: "save 412, 12 KiB"}, {Path: "2", Title: "on 2 January 2026", Detail: "save 398, 12 KiB, before a new password"}}}
}

// Nothing is brought back before it was shown, and then it can be undone.
func TestBackupIsShownFirst(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	var log []string
	note := func(what string) Opening {
		return func(path string, password []byte) (string, error) {
			log = append(log, what+" "+path)
			return what, nil
		}
	}
	changed := true
	would := RestorePreview{Merge: true, Replace: true}
	s := &Backups{Run: background.Now, Backups: []Backup{{Path: "a"}}, CanUndo: func() bool { return changed }, Prove: note("prove"), Merge: note("merge"),
		Preview: func(path string, password []byte) (RestorePreview, error) {
			text, err := note("preview")(path, password)
			return RestorePreview{text, would.Merge, would.Replace}, err
		},
		Replace: note("replace"), Confirm: func(then func()) { log = append(log, "asks"); then() }, OnUndo: func() { log = append(log, "undo") }}
	pagetest.Show(t, s.Content())
	test.Tap(s.looks[0])
	if s.merge.Visible() || s.replace.Visible() || s.undo.Visible() {
		t.Error("proving offers to take it in")
	}
	test.Tap(s.looks[1])
	if !s.merge.Visible() || !s.replace.Visible() {
		t.Fatal("a preview does not offer to take it in")
	}
	test.Tap(s.merge)
	if s.merge.Visible() || !s.undo.Visible() {
		t.Error("after merging there is no undo")
	}
	test.Tap(s.undo)
	test.Tap(s.looks[1])
	changed = false
	test.Tap(s.replace)
	if s.undo.Visible() {
		t.Error("what changed nothing can be undone, and takes something else back")
	}
	would = RestorePreview{Replace: true}
	test.Tap(s.looks[1])
	if s.merge.Visible() || !s.replace.Visible() {
		t.Error("what would do nothing is offered")
	}
	would = RestorePreview{Merge: true}
	test.Tap(s.looks[1])
	if !s.merge.Visible() || s.replace.Visible() {
		t.Error("what would do the same is offered twice")
	}
	if want := "prove a; preview a; merge a; undo; preview a; asks; replace a; preview a; preview a"; strings.Join(log, "; ") != want {
		t.Errorf("%q, want %q", log, want)
	}
}

// A copy beside the vault that brings nothing can be taken in all the same: it moves away, and
// is not spoken of again.
func TestCopyThatBringsNothing(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	s := newBackups()
	s.Moves, s.Prove, s.Replace = true, nil, nil
	pagetest.Show(t, s.Content())
	test.Tap(s.looks[0])
	if !s.merge.Visible() {
		t.Fatal("it cannot be taken in")
	}
	test.Tap(s.merge)
	if s.lines["1"].Visible() {
		t.Error("it is still listed")
	}
}

// The password is asked for only when the key of the open vault does not fit.
func TestBackupUnderAnotherPassword(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	s := newBackups()
	s.Prove = func(_ string, password []byte) (string, error) {
		switch string(password) {
		case "":
			return "", ErrOtherPassword
		case "old":
			return "holds 3 accounts", nil
		}
		return "", vault.ErrWrongPassword
	}
	pagetest.Show(t, s.Content())
	if s.password.Visible() {
		t.Error("the password is asked for at once")
	}
	for _, row := range []struct{ typed, says string }{{"", phrases.Sentence(ErrOtherPassword)}, {"new", phrases.Sentence(vault.ErrWrongPassword)}, {"old", "holds 3 accounts"}} {
		s.password.SetText(row.typed)
		test.Tap(s.looks[0])
		if s.message.Text() != row.says || !s.password.Visible() {
			t.Errorf("%q: %q", row.typed, s.message.Text())
		}
	}
}

func newVaultPage(state VaultState) *VaultPage {
	nothing, never := func() {}, func(bool) {}
	return &VaultPage{Run: background.Now, State: state, Check: func() (string, error) { return "The file is whole and authentic: 42 accounts, save 412.", nil },
		OnPassword: nothing, OnStrengthen: nothing, OnSheet: nothing, OnBackups: nothing, OnBackUpNow: nothing, OnSecond: nothing, OnNoSecond: nothing,
		OnQuick: never, OnHidden: never, OnBack: nothing}
}

var (
	goodVault = VaultState{Path: "~/.local/share/watchword/vault.watchword", Size: "12 KiB", Accounts: 42, Trashed: 2, Saved: "today, 09:41",
		Password: "Argon2id with 256 MiB and 3 passes", HasRecovery: true, Sheet: "4711, made on 28 November 2026", Backups: "12, the newest today, 09:40", Folder: "~/.local/share/watchword/backups"}
	poorVault = VaultState{Path: "/media/a-very-long-name-of-a-disk/and/a/folder/in/it/vault.watchword", Size: "3 KiB", Accounts: 1, SetAside: 1, Saved: "on 2 January 2026",
		Unsaved: phrases.Sentence(vault.ErrFull), ReadOnly: phrases.Sentence(vault.ErrReadOnly), Password: "Argon2id with 19 MiB and 2 passes", WeakCosts: true,
		Folder: "~/backups", Second: "/media/stick/watchword", SecondState: "The second folder for backups is not there.", SecondBad: true,
		QuickTrouble: "Quick unlock cannot be switched on. The system's keyring does not answer here.", CanHide: true, Hidden: true}
)

func TestVaultPage(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Light})
	s := newVaultPage(goodVault)
	quick := []bool{}
	s.OnQuick = func(on bool) { quick = append(quick, on) }
	pagetest.Show(t, s.Content())
	test.Tap(s.check)
	if !strings.HasPrefix(s.checked.Text(), "The file is whole") {
		t.Errorf("checked: %q", s.checked.Text())
	}
	test.Tap(s.quick)
	test.Tap(s.quick)
	if len(quick) != 2 || !quick[0] || quick[1] {
		t.Errorf("quick unlock: %v", quick)
	}
	s = newVaultPage(poorVault)
	s.OnQuick = func(bool) { t.Error("switched on where it cannot be") }
	pagetest.Show(t, s.Content())
	test.Tap(s.quick)
	s.Check = func() (string, error) { return "", vault.ErrDamaged }
	test.Tap(s.check)
	if s.checked.Text() != phrases.Sentence(vault.ErrDamaged) {
		t.Errorf("checked: %q", s.checked.Text())
	}
}

func TestVaultPageLooks(t *testing.T) {
	for _, row := range []struct {
		name  string
		mode  theme.Mode
		state VaultState
		size  fyne.Size
	}{
		{"vault-light", theme.Light, goodVault, fyne.NewSize(420, 900)},
		{"vault-dark", theme.Dark, poorVault, fyne.NewSize(420, 1330)},
		{"vault-small", theme.Dark, goodVault, fyne.NewSize(320, 400)},
	} {
		pagetest.Look(t, theme.Look{Mode: row.mode})
		w := pagetest.Show(t, newVaultPage(row.state).Content())
		w.Resize(row.size.AddWidthHeight(0, 1))
		w.Resize(row.size)
		test.AssertRendersToImage(t, row.name+".png", w.Canvas())
	}
}
