package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"watchword/app/clock"
)

// withClock lets the time server say that the clock is behind by so much.
func (w *world) withClock(offset time.Duration) *world {
	w.env.AskTime = func(_ context.Context, server string) (clock.Answer, error) {
		return clock.Answer{Server: server, Offset: offset, Error: 20 * time.Millisecond}, nil
	}
	return w
}

// A clock that is 42 s behind shows 17 s after the epoch where RFC 6238's first vector is due.
func TestClockCorrectsCodes(t *testing.T) {
	w := newWorld(t).withVault(amazon).withClock(42 * time.Second)
	w.env.Now = func() time.Time { return time.Unix(17, 0) }

	wrong := w.ok("code", "amazon")
	out := w.ok("clock")
	if !strings.Contains(out, "42 seconds behind") || !strings.Contains(out, clock.Server) || !strings.Contains(out, "--correct") {
		t.Errorf("clock says %q", out)
	}
	if w.ok("code", "amazon") != wrong {
		t.Error("a comparison alone changed the codes")
	}
	if out := w.ok("clock", "--correct"); !strings.Contains(out, "corrected by +42 s") {
		t.Errorf("clock --correct says %q", out)
	}
	if got := w.ok("code", "amazon"); got != "287082\tAmazon\tme@example.org\n" {
		t.Errorf("the corrected code is %q", got)
	}
	// By the clock that scripts have, the code is valid until 60 - 42 = 18 s.
	if got := w.ok("code", "amazon", "--json"); !strings.Contains(got, `"validUntil":"1970-01-01T00:00:18Z"`) {
		t.Errorf("JSON %q", got)
	}
	w.withClock(0) // somebody set the clock: the correction is wrong now
	if out := w.ok("clock"); !strings.Contains(out, "makes them wrong") {
		t.Errorf("clock says %q", out)
	}
	w.ok("clock", "--no-correction")
	if w.ok("code", "amazon") != wrong {
		t.Error("the correction is still there")
	}
}

func TestClockRefuses(t *testing.T) {
	w := newWorld(t).withClock(40 * 24 * time.Hour)
	for _, row := range []struct {
		why  string
		args []string
		code int
	}{
		{"too much to correct", []string{"clock", "--correct"}, ExitFailed},
		{"both at once", []string{"clock", "--correct", "--no-correction"}, ExitUsage},
		{"no name of a server", []string{"clock", "--server", "https://time.example/"}, ExitUsage},
	} {
		if r := w.run(row.args...); r.code != row.code || r.err == "" {
			t.Errorf("%s: code %d, %q", row.why, r.code, r.err)
		}
	}
	if out := w.ok("clock"); !strings.Contains(out, "too much to correct") || strings.Contains(out, "--correct") {
		t.Errorf("clock says %q", out)
	}
	w.env.AskTime = func(_ context.Context, server string) (clock.Answer, error) {
		return clock.Answer{Server: server, Offset: 3 * time.Hour, Alone: true}, nil
	}
	w.fails(ExitFailed, "a second time server has to agree", "clock", "--correct")
	// Comparing is no correcting, and advises nothing that will be refused.
	if out := w.ok("clock"); strings.Contains(out, "correct") || !strings.Contains(out, "according to this server only: "+clock.Second) {
		t.Errorf("clock says %q", out)
	}
	w.env.AskTime = func(context.Context, string) (clock.Answer, error) { return clock.Answer{}, clock.ErrNoAnswer }
	if r := w.run("clock"); r.code != ExitFailed || !strings.Contains(r.err, "No time server") {
		t.Errorf("nobody answers: code %d, %q", r.code, r.err)
	}
}

func TestClockJSON(t *testing.T) {
	w := newWorld(t).withClock(-1500 * time.Millisecond)
	want := `{"server":"time.example:123","offset":-1.5,"error":0.02,"verdict":"right","correction":0}` + "\n"
	if got := w.ok("clock", "--json", "--server", "time.example:123"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
