package privatefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := Write(path, []byte("secret")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() != 6 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := Write(path, []byte("other")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that was there: %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "secret" {
		t.Errorf("it holds %q", data)
	}
	link := path + ".link"
	if os.Symlink(path+".nowhere", link) == nil {
		if err := Write(link, []byte("x")); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a link to nowhere: %v", err)
		}
	}
	var failed *fs.PathError
	if err := Write(filepath.Join(path, "below"), nil); !errors.As(err, &failed) || failed.Op != "open" {
		t.Errorf("where nothing can be made: %v", err)
	}
}

// A file is replaced whole, over what a run that was killed left; where that fails it stays as it was.
func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path+".new", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"one", "two"} {
		if err := Replace(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != text {
			t.Errorf("%q, %v", data, err)
		}
	}
	if err := os.Mkdir(path+".d", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path+".d", nil); err == nil {
		t.Error("a folder was replaced")
	}
	left, _ := filepath.Glob(path + "*.new")
	if len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
