package vault

import (
	"errors"
	"io/fs"
	"slices"
	"syscall"

	"watchword/assets/words"
)

// The errors of this package. Their texts are for people and say what happened. What to do next is
// the Next of a [Problem] where it is the same wherever the error comes up; for a disk that fails it
// depends on what was going on, and who shows the error knows that.
var (
	// ErrWrongPassword comes when no slot opens: from the outside a wrong password and a
	// damaged password slot look alike.
	ErrWrongPassword = problem(words.Error("The password is wrong."), words.Mark("Check Caps Lock and the keyboard layout and try again. If you are sure of it, this part of the file may be damaged: the recovery sheet opens the vault too."))

	// ErrWrongSheet comes when the key of a recovery sheet does not fit.
	ErrWrongSheet = problem(words.Error("This recovery key does not open this vault: it belongs to another vault or to an earlier sheet."), words.Mark("Look for the newest sheet of this vault, or use the password."))

	// ErrBadSheetKey comes when the text is no recovery key at all.
	ErrBadSheetKey = problem(words.Error("This is not a recovery key."), words.Mark("It begins with AGE-SECRET-KEY-1 and has 74 characters; check each group against the sheet."))

	// ErrDamaged comes when a key fits but the contents do not verify.
	ErrDamaged = problem(words.Error("The vault file is damaged."), words.Mark("Keep it as it is, and restore the newest backup; nothing in the backups is affected."))

	// ErrNewer comes when a newer version of the program wrote the vault.
	ErrNewer = problem(words.Error("This vault was saved by a newer version of Watchword."), words.Mark("It is open for reading only; update Watchword to change it."))

	// ErrNotOurs comes when a recovery sheet opens a file that the vault itself did not
	// write: whoever knows the public half of the sheet's key can make such a file.
	ErrNotOurs = problem(words.Error("This file was not written by your vault, though your recovery sheet opens it."), words.Mark("It is open for reading only. Compare its accounts with a backup before you trust or export them."))

	// ErrChanged comes when another program changed the file since it was read.
	ErrChanged = words.Error("The vault file was changed by another program or computer.")

	// ErrMissing comes from a save when the file is gone.
	ErrMissing = words.Error("The vault file is no longer in its place.")

	// ErrReadOnly comes when the place of the vault cannot be written.
	ErrReadOnly = words.Error("The vault's folder cannot be written.")

	// ErrFull comes when the disk has no room, or the user's share of it is used up.
	ErrFull = words.Error("The disk is full.")

	// ErrCostly comes when opening the vault needs more memory than is used unasked.
	ErrCostly = problem(words.Error("Opening this vault needs more than 1 GiB of memory, more than Watchword ever asks for by itself: the file may be damaged."), words.Mark("If you made it that way, allow it and try again; if not, restore a backup."))

	// ErrTooCostly comes when opening the vault needs more memory than this computer can give.
	ErrTooCostly = problem(words.Error("Opening this vault needs half of this computer's memory or more, and more than Watchword ever asks for by itself: the file may be damaged."), words.Mark("Restore a backup; or, if you made it that way, open it on a computer with more memory and set the password again there."))

	// ErrMustSetPassword comes from a save after the vault was opened by its sheet.
	ErrMustSetPassword = problem(words.Error("The vault was opened with its recovery sheet."), words.Mark("Choose a new password first; then it can be saved."))

	// ErrClosed comes from a vault after Close.
	ErrClosed = problem(words.Error("The vault is locked."), words.Mark("Unlock it first."))

	// ErrNoAccount comes for an id that the vault does not have.
	ErrNoAccount = problem(words.Error("This account is not in the vault any more."), words.Mark("Load the list again."))

	// ErrNotChangeable comes when an account could not be read any more after a change, which
	// is then not made.
	ErrNotChangeable = problem(words.Error("This account cannot be changed."), words.Mark("This is a fault of Watchword: nothing was lost; report it."))

	// ErrNameless comes when an account would have neither an issuer nor a name.
	ErrNameless = problem(words.Error("An account needs a service or an account name."), words.Mark("Enter one of them."))

	// ErrNotHOTP comes when a counter is asked of an account that has none.
	ErrNotHOTP = words.Error("This account has no counter: its codes change with the time.")

	// ErrCounterUsedUp comes when the counter of an account cannot be raised any more.
	ErrCounterUsedUp = problem(words.Error("The counter of this account is used up."), words.Mark("Set the second factor up anew at the service."))

	// ErrCountDisturbed comes when no counter could be saved that surely nobody else has used.
	ErrCountDisturbed = problem(words.Error("Other programs keep changing the vault, so no code was made."), words.Mark("Try again in a moment."))

	// ErrCountOlder comes where the vault file is an older version: the counter in it may have been used.
	ErrCountOlder = problem(words.Error("This vault file is an older version, so its next counter-based code may have been used already."), words.Mark("Merge the newest backup first, then ask for the code again."))

	// ErrCountUnnoted comes where this computer cannot note which version of the vault it saw: should
	// an older one come back, its codes would be made again.
	ErrCountUnnoted = problem(words.Error("No counter-based code was made: this computer could not notice if an older version of the vault file came back and made the code again."), words.Mark("Allow writing in Watchword's folder for notes, or free some space."))

	// ErrCountBackup comes where the file of the session is a backup.
	ErrCountBackup = problem(words.Error("This file is a backup, so its next counter-based code may have been used already."), words.Mark("Open the vault itself."))

	// ErrShrunk comes when a save would lose accounts that nobody deleted.
	ErrShrunk = problem(words.Error("Saving was stopped because accounts would have been lost."), words.Mark("This is a fault of Watchword: the old file is whole; save a copy and report it."))

	// ErrNotRegular comes when the path is a folder, a device or the like.
	ErrNotRegular = problem(words.Error("This is not an ordinary file, so it cannot hold a vault."), words.Mark("Choose another file."))

	// ErrTooMuch comes when the contents outgrow what a vault may hold.
	ErrTooMuch = problem(words.Error("The vault would grow beyond 48 MiB."), words.Mark("Remove large icons or notes, then save again."))

	// ErrSelfCheck comes when what was written does not read back the same.
	ErrSelfCheck = words.Error("What was written could not be read back unchanged, so it was thrown away.")
)

// A Problem is an error with what can be done next.
type Problem struct {
	error
	next string
}

func problem(what error, next string) error { return &Problem{what, next} }

// Next says what can be done next.
func (p *Problem) Next() string { return words.T(p.next) }

// Unwrap returns what the text names.
func (p *Problem) Unwrap() error { return p.error }

// A FormatError says that a file is not a vault.
type FormatError struct {
	Reason string // for people, marked for the catalog, without any content of the file
}

// Error implements error.
func (e *FormatError) Error() string {
	return words.T("This file is not a Watchword vault: %s.", words.T(e.Reason))
}

// Next says what can be done next.
func (e *FormatError) Next() string { return words.T("Choose another file, or restore a backup.") }

// ErrNotVault matches every [FormatError] through errors.Is.
var ErrNotVault = words.Error("This file is not a Watchword vault.")

// Is makes errors.Is(err, ErrNotVault) true.
func (e *FormatError) Is(target error) bool { return target == ErrNotVault }

// A PlaceError is a failure of the disk that has no sentence of its own. It names the
// step, not the content.
type PlaceError struct {
	Step Step
	Err  error
}

// A Step is what the program did when the disk failed.
type Step int

// The steps.
const (
	checkingFolder Step = iota
	checkingPlace
	makingFolder
	makingCopyFolder
	makingFile
	writingFile
	flushingFile
	closingFile
	readingBack
	placingFile
	placingCopy
	keepingBroken
	placingBroken
	removingCopy
	removingBackup
)

// stepSentences say which step failed, and the system's own word for the failure.
var stepSentences = [...]string{
	checkingFolder:   words.Mark("The disk failed while the folder of the vault was checked (%v)."),
	checkingPlace:    words.Mark("The disk failed while the place of the new vault was checked (%v)."),
	makingFolder:     words.Mark("The disk failed while the folder of the vault was made (%v)."),
	makingCopyFolder: words.Mark("The disk failed while the folder of the copy was made (%v)."),
	makingFile:       words.Mark("The disk failed while the new file was made (%v)."),
	writingFile:      words.Mark("The disk failed while the new file was written (%v)."),
	flushingFile:     words.Mark("The disk failed while the new file was flushed to it (%v)."),
	closingFile:      words.Mark("The disk failed while the new file was closed (%v)."),
	readingBack:      words.Mark("The disk failed while the new file was read back (%v)."),
	placingFile:      words.Mark("The disk failed while the new file was put in place (%v)."),
	placingCopy:      words.Mark("The disk failed while the copy was put in place (%v)."),
	keepingBroken:    words.Mark("The disk failed while the damaged file was kept (%v)."),
	placingBroken:    words.Mark("The disk failed while the damaged file was put back (%v)."),
	removingCopy:     words.Mark("The disk failed while the copy was removed (%v)."),
	removingBackup:   words.Mark("The disk failed while a backup was removed (%v)."),
}

// Error implements error.
func (e *PlaceError) Error() string {
	return words.T(stepSentences[e.Step], withoutPath(e.Err))
}

// Unwrap returns the failure of the system.
func (e *PlaceError) Unwrap() error { return e.Err }

// A messageError has the sentence of one error and the cause of another.
type messageError struct {
	message, cause error
}

func (e *messageError) Error() string { return e.message.Error() }

// Message returns the error that this one reads like.
func (e *messageError) Message() error { return e.message }

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
func diskError(step Step, err error) error {
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

// A TaskError is a failure of the disk where no vault is open: nothing is in memory that could be
// saved elsewhere. It reads like its cause.
type TaskError struct {
	Task Task
	Err  error // [ErrFull], [ErrReadOnly], [ErrSelfCheck] or a [*PlaceError]
}

// A Task is what a [TaskError] ended.
type Task int

// The tasks.
const (
	Creating  Task = iota // no vault was created
	Restoring             // the copy was not restored; it is unchanged
)

// Error implements error.
func (e *TaskError) Error() string { return e.Err.Error() }

// Unwrap returns the failure.
func (e *TaskError) Unwrap() error { return e.Err }

// failed makes a failure of the disk say which task it ended; other errors stay as they are.
func (t Task) failed(err error) error {
	if message, ok := err.(*messageError); ok && slices.Contains([]error{ErrFull, ErrReadOnly, ErrSelfCheck}, message.message) {
		return &TaskError{t, err}
	}
	if _, ok := err.(*PlaceError); ok || err == ErrSelfCheck {
		return &TaskError{t, err}
	}
	return err
}
