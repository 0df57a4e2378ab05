package opened

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desktop/shield"
	"watchword/app/phrases"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// RefreshBanner shows what is lasting: changes that are not saved before all else, then
// that there is no recovery sheet yet.
func (o *Vault) RefreshBanner() {
	if o.Closed() || !o.Shows(o.List) {
		return
	}
	o.List.SetBanner(o.banner())
}

// banner is the most important of what is lasting; nil where there is nothing.
func (o *Vault) banner() fyne.CanvasObject {
	if o.Unsaved != nil {
		return o.unsavedBanner()
	}
	for _, more := range append([]func() fyne.CanvasObject{o.atLockBanner}, o.ways.Banners...) {
		if b := more(); b != nil {
			return b
		}
	}
	if o.Demo {
		return widgets.NewBanner(words.T("These are examples in a throw-away vault. Nothing here is kept."), widgets.AmberBanner)
	}
	if b := o.notice(); b != nil {
		return b
	}
	if o.Session.Vault().HasRecovery() || o.reminded {
		return nil
	}
	return widgets.NewBanner(words.T("There is no recovery sheet yet. Without it, a forgotten password means that all accounts are lost."),
		widgets.AmberBanner,
		widgets.Action{Text: words.T("Make one"), Do: o.ways.Sheet},
		widgets.Action{Text: words.T("Later"), Do: func() { o.reminded = true; o.RefreshBanner() }})
}

// LookAround looks at what lies around the vault, away from the UI thread, and says what is
// to be said.
func (o *Vault) LookAround() {
	s := o.Session
	if s == nil || o.Demo {
		return
	}
	v := s.Vault()
	var c Around
	o.Run(func() {
		if siblings(v.Path()) {
			c.Copies = v.ConflictCopies()
		}
		c.Interrupted = existing(v.Leftovers())
		c.Exposed, c.CannotSave, c.Backups = v.Exposed(), v.CannotSave(), v.BackupStates()
	}, func() {
		if o.Closed() {
			return
		}
		o.Around = c
		o.RefreshBanner()
	})
}

// siblings reports whether other vault files lie beside the vault: only then it is worth
// looking closely.
func siblings(path string) bool {
	ext := filepath.Ext(path)
	all, err := filepath.Glob(filepath.Join(escapeGlob(filepath.Dir(path)), "*"+ext))
	return err == nil && len(all) > 1
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	if filepath.Separator == '\\' {
		return path // there is no escaping on Windows, and no * in its names
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func existing(paths []string) []string {
	var there []string
	for _, p := range paths {
		if _, err := os.Lstat(p); err == nil {
			there = append(there, p)
		}
	}
	return there
}

// A Notice is something lasting about the vault, with the ways on. Later is the button that
// puts it away for this session; "" for none.
type Notice struct {
	Kind    Kind
	Text    string
	Red     bool
	Actions []widgets.Action
	Later   string
}

// A Kind tells notices apart, whatever they say. Those of the vault itself are of the kind [ofVault].
type Kind string

// The kinds of notices.
const (
	Trouble     Kind = "trouble"
	Replaced    Kind = "replaced"
	NotFlushed  Kind = "flush"
	NoBackup    Kind = "backup"
	ReadOnly    Kind = "read only"
	CannotSave  Kind = "cannot"
	Older       Kind = "older"
	LostSheet   Kind = "sheet"
	Interrupted Kind = "left"
	Copies      Kind = "copies"
	Exposed     Kind = "exposed"
	WeakCosts   Kind = "floor"
	Captured    Kind = "capture"
	NoSecond    Kind = "second"
	SecondDue   Kind = "second due"
)

// notice shows the most important notice; nil where there is none.
func (o *Vault) notice() fyne.CanvasObject {
	all := o.Notices()
	if len(all) == 0 {
		return nil
	}
	n := all[0]
	colour := widgets.AmberBanner
	if n.Red {
		colour = widgets.RedBanner
	}
	actions := n.Actions
	if n.Later != "" {
		actions = append(actions, widgets.Action{Text: n.Later, Do: func() { o.Dismiss(n.Kind) }})
	}
	return widgets.NewBanner(n.Text, colour, actions...)
}

func (o *Vault) Dismiss(kind Kind) {
	if o.dismissed == nil {
		o.dismissed = map[Kind]bool{}
	}
	o.dismissed[kind] = true
	if day := o.Today(); (kind == NoSecond || kind == SecondDue) && o.Config.Reminded != day {
		o.Config.Reminded = day
		o.SaveConfig()
	}
	if kind == LostSheet {
		o.after.SheetLost, o.reminded = "", true
	}
	if kind == Replaced {
		o.AcceptPlace()
	}
	if kind == Captured {
		o.Config.CaptureTold = true
		o.SaveConfig()
	}
	o.RefreshBanner()
}

// Notices lists what there is to say, the most important first.
func (o *Vault) Notices() []Notice {
	v := o.Session.Vault()
	c := &o.Around
	var list []Notice
	add := func(is bool, n Notice) {
		if is {
			list = append(list, n)
		}
	}
	add(o.Trouble != nil, Notice{Kind: Trouble, Text: Said(o.Trouble), Red: true, Actions: o.WaysOut(o.Trouble)})
	add(o.earlier() != "", o.replacedNotice())
	add(o.flush != nil, Notice{Kind: NotFlushed, Text: phrases.Sentence(o.flush), Actions: []widgets.Action{
		{Text: words.T("Save again"), Do: o.SaveAgain}, {Text: words.T("Save a copy"), Do: o.SaveCopy}}})
	add(o.noBackup != "", Notice{Kind: NoBackup, Text: o.noBackup, Later: words.T("Ignore"),
		Actions: []widgets.Action{{Text: words.T("Try again"), Do: o.BackUpNow}}})
	readOnly := v.ReadOnly() != nil
	add(readOnly, Notice{Kind: ReadOnly, Text: phrases.Sentence(v.ReadOnly()), Later: words.T("OK")})
	add(!readOnly && c.CannotSave != nil, Notice{Kind: CannotSave, Text: phrases.Sentence(c.CannotSave), Later: words.T("OK"),
		Actions: []widgets.Action{{Text: words.T("Save a copy"), Do: o.SaveCopy}}})
	add(v.Older(), o.olderNotice())
	add(o.after.SheetLost == v.ID(), o.lostSheet())
	add(len(c.Interrupted) > 0, Notice{Kind: Interrupted, Text: phrases.Interrupted(), Later: words.T("Ignore"),
		Actions: []widgets.Action{{Text: words.T("Show"), Do: o.ways.Copies}}})
	add(len(c.Copies) > 0, Notice{Kind: Copies, Text: copiesText(len(c.Copies)), Later: words.T("Ignore"),
		Actions: []widgets.Action{{Text: words.T("Show"), Do: o.ways.Copies}}})
	for _, n := range v.Notices() {
		add(!hasOwn(n.Kind), Notice{Kind: ofVault(n), Text: phrases.Notice(n), Later: words.T("OK")})
	}
	add(len(c.Exposed) > 0, Notice{Kind: Exposed, Text: exposedText(c.Exposed), Later: words.T("Ignore"),
		Actions: []widgets.Action{{Text: words.T("Fix permissions"), Do: o.ways.Protect}}})
	add(o.Info.BelowFloor && !readOnly, Notice{Kind: WeakCosts, Later: words.T("Later"),
		Text:    words.T("The password protection is weaker than in a new vault: someone with the file could guess passwords faster."),
		Actions: []widgets.Action{{Text: words.T("Strengthen"), Do: o.ways.Strengthen}}})
	add(shield.Possible && !o.Config.AllowCapture && !o.Config.CaptureTold, Notice{Kind: Captured, Later: words.T("OK"),
		Text:    words.T("This window is hidden from most screen recording and sharing."),
		Actions: []widgets.Action{{Text: words.T("Allow it"), Do: func() { o.SetHidden(false); o.Dismiss(Captured) }}}})
	list = append(list, o.secondNotices()...)
	return slices.DeleteFunc(list, func(n Notice) bool { return o.dismissed[n.Kind] })
}

// olderNotice is about a file that lacks what this computer has saved. It is said again after
// every unlock until it is answered here.
func (o *Vault) olderNotice() Notice {
	n := Notice{Kind: Older, Text: words.T("%s Merge the newest backup to get them back.", phrases.Older()), Actions: []widgets.Action{
		{Text: words.T("Merge the newest backup"), Do: o.ways.MergeMissing}, {Text: words.T("I did this"), Do: o.ways.AcceptOlder}}}
	if len(o.Session.Vault().Missing()) == 0 {
		n.Text = words.T("%s There is no backup of them on this computer. If you have another copy of the vault, merge it.", phrases.Older())
		n.Actions[0] = widgets.Action{Text: words.T("Show backups"), Do: o.ways.Backups}
	}
	return n
}

func copiesText(n int) string {
	return words.N(n, "There is a conflict copy next to the vault: two computers changed it at the same time, or somebody copied it.",
		"There are %d conflict copies next to the vault: two computers changed it at the same time, or somebody copied it.")
}

func exposedText(paths []string) string {
	short := make([]string, len(paths))
	for i, p := range paths {
		short[i] = phrases.Shorten(p)
	}
	return words.T("Other users of this computer may read or replace %s. The vault is encrypted all the same.", strings.Join(short, " and "))
}

// hasOwn reports whether a notice of the vault is given above already, with its ways on.
func hasOwn(kind vault.NoticeKind) bool {
	return kind == vault.NoticeNotOurs || kind == vault.NoticeInterrupted
}

// ofVault is the kind of one of the vault's own notices: two that differ in a value are put away
// one by one.
func ofVault(n vault.Notice) Kind { return Kind(fmt.Sprintf("vault %+v", n)) }

// remindEvery is how often the second folder is spoken of.
const remindEvery = 30 * 24 * time.Hour

// secondNotices remind of a second folder for backups: that there is none, once a month, or
// that it has had no backup for a month.
func (o *Vault) secondNotices() []Notice {
	if live, _ := o.Session.Sizes(); o.Demo || live == 0 {
		return nil
	}
	if o.Config.Reminded == "" { // not on the first day
		o.Config.Reminded = o.Today()
		o.SaveConfig()
		return nil
	}
	told, _ := time.Parse(time.DateOnly, o.Config.Reminded)
	if o.Now().Sub(told) < remindEvery {
		return nil
	}
	if o.Config.SecondBackups == "" {
		return []Notice{{Kind: NoSecond, Later: words.T("In a month"),
			Text:    words.T("All copies of this vault are on this computer. A second folder for backups, on another disk or a share, keeps them when it is lost."),
			Actions: []widgets.Action{{Text: words.T("Choose one"), Do: o.ways.ChooseSecond}}}}
	}
	for _, s := range o.Around.Backups {
		if s.Due(o.Now()) {
			return []Notice{{Kind: SecondDue, Later: words.T("In a month"),
				Text:    dueText(s),
				Actions: []widgets.Action{{Text: words.T("Back up now"), Do: o.BackUpNow}}}}
		}
	}
	return nil
}

// dueText says what the second folder lacks. While its disk is not available nobody knows how old
// its copies are.
func dueText(s vault.BackupState) string {
	switch {
	case s.Err != nil:
		return words.T("The second backup folder is not available: %s. Connect its disk or share, so that it gets a new copy.", phrases.Shorten(s.Dir))
	case s.Count == 0:
		return words.T("The second backup folder has no backup yet: %s.", phrases.Shorten(s.Dir))
	}
	return words.T("The second backup folder has had no backup for a month: %s.", phrases.Shorten(s.Dir))
}

// BackUp copies the file as it is into the folders for backups; done is told what came of it.
func (o *Vault) BackUp(done func(error)) {
	s := o.Session
	var err error
	o.Do(func() { err = s.Vault().BackUpNow() }, func() { done(err) })
}

// BackUpNow is BackUp for a notice, which says what came of it.
func (o *Vault) BackUpNow() {
	o.BackUp(func(err error) {
		o.noBackup = phrases.Sentence(err)
		if err == nil {
			o.Tell(words.T("Backed up."))
		} else {
			o.inVain()
		}
		o.LookAround()
	})
}

// WaysOut are the buttons for a file that cannot be written, or not be taken in.
func (o *Vault) WaysOut(err error) []widgets.Action {
	again := widgets.Action{Text: words.T("Try again"), Do: o.SaveAgain}
	elsewhere := widgets.Action{Text: words.T("Save a copy"), Do: o.SaveCopy}
	back := widgets.Action{Text: words.T("Restore the file"), Do: o.RestoreFile}
	without := widgets.Action{Text: words.T("Discard my changes and reload"), Do: o.ways.Reopen, Danger: true}
	switch {
	case errors.Is(err, vault.ErrPasswordElsewhere):
		return []widgets.Action{{Text: words.T("Unlock the new file"), Do: o.ways.Elsewhere}, elsewhere}
	case errors.Is(err, vault.ErrMissing):
		return []widgets.Action{again, back, elsewhere}
	case vault.IsBroken(err): // before ErrChanged, which a save in vain is too: nothing there is to be reloaded
		return []widgets.Action{back, elsewhere, {Text: words.T("Find another copy"), Do: o.ways.FindCopy}}
	case errors.Is(err, vault.ErrOtherVault), errors.Is(err, vault.ErrBadTag), errors.Is(err, vault.ErrNewer):
		return []widgets.Action{elsewhere, without}
	case errors.Is(err, vault.ErrChanged):
		return []widgets.Action{again, elsewhere, without}
	case errors.Is(err, vault.ErrNotOurs), errors.Is(err, vault.ErrShrunk):
		return []widgets.Action{elsewhere}
	}
	return []widgets.Action{again, elsewhere} // full, read-only, a failing disk
}

// lostSheet is the notice about a sheet whose page was taken away before it was saved: by the
// lock, say, while the user was on the way to the printer.
func (o *Vault) lostSheet() Notice {
	text := words.T("The recovery sheet was not saved before its page closed, so it does not work and there is none. Without one, a forgotten password means that all accounts are lost.")
	if active, ok := o.Session.Vault().ActiveSheet(); ok {
		text = words.T("The new recovery sheet was not saved before its page closed, so it does not work. The earlier one is still active.")
		if active.Number != "" {
			text = words.T("The new recovery sheet was not saved before its page closed, so it does not work. Sheet %s is still active.", active.Number)
		}
	}
	return Notice{Kind: LostSheet, Text: text, Later: words.T("Later"), Actions: []widgets.Action{{Text: words.T("Make one"), Do: o.ways.Sheet}}}
}

// LastBackup says when the latest backup was made, or "". It is what was seen last: a slow
// share must not hold the window up.
func (o *Vault) LastBackup() string {
	for _, s := range o.Around.Backups {
		if s.Count > 0 {
			return phrases.Moment(s.Newest, o.Now())
		}
	}
	return ""
}
