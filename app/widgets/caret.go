package widgets

import (
	"time"
	"weak"

	"fyne.io/fyne/v2"
)

// blinkFor is how long a caret blinks after the last key. It is drawn 60 times a second while it does,
// which nobody looks at who is away.
const blinkFor = 3 * time.Second

// caret is the entry that has the focus, and when something was last typed there.
var caret struct {
	entry weak.Pointer[Entry] // a page that goes without a word takes it along
	typed time.Time
}

func (e *Entry) caretMoved() { caret.entry, caret.typed = weak.Make(e), time.Now() }

func (e *Entry) caretGone() {
	if caret.entry.Value() == e {
		caret.entry = weak.Pointer[Entry]{}
	}
}

// CaretBlinks reports whether a caret blinks. One that has blinked for long enough is held, and shows: so it
// is called before each frame. The toolkit holds its caret for a moment after each key; this is one that
// means nothing.
func CaretBlinks(now time.Time) bool {
	e := caret.entry.Value()
	if e == nil {
		return false
	}
	if now.Sub(caret.typed) < blinkFor {
		return true
	}
	e.Entry.TypedKey(&fyne.KeyEvent{})
	return false
}
