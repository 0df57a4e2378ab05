//go:build e2e && linux

package e2e

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/crypto/argon2"

	"watchword/vault"
)

// TestMemoryAfterLock types the password, locks, and looks through all memory of the program for the
// vault's key and for what was typed, again and again. The key is derived as always, at its full costs.
func TestMemoryAfterLock(t *testing.T) {
	times, _ := strconv.Atoi(os.Getenv("WATCHWORD_LOCKS"))
	if times == 0 {
		times = 5
	}
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink, slackLink)
	t.Setenv("SNAP", "/") // there the memory is not hidden, so that this test may look
	secrets := secretsOf(t, h)
	p := d.watchword(built(), h)
	p.screen("unlock")
	before := p.search(secrets) // words that stand in any program
	leaks := map[string]int{}
	for i := range times {
		p.screen("unlock")
		p.fill("unlock.password", password)
		if i == 0 {
			time.Sleep(300 * time.Millisecond)
		}
		p.key("Return")
		p.screen("list")
		p.find("list.row.2")
		if i == 0 && p.search(secrets)["key"] == 0 {
			t.Fatal("the key of an open vault is not found: the search sees nothing")
		}
		p.key("ctrl+l")
		p.screen("unlock")
		time.Sleep(time.Second)
		for name, n := range p.search(secrets) {
			if n -= before[name]; n > 0 {
				leaks[name]++
				t.Logf("lock %d: %d times %s", i+1, n, name)
			}
		}
	}
	t.Logf("%d locks", times)
	for name, n := range leaks {
		t.Errorf("%s: left after %d of %d locks", name, n, times)
	}
}

// secretsOf are the vault's key and the spellings in which a program may hold what was typed.
func secretsOf(t *testing.T, h home) map[string][]byte {
	t.Helper()
	locked, err := vault.Open(h.vault(), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	salt, err := hex.DecodeString(locked.QuickName())
	if err != nil {
		t.Fatal(err)
	}
	c := locked.Info().Params
	secrets := map[string][]byte{"key": argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Threads, 32)}
	for i := 0; i+piece <= len(password); i += piece / 2 {
		var runes, wide []byte
		for _, r := range password[i : i+piece] {
			runes = binary.LittleEndian.AppendUint32(runes, uint32(r))
		}
		for _, u := range utf16.Encode([]rune(password[i : i+piece])) {
			wide = binary.LittleEndian.AppendUint16(wide, u)
		}
		at := fmt.Sprintf(" from character %d", i+1)
		secrets["password"+at] = []byte(password[i : i+piece])
		secrets["password as runes"+at], secrets["password in UTF-16"+at] = runes, wide
	}
	return secrets
}

// piece is how many characters of the password are looked for at once: fewer stand in any program.
const piece = 8

// search counts how often each secret stands in the memory of the program.
func (p *program) search(secrets map[string][]byte) map[string]int {
	p.t.Helper()
	pid := p.process.Process.Pid
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		p.fatal("the memory of the program cannot be read: %v", err)
	}
	defer mem.Close()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		p.t.Fatal(err)
	}
	counts := map[string]int{}
	buf := make([]byte, 4<<20)
	const overlap = 256
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var rights string
		fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights)
		if !strings.HasPrefix(rights, "rw") || strings.Contains(lines.Text(), "[v") {
			continue
		}
		for at := from; at < to; at += int64(len(buf)) - overlap {
			n, _ := mem.ReadAt(buf[:min(int64(len(buf)), to-at)], at)
			if n == 0 {
				break
			}
			last := at+int64(n) >= to
			for name, secret := range secrets {
				end := n
				if !last {
					end = min(n, n-overlap+len(secret)-1) // what begins in the overlap is counted in the next piece
				}
				counts[name] += bytes.Count(buf[:end], secret)
				if os.Getenv("WATCHWORD_LOCKS_SHOW") != "" {
					p.show(name, buf[:end], secret, at, lines.Text())
				}
			}
		}
	}
	return counts
}

func (p *program) show(name string, b, secret []byte, at int64, where string) {
	for i := 0; ; {
		j := bytes.Index(b[i:], secret)
		if j < 0 {
			return
		}
		i += j
		p.t.Logf("%s at %x in %s\n%s", name, at+int64(i), where, hex.Dump(b[max(0, i-64):min(len(b), i+96)]))
		i++
	}
}
