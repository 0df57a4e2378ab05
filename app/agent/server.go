package agent

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// A Server answers the requests that come over a socket.
type Server struct {
	Keeper  Keeper
	Answers *Answers
	// Ask puts the question to the user; one at a time, and it ends with ctx. Nil where nobody can be asked:
	// then what was not allowed before is denied.
	Ask func(ctx context.Context, q Question) (Choice, error)
	Now func() time.Time // nil: the real clock

	rates  rates
	asking sync.Mutex // one question at a time
	peerOf func(net.Conn) (Peer, error)
}

// A Question is what the user is asked: may this program have codes?
type Question struct {
	Program string   // its path; "" where it cannot be told, and then only Once and Deny are offered
	Chain   []string // the programs that led to the request, the one that asks first
}

// Offers are the choices that a question has.
func (q Question) Offers() []Choice {
	if q.Program == "" {
		return []Choice{Once, Deny}
	}
	return []Choice{Once, Hour, Always, Deny, Never}
}

// The bounds of a server.
const (
	mostConnections = 64
	idleLimit       = 5 * time.Minute  // of a connection that asks nothing
	writeLimit      = 10 * time.Second // for a program that does not read its answer
)

// Serve answers until ctx ends or the listener is closed, and then closes both.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.peerOf == nil {
		s.peerOf = peerOf
	}
	var open sync.WaitGroup
	defer open.Wait()
	defer cancel()
	free := make(chan struct{}, mostConnections)
	for {
		c, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil: // too many open files, say: the next may go well
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(50 * time.Millisecond):
			}
			continue
		}
		select {
		case free <- struct{}{}:
		default:
			open.Go(func() { refuse(c, RateLimited) })
			continue
		}
		open.Go(func() {
			defer func() { <-free }()
			s.serve(ctx, c)
		})
	}
}

// refuse ends a connection with one answer to whatever it asks. What was asked is taken off it first, for what is
// left there when it closes takes the answer with it.
func refuse(c net.Conn, why Fault) {
	defer c.Close()
	c.SetDeadline(time.Now().Add(time.Second))
	if err := writeLine(c, Answer{V: Version, Error: why}); err != nil {
		return
	}
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_, _ = io.CopyN(io.Discard, c, maxRequest)
}

// A conn is one program's connection.
type conn struct {
	*Server
	peer Peer
	once bool // the user allowed this connection alone
}

// serve answers one connection until its other end closes it. The lines are read beside the answers, so that a
// question is withdrawn when the program that asked is gone.
func (s *Server) serve(ctx context.Context, c net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	peer, err := s.peerOf(c)
	if err != nil { // another user, or nobody knows whose it is
		refuse(c, Denied)
		return
	}
	defer peer.Close()
	one := &conn{Server: s, peer: peer}
	requests := make(chan Request)
	go func() {
		defer cancel()
		one.readAll(ctx, c, requests)
	}()
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-requests:
			answer := one.answer(ctx, &r)
			r.wipe()
			answer.V = Version
			c.SetWriteDeadline(time.Now().Add(writeLimit))
			if err := writeLine(c, answer); err != nil {
				return
			}
		}
	}
}

// readAll hands over what comes, line by line, until there is no more.
func (c *conn) readAll(ctx context.Context, from net.Conn, to chan<- Request) {
	lines := &lineReader{from: from, most: maxRequest}
	for {
		from.SetReadDeadline(time.Now().Add(idleLimit))
		line, err := lines.line()
		if err != nil {
			return
		}
		r, err := parseRequest(line)
		clear(line)
		if err != nil {
			r = Request{Op: Op(err.Error())} // told by answer
		}
		select {
		case to <- r:
		case <-ctx.Done():
			return
		}
	}
}

// answer does what a request asks for.
func (c *conn) answer(ctx context.Context, r *Request) Answer {
	a, err := c.do(ctx, r)
	if err == nil {
		return a
	}
	var refused *Refusal
	var fault Fault
	switch {
	case errors.As(err, &refused):
		return Answer{Error: refused.Fault, Message: refused.Message, Accounts: refused.Matches}
	case errors.As(err, &fault):
		return Answer{Error: fault}
	}
	return Answer{Error: Failed, Message: err.Error()}
}

func (c *conn) do(ctx context.Context, r *Request) (Answer, error) {
	switch r.Op {
	case Op(BadRequest), Op(UnsupportedVersion):
		return Answer{}, Fault(r.Op)
	case OpStatus, OpUnlock, OpLock, OpList, OpCode, OpCopy, OpType:
	default:
		return Answer{}, BadRequest
	}
	if r.Vault != "" && !sameFile(r.Vault, c.Keeper.Vault()) {
		return Answer{}, OtherVault
	}
	switch r.Op {
	case OpStatus:
		return Answer{Status: status(c.Keeper)}, nil
	case OpUnlock:
		return Answer{}, c.Keeper.Unlock(ctx, r.Password)
	case OpLock:
		c.Keeper.Lock(ctx)
		return Answer{}, nil
	}
	if c.Keeper.Session() == nil { // no question for what cannot be had
		return Answer{}, Locked
	}
	if err := c.allowed(ctx); err != nil {
		return Answer{}, err
	}
	return c.serveUnlocked(ctx, r)
}

// allowed reports by its error that the user does not let this program have codes, and asks if nothing was
// said yet.
func (c *conn) allowed(ctx context.Context) error {
	if !c.peer.same() {
		return Denied // its process ended, and another one has its number
	}
	for asked := false; ; asked = true {
		switch c.Answers.of(c.peer.Program, c.Now()) {
		case Always, Hour:
			return nil
		case Never, Deny:
			return Denied
		}
		switch {
		case c.once:
			return nil
		case c.Ask == nil:
			return Denied
		case asked:
			return c.put(ctx)
		}
		c.asking.Lock() // what stood before this question may have answered it
		defer c.asking.Unlock()
	}
}

// put puts the question, and keeps the answer. The caller holds c.asking.
func (c *conn) put(ctx context.Context) error {
	choice, err := c.Ask(ctx, Question{Program: c.peer.Program, Chain: c.peer.Chain})
	if err != nil || ctx.Err() != nil {
		return Denied
	}
	_ = c.Answers.note(c.peer.Program, choice, c.Now()) // what cannot be kept is asked again after the next start
	switch choice {
	case Once:
		c.once = true
		return nil
	case Hour, Always:
		return nil
	}
	return Denied
}
