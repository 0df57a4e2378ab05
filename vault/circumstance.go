package vault

import (
	"errors"
	"fmt"
)

// The errors of a failing disk are worded for a vault that is open: the changes are in memory, the
// old file is on disk, and there is a button that saves a copy. Where no vault is open, or the
// program ends right after, other sentences are true.

// A circumstance says what did not happen, and what to do about it.
type circumstance struct{ outcome, advice string }

var (
	atCreation = circumstance{"no vault was created", "Choose another place, or put that right and try again."}
	atRestore  = circumstance{"the copy was not restored", "The copy is unchanged: put that right and try again."}
	atCommand  = circumstance{"nothing was saved", "The vault file is as it was: put that right and run the command again."}
)

// NotKept returns the error of a save as it reads where the program ends after it, as a command of
// the terminal does: nothing stays in memory, and nothing can be saved as a copy.
func NotKept(err error) error {
	switch {
	case reads(err, ErrMissing):
		return withMessage(errors.New("The vault file is no longer in its place, so nothing was saved. Look where it went, or restore a backup: “watchword vault backups” lists them, “watchword vault restore FILE” restores one. Then run the command again."), err)
	case reads(err, ErrChanged):
		return withMessage(errors.New("The vault file was changed by another program or computer, so nothing was saved and nothing was overwritten. Run the command again."), err)
	}
	return atCommand.say(err)
}

// say words a failure of the disk; an error that reads differently stays as it is.
func (c circumstance) say(err error) error {
	var place *PlaceError
	cause := ""
	switch {
	case reads(err, ErrFull):
		cause = "The disk is full"
	case reads(err, ErrReadOnly):
		cause = "The folder cannot be written"
	case reads(err, ErrSelfCheck):
		cause = "What was written could not be read back unchanged"
	case errors.As(err, &place) && reads(err, place):
		cause = fmt.Sprintf("The disk failed while %s (%v)", place.Step, withoutPath(place.Err))
	default:
		return err
	}
	return withMessage(fmt.Errorf("%s, so %s. %s", cause, c.outcome, c.advice), err)
}

// reads reports whether an error is another one, in its words too.
func reads(err, as error) bool { return errors.Is(err, as) && err.Error() == as.Error() }
