package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/add"
	"watchword/app/background"
	"watchword/app/desktop/clipboard"
	"watchword/app/desktop/dialogs"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/assets"
	"watchword/scanner"
	"watchword/scanner/capture"
	"watchword/vault"
	"watchword/vault/account"
)

// A source is where codes were looked for.
type source struct {
	where string // "on your screen"
	again string // the button for another try
	retry func() // nil where there is nothing to try again
	none  string // what to do when nothing was found
}

// found is what a search brought.
type found struct {
	texts  []string           // of the codes, in reading order
	unread []scanner.Sighting // codes that were seen but not read
}

// showAdd shows the page that takes everything.
func (a *App) showAdd() { a.showAddWith("") }

func (a *App) showAddWith(text string) {
	s := &add.Screen{
		Now: a.o.Now, Match: a.session.Vault().Match,
		OnScan: a.scanScreen, OnPicture: a.openPicture, OnPaste: a.paste,
		OnAdd: a.add, OnBack: a.showList, OnGuide: a.showGuides, OnShortcut: a.entryShortcut,
	}
	a.show("add", s, a.showList)
	if text != "" {
		s.SetText(text)
	}
}

// scanScreen takes a picture of all monitors, without our own window, and shows the codes
// on it.
func (a *App) scanScreen() { a.scanScreens(false) }

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
	var result found
	var err error
	a.o.Run(func() {
		if shots, err = a.o.Screens(ctx, options); err == nil {
			result, err = scanShots(ctx, shots)
		}
	}, func() {
		if ctx.Err() != nil || a.session == nil {
			return // cancelled: the page is another by now
		}
		if err != nil {
			a.refused(err)
			return
		}
		n := "1 screen was"
		if len(shots) > 1 {
			n = fmt.Sprintf("%d screens were", len(shots))
		}
		a.showFound(result, source{
			where: "on your screen", again: "Scan again", retry: a.scanScreen,
			none: n + " looked at. Bring the page with the code to the front, make it large enough that the whole code is seen, and scan again.",
		})
	})
}

// scanShots reads the codes of all screens.
func scanShots(ctx context.Context, shots []capture.Shot) (found, error) {
	var out found
	for _, shot := range shots {
		r, err := scanner.Scan(ctx, shot.Image, scanner.Options{})
		if err != nil {
			return out, err
		}
		out.take(r)
	}
	return out, nil
}

func (f *found) take(r scanner.Result) {
	for _, c := range r.Codes {
		f.texts = append(f.texts, c.Text)
	}
	f.unread = append(f.unread, r.Seen...)
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
		widgets.NewWarningCard(widgets.Stack(6, widgets.NewStrong(title), widgets.NewMuted(advice))),
		widgets.Stack(8, actions...))}, a.showList)
}

// busyPage shows that something goes on, with a way out. Its context ends when the page
// goes.
func (a *App) busyPage(text, hint string) context.Context {
	a.show("busy", simple{widgets.NewCentered(widgets.Stack(12,
		widgets.NewHeading(text).Centered(),
		widgets.NewMuted(hint).Centered(),
		widgets.NewButton("Cancel", widgets.Plain, a.showList)))}, a.showList)
	return a.work()
}

// openPicture asks for picture files and shows the codes in them.
func (a *App) openPicture() {
	a.chooseFiles(dialogs.Options{
		Title: "Open a picture with a QR code", Many: true, Folder: homeFolder(),
		Filters: []dialogs.Filter{
			{Name: "Pictures", Patterns: []string{"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.bmp", "*.tif", "*.tiff"}},
			{Name: "All files", Patterns: []string{"*"}},
		},
	}, a.scanFiles)
}

// scanFiles reads the codes of picture files.
func (a *App) scanFiles(paths []string) {
	if a.session == nil {
		a.pending = append(a.pending, paths...)
		return
	}
	where := "in the picture"
	if len(paths) > 1 {
		where = fmt.Sprintf("in %d pictures", len(paths))
	}
	a.scanData(func() ([][]byte, error) {
		var all [][]byte
		for _, path := range paths {
			data, err := readPicture(path)
			if err != nil {
				return nil, err
			}
			all = append(all, data)
		}
		return all, nil
	}, source{where: where, again: "Another picture", retry: a.openPicture,
		none: "No QR code was found in it. Take a picture in which the whole code is seen, straight and sharp."})
}

// maxPicture bounds a picture file before it is read.
const maxPicture = 128 << 20

func readPicture(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("The file could not be read (%s).", bareError(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("This is not a file. Choose a picture.")
	case info.Size() > maxPicture:
		return nil, errors.New("The file is larger than 128 MiB. Cut the part with the code out of it and open that.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("The file could not be read (%s).", bareError(err))
	}
	return data, nil
}

// scanData reads the codes of encoded pictures.
func (a *App) scanData(load func() ([][]byte, error), from source) {
	ctx := a.busyPage("Looking for codes …", "")
	var result found
	var err error
	a.o.Run(func() {
		var all [][]byte
		if all, err = load(); err != nil {
			return
		}
		for _, data := range all {
			var r scanner.Result
			if r, err = scanner.ScanBytes(ctx, data, scanner.Options{}); err != nil {
				return
			}
			result.take(r)
		}
	}, func() {
		if ctx.Err() != nil || a.session == nil {
			return
		}
		if err != nil {
			a.showProblem("This cannot be read", err.Error(), from)
			return
		}
		a.showFound(result, from)
	})
}

func (a *App) showProblem(title, advice string, from source) {
	a.show("found", &add.Results{
		Title: title, Problems: []add.Problem{{Title: title, Advice: advice}},
		Now: a.o.Now, Again: from.again, OnAgain: from.retry, OnKey: a.showAdd, OnBack: a.showList,
	}, a.showList)
}

// showFound lists what was found, or says that there was nothing and what to do.
func (a *App) showFound(f found, from source) {
	var finds []account.Find
	for _, text := range f.texts {
		finds = append(finds, account.Identify(text))
	}
	a.showFinds(finds, f, from)
}

func (a *App) showFinds(finds []account.Find, f found, from source) {
	candidates, problems := add.Sort(finds, a.session.Vault().Match)
	for _, s := range f.unread {
		problems = append(problems, add.Problem{Title: "A code could not be read", Advice: s.Advice})
	}
	if len(candidates) == 0 && len(problems) == 0 {
		problems = []add.Problem{{Title: "No QR code was found", Advice: from.none}}
	}
	title := add.Found(len(f.texts)+len(f.unread), from.where)
	if f.texts == nil && len(finds) > 0 {
		title = add.Found(len(finds), from.where)
	}
	s := &add.Results{
		Title: title, Candidates: candidates, Problems: problems,
		Now: a.o.Now, Again: from.again, OnAgain: from.retry, OnKey: a.showAdd, OnAdd: a.add, OnBack: a.showList,
	}
	a.show("found", s, a.showList)
}

// add puts accounts into the vault and saves; then the page that waits gets its code.
func (a *App) add(accounts []account.Account) {
	s := a.session
	var ids []string
	var r vault.Result
	a.o.Run(func() { ids, r = s.Add(a.ctx, accounts...) }, func() {
		if a.session != s {
			return
		}
		if len(ids) == 1 && ids[0] != "" && r.Status != vault.NotSaved {
			a.saved(r)
			a.showWaiting(ids[0])
			return
		}
		a.showList()
		a.saved(r)
		if r.Status != vault.NotSaved {
			a.list.Toast(addedText(len(ids)), true, "Undo", a.undo)
		}
	})
}

func addedText(n int) string {
	if n == 1 {
		return "1 account added."
	}
	return fmt.Sprintf("%d accounts added.", n)
}

// showWaiting shows the code of a new account, large and copied: the site's page is still
// waiting for it.
func (a *App) showWaiting(id string) {
	s := a.session
	acc, ok := s.Account(id)
	if !ok {
		a.showList()
		return
	}
	w := &add.Waiting{Account: acc, Now: a.o.Now, OnWorked: a.showList}
	guide, known := assets.Guide(acc.Issuer)
	if known {
		w.Before = guide.Before
		w.OnGuide = func() {
			a.show("guide", simple{add.Guide(guide, func() { a.showWaiting(id) })}, func() { a.showWaiting(id) })
		}
	}
	w.OnCopy = func() {
		var err error
		a.o.Run(func() { _, err = s.Copy(a.ctx, id, false) }, func() { w.SetCopied(err == nil) })
	}
	w.OnCount = func() {
		a.o.Run(func() {
			c, r, _ := s.Count(a.ctx, id)
			background.OnUI(func() {
				a.saved(r)
				if c.Code != "" {
					w.Counted(c.Code)
				}
			})
		}, nil)
	}
	w.OnNotAccepted = func() {
		back := func() { a.showWaiting(id) }
		a.show("refusedcode", &add.NotAccepted{Account: acc, Now: a.o.Now, OnBack: back, OnScan: a.scanScreen}, back)
	}
	a.show("waiting", w, a.showList)
	if acc.Key.Type != "hotp" {
		w.OnCopy()
	}
}

func (a *App) showGuides() {
	a.show("guides", simple{add.Guides(func(g assets.Card) {
		a.show("guide", simple{add.Guide(g, a.showGuides)}, a.showGuides)
	}, a.showList)}, a.showList)
}

// paste takes what is on the clipboard: a picture, files, links or a key; any other text
// is searched for.
func (a *App) paste() {
	ctx, cancel := context.WithTimeout(a.ctx, 10*time.Second)
	var picture []byte
	var files []string
	var text string
	var err error
	a.o.Run(func() {
		if picture, err = a.clip.ReadPicture(ctx); err == nil {
			return
		}
		if files, err = a.clip.ReadFiles(ctx); err == nil {
			return
		}
		text, err = a.clip.ReadText(ctx)
	}, func() {
		cancel()
		if a.session == nil {
			return
		}
		switch {
		case len(picture) > 0:
			a.scanData(func() ([][]byte, error) { return [][]byte{picture}, nil }, source{
				where: "in the clipboard's picture", again: "Paste again", retry: a.paste,
				none: "No QR code was found in the picture on the clipboard. Copy a part in which the whole code is seen."})
		case len(files) > 0:
			a.scanFiles(files)
		case err != nil || text == "":
			a.nothingToPaste(err)
		default:
			a.pasteText(text)
		}
	})
}

func (a *App) nothingToPaste(err error) {
	message := "The clipboard is empty. Copy a picture of the code, the link or the key first."
	if err != nil && !errors.Is(err, clipboard.ErrEmpty) {
		message = err.Error()
	}
	a.showProblem("Nothing to paste", message, source{again: "Paste again", retry: a.paste})
}

// pasteText adds keys and links; on the list any other text is searched for.
func (a *App) pasteText(text string) {
	if a.page == page(a.list) && !looksAddable(text) {
		a.list.SearchFor(text)
		return
	}
	a.showAddWith(text)
}

// leastKey is the shortest key, in bytes, that a pasted word is taken for: "github" is a
// key too, letter by letter.
const leastKey = 10

// looksAddable reports whether a pasted text is meant to be added rather than searched for.
func looksAddable(text string) bool {
	if account.IsLink(strings.TrimSpace(text)) {
		return true
	}
	finds := account.IdentifyTyped(text)
	return len(finds) > 1 || len(finds) == 1 && finds[0].Usable() && len(finds[0].Accounts[0].Key.Secret) >= leastKey
}

// dropped takes files and links that were dropped on the window.
func (a *App) dropped(uris []fyne.URI) {
	a.touch()
	var files []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			files = append(files, u.Path())
		}
	}
	if r, ok := a.page.(*unlock.Recover); ok && len(files) > 0 {
		a.recoverFromFile(r, files[0])
		return
	}
	if len(files) > 0 {
		a.openFiles(files)
	}
}
