package adding

import (
	"errors"

	"fyne.io/fyne/v2"

	"watchword/app/add"
	"watchword/app/background"
	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/scanner/capture"
	"watchword/vault/account"
)

// ShowAdd shows the page that takes everything.
func (f *Flow) ShowAdd() { f.ShowAddWith("") }

func (f *Flow) ShowAddWith(text string) {
	v := f.Session
	var done adding
	s := &add.Page{
		Run: f.Run, Now: f.CodeTime, Match: v.Match, Namesakes: v.Namesakes, New: opened.NewHere(session.TakesOf(v.Vault())),
		OnScan: f.Guarded(f.ScanScreen), OnPicture: f.Guarded(f.OpenPicture), OnPaste: f.Guarded(f.Paste),
		Save: func(accounts []account.Account, replaces map[int]string) error {
			done = put(f.Context, v, accounts, replaces)
			if done.refused() {
				f.TookIn(done.r)
				return errRefused
			}
			return nil
		},
		OnAdded: func() { f.added(v, done, leftovers{}) },
		OnDone:  func() { f.Changed(done.r, done.text()) },
		OnBack:  f.Guarded(f.Back), OnGuide: f.Guarded(f.OnGuides), OnShortcut: f.EntryShortcut,
	}
	f.Visit(s, f.ShowAdd)
	if text != "" {
		s.SetText(text)
	}
}

// ScanScreen takes a picture of all monitors, without our own window, and shows the codes
// on it.
func (f *Flow) ScanScreen() { f.scanScreens(false) }

// scanScreens is scanScreen; choose lets the user pick the picture in the system's own
// window, where it has one.
func (f *Flow) scanScreens(choose bool) {
	ctx := f.Wait(words.T("Scanning your screen …"), words.T("If the system asks for permission, allow it."))
	options := capture.Options{
		Choose: choose,
		Hide:   func() { background.OnUIAndWait(f.Window.Hide) },
		Show: func() {
			background.OnUIAndWait(func() {
				f.Window.Show()
				f.Window.RequestFocus()
			})
		},
	}
	var shots []capture.Shot
	var err error
	f.Run(func() { shots, err = f.Screens(ctx, options) }, func() {
		if ctx.Err() != nil || f.Closed() {
			return // cancelled: the page is another by now
		}
		if err != nil {
			f.refused(err)
			return
		}
		s := &search{flow: f, from: source{
			where: words.T("on your screen"), again: words.T("Scan again"), retry: f.ScanScreen,
			what: screensText(shots),
			next: words.T("Bring the page with the code to the front, enlarge it until the whole code is visible, and scan again."),
		}}
		for i, shot := range shots {
			s.pictures = append(s.pictures, &picture{name: shotName(shot, i), image: shot.Image, left: shot.Left})
		}
		s.start(ctx)
	})
}

func shotName(shot capture.Shot, i int) string {
	if shot.Name != "" {
		return shot.Name
	}
	return words.T("screen %d", i+1)
}

// screensText says what was looked at.
func screensText(shots []capture.Shot) string {
	if len(shots) != 1 {
		return words.N(len(shots), "1 screen was scanned.", "%d screens were scanned.")
	}
	b := shots[0].Image.Bounds()
	return words.T("1 screen was scanned, %d × %d pixels.", b.Dx(), b.Dy())
}

// refused shows why the system gave no picture, and the ways on.
func (f *Flow) refused(err error) {
	title, advice := words.T("The screen could not be read"), phrases.Sentence(err)
	actions := []fyne.CanvasObject{widgets.NewButton(words.T("Try again"), widgets.Main, f.ScanScreen)}
	var r *capture.Refusal
	if errors.As(err, &r) {
		title, advice = r.What, r.Next
		if r.Choose {
			actions = append(actions, widgets.NewButton(words.T("Choose what the system shows me"), widgets.Plain, func() { f.scanScreens(true) }))
		}
	}
	actions = append(actions, widgets.Flow(
		widgets.NewButton(words.T("Open a picture"), widgets.Plain, f.OpenPicture),
		widgets.NewButton(words.T("Paste"), widgets.Plain, f.Paste),
		widgets.NewButton(words.T("Type the key"), widgets.Plain, f.ShowAdd),
	))
	f.Show(shell.Static("refused", widgets.NewPage(words.T("No picture of the screen"), f.ShowList,
		widgets.Stack(0, widgets.NewWarningCard(widgets.Stack(6, widgets.NewStrong(title), widgets.NewMuted(advice)))),
		widgets.Stack(8, actions...))), f.ShowList)
}
