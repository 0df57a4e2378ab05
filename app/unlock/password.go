package unlock

import (
	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// Passwords are the rules and hints for a new password.
type Passwords struct {
	Suggest func() string                  // five words
	Check   func(password string) error    // the rules, quick
	Judge   func(password string) Strength // slow
}

// Strength is what there is to say about a password.
type Strength struct {
	Level int    // from 0, which is not accepted, to 4
	Hint  string // one sentence
}

const passwordRule = "At least 10 characters. Nobody can reset it for you."

var errDiffer = words.Error("The two passwords differ. Type the same one twice.")

// form asks for a new password: a suggestion of five words, an own one, the same again; a
// button takes it.
type form struct {
	rules   Passwords
	run     background.Runner
	work    func(password []byte) func() error // what takes it; the function it returns is slow
	working background.Runner                  // runs that
	done    func()
	failed  func(error) // may be nil

	password, again  *widgets.PasswordEntry
	hint, suggestion *widgets.Label
	use, others      *widgets.Button
	submit           *widgets.Button
	label, busy      string // what the button says, before and meanwhile
	meter            *widgets.Meter
	said, wrong      string // by hint: of the password, and of the last try; the latter comes first
	judged           string
	ahead
}

func newForm(rules Passwords, run background.Runner, shortcut func(fyne.Shortcut) bool, label, busy string) *form {
	f := &form{rules: rules, run: run, working: run, label: label, busy: busy}
	f.password = widgets.NewPasswordEntry(words.T("Password"), words.T("Password"))
	f.again = widgets.NewPasswordEntry(words.T("Password again"), words.T("Password again"))
	for _, e := range []*widgets.PasswordEntry{f.password, f.again} {
		e.OnShortcut = shortcut
		e.OnRune, e.OnKey = f.takeRune, f.takeKey
	}
	f.password.OnTyped = func() {
		f.quiet()
		f.judge()
	}
	f.again.OnTyped = f.quiet
	f.password.OnSubmitted = func(string) { focus(f.again) }
	f.again.OnSubmitted = func(string) { f.send() }
	f.submit = widgets.NewButton(label, widgets.Main, f.send)
	f.meter, f.hint = widgets.NewMeter(), widgets.NewMessage().Keep(2)
	f.tell(Strength{Hint: passwordRule})
	f.suggestion = widgets.NewStrong(rules.Suggest())
	f.use = widgets.NewButton(words.T("Use these words"), widgets.Quiet, f.takeSuggestion)
	f.others = widgets.NewButton(words.T("Other words"), widgets.Quiet, func() { f.suggestion.SetText(f.rules.Suggest()) })
	return f
}

// objects are the parts of the form from top to bottom.
func (f *form) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		widgets.NewCard(widgets.Stack(4,
			widgets.NewMuted(words.T("Five random words make a good password:")),
			f.suggestion,
			widgets.FlowLeft(f.use, f.others),
		)),
		f.password, widgets.Stack(2, f.meter, f.hint), f.again,
	}
}

// focus puts the cursor into o, where a window shows it.
func focus(o interface {
	fyne.Focusable
	fyne.CanvasObject
}) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Focus(o)
	}
}

func (f *form) takeSuggestion() {
	words := f.suggestion.Text()
	f.password.Reveal(true) // they are on the screen anyway
	f.again.Reveal(true)
	f.password.SetText(words)
	f.again.SetText(words)
	focus(f.again)
}

// judge asks for a hint about the password while it is typed; only the last answer counts.
func (f *form) judge() {
	password := f.password.Text()
	f.judged = password
	if password == "" {
		f.tell(Strength{Hint: passwordRule})
		return
	}
	var strength Strength
	f.run(func() { strength = f.rules.Judge(password) }, func() {
		if f.judged == password {
			f.tell(strength)
		}
	})
}

// tell shows how strong the password is.
func (f *form) tell(s Strength) {
	f.said = s.Hint
	f.meter.Set(s.Level)
	f.fail(f.wrong)
}

// fail says what was wrong with the last try, in the room of what is said of the password; "" takes it back.
func (f *form) fail(text string) {
	f.wrong = text
	if text == "" {
		f.hint.Say(f.said, theme.ColorMuted)
	} else {
		f.hint.Say(text, theme.ColorRed)
	}
}

// value returns the password, or says what is wrong with it and goes there.
func (f *form) value() ([]byte, error) {
	if err := f.rules.Check(f.password.Text()); err != nil {
		focus(f.password)
		return nil, err
	}
	if !f.password.Same(f.again) {
		focus(f.again)
		return nil, errDiffer
	}
	return f.password.Bytes(), nil
}

// send sets the password that was typed, away from the UI thread.
func (f *form) send() {
	if f.submit.Disabled() {
		return
	}
	password, err := f.value()
	if err != nil {
		f.fail(phrases.Sentence(err))
		return
	}
	f.quiet()
	f.setBusy(true)
	work := f.work(password)
	f.working(func() {
		defer clear(password)
		err = work()
	}, func() {
		if err != nil {
			f.setBusy(false)
			f.fail(phrases.Sentence(err))
			if f.failed != nil {
				f.failed(err)
			}
			return
		}
		f.forget()
		f.done()
	})
}

// setBusy has the password that was given be the one: until the page goes, what is typed is for
// the list.
func (f *form) setBusy(busy bool) {
	f.end()
	text := f.label
	if busy {
		f.begin()
		text = f.busy
	}
	f.submit.SetText(text)
	for _, w := range []fyne.Disableable{f.submit, f.use, f.others, f.password, f.again} {
		if busy {
			w.Disable()
		} else {
			w.Enable()
		}
	}
}

// quiet takes back what was said of an earlier try.
func (f *form) quiet() {
	if f.wrong != "" {
		f.fail("")
	}
}

// forget empties the entries.
func (f *form) forget() {
	f.password.SetText("")
	f.again.SetText("")
}
