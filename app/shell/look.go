package shell

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"watchword/app/config"
	"watchword/app/desktop/appearance"
	"watchword/app/desktop/shield"
	"watchword/app/theme"
)

// ReadLook asks the desktop how it looks, away from the UI thread, and follows.
func (s *Shell) ReadLook() {
	if s.Config.Contrast != config.SystemContrast && s.Config.Accent != config.SystemAccent {
		return
	}
	var now appearance.Appearance
	s.Run(func() { now = s.Options.Look(s.Context) }, func() {
		if now != s.system {
			s.system = now
			s.ApplyLook()
		}
	})
}

// ApplyLook gives the window the theme of the settings and the desktop. A theme that stays
// as it is is not set again: everything would be drawn anew.
func (s *Shell) ApplyLook() {
	look := s.look()
	if s.themed && look == s.shownLook && s.Config.TextSize == s.shownText {
		return
	}
	s.shownLook, s.themed = look, true
	s.applyTextSize(func() { s.Fyne.Settings().SetTheme(theme.Of(look)) })
}

func (s *Shell) look() theme.Look {
	look := theme.Look{Mode: s.Config.Theme}
	look.Strong = s.Config.Contrast == config.HighContrast || s.Config.Contrast == config.SystemContrast && s.system.HighContrast
	switch s.Config.Accent {
	case config.OwnAccent:
	case config.SystemAccent:
		if s.system.HasAccent {
			look.Accent = s.system.Accent
		}
	default:
		if v, err := strconv.ParseUint(s.Config.Accent[1:], 16, 24); err == nil {
			look.Accent = color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
		}
	}
	return look
}

// OutOfTheWay puts the window away after a copy, if that is wanted: the other program is
// where the code is pasted.
func (s *Shell) OutOfTheWay() {
	if s.Config.CopyHides {
		_ = s.Minimise(s.Window) // where it cannot be done it stays
	}
}

// OutOfSight reports whether the window is known not to show.
func (s *Shell) OutOfSight() bool { return s.hidden || s.IsMinimised() }

// IsMinimised reports whether the window is known to be minimised.
func (s *Shell) IsMinimised() bool { return s.Minimised != nil && s.Minimised(s.Window) }

// Hide takes the window away. Something else must lead back to it.
func (s *Shell) Hide() {
	s.NotePlace()
	s.hidden = true
	s.Window.Hide()
}

// HideMinimised is [Shell.Hide] for a window that was minimised: the desktop's list of windows lets go of it.
func (s *Shell) HideMinimised() {
	s.Hide()
	s.Withdraw(s.Window)
}

// StayHidden has a window that was never shown wait until it is brought up.
func (s *Shell) StayHidden() { s.hidden = true }

// Hidden reports whether it was taken away.
func (s *Shell) Hidden() bool { return s.hidden }

// Unhide shows it, where it was.
func (s *Shell) Unhide() {
	if s.hidden || !s.shown {
		s.restorePlace()
		s.fresh = true
	}
	s.hidden, s.shown = false, true
	s.Window.Show()
	s.Restore(s.Window)
	s.BringInReach()
}

// SetHidden keeps the window out of captures, or lets them see it.
func (s *Shell) SetHidden(hidden bool) {
	s.Config.AllowCapture = !hidden
	s.SaveConfig()
	s.Shield()
}

// Shield tells the system what the setting says.
func (s *Shell) Shield() { s.ShieldWindow(s.Window) }

// ShieldWindow is [Shell.Shield] for another window of the program.
func (s *Shell) ShieldWindow(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok || !shield.Possible {
		return
	}
	hidden := !s.Config.AllowCapture
	native.RunNative(func(handle any) {
		switch h := handle.(type) {
		case driver.WindowsWindowContext:
			_ = shield.Set(h.HWND, hidden) // it raises a cost; nothing depends on it
		case driver.MacWindowContext:
			_ = shield.Set(h.NSWindow, hidden)
		}
	})
}
