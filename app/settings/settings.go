// Package settings is the page of settings and the list of keys.
package settings

import (
	"fyne.io/fyne/v2"

	"watchword/app/config"
	"watchword/app/phrases"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Vault is what the page tells about the vault.
type Vault struct {
	Path        string // for the eye
	File        string // in full
	Saved       string // "today, 09:41"
	Backup      string // the latest: "today, 09:40"; "" without one
	Accounts    int
	HasRecovery bool
	ReadOnly    string // why it cannot be saved; "" when it can
	SetAside    int    // records that this version cannot show
}

// A Page is the page of settings. A change counts at once.
type Page struct {
	Config  *config.Config
	Can     func(config.Ability) bool // whether this desktop lets the program do it; nil: nothing
	Vault   Vault
	Version string

	TrayTrouble string // why there is no icon in the tray; "" where there is one, or none is wanted
	KeyTrouble  string // why the keys of the quick search are not heard; "" where they are, or are off

	OnChanged func() // a value of Config is another
	OnVault   func()
	OnSheet   func()
	OnTrash   func()
	OnKeys    func()
	OnClock   func()
	OnReview  func()
	OnGuides  func()
	OnAbout   func()
	OnBack    func()

	controls map[string]fyne.CanvasObject // by the names of [Page.Widgets]
}

// Content builds the screen.
func (s *Page) Content() fyne.CanvasObject {
	clock := widgets.NewButton(clockText(s.Config.ClockSeconds), widgets.Plain, s.OnClock)
	body := widgets.Stack(16)
	if err := s.Config.Unusable(); err != nil {
		body.Add(widgets.NewWarningCard(widgets.NewLabel(phrases.Sentence(err))))
	}
	for _, part := range []fyne.CanvasObject{
		part(words.T(config.Appearance), s.rows(config.Appearance)...),
		part(words.T(config.Codes), append(s.rows(config.Codes), s.row("clock", words.T("Clock"), clock))...),
		part(words.T(config.Clipboard), s.rows(config.Clipboard)...),
		part(words.T(config.Quick), append(s.rows(config.Quick), s.quickCommand())...),
		s.tray(),
		part(words.T(config.Locking), append(s.rows(config.Locking), s.row("quick", words.T("Quick unlock"), widgets.NewButton(s.quickText(), widgets.Plain, s.OnVault)))...),
		s.vault(),
		part(words.T("About"),
			widgets.NewMuted(words.T("Watchword %s. No account, no server, no network unless you ask for it.", s.Version)),
			widgets.FlowLeft(
				widgets.NewButton(words.T("Review"), widgets.Plain, s.OnReview),
				widgets.NewButton(words.T("Keys"), widgets.Plain, s.OnKeys),
				widgets.NewButton(words.T("Guides"), widgets.Plain, s.OnGuides),
				widgets.NewButton(words.T("Version and licences"), widgets.Plain, s.OnAbout),
			)),
	} {
		if part != nil {
			body.Add(part)
		}
	}
	return widgets.NewPage(words.T("Settings"), s.OnBack, body, nil)
}

// tray is the part about the icon in the tray; nil where there is none.
func (s *Page) tray() fyne.CanvasObject {
	rows := s.rows(config.Tray)
	if len(rows) == 0 {
		return nil
	}
	if s.TrayTrouble != "" {
		rows = append(rows, widgets.NewLabel(s.TrayTrouble))
	}
	return part(words.T(config.Tray), rows...)
}

// quickCommand is what to bind to a key in the desktop's own settings, where the program gets none.
func (s *Page) quickCommand() fyne.CanvasObject {
	lines := widgets.Stack(6)
	if s.KeyTrouble != "" {
		lines.Add(widgets.NewLabel(s.KeyTrouble))
	}
	lines.Add(widgets.CopyLine(widgets.NewMuted(words.T("The same from a key of your desktop’s settings: %s", QuickCommand)), words.T("Copy the command"), QuickCommand))
	return lines
}

// QuickCommand brings up the quick search.
const QuickCommand = "watchword --quick"

// clockText says on the button what codes are made by.
func clockText(correction int) string {
	if correction == 0 {
		return words.T("Check …")
	}
	return words.T("Corrected by %s", signed(correction))
}

// quickText says on the button whether quick unlock is on; the page Vault switches it.
func (s *Page) quickText() string {
	if s.Config.QuickUnlock {
		return words.T("On …")
	}
	return words.T("Off …")
}

func (s *Page) vault() fyne.CanvasObject {
	lines := []fyne.CanvasObject{
		widgets.CopyLine(widgets.NewMuted(s.Vault.Path), words.T("Copy the path"), s.Vault.File),
		widgets.NewMuted(words.N(s.Vault.Accounts, "1 account, last saved %[2]s", "%d accounts, last saved %s", s.Vault.Saved)),
	}
	if s.Vault.Backup != "" {
		lines = append(lines, widgets.NewMuted(words.T("Last backup %s", s.Vault.Backup)))
	}
	if s.Vault.SetAside > 0 {
		lines = append(lines, widgets.NewMuted(setAside(s.Vault.SetAside)))
	}
	if s.Vault.ReadOnly != "" {
		lines = append(lines, widgets.NewMuted(s.Vault.ReadOnly))
	}
	sheet := words.T("Make a recovery sheet")
	if s.Vault.HasRecovery {
		sheet = words.T("New recovery sheet")
	} else {
		lines = append(lines, widgets.NewMuted(words.T("There is no recovery sheet: if you forget the password, nobody can open this vault.")))
	}
	lines = append(lines, widgets.FlowLeft(
		widgets.NewButton(words.T("Manage vault"), widgets.Quiet, s.OnVault),
		widgets.NewButton(sheet, widgets.Quiet, s.OnSheet),
		widgets.NewButton(words.T("Trash"), widgets.Quiet, s.OnTrash),
	))
	return part(words.T("Vault"), widgets.Stack(4, lines...))
}

// setAside says how many entries of the vault this version cannot show.
func setAside(n int) string {
	return words.N(n, "1 entry cannot be shown by this version; it stays in the file.", "%d entries cannot be shown by this version; they stay in the file.")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return itoa(n) + " " + word + "s"
}

// row is a row of the page with a name for [Page.Widgets].
func (s *Page) row(name, label string, o fyne.CanvasObject) fyne.CanvasObject {
	if s.controls == nil {
		s.controls = map[string]fyne.CanvasObject{}
	}
	s.controls[name] = o
	return row(label, o)
}

// FocusOn puts the keys on the control of a setting, which comes into view.
func (s *Page) FocusOn(c fyne.Canvas, key string) {
	if control, ok := s.controls[key].(fyne.Focusable); ok {
		c.Focus(control)
	}
}

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	m := map[string]fyne.CanvasObject{}
	for name, o := range s.controls {
		m["settings."+name] = o
	}
	return m
}
