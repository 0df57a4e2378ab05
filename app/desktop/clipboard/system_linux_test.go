package clipboard

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNoDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	if _, err := New(); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("error %v", err)
	}
}

func TestLocalFiles(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Join([]string{
		"# a comment, RFC 2483",
		"file:///home/me/a%20picture.png",
		"file://localhost/tmp/b.png",
		"file://" + host + "/tmp/c.png",
		"file://elsewhere/tmp/d.png", // another computer's
		"https://example.org/e.png",
		"file:///bad%zz",
		"",
	}, "\r\n")
	want := []string{"/home/me/a picture.png", "/tmp/b.png", "/tmp/c.png"}
	if got := localFiles([]byte(list)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestLatin1(t *testing.T) {
	if got := string(latin1([]byte("gr\xfc\xdfe"))); got != "grüße" {
		t.Errorf("%q", got)
	}
}

// fakeTools lays programs in the path that behave as those of wl-clipboard do, over a file.
func fakeTools(t *testing.T) (tools, string) {
	t.Helper()
	folder := t.TempDir()
	store := filepath.Join(folder, "store")
	scripts := map[string]string{
		"wl-copy": `case "$*" in --help) echo "  --sensitive"; exit;; esac
echo "$*" > "` + store + `.args"
/bin/cat > "` + store + `"
exec /bin/sleep 60`,
		"wl-paste": `[ -e "` + store + `" ] || exit 1
case "$*" in --list-types) echo text/plain; echo image/jpeg; exit;; esac
exec /bin/cat "` + store + `"`,
	}
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	found, ok := findTools()
	if !ok {
		t.Fatal("the programs were not found")
	}
	return found, store
}

func TestTools(t *testing.T) {
	system, store := fakeTools(t)
	c := &Clipboard{system: system}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrEmpty) {
		t.Fatalf("an empty clipboard: %v", err)
	}
	k, err := c.CopySecret(t.Context(), "123456")
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if text, err := c.ReadText(t.Context()); err == nil && text == "123456" {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the copy did not arrive")
		}
	}
	if _, err := c.ReadPicture(t.Context()); err != nil {
		t.Errorf("the JPEG was not taken: %v", err)
	}
	if _, err := c.ReadFiles(t.Context()); !errors.Is(err, ErrEmpty) {
		t.Errorf("files: %v", err)
	}
	args, err := os.ReadFile(store + ".args")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(args), "123456") || !strings.Contains(string(args), "--sensitive") {
		t.Errorf("called with %s", args)
	}
	if !k.Ours() {
		t.Error("not ours")
	}
	if err := k.Clear(t.Context()); err != nil || k.Ours() {
		t.Errorf("after clearing: %v, ours %v", err, k.Ours())
	}
}
