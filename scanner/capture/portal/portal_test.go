//go:build linux

package portal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal/portaltest"
)

// hang is far longer than any test takes and far shorter than a user waits.
const hang = 20 * time.Second

func shot() Call {
	return Call{Interface: "org.freedesktop.portal.Screenshot", Method: "Screenshot", Args: []any{""}, Limit: hang}
}

func ctxFor(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	t.Cleanup(cancel)
	return ctx
}

func uri(s string) map[string]dbus.Variant {
	return map[string]dbus.Variant{"uri": dbus.MakeVariant(s)}
}

type reply = func(portaltest.Request) (dbus.ObjectPath, *dbus.Error)

func TestAskTellsAnswersApart(t *testing.T) {
	tests := []struct {
		name   string
		answer reply
		want   error
	}{
		{"a picture", func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			go r.Respond(0, uri("file:///x"))
			return r.Path, nil
		}, nil},
		{"the answer overtakes the handle", func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			r.Respond(0, uri("file:///x"))
			return r.Path, nil
		}, nil},
		{"an old portal chooses its own handle", func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			own := r.Path + "_of_the_portal"
			time.AfterFunc(200*time.Millisecond, func() { r.RespondAt(own, 0, uri("file:///x")) })
			return own, nil
		}, nil},
		{"an answer to another request comes first", func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			r.RespondAt(r.Path+"x", 2, nil)
			r.Respond(0, uri("file:///x"))
			return r.Path, nil
		}, nil},
		{"cancelled in the chooser", func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			go r.Respond(1, nil)
			return r.Path, nil
		}, ErrCancelled},
		{"denied, or the backend broke", func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			go r.Respond(2, nil)
			return r.Path, nil
		}, ErrRefused},
		{"an error of the method", func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			return "", dbus.NewError("org.freedesktop.portal.Error.NotAllowed", nil)
		}, ErrRefused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			portaltest.Bus(t)
			(&portaltest.Portal{Screenshot: tt.answer}).Serve(t)
			results, err := Ask(ctxFor(t), shot())
			if !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if tt.want == nil && results["uri"].Value() != "file:///x" {
				t.Fatalf("results %v", results)
			}
		})
	}
}

func TestAskWithoutPortal(t *testing.T) {
	t.Run("no session bus", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
		if _, err := Ask(ctxFor(t), shot()); !errors.Is(err, ErrNoService) {
			t.Fatal(err)
		}
	})
	t.Run("no portal installed", func(t *testing.T) {
		portaltest.Bus(t)
		if _, err := Ask(ctxFor(t), shot()); !errors.Is(err, ErrNoService) {
			t.Fatal(err)
		}
	})
	t.Run("a portal without that part", func(t *testing.T) {
		portaltest.Bus(t)
		(&portaltest.Portal{OpenFile: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) { return r.Path, nil }}).Serve(t)
		if _, err := Ask(ctxFor(t), shot()); !errors.Is(err, ErrNoService) {
			t.Fatal(err)
		}
	})
	for name, program := range map[string]string{"its program fails": "/bin/false", "its program is missing": "/nowhere/portal"} {
		t.Run(name, func(t *testing.T) {
			services := t.TempDir()
			text := "[D-BUS Service]\nName=org.freedesktop.portal.Desktop\nExec=" + program + "\n"
			if err := os.WriteFile(filepath.Join(services, "portal.service"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			portaltest.Bus(t, services)
			if _, err := Ask(ctxFor(t), shot()); !errors.Is(err, ErrNoService) {
				t.Fatal(err)
			}
		})
	}
}

func TestAskWhenThePortalDies(t *testing.T) {
	t.Run("while it waits for the person", func(t *testing.T) {
		portaltest.Bus(t)
		p := &portaltest.Portal{}
		p.Screenshot = func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			time.AfterFunc(200*time.Millisecond, p.Die)
			return r.Path, nil
		}
		p.Serve(t)
		if _, err := Ask(ctxFor(t), shot()); !errors.Is(err, ErrGone) {
			t.Fatal(err)
		}
	})
	t.Run("during the call", func(t *testing.T) {
		portaltest.Bus(t)
		p := &portaltest.Portal{}
		p.Screenshot = func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			p.Die()
			return r.Path, nil
		}
		p.Serve(t)
		if _, err := Ask(ctxFor(t), shot()); !errors.Is(err, ErrGone) {
			t.Fatal(err)
		}
	})
}

func TestAskGivesUp(t *testing.T) {
	silent := func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) { return r.Path, nil }
	tests := []struct {
		name   string
		answer reply
		call   func(*Call)
		want   error
	}{
		{"the question is left alone", silent, func(c *Call) { c.Limit = 300 * time.Millisecond }, ErrNoAnswer},
		{"the portal hangs while it starts", func(portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			select {}
		}, func(c *Call) { c.starting = 300 * time.Millisecond }, ErrNoAnswer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			portaltest.Bus(t)
			(&portaltest.Portal{Screenshot: tt.answer}).Serve(t)
			c := shot()
			tt.call(&c)
			if _, err := Ask(ctxFor(t), c); !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
		})
	}
}

// A picture that comes after the user pressed Cancel still has to be handed over, because
// it has to be deleted.
func TestAskHandsOverLateResults(t *testing.T) {
	portaltest.Bus(t)
	asked := make(chan portaltest.Request, 1)
	p := &portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		asked <- r
		return r.Path, nil
	}}
	p.Serve(t)
	ctx, cancel := context.WithCancel(ctxFor(t))
	late := make(chan Results, 1)
	c := shot()
	c.Late = func(r Results) { late <- r }
	over := make(chan error, 1)
	go func() {
		_, err := Ask(ctx, c)
		over <- err
	}()
	r := <-asked
	cancel()
	if err := <-over; !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	for end := time.Now().Add(hang); p.Closed.Load() == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the request was not closed")
		}
	}
	r.Respond(0, uri("file:///late"))
	select {
	case got := <-late:
		if got["uri"].Value() != "file:///late" {
			t.Fatalf("late results %v", got)
		}
	case <-time.After(hang):
		t.Fatal("the late picture was not handed over")
	}
}

// The token's alphabet matters: one with other characters ended a real portal.
func TestTokenAndPath(t *testing.T) {
	portaltest.Bus(t)
	p := &portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		token, ok := r.Options["handle_token"].Value().(string)
		if !ok {
			t.Error("the token is no text")
		}
		for _, c := range token {
			if !(c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
				t.Errorf("token %q", token)
			}
		}
		r.Respond(0, nil)
		return r.Path, nil
	}}
	p.Serve(t)
	if _, err := Ask(ctxFor(t), shot()); err != nil {
		t.Fatal(err)
	}
	if got := requestPath(":1.23", "t_1"); got != "/org/freedesktop/portal/desktop/request/1_23/t_1" {
		t.Errorf("path %s", got)
	}
}

func TestRemembered(t *testing.T) {
	for answer, want := range map[string]Permission{"yes": Granted, "no": Denied, "ask": Unknown} {
		portaltest.Bus(t)
		portaltest.Remember(t, AppID(), answer)
		if got := Remembered(ctxFor(t), "screenshot", "screenshot"); got != want {
			t.Errorf("%q counts as %v, want %v", answer, got, want)
		}
		if got := Remembered(ctxFor(t), "camera", "camera"); got != Unknown {
			t.Errorf("never asked counts as %v", got)
		}
	}
	portaltest.Bus(t)
	portaltest.Remember(t, "org.example.Other", "yes")
	if got := Remembered(ctxFor(t), "screenshot", "screenshot"); got != Unknown {
		t.Errorf("another program's answer counts as %v", got)
	}
	portaltest.Bus(t)
	if got := Remembered(ctxFor(t), "screenshot", "screenshot"); got != Unknown {
		t.Errorf("no store counts as %v", got)
	}
}

func TestUnitID(t *testing.T) {
	// Names as in https://systemd.io/DESKTOP_ENVIRONMENTS/ and seen under GNOME, KDE and sway.
	for group, want := range map[string]string{
		"0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-io.github.watchword.Watchword-4711.scope":  "io.github.watchword.Watchword",
		"0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.kde.konsole-0123abcd.scope":                  "org.kde.konsole",
		"0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-two\\x2dwords-1.scope":                     "two-words",
		"0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.example.Tool@autostart.service":              "org.example.Tool",
		"0::/user.slice/user-1000.slice/session-2.scope":                                                                 "",
		"0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn-0123-4.scope": "",
		"0::/": "",
		"":     "",
	} {
		if got := unitID(group); got != want {
			t.Errorf("%s: %q, want %q", group, got, want)
		}
	}
}

func TestFlatpakID(t *testing.T) {
	for info, want := range map[string]string{
		"[Application]\nname=org.example.App\nruntime=x\n\n[Instance]\nname=no\n": "org.example.App",
		"[Instance]\nname=no\n":                                   "",
		"[Application]\nruntime=x\n\n[Context]\nname=wrong\n":     "",
		"[Instance]\na=b\n[Application]\nname = spaced\nname=x\n": "x",
	} {
		if got := flatpakID(info); got != want {
			t.Errorf("%q: %q, want %q", info, got, want)
		}
	}
}
