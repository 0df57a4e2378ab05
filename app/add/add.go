// Package add is how accounts come in: from the screen, a picture, the clipboard, or a key
// or link that is typed; the list of what was found; and the page that shows the first
// code while the site is waiting for it.
package add

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Page takes everything that an account can come from. Keys and links go into one box,
// which says at once what it made of the text.
type Page struct {
	Run   background.Runner
	Now   func() time.Time
	Match func(account.Account) vault.Match
	// New says what the vault would get of an account that it has: see [WithNew].
	New func(account.Account) string
	// Namesakes returns the ids of the accounts of the same name with another key.
	Namesakes func(account.Account) []string

	OnScan, OnPicture, OnPaste func()
	// Save adds what was chosen, as OnAdd of [Results] does, and saves the vault; it is slow. With an
	// error not all of it is in the vault.
	Save       func(chosen []account.Account, replaces map[int]string) error
	OnAdded    func() // turns the page after the button has added
	OnDone     func() // does it after the window's question has
	OnBack     func()
	OnGuide    func()
	OnShortcut func(fyne.Shortcut) bool

	box          *widgets.Entry
	issuer, name *widgets.Entry
	note         *widgets.Label
	preview      *fyne.Container
	details      *fyne.Container
	more         *fyne.Container
	kind         *widgets.Choice
	algorithm    *widgets.Choice
	digits       *widgets.Entry
	period       *widgets.Entry
	scan, add    *widgets.Button

	rows    []*candidateRow
	swaps   map[*candidateRow]bool // it takes the place of its namesake
	typed   *account.Account       // a bare key, with the details still to be put on
	short   bool                   // it is so short that it is perhaps no key,
	allowed bool                   // and the user wants it all the same
	saving  widgets.Saving
	sent    bool // added: nothing on the page is unsaved any more
}

// Content builds the screen.
func (s *Page) Content() fyne.CanvasObject {
	s.scan = widgets.NewButton(words.T("Scan the QR code on my screen"), widgets.Main, s.OnScan)
	s.box = widgets.NewTextArea(words.T("Key or link"), words.T("Key or link"), 3)
	s.box.OnChanged = func(string) { s.look() }
	s.box.OnKey = s.boxKey
	s.note = widgets.NewMessage().Keep(1)
	s.preview = widgets.Stack(12)
	s.issuer, s.name = widgets.NewEntry(words.T("Service"), words.T("Service, such as Amazon")), widgets.NewEntry(words.T("Account name"), words.T("Account name, such as your email address"))
	s.digits, s.period = widgets.NewEntry(words.T("Digits"), "6"), widgets.NewEntry(words.T("Seconds"), "30")
	for _, e := range []*widgets.Entry{s.box, s.issuer, s.name, s.digits, s.period} {
		e.OnShortcut = s.OnShortcut
	}
	for _, e := range []*widgets.Entry{s.issuer, s.name, s.digits, s.period} {
		e.OnChanged = func(string) { s.showTyped() }
		e.OnSubmitted = func(string) { s.submit() }
	}
	s.kind = widgets.NewChoice(words.T("Kind"), []string{words.T("Time"), words.T("Counter"), words.T("Steam")}, func(string) { s.showTyped() })
	s.kind.Selected = words.T("Time")
	s.algorithm = widgets.NewChoice(words.T("Algorithm"), []string{string(otp.SHA1), string(otp.SHA256), string(otp.SHA512)}, func(string) { s.showTyped() })
	s.algorithm.Selected = string(otp.SHA1)
	s.more = widgets.Stack(8,
		container.NewGridWithColumns(2, s.kind, s.algorithm),
		container.NewGridWithColumns(2, s.digits, s.period))
	s.more.Hide()
	var moreButton *widgets.Button
	moreButton = widgets.NewButton(words.T("Digits, period, algorithm"), widgets.Quiet, func() {
		s.more.Show()
		moreButton.Hide()
	})
	s.details = widgets.Stack(8, s.issuer, s.name, widgets.FlowLeft(moreButton), s.more)
	s.details.Hide()
	s.add = widgets.NewButton(words.T("Add"), widgets.Main, s.submit)
	s.add.Disable()
	s.saving.Inputs = []fyne.Disableable{s.box, s.issuer, s.name, s.kind, s.algorithm, s.digits, s.period, s.add}

	return widgets.NewPage(words.T("Add an account"), s.OnBack, widgets.Stack(12,
		s.scan,
		widgets.Flow(
			widgets.NewButton(words.T("Open a picture"), widgets.Plain, s.OnPicture),
			widgets.NewButton(words.T("Paste"), widgets.Plain, s.OnPaste),
			widgets.NewButton(words.T("Guide"), widgets.Plain, s.OnGuide),
		),
		widgets.NewStrong(words.T("Or type the key, or paste a link")),
		s.box, s.note, s.details, s.preview,
	), s.add)
}

// Focus puts the cursor into the box.
func (s *Page) Focus(c fyne.Canvas) { c.Focus(s.box) }

// SetText puts text into the box, as if it was typed.
func (s *Page) SetText(text string) { s.box.SetText(text) }

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"add.scan": s.scan, "add.box": s.box, "add.issuer": s.issuer, "add.name": s.name, "add.submit": s.add}
}

// boxKey takes Enter in the box once the text is something to add: a key goes on to the name
// of its service, links are added. Before that Enter begins a new line.
func (s *Page) boxKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyReturn && ev.Name != fyne.KeyEnter {
		return false
	}
	if s.typed != nil && s.issuer.Text == "" {
		if c := fyne.CurrentApp().Driver().CanvasForObject(s.issuer); c != nil {
			c.Focus(s.issuer)
		}
		return true
	}
	if s.add.Disabled() {
		return false
	}
	s.submit()
	return true
}

// lengthOf says how many characters of a key were typed, for whoever compares it with a paper.
func lengthOf(key string) string {
	n := 0
	for _, r := range key {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return words.N(n, "A key of 1 character", "A key of %d characters")
}

// look says what the text in the box is.
func (s *Page) look() {
	s.typed, s.short, s.allowed = nil, false, false
	finds := account.IdentifyTyped(s.box.Text)
	if len(finds) == 1 && finds[0].Usable() && finds[0].Accounts[0].Issuer == "" && finds[0].Accounts[0].Name == "" && finds[0].Migration == nil {
		a := finds[0].Accounts[0].Clone()
		s.typed = &a
		s.short = finds[0].Short
		if s.short {
			s.note.Say(finds[0].Note, theme.ColorAmber)
		} else {
			s.note.Say(lengthOf(s.box.Text), theme.ColorOK)
		}
		s.details.Show()
		s.showTyped()
		return
	}
	s.details.Hide()
	s.note.Say("", theme.ColorMuted)
	candidates, problems := Classify(finds, s.Match)
	s.show(candidates, problems)
}

// showTyped puts the details on a bare key and shows the account that comes out.
func (s *Page) showTyped() {
	if s.typed == nil {
		return
	}
	a, err := s.withDetails(*s.typed)
	if err != nil {
		s.show(nil, []Problem{{Title: words.T("This is out of range"), Advice: phrases.Sentence(err)}})
		return
	}
	s.show([]Candidate{{Account: a, Match: s.Match(a), Short: s.short}}, nil)
}

// withDetails returns the account that key and details make together.
func (s *Page) withDetails(a account.Account) (account.Account, error) {
	a.Issuer, a.Name = strings.TrimSpace(s.issuer.Text), strings.TrimSpace(s.name.Text)
	k := &a.Key
	k.Algorithm = otp.Algorithm(s.algorithm.Selected)
	var err error
	if k.Digits, err = number(s.digits.Text, 6); err != nil {
		return a, words.Error("Digits: %w", err)
	}
	if k.Period, err = number(s.period.Text, 30); err != nil {
		return a, words.Error("Seconds: %w", err)
	}
	switch s.kind.Selected {
	case "Counter":
		k.Type, k.Period = otp.HOTP, 0
	case "Steam":
		k.Type, k.Digits, k.Period, k.Algorithm = otp.Steam, 5, 30, otp.SHA1
	default:
		k.Type = otp.TOTP
	}
	return a, k.Validate()
}

// number reads a whole number; nothing is the usual one.
func number(text string, usual int) (int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n <= 0 {
		return 0, words.Error("a whole number is needed here, such as %d", usual)
	}
	return n, nil
}

func (s *Page) show(candidates []Candidate, problems []Problem) {
	s.rows, s.swaps = nil, map[*candidateRow]bool{}
	s.preview.RemoveAll()
	for _, c := range WithNew(WithNamesakes(candidates, s.Namesakes), s.New) {
		row := newFreeRow()
		// Typed by hand it is meant to be added: the button says what happens.
		row.set(c, s.typed != nil && (!c.Short || s.allowed) || c.wanted(), func(on bool) {
			s.allowed = on
			s.count()
		})
		s.rows = append(s.rows, row)
		s.preview.Add(row.withChoice(false, func(replace bool) {
			s.swaps[row] = replace
			s.count()
		}))
	}
	for _, p := range problems {
		lines := []fyne.CanvasObject{widgets.NewStrong(p.Title)}
		if p.Advice != "" {
			lines = append(lines, widgets.NewMuted(p.Advice))
		}
		s.preview.Add(widgets.NewWarningCard(widgets.Stack(6, lines...)))
	}
	s.count()
	s.Tick(s.Now())
	s.preview.Refresh()
}

// account is the one that is being typed, nil for none.
func (s *Page) account() *account.Account {
	if s.typed == nil || len(s.rows) == 0 {
		return nil
	}
	return &s.rows[0].Account
}

func (s *Page) chosen() (out []account.Account, replaces map[int]string) {
	replaces = map[int]string{}
	for _, r := range s.rows {
		if !r.check.On || s.typed != nil && !r.Account.Named() { // it needs a name first
			continue
		}
		if s.swaps[r] && r.Namesake != "" {
			replaces[len(out)] = r.Namesake
		}
		out = append(out, r.Account)
	}
	return out, replaces
}

func (s *Page) count() {
	chosen, replaces := s.chosen()
	n := len(chosen)
	if n == 0 {
		s.add.SetText(words.T("Add"))
		if a := s.account(); a != nil && !a.Named() {
			s.add.SetText(words.T("Enter a service or account name"))
		}
		s.add.Disable()
		return
	}
	s.add.SetText(addText(n, len(replaces)))
	s.add.Enable()
}

func (s *Page) submit() {
	if chosen, replaces := s.chosen(); len(chosen) > 0 && !s.saving.Busy() && !s.sent {
		s.put(chosen, replaces, func(saved bool) {
			if saved {
				s.OnAdded()
			}
		})
	}
}

// put adds, without turning the page.
func (s *Page) put(chosen []account.Account, replaces map[int]string, done func(saved bool)) {
	s.saving.Do(s.Run, func() error { return s.Save(chosen, replaces) }, func(err error) {
		if s.sent = err == nil; !s.sent {
			s.look() // some of it may be in the vault
			s.note.Say(phrases.Sentence(err), theme.ColorRed)
		}
	}, done)
}

// Draft implements the window's question before the page goes. At lock what can be added is added,
// a key without a name too: a service may show it only once.
func (s *Page) Draft() widgets.Draft {
	typed := s.box.Text + s.issuer.Text + s.name.Text
	if s.sent || strings.TrimSpace(typed) == "" {
		return widgets.Draft{}
	}
	d := widgets.Draft{
		Unsaved: words.T("What you typed here has not been added."),
		Dropped: words.T("Watchword locked before an account was added. What you typed is lost."),
		Kept:    words.T("Watchword locked while you were adding an account. The account was added."),
	}
	save := func(chosen []account.Account, replaces map[int]string) func(func(bool)) {
		return func(done func(bool)) { s.put(chosen, replaces, done) }
	}
	if chosen, replaces := s.chosen(); len(chosen) > 0 {
		d.Save, d.Done, d.AtLock = save(chosen, replaces), s.OnDone, save(chosen, replaces)
		d.Button = addText(len(chosen), len(replaces))
		if len(chosen) > 1 {
			d.Kept = words.T("Watchword locked while you were adding accounts. They were added.")
		}
	} else if a := s.account(); a != nil && !s.short && !s.rows[0].Match.Stored() {
		d.AtLock = save([]account.Account{*a}, nil)
		d.Kept = words.T("Watchword locked while you were adding an account. It was added as “%s”.", account.Unnamed)
	}
	return d
}

// Tick brings the codes up to the second.
func (s *Page) Tick(now time.Time) {
	for _, r := range s.rows {
		r.tick(now)
	}
}
