// Package apptest is the I/O boundary for tests of the window, the session and the terminal: a clipboard, a keyring, a
// clock and a key derivation of their own. It knows none of what it is put into, so that tests inside a package have it too.
package apptest

import (
	"context"
	"crypto/sha256"
	"testing"
	"time"

	"watchword/app/desktop/clipboard"
	"watchword/app/desktop/keyring"
	"watchword/vault"
	"watchword/vault/account"
)

// Password opens the vaults of tests.
const Password = "five words of a test"

// KDF is a key derivation that costs nothing. The real one is tested in vault, and in app/cli with the real program.
func KDF(_ context.Context, password, salt []byte, _ vault.Params) ([]byte, error) {
	sum := sha256.Sum256(append(append([]byte{}, salt...), password...))
	return sum[:], nil
}

// A Clock is a hand that the test moves.
type Clock struct{ Time time.Time }

// Now is where it stands.
func (c *Clock) Now() time.Time { return c.Time }

// Forward moves it on.
func (c *Clock) Forward(d time.Duration) { c.Time = c.Time.Add(d) }

// A Board is a clipboard.
type Board struct {
	Text    string
	Picture []byte
	Files   []string
	Copies  int           // how often a secret came
	Fail    error         // what everything fails with
	gone    chan struct{} // closed when the secret goes
}

// CopySecret implements session.Clipboard.
func (b *Board) CopySecret(_ context.Context, text string) (interface {
	Ours() bool
	Gone() <-chan struct{}
	Clear(context.Context) error
}, error,
) {
	if b.Fail != nil {
		return nil, b.Fail
	}
	b.Put(text)
	b.Copies++
	return &held{b, text, b.gone}, nil
}

// Put is what another program does, too.
func (b *Board) Put(text string) {
	if b.gone != nil {
		close(b.gone)
	}
	b.Text, b.gone = text, make(chan struct{})
}

// ReadText returns the text that is on it.
func (b *Board) ReadText(context.Context) (string, error) { return b.Text, b.holds(b.Text != "") }

// ReadPicture returns the picture that is on it.
func (b *Board) ReadPicture(context.Context) ([]byte, error) {
	return b.Picture, b.holds(b.Picture != nil)
}

// ReadFiles returns the files that are on it.
func (b *Board) ReadFiles(context.Context) ([]string, error) { return b.Files, b.holds(b.Files != nil) }

func (b *Board) holds(something bool) error {
	switch {
	case b.Fail != nil:
		return b.Fail
	case !something:
		return clipboard.ErrEmpty
	}
	return nil
}

// held is a secret on a board.
type held struct {
	b    *Board
	text string
	gone chan struct{}
}

func (h *held) Ours() bool { return h.b.Text == h.text }

func (h *held) Gone() <-chan struct{} {
	if !h.Ours() && h.b.gone == h.gone { // the test wrote over it
		h.b.Put(h.b.Text)
	}
	return h.gone
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

// Account is that of a link.
func Account(t testing.TB, link string) account.Account {
	t.Helper()
	a, err := account.ParseURI(link)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
