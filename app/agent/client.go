package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"net"

	"watchword/app/desktop/meet"
	"watchword/assets/words"
)

var (
	// ErrNone means that no agent runs.
	ErrNone = words.Error("No agent is running.")
	// ErrTaken means that an agent runs already.
	ErrTaken = words.Error("An agent is running already.")
)

// A Client asks an agent. It is for one goroutine.
type Client struct {
	conn  net.Conn
	lines *lineReader
}

// Dial reaches the agent whose socket is in a folder: on Windows its pipe, whatever the folder. Where there is
// none the error is [ErrNone]. Its status is asked for at once, and meanwhile the agent can see the program that
// asks: one that hides its memory hides its path, too. Close the client.
func Dial(ctx context.Context, folder string) (*Client, Status, error) {
	hide := meet.Show()
	defer hide()
	conn, err := dial(folder)
	if err != nil {
		return nil, Status{}, err
	}
	c := &Client{conn, &lineReader{from: conn, most: maxAnswer}}
	a, err := c.Do(ctx, Request{Op: OpStatus})
	if err == nil && a.Status == nil {
		err = BadRequest
	}
	if err != nil {
		c.Close()
		return nil, Status{}, err
	}
	return c, *a.Status, nil
}

// Close ends the connection, and with it what was allowed once.
func (c *Client) Close() { c.conn.Close() }

// Do sends a request and waits for its answer, until ctx ends. What the agent refuses is a [*Refusal], in which
// errors.Is finds the [Fault].
func (c *Client) Do(ctx context.Context, r Request) (Answer, error) {
	defer context.AfterFunc(ctx, func() { c.conn.Close() })()
	r.V = Version
	a, err := c.exchange(r)
	switch {
	case err != nil && ctx.Err() != nil:
		return Answer{}, ctx.Err()
	case err != nil:
		return Answer{}, err
	case a.Error != "":
		return Answer{}, &Refusal{Fault: a.Error, Message: a.Message, Matches: a.Accounts}
	}
	return a, nil
}

func (c *Client) exchange(r Request) (Answer, error) {
	if err := writeLine(c.conn, r); err != nil {
		return Answer{}, err
	}
	line, err := c.lines.line()
	if err != nil {
		return Answer{}, err
	}
	defer clear(line)
	var a Answer
	decoder := json.NewDecoder(bytes.NewReader(line))
	if err := decoder.Decode(&a); err != nil {
		return Answer{}, err
	}
	return a, nil
}
