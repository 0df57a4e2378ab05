package accounts

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/theme"
	"watchword/vault/account"
)

// A counter is the program of the toolkit, counting what it is asked to draw anew.
type counter struct {
	fyne.App
	refreshed int
}

func (c *counter) Driver() fyne.Driver { return countingDriver{c.App.Driver(), c} }

type countingDriver struct {
	fyne.Driver
	of *counter
}

func (d countingDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	c := d.Driver.CanvasForObject(o)
	if c == nil {
		return nil
	}
	return countingCanvas{c, d.of}
}

type countingCanvas struct {
	fyne.Canvas
	of *counter
}

func (c countingCanvas) Refresh(o fyne.CanvasObject) {
	c.of.refreshed++
	c.Canvas.Refresh(o)
}

// busy is a list of so many accounts, with what counts the work of it.
type busy struct {
	*rig
	count *counter
}

func newBusy(t *testing.T, n int) *busy {
	t.Helper()
	many := make([]account.Account, n)
	for i := range many {
		many[i] = one(fmt.Sprintf("Service %05d", i), "me")
	}
	b := &busy{newRig(t, theme.Dark, many...), nil}
	b.count = &counter{App: fyne.CurrentApp()}
	fyne.SetCurrentApp(b.count)
	t.Cleanup(func() { fyne.SetCurrentApp(b.count.App) })
	return b
}

// work does something and returns how many rows were worked out for it, and how many objects drawn anew.
func (b *busy) work(do func()) (rows, refreshed int) {
	b.codes, b.count.refreshed = 0, 0
	do()
	return b.codes, b.count.refreshed
}

// view is how many rows are in view.
func (b *busy) view() int {
	from, to := b.list.inView()
	return to - from
}

// drawnAnew is how many objects are drawn for one row that shows another account: its parts, those of its avatar and
// its ring, and its buttons.
const drawnAnew = 32

// A second brings each row in view up to date once, and of each it draws the arc and the figures of its ring. It
// allocates what the texts of a row are made of, twice: they are compared.
func TestWorkOfASecond(t *testing.T) {
	b := newBusy(t, 10_000)
	second := func() {
		b.now = b.now.Add(time.Second)
		b.Tick(b.now)
	}
	rows, refreshed := b.work(second)
	if rows != b.view() || refreshed > 2*b.view() {
		t.Errorf("a second works out %d rows of %d in view and draws %d objects", rows, b.view(), refreshed)
	}
	if a := testing.AllocsPerRun(10, second); a > float64(60*b.view()) {
		t.Errorf("a second allocates %.0f times for %d rows", a, b.view())
	}
}

// A list without codes draws nothing.
func TestWorkOfASecondWithoutCodes(t *testing.T) {
	b := newBusy(t, 10_000)
	b.SearchFor("nothing at all")
	if rows, refreshed := b.work(func() { b.now = b.now.Add(time.Second); b.Tick(b.now) }); rows+refreshed > 0 {
		t.Errorf("a second works out %d rows and draws %d objects", rows, refreshed)
	}
}

// A notch of the wheel works out each row in view once and draws anew what shows another account: one row, two where it
// goes by half a row.
func TestWorkOfANotch(t *testing.T) {
	b := newBusy(t, 10_000)
	b.list.scroll.ScrollToOffset(fyne.NewPos(0, 3_000))
	notch := func() { b.list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -theme.RowHeight)}) }
	notch() // as many rows as can be in view are made
	rows, refreshed := b.work(notch)
	if rows != b.view() || refreshed == 0 || refreshed > 2*drawnAnew {
		t.Errorf("a notch works out %d rows of %d in view and draws %d objects", rows, b.view(), refreshed)
	}
}

// A keystroke works out the rows in view, at most three times: as the room around them, their number and they themselves
// change. What it allocates does not grow with the number of accounts.
func TestWorkOfAKeystroke(t *testing.T) {
	allocated := map[int]float64{}
	for _, n := range []int{100, 10_000} {
		b := newBusy(t, n)
		b.SearchFor("0") // the index is made once
		b.SearchFor("")
		rows, refreshed := b.work(func() { b.search.TypedRune('0') })
		if b.view() == 0 || rows > 3*b.view() || refreshed > drawnAnew*b.view() {
			t.Errorf("of %d accounts a keystroke works out %d rows of %d in view and draws %d objects", n, rows, b.view(), refreshed)
		}
		allocated[n] = testing.AllocsPerRun(10, func() {
			b.SearchFor("")
			b.search.TypedRune('0')
		})
	}
	if few, many := allocated[100], allocated[10_000]; many > few+1000 {
		t.Errorf("a keystroke allocates %.0f times among 100 accounts, %.0f among 10,000", few, many)
	}
}
