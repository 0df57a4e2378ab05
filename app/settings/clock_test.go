package settings

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/clock"
	"watchword/app/internal/pagetest"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
)

func newClock(t *testing.T, offset time.Duration, err error) *Clock {
	t.Helper()
	return &Clock{
		Run: background.Now, Now: func() time.Time { return time.Unix(1_700_000_010, 0).UTC() },
		Ask: func(server string) (clock.Answer, error) {
			return clock.Answer{Server: server, Offset: offset, Error: 20 * time.Millisecond}, err
		},
		OnAsked: func(clock.Answer) {}, OnCorrect: func(int) {}, OnBack: func() {},
	}
}

// texts returns everything that a page says, and its buttons by their text.
func texts(o fyne.CanvasObject, buttons map[string]*widgets.Button) string {
	var out string
	switch o := o.(type) {
	case *widgets.Button:
		buttons[o.Text] = o
		return ""
	case *widgets.Label:
		if o.Visible() {
			return o.Text() + "\n"
		}
		return ""
	case *fyne.Container:
		for _, child := range o.Objects {
			out += texts(child, buttons)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			out += texts(child, buttons)
		}
	}
	return out
}

func TestClockOffers(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	for _, row := range []struct {
		why        string
		offset     time.Duration
		correction int // in force
		says       string
		offers     string // "" for nothing
	}{
		{"a right clock", 300 * time.Millisecond, 0, "The clock is right", ""},
		{"a little off", 7 * time.Second, 0, "a little off", "Correct codes by +7 s"},
		{"wrong, ahead", -2 * time.Minute, 0, "The clock is wrong", "Correct codes by -120 s"},
		{"lost its battery", 300 * 24 * time.Hour, 0, "far off", ""},
		{"the correction fits", 42 * time.Second, 42, "The correction fits", "Stop correcting"},
		{"the clock was set meanwhile", 0, 42, "right again", "Stop correcting"},
		{"the correction is old", 90 * time.Second, 42, "The clock is wrong", "Correct codes by +90 s"},
	} {
		s := newClock(t, row.offset, nil)
		s.Correction = row.correction
		got := -1
		s.OnCorrect = func(seconds int) { got = seconds }
		w := pagetest.Show(t, s.Content())
		test.Tap(s.compare)
		if got != -1 {
			t.Errorf("%s: codes were corrected unasked", row.why)
		}
		buttons := map[string]*widgets.Button{}
		if said := texts(w.Content(), buttons); !strings.Contains(said, row.says) {
			t.Errorf("%s: it says %q", row.why, said)
		}
		for _, text := range []string{"Correct", "Stop"} {
			for name := range buttons {
				if strings.HasPrefix(name, text) && name != row.offers {
					t.Errorf("%s: offers %q", row.why, name)
				}
			}
		}
		if row.offers == "" {
			continue
		}
		b := buttons[row.offers]
		if b == nil {
			t.Errorf("%s: does not offer %q", row.why, row.offers)
			continue
		}
		test.Tap(b)
		want, _ := clock.Correction(row.offset)
		if row.offers == "Stop correcting" {
			want = 0
		}
		if got != want {
			t.Errorf("%s: corrected by %d, want %d", row.why, got, want)
		}
	}
}

func TestClockWithoutAnAnswer(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	s := newClock(t, 0, clock.ErrNoAnswer)
	s.OnAsked = func(clock.Answer) { t.Error("there was no answer") }
	pagetest.Show(t, s.Content())
	test.Tap(s.compare)
	if s.message.Text() != phrases.Sentence(clock.ErrNoAnswer) || s.compare.Disabled() {
		t.Errorf("says %q", s.message.Text())
	}
	s.server.SetText("https://time.example")
	s.message.Say("", theme.ColorMuted)
	test.Tap(s.compare)
	if !strings.Contains(s.message.Text(), "not a server name") {
		t.Errorf("a wrong name: %q", s.message.Text())
	}
}

// One server alone corrects nothing by hours.
func TestClockOfOneServerAlone(t *testing.T) {
	s := newClock(t, 3*time.Hour, nil)
	s.Content()
	s.show(clock.Answer{Server: clock.Server, Offset: 3 * time.Hour, Alone: true})
	buttons := map[string]*widgets.Button{}
	if said := texts(s.result, buttons); !strings.Contains(said, "according to this server only") || s.fix != nil {
		t.Errorf("%q, %v", said, buttons)
	}
}
