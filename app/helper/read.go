package helper

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"watchword/bounds"
	"watchword/vault/transfer"
)

var (
	errFileTime   = errors.New("Reading this file took longer than 10 seconds and was given up. It may be damaged, or made to overload this computer.")
	errFileMemory = fmt.Errorf("Reading this file takes more than %d MiB of memory. It may be damaged, or made to overload this computer.", bounds.FileMemory>>20)
)

// What the reader of a file asks the program for.
const (
	askPassword  = 'p' // 1: the last one was wrong
	askQR        = 'q' // a picture
	askCompanion = 'c' // a name
	askCostly    = 'm'
	askFormat    = 'f' // nothing: it says which format it has found, by its ID
	askAside     = 'k' // a key derivation begins: its bounds are others
	askBack      = 'e' // it has ended
	askPiece     = 'r' // where in the file, and how long: of one that was not handed over
)

// longestPiece bounds what is asked for at once, in bytes.
const longestPiece = 1 << 20

// readOptions say what there is to ask.
type readOptions struct {
	Format                  string // "": the content tells
	Name                    string // of the file
	Password, QR, Companion bool
	Size                    int64 // of a file that is not handed over; 0 for one that is
}

// A qrAnswer is what a picture holds, or why that cannot be told.
type qrAnswer struct {
	Texts []string
	Error *wireError
}

// mostAnswer bounds the accounts of a file on their way.
const mostAnswer = 2 * bounds.FileMemory

// Read reads a file of another program as [transfer.Read] does, or as f says, in a helper: within
// the time and the memory of a file, in which neither a key derivation nor what a user takes to
// answer counts. A list of files that is one file, an archive, has no bound of time. Pictures have
// helpers of their own.
func Read(ctx context.Context, f *transfer.Format, data []byte, env transfer.Env) (transfer.Result, error) {
	return readWithin(ctx, bounds.FileTime, f, data, env)
}

// ReadArchive reads an archive that is too large to be held as [transfer.ReadArchive] does, in a helper within the
// memory of a file, which asks for the pieces that it needs.
func ReadArchive(ctx context.Context, at io.ReaderAt, size int64, env transfer.Env) (transfer.Result, error) {
	o := optionsFor(env)
	o.Size = size
	return readIn(ctx, math.MaxInt64, o, nil, at, env)
}

func optionsFor(env transfer.Env) readOptions {
	return readOptions{Name: env.Name, Password: env.Password != nil, QR: env.DecodeQR != nil, Companion: env.Companion != nil}
}

func readWithin(ctx context.Context, time time.Duration, f *transfer.Format, data []byte, env transfer.Env) (transfer.Result, error) {
	if f == nil && isPicture(data) {
		f = &pictures
	}
	if f != nil && f.ID == pictures.ID {
		return transfer.ReadAs(ctx, pictures, data, env)
	}
	o := optionsFor(env)
	if f != nil {
		o.Format = f.ID
	}
	if transfer.IsArchive(data) {
		time = math.MaxInt64
	}
	return readIn(ctx, time, o, data, nil, env)
}

// readIn has a helper read a file: data, or what it asks for of at.
func readIn(ctx context.Context, time time.Duration, o readOptions, data []byte, at io.ReaderAt, env transfer.Env) (transfer.Result, error) {
	options, err := json.Marshal(o)
	if err != nil {
		return transfer.Result{}, err
	}
	ctx, w, over := watched(ctx, time)
	defer over()
	a := &answering{env: env, watch: w, format: o.Format, at: at}
	var result transfer.Result
	err = do(ctx, request{job: jobRead, options: options, data: data, memory: bounds.FileMemory, more: bounds.KDFMemory, bound: w.bound,
		hear: a.hear, take: func(c *channel, m message) error {
			b, err := c.body(m, mostAnswer)
			defer clear(b)
			if err == nil {
				err = gob.NewDecoder(bytes.NewReader(b)).Decode(&result)
			}
			return err
		}})
	if errors.Is(err, errAnswered) {
		err = a.failed
	}
	if err != nil {
		return transfer.Result{Format: a.format}, inWords(err)
	}
	return result, nil
}

// Detect returns the format of a file as [transfer.Detect] does, in a helper: within the time and the
// memory of a file. Only the beginning of a picture is looked at here.
func Detect(ctx context.Context, data []byte) (f transfer.Format, known bool, err error) {
	if isPicture(data) {
		return pictures, true, nil
	}
	ctx, w, over := watched(ctx, bounds.FileTime)
	defer over()
	err = do(ctx, request{job: jobDetect, data: data, memory: bounds.FileMemory, bound: w.bound,
		take: func(c *channel, m message) error {
			id, err := c.body(m, mostOptions)
			f, known = transfer.ByID(string(id))
			return err
		}})
	return f, known, inWords(err)
}

// pictures is the format of files whose codes other helpers read.
var pictures, _ = transfer.ByID("qr")

func isPicture(data []byte) bool { return pictures.Detect(data) }

// watched begins the time of a file. Call over when it is read.
func watched(ctx context.Context, left time.Duration) (_ context.Context, w *watch, over func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	w = &watch{bound: new(atomic.Uint64), left: left, over: func() { cancel(errFileTime) }}
	w.bound.Store(bounds.FileMemory)
	w.resume()
	return ctx, w, func() {
		w.pause()
		cancel(nil)
	}
}

// inWords says of a helper's end what it says of the file.
func inWords(err error) error {
	switch {
	case errors.Is(err, ErrMemory):
		return errFileMemory
	case errors.Is(err, ErrCrashed):
		return transfer.ErrDamaged
	}
	return err
}

// A watch measures the time that counts and knows the memory that may be taken.
type watch struct {
	bound *atomic.Uint64

	mu    sync.Mutex
	left  time.Duration
	since time.Time
	timer *time.Timer
	over  func()
}

func (w *watch) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.since = time.Now()
	w.timer = time.AfterFunc(w.left, w.over)
}

func (w *watch) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
		w.left = max(0, w.left-time.Since(w.since))
	}
}

// answering answers what the reader of a file asks.
type answering struct {
	env    transfer.Env
	watch  *watch
	aside  bool
	format string // "" until it is known
	failed error  // of the question for the password
	at     io.ReaderAt
}

func (a *answering) hear(ctx context.Context, c *channel, m message) error {
	b, err := c.body(m, maxRequest)
	switch {
	case err != nil:
		return err
	case m.kind == kindProgress && len(b) == 8:
		if a.env.Progress != nil {
			a.env.Progress(math.Float64frombits(binary.BigEndian.Uint64(b)))
		}
		return nil
	case m.kind != kindAsk || len(b) == 0:
		return errWords
	}
	if !a.aside { // what the other side has to wait for is not its time
		a.watch.pause()
	}
	reply, err := a.answer(ctx, b[0], b[1:])
	if err != nil {
		return err
	}
	if !a.aside {
		a.watch.resume()
	}
	defer clear(reply)
	return c.send(kindReply, reply)
}

// noOther begins the answer to the question for a password where there is none but those that were wrong.
const noOther = 2

func (a *answering) answer(ctx context.Context, what byte, about []byte) ([]byte, error) {
	switch {
	case what == askPassword && a.env.Password != nil:
		password, err := a.env.Password(ctx, len(about) == 1 && about[0] == 1)
		if err != nil {
			a.failed = err
			if errors.Is(err, transfer.ErrWrongPassword) { // nobody knows another one
				return []byte{noOther}, nil
			}
			return []byte{0}, nil
		}
		return append([]byte{1}, password...), nil
	case what == askQR && a.env.DecodeQR != nil:
		texts, err := a.env.DecodeQR(ctx, about)
		answer := qrAnswer{Texts: texts}
		if err != nil {
			w := onItsWay(err)
			answer.Error = &w
		}
		return json.Marshal(answer)
	case what == askCompanion && a.env.Companion != nil:
		data, err := a.env.Companion(string(about))
		if err != nil || len(data) >= maxRequest {
			return []byte{0}, nil
		}
		return append([]byte{1}, data...), nil
	case what == askCostly:
		if a.env.Costly != nil && a.env.Costly(ctx) {
			return []byte{1}, nil
		}
		return []byte{0}, nil
	case what == askPiece && a.at != nil && len(about) == 16:
		from, n := binary.BigEndian.Uint64(about), binary.BigEndian.Uint64(about[8:])
		if from > math.MaxInt64 || n > longestPiece {
			return nil, errWords
		}
		b := make([]byte, n)
		read, _ := a.at.ReadAt(b, int64(from)) // what is missing is for the reader of the file
		return b[:read], nil
	case what == askFormat:
		f, ok := transfer.ByID(string(about))
		if !ok {
			return nil, errWords
		}
		a.format = f.ID
		return []byte{1}, nil
	case what == askAside && !a.aside:
		a.aside = true
		a.watch.bound.Store(bounds.FileMemory + bounds.KDFMemory)
		return []byte{1}, nil
	case what == askBack && a.aside:
		a.aside = false
		a.watch.bound.Store(bounds.FileMemory)
		return []byte{1}, nil
	}
	return nil, errWords
}

func serveRead(ctx context.Context, p *peer, data []byte) error {
	var o readOptions
	if err := json.Unmarshal(p.options, &o); err != nil {
		return errWords
	}
	if o.Size > 0 {
		result, err := transfer.ReadArchive(ctx, &remoteFile{peer: p, size: o.Size}, o.Size, p.env(o))
		return p.answer(result, err)
	}
	f, ok := transfer.ByID(o.Format)
	if o.Format == "" {
		if f, ok = transfer.Detect(data); !ok {
			_, err := transfer.Read(ctx, data, transfer.Env{}) // it says why not
			return err
		}
		p.agrees(append([]byte{askFormat}, f.ID...)...)
	}
	if !ok {
		return errWords
	}
	return p.answer(transfer.ReadAs(ctx, f, data, p.env(o)))
}

// answer sends what was read, or says why nothing was.
func (p *peer) answer(result transfer.Result, err error) error {
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(result); err != nil {
		return err
	}
	return p.send(kindAnswer, b.Bytes())
}

// A remoteFile is a file that the other process has open. The last piece of it is kept: archives are read in
// order, a little at a time.
type remoteFile struct {
	peer  *peer
	size  int64
	piece []byte
	from  int64
}

// ReadAt implements io.ReaderAt.
func (f *remoteFile) ReadAt(b []byte, from int64) (n int, err error) {
	for n < len(b) {
		at := from + int64(n)
		if at < 0 || at >= f.size {
			return n, io.EOF
		}
		if at < f.from || at >= f.from+int64(len(f.piece)) {
			question := append(append([]byte{askPiece}, number(uint64(at))...), number(longestPiece)...)
			if f.piece, err = f.peer.ask(question); err != nil {
				return n, err
			}
			if f.from = at; len(f.piece) == 0 {
				return n, io.ErrUnexpectedEOF
			}
		}
		n += copy(b[n:], f.piece[at-f.from:])
	}
	return n, nil
}

func serveDetect(_ context.Context, p *peer, data []byte) error {
	f, _ := transfer.Detect(data)
	return p.send(kindAnswer, []byte(f.ID))
}

// env asks the other process for what reading may need.
func (p *peer) env(o readOptions) transfer.Env {
	env := transfer.Env{
		Progress: func(done float64) { p.send(kindProgress, number(math.Float64bits(done))) },
		Costly:   func(context.Context) bool { return p.agrees(askCostly) },
		Aside:    p.aside,
		Name:     o.Name,
	}
	if o.Password {
		env.Password = func(_ context.Context, again bool) (string, error) {
			question := []byte{askPassword, 0}
			if again {
				question[1] = 1
			}
			reply, err := p.ask(question)
			switch {
			case err != nil || len(reply) == 0 || reply[0] == 0:
				return "", errAnswered
			case reply[0] == noOther:
				return "", transfer.ErrWrongPassword
			}
			return string(reply[1:]), nil
		}
	}
	if o.QR {
		env.DecodeQR = func(_ context.Context, picture []byte) ([]string, error) {
			reply, err := p.ask(append([]byte{askQR}, picture...))
			if err != nil {
				return nil, err
			}
			var answer qrAnswer
			if err := json.Unmarshal(reply, &answer); err != nil {
				return nil, errWords
			}
			if answer.Error != nil {
				return answer.Texts, answer.Error.arrived()
			}
			return answer.Texts, nil
		}
	}
	if o.Companion {
		env.Companion = func(name string) ([]byte, error) {
			reply, err := p.ask(append([]byte{askCompanion}, name...))
			if err != nil || len(reply) == 0 || reply[0] == 0 {
				return nil, os.ErrNotExist
			}
			return reply[1:], nil
		}
	}
	return env
}

func (p *peer) agrees(question ...byte) bool {
	reply, err := p.ask(question)
	return err == nil && len(reply) == 1 && reply[0] == 1
}

// aside makes room for a key derivation, and takes it away again.
func (p *peer) aside() (back func()) {
	bounded(p.memory + p.more)
	p.agrees(askAside)
	return func() {
		debug.FreeOSMemory()
		bounded(p.memory)
		p.agrees(askBack)
	}
}
