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

// A vault that could not be made, a copy that could not be restored, a command that ended: none of
// them has an old file that is whole, or changes that are still here.
func TestADiskThatFailsIsToldAsItIs(t *testing.T) {
	ready := prepared(t, false)
	for name, want := range map[string]struct {
		is   error
		says string
	}{
		"ENOSPC": {ErrFull, "The disk is full, so "},
		"EDQUOT": {ErrFull, "The disk is full, so "},
		"EACCES": {ErrReadOnly, "The folder cannot be written, so "},
		"EROFS":  {ErrReadOnly, "The folder cannot be written, so "},
		"EIO":    {syscall.EIO, "The disk failed while "},
	} {
		for _, work := range []struct {
			what, outcome string
			do            func(*memFS) error
		}{
			{"creation", "no vault was created", func(m *memFS) error {
				_, err := Create(context.Background(), "/new/v.watchword", []byte(goodPassword), memOptions(m))
				return err
			}},
			{"restoring", "the copy was not restored", func(m *memFS) error {
				_, err := RestoreFile(memPath, "/new/v.watchword", memOptions(m))
				return err
			}},
			{"a command", "nothing was saved", func(m *memFS) error {
				v := unlockMem(t, m)
				defer v.Close()
				operations[0].do(v)
				return NotKept(v.Save(context.Background()).Err)
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
			if !errors.Is(err, want.is) || !strings.HasPrefix(err.Error(), want.says) || !strings.Contains(err.Error(), work.outcome) {
				t.Errorf("%s, %s: %v", work.what, name, err)
				continue
			}
			for _, lie := range []string{"still here", "is whole", "save a copy", "save again"} {
				if strings.Contains(err.Error(), lie) {
					t.Errorf("%s, %s: it says %q: %v", work.what, name, lie, err)
				}
			}
		}
	}
}

func TestNotKept(t *testing.T) {
	other := errors.New("Something else.")
	for _, c := range []struct {
		err  error
		says string
	}{
		{ErrMissing, "Look where it went"},
		{ErrChanged, "Run the command again"},
		{withMessage(ErrSelfCheck, other), "could not be read back unchanged, so nothing was saved"},
		{withMessage(other, ErrFull), "Something else."}, // worded already
		{fmt.Errorf("Outside: %w", ErrFull), "Outside: "},
		{other, "Something else."},
	} {
		if got := NotKept(c.err); !strings.Contains(got.Error(), c.says) || !errors.Is(got, c.err) {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
