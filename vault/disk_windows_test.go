package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// folder is t.TempDir, but what cannot be cleared up fails no test: Wine cannot.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "watchword")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// rights describes who may do what with a file. Wine keeps the rights of Unix instead.
func rights(t *testing.T, path string) string {
	t.Helper()
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil {
		t.Skip("Wine has no rights of its own")
	}
	d, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	return d.String()
}

func writeText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestAFolderOfOurOwn: nothing is inherited from around it, and two may touch it.
func TestAFolderOfOurOwn(t *testing.T) {
	dir := filepath.Join(folder(t), "a", "b")
	if err := Disk().MkdirAll(dir); err != nil {
		t.Fatal(err)
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	got := rights(t, dir)
	if !strings.HasPrefix(got, "D:P") || strings.Count(got, "(A;") != 2 || !strings.Contains(got, ";SY)") {
		t.Errorf("the rights of a new folder are %s, the user is %s", got, user.User.Sid)
	}
	before := got
	if err := Disk().MkdirAll(dir); err != nil || rights(t, dir) != before {
		t.Errorf("a folder that was there was changed: %v", err)
	}
}

// TestReplacingKeepsTheRights: a vault in a shared folder stays shared as it was.
func TestReplacingKeepsTheRights(t *testing.T) {
	dir := folder(t)
	old, next := filepath.Join(dir, "old"), filepath.Join(dir, "next")
	writeText(t, old, "1")
	writeText(t, next, "2")
	if err := Disk().Protect(old); err != nil {
		t.Fatal(err)
	}
	want := rights(t, old)
	if !strings.HasPrefix(want, "D:P") {
		t.Fatalf("not protected: %s", want)
	}
	if err := Disk().Rename(next, old); err != nil {
		t.Fatal(err)
	}
	if got := rights(t, old); got != want || string(readAll(t, old)) != "2" {
		t.Errorf("%s became %s", want, got)
	}
	if err := Disk().Rename(next, old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing was renamed: %v", err)
	}
}

// TestAHeldFileIsTriedAgain: a scanner holds the file for a moment.
func TestAHeldFileIsTriedAgain(t *testing.T) {
	dir := folder(t)
	old, next := filepath.Join(dir, "old"), filepath.Join(dir, "next")
	writeText(t, old, "1")
	writeText(t, next, "2")
	name, err := windows.UTF16PtrFromString(old)
	if err != nil {
		t.Fatal(err)
	}
	held, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(300*time.Millisecond, func() { windows.CloseHandle(held) })
	if err := Disk().Rename(next, old); err != nil || string(readAll(t, old)) != "2" {
		t.Errorf("%v", err)
	}
}

func TestNoDumps(t *testing.T) {
	if err := NoDumps(); err != nil {
		t.Errorf("%v", err)
	}
}
