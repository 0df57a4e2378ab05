package app

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"

	"watchword/app/add"
	"watchword/app/background"
	"watchword/app/session"
	"watchword/app/widgets"
	"watchword/scanner/capture"
	"watchword/vault/account"
)

// showAdd shows the page that takes everything.
func (a *App) showAdd() { a.showAddWith("") }

func (a *App) showAddWith(text string) {
	v := a.session
	var done adding
	s := &add.Screen{
		Run: a.o.Run, Now: a.now, Match: v.Vault().Match, Namesakes: v.Vault().Namesakes, New: newHere(session.TakesOf(v.Vault())),
		OnScan: a.guarded(a.scanScreen), OnPicture: a.guarded(a.openPicture), OnPaste: a.guarded(a.paste),
		Save: func(accounts []account.Account, replaces map[int]string) error {
			done = put(a.ctx, v, accounts, replaces)
			if done.refused() {
				a.tookIn(done.r)
				return errRefused
			}
			return nil
		},
		OnAdded: func() { a.added(v, done, leftovers{}) },
		OnDone:  func() { a.changed(v, done.r, done.text()) },
		OnBack:  a.guarded(a.showList), OnGuide: a.guarded(a.showGuides), OnShortcut: a.entryShortcut,
	}
	a.show("add", s, a.showList)
	if text != "" {
		s.SetText(text)
	}
}

// scanScreen takes a picture of all monitors, without our own window, and shows the codes
// on it.
func (a *App) scanScreen() { a.scanScreens(false) }

// scanScreens is scanScreen; choose lets the user pick the picture in the system's own
// window, where it has one.
func (a *App) scanScreens(choose bool) {
	ctx := a.busyPage("Looking at your screen …", "If the system asks for permission, allow it.")
	options := capture.Options{
		Choose: choose,
		Hide:   func() { background.OnUIAndWait(a.window.Hide) },
		Show: func() {
			background.OnUIAndWait(func() {
				a.window.Show()
				a.window.RequestFocus()
			})
		},
	}
	var shots []capture.Shot
	var err error
	a.o.Run(func() { shots, err = a.o.Screens(ctx, options) }, func() {
		if ctx.Err() != nil || a.session == nil {
			return // cancelled: the page is another by now
		}
		if err != nil {
			a.refused(err)
			return
		}
		s := &search{app: a, from: source{
			where: "on your screen", again: "Scan again", retry: a.scanScreen,
			what: screensText(shots),
			next: "Bring the page with the code to the front, make it large enough that the whole code is seen, and scan again.",
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
	return fmt.Sprintf("screen %d", i+1)
}

// screensText says what was looked at.
func screensText(shots []capture.Shot) string {
	if len(shots) != 1 {
		return fmt.Sprintf("%d screens were looked at.", len(shots))
	}
	b := shots[0].Image.Bounds()
	return fmt.Sprintf("1 screen was looked at, %d × %d pixels.", b.Dx(), b.Dy())
}

// refused shows why the system gave no picture, and the ways on.
func (a *App) refused(err error) {
	title, advice := "The screen could not be read", err.Error()
	actions := []fyne.CanvasObject{widgets.NewButton("Try again", widgets.Main, a.scanScreen)}
	var r *capture.Refusal
	if errors.As(err, &r) {
		title, advice = r.What, r.Next
		if r.Choose {
			actions = append(actions, widgets.NewButton("Choose what the system shows me", widgets.Plain, func() { a.scanScreens(true) }))
		}
	}
	actions = append(actions, widgets.Flow(
		widgets.NewButton("Open a picture", widgets.Plain, a.openPicture),
		widgets.NewButton("Paste", widgets.Plain, a.paste),
		widgets.NewButton("Type the key", widgets.Plain, a.showAdd),
	))
	a.show("refused", simple{widgets.NewPage("No picture of the screen", a.showList,
		widgets.Stack(0, widgets.NewWarningCard(widgets.Stack(6, widgets.NewStrong(title), widgets.NewMuted(advice)))),
		widgets.Stack(8, actions...))}, a.showList)
}

// busyPage shows that something goes on, with a way out. Its context ends when the page
// goes.
func (a *App) busyPage(text, hint string) context.Context {
	a.show("busy", a.waiting(text, hint), a.showList)
	return a.work()
}
