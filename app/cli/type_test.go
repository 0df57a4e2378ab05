package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"watchword/app/desktop/typing"
)

// hands are a desktop that notes what is typed into it.
type hands struct {
	focus, fail error
	typed       []string
	enter       bool
	here        bool // nobody went elsewhere: what is typed comes to the command's own terminal
}

func (h *hands) Focused() (typing.Target, error) { return typing.Target{}, h.focus }

func (h *hands) Type(_ context.Context, _ typing.Target, code string, enter bool) error {
	if h.fail == nil {
		h.typed, h.enter = append(h.typed, code), enter
	}
	return h.fail
}

func (h *hands) Muffle() func() int {
	return func() int {
		if h.here && len(h.typed) > 0 {
			return len(h.typed[0])
		}
		return 0
	}
}

// typing gives a world a desktop and a clock that waiting moves.
func (w *world) typing() (*hands, *copies, *[]time.Duration) {
	h, c, waits := &hands{}, &copies{}, &[]time.Duration{}
	now := w.env.Now()
	w.env.Typist, w.env.Copy = h, c.copy
	w.env.Now = func() time.Time { return now }
	w.env.Wait = func(_ context.Context, d time.Duration) error {
		*waits, now = append(*waits, d), now.Add(d)
		return nil
	}
	return h, c, waits
}

func TestCodeIsTypedAndNotPrinted(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	h, c, waits := w.typing()
	w.env.Terminal = true
	r := w.run("type", "amazon", "--enter")
	if r.code != ExitDone || r.out != "" || strings.Contains(r.err, "359152") || strings.Contains(r.err, "287082") {
		t.Fatalf("%+v", r)
	}
	// At 59 s the code is 287082; after the 3 s in which the user clicks into the field it is the next one.
	if len(h.typed) != 1 || h.typed[0] != "359152" || !h.enter || len(*waits) != 1 || (*waits)[0] != 3*time.Second {
		t.Errorf("typed %q, Enter %v, waited %v", h.typed, h.enter, *waits)
	}
	if !strings.Contains(r.err, "in 3 seconds") || !strings.Contains(r.err, "Typed the code of Amazon (me@example.org).") || len(c.texts) != 0 {
		t.Errorf("%+v, copied %q", r, c.texts)
	}
}

// From a key of the desktop's nobody has to click anywhere, but a code that ends in a second is not typed.
func TestCodeThatEndsSoonIsWaitedFor(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	h, _, waits := w.typing()
	if r := w.run("type", "amazon"); r.code != ExitDone || h.enter {
		t.Fatalf("%+v", r)
	}
	if len(h.typed) != 1 || h.typed[0] != "359152" || len(*waits) != 1 || (*waits)[0] != time.Second {
		t.Errorf("typed %q, waited %v", h.typed, *waits)
	}
}

// What was not typed is copied, and the run fails: nobody is to press Enter on half a code.
func TestWhatIsNotTypedIsCopied(t *testing.T) {
	for err, says := range map[error]string{
		typing.ErrElsewhere: "Another window got the focus",
		typing.ErrKeysHeld:  "Let go of all keys",
		typing.ErrLocked:    "The screen is locked",
		typing.ErrRefused:   "was not allowed to type",
		typing.ErrOwnWindow: "own window has the focus",
	} {
		w := newWorld(t).withVault(amazon)
		h, c, _ := w.typing()
		h.fail = err
		r := w.fails(ExitFailed, says, "type", "amazon")
		if len(c.texts) != 1 || c.texts[0] != "359152" || !strings.Contains(r.err, "the code is on the clipboard") {
			t.Errorf("%v: copied %q, %+v", err, c.texts, r)
		}
		c.texts, w.env.Copy = nil, nil
		w.fails(ExitFailed, says, "type", "amazon")
	}
}

func TestTypeRefuses(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted)
	w.fails(ExitFailed, "lets no program type", "type", "amazon")
	h, c, _ := w.typing()
	w.fails(ExitFailed, "counter-based", "type", "vpn")
	w.fails(ExitUsage, "Name the account", "type")
	w.fails(ExitUsage, "up to 10 minutes", "type", "amazon", "--delay", "11m")
	w.fails(ExitUsage, "up to 10 minutes", "type", "amazon", "--delay", "-1s")
	h.focus = typing.ErrUnavailable // no password is asked for what cannot be done
	w.passwords, w.prompts = []string{password}, nil
	delete(w.vars, envPasswordFile)
	w.fails(ExitFailed, "lets no program type", "type", "amazon")
	if len(w.prompts) != 0 || len(h.typed) != 0 || len(c.texts) != 0 {
		t.Errorf("asked %q, typed %q, copied %q", w.prompts, h.typed, c.texts)
	}
}

// Who stays at the terminal has the code come there: it is dropped, and the run says what to do.
func TestCodeThatComesBack(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	h, _, _ := w.typing()
	h.here = true
	w.fails(ExitFailed, "Click into the other window within the delay", "type", "amazon", "--delay", "2s")
}
