package add

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Candidate is one account that was found and may be added.
type Candidate struct {
	Account account.Account
	Match   vault.Match // what the vault has already
	Note    string      // "52 characters, 32 bytes"; may be ""

	// Namesake is the id of the account of the same name and another key whose place this one
	// could take; "" for none, or several.
	Namesake string

	// New is what the vault lacks of an account that it has, and gets if it is selected: "counter 40,
	// note"; "" is nothing.
	New string

	// Short says that the key is so short that it is perhaps no key: it is added only if the user
	// selects it.
	Short bool
}

// wanted reports whether a candidate is selected at first.
func (c Candidate) wanted() bool { return (!c.Match.Stored() || c.New != "") && !c.Short }

// WithNew notes for each candidate what the vault would get of it although it has the account.
func WithNew(candidates []Candidate, what func(account.Account) string) []Candidate {
	for i := range candidates {
		if c := &candidates[i]; c.Match.Stored() {
			c.New = what(c.Account)
		}
	}
	return candidates
}

// candidateRow shows a candidate with a tick box and its live code.
type candidateRow struct {
	widget.BaseWidget
	Candidate

	check              *widgets.Check
	avatar             *widgets.Avatar
	title, name, about *widgets.Line
	wrapped            *widgets.Label // says what about does where a row may be higher; else nil
	below              fyne.CanvasObject
	lines              *fyne.Container
	code               *widgets.Line
	content            fyne.CanvasObject
	choice             *namesakeChoice // nil where there is nothing to choose
}

func newCandidateRow() *candidateRow {
	r := &candidateRow{
		check:  widgets.NewCheck("", false, nil),
		avatar: widgets.NewAvatar(theme.IconSize),
		title:  widgets.NewLine("", theme.Issuer, true, theme.ColorText),
		name:   widgets.NewLine("", theme.Name, false, theme.ColorMuted),
		about:  widgets.NewLine("", theme.Name, false, theme.ColorText),
		code:   widgets.NewFigures("", 18, theme.ColorText),
	}
	r.lines = widgets.Stack(0, r.title, r.name, r.about)
	r.content = container.NewBorder(nil, nil,
		widgets.Pad(0, 0, 0, 10, widgets.Row(container.NewCenter(r.check), container.NewCenter(r.avatar))),
		widgets.Pad(0, 0, 8, 0, container.NewCenter(r.code)), container.New(&middle{}, r.lines))
	r.ExtendBaseWidget(r)
	return r
}

// newFreeRow returns a row that is as high as its text needs.
func newFreeRow() *candidateRow {
	r := newCandidateRow()
	r.wrapped = widgets.NewMessage()
	r.below = widgets.Pad(-3, 0, -3, 0, r.wrapped) // in line with the texts above
	r.below.Hide()
	r.lines.Add(r.below)
	return r
}

// longNote is from which length on, in bytes, a note may need a second line.
const longNote = 32

// CreateRenderer implements [fyne.Widget].
func (r *candidateRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&tall{}, r.content))
}

// set shows another candidate; ticked is the state of its box.
// AccessibilityLabel implements [fyne.Accessible].
func (r *candidateRow) AccessibilityLabel() string { return r.title.Text() }

// AccessibilityRole implements [fyne.Accessible].
func (*candidateRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// withChoice is the row with the question what becomes of the account of the same name, where
// there is one.
func (r *candidateRow) withChoice(replace bool, changed func(replace bool)) fyne.CanvasObject {
	if r.Match != vault.SameName {
		return r.content
	}
	r.choice = newNamesakeChoice(r.Candidate, replace, changed)
	r.about.Hide() // the question says it
	r.below.Hide()
	r.lines.Refresh()
	return widgets.Stack(6, r.content, widgets.Pad(0, 0, 34, 0, r.choice.content))
}

func (r *candidateRow) set(c Candidate, ticked bool, changed func(bool)) {
	r.Candidate = c
	title, name := account.Visible(c.Account.Title()), account.Visible(c.Account.Name)
	if c.Account.Issuer == "" {
		name = "" // it is the title already
	}
	r.check.Label, r.check.On, r.check.OnChanged = title, ticked, changed
	r.check.Refresh()
	r.avatar.Set(title)
	r.avatar.Dim(c.Match == vault.AlreadyThere && c.New == "")
	r.title.Set(title, r.codeColor())
	r.name.Set(name, theme.ColorMuted)
	note := c.note()
	if r.wrapped == nil {
		note = c.brief()
	}
	r.about.Set(note, c.noteColor())
	long := r.wrapped != nil && len(note) > longNote
	r.name.Hidden, r.about.Hidden = name == "", note == "" || long
	if long {
		r.wrapped.Say(note, c.noteColor())
		r.below.Show()
	}
	r.lines.Refresh()
}

// tall gives the rows of a list one height, whatever their lines.
type tall struct{}

func (tall) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, theme.RowHeight)
}

func (tall) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

func (c Candidate) note() string {
	if c.New != "" {
		return words.T("Already in your vault. New here: %s", c.New)
	}
	switch c.Match {
	case vault.AlreadyThere:
		return words.T("Already in your vault")
	case vault.SameSecret:
		return words.T("Same key under another name in your vault")
	case vault.SameName:
		return words.T("In your vault %s", vault.NamesakeDiffers)
	case vault.ShorterName:
		return words.T("In your vault under a shorter name. Select it to use this one.")
	}
	switch {
	case c.Short:
		return shortNote(c.Account.Key)
	case c.Account.InTrash():
		return words.T("In the trash of the other program; it is added to your trash")
	}
	return c.Note
}

// brief is the note where it has one line: in a list of many.
func (c Candidate) brief() string {
	if c.New != "" {
		return words.T("New here: %s", c.New)
	}
	switch c.Match {
	case vault.SameSecret:
		return words.T("Same key, another name")
	case vault.SameName:
		return words.T("Same name, another key")
	case vault.ShorterName:
		return words.T("There under a shorter name")
	}
	switch {
	case c.Short:
		return words.T("Unusually short key")
	case c.Account.InTrash():
		return words.T("From the trash there")
	}
	return c.note()
}

func (c Candidate) noteColor() fyne.ThemeColorName {
	if c.Short {
		return theme.ColorAmber
	}
	return theme.ColorText
}

// shortNote warns of a key that any word of letters is.
func shortNote(k otp.Key) string {
	return words.N(len(k.Secret), "Unusually short key: 1 byte. Select it to add it anyway.", "Unusually short key: %d bytes. Select it to add it anyway.")
}

// tick shows the code of now. A preview never shows an HOTP code: that would use up a
// counter.
func (r *candidateRow) tick(now time.Time) {
	r.code.Set(preview(r.Account.Key, now), r.codeColor())
}

func (r *candidateRow) codeColor() fyne.ThemeColorName {
	if r.Match.Stored() {
		return theme.ColorMuted
	}
	return theme.ColorText
}

// preview is the code of a key for the eye, or what to say in its place.
func preview(k otp.Key, now time.Time) string {
	if k.Type == otp.HOTP {
		return "counter"
	}
	code, err := k.At(now)
	if err != nil {
		return words.T("no code")
	}
	return otp.Group(k.Type, code.Value)
}

// middle centres one object vertically and gives it the whole width.
type middle struct{}

func (middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (middle) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, max(0, (size.Height-h)/2)))
	o[0].Resize(fyne.NewSize(size.Width, h))
}
