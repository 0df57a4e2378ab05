package helper

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// What the two processes say to each other: a letter, a length of eight bytes, the bytes.
const (
	kindRequest  = 'q' // the job and its bound of memory
	kindData     = 'd' // what the job is about
	kindAsk      = 'a' // the helper asks
	kindReply    = 'r' // and is answered
	kindProgress = 'p' // how far slow work has come
	kindAnswer   = 'y' // the work is done
	kindFailure  = 'n' // a sentence for a user: it could not be done
)

// hello waits in the socket before the helper is started. It is read there before anything else.
const hello = "watchword helper 1\n"

var (
	// errGone comes when the other process is no longer there.
	errGone = errors.New("helper: the other process is gone")
	// errWords comes when the other process says what cannot be.
	errWords = errors.New("helper: unexpected words")
)

// A channel is one end of the socket.
type channel struct {
	in  io.Reader
	out io.Writer
	mu  sync.Mutex // a message is written whole
}

// A message is the head of what was sent; its bytes are read from the channel.
type message struct {
	kind byte
	size uint64
}

const headSize = 9

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// head announces a message of n bytes, which are to be written after it.
func (c *channel) head(kind byte, n uint64) error {
	_, err := c.out.Write(append([]byte{kind}, number(n)...))
	return gone(err)
}

// send writes a whole message. It makes no copy of b.
func (c *channel) send(kind byte, b []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.head(kind, uint64(len(b))); err != nil {
		return err
	}
	_, err := c.out.Write(b)
	return gone(err)
}

// next reads the head of the next message.
func (c *channel) next() (message, error) {
	var head [headSize]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		return message{}, gone(err)
	}
	return message{head[0], binary.BigEndian.Uint64(head[1:])}, nil
}

// body reads the bytes of a message into a buffer of its own, never more than most.
func (c *channel) body(m message, most uint64) ([]byte, error) {
	if m.size > most {
		return nil, fmt.Errorf("%w: %d bytes", errWords, m.size)
	}
	b := make([]byte, m.size)
	return b, c.fill(b)
}

// fill reads len(b) bytes.
func (c *channel) fill(b []byte) error {
	_, err := io.ReadFull(c.in, b)
	return gone(err)
}

// expect reads a message of this kind.
func (c *channel) expect(kind byte, most uint64) ([]byte, error) {
	m, err := c.next()
	if err != nil {
		return nil, err
	}
	if m.kind != kind {
		return nil, errWords
	}
	return c.body(m, most)
}

func gone(err error) error {
	if err != nil {
		return fmt.Errorf("%w (%w)", errGone, err)
	}
	return nil
}
