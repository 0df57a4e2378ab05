// Package screens is what the window system knows of the screens and of where a window is on them, in the
// system's pixels. The toolkit tells neither; it is asked for through the very same module that the toolkit uses,
// in glfw.go alone.
package screens

import (
	"fmt"
	"image"
	"slices"
	"strings"
)

// A Screen is one of those that are there. All lie on one plane.
type Screen struct {
	Whole image.Rectangle
	Work  image.Rectangle // without panels
}

// A Frame is how wide the frame around a window is at each side.
type Frame struct{ Left, Top, Right, Bottom int }

// A Spot is where a window is.
type Spot struct {
	Inside image.Rectangle // of the frame; empty where the system does not tell, as on Wayland
	Frame  Frame
	Usual  bool // it is neither minimised nor as large as the screen
}

// Arrangement names the screens that are there: "1920x1080+0+0 1280x1024+1920+0"; "" where none is known.
func Arrangement(list []Screen) string {
	var names []string
	for _, s := range list {
		names = append(names, fmt.Sprintf("%dx%d%+d%+d", s.Whole.Dx(), s.Whole.Dy(), s.Whole.Min.X, s.Whole.Min.Y))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// Fit returns the spot's inside as it has to be for all of the window, with its frame, to be on one screen: the
// one that has most of it, else the nearest. It is as large as before if the screen is.
func Fit(s Spot, list []Screen) image.Rectangle {
	in := s.Inside
	if in.Empty() || len(list) == 0 {
		return in
	}
	outer := image.Rect(in.Min.X-s.Frame.Left, in.Min.Y-s.Frame.Top, in.Max.X+s.Frame.Right, in.Max.Y+s.Frame.Bottom)
	work := nearest(outer, list)
	outer.Max.X = outer.Min.X + min(outer.Dx(), work.Dx())
	outer.Max.Y = outer.Min.Y + min(outer.Dy(), work.Dy())
	outer = outer.Add(image.Pt(
		max(work.Min.X-outer.Min.X, min(0, work.Max.X-outer.Max.X)),
		max(work.Min.Y-outer.Min.Y, min(0, work.Max.Y-outer.Max.Y))))
	return image.Rectangle{
		outer.Min.Add(image.Pt(s.Frame.Left, s.Frame.Top)),
		outer.Max.Sub(image.Pt(s.Frame.Right, s.Frame.Bottom)),
	}
}

// leastTitle is how much of a window's upper edge has to show for it to be moved by hand.
const leastTitle = 60

// InReach reports whether the user gets hold of a window: enough of its upper edge is on a screen.
func InReach(s Spot, list []Screen) bool {
	in := s.Inside
	if in.Empty() || len(list) == 0 {
		return true
	}
	title := image.Rect(in.Min.X, in.Min.Y-s.Frame.Top, in.Max.X, in.Min.Y+1)
	return slices.ContainsFunc(list, func(screen Screen) bool {
		seen := title.Intersect(screen.Work)
		return !seen.Empty() && seen.Dx() >= min(leastTitle, title.Dx())
	})
}

// nearest returns the work area that has most of a rectangle, else the one whose middle is nearest to its own.
func nearest(r image.Rectangle, list []Screen) image.Rectangle {
	middle := func(r image.Rectangle) image.Point { return r.Min.Add(r.Max).Div(2) }
	return slices.MaxFunc(list, func(a, b Screen) int {
		seenA, seenB := r.Intersect(a.Work), r.Intersect(b.Work)
		if by := seenA.Dx()*seenA.Dy() - seenB.Dx()*seenB.Dy(); by != 0 {
			return by
		}
		toA, toB := middle(a.Work).Sub(middle(r)), middle(b.Work).Sub(middle(r))
		return toB.X*toB.X + toB.Y*toB.Y - toA.X*toA.X - toA.Y*toA.Y
	}).Work
}
