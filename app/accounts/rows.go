package accounts

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// maxColumns is the most rows that stand beside each other.
const maxColumns = 3

// columnsFor returns how many columns fit into a window of a width: two from 760, three from 1,140.
func columnsFor(width float32) int {
	switch {
	case width >= 1140:
		return 3
	case width >= 760:
		return 2
	}
	return 1
}

// A line is what the list recycles: the rows that stand beside each other. Grids of the
// toolkit do not stretch their items, so a line does.
type line struct {
	widget.BaseWidget
	rows  []*widgets.AccountRow
	index int // of the line in the list
	s     *Screen
}

func (l *line) CreateRenderer() fyne.WidgetRenderer {
	c := &lineRenderer{l: l}
	for _, r := range l.rows {
		c.objects = append(c.objects, r)
	}
	return c
}

type lineRenderer struct {
	l       *line
	objects []fyne.CanvasObject
}

func (r *lineRenderer) Destroy()                     {}
func (r *lineRenderer) Refresh()                     {}
func (r *lineRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *lineRenderer) MinSize() fyne.Size           { return fyne.NewSize(260, theme.RowHeight) }

func (r *lineRenderer) Layout(size fyne.Size) {
	n := r.l.s.columns
	const gap = 8
	width := (size.Width - float32(n-1)*gap) / float32(n)
	for i, o := range r.objects {
		o.Move(fyne.NewPos(float32(i)*(width+gap), 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

func (s *Screen) lineCount() int { return (len(s.shown) + s.columns - 1) / s.columns }

func (s *Screen) newLine() fyne.CanvasObject {
	l := &line{s: s, index: -1}
	for range maxColumns {
		row := widgets.NewAccountRow()
		row.OnTapped = s.tapped
		row.OnMenu = s.rowMenu
		l.rows = append(l.rows, row)
	}
	l.ExtendBaseWidget(l)
	s.lines = append(s.lines, l)
	return l
}

func (s *Screen) updateLine(index int, o fyne.CanvasObject) {
	l := o.(*line)
	if len(s.lines) == 0 || l.rows == nil {
		return
	}
	l.index = index
	s.updateRowsOf(l, s.Now())
}

// updateRows brings every row in view up to date.
func (s *Screen) updateRows() {
	now := s.Now()
	for _, l := range s.lines {
		if l.Visible() && l.index >= 0 && l.index < s.lineCount() {
			s.updateRowsOf(l, now)
		}
	}
}

func (s *Screen) updateRowsOf(l *line, now time.Time) {
	for i, row := range l.rows {
		at := l.index*s.columns + i
		if i >= s.columns || at >= len(s.shown) {
			row.Hide()
			continue
		}
		row.Set(s.state(at, now))
		row.Show()
	}
}

// state is what the row of one account shows at a time.
func (s *Screen) state(at int, now time.Time) widgets.RowState {
	a := s.shown[at]
	out := widgets.RowState{
		ID: a.ID, Issuer: account.Visible(a.Title()), Name: account.Visible(a.Name), Left: -1,
		Selected: at == s.selected, Copied: a.ID == s.copied, Pinned: a.Pinned,
	}
	if a.Issuer == "" {
		out.Name = "" // it is the title already
	}
	if a.Key.Type == otp.HOTP {
		out.Code, out.Words = "New code", true
		if c, ok := s.counted[a.ID]; ok {
			out.Code, out.Words = otp.Group(a.Key.Type, c.code), false
		}
		return out
	}
	code, next, err := s.Codes(a, now)
	switch {
	case errors.Is(err, otp.ErrNeedsPIN):
		out.Code, out.Words = "PIN needed", true
		return out
	case err != nil:
		out.Code, out.Words = "No code", true
		return out
	}
	out.Code, out.Period = otp.Group(a.Key.Type, code.Value), a.Key.Period
	out.Left = widgets.SecondsLeft(now, code.Until)
	if s.NextAlways || widgets.Urgency(out.Left, out.Period) != theme.ColorAccent {
		out.Next = otp.Group(a.Key.Type, next.Value)
	}
	return out
}

func (s *Screen) tapped(id string) {
	for i, a := range s.shown {
		if a.ID == id {
			s.selectRow(i)
		}
	}
	s.activate(id, false)
}

// activate copies the code of an account, or makes the next one where it has to be asked
// for.
func (s *Screen) activate(id string, next bool) {
	for _, a := range s.shown {
		switch {
		case a.ID != id:
			continue
		case a.Key.Type == otp.HOTP:
			if c, ok := s.counted[id]; ok && s.Now().Before(c.until.Add(2*time.Second-countedFor)) {
				return // a double click asks for one code, not two
			}
			s.OnCount(id)
		case next:
			s.OnCopyNext(id)
		default:
			s.OnCopy(id)
		}
		return
	}
}

// listLayout gives the list the whole room and chooses the number of columns.
type listLayout struct{ s *Screen }

func (l *listLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return fyne.NewSize(280, 80) }

func (l *listLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const side = theme.WindowPadding - 8
	objects[0].Move(fyne.NewPos(side, 0))
	columns := columnsFor(size.Width)
	changed := columns != l.s.columns
	l.s.columns = columns
	objects[0].Resize(fyne.NewSize(size.Width-2*side, size.Height))
	if changed {
		l.s.list.Refresh()
		for _, line := range l.s.lines {
			line.BaseWidget.Refresh()
			if r := line; r.Size().Width > 0 {
				w := r.Size()
				r.Resize(fyne.NewSize(w.Width-1, w.Height))
				r.Resize(w)
			}
		}
	}
}
