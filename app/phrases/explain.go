package phrases

import (
	"errors"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault"
)

// Explain says what happened, and what to do next: "" where nobody knows. A vault that is open has
// its changes in memory, and there is a button that saves a copy; where the program ends after the
// error, see [Command].
func Explain(err error) (what, next string) { return explain(err, openVault) }

// Sentence is what an error says to the user, "" for none: what happened, and what to do next.
func Sentence(err error) string { return sentence(err, openVault) }

// Command is [Sentence] where the program ends after the error, as a command of the terminal does:
// nothing stays in memory, and nothing can be saved as a copy.
func Command(err error) string { return sentence(err, command) }

// Backup says what a user should know about the backup of a save: "" when all is well. A second
// folder that is not there has its own sentence, since the backup on this computer was made.
func Backup(r vault.Result) string {
	if r.Backup == nil {
		return ""
	}
	var lines []string
	all := true
	for _, err := range parts(r.Backup) {
		lines = append(lines, Sentence(err))
		all = all && errors.Is(err, vault.ErrSecondGone)
	}
	slices.Sort(lines)
	text := strings.Join(slices.Compact(lines), " ")
	if all {
		return text
	}
	return words.T("Saved, but no backup was made. %s", text)
}

// An advice says what follows from an error that a disk or another program caused, and what to do
// about it. It depends on what was going on.
type advice func(kind error) (outcome, next string)

// openVault: the changes are in memory, the old file is on disk.
func openVault(kind error) (outcome, next string) {
	switch kind {
	case vault.ErrChanged:
		next = words.T("Nothing was overwritten: load it again and repeat the change, or save a copy.")
	case vault.ErrMissing:
		next = words.T("Your accounts are still here: save a copy, then look where the file went.")
	case vault.ErrReadOnly:
		next = words.T("Nothing was changed on disk: allow writing there, or save a copy elsewhere.")
	case vault.ErrFull:
		next = words.T("The old vault file is whole and your changes are still here: free some space and save again, or save a copy elsewhere.")
	case vault.ErrSelfCheck:
		next = words.T("The old file is whole: check the disk, or save a copy elsewhere.")
	default:
		next = words.T("The old vault file is whole and your changes are still here: try again, or save a copy elsewhere.")
	}
	return "", next
}

// command: the program ends.
func command(kind error) (outcome, next string) {
	switch kind {
	case vault.ErrMissing:
		return words.T("Nothing was saved."), words.T("Look where it went, or restore a backup: “watchword vault backups” lists them, “watchword vault restore FILE” restores one. Then run the command again.")
	case vault.ErrChanged:
		return words.T("Nothing was saved, and nothing was overwritten."), words.T("Run the command again.")
	}
	return words.T("Nothing was saved."), words.T("The vault file is as it was: put that right and run the command again.")
}

// of is the advice for a task that ended where no vault is open.
func of(t vault.Task) advice {
	return func(error) (outcome, next string) {
		if t == vault.Restoring {
			return words.T("The copy was not restored."), words.T("The copy is unchanged: put that right and try again.")
		}
		return words.T("No vault was created."), words.T("Choose another place, or put that right and try again.")
	}
}

func sentence(err error, a advice) string {
	if err == nil {
		return ""
	}
	if list := parts(err); len(list) > 1 {
		lines := make([]string, len(list))
		for i, e := range list {
			lines[i] = sentence(e, a)
		}
		return strings.Join(lines, "\n")
	}
	what, next := explain(err, a)
	return strings.TrimSpace(what + " " + next)
}

func explain(err error, a advice) (what, next string) {
	if err == nil {
		return "", ""
	}
	outcome, next := ahead(err, a)
	return strings.TrimSpace(err.Error() + " " + outcome), next
}

// ahead looks for advice in the error that an error reads like. One that wraps another and says more
// behind it has said already what to do.
func ahead(err error, a advice) (outcome, next string) {
	switch e := err.(type) {
	case interface{ Next() string }:
		return "", e.Next()
	case interface{ Message() error }:
		return ahead(e.Message(), a)
	case *vault.TaskError:
		return ahead(e.Err, of(e.Task))
	case *vault.PlaceError:
		return a(nil)
	}
	if slices.Contains([]error{vault.ErrChanged, vault.ErrMissing, vault.ErrReadOnly, vault.ErrFull, vault.ErrSelfCheck}, err) {
		return a(err)
	}
	for _, inner := range wrapped(err) {
		if strings.HasSuffix(err.Error(), inner.Error()) {
			return ahead(inner, a)
		}
	}
	return "", ""
}

func wrapped(err error) []error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		return several.Unwrap()
	}
	if inner := errors.Unwrap(err); inner != nil {
		return []error{inner}
	}
	return nil
}

// parts are the errors that were joined, or the error itself.
func parts(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var lines []string
	for _, e := range joined.Unwrap() {
		lines = append(lines, e.Error())
	}
	if strings.Join(lines, "\n") != err.Error() {
		return []error{err} // it has a text of its own
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, parts(e)...)
	}
	return all
}
