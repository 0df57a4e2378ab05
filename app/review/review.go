// Package review is the page that says what a user may want to mend: accounts without a
// note of another way in, short keys, duplicates, the recovery sheet, backups, the clock.
// It shows and reports; what is worth a word is decided elsewhere.
package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// An Item is one thing to mend.
type Item struct {
	Title, Text string
	Grave       bool   // accounts can be lost, or codes are wrong
	Button      string // mends it; "" where each account has a button of its own
	Do          func()

	Accounts  []account.Account
	Mend      string // the button of each account
	OnAccount func(id string)
}

// A Page shows the items, the gravest first.
type Page struct {
	Items    []Item
	Accounts int    // how many were looked at
	Said     string // what was done just now; "" for nothing

	OnUndo func() // takes it back; nil where it cannot be
	OnBack func()
	OnAll  func(Item) // all accounts of an item, on a page of their own

	first *widgets.Button
}

// shownAccounts bounds the accounts of a card.
const shownAccounts = 3

// Content builds the page.
func (s *Page) Content() fyne.CanvasObject {
	body := widgets.Stack(10)
	if s.Said != "" {
		said := container.NewVBox(widgets.Gap(6), widgets.NewLine(s.Said, theme.Body, false, theme.ColorOK))
		var undo fyne.CanvasObject
		if s.OnUndo != nil {
			undo = container.NewCenter(widgets.NewButton(words.T("Undo"), widgets.Quiet, s.OnUndo))
		}
		body.Add(container.NewBorder(nil, nil, nil, undo, said))
	}
	if len(s.Items) == 0 {
		body.Add(widgets.NewCard(widgets.Stack(4,
			widgets.NewStrong(words.T("Nothing to fix")),
			widgets.NewMuted(words.N(s.Accounts, "1 account, the recovery sheet, the backups and the clock were checked.", "%d accounts, the recovery sheet, the backups and the clock were checked.")))))
	}
	for _, item := range s.Items {
		body.Add(s.card(item))
	}
	return widgets.NewPage(words.T("Review"), s.OnBack, body, nil)
}

func (s *Page) card(item Item) fyne.CanvasObject {
	content := widgets.Stack(4, widgets.NewStrong(item.Title), widgets.NewMuted(item.Text))
	if item.Button != "" {
		b := widgets.NewButton(item.Button, widgets.Quiet, item.Do)
		if s.first == nil {
			s.first = b
		}
		content.Add(widgets.FlowLeft(b))
	}
	for _, a := range item.Accounts[:min(len(item.Accounts), shownAccounts)] {
		r := newRow()
		r.set(a, item.Mend, item.OnAccount)
		content.Add(r)
	}
	if n := len(item.Accounts); n > shownAccounts {
		content.Add(widgets.FlowLeft(widgets.NewButton(words.T("Show all %d", n), widgets.Quiet, func() { s.OnAll(item) })))
	}
	card := widgets.NewCard(content)
	if item.Grave {
		card.Accent = theme.ColorAmber
	}
	return card
}

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	if s.first == nil {
		return nil
	}
	return map[string]fyne.CanvasObject{"review.first": s.first}
}

// All returns the page with all accounts of an item: a list that recycles its rows, for
// there may be thousands.
func All(item Item, back func()) fyne.CanvasObject {
	list := widget.NewList(func() int { return len(item.Accounts) },
		func() fyne.CanvasObject { return newRow() },
		func(i int, o fyne.CanvasObject) { o.(*row).set(item.Accounts[i], item.Mend, item.OnAccount) })
	list.HideSeparators = true
	return widgets.NewListPage(item.Title, back,
		container.NewBorder(widgets.Pad(0, 8, 0, 0, widgets.NewMuted(item.Text)), nil, nil, nil, widgets.ScrollingList(list)), nil)
}

// A row is one account with the button that mends it.
type row struct {
	widget.BaseWidget
	avatar      *widgets.Avatar
	title, name *widgets.Line
	mend        *widgets.Button
	content     *fyne.Container
}

func newRow() *row {
	r := &row{
		avatar: widgets.NewAvatar(32),
		title:  widgets.NewLine("", theme.Body, true, theme.ColorText),
		name:   widgets.NewLine("", theme.Name, false, theme.ColorMuted),
		mend:   widgets.NewButton("", widgets.Quiet, nil),
	}
	r.content = container.NewBorder(nil, nil, widgets.Pad(4, 4, 0, 10, container.NewCenter(r.avatar)), container.NewCenter(r.mend),
		widgets.Pad(4, 4, 0, 0, widgets.Stack(0, r.title, r.name)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements [fyne.Widget].
func (r *row) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.content) }

// AccessibilityLabel implements [fyne.Accessible].
func (r *row) AccessibilityLabel() string { return r.title.Text() }

// AccessibilityRole implements [fyne.Accessible].
func (*row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (r *row) set(a account.Account, mend string, do func(id string)) {
	title := account.Visible(a.Title())
	r.avatar.Set(title)
	r.title.Set(title, theme.ColorText)
	name := account.Visible(a.Name)
	if a.Issuer == "" {
		name = "" // it is the title already
	}
	r.name.Set(name, theme.ColorMuted)
	r.mend.OnTapped = func() { do(a.ID) }
	r.mend.Label = mend + " " + title
	r.mend.SetText(mend)
	r.content.Refresh() // a button that grew needs its room
}
