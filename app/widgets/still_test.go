package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// Nothing of a row moves when the next code appears, or the word that it was copied: every row would, twice a period.
func TestRowStaysStill(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	for _, size := range []theme.Rows{theme.CompactRows, theme.NormalRows, theme.LargeRows} {
		r := NewAccountRow()
		w := test.NewTempWindow(t, r)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(400, size.Height))
		base := RowState{ID: "a", Issuer: "Amazon", Name: "jane.doe@example.com", Code: "481 920", Left: 18, Period: 30, Size: size}
		r.Set(base)
		code, issuer, ring := r.code.Position(), r.issuer.Position(), r.ring.Position()
		next := base
		next.Next, next.Left = "335 071", 9
		copied := base
		copied.Copied = true
		for name, s := range map[string]RowState{"the next code": next, "the word": copied} {
			r.Set(s)
			if r.code.Position() != code || r.issuer.Position() != issuer || r.ring.Position() != ring {
				t.Errorf("row of %v: the code goes from %v to %v with %s", size.Height, code, r.code.Position(), name)
			}
			if low := r.next.Position().Y + r.next.Size().Height; low > r.Size().Height {
				t.Errorf("row of %v: %s ends at %v", size.Height, name, low)
			}
		}
	}
}

// A message that keeps its room moves nothing below it when it speaks.
func TestMessageKeepsRoom(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	message, below := NewMessage().Keep(2), NewLabel("below")
	w := test.NewTempWindow(t, Stack(8, message, below))
	w.Resize(fyne.NewSize(300, 200))
	at := below.Position()
	for _, text := range []string{"Short.", "", "This is a sentence that is longer than one line of so narrow a page."} {
		message.Say(text, theme.ColorRed)
		w.Content().Refresh()
		if below.Position() != at {
			t.Errorf("%q moves what is below it from %v to %v", text, at, below.Position())
		}
	}
}
