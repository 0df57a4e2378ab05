//go:build linux

// Package portal puts one question to the desktop portal, the service through which a Linux
// desktop lets programs take screenshots or choose files, and waits for the user's answer.
//
// The answer comes as a signal on a request object of its own. Ask listens for it before it
// puts the question, so that a quick answer is not missed, and takes no other program's.
package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	busName    = "org.freedesktop.portal.Desktop"
	object     = dbus.ObjectPath("/org/freedesktop/portal/desktop")
	request    = "org.freedesktop.portal.Request"
	bus        = "org.freedesktop.DBus"
	startLimit = 40 * time.Second // seen: 25 s until a portal had started
	askLimit   = 2 * time.Minute  // a user may be reading the desktop's question
)

var (
	// ErrNoService means that there is no session bus, no portal, or no part of it for this question.
	ErrNoService = errors.New("the desktop portal has no such service")
	// ErrCancelled means that the user called it off.
	ErrCancelled = errors.New("called off in the desktop's own window")
	// ErrRefused means that the portal answered with a failure: refused by the user, now or
	// in the past, or broken. The portal does not tell these apart.
	ErrRefused = errors.New("the desktop portal refused or failed")
	// ErrGone means that the portal ended before it answered.
	ErrGone = errors.New("the desktop portal ended before it answered")
	// ErrNoAnswer means that nothing came in time.
	ErrNoAnswer = errors.New("the desktop portal did not answer in time")
)

// Results are what a request brings, by the names of the portal's documentation.
type Results map[string]dbus.Variant

// A Call is one question to the portal. Args come before the options in the method's
// signature. Limit is the longest wait for the answer; 0 stands for two minutes.
type Call struct {
	Interface, Method string
	Args              []any
	Options           map[string]dbus.Variant
	Limit             time.Duration

	// Late receives the results of an answer that comes after Ask has given up, on another
	// goroutine. It may be nil.
	Late func(Results)

	starting time.Duration // tests shorten startLimit
}

// Ask puts the question and blocks until the portal answers, the limit is over or ctx ends.
// Its error is one of this package, that of ctx, or the portal's own.
func Ask(ctx context.Context, c Call) (Results, error) {
	conn, err := dial()
	if err != nil {
		return nil, err
	}
	r, err := open(conn)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	results, err := r.ask(ctx, c)
	if errors.Is(err, ErrNoAnswer) || ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		r.giveUp(c)
		return nil, err
	}
	_ = conn.Close()
	return results, err
}

// dial connects to the session bus that is there. It never starts one: a stray bus would
// outlive the program.
func dial() (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, fmt.Errorf("%w: no session bus", ErrNoService)
	}
	if err := conn.Auth(nil); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("%w: the session bus refused us", ErrNoService)
	}
	if err := conn.Hello(); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("%w: the session bus refused us", ErrNoService)
	}
	return conn, nil
}

// shared is the connection that the whole program uses, if there is a bus.
func shared() (*dbus.Conn, error) {
	conn, err := dial()
	if err != nil {
		return nil, err // SessionBus would start a bus
	}
	_ = conn.Close()
	return dbus.SessionBus()
}

// A listener hears the answers to one request.
type listener struct {
	conn    *dbus.Conn
	token   string
	path    dbus.ObjectPath
	signals chan *dbus.Signal
}

func open(conn *dbus.Conn) (*listener, error) {
	name := token()
	r := &listener{
		conn:    conn,
		token:   name,
		path:    requestPath(conn.Names()[0], name),
		signals: make(chan *dbus.Signal, 16),
	}
	conn.Signal(r.signals)
	if err := r.listen(r.path); err != nil {
		return nil, err
	}
	err := conn.AddMatchSignal(
		dbus.WithMatchSender(bus), dbus.WithMatchInterface(bus),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, busName))
	return r, err
}

// requestPath is where the answer to a call with this token appears:
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Request.html
func requestPath(sender, token string) dbus.ObjectPath {
	name := strings.ReplaceAll(strings.TrimPrefix(sender, ":"), ".", "_")
	return object + "/request/" + dbus.ObjectPath(name+"/"+token)
}

func (r *listener) listen(path dbus.ObjectPath) error {
	return r.conn.AddMatchSignal(
		dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(request), dbus.WithMatchMember("Response"))
}

func (r *listener) ask(ctx context.Context, c Call) (Results, error) {
	options := map[string]dbus.Variant{"handle_token": dbus.MakeVariant(r.token)}
	for name, v := range c.Options {
		options[name] = v
	}
	args := append(append([]any{}, c.Args...), options)
	seen := Show()
	defer seen()
	call := r.conn.Object(busName, object).Go(c.Interface+"."+c.Method, 0, make(chan *dbus.Call, 1), args...)

	accepted := call.Done
	starting := time.After(orElse(c.starting, startLimit))
	answer := time.After(orElse(c.Limit, askLimit))
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-answer:
			return nil, ErrNoAnswer
		case <-starting:
			return nil, ErrNoAnswer
		case done := <-accepted:
			seen()
			if done.Err != nil {
				return nil, explain(done.Err)
			}
			accepted, starting = nil, nil
			if err := r.follow(done); err != nil {
				return nil, err
			}
		case s, ok := <-r.signals:
			if !ok {
				return nil, ErrGone
			}
			if results, err, mine := r.read(s); mine {
				return results, err
			}
		}
	}
}

// follow listens at the path that the portal named, if it is another than the agreed one:
// portals before 0.9 chose their own.
func (r *listener) follow(done *dbus.Call) error {
	var path dbus.ObjectPath
	if err := done.Store(&path); err != nil {
		return fmt.Errorf("the desktop portal answered in another form: %w", err)
	}
	if path == r.path {
		return nil
	}
	r.path = path
	return r.listen(path)
}

// read takes a signal apart; mine says whether it ends the request.
func (r *listener) read(s *dbus.Signal) (results Results, err error, mine bool) {
	switch {
	case Gone(s):
		return nil, ErrGone, true
	case s.Name == request+".Response" && s.Path == r.path:
		var code uint32
		if err := dbus.Store(s.Body, &code, (*map[string]dbus.Variant)(&results)); err != nil {
			return nil, fmt.Errorf("the desktop portal answered in another form: %w", err), true
		}
		switch code {
		case 0:
			return results, nil, true
		case 1:
			return nil, ErrCancelled, true
		}
		return nil, ErrRefused, true
	}
	return nil, nil, false
}

// Gone reports whether a signal says that the portal ended.
func Gone(s *dbus.Signal) bool {
	var name, before, after string
	return s.Name == bus+".NameOwnerChanged" && s.Sender == bus &&
		dbus.Store(s.Body, &name, &before, &after) == nil && name == busName && before != "" && after == ""
}

// giveUp asks the portal to close the request, without waiting for it: that was seen to block
// for 25 s while a question is open. An answer may still come and goes to c.Late.
func (r *listener) giveUp(c Call) {
	r.conn.Object(busName, r.path).Go(request+".Close", dbus.FlagNoReplyExpected, nil)
	go func() {
		defer r.conn.Close()
		end := time.After(orElse(c.Limit, askLimit))
		for {
			select {
			case <-end:
				return
			case s, ok := <-r.signals:
				if !ok {
					return
				}
				results, err, mine := r.read(s)
				if !mine {
					continue
				}
				if err == nil && c.Late != nil {
					c.Late(results)
				}
				return
			}
		}
	}()
}

// explain names the failures of the call itself.
func explain(err error) error {
	var e dbus.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%w: %v", ErrGone, err)
	}
	switch name := strings.TrimPrefix(e.Name, "org.freedesktop.DBus.Error."); {
	case name == "ServiceUnknown", name == "NameHasNoOwner", strings.HasPrefix(name, "Spawn."),
		name == "UnknownMethod", name == "UnknownInterface", name == "UnknownObject":
		return fmt.Errorf("%w (%s)", ErrNoService, name)
	case name == "NoReply":
		return ErrGone
	}
	return fmt.Errorf("%w (%s)", ErrRefused, e.Name)
}

func orElse(d, fallback time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return fallback
}
