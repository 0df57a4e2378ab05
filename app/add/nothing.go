package add

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"watchword/app/widgets"
	"watchword/assets/words"
)

// Nothing is the page for a search that found no code at all, or only codes that could not
// be read: what was looked at, and the ways on.
type Nothing struct {
	Title     string // "No code on your screen"
	What      string // "2 screens were looked at."
	Next      string // what to do, whole sentences
	Problems  []Problem
	Pictures  []image.Image // small pictures of what was looked at; may be empty
	Again     string        // "Scan again"; "" where there is nothing to try again
	FromFiles bool          // a picture was looked at, not the screen

	OnAgain, OnPicture, OnPaste, OnScan, OnKey, OnGuide, OnBack func()
	OnRegion                                                    func(picture int) // nil where there is no picture

	again, region *widgets.Button
	shown         []*canvas.Image
}

// thumbHeight is the height of the small pictures.
const thumbHeight = 96

// Content builds the page.
func (s *Nothing) Content() fyne.CanvasObject {
	lines := []fyne.CanvasObject{widgets.NewStrong(words.T("No QR code was found"))}
	body := widgets.Stack(12)
	for _, p := range s.Problems {
		body.Add(problemCard(p))
	}
	if len(s.Problems) == 0 {
		for _, text := range []string{s.What, s.Next} {
			if text != "" {
				lines = append(lines, widgets.NewMuted(text))
			}
		}
		body.Add(widgets.NewCard(widgets.Stack(4, lines...)))
	}
	if len(s.Pictures) > 0 && s.OnRegion != nil {
		body.Add(widgets.NewMuted(words.T("This was scanned. If the code is on it, mark it by hand: that part is scanned more thoroughly. If the code has no margin, make the page light and scan again.")))
		body.Add(widgets.Flow(s.thumbs()...))
		s.region = widgets.NewButton(words.T("Mark the code by hand"), widgets.Plain, func() { s.OnRegion(0) })
		body.Add(container.NewCenter(s.region))
	}
	others := []fyne.CanvasObject{
		widgets.NewButton(words.T("Open a picture"), widgets.Plain, s.OnPicture),
		widgets.NewButton(words.T("Paste"), widgets.Plain, s.OnPaste),
		widgets.NewButton(words.T("Type the key"), widgets.Plain, s.OnKey),
	}
	if s.FromFiles {
		others = append(others, widgets.NewButton(words.T("Scan the screen"), widgets.Plain, s.OnScan))
	}
	body.Add(widgets.Flow(others...))
	body.Add(container.NewCenter(widgets.NewButton(words.T("Where do I find the QR code?"), widgets.Quiet, s.OnGuide)))
	var foot fyne.CanvasObject
	if s.Again != "" && s.OnAgain != nil {
		s.again = widgets.NewButton(s.Again, widgets.Main, s.OnAgain)
		foot = s.again
	}
	return widgets.NewPage(s.Title, s.OnBack, body, foot)
}

// thumbs are the small pictures; a click marks the code on that one.
func (s *Nothing) thumbs() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i, p := range s.Pictures {
		b := p.Bounds()
		shown := canvas.NewImageFromImage(p)
		shown.FillMode = canvas.ImageFillContain
		shown.SetMinSize(fyne.NewSize(thumbHeight*float32(b.Dx())/float32(max(1, b.Dy())), thumbHeight))
		s.shown = append(s.shown, shown)
		out = append(out, widgets.NewTappable(words.T("Mark the code on this picture"), shown, func() { s.OnRegion(i) }))
	}
	return out
}

// Leave lets go of the pictures: whatever still holds the page holds none of them.
func (s *Nothing) Leave() {
	s.Pictures = nil
	for _, i := range s.shown {
		i.Image = nil
	}
}

// TypedKey lets Enter try again.
func (s *Nothing) TypedKey(ev *fyne.KeyEvent) bool {
	if (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) && s.again != nil {
		s.OnAgain()
		return true
	}
	return false
}

// Widgets names the places that a user clicks.
func (s *Nothing) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{}
	if s.again != nil {
		out["nothing.again"] = s.again
	}
	if s.region != nil {
		out["nothing.region"] = s.region
	}
	return out
}

// problemCard says what one unusable code is and what to do instead.
func problemCard(p Problem, actions ...fyne.CanvasObject) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	if p.Title != "" {
		lines = append(lines, widgets.NewStrong(p.Title))
	}
	if p.Advice != "" {
		lines = append(lines, widgets.NewMuted(p.Advice))
	}
	if len(actions) > 0 {
		lines = append(lines, widgets.FlowLeft(actions...))
	}
	return widgets.NewWarningCard(widgets.Stack(6, lines...))
}
