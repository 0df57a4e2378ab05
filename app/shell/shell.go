// Package shell is the window: which page shows, what leads back, what is asked before text that
// was typed would go, and what is under way behind a page. It knows no page by name and no vault.
package shell

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/desk"
	"watchword/app/desktop/appearance"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Page is one page of the window. What else it can do, it shows by the interfaces below.
type Page interface {
	Name() string // for the way back and for tests; no two pages share one
	Content() fyne.CanvasObject
}

type (
	focuser interface{ Focus(fyne.Canvas) }
	ticker  interface{ Tick(time.Time) }
	mapped  interface {
		Widgets() map[string]fyne.CanvasObject
	}
	// guarded is a page that lets a secret out or changes who can open the vault: the vault's password
	// is asked for before it, under this heading.
	guarded interface{ NeedsPassword() string }
	// leaver is a page that holds something which must not stay longer than it shows.
	leaver interface{ Leave() }
	// behind is a page that stands before another, which comes back as it was.
	behind interface{ Behind() Page }
)

// Hooks are what the shell asks of the program around it.
type Hooks struct {
	Touch    func()                                // somebody is there
	Shortcut func(fyne.Shortcut) bool              // runs an action by its keys
	Confirm  func(title string, back, then func()) // asks for the vault's password and then goes on; nil while there is none
	Turn     func(next Page)                       // another page is about to show; may be nil
	Toast    func(text string, good bool)          // tells something where the page has no place for it
	Applied  func()                                // settings changed
	Occupied func() bool                           // the page that shows must not be taken away by what comes from outside
}

// A Shell is the window of the program. It is used on the UI thread.
type Shell struct {
	*desk.Desk
	Hooks
	Fyne   fyne.App
	Window fyne.Window

	page   Page
	back   func()   // what Esc does; nil for nothing
	behind *waiting // the page behind the one that shows; nil for none

	trail     []place // the pages that lead here, the one that shows last, where it is one of them
	returning place   // that one goes back to; empty while one does not

	hidden    bool // by [Shell.Hide]
	shown     bool // at least once
	fresh     bool // since the last tick
	confirmed bool // the vault's password was typed for the page that comes next
	covered   bool // nothing shows but that the vault is being locked

	given  []string           // what the pages that show are about, where it came from outside
	coming []string           // the same for the page that shows next
	cancel context.CancelFunc // of the work that the page shows

	system    appearance.Appearance // what the desktop says about contrast and accent
	shownLook theme.Look
	shownText int  // the text size that the window has, in percent
	themed    bool // shownLook is what the window has

	Beats int     // ticks of the program so far
	slow  slowest // the longest that the UI thread was busy, where a test watches it
}

// New makes the window.
func New(f fyne.App, d *desk.Desk) *Shell {
	s := &Shell{Desk: d, Fyne: f}
	s.ApplyLook()
	s.Window = f.NewWindow(words.T("Watchword"))
	s.Window.SetPadded(false)
	s.Window.Resize(fyne.NewSize(420, 640))
	s.Window.SetMaster()
	s.Rewired(s.rewired)
	return s
}

// Page returns the page that shows; nil before the first.
func (s *Shell) Page() Page { return s.page }

// Name returns the name of the page that shows; "" before the first.
func (s *Shell) Name() string {
	if s.page == nil {
		return ""
	}
	return s.page.Name()
}

// Shows reports whether p is the page that shows, or waits behind it.
func (s *Shell) Shows(p Page) bool { return s.page == p || s.behind != nil && s.behind.page == p }

// Show makes p the page of the window; back is what Esc and the arrow do. What the page
// before was waiting for ends. The vault's password is asked for before pages that need it. The page
// is not one that others lead back to: see [Shell.Visit].
func (s *Shell) Show(p Page, back func()) {
	if g, ok := p.(guarded); ok && s.Confirm != nil && !s.confirmed {
		s.Confirm(g.NeedsPassword(), back, func() {
			s.Confirmed()
			s.Show(p, back)
		})
		return
	}
	s.confirmed = false
	s.given, s.coming = s.coming, nil
	s.CancelWork()
	s.Swap(p, back)
	s.scrollBack()
}

// Confirmed has the next page show without the question for the vault's password, which was just
// answered.
func (s *Shell) Confirmed() { s.confirmed = true }

// Swap is Show for a page that belongs to the work under way: a question in its middle.
func (s *Shell) Swap(p Page, back func()) { s.swapBack(p, p.Content(), back) }

// swapBack is Swap for a page whose content is made already, with what was typed into it.
func (s *Shell) swapBack(p Page, content fyne.CanvasObject, back func()) {
	if s.covered && p.Name() != coveredName {
		return
	}
	s.Leave()
	if s.Turn != nil {
		s.Turn(p)
	}
	s.turn(p, back, widgets.WithTips(content))
	if f, ok := p.(focuser); ok {
		f.Focus(s.Window.Canvas())
	}
	s.WriteMap()
}

// Empty takes everything off the window.
func (s *Shell) Empty() {
	s.Leave()
	s.page = Static("", widgets.Gap(1))
	s.Window.SetContent(s.page.Content())
}

// Front returns the page that p is about: the one that waits behind it as it is, or p itself.
func Front(p Page) Page {
	for {
		b, ok := p.(behind)
		if !ok {
			return p
		}
		p = b.Behind()
	}
}

// Keep has p be the page that takes what is typed, although the window is empty: it waits for the
// list.
func (s *Shell) Keep(p Page) { s.page = p }

// Leave tells the page that shows, and the one that waits behind it, that another takes its place.
func (s *Shell) Leave() {
	pages := []Page{s.page}
	if s.behind != nil {
		pages, s.behind = append(pages, s.behind.page), nil
	}
	for _, p := range pages {
		if l, ok := p.(leaver); ok {
			l.Leave()
		}
	}
}

// Simple is a page that is only content.
type Simple struct {
	name    string
	content fyne.CanvasObject
}

// Static makes a page of content that has nothing else to it.
func Static(name string, content fyne.CanvasObject) Simple { return Simple{name, content} }

// Name implements [Page].
func (s Simple) Name() string { return s.name }

// Content implements [Page].
func (s Simple) Content() fyne.CanvasObject { return s.content }

func (s *Shell) closePopups() {
	overlays := s.Window.Canvas().Overlays()
	for top := overlays.Top(); top != nil; top = overlays.Top() {
		overlays.Remove(top)
	}
}

// coveredName is the name of the page that stands there while the vault is being locked.
const coveredName = "covered"

// Cover takes everything off the window at once, pop-ups and all. No page takes its place before
// [Shell.Uncover]: what was under way may end meanwhile.
func (s *Shell) Cover() {
	s.covered = true
	s.CancelWork()
	s.Swap(Static(coveredName, widgets.NewCentered(widgets.NewHeading(words.T("Locking …")).Centered())), nil)
}

// Uncover lets pages show again.
func (s *Shell) Uncover() { s.covered = false }

// Covered reports whether nothing shows.
func (s *Shell) Covered() bool { return s.covered }

// CancelWork ends what the page was waiting for.
func (s *Shell) CancelWork() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// Work returns the context of slow work that the page to come shows, ended when the
// page goes.
func (s *Shell) Work() context.Context {
	s.CancelWork()
	ctx, cancel := context.WithCancel(s.Context)
	s.cancel = cancel
	return ctx
}

// Comes has the page that shows next, and those of the same work that follow it by [Shell.Swap], be
// about what came from outside.
func (s *Shell) Comes(given []string) { s.coming = given }

// Came has the page that is swapped in next be about what comes.
func (s *Shell) Came() { s.given, s.coming = s.coming, nil }

// Given returns what the page that shows is about, where that came from outside.
func (s *Shell) Given() []string { return s.given }

// Forgive forgets what the page is about: it was decided.
func (s *Shell) ForgetGiven() { s.given = nil }

// Modifiers are the keys Shift, Ctrl and the like that are held down.
func (s *Shell) Modifiers() fyne.KeyModifier {
	if d, ok := s.Fyne.Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// Say tells something on whichever page shows: the list has a toast for it, and some pages a line.
func (s *Shell) Say(text string, good bool) {
	if p, ok := s.page.(interface{ Say(string, bool) }); ok {
		p.Say(text, good)
		return
	}
	s.Toast(text, good)
}

// Note says something over the page that shows, which stays as it is, for some seconds.
func (s *Shell) Note(text string) { widgets.ShowNote(s.Window.Canvas(), text) }

// OtherShows reports whether the page that shows must not be taken away by what came from outside,
// and is not about that itself. nil is what the user opens in the window: it may.
func (s *Shell) OtherShows(given []string) bool {
	return given != nil && s.Occupied() && !slices.Equal(s.given, given)
}

// Tick tells the page that shows that another second has begun; now is this computer's clock.
func (s *Shell) Tick(now time.Time) {
	if t, ok := s.page.(ticker); ok {
		t.Tick(now.Add(s.Config.Correction()))
	}
}
