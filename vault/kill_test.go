package vault

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"watchword/vault/canarytest"
)

// TestKill9 starts this test program again as a child that saves without a pause, kills it
// at a random moment, and looks at the vault. Only kills inside a save are counted: those
// that left a temporary file of the save or of its backup, or a saved change that the child
// had not yet acknowledged. After each no file may hold anything in the clear.
// WATCHWORD_CASES says how many to collect.
func TestKill9(t *testing.T) {
	want := cases(20)
	dir := t.TempDir()
	o := cheap()
	o.Now, o.BackupDir = nil, filepath.Join(dir, "backups")
	v, err := Create(context.Background(), filepath.Join(dir, "v.watchword"), []byte(goodPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	v.Add(sample(20)...)
	v.Add(hotp("counter", "counts the saves", 0))
	mustSave(t, v)
	v.Close()
	c := canarytest.Set{}
	c.Add("password", []byte(goodPassword))
	c.Add("key", []byte("counts the saves"))
	c.Add("another key", []byte("secret-000007-padding"))
	c.Add("name", []byte("me7@example.org"))

	k := killer{dir: dir, rng: rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1)), span: 5 * time.Millisecond}
	hits, kills, last := 0, 0, uint64(0)
	for hits < want {
		acknowledged := k.run(t)
		kills++
		left, _ := filepath.Glob(filepath.Join(dir, ".v.watchword.*.tmp"))
		cut, _ := filepath.Glob(filepath.Join(dir, "backups", "*", ".backup.*.tmp"))
		left = append(left, cut...)
		nothingInTheClear(t, c, dir)
		v, err := tryOpen(filepath.Join(dir, "v.watchword"), goodPassword, o)
		if err != nil {
			t.Fatalf("kill %d: the vault does not open: %v", kills, err)
		}
		list := v.Accounts()
		v.Close()
		if len(list) != 21 {
			t.Fatalf("kill %d: %d accounts", kills, len(list))
		}
		found := list[20].Counter
		if copied := newestCopy(t, dir, o); copied < acknowledged {
			t.Fatalf("kill %d: save %d was acknowledged, and the backups end at %d", kills, acknowledged, copied)
		}
		if least := max(acknowledged, last); found < least {
			t.Fatalf("kill %d: save %d was acknowledged, %d is there", kills, least, found)
		} else if len(left) > 0 || found > least {
			hits++
			if hits%500 == 0 {
				t.Logf("so far %d kills, %d of them inside a save, 0 lost", kills, hits)
			}
		}
		for _, path := range left {
			os.Remove(path)
		}
		last = found
	}
	t.Logf("%d kills, %d of them inside a save, %d saves, 0 lost", kills, hits, last)
}

// newestCopy returns the counter in the backup with the highest revision.
func newestCopy(t *testing.T, dir string, o Options) uint64 {
	t.Helper()
	var newest Backup
	copies, _ := filepath.Glob(filepath.Join(dir, "backups", "*", "*.watchword"))
	for _, path := range copies {
		if b, ok := parseBackupName(filepath.Base(path)); ok && b.Revision > newest.Revision {
			newest = b
			newest.Path = path
		}
	}
	v, err := tryOpen(newest.Path, goodPassword, o)
	if err != nil {
		t.Fatalf("the newest backup does not open: %v", err)
	}
	defer v.Close()
	return v.Accounts()[20].Counter
}

// nothingInTheClear looks into every file below a folder.
func nothingInTheClear(t *testing.T, c canarytest.Set, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if name := c.Find(append(readAll(t, path), path...)); name != "" {
			t.Fatalf("the %s is in %s", name, filepath.Base(path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A killer starts children and ends them.
type killer struct {
	dir  string
	rng  *rand.Rand
	span time.Duration // what a save takes, about
}

// run lets a child save a few times, kills it about while it saves, and returns the last
// save that it acknowledged.
func (k *killer) run(t *testing.T) (acknowledged uint64) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run", "^TestSaveWithoutAPause$")
	child.Env = append(os.Environ(), "WATCHWORD_KILL_DIR="+k.dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	hang := time.AfterFunc(time.Minute, func() { child.Process.Kill() })
	defer hang.Stop()
	wait := 1 + k.rng.IntN(4) // saves before the one to be cut off
	var began time.Time
	for lines.Scan() {
		if lines.Text() == "saving" {
			began = time.Now()
			if wait--; wait == 0 {
				time.AfterFunc(time.Duration(k.rng.Int64N(int64(k.span*5/4))), func() { child.Process.Kill() })
			}
			continue
		}
		n, ok := strings.CutPrefix(lines.Text(), "saved ")
		if !ok {
			continue
		}
		if acknowledged, err = strconv.ParseUint(n, 10, 64); err != nil {
			t.Fatal(err)
		}
		k.span = (3*k.span + time.Since(began)) / 4
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
	for {
		os.Stdout.WriteString("saving\n")
		n, err := v.raise(id)
		if err != nil {
			t.Fatal(err)
		}
		if r := v.Save(context.Background()); r.Status != Saved {
			t.Fatalf("%+v", r)
		}
		os.Stdout.WriteString(fmt.Sprintf("saved %d\n", n+1))
	}
}
