// Package instance keeps the program to one window a user: a second start hands what it
// was given to the first, which comes to the front.
//
// It is a courtesy. Two programs on one vault do no harm: saving compares, merges and
// never overwrites.
package instance

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"watchword/assets/words"
)

// socketName is the file in the user's runtime folder. It is short: some systems allow
// no more than a hundred bytes for the whole path.
const socketName = "window.sock"

// limits of a message: links and paths, read from a program of the same person.
const (
	maxMessage = 1 << 20
	patience   = 3 * time.Second
)

// Quick is the message that asks for the quick window. No path and no link is called so.
const Quick = "--quick"

// Hidden is the message of a start that is to show nothing: there is nothing left to do.
const Hidden = "--hidden"

// ErrRunning says that another window took the message.
var ErrRunning = words.Error("Watchword is already running; its window was brought to the front.")

// Told is [ErrRunning] as the user reads it: what became of what the start was given. vault is one
// that it names and that is not the one used last, "" for none.
func Told(message []string, vault string) string {
	text := ErrRunning.Error()
	if len(message) > 0 {
		text += words.T(" What you opened waits there. If the vault is locked, unlock it first.")
	}
	if vault != "" {
		text += words.T(" The vault %s was not opened: close that window first, or open the file in it.", strconv.Quote(vault))
	}
	return text
}

// An Instance is the claim of this program to be the one with the window.
type Instance struct{ listener net.Listener }

// Claim makes this program the one of its person, in the given folder, or hands message
// to the one that is there already and returns [ErrRunning]. received is called on a
// goroutine of its own for every later start. Any other error means that the claim could
// not be made; go on without it.
func Claim(folder string, message []string, received func([]string)) (*Instance, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(folder, socketName)
	for range 3 {
		err := hand(path, message)
		if err == nil {
			return nil, ErrRunning
		}
		if !nobody(err) {
			return nil, err
		}
		// Nobody listens: there is no socket, or one that a crash left behind.
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		listener, err := net.Listen("unix", path)
		if err != nil {
			continue // somebody was quicker
		}
		_ = os.Chmod(path, 0o600)
		i := &Instance{listener}
		go i.serve(received)
		return i, nil
	}
	return nil, words.Error("the socket of another start is in the way")
}

// nobody reports whether an error of dialling means that no one listens.
func nobody(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// hand gives a message to the program that listens, and waits until it was taken.
func hand(path string, message []string) error {
	c, err := net.DialTimeout("unix", path, patience)
	if err != nil {
		return err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	data, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if _, err := c.Write(append(data, '\n')); err != nil {
		return err
	}
	answer := make([]byte, 1)
	_, err = io.ReadFull(c, answer)
	return err
}

func (i *Instance) serve(received func([]string)) {
	for {
		c, err := i.listener.Accept()
		if err != nil {
			return // released
		}
		go take(c, received)
	}
}

// take reads one message. What is no message is dropped without a word.
func take(c net.Conn, received func([]string)) {
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	var message []string
	if err := json.NewDecoder(io.LimitReader(c, maxMessage)).Decode(&message); err != nil {
		return
	}
	if _, err := c.Write([]byte{'!'}); err != nil {
		return
	}
	received(message)
}

// Release gives the claim up. The socket goes with it.
func (i *Instance) Release() {
	if i != nil {
		i.listener.Close()
	}
}
