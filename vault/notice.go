package vault

import "slices"

// A Notice is something about an unlocked vault that the user should know: of which kind, and the
// values that belong to it. It has no sentence; what is not named at its kind is zero.
type Notice struct {
	Kind  NoticeKind
	Count int
	Text  string // a name out of the file, or what the system said
	Path  string
	By    Origin    // who made a sheet
	Sheet SheetInfo // the one that the notice is about
	Other SheetInfo // the one that it is compared with
}

// A NoticeKind says what a notice is about.
type NoticeKind int

// The kinds of notices, with the values that they have.
const (
	_                      NoticeKind = iota
	NoticeSetAside                    // Count entries cannot be shown by this version
	NoticeNotOurs                     // as [ErrNotOurs], which [Vault.ReadOnly] gives too
	NoticeInterrupted                 // a save was interrupted: see [Vault.Leftovers]
	NoticeSealed                      // an interrupted save left the file Path, with another password
	NoticeCannotSave                  // the vault's folder cannot be written
	NoticeUnknownSlots                // another program added the key slots Text; the next save leaves them out
	NoticeForeignSlot                 // the recovery slot is not that of the sheet; the next save puts it back
	NoticeNoSlot                      // the recovery slot was taken out; the next save puts it back
	NoticeClockAhead                  // a computer that changed the vault had its clock more than a day ahead
	NoticeNoNotes                     // this computer cannot keep its notes in Path, because of Text
	NoticeKept                        // another program wrote at the same moment: that version is kept as Path
	NoticeSheetUndone                 // Sheet was not finished and does not work; there is none
	NoticeSheetUndoneOther            // Sheet was not finished and does not work; Other is still active
	NoticeSheetGone                   // Sheet is active, its file is gone
	NoticeSheetUnnamed                // Sheet is active; its file is still called Path, because of Text
	NoticeSheetFinished               // Sheet was being saved when the program ended; it is complete now, at Path
	NoticeSheetMissing                // the file has no sheet, though Sheet was made
	NoticeSheetMade                   // Sheet was made, By somebody else
	NoticeSheetReplaced               // Sheet was made, By somebody else, and replaced Other
	NoticeSheetUnstamped              // the sheet of the file is by an earlier version, or the file is older; Other does not open it
	NoticeSheetEarlier                // the file has an earlier sheet, Sheet; the later one, Other, does not open it
	NoticeSheetIgnored                // an earlier version made a sheet; Sheet stays active
	NoticeSheetBack                   // the file came back with another sheet, Sheet; the active one is still Other
)

// An Origin says where a change came from.
type Origin int

// The origins.
const (
	Elsewhere     Origin = iota // nobody knows
	OtherComputer               // another computer
	OtherProgram                // another program on this computer
)

// Notices returns what the user should see once after unlocking, and what saves and merges have
// found since.
func (v *Vault) Notices() []Notice {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Clone(v.notices)
}

func (v *Vault) notice(n Notice) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.addNotice(n)
}

// addNotice is notice for a caller that holds v.mu. A notice is given once.
func (v *Vault) addNotice(n Notice) {
	if !slices.Contains(v.notices, n) {
		v.notices = append(v.notices, n)
	}
}
