package shell

import (
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// scaleVariable is how the toolkit is told how large everything is drawn; it multiplies what the screen asks for. There is no
// other way, and it is read whenever the look is set.
const scaleVariable = "FYNE_SCALE"

// ownScale is what the variable was at the start.
var ownScale, ownScaleSet = os.LookupEnv(scaleVariable)

// setTextSize has everything be drawn in a size, in percent of what the user's desktop asks for, from the next setting of
// the look on.
func setTextSize(f fyne.App, percent int) {
	if percent == 100 && !ownScaleSet {
		_ = os.Unsetenv(scaleVariable)
		return
	}
	own, err := strconv.ParseFloat(ownScale, 32)
	if err != nil || own <= 0 {
		own = max(1, float64(f.Settings().Scale()))
	}
	_ = os.Setenv(scaleVariable, strconv.FormatFloat(own*float64(percent)/100, 'f', 2, 64))
}

// applyTextSize runs set, which sets the look, with the text size of the settings; the window keeps its size on the screen, and
// shows more or less.
func (s *Shell) applyTextSize(set func()) {
	setTextSize(s.Fyne, s.Config.TextSize)
	if s.Window == nil || s.Config.TextSize == s.shownText {
		s.shownText = s.Config.TextSize
		set()
		return
	}
	s.shownText = s.Config.TextSize
	c := s.Window.Canvas()
	size, scale := c.Size(), c.Scale()
	set()
	if by := scale / c.Scale(); by != 1 {
		s.Window.Resize(fyne.NewSize(size.Width*by, size.Height*by))
	}
}

// TextSizes are what the text size goes through by its keys, in percent. The toolkit draws in steps of a tenth.
var TextSizes = []int{80, 90, 100, 110, 120, 130, 150, 170, 200}

// StepTextSize makes everything a step larger, or with a negative step smaller; 0 goes back to the usual size. It returns
// what it is then, in percent.
func (s *Shell) StepTextSize(step int) int {
	to := 100
	if step != 0 {
		at := 0
		for i, size := range TextSizes {
			if size <= s.Config.TextSize {
				at = i
			}
		}
		to = TextSizes[max(0, min(len(TextSizes)-1, at+step))]
	}
	if to != s.Config.TextSize {
		s.Config.TextSize = to
		s.SaveConfig()
		s.ApplyLook()
	}
	return to
}
