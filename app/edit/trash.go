package edit

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
)

// A Trash lists the accounts that were thrown away: each can come back, or go for good.
type Trash struct {
	Accounts []account.Account

	OnRestore func(id string)
	OnPurge   func(id string)
	OnBack    func()
}

// Content builds the screen.
func (s *Trash) Content() fyne.CanvasObject {
	if len(s.Accounts) == 0 {
		return widgets.NewPage("Trash", s.OnBack, widgets.Stack(8,
			widgets.Gap(40), widgets.NewLabel("The trash is empty.").Centered()), nil)
	}
	body := widgets.Stack(14, widgets.NewMuted("Accounts stay here until you delete them for good."))
	for _, a := range s.Accounts {
		body.Add(s.row(a))
	}
	return widgets.NewPage("Trash", s.OnBack, body, nil)
}

func (s *Trash) row(a account.Account) fyne.CanvasObject {
	avatar := widgets.NewAvatar(theme.IconSize)
	avatar.Set(account.Visible(a.Title()))
	buttons := widgets.FlowLeft(
		widgets.NewButton("Restore", widgets.Quiet, func() { s.OnRestore(a.ID) }))
	sure := widgets.NewButton("Really delete for good", widgets.Danger, func() { s.OnPurge(a.ID) })
	sure.Hide()
	var del *widgets.Button
	del = widgets.NewButton("Delete for good", widgets.Quiet, func() {
		del.Hide()
		sure.Show()
		buttons.Refresh()
	})
	buttons.Add(del)
	buttons.Add(sure)
	when := fmt.Sprintf("In the trash since %s", a.Trashed.Local().Format("2 January 2006"))
	return container.NewBorder(nil, nil, widgets.Pad(0, 0, 0, 10, container.NewVBox(avatar)), nil,
		widgets.Stack(2,
			widgets.NewLine(account.Visible(a.Title()), theme.Issuer, true, theme.ColorText),
			widgets.NewLine(account.Visible(a.Name), theme.Name, false, theme.ColorMuted),
			widgets.NewLine(when, theme.Name, false, theme.ColorMuted),
			buttons))
}

// Widgets names the places that a person clicks.
func (*Trash) Widgets() map[string]fyne.CanvasObject { return nil }
