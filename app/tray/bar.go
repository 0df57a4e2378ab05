//go:build linux || windows

package tray

import (
	"image"
	"runtime"

	"fyne.io/systray"
)

const possible = true

// systrayBar is the icon by package systray, which knows one for the whole program and cannot take it away
// again: at its end it would close the bus that others use, too.
type systrayBar struct {
	started bool
	lines   []*systray.MenuItem // nil between others
}

func newBar() bar { return &systrayBar{} }

func (b *systrayBar) show(before, look Look, clicked func(line int)) {
	if !b.started || before.Locked != look.Locked {
		systray.SetIcon(encoded(picture(look.Locked)))
	}
	if !b.started || before.Name != look.Name {
		systray.SetTitle(look.Name)
		systray.SetTooltip(look.Name)
	}
	if b.started {
		b.fill(before, look, clicked)
		return
	}
	b.started = true
	ready := make(chan struct{})
	start, _ := systray.RunWithExternalLoop(func() {
		b.fill(Look{}, look, clicked)
		close(ready)
	}, nil)
	start()
	<-ready
}

// fill changes the texts of the lines where there are as many as before, so that an open menu stays open.
func (b *systrayBar) fill(before, look Look, clicked func(line int)) {
	if !alike(before.Entries, look.Entries) {
		systray.ResetMenu()
		b.lines = b.lines[:0]
		for i, e := range look.Entries {
			b.lines = append(b.lines, newLine(e, func() { clicked(i) }))
		}
		return
	}
	for i, e := range look.Entries {
		if e.Text != before.Entries[i].Text {
			b.lines[i].SetTitle(e.Text)
		}
	}
}

// alike reports whether two menus have the same kind of lines in the same places.
func alike(a, b []Entry) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if (a[i].Text == "") != (b[i].Text == "") || (a[i].Do == nil) != (b[i].Do == nil) {
			return false
		}
	}
	return true
}

func newLine(e Entry, clicked func()) *systray.MenuItem {
	if e.Text == "" {
		systray.AddSeparator()
		return nil
	}
	line := systray.AddMenuItem(e.Text, "")
	if e.Do == nil {
		line.Disable()
	}
	go func() {
		for range line.ClickedCh { // closed with the line
			clicked()
		}
	}()
	return line
}

func encoded(m image.Image) []byte {
	if runtime.GOOS == "windows" {
		return icoOf(m)
	}
	return pngOf(m)
}
