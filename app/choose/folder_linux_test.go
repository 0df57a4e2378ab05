package choose

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// A pipe would hold up whoever opens it, so it is not offered and not taken; links are what
// they lead to.
func TestPipesAndLinks(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, err := range []error{
		syscall.Mkfifo(at("pipe.png"), 0o600), os.Mkdir(at("folder"), 0o700), os.WriteFile(at("file.png"), nil, 0o600),
		os.Symlink("folder", at("to a folder")), os.Symlink("file.png", at("to a file.png")), os.Symlink("nowhere", at("to nothing.png")),
		os.Symlink("pipe.png", at("to a pipe.png")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := read(dir, []string{"*.png"})
	want := []entry{{"folder", true}, {"to a folder", true}, {"file.png", false}, {"to a file.png", false}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if look(at("pipe.png")) != other || look(at("to a file.png")) != file || look(at("to a folder")) != folder {
		t.Error("links and pipes are taken for something else")
	}
	if _, err := read(at("gone"), nil); err == nil {
		t.Error("a folder that is not there can be read")
	}
}
