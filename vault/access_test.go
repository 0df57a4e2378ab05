package vault

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
)

func TestWhatOthersMayTouchIsFoundAndRepaired(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	file, dir := v.Path(), filepath.Dir(v.Path())
	tests := []struct {
		file, dir os.FileMode
		want      []string
	}{
		{0o600, 0o700, nil},
		{0o640, 0o700, []string{file}},
		{0o602, 0o700, []string{file}},
		{0o600, 0o755, nil}, // others may look at the names
		{0o600, 0o775, []string{dir}},
		{0o604, 0o702, []string{file, dir}},
		{0o600, 0o777 | os.ModeSticky, nil}, // as /tmp
	}
	for _, test := range tests {
		if err := errors.Join(os.Chmod(file, test.file), os.Chmod(dir, test.dir)); err != nil {
			t.Fatal(err)
		}
		if got := v.Exposed(); !slices.Equal(got, test.want) {
			t.Errorf("%v in %v: %q", test.file, test.dir, got)
		}
		if err := v.Protect(); err != nil || len(v.Exposed()) > 0 {
			t.Errorf("%v in %v: %v, then %q", test.file, test.dir, err, v.Exposed())
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v became %v", test.file, info.Mode())
		}
	}
	os.Chmod(file, 0o644)
	mustSave(t, v) // nothing changed: nothing is written
	v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("x")})
	mustSave(t, v)
	if got := v.Exposed(); got != nil {
		t.Errorf("after a save: %q", got)
	}
	os.Remove(file)
	if got := v.Exposed(); got != nil {
		t.Errorf("without a file: %q", got)
	}
	if err := Disk().Protect(file); err == nil {
		t.Error("what is not there was protected")
	}
}

// bits is a disk whose files keep the mode they have, as FAT does.
type bits struct {
	FS
	err error
}

func (b bits) Protect(string) error { return b.err }

func TestADiskWithoutPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	for _, err := range []error{nil, syscall.EPERM} {
		o := cheap()
		o.FS = bits{Disk(), err}
		v := newTestVault(t, o)
		os.Chmod(v.Path(), 0o666)
		if got := v.Protect(); got == nil || got.Error() != errNotProtected.Error() || !errors.Is(got, err) && err != nil {
			t.Errorf("%v: %v", err, got)
		}
	}
}

func TestAFolderThatCannotBeWrittenIsTold(t *testing.T) {
	m := prepared(t, false)
	m.failAt, m.fault = 0, fault{err: syscall.EROFS}
	m.before = func(n int, op string) {
		if op == "writable" {
			m.failAt = n
		}
	}
	v := unlockMem(t, m)
	if list := v.Notices(); len(list) != 1 || list[0].Kind != NoticeCannotSave {
		t.Errorf("%+v", list)
	}
	if err := v.CannotSave(); !errors.Is(err, ErrReadOnly) {
		t.Errorf("%v", err)
	}
	m.before, m.failAt = nil, 0
	if err := v.CannotSave(); err != nil {
		t.Errorf("%v", err)
	}
	v.readOnly = ErrNewer
	if err := v.CannotSave(); err != ErrNewer {
		t.Errorf("%v", err)
	}
	if err := Disk().Writable(filepath.Join(t.TempDir(), "nothing")); runtime.GOOS != "windows" && err == nil {
		t.Error("a folder that is not there can be written")
	}
	if err := Disk().Writable(t.TempDir()); err != nil {
		t.Error(err)
	}
}
