//go:build e2e && linux

package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestTypedAheadSlowly is the chapter of slow hands: a name and Enter behind the password, with a
// third to two thirds of a second between two keys, so that the list comes in the middle of the word.
// Each account is found by the end of another one's name too. What is copied is the code of the
// account that was typed, or nothing.
func TestTypedAheadSlowly(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	ends := []string{"github", "ithub", "thub", "hub", "ub"}
	var links []string
	secrets := map[string]string{}
	for i := range 30 {
		name := "Service" + strconv.Itoa(i)
		if i < len(ends) {
			name = ends[i]
		}
		secret := strings.Repeat(string(rune('A'+i%26)), 15) + string("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[i%32]) + "JBSWY3DPEHPK3PXP"
		secrets[name] = secret
		links = append(links, fmt.Sprintf("otpauth://totp/%s:jane?secret=%s&issuer=%s", name, secret, name))
	}
	d.withVault(h, "", links...)
	p := d.unlocked(h)
	p.screen("list")
	p.find("list.row.0")
	for _, pause := range []int{350, 450, 550, 650} { // milliseconds
		p.key("ctrl+l")
		p.screen("unlock")
		p.copyElsewhere("nothing yet")
		p.front()
		p.fill("unlock.password", password)
		p.run("xdotool", "key", "--delay", strconv.Itoa(pause), "Return", "g", "i", "t", "h", "u", "b", "Return")
		p.screen("list")
		time.Sleep(2 * time.Second)
		switch got := p.clipboard(); {
		case d.isCodeOf(got, secrets["github"]):
		case got != "nothing yet":
			p.photograph("another code")
			t.Fatalf("%d ms between two keys: another account's code was copied", pause)
		default:
			p.photograph(fmt.Sprintf("nothing copied %d", pause))
			t.Errorf("%d ms between two keys: nothing was copied", pause)
		}
		p.key("Escape", "Escape")
		p.find("list.row.0")
	}
}
