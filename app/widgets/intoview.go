package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// intoView scrolls a page so that what has just got the focus can be seen: who goes through
// a long page with Tab would go blind otherwise.
func intoView(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil || c.Content() == nil {
		return
	}
	scroll, ok := scrollAround(c.Content(), o)
	if !ok || scroll == nil {
		return
	}
	const margin = 8
	if scroll.Direction == container.ScrollHorizontalOnly {
		left := driver.AbsolutePositionForObject(o).X - driver.AbsolutePositionForObject(scroll).X
		beyond := left + o.Size().Width - scroll.Size().Width
		switch {
		case left < margin:
			scroll.ScrollToOffset(fyne.NewPos(max(0, scroll.Offset.X+left-margin), 0))
		case beyond > -margin:
			most := max(0, scroll.Content.MinSize().Width-scroll.Size().Width)
			scroll.ScrollToOffset(fyne.NewPos(min(most, scroll.Offset.X+beyond+margin), 0))
		}
		return
	}
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	below := top + o.Size().Height - scroll.Size().Height
	switch {
	case top < margin:
		scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, max(0, scroll.Offset.Y+top-margin)))
	case below > -margin:
		most := max(0, scroll.Content.MinSize().Height-scroll.Size().Height)
		scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, min(most, scroll.Offset.Y+below+margin)))
	}
}

// scrollAround looks for o in a tree; ok says whether it is there, and scroll is the
// innermost scroll container around it, if any.
func scrollAround(tree, o fyne.CanvasObject) (scroll *container.Scroll, ok bool) {
	if tree == o {
		return nil, true
	}
	switch t := tree.(type) {
	case *fyne.Container:
		for _, child := range t.Objects {
			if scroll, ok = scrollAround(child, o); ok {
				return scroll, true
			}
		}
	case *container.Scroll:
		if scroll, ok = scrollAround(t.Content, o); ok && scroll == nil {
			scroll = t
		}
		return scroll, ok
	case *Card:
		return scrollAround(t.Content, o)
	case *Tappable:
		return scrollAround(t.content, o)
	}
	return nil, false
}
