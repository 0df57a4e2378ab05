package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/accounts"
	"watchword/app/config"
	"watchword/app/intake"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/app/unlock"
)

type mapped interface {
	Widgets() map[string]fyne.CanvasObject
}

// What a rig sees and does. Tests use these and not the fields of the program, so that it can be cut
// another way.

func (r *rig) page() shell.Page       { return r.shell.Page() }
func (r *rig) name() string           { return r.shell.Name() }
func (r *rig) window() fyne.Window    { return r.shell.Window }
func (r *rig) config() *config.Config { return r.shell.Config }
func (r *rig) list() *accounts.Page   { return r.open.List }
func (r *rig) unsaved() error         { return r.open.Unsaved }
func (r *rig) path() string           { return r.unlocking.Path }
func (r *rig) told() string           { return r.after.Text() } // at lock, on the list

func (r *rig) showList() {
	if r.open != nil {
		r.open.ShowList()
	}
}

// session is that of the open vault; nil while it is locked.
func (r *rig) session() *session.Session {
	if r.open == nil {
		return nil
	}
	return r.open.Session
}

func (r *rig) back()                         { r.shell.Escape() }
func (r *rig) showEdit(id string)            { r.open.editing.ShowEdit(id) }
func (r *rig) showKey(id string)             { r.open.editing.ShowKey(id) }
func (r *rig) showBehind(id string)          { r.open.editing.ShowBehind(id) }
func (r *rig) showIcons(id string)           { r.open.editing.ShowIcons(id) }
func (r *rig) showTagger(ids []string)       { r.open.editing.ShowTagger(ids) }
func (r *rig) showTags()                     { r.open.editing.ShowTags() }
func (r *rig) showTrash()                    { r.open.editing.ShowTrash() }
func (r *rig) trash(ids []string)            { r.open.editing.Trash(ids) }
func (r *rig) pin(ids []string, on bool)     { r.open.editing.Pin(ids, on) }
func (r *rig) archive(ids []string, on bool) { r.open.editing.Archive(ids, on) }
func (r *rig) toggleArchive(ids []string)    { r.open.editing.ToggleArchive(ids) }
func (r *rig) copy(id string, next bool)     { r.open.Copy(id, next) }
func (r *rig) showAdd()                      { r.open.adding.ShowAdd() }
func (r *rig) scanScreen()                   { r.open.adding.ScanScreen() }
func (r *rig) openFile()                     { r.open.adding.OpenFile() }
func (r *rig) scanFiles(paths []string) {
	r.open.adding.ScanFiles(intake.Look(context.Background(), paths))
}
func (r *rig) paste()                   { r.open.adding.Paste() }
func (r *rig) showLinks(links []string) { r.open.adding.ShowLinks(links) }
func (r *rig) showAdded(id string)      { r.open.adding.ShowAdded(id) }
func (r *rig) showImport()              { r.open.moving.ShowImport() }
func (r *rig) importFiles(paths []string) {
	r.open.moving.ImportFiles(intake.Look(context.Background(), paths))
}
func (r *rig) showExport()                                    { r.open.moving.ShowExport() }
func (r *rig) showQR(id string)                               { r.open.moving.ShowQR(id) }
func (r *rig) showGallery()                                   { r.open.moving.ShowGallery() }
func (r *rig) showVault()                                     { r.open.keeping.ShowVault() }
func (r *rig) showBackups()                                   { r.open.keeping.ShowBackups() }
func (r *rig) showReview()                                    { r.open.keeping.ShowReview() }
func (r *rig) showSheet()                                     { r.open.keeping.ShowSheet() }
func (r *rig) showNewPassword(title, reason string)           { r.open.keeping.ShowNewPassword(title, reason) }
func (r *rig) chooseSecond()                                  { r.open.keeping.ChooseSecond() }
func (r *rig) showSettings()                                  { r.open.settings.ShowSettings() }
func (r *rig) showKeys()                                      { r.open.settings.ShowKeys() }
func (r *rig) showGuides()                                    { r.open.settings.ShowGuides() }
func (r *rig) showElsewhere()                                 { r.unlocking.ShowElsewhere(r.open.Vault) }
func (r *rig) reopen()                                        { r.unlocking.Reopen(r.open.Vault) }
func (r *rig) leaveForLadder()                                { r.unlocking.LeaveForLadder(r.open.Vault) }
func (r *rig) showUnlock()                                    { r.unlocking.ShowUnlock() }
func (r *rig) recoverFromFile(p *unlock.Recover, path string) { r.unlocking.RecoverFromFile(p, path) }
func (r *rig) refresh()                                       { r.open.Refresh() }
func (r *rig) lookAround()                                    { r.open.LookAround() }
func (r *rig) undo()                                          { r.open.Undo() }
func (r *rig) redo()                                          { r.open.Redo() }
func (r *rig) restoreFile()                                   { r.open.RestoreFile() }
func (r *rig) show(p shell.Page, back func())                 { r.shell.Show(p, back) }

func (r *rig) shortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	r.App.shortcut(&desktop.CustomShortcut{KeyName: key, Modifier: modifier | fyne.KeyModifierShortcutDefault})
}
