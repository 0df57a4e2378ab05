package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Many processes at once add an account each. All accounts are there afterwards, and nothing is
// said that is not so: no older file, no other computer, no interrupted save. WATCHWORD_CASES
// says how many processes there are; up to 32 run at one time.
func TestAddsInParallel(t *testing.T) {
	n := 24
	if cases, err := strconv.Atoi(os.Getenv("WATCHWORD_CASES")); err == nil {
		n = cases
	}
	w := newWorld(t).withVault()
	w.ok("add", amazon) // this computer has its name
	var wg sync.WaitGroup
	room := make(chan bool, 32)
	said := make([]string, n)
	for i := range n {
		wg.Go(func() {
			room <- true
			defer func() { <-room }()
			cmd := exec.Command(os.Args[0], "add", "-")
			cmd.Env = append(os.Environ(), envHelper+"=1", inFolder+"="+w.dir, envPasswordFile+"="+w.vars[envPasswordFile])
			cmd.Stdin = strings.NewReader(fmt.Sprintf("otpauth://totp/service-%d?secret=%s&digits=8&period=%d\n", i, rfcKey, i+1))
			var errs bytes.Buffer
			cmd.Stderr = &errs
			if err := cmd.Run(); err != nil {
				t.Errorf("process %d: %v", i, err)
			}
			said[i] = errs.String()
		})
	}
	wg.Wait()
	list := w.ok("list")
	for i := range n {
		if said[i] != "" {
			t.Errorf("process %d said: %s", i, said[i])
		}
		if !strings.Contains(list, fmt.Sprintf("service-%d", i)) {
			t.Errorf("service-%d is not there", i)
		}
	}
	if r := w.run("list"); r.err != "" {
		t.Errorf("afterwards: %s", r.err)
	}
}
