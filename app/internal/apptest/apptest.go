// Package apptest is the I/O boundary for tests of the window: a clipboard, a keyring and a key
// derivation of their own, and an open vault on a display that is not there.
package apptest

import (
	"context"
	"crypto/sha256"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/accounts"
	"watchword/app/background"
	"watchword/app/config"
	"watchword/app/desk"
	"watchword/app/desktop/appearance"
	"watchword/app/desktop/clipboard"
	"watchword/app/desktop/hotkey"
	"watchword/app/desktop/keyring"
	"watchword/app/desktop/sessionlock"
	"watchword/app/desktop/typing"
	"watchword/app/internal/pagetest"
	"watchword/app/opened"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/scanner/capture"
	"watchword/vault"
	"watchword/vault/account"
)

// Password opens the vaults of tests.
const Password = "five words of a test"

// KDF is a key derivation that costs nothing.
func KDF(_ context.Context, password, salt []byte, _ vault.Params) ([]byte, error) {
	sum := sha256.Sum256(append(append([]byte{}, salt...), password...))
	return sum[:], nil
}

// A Board is a clipboard.
type Board struct {
	Text    string
	Picture []byte
	Files   []string
	Copies  int // how often a secret came
}

// CopySecret implements [session.Clipboard].
func (b *Board) CopySecret(_ context.Context, text string) (session.ClipboardCopy, error) {
	b.Text = text
	b.Copies++
	return &held{b, text}, nil
}

// ReadText returns the text that is on it.
func (b *Board) ReadText(context.Context) (string, error) {
	if b.Text == "" {
		return "", clipboard.ErrEmpty
	}
	return b.Text, nil
}

// ReadPicture returns the picture that is on it.
func (b *Board) ReadPicture(context.Context) ([]byte, error) {
	if b.Picture == nil {
		return nil, clipboard.ErrEmpty
	}
	return b.Picture, nil
}

// ReadFiles returns the files that are on it.
func (b *Board) ReadFiles(context.Context) ([]string, error) {
	if b.Files == nil {
		return nil, clipboard.ErrEmpty
	}
	return b.Files, nil
}

type held struct {
	b    *Board
	text string
}

func (h *held) Ours() bool { return h.b.Text == h.text }

func (h *held) Gone() <-chan struct{} {
	gone := make(chan struct{})
	if !h.Ours() {
		close(gone)
	}
	return gone
}

func (h *held) Clear(context.Context) error {
	h.b.Text = ""
	return nil
}

// A Ring is a keyring that works.
type Ring map[string]string

// Get returns what is kept under a name.
func (r Ring) Get(_ context.Context, name string) (string, error) {
	if s, ok := r[name]; ok {
		return s, nil
	}
	return "", keyring.ErrNone
}

// Set keeps a secret.
func (r Ring) Set(_ context.Context, name, secret string) error { r[name] = secret; return nil }

// Delete forgets one.
func (r Ring) Delete(_ context.Context, name string) error { delete(r, name); return nil }

// Options are those of a program whose files lie in dir.
func Options(t testing.TB, dir string) desk.Options {
	t.Helper()
	places := config.Places{
		Vault: filepath.Join(dir, "vault.watchword"), Config: filepath.Join(dir, "config.json"), Backups: filepath.Join(dir, "backups"),
	}
	settings, err := config.Load(places)
	if err != nil {
		t.Fatal(err)
	}
	return desk.Options{
		Version: "test", Config: settings, Clipboard: &Board{}, Now: time.Now, Run: background.Now, OnUI: func(f func()) { f() },
		Tick:         func(context.Context, func(time.Time)) {},
		After:        func(_ time.Duration, f func()) { f() },
		ScreenHeight: func() int { return 0 },
		CapsLock:     func(background.Runner, func(bool)) {},
		Screens:      func(context.Context, capture.Options) ([]capture.Shot, error) { return nil, nil },
		Look:         func(context.Context) appearance.Appearance { return appearance.Appearance{} },
		Focused:      func() (typing.Target, error) { return typing.Target{}, nil },
		TypeCode:     func(context.Context, typing.Target, string, bool) error { return typing.ErrUnavailable },
		Listen:       func(context.Context, hotkey.Keys, string, func(), func()) error { return hotkey.ErrUnavailable },
		Centre:       func(fyne.Window) {},
		Keyring:      Ring{}, WatchSession: func(context.Context, func(sessionlock.Reason)) error { return nil },
		VaultOpts: vault.Options{KDF: KDF, Params: vault.Floor, BackupDir: places.Backups, StateDir: filepath.Join(dir, "state")},
	}
}

// Unlocked is an open vault with accounts of links in a window of its own.
func Unlocked(t testing.TB, links ...string) *opened.Vault {
	t.Helper()
	o := Options(t, t.TempDir())
	v, err := vault.Create(t.Context(), o.Config.Places.Vault, []byte(Password), o.VaultOpts)
	if err != nil {
		t.Fatal(err)
	}
	s := shell.New(pagetest.App(t), desk.New(o))
	t.Cleanup(s.End)
	u := opened.New(s, v, &opened.Aftermath{})
	s.Hooks = shell.Hooks{Touch: func() {}, Shortcut: func(fyne.Shortcut) bool { return false }, Toast: func(string, bool) {}, Occupied: func() bool { return false }}
	u.Start(&accounts.Screen{Now: s.CodeTime, Codes: u.Session.Codes, Counted: u.Session.Counted, OnClipboard: u.Session.Clip().Code,
		Modifiers: func() fyne.KeyModifier { return 0 }, OnShortcut: s.Shortcut}, opened.Ways{})
	for _, link := range links {
		u.Session.Add(t.Context(), Account(t, link))
	}
	u.ShowList()
	return u
}

// Account is that of a link.
func Account(t testing.TB, link string) account.Account {
	t.Helper()
	a, err := account.ParseURI(link)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
