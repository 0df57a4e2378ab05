// Package agent lets programs of the same user ask an unlocked vault for codes, so that each of them need not
// ask for the password. "watchword agent" is what answers. Keys never leave it. docs/agent.md has the protocol: one JSON object a line, over a socket that
// only the user can reach.
package agent

import (
	"encoding/json"
	"errors"
	"io"
	"time"
)

// Version is that of the protocol. A request with another one is answered by [UnsupportedVersion].
const Version = 1

// maxLine bounds a request and an answer, in bytes.
const (
	maxRequest = 64 << 10
	maxAnswer  = 64 << 20
)

// An Op is what a request asks for.
type Op string

// The operations.
const (
	OpStatus Op = "status" // whether the vault is locked
	OpUnlock Op = "unlock"
	OpLock   Op = "lock"
	OpList   Op = "list" // the accounts, without keys
	OpCode   Op = "code" // the codes of now and the ones after them
	OpCopy   Op = "copy" // one code, to the clipboard
	OpType   Op = "type" // one code, into the window that has the focus
)

// A Request is one line that a program sends.
type Request struct {
	V     int    `json:"v"`
	Op    Op     `json:"op"`
	Vault string `json:"vault,omitempty"` // the file that is meant, absolute; "" is the one that is open

	// The account that is meant: by its id, or by words of which each is in its issuer, its name or a tag.
	ID    string   `json:"id,omitempty"`
	IDs   []string `json:"ids,omitempty"` // of OpCode: several
	Words []string `json:"words,omitempty"`

	Next     bool   `json:"next,omitempty"`     // of OpCopy: the code after the one of now
	Enter    bool   `json:"enter,omitempty"`    // of OpType: Enter behind the code
	Password []byte `json:"password,omitempty"` // of OpUnlock: UTF-8, in base64. No other request has a secret
}

// wipe clears the secret of a request.
func (r *Request) wipe() { clear(r.Password) }

// An Answer is the one line that each request gets.
type Answer struct {
	V        int       `json:"v"`
	Error    Fault     `json:"error,omitempty"`
	Message  string    `json:"message,omitempty"`  // says an error to people
	Status   *Status   `json:"status,omitempty"`   // of OpStatus
	Accounts []Account `json:"accounts,omitempty"` // of OpList; of Multiple: those that match
	Codes    []Code    `json:"codes,omitempty"`    // of OpCode
	Copied   *Copied   `json:"copied,omitempty"`   // of OpCopy
}

// A Fault is why a request got nothing.
type Fault string

// The faults.
const (
	Locked             Fault = "locked"
	Denied             Fault = "denied"       // the user did not allow it
	NotFound           Fault = "not_found"    // no account matches
	Multiple           Fault = "multiple"     // more than one matches, and one was asked for
	RateLimited        Fault = "rate_limited" // too many codes in a second
	UnsupportedVersion Fault = "unsupported_version"
	OtherVault         Fault = "other_vault"   // another file is open here
	CounterBased       Fault = "counter_based" // the account has no code of now (HOTP)
	Unsupported        Fault = "unsupported"   // this agent cannot do that
	BadRequest         Fault = "bad_request"
	WrongPassword      Fault = "wrong_password"
	Failed             Fault = "failed" // Message says why
)

// Error implements error.
func (f Fault) Error() string { return string(f) }

// A Refusal is a fault with a sentence for people.
type Refusal struct {
	Fault   Fault
	Message string
	Matches []Account // of [Multiple]
}

// Error implements error.
func (r *Refusal) Error() string {
	if r.Message != "" {
		return r.Message
	}
	return r.Fault.Error()
}

// Unwrap lets errors.Is find the fault.
func (r *Refusal) Unwrap() error { return r.Fault }

// Status says what an agent has.
type Status struct {
	Vault  string `json:"vault"` // the file, absolute
	Locked bool   `json:"locked"`
	PID    int    `json:"pid"`
}

// An Account is one account without anything secret, as "watchword list --json" has it.
type Account struct {
	ID        string   `json:"id"`
	Issuer    string   `json:"issuer"`
	Name      string   `json:"name"`
	Type      string   `json:"type"`
	Algorithm string   `json:"algorithm"`
	Digits    int      `json:"digits"`
	Period    int      `json:"period"` // seconds; 0 of a counter-based one
	Counter   uint64   `json:"counter"`
	Tags      []string `json:"tags"`
	Pinned    bool     `json:"pinned"`
	Archived  bool     `json:"archived"`
	Trashed   bool     `json:"trashed"`
	NeedsPIN  bool     `json:"needsPIN"`
}

// A Code is one code, with the one after it.
type Code struct {
	ID         string    `json:"id"`
	Issuer     string    `json:"issuer"`
	Name       string    `json:"name"`
	Code       string    `json:"code"`
	Next       string    `json:"next"`
	ValidUntil time.Time `json:"validUntil"`      // by this computer's clock
	Error      Fault     `json:"error,omitempty"` // this one has none; CounterBased or Failed
	Message    string    `json:"message,omitempty"`
}

// Copied says what went to the clipboard.
type Copied struct {
	ID     string `json:"id"`
	Issuer string `json:"issuer"`
	Name   string `json:"name"`
	Clears int    `json:"clears"` // seconds until the clipboard is cleared; 0 never
}

// errTooLong ends a connection whose line has no end.
var errTooLong = errors.New("a line of the agent's protocol is too long")

// parseRequest reads one line. What is no request is [BadRequest], what has another version
// [UnsupportedVersion]; further members are let through, for they may come with a later version.
func parseRequest(line []byte) (Request, error) {
	var r Request
	if err := json.Unmarshal(line, &r); err != nil {
		return Request{}, BadRequest
	}
	if r.V != Version {
		r.wipe()
		return Request{}, UnsupportedVersion
	}
	return r, nil
}

// writeLine writes one message as one line.
func writeLine(w io.Writer, message any) error {
	line, err := json.Marshal(message)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	defer clear(line)
	_, err = w.Write(line)
	return err
}

// A lineReader reads lines of at most a number of bytes. The line that it returns is its own memory, which is
// cleared by the next call.
type lineReader struct {
	from io.Reader
	most int
	buf  []byte // what was read; the first of it up to taken was returned
	took int
}

// line returns the next line without its end. A last line without an end is none.
func (l *lineReader) line() ([]byte, error) {
	rest := copy(l.buf, l.buf[l.took:])
	clear(l.buf[rest:])
	l.buf, l.took = l.buf[:rest], 0
	seen := 0
	for {
		for i := seen; i < len(l.buf); i++ {
			if l.buf[i] == '\n' {
				l.took = i + 1
				return l.buf[:i], nil
			}
		}
		if seen = len(l.buf); seen > l.most {
			return nil, errTooLong
		}
		if err := l.read(); err != nil {
			return nil, err
		}
	}
}

// read appends what comes. A buffer that is too small is cleared once its bytes lie in a larger one: a password
// may be among them.
func (l *lineReader) read() error {
	if cap(l.buf)-len(l.buf) < 512 {
		larger := make([]byte, len(l.buf), 2*cap(l.buf)+4096)
		copy(larger, l.buf)
		clear(l.buf)
		l.buf = larger
	}
	n, err := l.from.Read(l.buf[len(l.buf):cap(l.buf)])
	l.buf = l.buf[:len(l.buf)+n]
	if n > 0 {
		return nil
	}
	return err
}
