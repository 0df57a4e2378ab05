package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/app/internal/apptest"
	"watchword/vault"
)

// A hookedDisk does something else just before the first file is made on it: between the
// reading of a vault and its saving.
type hookedDisk struct {
	vault.FS
	before func()
	times  int
}

func (d *hookedDisk) Create(path string) (vault.File, error) {
	if d.times > 0 {
		d.times--
		d.before()
	}
	return d.FS.Create(path)
}

// Another program takes a code between our reading and our saving. Both counters say the
// same then, and only one of the two programs may use it.
func TestCountMeanwhile(t *testing.T) {
	for _, row := range []struct {
		name  string
		other func(w *world) string // what it printed
	}{
		{"the same account's code", func(w *world) string { return w.ok("code", "vpn", "--count") }},
		{"the same account's code, twice", func(w *world) string { return w.ok("code", "vpn", "--count") + w.ok("code", "vpn", "--count") }},
		{"another account", func(w *world) string { return w.ok("add", amazon) }},
	} {
		w := newWorld(t).withVault(counted)
		w.env.Places.State = "" // the lock in it would let the other program wait for us
		other := *w
		var theirs string
		w.env.Vault.FS = &hookedDisk{vault.Disk(), func() { theirs = row.other(&other) }, 1}
		ours := w.ok("code", "vpn", "--count")
		if theirs == "" || strings.Contains(theirs, ours) {
			t.Errorf("%s: they printed %q, we %q", row.name, theirs, ours)
		}
		w.env.Vault.FS = nil
		if next := w.ok("code", "vpn", "--count"); next == ours || strings.Contains(theirs, next) {
			t.Errorf("%s: %q, %q, then %q", row.name, theirs, ours, next)
		}
	}
}

// Whoever is disturbed without end shows no code that another program may have shown.
func TestCountDisturbedWithoutEnd(t *testing.T) {
	w := newWorld(t).withVault(counted)
	w.env.Places.State = ""
	other, n := *w, 0
	w.env.Vault.FS = &hookedDisk{vault.Disk(), func() {
		n++
		other.ok("add", fmt.Sprintf("otpauth://totp/n:%d?secret=%s&digits=8&period=%d", n, rfcKey, n))
	}, 1000}
	if r := w.fails(ExitFailed, "", "code", "vpn", "--count"); r.out != "" {
		t.Errorf("%+v", r)
	}
}

const (
	envHelper = "WATCHWORD_TEST_HELPER" // set: this process is one run of the program
	inFolder  = "WATCHWORD_TEST_FOLDER"
)

// competitor is one run of the program in a process of its own. Its key derivation takes a moment, as
// the real one does: that is when the others save.
func competitor() int {
	t := new(testing.T)
	w := newWorldIn(t, os.Getenv(inFolder))
	w.vars[envPasswordFile] = os.Getenv(envPasswordFile)
	in, _ := io.ReadAll(os.Stdin)
	w.in = string(in)
	w.env.Vault.KDF = func(ctx context.Context, password, salt []byte, p vault.Params) ([]byte, error) {
		time.Sleep(100 * time.Millisecond)
		return apptest.KDF(ctx, password, salt, p)
	}
	return w.runTo(os.Stdout, os.Stderr, os.Args[1:]...)
}

// Several processes at once take codes of one account: no two get the same, and none is lost.
func TestCountInSeveralProcesses(t *testing.T) {
	w := newWorld(t).withVault(counted)
	const processes, each = 6, 3
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]int{}
	for range processes {
		wg.Go(func() {
			for range each {
				cmd := exec.Command(os.Args[0], "code", "vpn", "--count")
				cmd.Env = append(os.Environ(), envHelper+"=1", inFolder+"="+w.dir, envPasswordFile+"="+w.vars[envPasswordFile])
				var out, errs bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &errs
				err := cmd.Run()
				mu.Lock()
				if err != nil {
					t.Errorf("%v, and printed %q: %s", err, out.String(), errs.String())
				}
				seen[out.String()]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for code, times := range seen {
		if times > 1 {
			t.Errorf("%q was printed %d times", code, times)
		}
	}
	if list := w.ok("list", "--json"); !strings.Contains(list, fmt.Sprintf(`"counter":%d,`, 3+processes*each)) {
		t.Errorf("%d codes, and then\n%s", processes*each, list)
	}
}
