//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestTheWindowSleeps counts how often the program wakes up: its main thread runs the toolkit's loop, which
// looks for events 60 times a second if nothing lets it sleep.
func TestTheWindowSleeps(t *testing.T) {
	for _, tt := range []struct {
		why, settings, variable string
		sleeps                  bool
	}{
		{"usually", "", "", true},
		{"the setting", `{"noSleep": true}`, "", false},
		{"the variable", "", "WATCHWORD_NO_SLEEP=1", false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			d, h := newDesk(t), newHome(t)
			h.more = []string{"WATCHWORD_UI_MAP=", tt.variable} // writing the map is work
			d.withVault(h, tt.settings, amazonLink, githubLink, slackLink)
			p := d.watchword(built(), h)
			time.Sleep(6 * time.Second) // looking around at the start, and the caret that blinks
			p.wakes("locked", tt.sleeps, 12)
			p.write(password)
			p.key("Return")
			time.Sleep(8 * time.Second)
			p.wakes("the list", tt.sleeps, 20)
			p.run("xdotool", "windowminimize", p.window)
			time.Sleep(3 * time.Second)
			p.wakes("minimised", tt.sleeps, 4)
			p.run("xdotool", "windowactivate", "--sync", p.window)
			p.write("amaz")
			p.key("Return")
			p.until("a code on the clipboard", func() bool { return len(d.clipboard()) == 6 })
		})
	}
}

// wakes fails where the program sleeps and wakes up more often than so many times a second, or does not
// sleep and wakes up less than half as often as the toolkit's loop. The quietest of some seconds counts.
func (p *program) wakes(when string, sleeps bool, most int) {
	p.t.Helper()
	least := 1 << 30
	wrong := true
	for i := 0; i < 5 && wrong; i++ { // the first that is quiet enough is enough
		before := p.switches()
		time.Sleep(2 * time.Second)
		least = min(least, (p.switches()-before)/2)
		wrong = sleeps && least > most || !sleeps && least < 30
		if !sleeps {
			break
		}
	}
	p.t.Logf("%s: %d times a second", when, least)
	if wrong {
		p.fatal("%s: the program wakes up %d times a second", when, least)
	}
}

// switches is how often the main thread has gone to sleep by itself.
func (p *program) switches() int {
	pid := p.process.Process.Pid
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/status", pid, pid))
	if err != nil {
		p.fatal("%v", err)
	}
	_, rest, _ := strings.Cut(string(data), "\nvoluntary_ctxt_switches:")
	line, _, _ := strings.Cut(rest, "\n")
	n, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		p.fatal("%v", err)
	}
	return n
}
