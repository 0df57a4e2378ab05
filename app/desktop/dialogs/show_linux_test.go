package dialogs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/ncruces/zenity"

	"watchword/scanner/capture/portal/portaltest"
)

// TestMain lets the library find a helper program once, which it remembers for the process;
// whether one is there when it is called is up to each test.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "helper")
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "zenity"), []byte("#!/bin/sh\n"), 0o700)
	}
	if err != nil {
		panic(err)
	}
	os.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	zenity.IsAvailable()
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

type answer = func(portaltest.Request) (dbus.ObjectPath, *dbus.Error)

func answering(code uint32, uris ...string) answer {
	return func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		r.Respond(code, map[string]dbus.Variant{"uris": dbus.MakeVariant(uris)})
		return r.Path, nil
	}
}

// desk is a desktop without portal and without helper programs.
func desk(t *testing.T) context.Context {
	t.Helper()
	portaltest.Bus(t)
	t.Setenv("DISPLAY", ":987654")
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("PATH", t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestPortalDialogs(t *testing.T) {
	ctx := desk(t)
	requests := make(chan portaltest.Request, 1)
	(&portaltest.Portal{
		OpenFile: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			requests <- r
			return answering(0, "file:///home/me/a%20code.png", "file:///b.png")(r)
		},
		SaveFile: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			requests <- r
			return answering(0, "file:///home/me/sheet.txt")(r)
		},
	}).Serve(t)

	got, err := OpenFile(ctx, Options{Title: "Open a picture", Many: true, Filters: []Filter{{"Pictures", []string{"*.png", "*.jpg"}}}})
	if want := []string{"/home/me/a code.png", "/b.png"}; err != nil || !slices.Equal(got, want) {
		t.Fatalf("%q %v", got, err)
	}
	asked := <-requests
	if asked.Title != "Open a picture" || asked.Options["multiple"].Value() != true {
		t.Errorf("asked %q %v", asked.Title, asked.Options)
	}
	var filters []portalFilter
	if err := asked.Options["filters"].Store(&filters); err != nil {
		t.Fatal(err)
	}
	if want := []portalFilter{{"Pictures", []portalPattern{{0, "*.[pP][nN][gG]"}, {0, "*.[jJ][pP][gG]"}}}}; !reflect.DeepEqual(filters, want) {
		t.Errorf("filters %v", filters)
	}

	path, err := SaveFile(ctx, Options{Title: "Save the sheet", Folder: "/home/me", Name: "sheet.txt"})
	if err != nil || path != "/home/me/sheet.txt" {
		t.Fatalf("%q %v", path, err)
	}
	asked = <-requests
	if asked.Options["current_name"].Value() != "sheet.txt" || string(asked.Options["current_folder"].Value().([]byte)) != "/home/me\x00" {
		t.Errorf("asked %v", asked.Options)
	}
}

func TestDialogAnswers(t *testing.T) {
	tests := []struct {
		name   string
		answer answer
		want   error
	}{
		{"cancelled", answering(1), ErrCancelled},
		{"the window was closed", answering(2), ErrCancelled},
		{"done with nothing chosen", answering(0), ErrCancelled},
		{"a file elsewhere", answering(0, "smb://server/x.png"), ErrUnavailable},
		{"no portal of that kind", nil, ErrUnavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := desk(t)
			(&portaltest.Portal{OpenFile: tt.answer}).Serve(t)
			if _, err := OpenFile(ctx, Options{}); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
	t.Run("called off by the program", func(t *testing.T) {
		ctx, cancel := context.WithCancel(desk(t))
		(&portaltest.Portal{OpenFile: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			cancel()
			return r.Path, nil
		}}).Serve(t)
		if _, err := OpenFile(ctx, Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("no display", func(t *testing.T) {
		ctx := desk(t)
		t.Setenv("DISPLAY", "")
		t.Setenv("WAYLAND_DISPLAY", "")
		if _, err := SaveFile(ctx, Options{}); !errors.Is(err, ErrUnavailable) {
			t.Errorf("error %v", err)
		}
	})
}

// Without a portal the helper program of the desktop is asked.
func TestHelperProgram(t *testing.T) {
	ctx := desk(t)
	script := "#!/bin/sh\necho /home/me/x.png\n"
	if err := os.WriteFile(filepath.Join(os.Getenv("PATH"), "zenity"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := OpenFile(ctx, Options{Title: "Open", Folder: "/home/me", Filters: []Filter{{"Pictures", []string{"*.png"}}}})
	if err != nil || !slices.Equal(got, []string{"/home/me/x.png"}) {
		t.Fatalf("%q %v", got, err)
	}
}

func TestStartPath(t *testing.T) {
	for want, o := range map[string]Options{
		"":              {},
		"x.txt":         {Name: "x.txt"},
		"/home/me/":     {Folder: "/home/me"},
		"/home/me/x":    {Folder: "/home/me/", Name: "x"},
		"/home/me/x.md": {Folder: "/home/me", Name: "x.md"},
	} {
		if got := startPath(o); got != want {
			t.Errorf("%+v: %q, want %q", o, got, want)
		}
	}
}
