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
	s.server = widgets.NewEntry("Time server", clock.Server)
	s.server.SetText(s.Server)
	s.server.OnShortcut = s.OnShortcut
	s.server.OnChanged = func(string) { s.compare.SetText(s.compareText()) }
	s.server.OnSubmitted = func(string) { s.ask() }
	s.compare = widgets.NewButton(s.compareText(), widgets.Main, s.ask)
	s.message = widgets.NewMessage()
	s.result = widgets.Stack(8)
	s.showCorrection()
	s.Tick(s.Now())
	last := "It was not compared yet."
	if s.Checked != "" {
		last = "It was compared last " + s.Checked + "."
	}
	return widgets.NewPage("The clock", s.OnBack, widgets.Stack(10,
		s.time,
		widgets.NewMuted("Codes are made from this computer's clock. Some seconds do no harm; half a minute makes every code wrong. Time zones do not matter. "+last),
		s.result,
		widgets.Field("Time server", s.server),
		widgets.NewMuted("The server is asked what time it is, only when you press the button. It sees this computer's address and nothing else."),
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

func (s *Clock) compareText() string { return "Compare with " + s.name() }

func (s *Clock) ask() {
	server := s.name()
	if s.busy {
		return
	}
	if !clock.ValidServer(server) {
		s.message.Say("This is no name of a server. One looks like "+clock.Server+".", theme.ColorAmber)
		return
	}
	s.busy = true
	s.compare.Disable()
	s.message.Say("Asking "+server+" …", theme.ColorMuted)
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
	within := fmt.Sprintf("Measured to within %.2f seconds.", max(.01, a.Error.Seconds()))
	verdict := clock.Judge(a.Offset)
	seconds, ok := clock.Correction(a.Offset)
	left := a.Offset - time.Duration(s.Correction)*time.Second
	switch {
	case s.Correction != 0 && clock.Judge(left) == clock.Right:
		s.add("The correction fits", "The clock is "+off+", and codes are corrected for that. "+within, "", s.stop())
	case verdict == clock.Right && s.Correction != 0:
		s.add("The clock is right again", "It is "+off+", but codes are still corrected by "+signed(s.Correction)+", which makes them wrong. "+within, theme.ColorRed, s.stop())
	case verdict == clock.Right:
		s.add("The clock is right", "It is "+off+". "+within+" If a code is refused, the reason is another one.", "")
	case a.Alone:
		s.add("The clock is far off", "It is "+off+", according to this server only. Codes are corrected by more than 2 minutes only if a second server agrees, and "+clock.SecondFor(a.Server)+" did not answer. Set date and time in the system's settings, or try again.", theme.ColorRed)
	case !ok:
		s.add("The clock is far off", "It is "+off+". Set date and time in the system's settings; most systems can keep them right by themselves.", theme.ColorRed)
	default:
		title, color := "The clock is a little off", theme.ColorAmber
		if verdict == clock.Wrong {
			title, color = "The clock is wrong", theme.ColorRed
		}
		s.fix = widgets.NewButton("Correct codes by "+signed(seconds), widgets.Quiet, func() { s.correct(seconds) })
		s.add(title, "It is "+off+". "+within+" Best set it in the system's settings, or let the system keep it right by itself. Where you cannot, Watchword can correct its codes, here and in the terminal.", color, s.fix)
	}
	s.result.Refresh()
}

// showCorrection says that codes are corrected.
func (s *Clock) showCorrection() {
	s.result.RemoveAll()
	if s.Correction != 0 {
		s.add("Codes are corrected by "+signed(s.Correction), "They are made for a time that this computer's clock does not show. Compare again once the clock was set.", theme.ColorAmber, s.stop())
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
	return widgets.NewButton("Stop correcting", widgets.Quiet, func() { s.correct(0) })
}

func (s *Clock) correct(seconds int) {
	s.Correction, s.fix = seconds, nil
	s.OnCorrect(seconds)
	s.showCorrection()
	if seconds == 0 {
		s.message.Say("Codes follow this computer's clock again.", theme.ColorOK)
		return
	}
	s.message.Say("", theme.ColorMuted)
}

// signed writes a correction: "+42 s".
func signed(seconds int) string { return fmt.Sprintf("%+d s", seconds) }
