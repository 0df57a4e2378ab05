// Package settings is the page of settings and the list of keys.
package settings

import (
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/theme"
	"watchword/app/widgets"
)

// Values are the settings of this computer that the page changes.
type Values struct {
	Theme      theme.Mode
	ClearAfter time.Duration // 0 never
	LockAfter  time.Duration // 0 never
	List       List
}

// A Vault is what the page tells about the vault.
type Vault struct {
	Path        string
	Saved       string // "today, 09:41"
	Backup      string // the latest: "today, 09:40"; "" without one
	Accounts    int
	HasRecovery bool
	ReadOnly    string // why it cannot be saved; "" when it can
	SetAside    int    // records that this version cannot show
}

// A Screen is the page of settings. A change counts at once.
type Screen struct {
	Values  Values
	Vault   Vault
	Version string

	Correction int // of the codes' clock, in seconds

	OnChanged func(Values)
	OnVault   func()
	OnSheet   func()
	OnTrash   func()
	OnKeys    func()
	OnClock   func()
	OnReview  func()
	OnGuides  func()
	OnBack    func()

	clock    *widgets.Button
	controls map[string]fyne.CanvasObject // by what they are called
}

// choice is one entry of a list of durations.
type choice struct {
	text  string
	value time.Duration
}

var clearChoices = []choice{
	{"after 10 seconds", 10 * time.Second}, {"after 30 seconds", 30 * time.Second},
	{"after 1 minute", time.Minute}, {"after 5 minutes", 5 * time.Minute}, {"never", 0},
}

var lockChoices = []choice{
	{"after 1 minute", time.Minute}, {"after 5 minutes", 5 * time.Minute}, {"after 10 minutes", 10 * time.Minute},
	{"after 30 minutes", 30 * time.Minute}, {"after 4 hours", 4 * time.Hour}, {"after 24 hours", 24 * time.Hour}, {"never", 0},
}

func (s *Screen) durations(label string, choices []choice, value time.Duration, set func(time.Duration)) *widgets.Choice {
	var texts []string
	current := ""
	for _, c := range choices {
		texts = append(texts, c.text)
		if c.value == value {
			current = c.text
		}
	}
	sel := widgets.NewChoice(label, texts, nil)
	if current == "" { // a value from the file that the list lacks
		current = "after " + value.String()
		sel.Options = append(sel.Options, current)
	}
	sel.Selected = current
	sel.OnChanged = func(text string) {
		for _, c := range choices {
			if c.text == text {
				set(c.value)
				s.OnChanged(s.Values)
			}
		}
	}
	return sel
}

// Content builds the screen.
func (s *Screen) Content() fyne.CanvasObject {
	modes := []string{"follow the system", "light", "dark"}
	names := map[theme.Mode]string{theme.System: modes[0], theme.Light: modes[1], theme.Dark: modes[2]}
	look := widgets.NewChoice("Light or dark", modes, nil)
	look.Selected = names[s.Values.Theme]
	look.OnChanged = func(text string) {
		for mode, name := range names {
			if name == text {
				s.Values.Theme = mode
			}
		}
		s.OnChanged(s.Values)
	}
	s.clock = widgets.NewButton(clockText(s.Correction), widgets.Plain, s.OnClock)
	return widgets.NewPage("Settings", s.OnBack, widgets.Stack(16,
		part("Appearance", append([]fyne.CanvasObject{s.row("Light or dark", look)}, s.looks()...)...),
		part("Codes", append(s.codes(), s.row("The clock", s.clock))...),
		part("Clipboard", append([]fyne.CanvasObject{
			s.row("Clear the clipboard", s.durations("Clear the clipboard", clearChoices, s.Values.ClearAfter, func(d time.Duration) { s.Values.ClearAfter = d })),
		}, s.afterCopy()...)...),
		part("Locking",
			s.row("Lock without input", s.durations("Lock without input", lockChoices, s.Values.LockAfter, func(d time.Duration) { s.Values.LockAfter = d }))),
		s.vault(),
		part("About",
			widgets.NewMuted("Watchword "+s.Version+". No account, no server, no network unless you ask for it."),
			widgets.FlowLeft(
				widgets.NewButton("Review", widgets.Plain, s.OnReview),
				widgets.NewButton("Keys", widgets.Plain, s.OnKeys),
				widgets.NewButton("Guides", widgets.Plain, s.OnGuides),
			)),
	), nil)
}

// clockText says on the button what codes are made by.
func clockText(correction int) string {
	if correction == 0 {
		return "compare it"
	}
	return "corrected by " + signed(correction)
}

func (s *Screen) vault() fyne.CanvasObject {
	lines := []fyne.CanvasObject{
		widgets.NewMuted(s.Vault.Path),
		widgets.NewMuted(plural(s.Vault.Accounts, "account") + ", last saved " + s.Vault.Saved),
	}
	if s.Vault.Backup != "" {
		lines = append(lines, widgets.NewMuted("Last backup "+s.Vault.Backup))
	}
	if s.Vault.SetAside > 0 {
		lines = append(lines, widgets.NewMuted(plural(s.Vault.SetAside, "entry")+" set aside: this version cannot show it; it stays in the file."))
	}
	if s.Vault.ReadOnly != "" {
		lines = append(lines, widgets.NewMuted(s.Vault.ReadOnly))
	}
	sheet := "Make a recovery sheet"
	if s.Vault.HasRecovery {
		sheet = "New recovery sheet"
	} else {
		lines = append(lines, widgets.NewMuted("There is no recovery sheet: if you forget the password, nobody can open this vault."))
	}
	lines = append(lines, widgets.FlowLeft(
		widgets.NewButton("Look after it", widgets.Quiet, s.OnVault),
		widgets.NewButton(sheet, widgets.Quiet, s.OnSheet),
		widgets.NewButton("Trash", widgets.Quiet, s.OnTrash),
	))
	return part("Vault", widgets.Stack(4, lines...))
}

func plural(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case word == "entry":
		return itoa(n) + " entries"
	}
	return itoa(n) + " " + word + "s"
}

// row is a setting with a name for [Screen.Widgets].
func (s *Screen) row(label string, o fyne.CanvasObject) fyne.CanvasObject {
	if s.controls == nil {
		s.controls = map[string]fyne.CanvasObject{}
	}
	s.controls[label] = o
	return row(label, o)
}

// Widgets names the places that a user clicks.
func (s *Screen) Widgets() map[string]fyne.CanvasObject {
	m := map[string]fyne.CanvasObject{"settings.clock": s.clock}
	for label, o := range s.controls {
		m["settings."+label] = o
	}
	return m
}
