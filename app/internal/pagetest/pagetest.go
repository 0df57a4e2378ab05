// Package pagetest shows pages to tests, on a display that is not there. All tests of a package share one program of
// the toolkit: a new one reads each font again and draws each icon again, which was a third of the time of the tests.
package pagetest

import (
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/theme"
)

// Width and Height are the size of the window as it first opens.
const (
	Width  = 420
	Height = 640
)

// shared is the program that all tests use.
var shared = sync.OnceValue(func() fyne.App {
	a := test.NewApp()
	a.Settings().SetTheme(theme.New(theme.System))
	return a
})

// App returns the program of the toolkit for a test, without windows and with the look that the settings begin with. It
// is the current one until the test ends.
func App(t testing.TB) fyne.App {
	t.Helper()
	return start(t, theme.New(theme.System))
}

// Look is [App] with a look.
func Look(t testing.TB, look theme.Look) {
	t.Helper()
	start(t, theme.Of(look))
}

func start(t testing.TB, look theme.Theme) fyne.App {
	a := &app{App: shared(), t: t, settings: &settings{Settings: shared().Settings()}}
	a.settings.SetTheme(look)
	a.Clipboard().SetContent("")
	fyne.SetCurrentApp(a)
	t.Cleanup(func() { fyne.SetCurrentApp(shared()) })
	return a
}

// Window shows what content makes, light or dark, in a window of the usual size.
func Window(t testing.TB, mode theme.Mode, content func() fyne.CanvasObject) fyne.Window {
	t.Helper()
	Look(t, theme.Look{Mode: mode})
	return Show(t, content())
}

// Show puts content into a window of the usual size.
func Show(t testing.TB, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	Resize(w, fyne.NewSize(Width, Height))
	return w
}

// Resize gives a window a size. Wrapped text knows its height only once it knows its width; the real window's driver
// comes back for it by itself, the one of the tests does not.
func Resize(w fyne.Window, size fyne.Size) {
	w.Resize(fyne.NewSize(size.Width, size.Height-1))
	w.Resize(size)
}

// app is the shared program with windows and settings that end with the test.
type app struct {
	fyne.App
	t        testing.TB
	settings *settings
}

func (a *app) NewWindow(title string) fyne.Window {
	w := a.App.NewWindow(title)
	a.t.Cleanup(func() {
		if slices.Contains(a.Driver().AllWindows(), w) {
			w.SetOnClosed(nil)
			w.Close()
		}
	})
	return w
}

func (a *app) Settings() fyne.Settings { return a.settings }

// settings tell the listeners of one test only, and leave the toolkit alone where the look stays as it is.
type settings struct {
	fyne.Settings
	listeners []func(fyne.Settings)
}

func (s *settings) AddListener(f func(fyne.Settings)) { s.listeners = append(s.listeners, f) }

func (s *settings) AddChangeListener(chan fyne.Settings) {
	panic("a channel would be told after its test has ended: use AddListener")
}

func (s *settings) SetTheme(to fyne.Theme) {
	if is, ours := s.Theme().(theme.Theme); !ours || fyne.Theme(is) != to {
		s.Settings.SetTheme(to)
	}
	for _, f := range s.listeners {
		f(s)
	}
}
