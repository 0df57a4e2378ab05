package vault

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestKill9 starts this test program again as a child that saves without a pause, kills it
// at a random moment, and looks at the vault. Only kills inside a save are counted: those
// that left a temporary file, or a saved change that the child had not yet acknowledged.
// WATCHWORD_CASES says how many to collect.
func TestKill9(t *testing.T) {
	want := cases(12)
	dir := t.TempDir()
	o := cheap()
	o.Now, o.BackupDir = nil, filepath.Join(dir, "backups")
	v, err := Create(context.Background(), filepath.Join(dir, "v.watchword"), goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	v.Add(sample(20)...)
	v.Add(hotp("counter", "counts the saves", 0))
	mustSave(t, v)
	v.Close()

	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	hits, kills, last := 0, 0, uint64(0)
	for hits < want {
		acknowledged := runAndKill(t, dir, time.Duration(rng.IntN(40_000))*time.Microsecond)
		kills++
		left, _ := filepath.Glob(filepath.Join(dir, ".v.watchword.*.tmp"))
		v, err := tryOpen(filepath.Join(dir, "v.watchword"), goodPassword, o)
		if err != nil {
			t.Fatalf("kill %d: the vault does not open: %v", kills, err)
		}
		list := v.Accounts()
		v.Close()
		found := list[20].Counter
		switch {
		case len(list) != 21:
			t.Fatalf("kill %d: %d accounts", kills, len(list))
		case acknowledged > 0 && found < acknowledged, found < last:
			t.Fatalf("kill %d: save %d was acknowledged, %d is there, %d was there before", kills, acknowledged, found, last)
		}
		if len(left) > 0 || found > max(acknowledged, last) {
			hits++
		}
		for _, path := range left {
			os.Remove(path)
		}
		last = found
	}
	t.Logf("%d kills, %d of them inside a save, %d saves, 0 lost", kills, hits, last)
}

// runAndKill lets a child save until it is killed, and returns the last save that it
// acknowledged.
func runAndKill(t *testing.T, dir string, after time.Duration) uint64 {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run", "^TestSaveWithoutAPause$")
	child.Env = append(os.Environ(), "WATCHWORD_KILL_DIR="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	acknowledged, killing := uint64(0), false
	hang := time.AfterFunc(time.Minute, func() { child.Process.Kill() })
	defer hang.Stop()
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "saved "); ok {
			if acknowledged, err = strconv.ParseUint(n, 10, 64); err != nil {
				t.Fatal(err)
			}
		}
		if !killing {
			killing = true
			time.AfterFunc(after, func() { child.Process.Kill() })
		}
	}
	child.Wait()
	return acknowledged
}

// TestSaveWithoutAPause is the child of TestKill9.
func TestSaveWithoutAPause(t *testing.T) {
	dir := os.Getenv("WATCHWORD_KILL_DIR")
	if dir == "" {
		return
	}
	o := cheap()
	o.Now, o.BackupDir = nil, filepath.Join(dir, "backups")
	v, err := tryOpen(filepath.Join(dir, "v.watchword"), goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	id := v.Accounts()[20].ID
	os.Stdout.WriteString("ready\n")
	for {
		n, err := v.NextCounter(id)
		if err != nil {
			t.Fatal(err)
		}
		if r := v.Save(context.Background()); r.Status != Saved {
			t.Fatalf("%+v", r)
		}
		os.Stdout.WriteString(fmt.Sprintf("saved %d\n", n+1))
	}
}
