//go:build linux

// Package keyringtest is a Secret Service for tests, as good or as bad as the test says, on
// a session bus of its own.
package keyringtest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"watchword/scanner/capture/portal/portaltest"
)

const (
	root       = dbus.ObjectPath("/org/freedesktop/secrets")
	collection = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	nothing    = dbus.ObjectPath("/")
)

// A Service is a keyring with one collection. Set the fields before [Service.Serve]; those
// that a test changes later go through [Service.Do].
type Service struct {
	Locked  bool          // nothing can be read or written
	Refuses bool          // every call is an error
	Hangs   time.Duration // before every answer
	Rubbish []byte        // what every secret is, if not nil
	Empty   bool          // there is no collection yet

	mu    sync.Mutex
	conn  *dbus.Conn
	items map[dbus.ObjectPath]*item
	next  int
}

type item struct {
	attributes map[string]string
	value      []byte
}

// Serve starts a bus for the test and puts the service on it.
func (s *Service) Serve(t testing.TB) {
	t.Helper()
	portaltest.Bus(t)
	s.conn = portaltest.Connect(t)
	s.items = map[dbus.ObjectPath]*item{}
	for path, part := range map[dbus.ObjectPath]any{root: service{s}, collection: items{s}} {
		face := "org.freedesktop.Secret.Service"
		if path == collection {
			face = "org.freedesktop.Secret.Collection"
		}
		if err := s.conn.Export(part, path, face); err != nil {
			t.Fatal(err)
		}
	}
	_, err := prop.Export(s.conn, collection, prop.Map{"org.freedesktop.Secret.Collection": {
		"Locked": {Value: false, Writable: false, Emit: prop.EmitFalse},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.conn.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
}

// Do changes the service.
func (s *Service) Do(change func(*Service)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// Reset forgets everything, as a keyring that was made anew.
func (s *Service) Reset() { s.Do(func(s *Service) { clear(s.items) }) }

// Secrets are the values that are kept.
func (s *Service) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, i := range s.items {
		list = append(list, string(i.value))
	}
	return list
}

// Put keeps a value under all attributes that are there, in place of what was kept.
func (s *Service) Put(value string) {
	s.Do(func(s *Service) {
		for _, i := range s.items {
			i.value = []byte(value)
		}
	})
}

// mood is what the service does before anything else.
func (s *Service) mood() *dbus.Error {
	s.mu.Lock()
	hangs, refuses := s.Hangs, s.Refuses
	s.mu.Unlock()
	time.Sleep(hangs)
	if refuses {
		return dbus.MakeFailedError(fmt.Errorf("refused"))
	}
	return nil
}

type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

type service struct{ s *Service }

func (o service) OpenSession(algorithm string, _ dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	if err := o.s.mood(); err != nil {
		return dbus.MakeVariant(""), nothing, err
	}
	return dbus.MakeVariant(""), root + "/session/1", nil
}

func (o service) SearchItems(want map[string]string) (unlocked, locked []dbus.ObjectPath, failure *dbus.Error) {
	unlocked, locked = []dbus.ObjectPath{}, []dbus.ObjectPath{}
	if err := o.s.mood(); err != nil {
		return unlocked, locked, err
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	for path, i := range o.s.items {
		fits := true
		for k, v := range want {
			fits = fits && i.attributes[k] == v
		}
		switch {
		case fits && o.s.Locked:
			locked = append(locked, path)
		case fits:
			unlocked = append(unlocked, path)
		}
	}
	return unlocked, locked, nil
}

func (o service) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) {
	if err := o.s.mood(); err != nil {
		return nothing, err
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	if o.s.Empty {
		return nothing, nil
	}
	return collection, nil
}

type items struct{ s *Service }

func (o items) CreateItem(properties map[string]dbus.Variant, value secret, replace bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if err := o.s.mood(); err != nil {
		return nothing, nothing, err
	}
	attributes, _ := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	if o.s.Locked {
		return nothing, root + "/prompt/1", nil
	}
	for path, i := range o.s.items {
		if replace && fmt.Sprint(i.attributes) == fmt.Sprint(attributes) {
			i.value = value.Value
			return path, nothing, nil
		}
	}
	o.s.next++
	path := dbus.ObjectPath(fmt.Sprintf("%s/%d", collection, o.s.next))
	o.s.items[path] = &item{attributes, value.Value}
	if err := o.s.conn.Export(one{o.s, path}, path, "org.freedesktop.Secret.Item"); err != nil {
		return nothing, nothing, dbus.MakeFailedError(err)
	}
	return path, nothing, nil
}

type one struct {
	s    *Service
	path dbus.ObjectPath
}

func (o one) GetSecret(session dbus.ObjectPath) (secret, *dbus.Error) {
	if err := o.s.mood(); err != nil {
		return secret{Session: nothing}, err
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	i := o.s.items[o.path]
	if i == nil || o.s.Locked {
		return secret{Session: nothing}, dbus.MakeFailedError(fmt.Errorf("locked or gone"))
	}
	value := i.value
	if o.s.Rubbish != nil {
		value = o.s.Rubbish
	}
	return secret{session, []byte{}, value, "text/plain"}, nil
}

func (o one) Delete() (dbus.ObjectPath, *dbus.Error) {
	if err := o.s.mood(); err != nil {
		return nothing, err
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	if o.s.Locked {
		return root + "/prompt/2", nil
	}
	delete(o.s.items, o.path)
	return nothing, nil
}
