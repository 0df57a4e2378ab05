package capture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal"
	"watchword/scanner/capture/portal/portaltest"
)

// hang is far longer than any test takes.
const hang = 30 * time.Second

// desk is a Wayland desktop without a portal on a bus of its own; nothing else of this
// machine's desktop shows through.
func desk(t *testing.T) context.Context {
	t.Helper()
	portaltest.Bus(t)
	t.Setenv("WAYLAND_DISPLAY", "wayland-test")
	t.Setenv("DISPLAY", "")
	t.Setenv("PATH", t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	t.Cleanup(cancel)
	return ctx
}

func pngFile(t *testing.T, img image.Image) (path string) {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "Screenshot from a desk, 1.png") // needs escaping in a URI
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func fileResult(path string) map[string]dbus.Variant {
	uri := url.URL{Scheme: "file", Path: path}
	return map[string]dbus.Variant{"uri": dbus.MakeVariant(uri.String())}
}

func answering(code uint32, results map[string]dbus.Variant) *portaltest.Portal {
	return &portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		r.Respond(code, results)
		return r.Path, nil
	}}
}

func refusal(t *testing.T, err error) *Refusal {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) {
		t.Fatalf("%v is no refusal", err)
	}
	if !strings.HasSuffix(r.What, ".") || !strings.HasSuffix(r.Next, ".") {
		t.Errorf("not two sentences: %q %q", r.What, r.Next)
	}
	return r
}

func TestPortalPicture(t *testing.T) {
	ctx := desk(t)
	path := pngFile(t, picture(color.White, color.NRGBA{R: 200, A: 255}))
	answering(0, fileResult(path)).Serve(t)
	shots, err := Screens(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(shots) != 1 || shots[0].Image.Bounds() != image.Rect(0, 0, 40, 30) || shots[0].Left != "" {
		t.Fatalf("shots %+v", shots)
	}
	if r, _, _, _ := shots[0].Image.At(1, 1).RGBA(); r>>8 != 200 {
		t.Errorf("red of the second dot is %d", r>>8)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the picture was left on the disk: %v", err)
	}
}

// A callLog collects calls from several goroutines in their order.
type callLog struct {
	sync.Mutex
	calls []string
}

func (l *callLog) add(call string) {
	l.Lock()
	defer l.Unlock()
	l.calls = append(l.calls, call)
}

func (l *callLog) String() string {
	l.Lock()
	defer l.Unlock()
	return strings.Join(l.calls, " ")
}

// The order of hiding and asking: GNOME puts its question only to the window in front.
func TestWindowStaysUntilAllowed(t *testing.T) {
	for _, tt := range []struct{ name, remembered, want string }{
		{"never asked: first with the window, then without", "", "ask hide ask show"},
		{"allowed before: at once without the window", "yes", "hide ask show"},
		{"denied before: no call and no flicker", "no", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := desk(t)
			var log callLog
			p := &portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
				log.add("ask")
				r.Respond(0, fileResult(pngFile(t, picture(color.White))))
				return r.Path, nil
			}}
			p.Serve(t)
			if tt.remembered != "" {
				portaltest.Remember(t, portal.AppID(), tt.remembered)
			}
			_, err := Screens(ctx, Options{
				Hide: func() { log.add("hide") },
				Show: func() { log.add("show") },
			})
			if got := log.String(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if tt.remembered == "no" {
				if r := refusal(t, err); !r.Permission || !r.Choose {
					t.Errorf("%+v", r)
				}
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestChooseDoesNotLookAtThePermission(t *testing.T) {
	ctx := desk(t)
	portaltest.Remember(t, portal.AppID(), "no")
	interactive := make(chan any, 1)
	p := &portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		interactive <- r.Options["interactive"].Value()
		r.Respond(0, fileResult(pngFile(t, picture(color.White))))
		return r.Path, nil
	}}
	p.Serve(t)
	if _, err := Screens(ctx, Options{Choose: true}); err != nil {
		t.Fatal(err)
	}
	if <-interactive != true {
		t.Error("the portal was not told to let the person choose")
	}
}

func TestPortalRefusals(t *testing.T) {
	tests := []struct {
		name  string
		setup func(t *testing.T)
		check func(*Refusal) bool
	}{
		{"no portal", func(t *testing.T) {}, func(r *Refusal) bool { return strings.Contains(r.Next, "xdg-desktop-portal") }},
		{"cancelled", func(t *testing.T) { answering(1, nil).Serve(t) }, func(r *Refusal) bool { return r.Cancelled && r.Choose }},
		{"refused or broken", func(t *testing.T) { answering(2, nil).Serve(t) }, func(r *Refusal) bool { return r.Choose && !r.Permission }},
		{"no file named", func(t *testing.T) { answering(0, nil).Serve(t) }, func(r *Refusal) bool { return r.Err != nil }},
		{"a file of another computer", func(t *testing.T) {
			answering(0, map[string]dbus.Variant{"uri": dbus.MakeVariant("file://elsewhere/x.png")}).Serve(t)
		}, func(r *Refusal) bool { return r.Err != nil }},
		{"a picture on the web", func(t *testing.T) {
			answering(0, map[string]dbus.Variant{"uri": dbus.MakeVariant("https://example.org/x.png")}).Serve(t)
		}, func(r *Refusal) bool { return r.Err != nil }},
		{"one colour", func(t *testing.T) {
			answering(0, fileResult(pngFile(t, picture()))).Serve(t)
		}, func(r *Refusal) bool { return strings.Contains(r.What, "single colour") }},
		{"no picture in the file", func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.png")
			if err := os.WriteFile(path, []byte("not a picture"), 0o600); err != nil {
				t.Fatal(err)
			}
			answering(0, fileResult(path)).Serve(t)
		}, func(r *Refusal) bool { return r.Err != nil }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := desk(t)
			tt.setup(t)
			_, err := Screens(ctx, Options{})
			if r := refusal(t, err); !tt.check(r) {
				t.Errorf("%+v (%v)", r, r.Err)
			}
		})
	}
}

// The portal's answer 2 means "denied" only if the store says so afterwards.
func TestDeniedJustNow(t *testing.T) {
	ctx := desk(t)
	p := &portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		portaltest.Remember(t, portal.AppID(), "no") // the user pressed Deny
		r.Respond(2, nil)
		return r.Path, nil
	}}
	p.Serve(t)
	_, err := Screens(ctx, Options{})
	if r := refusal(t, err); !r.Permission {
		t.Errorf("%+v", r)
	}
}

func TestLatePictureIsDeleted(t *testing.T) {
	ctx, cancel := context.WithCancel(desk(t))
	path := pngFile(t, picture(color.White))
	asked := make(chan portaltest.Request, 1)
	p := &portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		asked <- r
		return r.Path, nil
	}}
	p.Serve(t)
	over := make(chan error, 1)
	go func() {
		_, err := Screens(ctx, Options{})
		over <- err
	}()
	r := <-asked
	cancel()
	if err := <-over; !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	r.Respond(0, fileResult(path))
	for end := time.Now().Add(hang); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return
		}
		if time.Now().After(end) {
			t.Fatal("a picture that came late was left on the disk")
		}
	}
}

func TestPictureFileIsOursAndOrdinary(t *testing.T) {
	real := pngFile(t, picture(color.White))
	link := filepath.Join(t.TempDir(), "link.png")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"a link somebody laid": link,
		"a folder":             t.TempDir(),
		"a device":             "/dev/zero",
		"nothing":              filepath.Join(t.TempDir(), "none.png"),
	} {
		if _, _, err := readAndDelete(path); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := os.Stat(real); err != nil {
		t.Errorf("what the link points to is gone: %v", err)
	}
}

func TestHugePictureIsRefused(t *testing.T) {
	var buf bytes.Buffer
	if err := png.Encode(&buf, picture()); err != nil {
		t.Fatal(err)
	}
	data := buf.Bytes()
	copy(data[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // IHDR: 65,536 x 65,536
	if _, err := decode(data); err == nil {
		t.Error("a picture of 4 gigapixels was decoded")
	}
}

func TestGrimHelpsOnlyWhereNoPortalIs(t *testing.T) {
	fake := func(t *testing.T) {
		path := pngFile(t, picture(color.White))
		script := "#!/bin/sh\n/bin/cat '" + path + "'\n"
		if err := os.WriteFile(filepath.Join(os.Getenv("PATH"), "grim"), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("no portal", func(t *testing.T) {
		ctx := desk(t)
		fake(t)
		if _, err := Screens(ctx, Options{}); err != nil {
			t.Fatal(err)
		}
	})
	for _, code := range []uint32{1, 2} {
		t.Run(fmt.Sprintf("answer %d", code), func(t *testing.T) {
			ctx := desk(t)
			fake(t)
			answering(code, nil).Serve(t)
			_, err := Screens(ctx, Options{})
			refusal(t, err)
		})
	}
}

func TestNoDisplay(t *testing.T) {
	desk(t)
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("XDG_SESSION_TYPE", "")
	_, err := Screens(t.Context(), Options{Hide: func() { t.Error("hidden for nothing") }})
	if r := refusal(t, err); !strings.Contains(r.What, "no screen") {
		t.Errorf("%+v", r)
	}
}
