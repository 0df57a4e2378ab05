//go:build linux && display

package clipboard

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"watchword/scanner/capture/xtest"
)

func onDisplay(t *testing.T) *Clipboard {
	t.Helper()
	xtest.Display(t, "-screen", "0", "320x200x24")
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// paste asks for the clipboard as another program does.
func paste(target string) (string, error) {
	out, err := exec.Command("xclip", "-selection", "clipboard", "-o", "-t", target).Output()
	return string(out), err
}

// copyElsewhere lets another program copy; it goes on in the background, as xclip does.
func copyElsewhere(t *testing.T, target string, data []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	before := x11Owner()
	if err := exec.Command("xclip", "-selection", "clipboard", "-i", "-t", target, file).Run(); err != nil {
		t.Fatalf("this test needs xclip: %v", err)
	}
	// xclip may go into the background before the server has heard of it.
	for end := time.Now().Add(20 * time.Second); x11Owner() == before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("xclip did not take the clipboard")
		}
	}
}

func wait(t *testing.T, what string, ch <-chan struct{}) {
	t.Helper()
	select {
	case <-ch:
	case <-time.After(20 * time.Second):
		t.Fatal(what)
	}
}

func TestX11SecretCopy(t *testing.T) {
	c := onDisplay(t)
	k, err := c.CopySecret(t.Context(), "123456")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := paste("UTF8_STRING"); err != nil || got != "123456" {
		t.Errorf("pasted %q %v", got, err)
	}
	if got, err := paste("x-kde-passwordManagerHint"); err != nil || got != "secret" {
		t.Errorf("the hint is %q %v", got, err)
	}
	if got, err := c.ReadText(t.Context()); err != nil || got != "123456" {
		t.Errorf("read back %q %v", got, err)
	}
	if !k.Ours() {
		t.Error("not ours")
	}
	if err := k.Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait(t, "the copy is still held", k.Gone())
	if got, err := paste("UTF8_STRING"); err == nil {
		t.Errorf("after clearing %q", got)
	}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrEmpty) {
		t.Errorf("after clearing: %v", err)
	}
	if out, err := exec.Command("xclip", "-selection", "primary", "-o").Output(); err == nil {
		t.Errorf("the primary selection was touched: %q", out)
	}
}

// R14 of the security design: ours cleared, another's never, whoever is quicker.
func TestX11ClearNeverTakesAnothers(t *testing.T) {
	c := onDisplay(t)
	for i := range 40 {
		k, err := c.CopySecret(t.Context(), "123456")
		if err != nil {
			t.Fatal(err)
		}
		foreign := i%2 == 0
		if foreign {
			copyElsewhere(t, "UTF8_STRING", []byte("mine"))
		}
		time.Sleep(time.Duration(rand.IntN(3)) * time.Millisecond)
		if err := k.Clear(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := paste("UTF8_STRING")
		if foreign && got != "mine" {
			t.Fatalf("run %d: another program's copy is gone (%q, %v)", i, got, err)
		}
		if !foreign && err == nil {
			t.Fatalf("run %d: ours was left", i)
		}
		if foreign {
			wait(t, "not told that another copy came", k.Gone())
		}
	}
}

func TestX11LargePicture(t *testing.T) {
	c := onDisplay(t)
	img := image.NewNRGBA(image.Rect(0, 0, 900, 900))
	noise := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(noise.Uint32())
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	if buf.Len() < 2<<20 {
		t.Fatalf("the picture has only %d bytes", buf.Len())
	}
	copyElsewhere(t, "image/png", buf.Bytes())
	got, err := c.ReadPicture(t.Context())
	if err != nil || !bytes.Equal(got, buf.Bytes()) {
		t.Fatalf("%d of %d bytes, %v", len(got), buf.Len(), err)
	}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrEmpty) {
		t.Errorf("a picture as text: %v", err)
	}
}

func TestX11LongText(t *testing.T) {
	c := onDisplay(t)
	text := strings.Repeat("otpauth://totp/x?secret=AAAA\n", 60_000)
	copyElsewhere(t, "UTF8_STRING", []byte(text))
	if got, err := c.ReadText(t.Context()); err != nil || got != text {
		t.Fatalf("%d of %d bytes, %v", len(got), len(text), err)
	}
}

func TestX11OldText(t *testing.T) {
	c := onDisplay(t)
	copyElsewhere(t, "STRING", []byte("gr\xfc\xdfe"))
	if got, err := c.ReadText(t.Context()); err != nil || got != "grüße" {
		t.Fatalf("%q %v", got, err)
	}
}

func TestX11Files(t *testing.T) {
	c := onDisplay(t)
	copyElsewhere(t, "text/uri-list", []byte("file:///tmp/a%20b.png\r\n"))
	if got, err := c.ReadFiles(t.Context()); err != nil || len(got) != 1 || got[0] != "/tmp/a b.png" {
		t.Fatalf("%q %v", got, err)
	}
}

func TestX11Empty(t *testing.T) {
	c := onDisplay(t)
	if _, err := c.ReadPicture(t.Context()); !errors.Is(err, ErrEmpty) {
		t.Errorf("%v", err)
	}
}

// An owner that never answers must not hold us for ever.
func TestX11SilentOwner(t *testing.T) {
	c := onDisplay(t)
	x, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	window, err := xproto.NewWindowId(x)
	if err != nil {
		t.Fatal(err)
	}
	root := xproto.Setup(x).DefaultScreen(x).Root
	xproto.CreateWindow(x, 0, window, root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil)
	name := "CLIPBOARD"
	a, err := xproto.InternAtom(x, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	if err := xproto.SetSelectionOwnerChecked(x, window, a.Atom, xproto.TimeCurrentTime).Check(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := c.ReadText(ctx); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
}
