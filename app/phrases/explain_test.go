package phrases

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"watchword/vault"
)

func TestWhatToDoNext(t *testing.T) {
	place := &vault.PlaceError{Err: syscall.EIO}
	other := errors.New("Something else.")
	for _, row := range []struct {
		why           string
		err           error
		open, command string
	}{
		{"nothing", nil, "", ""},
		{"one that nobody knows more about", other, "Something else.", "Something else."},
		{"one whose advice is the same everywhere", vault.ErrClosed, "The vault is locked. Unlock it first.", "The vault is locked. Unlock it first."},
		{"no advice", vault.ErrNotHOTP, "This account has no counter: its codes change with the time.", "This account has no counter: its codes change with the time."},
		{"a full disk: changes are in memory, or were never kept", vault.ErrFull,
			"The disk is full. The old vault file is whole and your changes are still here: free some space and save again, or save a copy elsewhere.",
			"The disk is full. Nothing was saved. The vault file is as it was: put that right and run the command again."},
		{"a failing disk", place,
			"The disk failed while the folder of the vault was checked (input/output error). The old vault file is whole and your changes are still here: try again, or save a copy elsewhere.",
			"The disk failed while the folder of the vault was checked (input/output error). Nothing was saved. The vault file is as it was: put that right and run the command again."},
		{"a file that is gone", vault.ErrMissing,
			"The vault file is no longer in its place. Your accounts are still here: save a copy, then look where the file went.",
			"The vault file is no longer in its place. Nothing was saved. Look where it went, or restore a backup: “watchword vault backups” lists them, “watchword vault restore FILE” restores one. Then run the command again."},
		{"no vault was open: it claims no old file", &vault.TaskError{Task: vault.Creating, Err: place},
			"The disk failed while the folder of the vault was checked (input/output error). No vault was created. Choose another place, or put that right and try again.",
			"The disk failed while the folder of the vault was checked (input/output error). No vault was created. Choose another place, or put that right and try again."},
		{"nor when a copy is restored", &vault.TaskError{Task: vault.Restoring, Err: vault.ErrFull},
			"The disk is full. The copy was not restored. The copy is unchanged: put that right and try again.",
			"The disk is full. The copy was not restored. The copy is unchanged: put that right and try again."},
		{"wrapped with the name of a file", fmt.Errorf("a.watchword: %w", vault.ErrClosed), "a.watchword: The vault is locked. Unlock it first.", "a.watchword: The vault is locked. Unlock it first."},
		{"wrapped by one that gives its own advice", fmt.Errorf("It failed (%w). Call somebody.", vault.ErrFull), "It failed (The disk is full.). Call somebody.", "It failed (The disk is full.). Call somebody."},
		{"two that were joined", errors.Join(vault.ErrClosed, other), "The vault is locked. Unlock it first.\nSomething else.", "The vault is locked. Unlock it first.\nSomething else."},
		{"no vault", &vault.FormatError{Reason: "it is empty"},
			"This file is not a Watchword vault: it is empty. Choose another file, or restore a backup.",
			"This file is not a Watchword vault: it is empty. Choose another file, or restore a backup."},
	} {
		if got := Sentence(row.err); got != row.open {
			t.Errorf("%s: %q", row.why, got)
		}
		if got := Command(row.err); got != row.command {
			t.Errorf("%s, of a command: %q", row.why, got)
		}
	}
}

func TestBackup(t *testing.T) {
	full := errors.New("The folder is full.")
	for _, row := range []struct {
		why, want string
		err       error
	}{
		{"made", "", nil},
		{"only the second one is missing", Sentence(vault.ErrSecondGone), errors.Join(vault.ErrSecondGone, vault.ErrSecondGone)},
		{"one reason, once", "Saved, but no backup was made. The folder is full.", errors.Join(full, full)},
		{"two reasons", "Saved, but no backup was made. The folder is full. " + Sentence(vault.ErrSecondGone), errors.Join(vault.ErrSecondGone, full)},
	} {
		if got := Backup(vault.Result{Backup: row.err}); got != row.want {
			t.Errorf("%s: %q", row.why, got)
		}
	}
}
