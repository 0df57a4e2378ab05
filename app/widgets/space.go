package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// space is a piece of nothing with a size.
type space struct {
	canvas.Rectangle
	size fyne.Size
}

// MinSize implements [fyne.CanvasObject].
func (s *space) MinSize() fyne.Size { return s.size }
