package edit

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// Key gives an account another key, or the same one with other digits. A credential never
// changes: this makes a new account, and the old one goes to the trash. The page says so.
type Key struct {
	Run     background.Runner
	Account account.Account
	Now     func() time.Time
	// Save puts the key in the account's place, with its counter (HOTP) where one is known. Slow:
	// it saves the vault. Beside does the same with an account beside this one.
	Save, Beside func(key otp.Key, counter uint64) error

	OnDone     func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	text                       *widgets.Entry
	kind, digits, hash, period *widgets.Choice
	preview                    *widgets.Line
	message                    *widgets.Label
	save                       *widgets.Button
	saving                     widgets.Saving
	sent                       bool    // saved: nothing on the page is unsaved any more
	linked                     otp.Key // of a link that was typed, with everything in it
	counter                    uint64  // of that link
}

var kinds = []struct {
	text string
	kind otp.Type
}{{words.Mark("time-based (TOTP)"), otp.TOTP}, {words.Mark("counter-based (HOTP)"), otp.HOTP}, {words.Mark("Steam Guard"), otp.Steam}}

// Content builds the screen.
func (s *Key) Content() fyne.CanvasObject {
	k := s.Account.Key
	s.text = widgets.NewEntry(words.T("New key or link"), words.T("Leave empty to keep the current key"))
	s.text.OnShortcut = s.OnShortcut
	s.text.OnChanged = func(string) { s.look() }
	s.text.OnSubmitted = func(string) { s.submit() }
	choice := func(label string, options []string, selected string) *widgets.Choice {
		c := widgets.NewChoice(label, options, nil)
		if !slices.Contains(options, selected) {
			c.Options = append(c.Options, selected)
		}
		c.Selected = selected
		c.OnChanged = func(string) { s.look() }
		return c
	}
	kind := words.T(kinds[0].text)
	var names []string
	for _, t := range kinds {
		names = append(names, words.T(t.text))
		if t.kind == k.Type {
			kind = words.T(t.text)
		}
	}
	s.kind = choice(words.T("Kind"), names, kind)
	s.digits = choice(words.T("Digits"), []string{"6", "7", "8"}, strconv.Itoa(or(k.Digits, 6)))
	s.hash = choice(words.T("Algorithm"), []string{"SHA1", "SHA256", "SHA512"}, string(or(k.Algorithm, otp.SHA1)))
	s.period = choice(words.T("Seconds"), []string{"30", "60"}, strconv.Itoa(or(k.Period, 30)))
	s.preview = widgets.NewFigures("", 24, theme.ColorText)
	s.message = widgets.NewMessage()
	s.save = widgets.NewButton(words.T("Create account"), widgets.Main, s.submit)
	s.saving.Inputs = []fyne.Disableable{s.text, s.kind, s.digits, s.hash, s.period, s.save}
	s.look()
	return widgets.NewPage(words.T("New key for %s", account.Visible(s.Account.Title())), s.OnBack, widgets.Stack(10,
		widgets.NewWarningCard(widgets.NewMuted(words.T("This creates a new account with the same name, tags, note and icon, and moves the old one to the trash. You can undo it, or restore the old one from the trash."))),
		widgets.Field(words.T("New key or link"), s.text),
		widgets.Field(words.T("Codes"), s.kind), widgets.Field(words.T("Digits"), s.digits),
		widgets.Field(words.T("Algorithm"), s.hash), widgets.Field(words.T("A new code every … seconds"), s.period),
		s.preview, s.message), s.save)
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Focus puts the cursor into the entry.
func (s *Key) Focus(c fyne.Canvas) { c.Focus(s.text) }

// Widgets names the places that a user clicks.
func (s *Key) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"key.text": s.text, "key.save": s.save}
}

// Tick shows the code of the second.
func (s *Key) Tick(time.Time) { s.look() }

// key makes a key of what the page says. The secret is that of the account where nothing
// was typed.
func (s *Key) key() (otp.Key, error) {
	if s.linked.Type != "" {
		return s.linked, nil
	}
	k := otp.Key{Secret: s.Account.Key.Secret, Type: otp.TOTP, PIN: s.Account.Key.PIN}
	for _, t := range kinds {
		if words.T(t.text) == s.kind.Selected {
			k.Type = t.kind
		}
	}
	if s.text.Text != "" {
		secret, err := account.ParseKey(s.text.Text)
		if err != nil {
			return k, err
		}
		k.Secret = secret
	} else if s.Account.Key.Type == otp.Yandex || s.Account.Key.Type == otp.MOTP {
		return s.Account.Key, nil
	}
	usual := otp.Defaults(k.Type)
	k.Algorithm, k.Digits, k.Period = usual.Algorithm, usual.Digits, usual.Period
	if k.Type != otp.Steam {
		k.PIN = ""
		k.Algorithm = otp.Algorithm(s.hash.Selected)
		k.Digits, _ = strconv.Atoi(s.digits.Selected)
		if k.Type == otp.TOTP {
			k.Period, _ = strconv.Atoi(s.period.Selected)
		}
	}
	return k, k.Validate()
}

// look shows what was made of the text, with the code that it gives now.
func (s *Key) look() {
	if s.save == nil {
		return
	}
	s.linked, s.counter = otp.Key{}, 0
	if account.IsLink(s.text.Text) {
		f := account.Identify(s.text.Text)
		if len(f.Accounts) != 1 {
			s.refuse(f.Title + ". " + f.Advice)
			return
		}
		s.linked, s.counter = f.Accounts[0].Key, f.Accounts[0].Counter
	}
	k, err := s.key()
	switch {
	case err != nil:
		s.refuse(phrases.Sentence(err))
		return
	case same(k, s.Account.Key):
		s.preview.Set("", theme.ColorText)
		s.message.Say("", theme.ColorMuted)
		s.allow(false)
		return
	}
	s.message.Say(describeKey(k, s.counter), theme.ColorMuted)
	s.preview.Set("", theme.ColorText)
	if code, err := k.At(s.Now()); err == nil { // a counter is not used up for a look
		s.preview.Set(otp.Group(k.Type, code.Value), theme.ColorText)
	}
	s.allow(true)
}

// allow has the button create the account, or not; while it does so it is left alone.
func (s *Key) allow(create bool) {
	switch {
	case s.saving.Busy():
	case create:
		s.save.Enable()
	default:
		s.save.Disable()
	}
}

func (s *Key) refuse(why string) {
	s.preview.Set("", theme.ColorText)
	s.message.Say(why, theme.ColorRed)
	s.allow(false)
}

func same(a, b otp.Key) bool {
	return a.Type == b.Type && string(a.Secret) == string(b.Secret) && a.Algorithm == b.Algorithm &&
		a.Digits == b.Digits && a.Period == b.Period && a.PIN == b.PIN
}

// describeKey says what kind of codes a key makes; counter is where it begins (HOTP).
func describeKey(k otp.Key, counter uint64) string {
	switch k.Type {
	case otp.HOTP:
		return words.T("%d bytes, %d digits, %s, counter %d", len(k.Secret), k.Digits, k.Algorithm, counter)
	case otp.Steam:
		return words.T("Steam Guard, 5 characters, every 30 seconds")
	case otp.Yandex:
		return words.T("Yandex, 8 letters, every 30 seconds")
	case otp.MOTP:
		return words.T("mOTP, 6 characters, every 10 seconds")
	}
	return words.T("%d bytes, %d digits, %s, every %d seconds", len(k.Secret), k.Digits, k.Algorithm, k.Period)
}

// Draft implements the window's question before the page goes. At lock the account keeps its key,
// for half a key may be one too; a key that was typed becomes an account beside it.
func (s *Key) Draft() widgets.Draft {
	k, err := s.key()
	if s.sent || s.text.Text == "" && err == nil && same(k, s.Account.Key) {
		return widgets.Draft{}
	}
	d := widgets.Draft{
		Unsaved: words.T("The new key is not saved."),
		Dropped: words.T("Watchword locked before the new key of an account was saved. It is lost."),
		Button:  words.T("Create account"),
	}
	switch {
	case s.saving.Busy():
		d.Save, d.Done, d.AtLock = s.saving.Wait, s.OnDone, s.saving.Wait
		d.Kept = words.T("Watchword locked while the new key of an account was being saved. It was saved.")
	case err == nil && !s.save.Disabled():
		d.Save, d.Done = func(done func(bool)) { s.put(k, done, s.Save) }, s.OnDone
		if s.text.Text != "" && len(k.Secret) >= otp.ShortSecret {
			d.AtLock = func(done func(bool)) { s.put(k, done, s.Beside) }
			d.Kept = words.T("Watchword locked before the new key of an account was saved. A second account with the new key was added, and the first one was not changed.")
		}
	}
	return d
}

func (s *Key) submit() {
	k, err := s.key()
	if s.save.Disabled() || err != nil {
		return
	}
	s.put(k, func(saved bool) {
		if saved {
			s.OnDone()
		}
	}, s.Save)
}

// put saves by save, without turning the page.
func (s *Key) put(k otp.Key, done func(saved bool), save func(otp.Key, uint64) error) {
	counter := s.counter
	s.saving.Do(s.Run, func() error { return save(k, counter) }, func(err error) {
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.sent = true
		s.text.SetText("")
	}, done)
}
