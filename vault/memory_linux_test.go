package vault

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// TestMemoryAfterLock looks through all memory of this process for what a session held. As in the
// program, Argon2id runs in another process: in this one it leaves the key on a stack that Go moved
// while it ran, in 7 of 10 sessions. What Go alone decides about, the texts, is counted and told.
func TestMemoryAfterLock(t *testing.T) {
	if os.Getenv("WATCHWORD_DERIVE") != "" {
		deriveForParent(t)
	}
	if os.Getenv("WATCHWORD_ALONE") == "" { // a process that has no memory of other tests is searched sooner
		alone := exec.Command(os.Args[0], "-test.run", "^TestMemoryAfterLock$", "-test.v")
		alone.Env = append(os.Environ(), "WATCHWORD_ALONE=1")
		out, err := alone.CombinedOutput()
		if t.Logf("%s", out); err != nil || !bytes.Contains(out, []byte("copies in memory while open")) {
			t.Error(err)
		}
		return
	}
	m := newMemFS()
	o := memOptions(m)
	o.KDF, o.Params = deriveInChild, Floor
	v, err := Create(context.Background(), memPath, []byte(goodPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	const n = 200
	var secrets, texts [][]byte
	for _, a := range sample(n) {
		a.Key.Secret = bytes.ToUpper(a.Key.Secret) // as nothing else in this program is
		secrets = append(secrets, masked(a.Key.Secret))
		text := []byte(b32.EncodeToString(a.Key.Secret))
		texts = append(texts, masked(text))
		v.Add(a)
		clear(a.Key.Secret)
		clear(text)
	}
	mustSave(t, v)
	v.Close()
	if v, err = tryOpen(memPath, goodPassword, o); err != nil {
		t.Fatal(err)
	}
	kek := masked(v.pass.kek)
	if open := find(t, kek); open[0] == 0 {
		t.Fatal("the key of an open vault is not found: the search sees nothing")
	}
	inUse := total(find(t, secrets...)) + total(find(t, texts...))
	v.Close()
	v = nil
	runtime.GC()
	debug.FreeOSMemory()
	left := find(t, kek)[0]
	t.Logf("%d secrets: %d copies in memory while open; after lock %d as bytes, %d as text, %d of the key", n, inUse, total(find(t, secrets...)), total(find(t, texts...)), left)
	if left > 0 {
		t.Errorf("%d copies of the key are left after lock", left)
	}
}

// deriveInChild is the KDF of the program, without its bounds: Argon2id in a process of its own.
func deriveInChild(ctx context.Context, password, salt []byte, p Params) ([]byte, error) {
	child := exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestMemoryAfterLock$")
	child.Env = append(os.Environ(), "WATCHWORD_DERIVE=1")
	give, err := child.StdinPipe()
	if err != nil {
		return nil, err
	}
	take, err := child.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := child.Start(); err != nil {
		return nil, err
	}
	binary.Write(give, binary.BigEndian, p)
	give.Write(salt)
	give.Write(password)
	give.Close()
	key := make([]byte, keySize)
	if _, err := io.ReadFull(take, key); err != nil {
		return nil, err
	}
	return key, child.Wait()
}

func deriveForParent(t *testing.T) {
	var p Params
	salt := make([]byte, 16)
	if err := binary.Read(os.Stdin, binary.BigEndian, &p); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(os.Stdin, salt); err != nil {
		t.Fatal(err)
	}
	password, err := io.ReadAll(os.Stdin)
	if err != nil {
		t.Fatal(err)
	}
	key, err := Argon2id(t.Context(), password, salt, p)
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout.Write(key)
	os.Exit(0)
}

func total(counts []int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// masked hides what is searched for from the search.
func masked(b []byte) []byte {
	m := make([]byte, len(b))
	for i := range b {
		m[i] = b[i] ^ 0x5a
	}
	return m
}

// find counts how often each of some masked texts stands in the memory of this process. It
// compares without unmasking, so that it finds no copy of its own making.
func find(t *testing.T, masks ...[]byte) []int {
	t.Helper()
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Fatal(err)
	}
	defer mem.Close()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	first := new([1 << 16][]int) // masks by their first two bytes
	for i, m := range masks {
		key := binary.LittleEndian.Uint16(m)
		first[key] = append(first[key], i)
	}
	counts := make([]int, len(masks))
	buf := make([]byte, 1<<20)
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var rights string
		fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights)
		if !strings.HasPrefix(rights, "rw") || strings.Contains(lines.Text(), "[v") {
			continue
		}
		for at := from; at < to; at += int64(len(buf)) - 64 {
			n, err := mem.ReadAt(buf[:min(int64(len(buf)), to-at)], at)
			if n == 0 && err != nil {
				break
			}
			search(buf[:n], masks, first, counts)
		}
		clear(buf)
	}
	return counts
}

func search(b []byte, masks [][]byte, first *[1 << 16][]int, counts []int) {
	for i := range len(b) - 1 {
		for _, which := range first[binary.LittleEndian.Uint16(b[i:])^0x5a5a] {
			m, same := masks[which], true
			for j := 0; same && j < len(m); j++ {
				same = i+j < len(b) && b[i+j]^0x5a == m[j]
			}
			if same {
				counts[which]++
			}
		}
	}
}
