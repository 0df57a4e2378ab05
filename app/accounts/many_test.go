package accounts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"watchword/app/config"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
)

func letters(n int) []account.Account {
	var out []account.Account
	for i := range n {
		out = append(out, one(string(rune('A'+i)), "me"))
	}
	return out
}

func (r *rig) click(i int, keys fyne.KeyModifier) {
	r.t.Helper()
	r.keys = keys
	r.row(i).Tapped(nil)
	r.keys = 0
}

func (r *rig) chosen() string { return strings.Join(r.Targets(), "") }

// Only as many rows as are in view exist, whatever the number of accounts, and each shows
// its own account wherever the list is scrolled to.
func TestRowsAreRecycled(t *testing.T) {
	var many []account.Account
	for i := range 10_000 {
		many = append(many, one(fmt.Sprintf("%05d", i), "me"))
	}
	r := newRig(t, theme.Dark, many...)
	for _, to := range []float32{0, 10, 68, 3_000, 679_000, 1e9, 340_017, 0} {
		r.list.scroll.ScrollToOffset(fyne.NewPos(0, to))
		r.list.lay()
		seen := 0
		for i, row := range r.list.rows {
			if r.list.at[i] < 0 {
				if row.Visible() {
					t.Fatal("a row without an account shows")
				}
				continue
			}
			seen++
			want := many[r.list.at[i]]
			if row.State().ID != want.ID || row.Position().Y != float32(r.list.at[i])*theme.RowHeight {
				t.Fatalf("at %v: the row of %s is at %v and shows %s", to, want.ID, row.Position().Y, row.State().ID)
			}
			if !strings.HasPrefix(r.list.spoken[i].AccessibilityLabel(), want.Issuer) {
				t.Fatalf("a screen reader hears %q at the row of %s", r.list.spoken[i].AccessibilityLabel(), want.Issuer)
			}
		}
		if seen < 7 || len(r.list.rows) > 12 {
			t.Fatalf("at %v: %d rows in view, %d made", to, seen, len(r.list.rows))
		}
	}
	if h := r.list.body.MinSize().Height; h < 680_000 {
		t.Errorf("the list is %v high", h)
	}
	r.MarkAll()
	if got := r.markCount.Text(); got != "10,000 selected" { // as the search says how many there are
		t.Errorf("the bar says %q", got)
	}
}

func TestMarking(t *testing.T) {
	r := newRig(t, theme.Dark, letters(6)...)
	r.click(1, ctrl)
	r.click(3, ctrl)
	if r.chosen() != "bd" || r.said() != "" {
		t.Errorf("Ctrl+click chooses %q", r.chosen())
	}
	r.click(1, ctrl)
	if r.chosen() != "d" {
		t.Errorf("Ctrl+click on a chosen one leaves %q", r.chosen())
	}
	r.click(5, shift)
	if r.chosen() != "bcdef" { // from the last one clicked
		t.Errorf("Shift+click chooses %q", r.chosen())
	}
	if !r.markBar.Visible() || r.markCount.Text() != "5 selected" {
		t.Errorf("the bar says %q", r.markCount.Text())
	}
	test.Tap(r.markTrash)
	test.Tap(r.markTags)
	test.Tap(r.markPin)
	if got := r.said(); got != "trash b+c+d+e+f; tags b+c+d+e+f; pin true b+c+d+e+f" {
		t.Errorf("the bar's buttons say %q", got)
	}
	r.key(fyne.KeyDelete)
	if got := r.said(); got != "trash b+c+d+e+f" {
		t.Errorf("Delete says %q", got)
	}
	r.key(fyne.KeyEscape)
	if r.Marked() != 0 || r.markBar.Visible() {
		t.Error("Esc leaves marks")
	}
	r.click(0, 0)
	r.click(2, ctrl) // the row that was clicked looked chosen, so it joins in
	if r.chosen() != "ac" {
		t.Errorf("click, Ctrl+click: %q", r.chosen())
	}
	r.said()
	r.click(4, 0) // a plain click copies, and ends it
	if got := r.said(); got != "copy e" || r.Marked() != 0 {
		t.Errorf("a plain click says %q with %d marks", got, r.Marked())
	}
}

func TestMarkingByKeys(t *testing.T) {
	r := newRig(t, theme.Dark, letters(6)...)
	r.key(fyne.KeyDown)
	r.TypedRune(' ')
	r.key(fyne.KeyDown)
	r.key(fyne.KeyDown)
	r.TypedRune(' ')
	if r.chosen() != "ac" {
		t.Errorf("Space chooses %q", r.chosen())
	}
	r.keys = shift
	r.key(fyne.KeyDown)
	r.key(fyne.KeyDown)
	if r.chosen() != "cde" {
		t.Errorf("Shift+Down chooses %q", r.chosen())
	}
	r.key(fyne.KeyUp)
	if r.chosen() != "cd" {
		t.Errorf("and back: %q", r.chosen())
	}
	r.keys = 0
	r.MarkAll()
	if r.chosen() != "abcdef" {
		t.Errorf("all: %q", r.chosen())
	}
	// A search narrows what is chosen to what is seen.
	r.SearchFor("b")
	if r.chosen() != "b" {
		t.Errorf("in a search: %q", r.chosen())
	}
	r.SearchFor("")
	if r.Marked() != 1 {
		t.Errorf("after it: %d marks", r.Marked())
	}
	// Accounts that went are chosen no more, and the keys stay at their place.
	r.key(fyne.KeyEscape)
	r.Select("c")
	r.MarkAll()
	r.SetAccounts(letters(6)[:2], nil, nil)
	if r.chosen() != "ab" || r.Selected() != "b" {
		t.Errorf("after the others went: %q, keys at %q", r.chosen(), r.Selected())
	}
}

func TestSpaceInASearchIsText(t *testing.T) {
	r := newRig(t, theme.Dark, letters(3)...)
	for _, c := range "a me" {
		r.TypedRune(c)
	}
	if r.search.Text != "a me" || r.Marked() != 0 {
		t.Errorf("the search is %q, %d marked", r.search.Text, r.Marked())
	}
}

func TestHiddenCodes(t *testing.T) {
	r := newRig(t, theme.Dark, letters(3)...)
	r.Apply(config.NextAlways, "normal", true)
	state := func(i int) widgets.RowState { return r.row(i).(*widgets.AccountRow).State() }
	if got := state(0); got.Code != "••• •••" || got.Next != "" {
		t.Fatalf("the row shows %q, next %q", got.Code, got.Next)
	}
	row := r.row(1).(*widgets.AccountRow)
	row.MouseIn(&desktop.MouseEvent{})
	if strings.Contains(state(1).Code, "•") || !strings.Contains(state(0).Code, "•") {
		t.Error("the pointer shows the wrong code")
	}
	row.MouseOut()
	if !strings.Contains(state(1).Code, "•") {
		t.Error("the code stays when the pointer has gone")
	}
	r.key(fyne.KeyDown)
	if strings.Contains(state(0).Code, "•") {
		t.Error("an arrow key does not show the code")
	}
	r.now = r.now.Add(revealFor)
	r.Tick(r.now)
	if !strings.Contains(state(0).Code, "•") {
		t.Error("the code stays after a key")
	}
	r.Reveal()
	if strings.Contains(state(0).Code+state(1).Code+state(2).Code, "•") {
		t.Error("the key for all does not show them")
	}
	r.now = r.now.Add(revealFor)
	r.Tick(r.now)
	if !strings.Contains(state(2).Code, "•") {
		t.Error("all codes stay")
	}
	r.row(2).Tapped(nil) // copying needs no look
	if got := r.said(); got != "copy c" {
		t.Errorf("a click says %q", got)
	}
}

// The list scrolls under a pointer that stands still: the account that comes there keeps its
// code hidden until the pointer moves.
func TestHiddenCodesScroll(t *testing.T) {
	r := newRig(t, theme.Dark, letters(26)...)
	r.Apply(config.NextLast, "normal", true)
	row := r.row(1).(*widgets.AccountRow)
	row.MouseIn(&desktop.MouseEvent{})
	r.list.scroll.ScrollToOffset(fyne.NewPos(0, 10*68))
	r.list.lay()
	for i, row := range r.list.rows {
		if r.list.at[i] >= 0 && !strings.Contains(row.State().Code, "•") {
			t.Errorf("the code of %s shows", row.State().ID)
		}
	}
	row.MouseMoved(&desktop.MouseEvent{})
	if row.Visible() && strings.Contains(row.State().Code, "•") {
		t.Error("the pointer moves and the code stays hidden")
	}
}

func TestMoving(t *testing.T) {
	list := letters(5)
	list[0].Pinned = true
	r := newRig(t, theme.Dark, list...)
	r.Select("c")
	r.ShiftBy(-1)
	r.ShiftBy(1)
	if got := r.said(); got != "move c before b; move c before e" {
		t.Errorf("up and down say %q", got)
	}
	r.Select("b")
	r.ShiftBy(-1) // a pinned one stands above
	r.Select("e")
	r.ShiftBy(1) // nothing below
	r.SearchFor("c")
	r.ShiftBy(1) // a search has an order of its own
	if got := r.said(); got != "" {
		t.Errorf("moves that go nowhere say %q", got)
	}
	r.SearchFor("")
	r.Select("d")
	r.ShiftBy(1)
	if got := r.said(); got != "move d before " {
		t.Errorf("to the end: %q", got)
	}
	r.cursor = -1
	r.click(1, ctrl)
	r.click(2, ctrl)
	r.ShiftBy(1)
	if got := r.said(); got != "move b+c before e" {
		t.Errorf("two at once: %q", got)
	}
}

// dragTo drags a row to a place of the list, in its own coordinates, and lets it go.
func (r *rig) dragTo(i int, x, y float32) {
	r.t.Helper()
	row := r.row(i).(*widgets.AccountRow)
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.list.scroll)
	at := top.AddXY(x, y)
	row.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at.AddXY(0, -3)}})
	row.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}})
	if r.CanMove() && !r.list.drop.Visible() {
		r.t.Error("nothing shows where the row would go")
	}
	row.DragEnd()
	if r.list.drop.Visible() || r.dragging != nil {
		r.t.Error("the drag does not end")
	}
}

func TestDragging(t *testing.T) {
	r := newRig(t, theme.Dark, letters(5)...)
	for _, row := range []struct {
		from int
		y    float32
		want string
	}{
		{0, 3*68 + 10, "move a before d"},
		{4, 5, "move e before a"},
		{0, 4*68 + 60, "move a before "},
		{1, 68 + 5, ""},   // its own place
		{1, 2*68 + 5, ""}, // and the one behind it
		{2, -500, "move c before a"},
	} {
		r.dragTo(row.from, 100, row.y)
		if got := r.said(); got != row.want {
			t.Errorf("row %d to %v says %q, want %q", row.from, row.y, got, row.want)
		}
	}
	r.SearchFor("e")
	r.dragTo(0, 100, 300)
	if got := r.said(); got != "" {
		t.Errorf("a drag in a search says %q", got)
	}
	r.SearchFor("")
	r.click(1, ctrl)
	r.click(3, ctrl)
	r.dragTo(3, 100, 5)
	if got := r.said(); got != "move b+d before a" {
		t.Errorf("chosen ones say %q", got)
	}
	r.Unmark()
	r.window.Resize(fyne.NewSize(800, 640))
	r.dragTo(0, 600, 100) // two columns: the right half of the second line
	if got := r.said(); got != "move a before " && got != "move a before e" && got != "move a before d" {
		t.Errorf("in two columns it says %q", got)
	}
	// Esc lets a row go where it was.
	r.row(0).(*widgets.AccountRow).Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(50, 300)}})
	r.key(fyne.KeyEscape)
	r.row(0).(*widgets.AccountRow).DragEnd()
	if got := r.said(); got != "" {
		t.Errorf("after Esc the drag says %q", got)
	}
}

// Dragging within a tag keeps the place among the accounts of the tag.
func TestDraggingInATag(t *testing.T) {
	list := letters(5)
	list[0].Tags, list[2].Tags = []string{"Work"}, []string{"Work"}
	r := newRig(t, theme.Dark, list...)
	r.setTag("Work")
	r.dragTo(0, 100, 2*68-4)
	if got := r.said(); got != "move a before d" { // right behind c
		t.Errorf("it says %q", got)
	}
}

// Tab reaches everything, and what has the focus takes the list's keys on.
func TestFocus(t *testing.T) {
	list := letters(3)
	list[0].Tags = []string{"Work"}
	r := newRig(t, theme.Dark, list...)
	var names []string
	c := r.window.Canvas()
	for range 8 {
		c.FocusNext()
		if a, ok := c.Focused().(fyne.Accessible); ok {
			names = append(names, a.AccessibilityLabel())
		}
	}
	if got := strings.Join(names[:6], "; "); got != "Search; Add an account; Menu; All, on; Work; Accounts" {
		t.Errorf("Tab goes %s", got)
	}
	c.Focus(r.list)
	if !r.rowState().Focused {
		t.Error("the first row shows no focus")
	}
	c.Focused().TypedRune('b')
	if r.Query() != "b" {
		t.Errorf("typing with the focus in the list searches %q", r.Query())
	}
}

// However wide the window is, no row is wider than the eye follows, and rows and search stand in the middle.
func TestRowsAreNotTooWide(t *testing.T) {
	for _, c := range []struct {
		width   float32
		columns int
		row     float32
	}{{420, 1, 408}, {652, 1, 640}, {740, 1, 640}, {760, 2, 370}, {1140, 3, (1128 - 16) / 3.0}, {2560, 3, 640}} {
		r := newRig(t, theme.Dark, letters(9)...)
		r.window.Resize(fyne.NewSize(c.width, 640))
		first := r.row(0).(*widgets.AccountRow)
		if got := first.Size().Width; r.list.columns != c.columns || got < c.row-0.5 || got > c.row+0.5 {
			t.Errorf("%v wide: %d columns of %v", c.width, r.list.columns, got)
		}
		all := rowsWidth(c.width, c.columns)
		if left := first.Position().X; left < (c.width-all)/2-0.5 || left > (c.width-all)/2+0.5 {
			t.Errorf("%v wide: the rows begin at %v", c.width, left)
		}
		if r.search.Size().Width > mostRowWidth {
			t.Errorf("%v wide: the search is %v", c.width, r.search.Size().Width)
		}
	}
}

// The menu of a row opens by the pointer, by the row's own button, by the keyboard, for what is selected.
func TestRowMenuOpens(t *testing.T) {
	r := newRig(t, theme.Dark, letters(2)...)
	var of []string
	r.RowMenu = func(ids []string) []*fyne.MenuItem {
		of = ids
		return []*fyne.MenuItem{fyne.NewMenuItem("Edit…", func() {})}
	}
	for name, do := range map[string]func(){
		"right click": func() { r.row(1).(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{}) },
		"menu key":    func() { r.key(desktop.KeyMenu) },
		"Shift+F10":   func() { r.keys = shift; r.key(fyne.KeyF10); r.keys = 0 },
	} {
		of = nil
		r.Select("b")
		do()
		if r.window.Canvas().Overlays().Top() == nil || !slices.Equal(of, []string{"b"}) {
			t.Errorf("no menu by %s: of %v", name, of)
			continue
		}
		r.window.Canvas().Overlays().Remove(r.window.Canvas().Overlays().Top())
	}
}
