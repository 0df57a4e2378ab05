package moving

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Plan is what an export would do: how many accounts it writes, and what it loses.
type Plan struct {
	Accounts int // those that are left out do not count
	Losses   []Loss
}

// A Loss is what a format cannot carry of some accounts, all for the same reason.
type Loss struct {
	Whole  bool // the accounts are left out
	Names  []string
	Reason string
}

// Bounds of what stands on the page of an export; [Losses] lists the rest. With more than a
// few names nobody would find the passwords below them in a small window.
const (
	mostLosses = 12 // lines
	mostNamed  = 12 // accounts that a line names
)

// Names enumerates some accounts and counts those beyond most.
func Names(names []string, most int) string {
	text := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		text += words.T(" and %d more", more)
	}
	return text
}

// lossText is a line for each loss; all reports whether it says every one.
func lossText(losses []Loss) (text string, all bool) {
	var lines []string
	all = len(losses) <= mostLosses
	for _, l := range losses[:min(len(losses), mostLosses)] {
		names := Names(l.Names, mostNamed)
		all = all && len(l.Names) <= mostNamed
		if l.Whole {
			names = words.T("Not included: %s", names)
		}
		lines = append(lines, names+": "+l.Reason)
	}
	if more := len(losses) - mostLosses; more > 0 {
		lines = append(lines, words.T("and %d more", more))
	}
	return strings.Join(lines, "\n"), all
}

// Losses is the page that lists every account that loses something: a list that recycles its
// rows, for there may be thousands.
type Losses struct {
	Losses []Loss
	OnBack func()
}

// Content builds the page.
func (s *Losses) Content() fyne.CanvasObject {
	type line struct{ name, reason string }
	var lines []line
	for _, l := range s.Losses {
		reason := l.Reason
		if l.Whole {
			reason = words.T("not included: %s", reason)
		}
		for _, name := range l.Names {
			lines = append(lines, line{name, reason})
		}
	}
	list := widget.NewList(func() int { return len(lines) },
		func() fyne.CanvasObject { return newLossRow() },
		func(i int, o fyne.CanvasObject) { o.(*lossRow).set(lines[i].name, lines[i].reason) })
	list.HideSeparators = true
	return widgets.NewListPage(words.T("What will be lost"), s.OnBack, widgets.ScrollingList(list), nil)
}

// A lossRow is an account and what it loses.
type lossRow struct {
	widget.BaseWidget
	name, reason *widgets.Line
}

func newLossRow() *lossRow {
	r := &lossRow{
		name:   widgets.NewLine("", theme.Body, true, theme.ColorText),
		reason: widgets.NewLine("", theme.Caption, false, theme.ColorMuted),
	}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements [fyne.Widget].
func (r *lossRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widgets.Pad(4, 4, 4, 4, widgets.Stack(0, r.name, r.reason)))
}

// AccessibilityLabel implements [fyne.Accessible].
func (r *lossRow) AccessibilityLabel() string { return r.name.Text() + ": " + r.reason.Text() }

// AccessibilityRole implements [fyne.Accessible].
func (*lossRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (r *lossRow) set(name, reason string) {
	r.name.Set(name, theme.ColorText)
	r.reason.Set(reason, theme.ColorMuted)
}
