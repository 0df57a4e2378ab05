// Package clock compares this computer's clock with a time server, and only when a user
// asks for it: codes are made from the clock, so a wrong one makes wrong codes. It is the
// one package that opens a connection to the internet, for a packet of 48 bytes that says
// nothing but what time it is.
//
// [Ask] measures; [Judge] says what a difference means for codes. Nothing here changes the
// system's clock, and nothing is corrected without being told to: the correction is a
// setting of this computer.
package clock

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/beevik/ntp"

	"watchword/assets/words"
)

// Server is asked unless the settings name another. The pool is run by volunteers all over
// the world and keeps no accounts.
const Server = "pool.ntp.org"

// Second is asked as well where a server says that the clock is off by more than LoneCorrection: it is
// somebody else's than the pool's. Answers are not authenticated, so that two agree is no proof, but
// one server that lies or is wrong moves no codes by hours.
const Second = "time.cloudflare.com"

// LoneCorrection is what codes are corrected by on the word of one server. Above it two have to agree.
const LoneCorrection = 2 * time.Minute

// agreement is how far two servers may be apart, whatever they say of their own errors.
const agreement = 10 * time.Second

const (
	samples  = 3               // the one with the shortest way counts: it is the most exact
	patience = 4 * time.Second // for one answer
)

// An Answer is what a time server said.
type Answer struct {
	Server string
	// Offset is how far this computer's clock is behind the true time; added to its time it
	// gives the true one. Negative: the clock is ahead.
	Offset time.Duration
	// Error is how wrong Offset may be at most: half the way to the server and back, and
	// what the server says of itself.
	Error time.Duration
	// Alone says that Offset is beyond LoneCorrection and that no second server answered: correct
	// nothing by it.
	Alone bool
}

var (
	// ErrNoAnswer means that no time server could be reached.
	ErrNoAnswer = words.Error("No time server answered. Check your connection, or compare with another clock.")
	// ErrBadAnswer means that a server answered, but with nothing to go by.
	ErrBadAnswer = words.Error("The answer of the time server is not reliable. Try again later, or use another server.")
	// ErrDisagree means that two servers say different things about a clock that is far off.
	ErrDisagree = words.Error("Two time servers disagree about the time, so neither is reliable. Compare with another clock, and set date and time in the system settings.")
)

// Ask measures how far the clock is off, by SNTP (RFC 5905). server is a host, perhaps with
// a port. Where that is far, it asks [Second] too. It takes up to some seconds; its error is a
// sentence, or that of ctx.
func Ask(ctx context.Context, server string) (Answer, error) {
	return ask(ctx, server, SecondFor(server))
}

// SecondFor returns the server whose word counts beside that of another: [Second], or [Server] where
// that is Second itself.
func SecondFor(server string) string {
	if host, _, err := net.SplitHostPort(server); err == nil {
		server = host
	}
	if strings.EqualFold(strings.TrimSuffix(server, "."), Second) {
		return Server
	}
	return Second
}

func ask(ctx context.Context, server, second string) (Answer, error) {
	first, err := measure(ctx, server)
	if err != nil || first.Offset.Abs() <= LoneCorrection {
		return first, err
	}
	other, err := measure(ctx, second)
	switch {
	case ctx.Err() != nil:
		return Answer{}, ctx.Err()
	case err != nil:
		first.Alone = true
	case (first.Offset - other.Offset).Abs() > agreement:
		return Answer{}, ErrDisagree
	}
	return first, nil
}

// measure asks one server.
func measure(ctx context.Context, server string) (Answer, error) {
	best, found, bad := Answer{Server: server}, false, false
	for range samples {
		r, err := query(ctx, server)
		if ctx.Err() != nil {
			return Answer{}, ctx.Err()
		}
		if err != nil {
			if found || !worthAnother(err) {
				break
			}
			continue
		}
		if r.Validate() != nil {
			bad = true
			continue
		}
		if e := r.RTT/2 + r.RootDistance; !found || e < best.Error {
			best.Offset, best.Error, found = r.ClockOffset, e, true
		}
	}
	switch {
	case found:
		return best, nil
	case bad:
		return Answer{}, ErrBadAnswer
	}
	return Answer{}, ErrNoAnswer
}

// worthAnother tells a lost packet, which may be tried again, from a name that is not there.
func worthAnother(err error) bool {
	var name *net.DNSError
	return !errors.As(err, &name)
}

// query asks once. The module knows no context, so the connection is closed under it.
func query(ctx context.Context, server string) (*ntp.Response, error) {
	stop := func() bool { return true }
	defer func() { stop() }()
	return ntp.QueryWithOptions(server, ntp.QueryOptions{
		Timeout: patience,
		Dialer: func(_, remote string) (net.Conn, error) {
			dialer := net.Dialer{Timeout: patience}
			c, err := dialer.DialContext(ctx, "udp", remote)
			if err == nil {
				stop = context.AfterFunc(ctx, func() { c.Close() })
			}
			return c, err
		},
	})
}

// A Verdict is what a difference means for codes.
type Verdict int

// The verdicts. Services take the code before and the one after (RFC 6238, section 5.2), so
// that some seconds do no harm; from half a time step on, codes are refused again and again.
const (
	Right Verdict = iota // codes are fine
	Near                 // fresh codes may be refused at the edges
	Wrong                // codes are refused
)

const (
	nearFrom  = 5 * time.Second
	wrongFrom = 25 * time.Second
)

// Judge says what a clock that is off by so much means, whichever way.
func Judge(offset time.Duration) Verdict {
	switch off := offset.Abs(); {
	case off < nearFrom:
		return Right
	case off < wrongFrom:
		return Near
	}
	return Wrong
}

// MaxCorrection bounds what codes may be corrected by. A clock that is off by more has lost
// its battery: then everything else is wrong too, and the system's settings are the place.
const MaxCorrection = 24 * time.Hour

// Correction is the offset as a setting, in whole seconds, so that codes still change on
// the second; ok is false beyond what may be corrected.
func Correction(offset time.Duration) (seconds int, ok bool) {
	d := offset.Round(time.Second)
	return int(d / time.Second), d.Abs() <= MaxCorrection
}

// Describe says how far a clock is off, from the view of the clock: "42 seconds behind".
func Describe(offset time.Duration) string {
	off := offset.Abs()
	if off < time.Second {
		return words.T("right to the second")
	}
	if offset < 0 {
		return words.T("%s ahead", span(off))
	}
	return words.T("%s behind", span(off))
}

// span names a length of time, as exactly as one wants to know it of a clock.
func span(d time.Duration) string {
	rounded := func(unit time.Duration) int { return int((d + unit/2) / unit) }
	switch {
	case d < 10*time.Second:
		return words.T("%.1f seconds", d.Seconds())
	case d < 2*time.Minute:
		return words.N(rounded(time.Second), "1 second", "%d seconds")
	case d < 2*time.Hour:
		return words.N(rounded(time.Minute), "1 minute", "%d minutes")
	case d < 48*time.Hour:
		return words.N(rounded(time.Hour), "1 hour", "%d hours")
	}
	return words.N(rounded(24*time.Hour), "1 day", "%d days")
}

// ValidServer reports whether a text may be the name of a time server: a host or an
// address, perhaps with a port.
func ValidServer(name string) bool {
	return name != "" && len(name) <= 253 && !strings.ContainsAny(name, "/ \t\r\n@?#")
}
