package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

func TestWhatIsNoVault(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	large := write("large", []byte(ageIntro))
	if err := os.Truncate(large, maxFile+1); err != nil { // sparse
		t.Fatal(err)
	}
	tests := []struct {
		why, path string
		want      error
	}{
		{"missing", filepath.Join(dir, "nothing"), fs.ErrNotExist},
		{"a folder", dir, ErrNotRegular},
		{"empty", write("empty", nil), ErrNotVault},
		{"a picture", write("picture", []byte("\x89PNG\r\n\x1a\n")), ErrNotVault},
		{"larger than any vault", large, ErrNotVault},
		{"an age file for a password", write("scrypt", []byte("age-encryption.org/v1\n-> scrypt AAECAwQFBgcICQoLDA0ODw 18\n"+testBody+"\n--- "+testBody+"\n")), ErrNotVault},
	}
	for _, test := range tests {
		_, err := Open(test.path, cheap())
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.why, err)
		}
		if err != nil && (!strings.HasSuffix(err.Error(), ".") || strings.Contains(err.Error(), dir)) {
			t.Errorf("%s: not a plain sentence: %q", test.why, err)
		}
	}
}

func TestSizeLimitOfTheFile(t *testing.T) {
	m := newMemFS()
	o := cheap()
	o.FS = m
	head := headerText(argonText("65536", "3", "4"))
	for _, n := range []int{maxFile - 1, maxFile, maxFile + 1} {
		m.put(memPath, append([]byte(head), make([]byte, n-len(head))...))
		if _, err := Open(memPath, o); (err == nil) != (n <= maxFile) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

func TestPayloadLimit(t *testing.T) {
	for _, n := range []int{maxPayload, maxPayload + 1} {
		p := passwordKey{salt: make([]byte, 16), params: Floor, kek: make([]byte, 32)}
		file, err := encrypt(make([]byte, n), p, nil, bytes.NewReader(make([]byte, 32)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decrypt(file, &passwordIdentity{kek: p.kek}, ErrWrongPassword); (err == nil) != (n <= maxPayload) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

func TestAVaultThatOutgrowsTheLimitIsNotWritten(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	old := m.get(memPath)
	note := strings.Repeat("x", maxText)
	for i := range maxPayload/maxText + 1 {
		a := totp("big", fmt.Sprint(i), fmt.Sprintf("secret number %d", i))
		a.Note = note
		v.Add(a)
	}
	if r := v.Save(context.Background()); !errors.Is(r.Err, ErrTooMuch) || r.Status != NotSaved {
		t.Errorf("%+v", r)
	}
	if !bytes.Equal(old, m.get(memPath)) {
		t.Error("the file changed")
	}
}

func TestPasswordsThatAreWrong(t *testing.T) {
	v := newTestVault(t, cheap())
	for _, p := range []string{"", "x", goodPassword + " ", strings.ToUpper(goodPassword), strings.Repeat("x", 1<<20), "\xff"} {
		if _, err := tryOpen(v.Path(), p, cheap()); !errors.Is(err, ErrWrongPassword) {
			t.Errorf("%d bytes: %v", len(p), err)
		}
	}
}

func TestDamagedIsNotWrongPassword(t *testing.T) {
	v := newTestVault(t, cheap())
	data := readAll(t, v.Path())
	data[len(data)-1] ^= 1
	os.WriteFile(v.Path(), data, 0o600)
	if _, err := tryOpen(v.Path(), goodPassword, cheap()); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v", err)
	}
}

func TestInfo(t *testing.T) {
	o := cheap()
	o.Params = Params{Memory: 19 << 10, Time: 2, Threads: 1}
	v := newTestVault(t, o)
	l, err := Open(v.Path(), o)
	if err != nil {
		t.Fatal(err)
	}
	i := l.Info()
	if i.Path != v.Path() || i.Size != int64(len(readAll(t, v.Path()))) || i.Modified.IsZero() || i.Params != o.Params || !i.BelowFloor || i.Costly || i.HasRecovery || i.Unknown != nil {
		t.Errorf("%+v", i)
	}
}

func TestACostlyKeyIsAskedAbout(t *testing.T) {
	o := cheap()
	o.Params = Params{Memory: 1<<20 + 8, Time: 1, Threads: 1}
	v := newTestVault(t, o)
	l, err := Open(v.Path(), o)
	if err != nil || !l.Info().Costly {
		t.Fatalf("%v", err)
	}
	_, err = l.Unlock(context.Background(), []byte(goodPassword))
	if errors.Is(err, ErrTooCostly) {
		return // a machine of 2 GiB or less never tries it
	}
	if !errors.Is(err, ErrCostly) {
		t.Fatalf("%v", err)
	}
	l.AllowCost()
	if _, err := l.Unlock(context.Background(), []byte(goodPassword)); err != nil {
		t.Errorf("after it was allowed: %v", err)
	}
}

func TestALinkStaysALink(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	link := filepath.Join(t.TempDir(), "link.watchword")
	if err := os.Symlink(v.Path(), link); err != nil {
		t.Skipf("this system makes no symbolic links: %v", err)
	}
	w := reopen(t, link, cheap())
	w.Add(totp("B", "b", "secret of b 1"))
	mustSave(t, w)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link was replaced")
	}
	if again := reopen(t, v.Path(), cheap()); len(again.Accounts()) != 2 {
		t.Error("the file behind the link did not change")
	}
	// A link that points to nothing is something that is there.
	dangling := filepath.Join(t.TempDir(), "dangling.watchword")
	os.Symlink(filepath.Join(t.TempDir(), "nothing"), dangling)
	if _, err := Create(context.Background(), dangling, []byte(goodPassword), cheap()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("creating over a dangling link: %v", err)
	}
}

func TestOnlyTheUserMayRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	old := syscallUmask(0)
	defer syscallUmask(old)
	o := cheap()
	o.BackupDir = filepath.Join(t.TempDir(), "a", "backups")
	path := filepath.Join(t.TempDir(), "new", "folder", "v.watchword")
	v, err := Create(context.Background(), path, []byte(goodPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	v.Add(sample(2)...)
	mustSave(t, v)
	for p, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700, o.BackupDir: 0o700, filepath.Join(o.BackupDir, v.ID()): 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	list, _ := v.Backups()
	if info, err := os.Stat(list[0].Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("backup: %v, %v", info, err)
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	if len(entries) != 1 {
		t.Errorf("%d files beside the vault", len(entries)-1)
	}
}

func TestTwoVaultsOnOnePath(t *testing.T) {
	a := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	elsewhere := cheap()
	elsewhere.Device = "device-2"
	b := reopen(t, a.Path(), elsewhere)
	a.Add(totp("B", "b", "secret of b 1"))
	b.Add(totp("C", "c", "secret of c 1"))
	mustSave(t, a)
	r := b.Save(context.Background())
	if r.Status != Saved || r.Merged.String() != "From another computer: B was added." {
		t.Fatalf("%+v", r)
	}
	if n := len(reopen(t, a.Path(), cheap()).Accounts()); n != 3 {
		t.Errorf("%d accounts on disk", n)
	}
	if m, err := a.Refresh(context.Background()); err != nil || len(m.Added) != 1 || a.Dirty() || len(a.Accounts()) != 3 {
		t.Errorf("the first did not get the change: %+v, %v", m, err)
	}
	if m, err := a.Refresh(context.Background()); err != nil || !m.None() || m.String() != "" {
		t.Errorf("twice: %+v, %v", m, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.watchword")
	if r := b.SaveCopy(context.Background(), copied); r.Status != Saved {
		t.Fatalf("%+v", r)
	}
	if r := b.SaveCopy(context.Background(), copied); !errors.Is(r.Err, fs.ErrExist) {
		t.Errorf("a second copy of that name: %+v", r)
	}
	if got := describe(reopen(t, copied, cheap())); got != describe(b) {
		t.Error("the copy differs")
	}
}

// TestRealDiskRefusals uses paths that no system can write, which needs no permissions.
func TestRealDiskRefusals(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	os.WriteFile(file, nil, 0o600)
	_, err := Create(context.Background(), filepath.Join(file, "v.watchword"), []byte(goodPassword), cheap())
	if err == nil || !strings.HasSuffix(err.Error(), ".") {
		t.Errorf("a file as a folder: %v", err)
	}
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	os.Remove(v.Path())
	os.Mkdir(v.Path(), 0o700)
	v.Add(totp("B", "b", "secret of b 1"))
	if r := v.Save(context.Background()); !errors.Is(r.Err, ErrNotRegular) {
		t.Errorf("a folder in its place: %+v", r)
	}
}

func TestDiskReportsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	d := Disk()
	write := func(path, text string) {
		f, err := d.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(text))
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	write(a, "1")
	write(b, "2")
	if _, err := d.Create(a); !errors.Is(err, fs.ErrExist) {
		t.Errorf("create over a file: %v", err)
	}
	if err := d.RenameNew(a, b); !errors.Is(err, fs.ErrExist) {
		t.Errorf("rename over a file: %v", err)
	}
	if err := linkNew(a, b); !errors.Is(err, fs.ErrExist) {
		t.Errorf("link over a file: %v", err)
	}
	switch err := d.Exchange(a, b); {
	case errors.Is(err, ErrNoExchange):
		t.Logf("this file system has no exchange")
		d.Rename(a, filepath.Join(dir, "c"))
		d.Rename(b, a)
		d.Rename(filepath.Join(dir, "c"), b)
	case err != nil:
		t.Fatal(err)
	}
	if string(readAll(t, a)) != "2" || string(readAll(t, b)) != "1" {
		t.Error("not exchanged")
	}
	if err := d.Exchange(a, filepath.Join(dir, "nothing")); !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrNoExchange) {
		t.Errorf("exchange with nothing: %v", err)
	}
	c := filepath.Join(dir, "c")
	if err := linkNew(a, c); err != nil || string(readAll(t, c)) != "2" {
		t.Errorf("link: %v", err)
	}
	if names, err := d.ReadDir(dir); err != nil || fmt.Sprint(names) != "[b c]" {
		t.Errorf("%v, %v", names, err)
	}
	if err := errors.Join(d.Rename(c, b), d.SyncDir(dir), d.Remove(b)); err != nil {
		t.Error(err)
	}
	if err := d.SyncDir(filepath.Join(dir, "nothing")); runtime.GOOS != "windows" && !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("flushing nothing: %v", err)
	}
}

func TestEveryErrorIsASentence(t *testing.T) {
	for _, err := range []error{
		ErrWrongPassword, ErrWrongSheet, ErrBadSheetKey, ErrDamaged, ErrNewer, ErrNotOurs, ErrChanged, ErrMissing, ErrReadOnly, ErrFull, ErrCostly, ErrTooCostly,
		ErrMustSetPassword, ErrClosed, ErrNoAccount, ErrNotHOTP, ErrCounterUsedUp, ErrShrunk, ErrNotRegular, ErrTooMuch, ErrSelfCheck,
		&FormatError{"x"}, &PlaceError{writingFile, &fs.PathError{Op: "write", Path: "/secret/place", Err: syscall.EIO}}, notFlushed(syscall.EIO), backupError(syscall.EIO), keptAs("/x/kept", syscall.EIO), readError(syscall.EIO), readError(fs.ErrPermission), readError(fs.ErrNotExist),
	} {
		text := err.Error()
		if text[0] < 'A' || text[0] > 'Z' || !strings.HasSuffix(text, ".") || strings.Contains(text, "/secret/place") {
			t.Errorf("%q", text)
		}
	}
}
