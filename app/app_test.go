package app

import (
	"bytes"
	"context"
	"encoding/base32"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"watchword/app/add"
	"watchword/app/background"
	"watchword/app/config"
	"watchword/app/desk"
	"watchword/app/desktop/appearance"
	"watchword/app/desktop/dialogs"
	"watchword/app/desktop/sessionlock"
	"watchword/app/internal/apptest"
	"watchword/app/internal/opentest"
	"watchword/app/internal/pagetest"
	pages "watchword/app/moving"
	"watchword/app/print"
	"watchword/app/settings"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/scanner"
	"watchword/scanner/capture"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer"
)

const (
	password   = apptest.Password
	amazonLink = "otpauth://totp/Amazon%3Ame%40example.org?secret=IUIUCFKMTXQZUV5U7LE664BVXQ4K7PDSDKHZ4QTZAC5GVIBMMZ6A&issuer=Amazon"
	githubLink = "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
)

// rig is the program on a display that is not there.
type rig struct {
	*App
	t     *testing.T
	board *apptest.Board
	shots []capture.Shot
	fail  error // what taking a picture fails with
	now   time.Time
	hides int // how often the window was hidden less how often it was shown
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	return newRigIn(t, dir, nil)
}

func newRigIn(t *testing.T, dir string, open []string) *rig {
	t.Helper()
	return newRigWith(t, dir, open, func(*desk.Options) {})
}

// clicks counts those of all rigs: a user takes a second between two.
var clicks int64

// newRigWith lets the test change how the program starts.
func newRigWith(t *testing.T, dir string, open []string, change func(*desk.Options)) *rig {
	t.Helper()
	r := &rig{t: t, board: &apptest.Board{}, now: time.Unix(1_700_000_010, 0)}
	options := opentest.Options(t, dir)
	options.Clipboard, options.Open = r.board, open
	options.Now = func() time.Time { return r.now }
	options.VaultOpts.Now = options.Now
	options.Screens = func(_ context.Context, o capture.Options) ([]capture.Shot, error) {
		o.Hide()
		r.hides++
		defer func() { o.Show(); r.hides-- }()
		return r.shots, r.fail
	}
	change(&options)
	widgets.Now = func() time.Time { clicks++; return time.Unix(clicks, 0) }
	t.Cleanup(func() { widgets.Now = time.Now })
	r.App = New(pagetest.App(t), options)
	t.Cleanup(func() {
		if r.session() != nil {
			r.forget()
		}
		r.shell.End()
		sing(t, dir)
	})
	return r
}

// create makes the first vault through the window and puts the recovery sheet off.
func (r *rig) create() {
	r.t.Helper()
	s, ok := r.page().(*unlock.Create)
	if !ok {
		r.t.Fatalf("the first page is %s, not the making of a vault", r.name())
	}
	w := s.Widgets()
	test.Type(w["create.password"].(*widgets.PasswordEntry), password)
	test.Type(w["create.again"].(*widgets.PasswordEntry), password)
	r.tap("create.submit")
	r.expect("sheet")
	r.page().(*unlock.Sheet).Later()
	r.expect("list")
}

// add puts accounts into the vault as the page for keys and links does.
func (r *rig) add(accounts []account.Account) {
	var ids []string
	r.open.Change(func() (result vault.Result) {
		ids, result = r.session().Add(r.t.Context(), accounts...)
		return result
	}, nil)
	if len(ids) == 1 && ids[0] != "" && r.unsaved() == nil {
		r.showAdded(ids[0])
		return
	}
	r.showList()
}

func (r *rig) expect(page string) {
	r.t.Helper()
	if r.name() != page {
		r.t.Fatalf("the page is %q, want %q", r.name(), page)
	}
}

// widget returns a widget of the page by its name in the map.
func (r *rig) widget(name string) fyne.CanvasObject {
	r.t.Helper()
	m, ok := r.page().(mapped)
	if !ok {
		r.t.Fatalf("page %s has no widgets to name", r.name())
	}
	o := m.Widgets()[name]
	if o == nil {
		r.t.Fatalf("page %s has no widget %s", r.name(), name)
	}
	return o
}

func (r *rig) tap(name string) { r.t.Helper(); test.Tap(r.widget(name).(fyne.Tappable)) }

// confirm answers the question for the vault's password.
func (r *rig) confirm() {
	r.t.Helper()
	r.expect("confirm")
	test.Type(r.widget("confirm.password").(*widgets.PasswordEntry), password)
	r.tap("confirm.submit")
}

// toast is what the list says at its foot.
func (r *rig) toast() string { return r.list().ToastText() }

// codes of the accounts, by title.
func (r *rig) titles() string {
	var out []string
	for _, a := range r.session().Accounts() {
		out = append(out, a.Title())
	}
	return strings.Join(out, ", ")
}

// codeOf is the code of a link at the rig's time, by package otp.
func (r *rig) codeOf(link string) string {
	a, err := account.ParseURI(link)
	if err != nil {
		r.t.Fatal(err)
	}
	c, err := a.Key.At(r.now)
	if err != nil {
		r.t.Fatal(err)
	}
	return c.Value
}

// qr draws codes beside each other on a white screen.
func qr(t testing.TB, texts ...string) *image.RGBA {
	t.Helper()
	const size = 400
	img := image.NewRGBA(image.Rect(0, 0, size*max(1, len(texts)), size))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for n, text := range texts {
		m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, size-80, size-80, nil)
		if err != nil {
			t.Fatal(err)
		}
		for y := range m.GetHeight() {
			for x := range m.GetWidth() {
				if m.Get(x, y) {
					img.Set(n*size+40+x, 40+y, color.Black)
				}
			}
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The main job: a code on the screen becomes a code on the clipboard.
func TestFromTheScreenToTheClipboard(t *testing.T) {
	r := newRig(t)
	r.create()
	r.shots = []capture.Shot{{Image: qr(t, amazonLink), Screen: 1}, {Image: qr(t), Screen: 2}}
	r.tap("empty.scan")
	r.expect("found")
	if r.hides != 0 {
		t.Error("the window did not come back")
	}
	r.tap("scan.add")
	r.expect("waiting")
	if want := r.codeOf(amazonLink); r.board.Text != want {
		t.Errorf("the clipboard has %q for the page that waits, want %q", r.board.Text, want)
	}
	r.tap("waiting.worked")
	r.expect("list")

	r.now = r.now.Add(time.Minute)
	r.tick(r.now)
	r.tap("list.row.0")
	if want := r.codeOf(amazonLink); r.board.Text != want {
		t.Errorf("the clipboard has %q, want %q", r.board.Text, want)
	}
	if r.toast() != "Amazon code copied. Cleared in 30 s." {
		t.Errorf("toast %q", r.toast())
	}
	r.now = r.now.Add(30 * time.Second)
	r.tick(r.now)
	if r.board.Text != "" {
		t.Error("the clipboard was not cleared")
	}
}

// After a restart the vault asks for its password and has the same account.
func TestRestart(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil)
	r.create()
	a, _ := account.ParseURI(amazonLink)
	r.add([]account.Account{a})
	r.shortcut(fyne.KeyL, 0)
	r.expect("unlock")
	if r.session() != nil {
		t.Fatal("the session is still there after the lock")
	}

	again := newRigIn(t, dir, nil)
	again.expect("unlock")
	test.Type(again.widget("unlock.password").(*widgets.PasswordEntry), "not the password")
	again.tap("unlock.submit")
	again.expect("unlock")
	test.Type(again.widget("unlock.password").(*widgets.PasswordEntry), password)
	again.tap("unlock.submit")
	again.expect("list")
	if again.titles() != "Amazon" {
		t.Errorf("accounts after the restart: %q", again.titles())
	}
}

// A vault that was there yesterday is never taken for a new user's.
func TestMissingVault(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil)
	r.create()
	path := r.session().Vault().Path()
	r.lock()
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	again := newRigIn(t, dir, nil)
	again.expect("missing")
	if _, err := os.Stat(path); err == nil {
		t.Error("a new vault was made in its place")
	}
	if err := os.Rename(path+".moved", path); err != nil {
		t.Fatal(err)
	}
	again.unlocking.Start() // "Try again"
	again.expect("unlock")
}

func TestScanFailures(t *testing.T) {
	r := newRig(t)
	r.create()
	for _, row := range []struct {
		err   error
		shots []capture.Shot
		page  string
		why   string
	}{
		{err: &capture.Refusal{What: "macOS does not let Watchword see the screen.", Next: "Open System Settings.", Permission: true}, page: "refused", why: "the system refuses"},
		{err: errors.New("the cable is loose"), page: "refused", why: "anything else fails"},
		{shots: []capture.Shot{{Image: qr(t)}}, page: "nothing", why: "there is no code"},
	} {
		r.fail, r.shots = row.err, row.shots
		r.scanScreen()
		r.expect(row.page)
		if r.hides != 0 {
			t.Errorf("%s: the window did not come back", row.why)
		}
		r.showList()
	}
}

func TestSeveralCodes(t *testing.T) {
	r := newRig(t)
	r.create()
	a, _ := account.ParseURI(githubLink)
	r.session().Add(t.Context(), a)
	r.shots = []capture.Shot{{Image: qr(t, amazonLink, githubLink, "phonefactor://activate_account?code=1")}}
	r.scanScreen()
	s := r.page().(*add.Results)
	if s.Title != "3 codes on your screen" {
		t.Errorf("title %q", s.Title)
	}
	if len(s.Candidates) != 2 || len(s.Problems) != 1 {
		t.Fatalf("%d candidates, %d problems", len(s.Candidates), len(s.Problems))
	}
	for _, c := range s.Candidates {
		want := vault.None
		if c.Account.Issuer == "GitHub" {
			want = vault.AlreadyThere
		}
		if c.Match != want {
			t.Errorf("%s matches %v, want %v", c.Account.Issuer, c.Match, want)
		}
	}
	if !strings.Contains(s.Problems[0].Title, "Microsoft") {
		t.Errorf("problem %+v", s.Problems[0])
	}
	r.tap("scan.add") // only the new one is ticked
	if r.titles() != "Amazon, GitHub" {
		t.Errorf("accounts %q", r.titles())
	}
}

// Pictures come from files, drops and the clipboard alike.
func TestPictures(t *testing.T) {
	picture := filepath.Join(t.TempDir(), "code with ünicode.png")
	if err := os.WriteFile(picture, pngOf(t, qr(t, amazonLink)), 0o600); err != nil {
		t.Fatal(err)
	}
	rubbish := filepath.Join(t.TempDir(), "rubbish.png")
	if err := os.WriteFile(rubbish, []byte("this is not a picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		why        string
		do         func(r *rig)
		candidates int
	}{
		{"dropped", func(r *rig) { r.dropped([]fyne.URI{storage.NewFileURI(picture)}) }, 1},
		{"opened", func(r *rig) { r.scanFiles([]string{picture}) }, 1},
		{"pasted as a picture", func(r *rig) { r.board.Picture = pngOf(t, qr(t, amazonLink)); r.paste() }, 1},
		{"pasted as a file", func(r *rig) { r.board.Files = []string{picture}; r.paste() }, 1},
		{"not a picture", func(r *rig) { r.scanFiles([]string{rubbish}) }, 0},
		{"a folder", func(r *rig) { r.openFiles([]string{t.TempDir()}) }, 0},
		{"gone", func(r *rig) { r.scanFiles([]string{picture + ".gone"}) }, 0},
	} {
		r := newRig(t)
		r.create()
		row.do(r)
		r.expect("found")
		s := r.page().(*add.Results)
		if len(s.Candidates) != row.candidates {
			t.Errorf("%s: %d candidates, want %d", row.why, len(s.Candidates), row.candidates)
		}
		if row.candidates == 0 && len(s.Problems) == 0 {
			t.Errorf("%s: nothing says why there is no code", row.why)
		}
	}
}

func TestPaste(t *testing.T) {
	r := newRig(t)
	r.create()
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()

	r.board.Text = amazonLink
	r.paste()
	r.expect("add")
	r.tap("add.submit")
	r.expect("waiting")
	r.showList()

	r.board.Text = "hub" // neither key nor link: it is searched for
	r.paste()
	r.expect("list")
	if r.list().Query() != "hub" {
		t.Errorf("search %q", r.list().Query())
	}

	r.board.Text = ""
	r.paste()
	r.expect("found")
	if p := r.page().(*add.Results).Problems; len(p) != 1 || !strings.Contains(p[0].Advice, "clipboard") {
		t.Errorf("an empty clipboard says %+v", p)
	}
}

func mustParse(t *testing.T, link string) account.Account {
	t.Helper()
	a, err := account.ParseURI(link)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTrashAndUndoByKeys(t *testing.T) {
	r := newRig(t)
	r.create()
	r.session().Add(t.Context(), mustParse(t, amazonLink), mustParse(t, githubLink))
	r.showList()
	r.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	r.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if r.titles() != "GitHub" || r.toast() != "Amazon moved to the trash." {
		t.Errorf("after Delete: %q, toast %q", r.titles(), r.toast())
	}
	r.App.shortcut(&fyne.ShortcutUndo{})
	if r.titles() != "Amazon, GitHub" {
		t.Errorf("after Ctrl+Z: %q", r.titles())
	}
}

// HOTP codes come only when asked for, and what is on the screen is what was saved.
func TestCounterAccount(t *testing.T) {
	r := newRig(t)
	r.create()
	a := account.Account{Issuer: "VPN", Key: otp.Key{Type: otp.HOTP, Secret: otp.Secret("12345678901234567890"), Algorithm: otp.SHA1, Digits: 6}}
	r.session().Add(t.Context(), a)
	r.showList()
	r.tap("list.row.0")
	if r.board.Text != "755224" { // RFC 4226, appendix D
		t.Errorf("clipboard %q", r.board.Text)
	}
	r.tap("list.row.0") // a double click
	if r.board.Text != "755224" {
		t.Error("a double click used up a counter")
	}
	r.now = r.now.Add(3 * time.Second)
	r.tick(r.now)
	r.tap("list.renew.0")
	if r.board.Text != "287082" {
		t.Errorf("the next code is %q", r.board.Text)
	}
}

// A change that cannot be saved stays in memory and on the screen, with ways out.
func TestNotSaved(t *testing.T) {
	r := newRig(t)
	r.create()
	if err := os.Remove(r.session().Vault().Path()); err != nil {
		t.Fatal(err)
	}
	r.add([]account.Account{mustParse(t, amazonLink)})
	r.expect("list")
	if r.titles() != "Amazon" || r.unsaved() == nil {
		t.Fatalf("accounts %q, unsaved %v", r.titles(), r.unsaved())
	}
	r.lock()
	r.expect("unsaved")
	if r.session() == nil {
		t.Fatal("the vault was closed with unsaved changes")
	}
}

func TestIdleLock(t *testing.T) {
	r := newRig(t)
	r.create()
	r.now = r.now.Add(9 * time.Minute)
	widgets.OnInput()
	r.now = r.now.Add(9 * time.Minute)
	r.tick(r.now)
	r.expect("list")
	r.now = r.now.Add(time.Minute)
	r.tick(r.now)
	r.expect("unlock")
}

// Links given at the start wait until the vault is open.
func TestStartedWithALink(t *testing.T) {
	r := newRigIn(t, t.TempDir(), []string{amazonLink})
	s := r.page().(*unlock.Create)
	test.Type(s.Widgets()["create.password"].(*widgets.PasswordEntry), password)
	test.Type(s.Widgets()["create.again"].(*widgets.PasswordEntry), password)
	r.tap("create.submit")
	r.page().(*unlock.Sheet).Later()
	r.expect("found")
	if got := r.page().(*add.Results).Candidates; len(got) != 1 || got[0].Account.Issuer != "Amazon" {
		t.Errorf("%d candidates", len(got))
	}
}

// A vault opened by its sheet has to get a password before anything is saved.
func TestRecoverySheet(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil)
	r.create()
	r.showSheet()
	r.confirm()
	s := r.page().(*unlock.Sheet)
	key := s.Key
	w := s.Widgets()
	if !w["sheet.done"].(*widgets.Button).Disabled() {
		t.Error("the sheet is confirmed before its end was typed")
	}
	file := filepath.Join(dir, "sheet.txt")
	w["sheet.file"].(*widgets.Entry).SetText(file)
	r.tap("sheet.save")
	if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), key) {
		t.Error("the saved sheet does not hold the key")
	}
	test.Type(w["sheet.typed"].(*widgets.Entry), strings.ToLower(key[len(key)-unlock.TypedBack:]))
	r.tap("sheet.done")
	r.expect("list")
	r.add([]account.Account{mustParse(t, amazonLink)})
	r.showList()
	r.lock()

	r.unlocking.ShowRecover()
	test.Type(r.widget("recover.key").(*widgets.Entry), key)
	r.tap("recover.submit")
	r.expect("password")
	if r.titles() != "Amazon" {
		t.Errorf("accounts %q", r.titles())
	}
	test.Type(r.widget("password.new").(*widgets.PasswordEntry), "violet harbour kettle drums")
	test.Type(r.widget("password.again").(*widgets.PasswordEntry), "violet harbour kettle drums")
	r.tap("password.submit")
	r.expect("list")
	r.lock()
	test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), "violet harbour kettle drums")
	r.tap("unlock.submit")
	r.expect("list")
}

// No account, password, link or code stands in the file of settings or in the map for
// tests.
func TestNothingSecretOutsideTheVault(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("WATCHWORD_UI_MAP", filepath.Join(dir, "map.json"))
	r := newRigIn(t, dir, nil)
	r.create()
	r.add([]account.Account{mustParse(t, amazonLink)})
	r.showList()
	r.tap("list.row.0")
	r.tick(r.now)
	a := mustParse(t, amazonLink)
	secrets := []string{password, r.board.Text, "me@example.org", base32.StdEncoding.EncodeToString(a.Key.Secret)[:20]}
	for _, name := range []string{"config.json", "map.json"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range secrets {
			if strings.Contains(string(data), s) {
				t.Errorf("%s holds something secret", name)
			}
		}
	}
}

func TestDemo(t *testing.T) {
	dir := t.TempDir()
	places := config.Places{Vault: filepath.Join(dir, "vault.watchword"), Config: filepath.Join(dir, "config.json")}
	settings, _ := config.Load(places)
	a := New(pagetest.App(t), desk.Options{Demo: true, Config: settings, Clipboard: &apptest.Board{}, Run: background.Now, After: func(time.Duration, func()) {},
		Tick: func(context.Context, func(time.Time)) {}, VaultOpts: vault.Options{KDF: apptest.KDF, Params: vault.Floor}, Keyring: apptest.Ring{},
		Look:         func(context.Context) appearance.Appearance { return appearance.Appearance{} },
		WatchSession: func(context.Context, func(sessionlock.Reason)) error { return nil }})
	path := a.open.Session.Vault().Path()
	types := map[otp.Type]bool{}
	for _, acc := range a.open.Session.Accounts() {
		types[acc.Key.Type] = true
	}
	if len(a.open.Session.Accounts()) != 8 || !types[otp.HOTP] || !types[otp.Steam] {
		t.Errorf("%d examples of types %v", len(a.open.Session.Accounts()), types)
	}
	a.lock() // says so, and does not end the program without a word
	if _, err := os.Stat(path); err == nil || a.shell.Name() != "demoover" {
		t.Errorf("locked, the throw-away vault is there: %v; the page is %q", err == nil, a.shell.Name())
	}
	walkTree(a.shell.Window.Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Text == "Start the demo again" {
			b.OnTapped()
		}
	})
	path = a.open.Session.Vault().Path()
	a.leave()
	if _, err := os.Stat(path); err == nil {
		t.Error("the throw-away vault was not thrown away")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("the examples left %d files", len(entries))
	}
}

// Esc goes back from every page, whatever has the focus.
func TestEscape(t *testing.T) {
	r := newRig(t)
	r.create()
	ids, _ := r.session().Add(t.Context(), mustParse(t, amazonLink))
	for name, show := range map[string]func(){
		"settings": r.showSettings, "add": r.showAdd, "trash": r.showTrash, "keys": r.showKeys,
		"edit": func() { r.showEdit(ids[0]) }, "export": r.showExport, "qr": func() { r.showQR(ids[0]); r.confirm() },
		"confirm": func() { r.showQR(ids[0]) },
	} {
		c := r.window().Canvas()
		for i := range 6 { // along the order of Tab
			show()
			r.expect(name)
			c.Unfocus()
			for range i {
				c.FocusNext()
			}
			if f := c.Focused(); f != nil {
				f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			} else {
				r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
			}
			if r.name() != "list" {
				t.Fatalf("Esc does not leave %s while %T has the focus", name, c.Focused())
			}
		}
	}
}

// A backup is opened, compared and merged; merging an older copy undoes nothing.
func TestOlderBackup(t *testing.T) {
	r := newRig(t)
	r.create()
	r.add([]account.Account{mustParse(t, amazonLink)})
	r.showList()
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()
	r.showSettings()
	r.showBackups()
	s := r.page().(*settings.Backups)
	if len(s.Backups) < 2 {
		t.Fatalf("%d backups after two changes", len(s.Backups))
	}
	latest := s.Backups[0].Path
	if text, err := s.Prove(latest, nil); err != nil || !strings.Contains(text, "the same 2 accounts") {
		t.Errorf("the latest backup is of the last save: %q, %v", text, err)
	}
	text, err := s.Prove(s.Backups[1].Path, nil)
	if err != nil || !strings.Contains(text, "added: GitHub") {
		t.Errorf("the one before is from before GitHub: %q, %v", text, err)
	}
	would, err := s.Preview(s.Backups[1].Path, []byte(password))
	if err != nil || would.Merge || !would.Replace || would.Text != "Nothing in it is missing from your vault.\nRestoring this state would move to the trash: GitHub." {
		t.Errorf("an older copy brings %+v, %v", would, err)
	}
	if text, err := s.Merge(s.Backups[1].Path, []byte(password)); err != nil || !strings.Contains(text, "already had everything") {
		t.Errorf("merging an older copy: %q, %v", text, err)
	}
	if r.titles() != "Amazon, GitHub" {
		t.Errorf("accounts %q", r.titles())
	}
	note := "changed" // the same keys are not the same accounts
	if err := r.session().Vault().Edit(r.session().Accounts()[0].ID, vault.Edit{Note: &note}); err != nil {
		t.Fatal(err)
	}
	if text, err := s.Prove(latest, nil); err != nil || text != "This backup opens and holds 2 accounts. These were changed since: Amazon." {
		t.Errorf("of another note: %q, %v", text, err)
	}
}

// An export of another program: what is new is ticked, one save, one undo, and the file in
// the clear is offered for deletion.
func TestImport(t *testing.T) {
	r := newRig(t)
	r.create()
	r.session().Add(t.Context(), mustParse(t, githubLink))
	file := filepath.Join(t.TempDir(), "export.txt")
	broken := filepath.Join(t.TempDir(), "broken.txt")
	for name, content := range map[string]string{file: amazonLink + "\n" + githubLink, broken: githubLink + "\notpauth://totp/broken?secret=\n"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r.dropped([]fyne.URI{storage.NewFileURI(file), storage.NewFileURI(broken)})
	r.expect("found")
	s := r.page().(*add.Results)
	if s.Title != "1 account to import" || len(s.Problems) != 1 {
		t.Fatalf("%q, %d problems", s.Title, len(s.Problems))
	}
	r.tap("scan.add")
	r.expect("imported")
	report := r.page().(*pages.Report)
	if report.Text != "1 imported, 1 already there, 1 not usable." || report.Clear == nil {
		t.Fatalf("report %q", report.Text)
	}
	if c := report.Clear; !slices.Equal(c.Files, []string{file}) || len(c.Kept) != 1 || c.Kept[0].File != broken || c.Kept[0].Why == "" {
		t.Errorf("offers to delete %q and keeps %q", c.Files, c.Kept)
	}
	if err := report.Clear.Delete(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the export is still there")
	}
	report.OnUndo()
	if r.titles() != "GitHub" {
		t.Errorf("after undo: %q", r.titles())
	}
}

// Of an export that comes in several codes the window says which are missing.
func TestImportOfAPart(t *testing.T) {
	var many []account.Account
	for i := range 13 {
		acc := mustParse(t, amazonLink)
		acc.Name = fmt.Sprint("me", i)
		many = append(many, acc)
	}
	codes, _ := account.MigrationURIs(many)
	for _, row := range []struct {
		files    []string
		problems int
	}{{codes[:1], 1}, {codes, 0}} {
		r := newRig(t)
		r.create()
		r.importFiles(filesOf(t, row.files...))
		r.expect("found")
		s := r.page().(*add.Results)
		if len(s.Problems) != row.problems {
			t.Errorf("%d of %d codes: %d problems", len(row.files), len(codes), len(s.Problems))
		}
		if row.problems > 0 && !strings.Contains(s.Problems[0].Advice, "code 2 is still missing") {
			t.Errorf("says %q", s.Problems[0].Advice)
		}
	}
}

// What was not ticked may have its only place in the file: it is not offered for deletion.
func TestImportOfSome(t *testing.T) {
	r := newRig(t)
	r.create()
	files := filesOf(t, amazonLink, githubLink)
	r.importFiles(files)
	r.expect("found")
	r.page().(*add.Results).OnAdd([]account.Account{mustParse(t, githubLink)}, nil)
	r.expect("imported")
	if c := r.page().(*pages.Report).Clear; !slices.Equal(c.Files, files[1:]) || len(c.Kept) != 1 || c.Kept[0].File != files[0] {
		t.Errorf("offers to delete %q and keeps %q", c.Files, c.Kept)
	}
}

// A folder comes in as its files do, with the tags that are given to all.
func TestImportFolder(t *testing.T) {
	r := newRig(t)
	r.create()
	files := filesOf(t, amazonLink, githubLink)
	r.dropped([]fyne.URI{storage.NewFileURI(filepath.Dir(files[0]))})
	r.expect("found")
	if s := r.page().(*add.Results); s.Title != "2 accounts to import" {
		t.Fatalf("%q", s.Title)
	}
	r.entry("import.tags").SetText("Old phone, Work")
	r.tap("scan.add")
	r.expect("imported")
	for _, acc := range r.session().Accounts() {
		if !slices.Equal(acc.Tags, []string{"Old phone", "Work"}) {
			t.Errorf("%s has the tags %q", acc.Title(), acc.Tags)
		}
	}
	if c := r.page().(*pages.Report).Clear; !slices.Equal(c.Files, files) || len(c.Kept) > 0 {
		t.Errorf("offers to delete %q and keeps %q", c.Files, c.Kept)
	}
}

// filesOf writes each link into a file of its own, all in one folder.
func filesOf(t *testing.T, links ...string) (files []string) {
	t.Helper()
	folder := t.TempDir()
	for i, link := range links {
		file := filepath.Join(folder, fmt.Sprintf("export%d.txt", i))
		if err := os.WriteFile(file, []byte(link), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// Imported again there is nothing new, and the file in the clear is still offered for deletion.
func TestImportAgain(t *testing.T) {
	r := newRig(t)
	r.withAccounts(amazonLink)
	file := filepath.Join(t.TempDir(), "export.txt")
	if err := os.WriteFile(file, []byte(amazonLink), 0o600); err != nil {
		t.Fatal(err)
	}
	r.dropped([]fyne.URI{storage.NewFileURI(file)})
	r.expect("found")
	s := r.page().(*add.Results)
	if s.Title != "Nothing new to import" || s.Below == nil {
		t.Fatalf("%q, an offer: %v", s.Title, s.Below != nil)
	}
}

// Ctrl+O takes an export too, as it says.
func TestOpenFileKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "export.txt")
	if err := os.WriteFile(file, []byte(amazonLink), 0o600); err != nil {
		t.Fatal(err)
	}
	var asked dialogs.Options
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.OpenFile = func(_ context.Context, d dialogs.Options) ([]string, error) { asked = d; return []string{file}, nil }
	})
	r.create()
	r.openFile()
	r.expect("found")
	if len(asked.Filters) != 2 || asked.Filters[0].Name != "All files" {
		t.Errorf("filters %v", asked.Filters)
	}
}

// Before an import is saved there is a backup of the vault as it was.
func TestBackupBeforeImport(t *testing.T) {
	r := newRig(t)
	r.withAccounts(githubLink)
	before := r.session().Vault().Revision()
	file := filepath.Join(t.TempDir(), "export.txt")
	if err := os.WriteFile(file, []byte(amazonLink+"\n"+slackLink), 0o600); err != nil {
		t.Fatal(err)
	}
	r.dropped([]fyne.URI{storage.NewFileURI(file)})
	r.tap("scan.add")
	r.expect("imported")
	backups, err := r.session().Vault().Backups()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(backups, func(b vault.Backup) bool { return b.Revision == before && b.Reason == "import" }) {
		t.Errorf("no backup of save %d among %d", before, len(backups))
	}
}

// An encrypted export asks for its own password, again after a wrong one.
func TestImportEncrypted(t *testing.T) {
	r := newRig(t)
	r.create()
	keepass, _ := transfer.ByID("keepass")
	data, _, err := transfer.Write(t.Context(), keepass, []account.Account{mustParse(t, amazonLink)}, transfer.WriteOptions{Password: "of the file"})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "export.kdbx")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var shown []string
	passwords := []string{"a wrong one", "of the file"}
	r.shell.OnUI = func(f func()) { // somebody who answers each question as it is asked
		f()
		if p, ok := r.page().(*pages.Password); ok {
			if p.Again != (len(shown) > 0) {
				t.Errorf("question %d, again: %v", len(shown)+1, p.Again)
			}
			shown = append(shown, p.File)
			p.OnPassword(passwords[len(shown)-1])
		}
	}
	r.importFiles([]string{file})
	r.expect("found")
	if s := r.page().(*add.Results); len(s.Candidates) != 1 || s.Candidates[0].Account.Issuer != "Amazon" {
		t.Errorf("%d candidates, problems %v", len(s.Candidates), s.Problems)
	}
	if len(shown) != 2 || shown[0] != "export.kdbx" {
		t.Error("the question does not name the file, or came too seldom")
	}
}

// The QR code for a phone is the account.
func TestShowQR(t *testing.T) {
	r := newRig(t)
	r.create()
	ids, _ := r.session().Add(t.Context(), mustParse(t, amazonLink))
	r.showQR(ids[0])
	r.confirm()
	r.expect("qr")
	got, err := scanner.Scan(t.Context(), r.page().(*pages.QR).Codes[0], scanner.Options{})
	if err != nil || len(got.Codes) != 1 {
		t.Fatal(len(got.Codes), err)
	}
	if mustParse(t, got.Codes[0].Text).Credential() != mustParse(t, amazonLink).Credential() {
		t.Error("the code is another account")
	}
	r.showGallery()
	r.confirm()
	r.expect("gallery")
	if n := len(r.page().(*pages.QR).Codes); n != 1 {
		t.Errorf("%d codes for one account", n)
	}
}

// The sheet's QR code opens the vault too: on the screen, in a picture, from the clipboard,
// and so does the sheet as a text.
func TestRecoverySheetIsScanned(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil)
	r.create()
	s := r.session().Vault()
	sheet, err := s.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	r.add([]account.Account{mustParse(t, amazonLink)})
	page, err := print.SheetPNG(sheet)
	if err != nil {
		t.Fatal(err)
	}
	picture, text := filepath.Join(dir, "sheet.png"), filepath.Join(dir, "sheet.txt")
	if os.WriteFile(picture, page, 0o600) != nil || os.WriteFile(text, []byte(print.SheetText(sheet)), 0o600) != nil {
		t.Fatal("no disk")
	}
	decoded, err := png.Decode(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for why, show := range map[string]func(*unlock.Recover){
		"the screen": func(p *unlock.Recover) {
			r.shots = []capture.Shot{{Image: qr(t, amazonLink)}, {Image: decoded}}
			p.OnScan()
		},
		"a dropped picture":      func(*unlock.Recover) { r.dropped([]fyne.URI{storage.NewFileURI(picture)}) },
		"the sheet as a text":    func(p *unlock.Recover) { r.recoverFromFile(p, text) },
		"a copied picture":       func(p *unlock.Recover) { r.board.Picture = page; p.OnPaste(); r.board.Picture = nil },
		"a copied file":          func(p *unlock.Recover) { r.board.Files = []string{picture}; p.OnPaste(); r.board.Files = nil },
		"the key as copied text": func(p *unlock.Recover) { r.board.Text = string(sheet.Key); p.OnPaste() },
	} {
		r.lock()
		r.unlocking.ShowRecover()
		show(r.page().(*unlock.Recover))
		if r.name() != "password" || r.titles() != "Amazon" || !r.session().Vault().MustSetPassword() {
			t.Errorf("%s: the page is %q", why, r.name())
			continue
		}
	}

	r.lock()
	r.unlocking.ShowRecover()
	p := r.page().(*unlock.Recover)
	r.shots = []capture.Shot{{Image: qr(t, amazonLink)}}
	p.OnScan()
	r.expect("recover")
	pdf := filepath.Join(dir, "sheet.pdf")
	if err := os.WriteFile(pdf, []byte("%PDF-1.3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.recoverFromFile(p, pdf)
	r.expect("recover")
	if r.session() != nil {
		t.Error("something was opened")
	}
}
