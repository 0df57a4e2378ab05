package edit

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A Trash lists the accounts that were thrown away: each can come back, or be deleted permanently.
type Trash struct {
	Accounts []account.Account
	Said     string // what was done here just now; may be ""

	OnRestore func(ids ...string)
	OnPurge   func(ids ...string)
	OnBack    func()

	widgets map[string]fyne.CanvasObject
}

// Content builds the screen.
func (s *Trash) Content() fyne.CanvasObject {
	s.widgets = map[string]fyne.CanvasObject{}
	if len(s.Accounts) == 0 {
		return widgets.NewPage(words.T("Trash"), s.OnBack, widgets.Stack(8, s.said(),
			widgets.Gap(40), widgets.NewLabel(words.T("The trash is empty.")).Centered()), nil)
	}
	body := widgets.Stack(14, s.said(), widgets.NewMuted(words.T("Accounts stay here until you delete them permanently. Accounts in the trash show no codes.")))
	if len(s.Accounts) > 1 {
		body.Add(s.all())
	}
	if len(s.Accounts) > mostRows {
		return widgets.NewListPage(words.T("Trash"), s.OnBack, container.NewBorder(widgets.Pad(0, 12, 0, 0, body), nil, nil, nil, s.many()), nil)
	}
	for i, a := range s.Accounts {
		body.Add(s.row(i, a))
	}
	return widgets.NewPage(words.T("Trash"), s.OnBack, body, nil)
}

func (s *Trash) said() fyne.CanvasObject {
	said := widgets.NewMessage()
	said.Say(s.Said, theme.ColorOK)
	return said
}

// mostRows is from how many accounts on they are a list that recycles its rows: an import of
// thousands that was taken back lies here.
const mostRows = 40

func (s *Trash) many() fyne.CanvasObject {
	list := widget.NewList(func() int { return len(s.Accounts) },
		func() fyne.CanvasObject { return newTrashRow() },
		func(i int, o fyne.CanvasObject) { o.(*trashRow).set(s, s.Accounts[i]) })
	list.HideSeparators = true
	return widgets.ScrollingList(list)
}

// A trashRow is one of many accounts.
type trashRow struct {
	widget.BaseWidget
	id          string
	title, name *widgets.Line
	restore     *widgets.Button
	sure        *widgets.Sure
	content     *fyne.Container
}

func newTrashRow() *trashRow {
	r := &trashRow{
		title:   widgets.NewLine("", theme.Body, true, theme.ColorText),
		name:    widgets.NewLine("", theme.Name, false, theme.ColorMuted),
		restore: widgets.NewButton(words.T("Restore"), widgets.Quiet, nil),
	}
	r.sure = widgets.NewSure(words.T("Delete…"), words.T("Delete permanently"), nil)
	r.sure.OnAsked = func(asked bool) { r.restore.Hidden = asked } // there the dangerous button goes
	r.content = container.NewBorder(nil, nil, nil, widgets.Pad(0, 0, 0, 12, container.NewCenter(widgets.Row(r.sure.Do, r.restore, r.sure.Place))),
		widgets.Pad(4, 4, 0, 0, widgets.Stack(0, r.title, r.name)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements [fyne.Widget].
func (r *trashRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.content) }

// AccessibilityLabel implements [fyne.Accessible].
func (r *trashRow) AccessibilityLabel() string { return r.title.Text() }

// AccessibilityRole implements [fyne.Accessible].
func (*trashRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (r *trashRow) set(s *Trash, a account.Account) {
	title := account.Visible(a.Title())
	r.title.Set(title, theme.ColorText)
	r.name.Set(account.Visible(a.Name), theme.ColorMuted)
	r.restore.OnTapped = func() { s.OnRestore(a.ID) }
	r.sure.Do.OnTapped = func() { s.OnPurge(a.ID) }
	r.restore.Label, r.sure.Ask.Label, r.sure.Do.Label = words.T("Restore %s", title), words.T("Delete %s", title), words.T("Delete %s permanently", title)
	if r.id != a.ID { // it may have asked about another account
		r.id = a.ID
		r.sure.Reset()
	}
	r.content.Refresh()
}

// all are the buttons for everything at once.
func (s *Trash) all() fyne.CanvasObject {
	var ids []string
	for _, a := range s.Accounts {
		ids = append(ids, a.ID)
	}
	sure := widgets.NewSure(words.T("Delete all permanently…"), words.N(len(ids), "Delete 1 account permanently", "Delete %d accounts permanently"), func() { s.OnPurge(ids...) })
	s.widgets["trash.empty"], s.widgets["trash.empty.sure"] = sure.Ask, sure.Do
	return sure.Row(widgets.NewButton(words.T("Restore all"), widgets.Quiet, func() { s.OnRestore(ids...) }))
}

func (s *Trash) row(i int, a account.Account) fyne.CanvasObject {
	avatar := widgets.NewAvatar(theme.IconSize)
	avatar.SetIcon(account.Visible(a.Title()), a.Icon)
	restore := widgets.NewButton(words.T("Restore"), widgets.Quiet, func() { s.OnRestore(a.ID) })
	sure := widgets.NewSure(words.T("Delete permanently…"), words.T("Delete permanently"), func() { s.OnPurge(a.ID) })
	s.widgets[fmt.Sprintf("trash.%d.restore", i)], s.widgets[fmt.Sprintf("trash.%d.delete", i)], s.widgets[fmt.Sprintf("trash.%d.sure", i)] = restore, sure.Ask, sure.Do
	buttons := sure.Row(restore)
	when := words.T("In the trash since %s", a.Trashed.Local().Format("2 January 2006"))
	return container.NewBorder(nil, nil, widgets.Pad(0, 0, 0, 10, container.NewVBox(avatar)), nil,
		widgets.Stack(2,
			widgets.NewLine(account.Visible(a.Title()), theme.Issuer, true, theme.ColorText),
			widgets.NewLine(account.Visible(a.Name), theme.Name, false, theme.ColorMuted),
			widgets.NewLine(when, theme.Name, false, theme.ColorMuted),
			buttons))
}

// Widgets names the places that a user clicks.
func (s *Trash) Widgets() map[string]fyne.CanvasObject { return s.widgets }
