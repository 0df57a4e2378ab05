package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A vault that could not be made and a copy that could not be restored say so: there is no old file
// that is whole, and there are no changes that are still here.
func TestADiskThatFailsIsToldAsItIs(t *testing.T) {
	ready := prepared(t, false)
	for name, want := range map[string]struct {
		is   error
		says string
	}{
		"ENOSPC": {ErrFull, "The disk is full."},
		"EDQUOT": {ErrFull, "The disk is full."},
		"EACCES": {ErrReadOnly, "The vault's folder cannot be written."},
		"EROFS":  {ErrReadOnly, "The vault's folder cannot be written."},
		"EIO":    {syscall.EIO, "The disk failed while "},
	} {
		for _, work := range []struct {
			what string
			task Task
			do   func(*memFS) error
		}{
			{"creation", Creating, func(m *memFS) error {
				_, err := Create(context.Background(), "/new/v.watchword", []byte(goodPassword), memOptions(m))
				return err
			}},
			{"restoring", Restoring, func(m *memFS) error {
				_, err := RestoreFile(memPath, "/new/v.watchword", memOptions(m))
				return err
			}},
		} {
			m := ready.clone()
			m.fault = faults[slices.IndexFunc(faults, func(f fault) bool { return f.name == name })]
			m.sticky = true
			m.before = func(n int, op string) {
				if op == "create" && m.failAt == 0 {
					m.failAt = n
				}
			}
			err := work.do(m)
			var failed *TaskError
			if !errors.As(err, &failed) || failed.Task != work.task || !errors.Is(err, want.is) || !strings.HasPrefix(err.Error(), want.says) {
				t.Errorf("%s, %s: %v", work.what, name, err)
			}
		}
	}
}

// What is not a failure of the disk, or was worded for it already, ended no task in that sense.
func TestOtherErrorsStayAsTheyAre(t *testing.T) {
	other := errors.New("Something else.")
	for _, err := range []error{nil, other, ErrMissing, withMessage(other, ErrFull), fmt.Errorf("Outside: %w", ErrFull)} {
		if got := Creating.failed(err); got != err {
			t.Errorf("%v becomes %v", err, got)
		}
	}
}
