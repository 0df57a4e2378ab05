package vault

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

// A memFS is a file system in memory that fails on demand and remembers what it was asked
// to do, so that a power cut can be played at any moment.
type memFS struct {
	mu         sync.Mutex
	names      map[string]*node
	dirs       map[string]bool
	noExchange bool
	held       map[string]int   // locks
	exclusive  bool             // locks are held by one
	now        func() time.Time // when files are made; nil: in the year 1

	calls  int
	trace  []string
	failAt int // number of the call that fails, from 1; 0: none
	fault  fault
	sticky bool                   // every call after it fails too
	before func(n int, op string) // runs before each call, unlocked

	log []event // for crash states
}

// A fault is one way for a call to fail.
type fault struct {
	name  string
	err   error
	after bool // the call does its work and fails all the same
	short bool // half of the data; the error may be nil
	kill  bool // the program ends here
	alike bool // handled like another one: only the large run tries it
}

// killed is what a killed program panics with.
type killed struct{}

type node struct {
	data  []byte
	mod   time.Time
	dirty bool // not flushed
}

// An event is a change that reaches the disk only with a flush.
type event struct {
	kind  string // "name", "data", "flush", "flushdir"
	path  string // name: which
	node  *node  // name: what it points to afterwards, nil for nothing; data, flush: which
	dir   string // flushdir
	bytes []byte // flush: what is safe from now on
}

func newMemFS() *memFS {
	return &memFS{names: map[string]*node{}, dirs: map[string]bool{"/": true}, held: map[string]int{}}
}

// step counts a call and says how it fails. done must be called to release the lock.
func (m *memFS) step(op string) (*fault, func()) {
	m.mu.Lock()
	m.calls++
	n := m.calls
	if m.before != nil {
		m.mu.Unlock()
		m.before(n, op)
		m.mu.Lock()
	}
	m.trace = append(m.trace, op)
	hit := m.failAt > 0 && (n == m.failAt || m.sticky && n > m.failAt)
	if !hit || m.fault.short && op != "read" && op != "write" {
		return nil, m.mu.Unlock
	}
	f := m.fault
	if f.kill && !f.after {
		m.mu.Unlock()
		panic(killed{})
	}
	return &f, func() {
		m.mu.Unlock()
		if f.kill {
			panic(killed{})
		}
	}
}

// instead reports whether a call does nothing but fail.
func (f *fault) instead() bool { return f != nil && !f.after && !f.short }

func (f *fault) error() error {
	if f == nil {
		return nil
	}
	return f.err
}

func (m *memFS) point(path string, n *node) {
	if n == nil {
		delete(m.names, path)
	} else {
		m.names[path] = n
	}
	m.log = append(m.log, event{kind: "name", path: path, node: n})
}

func notThere(op, path string) error {
	return &fs.PathError{Op: op, Path: path, Err: syscall.ENOENT}
}

func (m *memFS) Resolve(path string) (string, error) {
	f, done := m.step("resolve")
	defer done()
	if f.instead() {
		return "", f.err
	}
	if m.names[path] == nil && !m.dirs[path] {
		return "", notThere("resolve", path)
	}
	return path, f.error()
}

type memInfo struct {
	name string
	n    *node
}

func (i memInfo) Name() string       { return i.name }
func (i memInfo) Size() int64        { return int64(len(i.n.data)) }
func (i memInfo) Mode() fs.FileMode  { return 0o600 }
func (i memInfo) ModTime() time.Time { return i.n.mod }
func (i memInfo) IsDir() bool        { return false }
func (i memInfo) Sys() any           { return nil }

func (m *memFS) Stat(path string) (fs.FileInfo, error) {
	f, done := m.step("stat")
	defer done()
	n := m.names[path]
	switch {
	case f != nil:
		return nil, f.err
	case n == nil:
		return nil, notThere("stat", path)
	}
	return memInfo{filepath.Base(path), n}, nil
}

func (m *memFS) Open(path string) (File, error) {
	f, done := m.step("open")
	defer done()
	n := m.names[path]
	switch {
	case f != nil:
		return nil, f.err
	case n == nil:
		return nil, notThere("open", path)
	}
	return &memFile{fs: m, n: n}, nil
}

func (m *memFS) Create(path string) (File, error) {
	f, done := m.step("create")
	defer done()
	if f.instead() {
		return nil, f.err
	}
	if m.names[path] != nil {
		return nil, &fs.PathError{Op: "create", Path: path, Err: syscall.EEXIST}
	}
	n := &node{dirty: true}
	if m.now != nil {
		n.mod = m.now()
	}
	m.point(path, n)
	if f != nil {
		return nil, f.err
	}
	return &memFile{fs: m, n: n}, nil
}

func (m *memFS) Rename(old, new string) error {
	f, done := m.step("rename")
	defer done()
	if f.instead() {
		return f.err
	}
	n := m.names[old]
	if n == nil {
		return notThere("rename", old)
	}
	m.point(new, n)
	m.point(old, nil)
	return f.error()
}

func (m *memFS) RenameNew(old, new string) error {
	f, done := m.step("renamenew")
	defer done()
	if f.instead() {
		return f.err
	}
	n := m.names[old]
	if n == nil {
		return notThere("rename", old)
	}
	if m.names[new] != nil {
		return &fs.PathError{Op: "rename", Path: new, Err: syscall.EEXIST}
	}
	m.point(new, n)
	m.point(old, nil)
	return f.error()
}

func (m *memFS) Exchange(a, b string) error {
	f, done := m.step("exchange")
	defer done()
	if m.noExchange {
		return ErrNoExchange
	}
	if f.instead() {
		return f.err
	}
	na, nb := m.names[a], m.names[b]
	if na == nil || nb == nil {
		return notThere("exchange", a)
	}
	m.point(b, na)
	m.point(a, nb)
	return f.error()
}

func (m *memFS) Remove(path string) error {
	f, done := m.step("remove")
	defer done()
	if f.instead() {
		return f.err
	}
	if m.names[path] == nil {
		return notThere("remove", path)
	}
	m.point(path, nil)
	return f.error()
}

func (m *memFS) MkdirAll(path string) error {
	f, done := m.step("mkdir")
	defer done()
	if f.instead() {
		return f.err
	}
	for ; !m.dirs[path]; path = filepath.Dir(path) {
		m.dirs[path] = true
	}
	return f.error()
}

// Protect is never refused for want of bits: a memFS has none.
func (m *memFS) Protect(string) error {
	f, done := m.step("protect")
	defer done()
	return f.error()
}

func (m *memFS) Writable(string) error {
	f, done := m.step("writable")
	defer done()
	return f.error()
}

// Lock is free for everybody, unless the test wants it exclusive: it is a courtesy, and nothing
// may depend on it. Who plays programs that wait for it looks into held.
func (m *memFS) Lock(path string, _ time.Duration) (func(), error) {
	f, done := m.step("lock")
	defer done()
	if f.error() != nil {
		return nil, f.error()
	}
	if m.exclusive && m.held[path] > 0 {
		return nil, errBusy
	}
	m.held[path]++
	return func() { m.held[path]-- }, nil
}

func (m *memFS) ReadDir(path string) ([]string, error) {
	f, done := m.step("readdir")
	defer done()
	if f != nil {
		return nil, f.err
	}
	if !m.dirs[path] {
		return nil, notThere("readdir", path)
	}
	var list []string
	for name := range m.names {
		if filepath.Dir(name) == path {
			list = append(list, filepath.Base(name))
		}
	}
	for dir := range m.dirs {
		if filepath.Dir(dir) == path && dir != path {
			list = append(list, filepath.Base(dir))
		}
	}
	slices.Sort(list)
	return list, nil
}

func (m *memFS) SyncDir(path string) error {
	f, done := m.step("syncdir")
	defer done()
	if f.instead() {
		return f.err
	}
	m.log = append(m.log, event{kind: "flushdir", dir: path})
	return f.error()
}

// A memFile is an open file of a memFS.
type memFile struct {
	fs *memFS
	n  *node
	at int
}

func (f *memFile) Read(p []byte) (int, error) {
	fault, done := f.fs.step("read")
	defer done()
	if fault.instead() {
		return 0, fault.err
	}
	rest := f.n.data[f.at:]
	if len(rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, rest)
	if fault != nil && fault.short {
		n /= 2
		f.at = len(f.n.data) // the rest never comes
		return n, fault.err
	}
	f.at += n
	return n, fault.error()
}

func (f *memFile) Write(p []byte) (int, error) {
	fault, done := f.fs.step("write")
	defer done()
	if fault.instead() {
		return 0, fault.err
	}
	if fault != nil && fault.short {
		p = p[:len(p)/2]
	}
	f.n.data = append(slices.Clip(f.n.data), p...)
	f.n.dirty = true
	f.fs.log = append(f.fs.log, event{kind: "data", node: f.n})
	return len(p), fault.error()
}

func (f *memFile) Sync() error {
	fault, done := f.fs.step("sync")
	defer done()
	if fault.instead() {
		return fault.err
	}
	f.n.dirty = false
	f.fs.log = append(f.fs.log, event{kind: "flush", node: f.n, bytes: slices.Clone(f.n.data)})
	return fault.error()
}

func (f *memFile) Close() error {
	fault, done := f.fs.step("close")
	defer done()
	return fault.error()
}

// clone returns the same files without faults, calls and log.
func (m *memFS) clone() *memFS {
	c := newMemFS()
	c.noExchange = m.noExchange
	c.dirs = maps.Clone(m.dirs)
	for name, n := range m.names {
		c.names[name] = &node{data: slices.Clone(n.data), mod: n.mod}
	}
	return c
}

// put writes a file behind everybody's back.
func (m *memFS) put(path string, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.names[path] = &node{data: slices.Clone(data)}
}

// get returns a file's bytes, nil if it is not there.
func (m *memFS) get(path string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := m.names[path]; n != nil {
		return slices.Clone(n.data)
	}
	return nil
}

// faults are all the ways in which a call can fail.
var faults = func() []fault {
	var list []fault
	for _, e := range []struct {
		name string
		err  error
	}{
		{"EIO", syscall.EIO}, {"ENOSPC", syscall.ENOSPC}, {"EDQUOT", syscall.EDQUOT},
		{"EACCES", syscall.EACCES}, {"EROFS", syscall.EROFS}, {"EMFILE", syscall.EMFILE},
	} {
		alike := e.name != "EIO"
		list = append(list, fault{name: e.name, err: e.err, alike: alike}, fault{name: e.name + " after", err: e.err, after: true, alike: alike})
	}
	return append(list,
		fault{name: "short", short: true},
		fault{name: "short with error", short: true, err: errors.New("half")},
		fault{name: "kill before", kill: true},
		fault{name: "kill after", kill: true, after: true},
	)
}()
