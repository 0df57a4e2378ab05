// Package quick is the flow of the quick window: it comes up over whatever the user does, finds a code,
// copies or types it, and is gone.
package quick

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/desktop/typing"
	"watchword/app/opened"
	pages "watchword/app/quick"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// An Unlocking opens the vault that is asked for.
type Unlocking struct {
	Open  func(password []byte) error // slow: derives the key
	Quick func() error                // slow: without the password; nil where that is off
	Enter func()                      // makes it the open vault
}

// A page is what the window shows.
type page interface {
	Content() fyne.CanvasObject
	Focus(fyne.Canvas)
	Height() float32
	Clear() // what was typed
	Hear()  // keys from now on
}

// A Flow is the quick window. It lives as long as the program and is used on the UI thread.
type Flow struct {
	*shell.Shell
	Opened    func() *opened.Vault // nil while locked
	Unlocking func() *Unlocking    // nil where there is no vault to unlock: the program's window says what to do
	OnWindow  func()               // brings the program's window up
	OnGone    func()               // the window is gone; may be nil

	window fyne.Window // made when it is needed first, and kept: making one takes long
	page   page        // nil while the window is gone
	before typing.Target
	typing error // why nothing can be typed into the window that had the focus; nil where it can
	asked  bool  // the user was told that typing is off
}

// Raise brings the window up, or sends it away where it shows. It may be called from any goroutine.
func (f *Flow) Raise() {
	before, err := f.Focused() // before our window takes the focus
	f.OnUI(func() {
		if f.page != nil {
			f.hide()
			return
		}
		f.before, f.typing, f.asked = before, err, false
		f.show()
	})
}

// Shows reports whether the window is there.
func (f *Flow) Shows() bool { return f.page != nil }

func (f *Flow) show() {
	o := f.Opened()
	if o != nil {
		f.Run(func() { o.Session.Accounts() }, func() { // thousands take their time to be put in order
			if !o.Closed() {
				f.put(f.search(o))
			}
		})
		return
	}
	u := f.Unlocking()
	if u == nil {
		f.OnWindow()
		return
	}
	f.put(f.locked(u))
}

func (f *Flow) locked(u *Unlocking) page {
	var l *pages.Locked
	l = &pages.Locked{Run: f.Run, Open: u.Open, Quick: u.Quick,
		OnOpened: func() {
			u.Enter()
			if f.page == l {
				f.show()
			}
		},
		OnGone: func() { f.gone(l) },
		OnSize: f.fit,
	}
	return l
}

// gone sends the window away for a page that is still the one that shows.
func (f *Flow) gone(p page) {
	if f.page == p {
		f.hide()
	}
}

// put shows a page.
func (f *Flow) put(p page) {
	f.page = p
	if f.window == nil {
		f.window = f.newWindow()
	}
	f.window.SetContent(widgets.WithTips(p.Content()))
	f.fit(p.Height())
	f.fit(p.Height()) // lines wrap by the width that they got
	f.ShieldWindow(f.window)
	f.window.Show()
	f.Centre(f.window)
	f.window.RequestFocus()
	p.Focus(f.window.Canvas())
	f.After(pages.Deaf, p.Hear)
	f.WriteMap()
}

func (f *Flow) newWindow() fyne.Window {
	var w fyne.Window
	if d, ok := f.Fyne.Driver().(desktop.Driver); ok {
		w = d.CreateSplashWindow() // without a frame
	} else {
		w = f.Fyne.NewWindow("")
	}
	w.SetTitle(words.T("Watchword quick search"))
	w.SetPadded(false)
	w.SetFixedSize(true)
	w.SetCloseIntercept(f.hide)
	return w
}

func (f *Flow) fit(height float32) {
	if f.window != nil {
		f.window.Resize(fyne.NewSize(pages.Width, height))
	}
}

// hide wipes what was typed and sends the window away.
func (f *Flow) hide() {
	p := f.page
	if p == nil {
		return
	}
	f.page = nil // what comes of the focus going is too late
	p.Clear()
	f.window.Hide()
	f.window.SetContent(widgets.Gap(1))
	if f.OnGone != nil {
		f.OnGone()
	}
}

// Locked takes the accounts off the window: the vault is being locked.
func (f *Flow) Locked() { f.hide() }

// Tick shows the codes of another second.
func (f *Flow) Tick(now time.Time) {
	if p, ok := f.page.(*pages.Page); ok {
		p.Tick(now)
	}
}

// Page returns what the window shows; nil while it is gone.
func (f *Flow) Page() any { return f.page }

// Window returns the quick window; nil before it was needed.
func (f *Flow) Window() fyne.Window { return f.window }
