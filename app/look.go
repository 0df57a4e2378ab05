package app

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"

	"watchword/app/desktop/appearance"
	"watchword/app/session"
	"watchword/app/settings"
	"watchword/app/theme"
)

// entered is called when the window gets the focus: what may have changed meanwhile is
// looked at again.
func (a *App) entered() {
	a.refresh()
	a.readLook()
}

// readLook asks the desktop how it looks, away from the UI thread, and follows.
func (a *App) readLook() {
	if a.config.Contrast != "system" && a.config.Accent != "system" {
		return
	}
	var now appearance.Appearance
	a.o.Run(func() { now = a.o.Look(a.ctx) }, func() {
		if now != a.system {
			a.system = now
			a.applyLook()
		}
	})
}

// applyLook gives the window the theme of the settings and the desktop. A theme that stays
// as it is is not set again: everything would be drawn anew.
func (a *App) applyLook() {
	look := a.look()
	if a.themed && look == a.shownLook {
		return
	}
	a.shownLook, a.themed = look, true
	a.fyne.Settings().SetTheme(theme.Of(look))
}

func (a *App) look() theme.Look {
	look := theme.Look{Mode: theme.Mode(a.config.Theme)}
	look.Strong = a.config.Contrast == "high" || a.config.Contrast == "system" && a.system.HighContrast
	switch a.config.Accent {
	case "":
	case "system":
		if a.system.HasAccent {
			look.Accent = a.system.Accent
		}
	default:
		if v, err := strconv.ParseUint(a.config.Accent[1:], 16, 24); err == nil {
			look.Accent = color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
		}
	}
	return look
}

func (a *App) listValues() settings.List {
	c := a.config
	return settings.List{Contrast: c.Contrast, Accent: c.Accent, Rows: c.Rows, Sort: c.Sort, NextCode: c.NextCode,
		HideCodes: c.HideCodes, CopyHides: c.CopyHides, CanHide: a.canMinimise()}
}

func (a *App) takeListValues(v settings.List) {
	c := a.config
	c.Contrast, c.Accent, c.Rows, c.Sort, c.NextCode = v.Contrast, v.Accent, v.Rows, v.Sort, v.NextCode
	c.HideCodes, c.CopyHides = v.HideCodes, v.CopyHides
	a.readLook()
}

// sortMenu chooses the order of the list.
func (a *App) sortMenu() *fyne.MenuItem {
	item := fyne.NewMenuItem("Sort by", nil)
	item.ChildMenu = fyne.NewMenu("")
	for _, s := range []struct {
		text string
		by   session.Sort
	}{{"My own order", session.ByOrder}, {"Name", session.ByName}, {"Use", session.ByUse}} {
		child := fyne.NewMenuItem(s.text, func() { a.sortBy(s.by) })
		child.Checked = a.config.Sort == string(s.by)
		item.ChildMenu.Items = append(item.ChildMenu.Items, child)
	}
	return item
}

func (a *App) sortBy(by session.Sort) {
	a.config.Sort = string(by)
	a.saveConfig()
	a.session.Apply(a.sessionSettings(a.session.Vault()))
	a.refreshList()
}

// used notes that an account was used on this computer.
func (a *App) used(id string) {
	if a.o.Demo {
		return
	}
	a.use.Note(a.session.Vault().ID(), id, a.o.Now())
}

// useOf returns how much each account of a vault is used here. It may be asked from any
// goroutine.
func (a *App) useOf(vault string) func(id string) float64 {
	use, now := a.use, a.o.Now
	return func(id string) float64 { return use.Score(vault, id, now()) }
}

// saveUse writes what was noted, now and then.
func (a *App) saveUse() {
	a.o.Run(func() { _ = a.use.Save() }, nil)
}

// useEvery is how many ticks lie between two savings of what was used.
const useEvery = 60

// outOfTheWay puts the window away after a copy, if that is wanted: the other program is
// where the code is pasted.
func (a *App) outOfTheWay() {
	if a.config.CopyHides {
		_ = a.o.Minimise(a.window) // where it cannot be done it stays
	}
}
