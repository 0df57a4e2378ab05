package cli

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"watchword/app/desktop/clipboard"
	"watchword/app/internal/apptest"
	"watchword/app/session"
)

// copies records what [Env.Copy] is given.
type copies struct {
	texts  []string
	clears time.Duration
	err    error
}

func (c *copies) copy(_ context.Context, text string, clears time.Duration) error {
	c.texts, c.clears = append(c.texts, text), clears
	return c.err
}

func TestCopiedCodeIsNotPrinted(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted)
	var c copies
	w.env.Copy = c.copy
	for _, row := range []struct {
		args       []string
		code, says string
	}{
		{[]string{"code", "--copy", "amazon"}, "287082", "Copied the code of Amazon (me@example.org). The clipboard is cleared in 30 s.\n"},
		{[]string{"code", "-c", "--next", "amazon"}, "359152", "Copied the code of Amazon (me@example.org). The clipboard is cleared in 30 s.\n"},
		{[]string{"code", "-c", "--count", "vpn"}, "969429", "Copied the code of VPN (me). The clipboard is cleared in 30 s.\n"},
	} {
		c.texts = nil
		if r := w.run(row.args...); r.code != ExitDone || r.out != row.says || strings.Contains(r.err, row.code) {
			t.Errorf("%v: %+v", row.args, r)
		}
		if len(c.texts) != 1 || c.texts[0] != row.code || c.clears != 30*time.Second {
			t.Errorf("%v: copied %q for %v", row.args, c.texts, c.clears)
		}
	}
	c.texts = nil
	w.in = "otpauth://totp/Amazon:other?secret=JBSWY3DPEHPK3PXP"
	w.ok("add", "-")
	w.fails(ExitFailed, "2 accounts match", "code", "--copy", "amazon")
	w.fails(ExitUsage, "--copy prints no code", "code", "--copy", "--json", "amazon")
	w.fails(ExitUsage, "--copy prints no code", "code", "--copy", "-q", "amazon")
	if len(c.texts) != 0 {
		t.Errorf("copied %q", c.texts)
	}
}

// Where there is no clipboard no counter is used up; where the copy itself fails the code shows.
func TestNoClipboardForACode(t *testing.T) {
	w := newWorld(t).withVault(counted)
	w.fails(ExitFailed, "The clipboard cannot be reached", "code", "--copy", "--count", "vpn")
	c := copies{err: clipboard.ErrUnavailable}
	w.env.Copy = c.copy
	w.clip.Fail = clipboard.ErrUnavailable
	w.fails(ExitFailed, "The clipboard cannot be reached", "code", "--copy", "--count", "vpn")
	if list := w.ok("list", "--json"); !strings.Contains(list, `"counter":3`) {
		t.Errorf("a counter was used up: %s", list)
	}
	w.clip.Fail = nil
	if r := w.run("code", "--copy", "--count", "vpn"); r.out != "969429\tVPN\tme\n" || !strings.Contains(r.err, "cannot be reached") {
		t.Errorf("the code of a counter that is used up is lost: %+v", r)
	}
}

// heldCopy is one copy on a clipboard of these tests.
type heldCopy struct {
	apptest.Board
	text    string
	gone    chan struct{}
	cleared bool
	err     error
}

func (h *heldCopy) CopySecret(_ context.Context, text string) (session.ClipboardCopy, error) {
	h.text = text
	return h, h.err
}
func (h *heldCopy) Ours() bool                  { return true }
func (h *heldCopy) Gone() <-chan struct{}       { return h.gone }
func (h *heldCopy) Clear(context.Context) error { h.cleared = true; return nil }

// The process that stays behind with a code clears it in time, and never what was copied since.
func TestHeldCopy(t *testing.T) {
	for _, row := range []struct {
		name    string
		clears  string
		since   bool // something else is copied
		cleared bool
	}{
		{"the time is over", "1ms", false, true},
		{"something else was copied", "1h", true, false},
		{"something else was copied, and it would stay", "0s", true, false},
	} {
		w := newWorld(t)
		h := &heldCopy{gone: make(chan struct{})}
		w.env.Clipboard = func() (Clipboard, error) { return h, nil }
		if row.since {
			close(h.gone)
		}
		w.in = "287082"
		if out := w.ok(holdCommand, row.clears); out != held || h.text != "287082" || h.cleared != row.cleared {
			t.Errorf("%s: %q, copied %q, cleared %v", row.name, out, h.text, h.cleared)
		}
	}
	w := newWorld(t)
	w.env.Clipboard = func() (Clipboard, error) { return &heldCopy{err: errors.New("broken")}, nil }
	if r := w.run(holdCommand, "1s"); r.code != ExitFailed || r.out != "" {
		t.Errorf("it says that it holds a copy: %+v", r)
	}
}
