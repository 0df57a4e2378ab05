package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/add"
	"watchword/app/widgets"
	"watchword/vault/account"
)

const counterLink = "otpauth://hotp/Counter:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Counter"

// rowOf is what the first row of the list shows.
func (r *rig) rowState() widgets.RowState {
	r.t.Helper()
	return r.widget("list.row.0").(*widgets.AccountRow).State()
}

// What the list shows in green is what a paste brings, over the roll-over and after a copy of
// somebody else's.
func TestGreenIsWhatAPasteBrings(t *testing.T) {
	green := func(r *rig) string {
		s := r.rowState()
		text := ""
		if s.Copied {
			text = s.Code
		}
		if s.NextCopied {
			text = s.Next
		}
		return text
	}
	r := newRig(t).withAccounts(amazonLink)
	r.now = r.now.Truncate(30 * time.Second).Add(58 * time.Second)
	r.tick(r.now)
	r.tap("list.row.0")
	if green(r) != grouped(r.board.Text) || r.toast() != "Amazon code copied. New code in 2 s." {
		t.Errorf("green %q, clipboard %q, toast %q", green(r), r.board.Text, r.toast())
	}
	r.now = r.now.Add(2 * time.Second)
	r.tick(r.now)
	if green(r) != "" || r.toast() != "The copied code has expired." {
		t.Errorf("after the roll-over: green %q, clipboard %q, toast %q", green(r), r.board.Text, r.toast())
	}
	r.list().TapToast()
	if want := r.codeOf(amazonLink); r.board.Text != want || green(r) != grouped(want) {
		t.Errorf("the new one: green %q, clipboard %q, want %q", green(r), r.board.Text, want)
	}
	r.list().Activate(r.id("Amazon"), true) // Shift+Enter
	if green(r) != grouped(r.board.Text) || r.board.Text == r.codeOf(amazonLink) || r.rowState().Copied {
		t.Errorf("the next one: green %q, clipboard %q", green(r), r.board.Text)
	}
	if r.toast() != "Next Amazon code copied; it becomes valid in 30 s. Cleared 30 s later." {
		t.Errorf("toast %q", r.toast())
	}
	r.board.Text = "words of another program"
	r.tick(r.now)
	if green(r) != "" || r.toast() != "" {
		t.Errorf("another program copied: green %q, toast %q", green(r), r.toast())
	}
}

func grouped(code string) string { return code[:3] + " " + code[3:] }

// Copying a counter's code once more uses up no count, anywhere; New code does.
func TestCounterIsNotUsedUpByCopying(t *testing.T) {
	r := newRig(t).withAccounts(counterLink)
	id := r.id("Counter")
	counter := func() uint64 { a, _ := r.session().Account(id); return a.Counter }
	r.tap("list.row.0")
	if r.board.Text != "755224" || counter() != 1 { // RFC 4226, appendix D
		t.Fatalf("clipboard %q, counter %d", r.board.Text, counter())
	}
	for _, way := range []struct {
		name string
		do   func()
	}{
		{"a click", func() { r.tap("list.row.0") }},
		{"Enter", func() { r.list().Select(id); r.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }},
		{"Ctrl+C", func() { r.list().Select(id); r.App.shortcut(&fyne.ShortcutCopy{}) }},
		{"the palette", func() { r.open.paletteItem(r.session().Accounts()[0]).Do() }},
		{"the page that waits", func() { r.showAdded(id); r.page().(*add.Waiting).OnCopy(); r.showList() }},
	} {
		r.now = r.now.Add(2 * time.Minute)
		r.tick(r.now)
		r.board.Text = ""
		way.do()
		if r.board.Text != "755224" || counter() != 1 || r.rowState().Code != "755 224" {
			t.Errorf("%s: clipboard %q, counter %d, row %q", way.name, r.board.Text, counter(), r.rowState().Code)
		}
	}
	r.now = r.now.Add(time.Minute)
	r.tick(r.now)
	r.tap("list.renew.0")
	if r.board.Text != "287082" || counter() != 2 || r.rowState().Code != "287 082" {
		t.Errorf("New code: clipboard %q, counter %d, row %q", r.board.Text, counter(), r.rowState().Code)
	}
	r.lock()
	r.unlockBy(password)
	if r.rowState().Code != "New code" {
		t.Errorf("after the lock the row shows %q", r.rowState().Code)
	}
}

// The page that waits copies once, when the account was added; what is copied meanwhile stays.
func TestWaitingLeavesTheClipboardAlone(t *testing.T) {
	r := newRig(t)
	r.create()
	r.add([]account.Account{mustParse(t, amazonLink)})
	r.expect("waiting")
	if r.board.Text != r.codeOf(amazonLink) || r.board.Copies != 1 {
		t.Fatalf("after adding: %d copies", r.board.Copies)
	}
	r.board.Text = "backup codes of the service"
	for range 3 {
		r.now = r.now.Add(30 * time.Second)
		r.tick(r.now)
	}
	r.page().(*add.Waiting).OnGuide()
	r.back()
	r.expect("waiting")
	r.page().(*add.Waiting).OnNotAccepted()
	r.back()
	r.expect("waiting")
	if r.board.Text != "backup codes of the service" || r.board.Copies != 1 {
		t.Errorf("the clipboard has %q after %d copies", r.board.Text, r.board.Copies)
	}
	r.page().(*add.Waiting).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.expect("list") // Enter is the page's main button
	if r.board.Text != "backup codes of the service" {
		t.Errorf("Enter copies; the clipboard has %q", r.board.Text)
	}
}

// "Never" means that a copied code stays on the clipboard, on every page.
func TestNeverClearIsNever(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	r.config().ClearSeconds = 0
	r.open.Apply()
	acc := r.session().Accounts()[0]
	r.showAdded(acc.ID)
	r.page().(*add.Waiting).OnNotAccepted()
	r.page().(*add.NotAccepted).OnCopy("123456")
	r.now = r.now.Add(time.Hour / 20)
	r.tick(r.now)
	if r.board.Text != "123456" {
		t.Error("the code was cleared")
	}
}
