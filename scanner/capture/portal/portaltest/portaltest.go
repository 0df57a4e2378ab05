//go:build linux

// Package portaltest gives tests a session bus of their own and a desktop portal on it that
// answers as the test says. It needs the program dbus-daemon (package dbus).
package portaltest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/godbus/dbus/v5"
)

const (
	portalName  = "org.freedesktop.portal.Desktop"
	portalPath  = dbus.ObjectPath("/org/freedesktop/portal/desktop")
	requestFace = "org.freedesktop.portal.Request"
	storeName   = "org.freedesktop.impl.portal.PermissionStore"
	storePath   = dbus.ObjectPath("/org/freedesktop/impl/portal/PermissionStore")
)

// Bus starts a session bus for this test and points the environment at it. It starts services
// only from the folders given: none of the machine's own.
func Bus(t testing.TB, services ...string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "bus") // a socket's path is short: not t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	config := filepath.Join(folder, "bus.conf")
	var dirs strings.Builder
	for _, s := range services {
		fmt.Fprintf(&dirs, "<servicedir>%s</servicedir>", s)
	}
	text := fmt.Sprintf(`<busconfig><type>session</type><listen>unix:path=%s/socket</listen>
<auth>EXTERNAL</auth>%s<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`, folder, dirs.String())
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatalf("this test needs dbus-daemon (package dbus): %v", err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
}

// Connect joins the test's bus and takes the names, if any.
func Connect(t testing.TB, names ...string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	for _, name := range names {
		if r, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
			t.Fatalf("cannot take %s: %v %v", name, r, err)
		}
	}
	return conn
}

// A Portal is a desktop portal made of functions. A nil one stands for a portal without
// that part. They run on goroutines of their own and return the path of the request.
type Portal struct {
	Screenshot func(Request) (dbus.ObjectPath, *dbus.Error)
	OpenFile   func(Request) (dbus.ObjectPath, *dbus.Error)
	SaveFile   func(Request) (dbus.ObjectPath, *dbus.Error)
	Background func(Request) (dbus.ObjectPath, *dbus.Error)
	Remote     *Remote
	Shortcuts  *Shortcuts

	Closed atomic.Int32 // how many requests were closed by their callers
	conn   *dbus.Conn
}

// A Request is one call to the portal.
type Request struct {
	Sender  string
	Path    dbus.ObjectPath // where the caller listens
	Title   string          // of a file dialog
	Options map[string]dbus.Variant

	portal *Portal
}

// Serve puts the portal on the bus.
func (p *Portal) Serve(t testing.TB) {
	t.Helper()
	p.conn = Connect(t)
	if p.Screenshot != nil {
		p.export(t, "org.freedesktop.portal.Screenshot", screenshots{p})
	}
	if p.OpenFile != nil || p.SaveFile != nil {
		p.export(t, "org.freedesktop.portal.FileChooser", fileChooser{p})
	}
	if p.Background != nil {
		p.export(t, backgroundFace, backgroundMethods{p})
	}
	if p.Remote != nil {
		p.export(t, remoteFace, &remoteMethods{p: p, Remote: p.Remote})
	}
	if p.Shortcuts != nil {
		p.Shortcuts.conn = p.conn
		p.export(t, shortcutsFace, shortcutsMethods{p, p.Shortcuts})
	}
	if _, err := p.conn.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
}

func (p *Portal) export(t testing.TB, face string, part any) {
	t.Helper()
	if err := p.conn.Export(part, portalPath, face); err != nil {
		t.Fatal(err)
	}
}

// Die takes the portal off the bus.
func (p *Portal) Die() { p.conn.Close() }

// Respond sends the answer to where the caller listens.
func (r Request) Respond(code uint32, results map[string]dbus.Variant) {
	r.RespondAt(r.Path, code, results)
}

// RespondAt sends an answer to another path.
func (r Request) RespondAt(path dbus.ObjectPath, code uint32, results map[string]dbus.Variant) {
	if results == nil {
		results = map[string]dbus.Variant{}
	}
	_ = r.portal.conn.Emit(path, requestFace+".Response", code, results)
}

func (p *Portal) request(sender dbus.Sender, title string, options map[string]dbus.Variant) Request {
	token, _ := options["handle_token"].Value().(string)
	name := strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_")
	r := Request{
		Sender: string(sender), Title: title, Options: options, portal: p,
		Path: portalPath + "/request/" + dbus.ObjectPath(name+"/"+token),
	}
	_ = p.conn.Export(closer{p}, r.Path, requestFace)
	return r
}

type screenshots struct{ p *Portal }

func (s screenshots) Screenshot(sender dbus.Sender, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return s.p.Screenshot(s.p.request(sender, "", options))
}

type fileChooser struct{ p *Portal }

func (f fileChooser) OpenFile(sender dbus.Sender, _, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return f.p.OpenFile(f.p.request(sender, title, options))
}

func (f fileChooser) SaveFile(sender dbus.Sender, _, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return f.p.SaveFile(f.p.request(sender, title, options))
}

type closer struct{ p *Portal }

func (c closer) Close() *dbus.Error {
	c.p.Closed.Add(1)
	return nil
}

// Remember serves a permission store that knows one answer ("yes", "no") of one application
// in the table and id "screenshot".
func Remember(t testing.TB, app, answer string) {
	t.Helper()
	conn := Connect(t)
	if err := conn.Export(store{app, answer}, storePath, storeName); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(storeName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
}

type store struct{ app, answer string }

func (s store) Lookup(table, id string) (map[string][]string, dbus.Variant, *dbus.Error) {
	if table != "screenshot" || id != "screenshot" {
		return nil, dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
	}
	return map[string][]string{s.app: {s.answer}}, dbus.MakeVariant(byte(0)), nil
}
