package agent

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// askerEnv makes this test program a client that asks for the status of the agent in a folder.
const askerEnv = "WATCHWORD_TEST_ASKS"

func TestMain(m *testing.M) {
	if socket := os.Getenv(askerEnv); socket != "" {
		c, err := net.Dial("unix", socket)
		if err == nil {
			_, err = io.Copy(io.Discard, c)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The kernel says who asks: the path of its program, and whose process it is.
func TestPeer(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	asker := filepath.Join(dir, "asker")
	own, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(asker, own, 0o755); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	os.Chmod(socket, 0o777)
	for parent := dir; parent != os.TempDir() && parent != "/"; parent = filepath.Dir(parent) {
		os.Chmod(parent, 0o755)
	}
	ask := func(attr *syscall.SysProcAttr, by ...string) (Peer, error) {
		cmd := exec.Command(by[0], by[1:]...)
		cmd.Env = append(os.Environ(), askerEnv+"="+socket)
		cmd.SysProcAttr = attr
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		c, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		p, err := peerOf(c)
		if err == nil && !p.same() {
			t.Error("it is not the same any more while it waits")
		}
		c.Close()
		if err := cmd.Wait(); err != nil {
			t.Fatalf("%v: %s", err, &said)
		}
		if err == nil && p.same() {
			t.Error("it is the same after its end")
		}
		p.Close()
		return p, err
	}
	if p, err := ask(nil, asker); err != nil || p.Program != asker {
		t.Errorf("alone: %q, %v", p.Program, err)
	}
	if p, err := ask(nil, "/bin/sh", "-c", asker+"; true"); err != nil || p.Program != asker || len(p.Chain) != 1 {
		t.Errorf("from a shell: %q %q, %v", p.Program, p.Chain, err)
	}
	if os.Getuid() == 0 { // only root can be somebody else
		nobody := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		if p, err := ask(nobody, asker); err != errOtherUser {
			t.Errorf("another user: %+v, %v", p, err)
		}
	}
}
