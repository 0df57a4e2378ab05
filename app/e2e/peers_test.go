//go:build e2e && performance && linux

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"watchword/scanner/capture/portal/portaltest"
)

// A peer is another program of the kind, as Debian has it.
type peer struct {
	name, state string // state: what it shows
	title       string // of its window
	env         []string
	program     string
	args        []string
}

// peers are those that are installed. Each has a home of its own; KeePassXC and Number Station get the same
// accounts, OTPClient shows where it asks for its file.
func peers(d *desk, h home) (all []peer) {
	add := func(program string, p peer) {
		if _, err := exec.LookPath(program); err != nil {
			d.t.Logf("%s is not installed: it is left out", program)
			return
		}
		p.env = append(newHome(d.t).env(), p.env...)
		all = append(all, p)
	}
	folder := d.t.TempDir()
	database := filepath.Join(folder, "accounts.kdbx")
	d.terminal(h, "", "export", "--format", "keepass", "--file-password-file", h.path("password"), "--yes", "--out", database)
	settings := filepath.Join(folder, "keepassxc.ini")
	write(d, settings, "[General]\nUpdateCheckMessageShown=true\n[GUI]\nCheckForUpdates=false\n")
	add("keepassxc", peer{name: "KeePassXC", state: "1,000 accounts, ", title: "KeePassXC", program: "sh",
		args: []string{"-c", `exec keepassxc --config "$0" --pw-stdin "$1" < "$2"`, settings, database, h.path("password")}})
	links, err := json.Marshal(thousand())
	if err != nil {
		d.t.Fatal(err)
	}
	write(d, filepath.Join(folder, "links.json"), string(links))
	write(d, filepath.Join(folder, "keyringfile.py"), `import os
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 1
    def get_password(self, service, user):
        return open(os.path.join(os.path.dirname(__file__), "links.json")).read()
    def set_password(self, service, user, password):
        pass
    def delete_password(self, service, user):
        pass
`)
	add("numberstation", peer{name: "Number Station", state: "1,000 accounts, codes ticking, ", title: "[Nn]umber", program: "numberstation",
		env: []string{"PYTHONPATH=" + folder, "PYTHON_KEYRING_BACKEND=keyringfile.Keyring"}})
	add("otpclient", peer{name: "OTPClient", state: "its first question, ", title: "Database location", program: "otpclient"})
	return all
}

func write(d *desk, path, text string) {
	d.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (w *weights) peer(d *desk, p peer, seconds int) {
	c, _ := w.start(d, p.env, p.name, p.title, p.program, p.args...)
	defer stop(c)
	time.Sleep(10 * time.Second)
	w.note(p.name, p.state+"CPU, %", cpu(d, c, seconds))
	w.memory(d, c, p.name, p.state)
}

// panel is as much of a panel as a program needs to have an icon in its tray.
type panel struct{}

const watcher = "org.kde.StatusNotifierWatcher"

func newPanel(t *testing.T) {
	t.Helper()
	conn := portaltest.Connect(t)
	const path = dbus.ObjectPath("/StatusNotifierWatcher")
	if err := conn.Export(panel{}, path, watcher); err != nil {
		t.Fatal(err)
	}
	hosts := prop.Map{watcher: {"IsStatusNotifierHostRegistered": {Value: true, Emit: prop.EmitFalse}}}
	if _, err := prop.Export(conn, path, hosts); err != nil {
		t.Fatal(err)
	}
	if r, err := conn.RequestName(watcher, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("cannot take the name of a panel: %v %v", r, err)
	}
}

// RegisterStatusNotifierItem is the panel's method.
func (panel) RegisterStatusNotifierItem(string) *dbus.Error { return nil }
