package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A VaultState is what the page Vault tells.
type VaultState struct {
	Path      string // for the eye
	File      string // in full
	Size      string // "12 KiB"
	Accounts  int
	Trashed   int
	SetAside  int    // records that this version cannot show
	Saved     string // "today, 09:41"
	Unsaved   string // why the last change is in memory only; "" when it is on disk
	ReadOnly  string // why it cannot be saved; "" when it can
	Password  string // how well the password is guarded: "Argon2id, 256 MiB, 3 passes"
	WeakCosts bool   // less than a new vault gets

	HasRecovery bool
	Sheet       string // the active recovery sheet: "4711, made on 28 November 2026"; "" if it has no number
	Backups     string // "12, the newest of today, 09:40"; "" without one
	Folder      string // of the backups
	Second      string // the second folder; "" if none was chosen
	SecondState string // "the newest of today", or why it cannot be reached
	SecondBad   bool

	Quick        bool   // quick unlock is on
	QuickTrouble string // why it cannot be switched on here; "" if it can
	CanHide      bool   // this system can keep the window out of captures
	Hidden       bool
}

// A VaultPage looks after the vault: where it is, its password, its recovery sheet, its
// backups, and how this computer treats it.
type VaultPage struct {
	Run   background.Runner
	State VaultState
	Check func() (string, error) // slow: reads the file anew and says what was verified

	OnPassword, OnStrengthen, OnSheet, OnBackups func()
	OnBackUpNow, OnSecond, OnNoSecond            func()
	OnQuick, OnHidden                            func(on bool)
	OnBack                                       func()

	check, password, sheet, backups, second, backUp *widgets.Button
	quick                                           *widgets.Check
	checked                                         *widgets.Label
}

// Content builds the page.
func (s *VaultPage) Content() fyne.CanvasObject {
	body := widgets.Stack(10)
	if s.State.QuickTrouble != "" { // its switch is at the foot of the page, out of sight
		body.Add(widgets.NewWarningCard(widgets.NewLabel(s.State.QuickTrouble)))
	}
	for _, part := range []fyne.CanvasObject{s.file(), s.locks(), s.copies(), s.here()} {
		body.Add(part)
	}
	return widgets.NewPage(words.T("Vault"), s.OnBack, body, nil)
}

// Widgets names the places that a user clicks.
func (s *VaultPage) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{
		"vault.check": s.check, "vault.password": s.password, "vault.sheet": s.sheet, "vault.backups": s.backups,
		"vault.second": s.second, "vault.backup": s.backUp, "vault.quick": s.quick,
	}
}

// section is a card with a heading.
func section(title string, lines ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewCard(widgets.Stack(4, append([]fyne.CanvasObject{widgets.NewStrong(title)}, lines...)...))
}

// warn is a line in the colour of a warning.
func warn(text string) fyne.CanvasObject {
	l := widgets.NewMuted("")
	l.Say(text, theme.ColorAmber)
	return l
}

func (s *VaultPage) file() fyne.CanvasObject {
	v := s.State
	count := plural(v.Accounts, "account")
	if v.Trashed > 0 {
		count += words.T(", %s more in the trash", itoa(v.Trashed))
	}
	lines := []fyne.CanvasObject{
		widgets.CopyLine(widgets.NewLabel(v.Path), words.T("Copy the path"), v.File),
		widgets.NewMuted(words.T("%s · %s · last saved %s", count, v.Size, v.Saved)),
	}
	for _, text := range []string{v.Unsaved, v.ReadOnly} {
		if text != "" {
			lines = append(lines, warn(text))
		}
	}
	if v.SetAside > 0 {
		lines = append(lines, widgets.NewMuted(setAside(v.SetAside)))
	}
	s.checked = widgets.NewMessage()
	s.check = widgets.NewButton(words.T("Verify file"), widgets.Quiet, s.checkNow)
	return section(words.T("File"), append(lines, s.checked, widgets.FlowLeft(s.check))...)
}

func (s *VaultPage) checkNow() {
	s.check.Disable()
	s.checked.Say(words.T("Reading the file from end to end …"), theme.ColorMuted)
	var text string
	var err error
	s.Run(func() { text, err = s.Check() }, func() {
		s.check.Enable()
		if err != nil {
			s.checked.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.checked.Say(text, theme.ColorOK)
	})
}

func (s *VaultPage) locks() fyne.CanvasObject {
	v := s.State
	s.password = widgets.NewButton(words.T("Change password"), widgets.Quiet, s.OnPassword)
	var lines []fyne.CanvasObject
	if v.Password != "" {
		lines = append(lines, widgets.NewMuted(words.T("Password protection: %s.", v.Password)))
	}
	buttons := widgets.FlowLeft(s.password)
	if v.WeakCosts {
		lines = append(lines, warn(words.T("This is weaker than in a new vault: someone with the file could guess passwords faster.")))
		buttons.Add(widgets.NewButton(words.T("Strengthen"), widgets.Quiet, s.OnStrengthen))
	}
	if v.HasRecovery {
		s.sheet = widgets.NewButton(words.T("New recovery sheet"), widgets.Quiet, s.OnSheet)
		have := words.T("You have a recovery sheet.")
		if v.Sheet != "" {
			have = words.T("Active recovery sheet: %s.", v.Sheet)
		}
		lines = append(lines, widgets.NewMuted(words.T("%s If someone has seen it or you have lost it, make a new one.", have)))
	} else {
		s.sheet = widgets.NewButton(words.T("Make a recovery sheet"), widgets.Quiet, s.OnSheet)
		lines = append(lines, warn(words.T("There is no recovery sheet: if you forget the password, nobody can open this vault.")))
	}
	buttons.Add(s.sheet)
	return section(words.T("Password and recovery sheet"), append(lines, buttons)...)
}

func (s *VaultPage) copies() fyne.CanvasObject {
	v := s.State
	have := words.T("None yet: the first is made with the next change.")
	if v.Backups != "" {
		have = v.Backups + "."
	}
	s.backups = widgets.NewButton(words.T("View backups"), widgets.Quiet, s.OnBackups)
	s.backUp = widgets.NewButton(words.T("Back up now"), widgets.Quiet, s.OnBackUpNow)
	lines := []fyne.CanvasObject{
		widgets.NewMuted(words.T("%s In %s.", have, v.Folder)),
		widgets.FlowLeft(s.backups, s.backUp),
	}
	if v.Second == "" {
		s.second = widgets.NewButton(words.T("Choose a second folder"), widgets.Quiet, s.OnSecond)
		lines = append(lines,
			widgets.NewMuted(words.T("A second folder, on another disk or a share, keeps them when this computer is lost.")),
			widgets.FlowLeft(s.second))
		return section(words.T("Backups"), lines...)
	}
	s.second = widgets.NewButton(words.T("Another folder"), widgets.Quiet, s.OnSecond)
	state := widgets.NewMuted(v.SecondState)
	if v.SecondBad {
		state.Say(v.SecondState, theme.ColorAmber)
	}
	return section(words.T("Backups"), append(lines,
		widgets.NewLabel(words.T("Second folder: %s", v.Second)), state,
		widgets.FlowLeft(s.second, widgets.NewButton(words.T("Stop using it"), widgets.Quiet, s.OnNoSecond)))...)
}

// here is how this computer treats the vault.
func (s *VaultPage) here() fyne.CanvasObject {
	v := s.State
	s.quick = widgets.NewCheck(words.T("Quick unlock"), v.Quick, s.OnQuick)
	quick := words.T("Unlock with Enter, using the key stored in the system keyring. Anyone at your logged-in computer can do this too. The password is asked for once a month.")
	if v.QuickTrouble != "" && !v.Quick {
		s.quick.Disable()
	}
	lines := []fyne.CanvasObject{
		switchLine(s.quick, words.T("Quick unlock"), quick),
	}
	if v.CanHide {
		lines = append(lines, switchLine(widgets.NewCheck(words.T("Hide from captures"), v.Hidden, s.OnHidden), words.T("Hide from captures"),
			words.T("Hides the window from most screen recording and sharing. Switch it off to take a screenshot of it.")))
	}
	return section(words.T("On this computer"), lines...)
}

// switchLine is a tick box with a name and what it means.
func switchLine(check *widgets.Check, name, meaning string) fyne.CanvasObject {
	text := widgets.NewTappable(name, widgets.Stack(0, widgets.NewLabel(name), widgets.NewMuted(meaning)), check.Toggle)
	return container.NewBorder(nil, nil, container.NewVBox(check), nil, widgets.Pad(0, 0, 8, 0, text))
}
