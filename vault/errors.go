package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// The errors of this package. Their texts are for people: what happened, what to do next.
var (
	// ErrWrongPassword comes when no slot opens: from the outside a wrong password and a
	// damaged password slot look alike.
	ErrWrongPassword = errors.New("The password is wrong, or the vault's password slot is damaged. Check Caps Lock and the keyboard layout and try again; the recovery sheet opens the vault too.")

	// ErrWrongSheet comes when the key of a recovery sheet does not fit.
	ErrWrongSheet = errors.New("This recovery key does not open this vault: it belongs to another vault or to an earlier sheet. Look for the newest sheet of this vault, or use the password.")

	// ErrBadSheetKey comes when the text is no recovery key at all.
	ErrBadSheetKey = errors.New("This is not a recovery key. It begins with AGE-SECRET-KEY-1 and has 74 characters; check each group against the sheet.")

	// ErrDamaged comes when a key fits but the contents do not verify.
	ErrDamaged = errors.New("The vault file is damaged. Keep it as it is, and restore the newest backup; nothing in the backups is affected.")

	// ErrNewer comes when a newer version of the program wrote the vault.
	ErrNewer = errors.New("This vault was saved by a newer version of Watchword. It is open for reading only; update Watchword to change it.")

	// ErrNotOurs comes when a recovery sheet opens a file that the vault itself did not
	// write: whoever knows the public half of the sheet's key can make such a file.
	ErrNotOurs = errors.New("This file was not written by your vault, though your recovery sheet opens it. It is open for reading only. Compare its accounts with a backup before you trust or export them.")

	// ErrChanged comes when another program changed the file since it was read.
	ErrChanged = errors.New("The vault file was changed by another program or computer. Nothing was overwritten: load it again and repeat the change, or save a copy.")

	// ErrMissing comes from a save when the file is gone.
	ErrMissing = errors.New("The vault file is no longer in its place. Your accounts are still here: save a copy, then look where the file went.")

	// ErrReadOnly comes when the place of the vault cannot be written.
	ErrReadOnly = errors.New("The vault's folder cannot be written. Nothing was changed on disk: allow writing there, or save a copy elsewhere.")

	// ErrFull comes when the disk has no room, or the user's share of it is used up.
	ErrFull = errors.New("The disk is full. The old vault file is whole and your changes are still here: free some space and save again, or save a copy elsewhere.")

	// ErrCostly comes when opening the vault needs more memory than is used unasked.
	ErrCostly = errors.New("Opening this vault needs more than 1 GiB of memory, more than Watchword ever asks for by itself: the file may be damaged. If you made it that way, allow it and try again; if not, restore a backup.")

	// ErrTooCostly comes when opening the vault needs more memory than this computer can give.
	ErrTooCostly = errors.New("Opening this vault needs half of this computer's memory or more, and more than Watchword ever asks for by itself: the file may be damaged. Restore a backup; or, if you made it that way, open it on a computer with more memory and set the password again there.")

	// ErrMustSetPassword comes from a save after the vault was opened by its sheet.
	ErrMustSetPassword = errors.New("The vault was opened with its recovery sheet. Choose a new password first; then it can be saved.")

	// ErrClosed comes from a vault after Close.
	ErrClosed = errors.New("The vault is locked. Unlock it first.")

	// ErrNoAccount comes for an id that the vault does not have.
	ErrNoAccount = errors.New("This account is not in the vault any more. Load the list again.")

	// ErrNotChangeable comes when an account could not be read any more after a change, which
	// is then not made.
	ErrNotChangeable = errors.New("This account cannot be changed. This is a fault of Watchword: nothing was lost; report it.")

	// ErrNameless comes when an account would have neither an issuer nor a name.
	ErrNameless = errors.New("An account needs a service or an account name. Enter one of them.")

	// ErrNotHOTP comes when a counter is asked of an account that has none.
	ErrNotHOTP = errors.New("This account has no counter: its codes change with the time.")

	// ErrCounterUsedUp comes when the counter of an account cannot be raised any more.
	ErrCounterUsedUp = errors.New("The counter of this account is used up. Set the second factor up anew at the service.")

	// ErrCountDisturbed comes when no counter could be saved that surely nobody else has used.
	ErrCountDisturbed = errors.New("Other programs keep changing the vault, so no code was made. Try again in a moment.")

	// ErrCountOlder comes where the vault file is an older version: the counter in it may have been used.
	ErrCountOlder = errors.New("This vault file is an older version, so its next counter-based code may have been used already. Merge the newest backup first, then ask for the code again.")

	// ErrCountUnnoted comes where this computer cannot note which version of the vault it saw: should
	// an older one come back, its codes would be made again.
	ErrCountUnnoted = errors.New("No counter-based code was made: this computer could not notice if an older version of the vault file came back and made the code again. Allow writing in Watchword's folder for notes, or free some space.")

	// ErrCountBackup comes where the file of the session is a backup.
	ErrCountBackup = errors.New("This file is a backup, so its next counter-based code may have been used already. Open the vault itself.")

	// ErrShrunk comes when a save would lose accounts that nobody deleted.
	ErrShrunk = errors.New("Saving was stopped because accounts would have been lost. This is a fault of Watchword: the old file is whole; save a copy and report it.")

	// ErrNotRegular comes when the path is a folder, a device or the like.
	ErrNotRegular = errors.New("This is not an ordinary file, so it cannot hold a vault. Choose another file.")

	// ErrTooMuch comes when the contents outgrow what a vault may hold.
	ErrTooMuch = errors.New("The vault would grow beyond 48 MiB. Remove large icons or notes, then save again.")

	// ErrSelfCheck comes when what was written does not read back the same.
	ErrSelfCheck = errors.New("What was written could not be read back unchanged, so it was thrown away. The old file is whole: check the disk, or save a copy elsewhere.")
)

// A FormatError says that a file is not a vault.
type FormatError struct {
	Reason string // for people, without any content of the file
}

// Error implements error.
func (e *FormatError) Error() string {
	return "This file is not a Watchword vault: " + e.Reason + ". Choose another file, or restore a backup."
}

// ErrNotVault matches every [FormatError] through errors.Is.
var ErrNotVault = errors.New("This file is not a Watchword vault.")

// Is makes errors.Is(err, ErrNotVault) true.
func (e *FormatError) Is(target error) bool { return target == ErrNotVault }

// A PlaceError is a failure of the disk that has no sentence of its own. It names the
// step, not the content.
type PlaceError struct {
	Step string // "writing the new file"
	Err  error
}

// Error implements error.
func (e *PlaceError) Error() string {
	return fmt.Sprintf("The disk failed while %s (%v). The old vault file is whole and your changes are still here: try again, or save a copy elsewhere.", e.Step, withoutPath(e.Err))
}

// Unwrap returns the failure of the system.
func (e *PlaceError) Unwrap() error { return e.Err }

// A messageError has the sentence of one error and the cause of another.
type messageError struct {
	message, cause error
}

func (e *messageError) Error() string   { return e.message.Error() }
func (e *messageError) Unwrap() []error { return []error{e.message, e.cause} }

// withMessage returns an error that reads like message and still matches cause.
func withMessage(message, cause error) error { return &messageError{message, cause} }

// withoutPath drops the path from an error of the file system.
func withoutPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// systemError is what the system said of a failure, without a sentence of ours around it.
func systemError(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return withoutPath(err)
}

// diskError turns a failure of the file system into the error that fits it.
func diskError(step string, err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return withMessage(ErrFull, err)
	case errors.Is(err, fs.ErrPermission), isReadOnly(err):
		return withMessage(ErrReadOnly, err)
	}
	return &PlaceError{step, err}
}
