package settings

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/clock"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// Clock is the page that compares this computer's clock with a time server, once a user
// presses the button, and corrects codes where the clock itself cannot be set.
type Clock struct {
	Run        background.Runner
	Now        func() time.Time // the computer's clock, without a correction
	Ask        func(server string) (clock.Answer, error)
	Server     string // asked last; "" is the usual one
	Correction int    // in force, in seconds
	Checked    string // the day of the last comparison, for people; "" never

	OnAsked    func(clock.Answer)
	OnCorrect  func(seconds int) // 0 stops correcting
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	time    *widgets.Label
	server  *widgets.Entry
	compare *widgets.Button
	fix     *widgets.Button // corrects codes; nil while there is nothing to correct
	message *widgets.Label
	result  *fyne.Container
	busy    bool
}

// Content builds the page.
func (s *Clock) Content() fyne.CanvasObject {
	s.time = widgets.NewHeading("").Centered()
	s.server = widgets.NewEntry(words.T("Time server"), clock.Server)
	s.server.SetText(s.Server)
	s.server.OnShortcut = s.OnShortcut
	s.server.OnChanged = func(string) { s.compare.SetText(s.compareText()) }
	s.server.OnSubmitted = func(string) { s.ask() }
	s.compare = widgets.NewButton(s.compareText(), widgets.Main, s.ask)
	s.message = widgets.NewMessage()
	s.result = widgets.Stack(8)
	s.showCorrection()
	s.Tick(s.Now())
	last := words.T("It has not been checked yet.")
	if s.Checked != "" {
		last = words.T("It was last checked %s.", s.Checked)
	}
	return widgets.NewPage(words.T("The clock"), s.OnBack, widgets.Stack(10,
		s.time,
		widgets.NewMuted(words.T("Codes depend on this computer's clock. A few seconds do no harm; half a minute makes every code wrong. Time zones do not matter. %s", last)),
		s.result,
		widgets.Field(words.T("Time server"), s.server),
		widgets.NewMuted(words.T("The server is asked what time it is, only when you press the button. It sees this computer's address and nothing else.")),
	), widgets.Foot(s.message, s.compare))
}

// Widgets names the places that a user clicks.
func (s *Clock) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"clock.compare": s.compare, "clock.server": s.server}
	if s.fix != nil {
		out["clock.correct"] = s.fix
	}
	return out
}

// Tick shows the computer's time, whatever codes are made by.
func (s *Clock) Tick(time.Time) { s.time.SetText(s.Now().Format("15:04:05")) }

func (s *Clock) name() string {
	if t := strings.TrimSpace(s.server.Text); t != "" {
		return t
	}
	return clock.Server
}

func (s *Clock) compareText() string { return words.T("Check with %s", s.name()) }

func (s *Clock) ask() {
	server := s.name()
	if s.busy {
		return
	}
	if !clock.ValidServer(server) {
		s.message.Say(words.T("This is not a server name. One looks like %s.", clock.Server), theme.ColorAmber)
		return
	}
	s.busy = true
	s.compare.Disable()
	s.message.Say(words.T("Asking %s …", server), theme.ColorMuted)
	var answer clock.Answer
	var err error
	s.Run(func() { answer, err = s.Ask(server) }, func() {
		s.busy = false
		s.compare.Enable()
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.OnAsked(answer)
		s.show(answer)
	})
}

// show says what came of the comparison and offers what mends it.
func (s *Clock) show(a clock.Answer) {
	s.message.Say("", theme.ColorMuted)
	s.result.RemoveAll()
	s.fix = nil
	off := clock.Describe(a.Offset)
	within := words.T("Measured to within %.2f seconds.", max(.01, a.Error.Seconds()))
	verdict := clock.Judge(a.Offset)
	seconds, ok := clock.Correction(a.Offset)
	left := a.Offset - time.Duration(s.Correction)*time.Second
	switch {
	case s.Correction != 0 && clock.Judge(left) == clock.Right:
		s.add(words.T("The correction fits"), words.T("The clock is %s, and codes are corrected for that. %s", off, within), "", s.stop())
	case verdict == clock.Right && s.Correction != 0:
		s.add(words.T("The clock is right again"), words.T("It is %s, but codes are still corrected by %s, which makes them wrong. %s", off, signed(s.Correction), within), theme.ColorRed, s.stop())
	case verdict == clock.Right:
		s.add(words.T("The clock is right"), words.T("It is %s. %s If a code is refused, the clock is not the cause.", off, within), "")
	case a.Alone:
		s.add(words.T("The clock is far off"), words.T("It is %s, according to this server only. Codes are corrected by more than 2 minutes only if a second server agrees, and %s did not answer. Set date and time in the system's settings, or try again.", off, clock.SecondFor(a.Server)), theme.ColorRed)
	case !ok:
		s.add(words.T("The clock is far off"), words.T("It is %s. Set date and time in the system settings; most systems can do that automatically.", off), theme.ColorRed)
	default:
		title, color := words.T("The clock is a little off"), theme.ColorAmber
		if verdict == clock.Wrong {
			title, color = words.T("The clock is wrong"), theme.ColorRed
		}
		s.fix = widgets.NewButton(words.T("Correct codes by %s", signed(seconds)), widgets.Quiet, func() { s.correct(seconds) })
		s.add(title, words.T("It is %s. %s It is best to fix the clock in the system settings. Where you cannot, Watchword can correct its codes, here and in the terminal.", off, within), color, s.fix)
	}
	s.result.Refresh()
}

// showCorrection says that codes are corrected.
func (s *Clock) showCorrection() {
	s.result.RemoveAll()
	if s.Correction != 0 {
		s.add(words.T("Codes are corrected by %s", signed(s.Correction)), words.T("They are made for another time than this computer's clock shows. Check again once the clock is set."), theme.ColorAmber, s.stop())
	}
	s.result.Refresh()
}

func (s *Clock) add(title, text string, edge fyne.ThemeColorName, actions ...fyne.CanvasObject) {
	content := widgets.Stack(4, widgets.NewStrong(title), widgets.NewMuted(text))
	if len(actions) > 0 {
		content.Add(widgets.FlowLeft(actions...))
	}
	card := widgets.NewCard(content)
	card.Accent = edge
	s.result.Add(card)
}

func (s *Clock) stop() fyne.CanvasObject {
	return widgets.NewButton(words.T("Stop correcting"), widgets.Quiet, func() { s.correct(0) })
}

func (s *Clock) correct(seconds int) {
	s.Correction, s.fix = seconds, nil
	s.OnCorrect(seconds)
	s.showCorrection()
	if seconds == 0 {
		s.message.Say(words.T("Codes follow this computer's clock again."), theme.ColorOK)
		return
	}
	s.message.Say("", theme.ColorMuted)
}

// signed writes a correction: "+42 s".
func signed(seconds int) string { return fmt.Sprintf("%+d s", seconds) }
