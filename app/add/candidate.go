package add

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Candidate is one account that was found and may be added.
type Candidate struct {
	Account account.Account
	Match   vault.Match // what the vault has already
	Note    string      // "52 characters, 32 bytes"; may be ""
}

// candidateRow shows a candidate with a tick box and its live code.
type candidateRow struct {
	Candidate
	check   *widgets.Check
	code    *widgets.Line
	content fyne.CanvasObject
}

func newCandidateRow(c Candidate, changed func()) *candidateRow {
	r := &candidateRow{Candidate: c}
	title, name := account.Visible(c.Account.Title()), account.Visible(c.Account.Name)
	if c.Account.Issuer == "" {
		name = ""
	}
	r.check = widgets.NewCheck(title, c.Match == vault.None, func(bool) { changed() })
	avatar := widgets.NewAvatar(theme.IconSize)
	avatar.Set(title)
	avatar.Dim(c.Match == vault.AlreadyThere)
	color := theme.ColorText
	if c.Match != vault.None {
		color = theme.ColorMuted
	}
	r.code = widgets.NewFigures("", 18, color)
	lines := []fyne.CanvasObject{widgets.NewLine(title, theme.Issuer, true, color)}
	if name != "" {
		lines = append(lines, widgets.NewLine(name, theme.Name, false, theme.ColorMuted))
	}
	if note := c.note(); note != "" {
		lines = append(lines, widgets.NewLine(note, theme.Name, false, theme.ColorText))
	}
	names := container.New(&middle{}, widgets.Stack(0, lines...))
	r.content = container.NewBorder(nil, nil,
		widgets.Pad(0, 0, 0, 10, widgets.Row(container.NewCenter(r.check), container.NewCenter(avatar))),
		widgets.Pad(0, 0, 8, 0, container.NewCenter(r.code)), names)
	return r
}

func (c Candidate) note() string {
	switch c.Match {
	case vault.AlreadyThere:
		return "Already in your vault"
	case vault.SameSecret:
		return "Same secret under another name in your vault"
	}
	return c.Note
}

// tick shows the code of now. A preview never shows an HOTP code: that would use up a
// counter.
func (r *candidateRow) tick(now time.Time) {
	r.code.Set(preview(r.Account.Key, now), r.codeColor())
}

func (r *candidateRow) codeColor() fyne.ThemeColorName {
	if r.Match != vault.None {
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
		return "no code"
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
