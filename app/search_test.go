package app

import (
	"context"
	"encoding/base64"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/add"
	"watchword/app/clock"
	"watchword/app/config"
	"watchword/app/region"
	"watchword/app/settings"
	"watchword/app/widgets"
	"watchword/scanner/capture"
	"watchword/vault/account"
)

// button returns the button of that text on the page.
func (r *rig) button(text string) *widgets.Button {
	r.t.Helper()
	var found *widgets.Button
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Button:
			if o.Text == text && o.Visible() {
				found = o
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(r.window().Content())
	if found == nil {
		r.t.Fatalf("page %s has no button %q", r.name(), text)
	}
	return found
}

// Whoever leaves ends the search, and what it still finds shows nowhere.
func TestSearchIsCancelled(t *testing.T) {
	r := newRig(t)
	r.create()
	r.shell.Screens = func(ctx context.Context, _ capture.Options) ([]capture.Shot, error) {
		r.showList() // Cancel was pressed while the picture was taken
		return []capture.Shot{{Image: qr(t, amazonLink)}}, ctx.Err()
	}
	r.scanScreen()
	r.expect("list")
}

// A part that is marked by hand is searched harder, and what it holds joins what was found.
func TestMarkedByHand(t *testing.T) {
	r := newRig(t)
	r.create()
	screen := qr(t, amazonLink, githubLink)
	// The second code is covered on the whole picture, so that it is only found once the
	// cover is gone: the picture is ours to change here.
	cover := image.Rect(430, 30, 770, 370)
	saved := image.NewRGBA(screen.Bounds())
	copy(saved.Pix, screen.Pix)
	for y := cover.Min.Y; y < cover.Max.Y; y++ {
		for x := cover.Min.X; x < cover.Max.X; x++ {
			screen.SetRGBA(x, y, saved.RGBAAt(0, 0))
		}
	}
	r.shots = []capture.Shot{{Image: screen, Name: "screen 1"}}
	r.scanScreen()
	r.expect("found")
	r.tap("scan.region")
	r.expect("region")
	page := r.page().(*region.Page)
	page.OnScan(0, image.Rect(400, 0, 800, 400))
	r.expect("region") // nothing there: it says so and stays
	copy(screen.Pix, saved.Pix)
	page.OnScan(0, image.Rect(400, 0, 800, 400))
	r.expect("found")
	if got := r.page().(*add.Results); len(got.Candidates) != 2 {
		t.Errorf("%d candidates", len(got.Candidates))
	}
}

func TestNothingFound(t *testing.T) {
	r := newRig(t)
	r.create()
	r.shots = []capture.Shot{{Image: qr(t)}, {Image: qr(t)}}
	r.scanScreen()
	r.expect("nothing")
	page := r.page().(*add.Nothing)
	if page.What != "2 screens were scanned." || len(page.Pictures) != 2 {
		t.Errorf("%q, %d pictures", page.What, len(page.Pictures))
	}
	page.OnRegion(1)
	r.expect("region")
	r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	r.expect("nothing")
	r.shots = []capture.Shot{{Image: qr(t, amazonLink)}}
	r.tap("nothing.again")
	r.expect("found")
}

// A code that is seen but cut off is told with its place.
func TestCutOff(t *testing.T) {
	r := newRig(t)
	r.create()
	whole := qr(t, amazonLink)
	r.shots = []capture.Shot{{Image: whole.SubImage(image.Rect(0, 0, 240, 400)).(*image.RGBA)}}
	r.scanScreen()
	r.expect("nothing")
	page := r.page().(*add.Nothing)
	if len(page.Problems) != 1 || !strings.Contains(page.Problems[0].Advice, "cut off") {
		t.Errorf("problems %+v", page.Problems)
	}
	r.tap("nothing.region")
	if marks := r.page().(*region.Page).Pictures[0].Marks; len(marks) != 1 {
		t.Errorf("%d marks", len(marks))
	}
}

// Pictures show secrets: they are wiped when their pages are left, and at the lock.
func TestPicturesAreWiped(t *testing.T) {
	for _, row := range []struct {
		why   string
		leave func(r *rig)
	}{
		{"locked on the page of what was found", func(r *rig) { r.lock() }},
		{"locked while marking", func(r *rig) { r.tap("scan.region"); r.lock() }},
		{"back to the list", func(r *rig) { r.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) }},
		{"added", func(r *rig) { r.tap("scan.add") }},
		{"another scan", func(r *rig) { r.shots = []capture.Shot{{Image: qr(r.t)}}; r.scanScreen() }},
	} {
		r := newRig(t)
		r.create()
		screen := qr(t, amazonLink)
		var collected atomic.Bool
		r.shots = []capture.Shot{{Image: screen}}
		r.scanScreen()
		r.expect("found")
		row.leave(r)
		for _, p := range screen.Pix {
			if p != 0 {
				t.Errorf("%s: the picture is still readable", row.why)
				break
			}
		}
		runtime.AddCleanup(screen, func(struct{}) { collected.Store(true) }, struct{}{})
		screen, r.shots = nil, nil
		for end := time.Now().Add(5 * time.Second); !collected.Load() && time.Now().Before(end); {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
		if !collected.Load() {
			t.Errorf("%s: something still holds the picture", row.why)
		}
	}
}

// migration is a part of an export of Google Authenticator with one account, written by
// hand from the fields of its payload (1 account: 1 secret, 2 name, 3 issuer, 4 algorithm,
// 5 digits, 6 type; 2 version, 3 size, 4 index, 5 id).
func migration(issuer, secret string, size, index byte) string {
	entry := "\x0a" + string(rune(len(secret))) + secret + "\x12\x02me\x1a" + string(rune(len(issuer))) + issuer + "\x20\x01\x28\x01\x30\x02"
	payload := "\x0a" + string(rune(len(entry))) + entry + "\x10\x01\x18" + string(rune(size)) + "\x20" + string(rune(index)) + "\x28\x09"
	return "otpauth-migration://offline?data=" + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(base64.StdEncoding.EncodeToString([]byte(payload)))
}

// The parts of an export are collected from scan to scan.
func TestPartsAreCollected(t *testing.T) {
	r := newRig(t)
	r.create()
	r.shots = []capture.Shot{{Image: qr(t, migration("One", "12345678901234567890", 2, 0))}}
	r.scanScreen()
	page := r.page().(*add.Results)
	if len(page.Candidates) != 1 || len(page.Problems) != 1 {
		t.Fatalf("the first part: %d candidates, %d problems", len(page.Candidates), len(page.Problems))
	}
	r.shots = []capture.Shot{{Image: qr(t, migration("Two", "abcdefghijabcdefghij", 2, 1))}}
	page.OnAgain()
	page = r.page().(*add.Results)
	if len(page.Candidates) != 2 || len(page.Problems) != 0 {
		t.Errorf("both parts: %d candidates, problems %+v", len(page.Candidates), page.Problems)
	}
	r.tap("scan.add")
	if r.titles() != "One, Two" {
		t.Errorf("accounts %q", r.titles())
	}
	r.shots = []capture.Shot{{Image: qr(t, migration("Two", "abcdefghijabcdefghij", 2, 1))}}
	r.scanScreen() // the second part alone: the first is not kept
	if page, ok := r.page().(*add.Results); !ok || len(page.Candidates) != 1 {
		t.Errorf("the parts are kept: page %s", r.name())
	}
}

// A picture file whose secret is in the vault can be deleted; one that changed, or that
// holds more than was added, stays.
func TestPictureFileCanGo(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, texts ...string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, pngOf(t, qr(t, texts...)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	r := newRig(t)
	r.create()
	path := write("one.png", amazonLink)
	r.scanFiles([]string{path})
	r.tap("scan.add")
	r.expect("waiting")
	test.Tap(r.button("Delete the picture"))
	if _, err := os.Stat(path); err == nil {
		t.Error("the picture is still there")
	}
	if len(r.page().(*add.Waiting).Leftovers) != 0 {
		t.Error("it is offered again")
	}

	path = write("changed.png", githubLink)
	r.scanFiles([]string{path})
	r.tap("scan.add")
	if err := os.WriteFile(path, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	test.Tap(r.button("Delete the picture"))
	if _, err := os.Stat(path); err != nil {
		t.Error("a file that changed was deleted")
	}

	path = write("two.png", strings.ReplaceAll(amazonLink, "IUIU", "IUIV"), strings.ReplaceAll(githubLink, "JBSW", "JBSX"))
	r.scanFiles([]string{path})
	page := r.page().(*add.Results)
	page.OnAdd([]account.Account{page.Candidates[0].Account}, nil) // only one of the two
	r.expect("waiting")
	if len(r.page().(*add.Waiting).Leftovers) != 0 {
		t.Error("a picture can be deleted whose other code is nowhere else")
	}
	r.scanFiles([]string{path})
	r.tap("scan.add")
	r.expect("waiting")
	r.tap("waiting.worked")
	test.Tap(r.button("Keep")) // the offer went along to the list
	if r.reads("still holds the key") {
		t.Error("the answer was forgotten")
	}
	if _, err := os.Stat(path); err != nil {
		t.Error("a picture was deleted that was to be kept")
	}
}

// A picture on the clipboard gives way to the code, or is cleared when asked for.
func TestClipboardPictureCanGo(t *testing.T) {
	r := newRig(t)
	r.create()
	r.board.Picture = pngOf(t, qr(t, amazonLink))
	r.paste()
	r.tap("scan.add")
	if len(r.page().(*add.Waiting).Leftovers) != 0 {
		t.Error("the copied code has taken the picture's place already")
	}
	r.board.Picture = pngOf(t, qr(t, githubLink, strings.ReplaceAll(amazonLink, "IUIU", "IUIV")))
	r.paste()
	r.tap("scan.add") // two: nothing is copied
	r.expect("list")
	test.Tap(r.button("Clear the clipboard"))
	if r.toast() != "The picture is off the clipboard." {
		t.Errorf("toast %q", r.toast())
	}
}

// From the refused code to a corrected one: nothing is asked or corrected before its
// button is pressed, and the list and the clipboard follow the correction.
func TestClockFromTheRefusedCode(t *testing.T) {
	r := newRig(t)
	r.create()
	asked := 0
	r.shell.AskTime = func(_ context.Context, server string) (clock.Answer, error) {
		asked++
		return clock.Answer{Server: server, Offset: 90 * time.Second}, nil
	}
	r.add([]account.Account{mustParse(t, amazonLink)})
	r.tap("waiting.not")
	r.tap("refusedcode.clock")
	r.expect("clock")
	if asked != 0 || r.config().ClockSeconds != 0 {
		t.Fatal("the time server was asked unasked")
	}
	r.tap("clock.compare")
	if asked != 1 || r.config().ClockSeconds != 0 || r.config().ClockChecked == "" {
		t.Fatalf("asked %d times, correction %d", asked, r.config().ClockSeconds)
	}
	test.Tap(r.button("Correct codes by +90 s"))
	r.page().(*settings.Clock).OnBack()
	r.expect("refusedcode")
	r.page().(*add.NotAccepted).OnBack()
	r.expect("waiting")
	r.tap("waiting.copy")
	later := *r
	later.now = r.now.Add(90 * time.Second)
	if want := later.codeOf(amazonLink); r.board.Text != want {
		t.Errorf("the clipboard has %q, want the corrected %q", r.board.Text, want)
	}
	saved, err := config.Load(r.config().Places)
	if err != nil || saved.ClockSeconds != 90 {
		t.Errorf("saved correction %d, %v", saved.ClockSeconds, err)
	}
	r.showList()
	r.tap("list.row.0")
	if want := later.codeOf(amazonLink); r.board.Text != want {
		t.Errorf("the row copies %q, want %q", r.board.Text, want)
	}
}

// A kind of code that the page takes can be kept: the account gets that key, and the old
// one waits in the trash.
func TestKeepAnotherKind(t *testing.T) {
	r := newRig(t)
	r.create()
	r.add([]account.Account{mustParse(t, amazonLink)})
	r.tap("waiting.not")
	r.tap("refusedcode.kinds")
	key := add.Variants(r.session().Accounts()[0])[0]
	r.page().(*add.NotAccepted).OnCopy("123456")
	if r.board.Text != "123456" {
		t.Errorf("the clipboard has %q", r.board.Text)
	}
	r.page().(*add.NotAccepted).OnKeep(key)
	r.expect("waiting")
	accounts := r.session().Accounts()
	if len(accounts) != 1 || accounts[0].Key.Algorithm != key.Algorithm || len(r.session().Trashed()) != 1 {
		t.Errorf("%d accounts, %d in the trash", len(accounts), len(r.session().Trashed()))
	}
	r.showList()
	r.undo()
	if a := r.session().Accounts(); len(a) != 1 || a[0].Key.Algorithm == key.Algorithm {
		t.Error("undo did not bring the old key back")
	}
}
