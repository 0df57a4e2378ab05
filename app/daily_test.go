package app

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"watchword/app/edit"
	"watchword/app/icon"
	"watchword/app/palette"
	"watchword/app/widgets"
	"watchword/internal/docpage"
	"watchword/vault/account"
)

const slackLink = "otpauth://totp/Slack:me?secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK&issuer=Slack"

// full is the program with three accounts: Amazon, GitHub, Slack.
func full(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.create()
	r.put(amazonLink, githubLink, slackLink)
	return r
}

// put adds accounts as a file of links would.
func (r *rig) put(links ...string) {
	r.t.Helper()
	var list []account.Account
	for _, l := range links {
		list = append(list, account.Identify(l).Accounts...)
	}
	r.session().Add(r.t.Context(), list...)
	r.showList()
}

func (r *rig) id(title string) string {
	r.t.Helper()
	for _, a := range r.session().Accounts() {
		if a.Title() == title {
			return a.ID
		}
	}
	r.t.Fatalf("there is no %s", title)
	return ""
}

func (r *rig) choose(title string) { r.t.Helper(); r.list().Select(r.id(title)) }

func (r *rig) press(c chord) {
	r.t.Helper()
	if !r.App.shortcut(&desktop.CustomShortcut{KeyName: c.key, Modifier: c.modifier()}) {
		r.t.Errorf("%s does nothing", c)
	}
}

func (r *rig) entry(name string) *widgets.Entry { r.t.Helper(); return r.widget(name).(*widgets.Entry) }

func (r *rig) secret(name string) *widgets.PasswordEntry {
	r.t.Helper()
	return r.widget(name).(*widgets.PasswordEntry)
}

// While the accounts of a large vault are still put in order, the list does not show yet; what
// is done by key or palette already must not fall over it.
func TestListBeforeItShows(t *testing.T) {
	r := full(t)
	r.open.Start(r.App.list(r.open), r.ways(r.open))
	id := r.session().Accounts()[0].ID
	r.copy(id, false)
	r.trash([]string{id})
	r.undo()
	if r.list().ToastText() == "" {
		t.Error("nothing was said")
	}
}

// What was archived, here or in the program that one comes from, stays in sight: last in the
// list, found by the search, with its code, in every export.
func TestArchive(t *testing.T) {
	r := full(t)
	r.choose("Amazon")
	r.archive(r.list().Targets(), true)
	if got := r.titles(); got != "GitHub, Slack, Amazon" {
		t.Errorf("archived: %s", got)
	}
	r.choose("Slack")
	r.press(chord{alt: true, key: fyne.KeyDown}) // it does not go among the archived
	if got := r.titles(); got != "GitHub, Slack, Amazon" {
		t.Errorf("moved down: %s", got)
	}
	r.choose("Amazon")
	r.toggleArchive(r.list().Targets())
	if got := r.titles(); got != "Amazon, GitHub, Slack" {
		t.Errorf("taken out: %s", got)
	}
	r.press(ctrlKey(fyne.KeyZ))
	if got := r.titles(); got != "GitHub, Slack, Amazon" {
		t.Errorf("undone: %s", got)
	}
}

func TestPinTagsOrderAndUndo(t *testing.T) {
	r := full(t)
	r.choose("Slack")
	r.press(ctrlKey(fyne.KeyP))
	if got := r.titles(); got != "Slack, Amazon, GitHub" {
		t.Errorf("pinned: %s", got)
	}
	r.choose("GitHub")
	r.press(chord{alt: true, key: fyne.KeyUp})
	if got := r.titles(); got != "Slack, GitHub, Amazon" {
		t.Errorf("moved up: %s", got)
	}
	r.press(chord{alt: true, key: fyne.KeyUp}) // it does not go among the pinned
	r.press(chord{alt: true, key: fyne.KeyDown})
	if got := r.titles(); got != "Slack, Amazon, GitHub" {
		t.Errorf("moved down: %s", got)
	}

	r.list().MarkAll()
	r.press(ctrlKey(fyne.KeyT))
	r.expect("tagger")
	r.entry("tags.new").SetText("Work, Private")
	r.tap("tags.save")
	r.expect("list")
	if got := strings.Join(r.session().Tags(), ","); got != "Work,Private" {
		t.Errorf("tags %s", got)
	}
	r.list().Unmark()
	r.press(ctrlKey(fyne.KeyZ)) // all three at once
	if got := r.session().Tags(); len(got) != 0 {
		t.Errorf("after undo: %s", got)
	}

	r.list().MarkAll()
	r.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if r.titles() != "" || r.toast() != "3 accounts moved to the trash." {
		t.Errorf("after Delete: %q, %q", r.titles(), r.toast())
	}
	r.press(ctrlKey(fyne.KeyZ))
	if got := r.titles(); got != "Slack, Amazon, GitHub" {
		t.Errorf("after one undo: %s", got)
	}
}

func TestTagPages(t *testing.T) {
	r := full(t)
	r.choose("Amazon")
	r.press(ctrlKey(fyne.KeyT))
	r.entry("tags.new").SetText("Shop")
	r.entry("tags.new").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.tap("tags.save")
	r.list().MarkAll()
	r.press(ctrlKey(fyne.KeyT))
	if chip := r.widget("tags.chip.0").(*widgets.Chip); chip.Text != "Shop (some)" || chip.On {
		t.Errorf("a tag of one of three is %q, %v", chip.Text, chip.On)
	}
	r.tap("tags.save") // nothing was touched, so nothing changes
	if a, _ := r.session().Account(r.id("GitHub")); len(a.Tags) != 0 {
		t.Errorf("GitHub has %q", a.Tags)
	}
	r.showTags()
	r.entry("tag.0").SetText("Shopping")
	r.tap("tag.0.rename")
	r.expect("list")
	if got := strings.Join(r.session().Tags(), ","); got != "Shopping" {
		t.Errorf("renamed to %s", got)
	}
	r.showTags()
	r.tap("tag.0.delete")
	if len(r.session().Tags()) != 1 {
		t.Error("one click deletes a tag")
	}
	r.tap("tag.0.sure")
	if len(r.session().Tags()) != 0 || r.titles() != "Amazon, GitHub, Slack" {
		t.Errorf("after deleting: %q, %s", r.session().Tags(), r.titles())
	}
}

// Enter, click and the next code count as use; the order by use follows, on this computer only.
func TestSortByUse(t *testing.T) {
	r := full(t)
	r.copy(r.id("Slack"), false)
	r.copy(r.id("Slack"), true)
	r.copy(r.id("GitHub"), false)
	r.open.SortBy("use")
	if got := r.titles(); got != "Slack, GitHub, Amazon" {
		t.Errorf("by use: %s", got)
	}
	if v := r.session().Vault(); v.Dirty() {
		t.Error("using an account changes the vault")
	}
	// Moving makes the order that is seen the own one.
	r.choose("Amazon")
	r.press(chord{alt: true, key: fyne.KeyUp})
	if got := r.titles(); got != "Slack, Amazon, GitHub" || r.config().Sort != "own" {
		t.Errorf("moved: %s, sorted by %s", got, r.config().Sort)
	}
	r.open.SortBy("name")
	if got := r.titles(); got != "Amazon, GitHub, Slack" {
		t.Errorf("by name: %s", got)
	}
}

func TestNewKey(t *testing.T) {
	r := full(t)
	r.choose("Slack")
	r.press(ctrlKey(fyne.KeyE))
	r.expect("edit")
	old := r.id("Slack")
	r.tap("edit.key")
	r.expect("key")
	if !r.widget("key.save").(*widgets.Button).Disabled() {
		t.Error("the same key can be saved")
	}
	r.entry("key.text").SetText("short key!")
	if !r.widget("key.save").(*widgets.Button).Disabled() {
		t.Error("a broken key can be saved")
	}
	r.entry("key.text").SetText("NBSWY3DPEHPK3PXPNBSWY3DPEHPK3PXP")
	r.tap("key.save")
	r.expect("list")
	if r.titles() != "Amazon, GitHub, Slack" || r.id("Slack") == old || r.list().Selected() != r.id("Slack") {
		t.Errorf("after the new key: %s", r.titles())
	}
	if trashed := r.session().Trashed(); len(trashed) != 1 || trashed[0].ID != old {
		t.Error("the old account is not in the trash")
	}
	r.press(ctrlKey(fyne.KeyZ))
	if r.id("Slack") != old {
		t.Error("undo does not bring the old account back")
	}
}

func TestCodeBehindPassword(t *testing.T) {
	r := full(t)
	r.choose("Amazon")
	r.press(chord{ctrl: true, shift: true, key: fyne.KeyC})
	r.expect("behind")
	r.tap("behind.copy")
	r.expect("behind") // nothing was typed
	r.secret("behind.password").SetText("my password")
	password := r.secret("behind.password")
	r.tap("behind.copy")
	r.expect("list")
	code, _, _ := r.session().Codes(r.session().Accounts()[0], r.shell.CodeTime())
	if r.board.Text != "my password"+code.Value {
		t.Errorf("the clipboard has %d characters", len(r.board.Text))
	}
	if password.Text() != "" {
		t.Error("the password stays in the entry")
	}
	if !strings.HasPrefix(r.toast(), "Password and Amazon code copied.") {
		t.Errorf("it says %q", r.toast())
	}
}

func TestNoteIsHidden(t *testing.T) {
	r := full(t)
	r.showEdit(r.id("Amazon"))
	note := r.entry("edit.note")
	if !note.Visible() {
		t.Error("an empty note cannot be typed")
	}
	note.SetText("recovery 1234")
	r.tap("edit.save")
	r.showEdit(r.id("Amazon"))
	if r.entry("edit.note").Visible() {
		t.Error("a note shows unasked")
	}
	r.tap("edit.show")
	if n := r.entry("edit.note"); !n.Visible() || n.Text != "recovery 1234" {
		t.Error("the note does not show when asked for")
	}
}

// An icon from a file: taken, bounded, kept in the vault, gone from the window at lock.
func TestOwnIcon(t *testing.T) {
	r := full(t)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 500, 400))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "bank.png")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	icon, err := icon.Make(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.session().SetIcon(t.Context(), r.id("Amazon"), icon); err != nil {
		t.Fatal(err)
	}
	r.showList()
	a, _ := r.session().Account(r.id("Amazon"))
	if got := widgets.OwnIcon(a.Icon); !bytes.Equal(got, icon) {
		t.Error("the window does not find the picture")
	}
	r.showIcons(r.id("Amazon"))
	r.entry("icon.search").SetText("github")
	r.tap("icon.mark.0")
	r.expect("list")
	if a, _ := r.session().Account(r.id("Amazon")); a.Icon != "github" {
		t.Errorf("icon %q", a.Icon)
	}
	r.press(ctrlKey(fyne.KeyZ))
	if a, _ := r.session().Account(r.id("Amazon")); widgets.OwnIcon(a.Icon) == nil {
		t.Error("undo does not bring the picture back")
	}
	r.showIcons(r.id("GitHub"))
	r.tap("icon.letter")
	if a, _ := r.session().Account(r.id("GitHub")); a.Icon != widgets.LetterIcon {
		t.Errorf("icon %q", a.Icon)
	}
	r.lock()
	if widgets.OwnIcon != nil {
		t.Error("a locked window still finds pictures")
	}
}

func TestTrashPage(t *testing.T) {
	r := full(t)
	r.trash([]string{r.id("Amazon"), r.id("GitHub")})
	r.showTrash()
	r.tap("trash.0.restore")
	r.expect("trash")
	r.tap("trash.0.delete")
	if len(r.session().Trashed()) != 1 {
		t.Error("one click deletes for good")
	}
	r.tap("trash.0.sure")
	r.expect("trash") // the list would lie under a pointer that clicks once more
	if said := r.page().(*edit.Trash).Said; len(r.session().Trashed()) != 0 || len(r.session().Accounts()) != 2 || !strings.Contains(said, "backups") {
		t.Errorf("%s; %q", r.titles(), said)
	}
}

// The window goes out of the way after a copy, if that is wanted.
func TestCopyHides(t *testing.T) {
	r := full(t)
	gone := 0
	r.shell.Minimise = func(fyne.Window) error { gone++; return nil }
	r.copy(r.id("Amazon"), false)
	if gone != 0 {
		t.Error("the window goes unasked")
	}
	r.config().CopyHides = true
	r.copy(r.id("Amazon"), false)
	if gone != 1 {
		t.Errorf("the window went %d times", gone)
	}
}

func TestPalette(t *testing.T) {
	r := full(t)
	find := func(query string) []string {
		r.press(ctrlKey(fyne.KeyK))
		r.expect("palette")
		r.entry("palette.search").SetText(query)
		var out []string
		for i := 0; ; i++ {
			o, ok := r.page().(*palette.Page).Widgets()[fmt.Sprintf("palette.%d", i)]
			if !ok {
				return out
			}
			out = append(out, o.(fyne.Accessible).AccessibilityLabel())
		}
	}
	if got := find("lock"); len(got) == 0 || got[0] != "Lock" {
		t.Errorf("lock finds %q", got)
	}
	if got := find("amazon"); len(got) == 0 || got[0] != "Copy the code of Amazon, me@example.org" {
		t.Errorf("amazon finds %q", got)
	}
	r.entry("palette.search").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.expect("list")
	if r.board.Text != r.codeOf(amazonLink) {
		t.Error("Enter on an account does not copy its code")
	}
	// What is about an account is about the chosen one, and says so.
	if got := find("edit"); len(got) == 0 || got[0] != "Edit, Amazon" {
		t.Errorf("edit finds %q", got)
	}
	r.entry("palette.search").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.expect("edit")
	if r.page().(*edit.Page).Account.Issuer != "Amazon" {
		t.Error("it edits another account")
	}
	r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	r.expect("list")
	if got := find("xyzzy"); len(got) != 0 {
		t.Errorf("nonsense finds %q", got)
	}
}

// Every action that can be done is in the palette, by its own name, and does something.
func TestPaletteHasEveryAction(t *testing.T) {
	r := full(t)
	r.choose("Amazon")
	items := map[string]bool{}
	for _, item := range r.paletteItems(r.open.accounts([]string{r.id("Amazon")})) {
		items[item.Text] = true
	}
	for _, act := range r.actions() {
		if act.do != nil && act.text != "Find any action or account" && !items[act.text] {
			t.Errorf("the palette lacks %q", act.text)
		}
	}
}

// The list of keys, the bound keys and docs/keys.md are one.
func TestKeysAreOneList(t *testing.T) {
	r := full(t)
	rows := r.keyRows()
	listed := ""
	for _, row := range rows {
		listed += ", " + row[0]
		if row[0] == "" || row[1] == "" {
			t.Errorf("a line without words: %q", row)
		}
	}
	seen := map[chord]string{}
	for _, act := range r.actions() {
		if act.chord.key == "" {
			continue
		}
		if other := seen[act.chord]; other != "" {
			t.Errorf("%s means %q and %q", act.chord, other, act.text)
		}
		seen[act.chord] = act.text
		if !strings.Contains(listed, act.chord.String()) {
			t.Errorf("%s is not listed", act.chord)
		}
	}
	// The keys that the product promises.
	for _, key := range []string{"Letters", "Up, Down", "Enter", "Shift+Enter", "Ctrl+N", "Ctrl+Shift+S", "Ctrl+V", "Ctrl+O", "Ctrl+E",
		"Delete", "Ctrl+Z", "Ctrl+L", "Ctrl+,", "F1", "Esc", "Ctrl+K", "Alt+Up", "Alt+Down", "Ctrl+A", "Space", "Tab"} {
		if !strings.Contains(listed, strings.Replace(key, "Ctrl", widgets.Control(), 1)) {
			t.Errorf("%s is not listed", key)
		}
	}
}

// “go test -tags ci,migrated_fynedo ./app -run KeysPage -update” brings the page up to date.
func TestKeysPage(t *testing.T) {
	if widgets.Control() != "Ctrl" {
		t.Skip("the page is written with Ctrl")
	}
	r := newRig(t)
	var b strings.Builder
	b.WriteString("# The keys\n\nThe window shows this list at F1; both come from `app/actions.go`. On macOS, Ctrl is Cmd. Ctrl+K finds every action by its name.\n\n| key | does |\n|:--|:--|\n")
	for _, row := range r.keyRows() {
		fmt.Fprintf(&b, "| %s | %s |\n", row[0], row[1])
	}
	docpage.Check(t, filepath.Join("..", "docs", "keys.md"), "go test -tags ci,migrated_fynedo ./app -run KeysPage", func(string) string { return b.String() })
}

// AltGr is Ctrl and Alt on Windows: the @ of a German keyboard must not quit.
func TestAltGrIsNoShortcut(t *testing.T) {
	r := full(t)
	if r.App.shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyQ, Modifier: fyne.KeyModifierControl | fyne.KeyModifierAlt}) {
		t.Error("AltGr+Q is taken for Ctrl+Q")
	}
	if r.session() == nil {
		t.Fatal("it even quit")
	}
}

// Every page's own widgets say to a screen reader what they are.
func TestEveryWidgetIsAccessible(t *testing.T) {
	r := full(t)
	r.trash([]string{r.id("Slack")})
	for name, open := range map[string]func(){
		"list": r.showList, "edit": func() { r.showEdit(r.id("Amazon")) }, "key": func() { r.showKey(r.id("Amazon")) },
		"icon": func() { r.showIcons(r.id("Amazon")) }, "tagger": func() { r.showTagger([]string{r.id("Amazon")}) }, "tags": r.showTags,
		"behind": func() { r.showBehind(r.id("Amazon")) }, "trash": r.showTrash, "settings": r.showSettings, "keys": r.showKeys,
		"palette": r.showPalette, "add": r.showAdd, "guides": r.showGuides, "backups": r.showBackups, "import": r.showImport,
		"export": r.showExport, "qr": func() { r.showQR(r.id("Amazon")); r.confirm() },
		"confirm": func() { r.showQR(r.id("Amazon")) },
	} {
		r.showList()
		open()
		walkTree(r.window().Content(), func(o fyne.CanvasObject) {
			w, ok := o.(fyne.Widget)
			if !ok || !strings.HasPrefix(reflect.TypeOf(w).Elem().PkgPath(), "watchword/") {
				return
			}
			a, ok := w.(fyne.Accessible)
			if !ok {
				t.Errorf("page %s: %T says nothing to screen readers", name, w)
				return
			}
			if f, ok := w.(fyne.Focusable); ok && w.Visible() && a.AccessibilityLabel() == "" {
				t.Errorf("page %s: %T takes the keys and has no name", name, f)
			}
		})
	}
	r.showList()
}

func walkTree(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walkTree(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walkTree(child, visit)
		}
	}
}
