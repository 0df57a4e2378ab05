// Package opened is the unlocked vault in the window: its session, its list, what became of saves,
// what there is to say about it, and the watch on its file. It is made at unlock and dropped whole at
// lock, so nothing of one vault or of one unlocking reaches the next.
package opened

import (
	"sync/atomic"

	"fyne.io/fyne/v2"

	"watchword/app/accounts"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/vault"
)

// Ways are where the buttons of notices lead.
type Ways struct {
	Sheet        func() // makes a recovery sheet
	Backups      func()
	Copies       func() // lists what lies beside the vault
	ChooseSecond func() // chooses the second folder for backups
	Protect      func() // takes the rights of other users away
	Strengthen   func()
	MergeMissing func() // brings back what an older file lacks
	AcceptOlder  func()

	Elsewhere func() // unlocks with the password that another computer gave the vault
	Reopen    func() // drops what is in memory
	FindCopy  func() // looks for another copy of a damaged file

	PasswordElsewhere func(note string) // locks, for the password was changed elsewhere
	Earlier           func(id string)   // lists the copies of the vault that was in this one's place
	Locked            func()            // nothing of the vault is in the window any more

	Banners []func() fyne.CanvasObject // of others, the most important first
}

// An Aftermath is what is still to be told about a vault when it is locked already. It lives as long
// as the program.
type Aftermath struct {
	atLock    *atLock
	here      map[string]string // ids of the vaults that the user knows to be in a place, by path
	SheetLost string            // id of the vault whose new recovery sheet was not saved before its page went; "" for none
}

// A Vault is the unlocked vault. It is used on the UI thread.
type Vault struct {
	*shell.Shell
	Session *session.Session
	List    *accounts.Page

	Info    vault.Info // of the file at unlock
	Unsaved error      // why the last change is in memory only; nil when it is on disk
	Trouble error      // the file on disk cannot be taken in
	Around  Around

	OnAccounts func() // the list has other accounts; may be nil

	ways      Ways
	after     *Aftermath
	unseen    func() // says what was to be said while another page showed; nil for nothing
	closed    bool
	reminded  bool          // the recovery sheet was put off for this session
	dismissed map[Kind]bool // notices that were put away
	flush     error         // the last save is in place, but not confirmed
	noBackup  string        // the last save found no place for a backup

	looking  atomic.Bool // at the vault's file
	seen     fileMark    // what the file looked like when it was taken in last
	settling fileMark    // what it looked like a moment ago
}

// Around is what lies around the vault's file, as it was seen last.
type Around struct {
	Copies      []vault.Candidate   // conflict copies beside the vault
	Interrupted []string            // what cut-off saves left
	Exposed     []string            // what other users may touch
	CannotSave  error               // why a save would fail
	Backups     []vault.BackupState // the folders for backups
}

// New makes v the open vault of the window. The caller gives it its list and its ways.
func New(s *shell.Shell, v *vault.Vault, after *Aftermath) *Vault {
	o := &Vault{Shell: s, after: after}
	after.noteFirst(v)
	o.Session = session.New(v, s.Clipboard, s.Now, o.settings(v))
	s.Use.Keep(v.ID(), func(id string) bool { _, ok := v.Account(id); return ok })
	widgets.OwnIcon = v.Icon
	s.Confirm = o.Confirm
	return o
}

// Start gives the vault its list and says where its notices lead.
func (o *Vault) Start(list *accounts.Page, ways Ways) {
	o.List, o.ways = list, ways
	o.FromList()
	list.Content() // keys and the palette reach it while thousands of accounts are still put in order
}

// Drop takes the vault off the window; its session is still to be locked. What was waited for comes
// to nothing.
func (o *Vault) Drop() {
	o.closed = true
	o.Empty()
	o.List.Forget()
	widgets.ForgetIcons()
	o.forgetTold(o.Session.Vault())
	_ = o.Use.Save() // nothing is lost with it
}

// Closed reports whether the vault was locked. Whoever comes back from slow work asks.
func (o *Vault) Closed() bool { return o.closed }

// Do runs work away from the UI thread, then done on it, unless the vault was locked meanwhile.
func (o *Vault) Do(work, done func()) {
	o.Run(work, func() {
		if !o.closed {
			done()
		}
	})
}

// Used notes that an account was used on this computer.
func (o *Vault) Used(id string) { o.Desk.Used(o.Session.ID(), id) }

// Toast says something at the foot of the list, with a button where action is not empty: at once where the list
// shows, else when it shows again.
func (o *Vault) Toast(text string, good bool, action string, do func()) {
	say := func() { o.List.Toast(text, good, action, do) }
	if o.Shows(o.List) {
		say()
		return
	}
	o.unseen = say
}

// Tell says on the list what was done.
func (o *Vault) Tell(text string) { o.Toast(text, true, "", nil) }

// Refuse says on the list why something was not done, or that it was not.
func (o *Vault) Refuse(text string) { o.Toast(text, false, "", nil) }

// Complain is Refuse for an error.
func (o *Vault) Complain(err error) { o.Refuse(phrases.Sentence(err)) }
