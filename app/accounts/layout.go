package accounts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
)

// topBar stacks the search, the tags and a banner with the window's margin.
type topBar struct{}

func (*topBar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, theme.WindowPadding)
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size.Width = max(size.Width, m.Width)
			size.Height += m.Height + 8
		}
	}
	return size.AddWidthHeight(2*theme.WindowPadding, 0)
}

func (*topBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := theme.WindowPadding
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		width := size.Width - 2*theme.WindowPadding
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		height := o.MinSize().Height // wrapped text knows its height now
		o.Move(fyne.NewPos(theme.WindowPadding, y))
		o.Resize(fyne.NewSize(width, height))
		y += height + 8
	}
}

// toast places the message over the lower edge and takes it away in time.
type toast struct {
	widget  *widgets.Toast
	content fyne.CanvasObject
	until   time.Time
}

const toastFor = 4 * time.Second

func newToast() *toast {
	t := &toast{widget: widgets.NewToast()}
	t.content = container.New(&atFoot{}, t.widget)
	return t
}

func (t *toast) say(now time.Time, text string, good bool, action string, do func()) {
	t.until = now.Add(toastFor)
	if action != "" {
		t.until = now.Add(2 * toastFor) // time to change one's mind
	}
	t.widget.Say(text, good, action, func() {
		t.widget.Hide()
		do()
	})
	t.content.Refresh()
}

func (t *toast) tick(now time.Time) {
	if t.widget.Visible() && now.After(t.until) {
		t.widget.Hide()
	}
}

// atFoot puts one object over the lower edge.
type atFoot struct{}

func (atFoot) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

func (atFoot) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	m := objects[0].MinSize()
	objects[0].Move(fyne.NewPos(theme.WindowPadding, size.Height-m.Height-16))
	objects[0].Resize(fyne.NewSize(size.Width-2*theme.WindowPadding, m.Height))
}
