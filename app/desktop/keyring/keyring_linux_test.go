package keyring

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/app/desktop/keyring/keyringtest"
	"watchword/scanner/capture/portal/portaltest"
)

const (
	name  = "0123456789abcdef0123456789abcdef"
	value = "c2VjcmV0IGtleSBvZiBhIHZhdWx0LCBub3QgYSBwYXNzd29yZA=="
)

func TestKeepAndForget(t *testing.T) {
	s := &keyringtest.Service{}
	s.Serve(t)
	ctx, r := t.Context(), Ring{}
	if _, err := r.Get(ctx, name); !errors.Is(err, ErrNone) {
		t.Errorf("nothing is kept yet: %v", err)
	}
	if err := r.Delete(ctx, name); err != nil {
		t.Errorf("forgetting nothing: %v", err)
	}
	for _, v := range []string{"first", value} {
		if err := r.Set(ctx, name, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Set(ctx, "another", "other"); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Get(ctx, name); err != nil || got != value {
		t.Errorf("kept is %q, %v", got, err)
	}
	if n := len(s.Secrets()); n != 2 {
		t.Errorf("%d items for two names", n)
	}
	if err := r.Delete(ctx, name); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Get(ctx, name); !errors.Is(err, ErrNone) {
		t.Errorf("after forgetting: %v", err)
	}
	if got, err := r.Get(ctx, "another"); err != nil || got != "other" {
		t.Errorf("the other one is %q, %v", got, err)
	}
}

// An answer in time is the answer, however late the caller gets round to it.
func TestAnswerInTimeCounts(t *testing.T) {
	var crowd sync.WaitGroup
	for range 64 { // more than there are cores, so that callers are late
		crowd.Go(func() {
			for range 2000 {
				if err := (Ring{}).within(t.Context(), func(context.Context) error { return nil }); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	crowd.Wait()
}

// What would make a keyring unreadable is never put into one.
func TestOnlyPlainSecrets(t *testing.T) {
	for _, bad := range []string{"", "two\nlines", "a b", "ümlaut", "{\"a\":1}\n", strings.Repeat("x", 1025)} {
		if err := (Ring{}).Set(t.Context(), name, bad); err == nil || strings.Contains(err.Error(), "ü") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Every kind of trouble ends soon, with an error that says what it means, and deletes nothing.
func TestTrouble(t *testing.T) {
	for _, row := range []struct {
		why           string
		change        func(*keyringtest.Service)
		get, set, del error
	}{
		{"locked", func(s *keyringtest.Service) { s.Locked = true }, ErrLocked, ErrUnavailable, ErrLocked},
		{"refusing", func(s *keyringtest.Service) { s.Refuses = true }, ErrUnavailable, ErrUnavailable, ErrUnavailable},
		{"hanging", func(s *keyringtest.Service) { s.Hangs = time.Minute }, ErrUnavailable, ErrUnavailable, ErrUnavailable},
		{"rubbish", func(s *keyringtest.Service) { s.Rubbish = []byte{0xFF, 0, '\n'} }, ErrNone, nil, nil},
		{"endless rubbish", func(s *keyringtest.Service) { s.Rubbish = bytes.Repeat([]byte("x"), 1<<15) }, ErrNone, nil, nil},
		{"no collection", func(s *keyringtest.Service) { s.Empty = true }, nil, ErrUnavailable, nil},
	} {
		t.Run(row.why, func(t *testing.T) {
			s := &keyringtest.Service{}
			s.Serve(t)
			r := Ring{}
			if row.why == "hanging" {
				r.patience = 100 * time.Millisecond
			}
			if err := r.Set(t.Context(), name, value); err != nil {
				t.Fatal(err)
			}
			s.Do(row.change)
			if _, err := r.Get(t.Context(), name); !errors.Is(err, row.get) || (err == nil) != (row.get == nil) {
				t.Errorf("get: %v", err)
			}
			// A locked collection answers with a prompt, or says at once that it is locked.
			if err := r.Set(t.Context(), name, "new"); (err == nil) != (row.set == nil) {
				t.Errorf("set: %v", err)
			}
			if err := r.Delete(t.Context(), name); !errors.Is(err, row.del) || (err == nil) != (row.del == nil) {
				t.Errorf("delete: %v", err)
			}
		})
	}
}

func TestNoBusAndNoService(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if _, err := (Ring{}).Get(t.Context(), name); !errors.Is(err, ErrUnavailable) {
		t.Errorf("no bus: %v", err)
	}
	portaltest.Bus(t)
	if err := (Ring{}).Set(t.Context(), name, value); !errors.Is(err, ErrUnavailable) {
		t.Errorf("no service: %v", err)
	}
}

// A user who does not wait leaves at once.
func TestCancelled(t *testing.T) {
	s := &keyringtest.Service{Hangs: time.Minute}
	s.Serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Ring{}).Get(ctx, name); err == nil {
		t.Error("no error")
	}
}

// The real thing, where it is installed: GNOME Keyring, unlocked with a password of its own.
func TestGnomeKeyring(t *testing.T) {
	if _, err := exec.LookPath("gnome-keyring-daemon"); err != nil {
		t.Skip("gnome-keyring-daemon is not installed; the protocol is tested with a service of our own")
	}
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_DATA_HOME", dir)
	t.Setenv("XDG_RUNTIME_DIR", dir)
	portaltest.Bus(t)
	daemon := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	daemon.Stdin = strings.NewReader("a test")
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	}()
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = (Ring{}).Set(t.Context(), name, value); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatalf("keep: %v", err)
	}
	if got, err := (Ring{}).Get(t.Context(), name); err != nil || got != value {
		t.Errorf("kept is %q, %v", got, err)
	}
	if out, err := exec.Command("secret-tool", "lookup", "vault", name).Output(); err == nil && string(out) != value {
		t.Errorf("libsecret's own program reads %q", out)
	}
	if err := (Ring{}).Delete(t.Context(), name); err != nil {
		t.Error(err)
	}
	if _, err := (Ring{}).Get(t.Context(), name); !errors.Is(err, ErrNone) {
		t.Errorf("after forgetting: %v", err)
	}
}
