package autostart

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSet(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", folder)
	t.Setenv("APPIMAGE", "")
	path := filepath.Join(folder, "autostart", file)
	if err := Set(false); err != nil {
		t.Fatalf("switching off what is off: %v", err)
	}
	if err := Set(true); err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), "\nExec=\""+program+"\" --hidden\n") {
		t.Errorf("%v: %s", err, data)
	}
	t.Setenv("APPIMAGE", "/opt/Watchword.AppImage") // as if it had been moved
	if err := Set(true); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(path); !strings.Contains(string(data), `Exec="/opt/Watchword.AppImage" --hidden`) {
		t.Errorf("a program that was moved is not found: %s", data)
	}
	if err := Set(false); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the entry stays: %v", err)
	}
}

func TestQuoted(t *testing.T) {
	for _, tt := range []struct{ word, want, why string }{
		{"/usr/bin/watchword", `"/usr/bin/watchword"`, "the usual"},
		{"/home/a b/watchword", `"/home/a b/watchword"`, "a space"},
		{`/a"b`, `"/a\\"b"`, "a quote"},
		{"/a$b`c", "\"/a\\\\$b\\\\`c\"", "what a shell would do something with"},
		{"/100%", `"/100%%"`, "a field code"},
		{`/a\b`, `"/a\\\\b"`, "a backslash"},
	} {
		if got := quoted(tt.word); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.why, got, tt.want)
		}
	}
}
