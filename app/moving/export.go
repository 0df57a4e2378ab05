package moving

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Target is a format that accounts can be written in.
type Target struct {
	ID, Name, Extension string
	Clear               bool // anybody can read the file
	Encrypts            bool // it needs a password
	Whole               bool // it is always all accounts
}

// A Selection says which accounts are exported: all of them, where it is zero.
type Selection struct {
	Chosen bool   // those that are chosen in the list
	Tag    string // those with this tag; "" is none
}

// An Order is what the user asked for.
type Order struct {
	Target   Target
	Accounts Selection
	Path     string
	Password string // of the file, for targets that encrypt
}

// Export asks what to write where, and says before what gets lost.
type Export struct {
	Run     background.Runner
	Targets []Target
	Tags    []string
	Chosen  int                                     // how many accounts are chosen in the list; they are proposed then
	Plan    func(Target, Selection) Plan            // slow: there may be thousands of accounts
	Path    func(target Target) string              // where it may go
	Write   func(Order) (summary string, err error) // slow

	// Confirm asks for the vault's password and then goes on with this page as it was: before
	// any file that somebody else than the vault's owner could read, with a password of their own.
	Confirm func(then func())

	OnPlace    func(t Target, path string, chosen func(path string)) // asks where it goes
	OnLosses   func([]Loss)                                          // lists them all; the page comes back as it was
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	target, tag      *widgets.Choice
	path             *widgets.Entry
	password, again  *widgets.PasswordEntry
	losses, warning  *widgets.Label
	where, message   *widgets.Label
	submit           *widgets.Button
	encrypted, clear *fyne.Container
	selection        fyne.CanvasObject
	from             []Selection // the selections, in the order in which they are offered
	each             *widgets.Button
	more             fyne.CanvasObject // where each stands
	plan             Plan
	asked            int // plans so far: only the last one counts
	content          fyne.CanvasObject
}

// Content builds the screen, or returns the one that was built before.
func (s *Export) Content() fyne.CanvasObject {
	if s.content == nil {
		s.content = s.build()
	}
	return s.content
}

func (s *Export) build() fyne.CanvasObject {
	var names []string
	for _, t := range s.Targets {
		names = append(names, t.Name)
	}
	s.target = widgets.NewChoice(words.T("Format"), names, func(string) { s.choose() })
	offered := []string{words.T("All accounts")}
	s.from = []Selection{{}}
	if s.Chosen > 0 {
		offered, s.from = append(offered, chosenText(s.Chosen)), append(s.from, Selection{Chosen: true})
	}
	for _, tag := range s.Tags {
		offered, s.from = append(offered, tag), append(s.from, Selection{Tag: tag})
	}
	s.tag = widgets.NewChoice(words.T("Accounts"), offered, func(string) { s.choose() })
	s.tag.Selected = offered[0]
	if s.Chosen > 0 {
		s.tag.Selected = offered[1]
	}
	s.path = widgets.NewPathEntry(words.T("File"), words.T("File"))
	s.password = widgets.NewPasswordEntry(words.T("Password for the file"), words.T("Password for the file"))
	s.again = widgets.NewPasswordEntry(words.T("Password again"), words.T("Password again"))
	for _, e := range []*widgets.Entry{s.path, &s.password.Entry, &s.again.Entry} {
		e.OnShortcut = s.OnShortcut
	}
	s.where = widgets.NewMuted(words.T("File"))
	s.losses, s.message = widgets.NewMessage(), widgets.NewMessage()
	s.warning = widgets.NewMuted("")
	s.each = widgets.NewButton(words.T("Show each"), widgets.Quiet, func() { s.OnLosses(s.plan.Losses) })
	s.more = widgets.FlowLeft(s.each)
	s.more.Hide()
	s.submit = widgets.NewButton(words.T("Export"), widgets.Main, s.write)
	s.encrypted = widgets.Stack(8, s.password, s.again)
	s.clear = widgets.Stack(8, widgets.NewWarningCard(s.warning))
	s.selection = widgets.Field(words.T("Accounts"), s.tag)
	place := widgets.NewButton(words.T("Choose…"), widgets.Plain, func() {
		t, _ := s.chosen()
		s.OnPlace(t, s.path.Text, s.path.SetText)
	})
	body := widgets.Stack(10,
		widgets.Field(words.T("Format"), s.target),
		s.selection,
		s.losses, s.more,
		widgets.Stack(0, s.where, container.NewBorder(nil, nil, nil, place, s.path)),
		s.encrypted, s.clear)
	// What became of it stands beside the button: below a long list nobody would see it.
	page := widgets.NewPage(words.T("Export"), s.OnBack, body, widgets.Stack(8, s.message, s.submit))
	s.target.SetSelectedIndex(0)
	return page
}

// Widgets names the places that a user clicks.
func (s *Export) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"export.for": s.target, "export.file": s.path, "export.submit": s.submit}
	t, _ := s.chosen()
	if !t.Whole {
		out["export.accounts"] = s.tag
	}
	if t.Encrypts {
		out["export.password"], out["export.again"] = s.password, s.again
	}
	if s.more.Visible() {
		out["export.each"] = s.each
	}
	return out
}

func (s *Export) chosen() (Target, Selection) {
	t := s.Targets[max(s.target.SelectedIndex(), 0)]
	if t.Whole {
		return t, Selection{}
	}
	return t, s.from[max(s.tag.SelectedIndex(), 0)]
}

// choose shows what belongs to the chosen format.
func (s *Export) choose() {
	t, which := s.chosen()
	s.path.SetText(s.Path(t))
	s.where.SetText(words.T("File"))
	s.warning.SetText(words.T("This file is not encrypted: anyone who has it has your accounts. Delete it when you no longer need it."))
	if t.Extension == "" {
		s.where.SetText(words.T("Folder"))
		s.warning.SetText(words.T("The pictures in this folder are not encrypted: anyone who has them has your accounts. Delete them when you no longer need them."))
	}
	if t.Whole {
		s.selection.Hide()
	} else {
		s.selection.Show()
	}
	if t.Encrypts {
		s.encrypted.Show()
	} else {
		s.encrypted.Hide()
	}
	if t.Clear {
		s.clear.Show()
	} else {
		s.clear.Hide()
	}
	s.message.Say("", theme.ColorMuted)
	s.submit.Disable()
	s.asked++
	asked := s.asked
	var plan Plan
	s.Run(func() { plan = s.Plan(t, which) }, func() {
		if s.asked == asked {
			s.show(plan)
		}
	})
}

// show says what will be written and what gets lost.
func (s *Export) show(plan Plan) {
	s.plan = plan
	text, all := lossText(plan.Losses)
	s.losses.Say(text, theme.ColorAmber)
	if all {
		s.more.Hide()
	} else {
		s.more.Show()
	}
	if t, _ := s.chosen(); t.Whole {
		s.submit.SetText(words.T("Copy the vault")) // with what is in the trash, and without any account too
		s.submit.Enable()
		return
	}
	switch plan.Accounts {
	case 0:
		s.submit.SetText(words.T("Nothing to export"))
		return
	default:
		s.submit.SetText(words.N(plan.Accounts, "Export 1 account", "Export %d accounts"))
	}
	s.submit.Enable()
}

func chosenText(n int) string {
	return words.N(n, "The account selected in the list", "The %d accounts selected in the list")
}

func (s *Export) write() {
	if s.submit.Disabled() {
		return
	}
	t, which := s.chosen()
	order := Order{Target: t, Accounts: which, Path: s.path.Text, Password: s.password.Text()}
	if t.Encrypts {
		if order.Password == "" {
			s.message.Say(words.T("Give the file a password; the other program will ask for it."), theme.ColorRed)
			return
		}
		if !s.password.Same(s.again) {
			s.message.Say(words.T("The two passwords differ. Type the same one twice."), theme.ColorRed)
			return
		}
	}
	if !t.Whole { // whoever chooses its password can read it
		s.Confirm(func() { s.send(order) })
		return
	}
	s.send(order)
}

// send writes what was ordered.
func (s *Export) send(order Order) {
	s.submit.Disable()
	s.message.Say(words.T("Writing …"), theme.ColorMuted)
	var summary string
	var err error
	s.Run(func() { summary, err = s.Write(order) }, func() {
		s.submit.Enable()
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.password.SetText("")
		s.again.SetText("")
		s.message.Say(summary, theme.ColorOK)
	})
}
