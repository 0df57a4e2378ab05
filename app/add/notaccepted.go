package add

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// NotAccepted says what to look at when a site refuses the code, the likeliest first.
type NotAccepted struct {
	Account    account.Account
	Now        func() time.Time // that codes are made by
	Clock      func() time.Time // what the computer's clock shows
	Correction int              // of the codes' clock, in seconds

	OnBack  func() // to the code
	OnClock func() // compare the clock
	OnScan  func()
	OnCopy  func(code string)  // a code of another kind
	OnKeep  func(with otp.Key) // that kind was accepted

	clock    *widgets.Label
	next     *widgets.Label
	compare  *widgets.Button
	kinds    *widgets.Button
	variants *fyne.Container
	lines    []variantLine
}

// variantLine is a code of another kind that ticks.
type variantLine struct {
	key  otp.Key
	code *widgets.Line
}

// Content builds the screen.
func (s *NotAccepted) Content() fyne.CanvasObject {
	s.clock, s.next = widgets.NewMuted(""), widgets.NewMuted("")
	s.compare = widgets.NewButton(words.T("Check the clock"), widgets.Quiet, s.OnClock)
	s.variants = widgets.Stack(4)
	s.variants.Hide()
	s.kinds = widgets.NewButton(words.T("Show other kinds"), widgets.Quiet, s.showVariants)
	kinds := step(words.T("4. Another kind of code"), widgets.NewMuted(words.T("This account makes codes of %s. A few services want something else and say so beside the key.", kindText(s.Account.Key))))
	if len(Variants(s.Account)) > 0 {
		kinds.Add(widgets.FlowLeft(s.kinds))
		kinds.Add(s.variants)
	}
	s.Tick(s.Now())
	return widgets.NewPage(words.T("The code was not accepted"), s.OnBack, widgets.Stack(10,
		widgets.NewCard(step(words.T("1. The clock"), s.clock, widgets.FlowLeft(s.compare))),
		widgets.NewCard(step(words.T("2. Another code"), s.next)),
		widgets.NewCard(step(words.T("3. A newer QR code"),
			widgets.NewMuted(words.T("If the page was reloaded it shows a new QR code, and the one before is no longer valid. Scan the one that is shown now, then move the older account to the trash.")),
			widgets.FlowLeft(widgets.NewButton(words.T("Scan again"), widgets.Quiet, s.OnScan)))),
		widgets.NewCard(kinds),
	), widgets.NewButton(words.T("Back to the code"), widgets.Main, s.OnBack))
}

func step(title string, objects ...fyne.CanvasObject) *fyne.Container {
	return widgets.Stack(4, append([]fyne.CanvasObject{widgets.NewStrong(title)}, objects...)...)
}

// kindText says what kind of codes a key makes.
func kindText(k otp.Key) string {
	switch k.Type {
	case otp.HOTP:
		return words.T("%d digits, %s, counter-based", k.Digits, k.Algorithm)
	case otp.Steam:
		return words.T("Steam, 5 letters and digits")
	case otp.TOTP:
		return words.T("%d digits, %s, every %d seconds", k.Digits, k.Algorithm, k.Period)
	}
	return string(k.Type)
}

// Tick shows the time and when the next code comes.
func (s *NotAccepted) Tick(now time.Time) {
	text := words.T("Codes depend on this computer's clock. It shows %s. If that is wrong by half a minute, every code is wrong.", s.Clock().Format("15:04:05"))
	if s.Correction != 0 {
		text += words.T(" Codes are corrected by %+d s.", s.Correction)
	}
	s.clock.SetText(text)
	s.next.SetText(s.nextText(now))
	for _, l := range s.lines {
		l.code.Set(preview(l.key, now), theme.ColorText)
	}
}

func (s *NotAccepted) nextText(now time.Time) string {
	const once = "Each code works only once, and an expired one is refused. "
	if s.Account.Key.Type == otp.HOTP {
		return words.T("The service tolerates only a few unused codes. Make a new code, and use every code once.")
	}
	code, err := s.Account.Key.At(now)
	if err != nil {
		return words.T("This account has no code yet: edit it and give its PIN.")
	}
	return once + words.T("The next one comes in %d s; paste it at once.", max(1, widgets.SecondsLeft(now, code.Until)))
}

// showVariants shows the codes that the key makes in other ways.
func (s *NotAccepted) showVariants() {
	s.kinds.Hide()
	s.variants.Add(widgets.NewMuted(words.T("Copy one of these and try it. If the page takes it, keep that kind.")))
	for _, key := range Variants(s.Account) {
		line := variantLine{key: key, code: widgets.NewFigures("", 18, theme.ColorText)}
		s.lines = append(s.lines, line)
		s.variants.Add(container.NewBorder(nil, nil, nil, container.NewCenter(widgets.Row(
			widgets.NewButton(words.T("Copy"), widgets.Quiet, func() { s.copy(key) }),
			widgets.NewButton(words.T("Keep"), widgets.Quiet, func() { s.OnKeep(key) }),
		)), widgets.Stack(0, line.code, widgets.NewLine(kindText(key), theme.Name, false, theme.ColorMuted))))
	}
	s.variants.Show()
	s.Tick(s.Now())
}

func (s *NotAccepted) copy(key otp.Key) {
	if code, err := key.At(s.Now()); err == nil {
		s.OnCopy(code.Value)
	}
}

// Widgets names the places that a user clicks.
func (s *NotAccepted) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"refusedcode.clock": s.compare, "refusedcode.kinds": s.kinds}
}

// Variants returns the keys that the same secret may stand for where the page did not say
// so, or said it in words: other hashes, eight digits, a minute, Steam. Only codes that
// follow the clock have some: trying a counter's would use it up.
func Variants(a account.Account) []otp.Key {
	own := a.Key
	if own.Type != otp.TOTP && own.Type != otp.Steam {
		return nil
	}
	var out []otp.Key
	for _, v := range []struct {
		kind      otp.Type
		algorithm otp.Algorithm
		digits    int
		period    int
	}{
		{otp.TOTP, otp.SHA1, 6, 30},
		{otp.TOTP, otp.SHA256, 6, 30},
		{otp.TOTP, otp.SHA512, 6, 30},
		{otp.TOTP, otp.SHA1, 8, 30},
		{otp.TOTP, otp.SHA256, 8, 30},
		{otp.TOTP, otp.SHA1, 6, 60},
		{otp.TOTP, otp.SHA1, 7, 30},
		{otp.Steam, otp.SHA1, 5, 30},
	} {
		k := otp.Key{Type: v.kind, Secret: own.Secret, Algorithm: v.algorithm, Digits: v.digits, Period: v.period}
		if k.Type == own.Type && k.Algorithm == own.Algorithm && k.Digits == own.Digits && k.Period == own.Period || k.Validate() != nil {
			continue
		}
		out = append(out, k)
	}
	return out
}
