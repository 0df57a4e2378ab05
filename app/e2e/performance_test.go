//go:build e2e && performance && linux

package e2e

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
)

// TestPerformance measures what the program costs while nobody uses it, beside an empty window of the toolkit and
// other programs of the kind in the same run, and prints the medians of some rounds in turn. WATCHWORD_EMPTY is that window's program,
// WATCHWORD_ROUNDS how many rounds, WATCHWORD_SECONDS how long each state is watched.
func TestPerformance(t *testing.T) {
	rounds, seconds := number("WATCHWORD_ROUNDS", 5), number("WATCHWORD_SECONDS", 20)
	d, h := newDesk(t), newHome(t)
	h.more = []string{"WATCHWORD_UI_MAP="} // writing the map is work
	d.withVault(h, `{"captureTold": true, "tray": true, "closeToTray": true}`, thousand()...)
	newPanel(t)
	display, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer display.Close()
	w := weights{display: display, figures: map[string][]float64{}}
	others := peers(d, h)
	for range rounds {
		w.empty(d, h, seconds)
		w.watchword(d, h, seconds)
		for _, p := range others {
			w.peer(d, p, seconds)
		}
	}
	t.Log("\n" + w.table(rounds, seconds))
}

func number(variable string, usual int) int {
	n, _ := strconv.Atoi(os.Getenv(variable))
	return cmp.Or(n, usual)
}

// thousand are the links of so many accounts.
func thousand() (links []string) {
	for i := range 1000 {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		key := strings.TrimRight(base32.StdEncoding.EncodeToString(sum[:20]), "=")
		links = append(links, fmt.Sprintf("otpauth://totp/Service%d:user%d?secret=%s&issuer=Service%d", i%200, i, key, i%200))
	}
	return links
}

func (w *weights) empty(d *desk, h home, seconds int) {
	const name = "an empty window"
	binary, err := filepath.Abs(os.Getenv("WATCHWORD_EMPTY"))
	if err != nil {
		d.t.Fatal(err)
	}
	c, _ := w.start(d, h.env(), name, "^Empty$", binary)
	defer stop(c)
	time.Sleep(4 * time.Second)
	w.note(name, "CPU, %", cpu(d, c, seconds))
	w.memory(d, c, name, "")
}

func (w *weights) watchword(d *desk, h home, seconds int) {
	const name = "Watchword"
	c, window := w.start(d, h.env(), name, "^Watchword$", built())
	defer stop(c)
	d.run("xdotool", "windowactivate", "--sync", window)
	time.Sleep(7 * time.Second) // the caret stands still by then
	w.note(name, "locked page, CPU, %", cpu(d, c, seconds))
	w.memory(d, c, name, "locked page, ")
	d.run("xdotool", "type", "--delay", "30", password)
	d.run("xdotool", "key", "Return")
	time.Sleep(10 * time.Second)
	w.note(name, "1,000 accounts, codes ticking, CPU, %", cpu(d, c, seconds))
	w.memory(d, c, name, "1,000 accounts, ")
	d.run("xdotool", "type", "--delay", "30", "zzzz") // finds nothing: nothing ticks
	time.Sleep(7 * time.Second)
	w.note(name, "a list that stands still, CPU, %", cpu(d, c, seconds))
	d.run("xdotool", "windowminimize", window)
	time.Sleep(3 * time.Second)
	w.note(name, "minimised, CPU, %", cpu(d, c, seconds))
	d.run("xdotool", "windowactivate", "--sync", window, "sleep", "1", "key", "alt+F4")
	d.until("the window to hide in the tray", func() bool {
		_, err := d.try("xdotool", "search", "--onlyvisible", "--name", "^Watchword$")
		return err != nil
	})
	time.Sleep(3 * time.Second)
	w.note(name, "hidden in the tray, CPU, %", cpu(d, c, seconds))
}
