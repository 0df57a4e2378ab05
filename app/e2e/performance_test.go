//go:build e2e && performance && linux

package e2e

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestPerformance measures what the program costs while nobody uses it, beside an empty window of the toolkit
// in the same run, and prints the medians of some rounds in turn. WATCHWORD_EMPTY is that window's program,
// WATCHWORD_ROUNDS how many rounds, WATCHWORD_SECONDS how long each state is watched.
func TestPerformance(t *testing.T) {
	rounds, seconds := number("WATCHWORD_ROUNDS", 5), number("WATCHWORD_SECONDS", 20)
	d, h := newDesk(t), newHome(t)
	h.more = []string{"WATCHWORD_UI_MAP="} // writing the map is work
	d.withVault(h, `{"captureTold": true}`, thousand()...)
	w := weights{figures: map[string][]float64{}}
	for range rounds {
		w.empty(d, h, seconds)
		w.watchword(d, h, seconds)
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

// weights are the figures of all rounds, by program and what was measured.
type weights struct {
	order   []string
	figures map[string][]float64
}

func (w *weights) note(program, what string, value float64) {
	key := program + " | " + what
	if w.figures[key] == nil {
		w.order = append(w.order, key)
	}
	w.figures[key] = append(w.figures[key], value)
}

func (w *weights) table(rounds, seconds int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Medians of %d rounds in turn, %d seconds each; least and most behind them.\n\n| program | what | median | least | most |\n|:--|:--|--:|--:|--:|\n", rounds, seconds)
	for _, key := range w.order {
		f := w.figures[key]
		slices.Sort(f)
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.2f |\n", key, f[len(f)/2], f[0], f[len(f)-1])
	}
	return b.String()
}

// start starts a program and returns it once its window shows.
func (w *weights) start(d *desk, h home, name, binary, title string) (*exec.Cmd, string) {
	d.t.Helper()
	began := time.Now()
	c, _ := d.start(h.env(), binary)
	id := ""
	for end := time.Now().Add(patience); id == ""; {
		out, err := d.try("xdotool", "search", "--onlyvisible", "--name", title)
		if err == nil {
			id, _, _ = strings.Cut(out, "\n")
		}
		if time.Now().After(end) {
			d.fatal("no window of %s", name)
		}
	}
	w.note(name, "start to window, ms", float64(time.Since(began).Milliseconds()))
	return c, id
}

func (w *weights) empty(d *desk, h home, seconds int) {
	const name = "an empty window"
	binary, err := filepath.Abs(os.Getenv("WATCHWORD_EMPTY"))
	if err != nil {
		d.t.Fatal(err)
	}
	c, _ := w.start(d, h, name, binary, "^Empty$")
	defer stop(c)
	time.Sleep(4 * time.Second)
	w.note(name, "CPU, %", cpu(d, c, seconds))
	w.note(name, "PSS, MB", pss(d, c))
}

func (w *weights) watchword(d *desk, h home, seconds int) {
	const name = "Watchword"
	c, window := w.start(d, h, name, built(), "^Watchword$")
	defer stop(c)
	d.run("xdotool", "windowactivate", "--sync", window)
	time.Sleep(7 * time.Second) // the caret stands still by then
	w.note(name, "locked page, CPU, %", cpu(d, c, seconds))
	d.run("xdotool", "type", "--delay", "30", password)
	d.run("xdotool", "key", "Return")
	time.Sleep(10 * time.Second)
	w.note(name, "1,000 accounts, codes ticking, CPU, %", cpu(d, c, seconds))
	w.note(name, "1,000 accounts, PSS, MB", pss(d, c))
	d.run("xdotool", "type", "--delay", "30", "zzzz") // finds nothing: nothing ticks
	time.Sleep(7 * time.Second)
	w.note(name, "a list that stands still, CPU, %", cpu(d, c, seconds))
	d.run("xdotool", "windowminimize", window)
	time.Sleep(3 * time.Second)
	w.note(name, "minimised, CPU, %", cpu(d, c, seconds))
}

// cpu is what a program uses of one processor, in percent.
func cpu(d *desk, c *exec.Cmd, seconds int) float64 {
	before, began := jiffies(d, c), time.Now()
	time.Sleep(time.Duration(seconds) * time.Second)
	const second = 100 // jiffies, as Linux tells them to programs
	return 100 * float64(jiffies(d, c)-before) / second / time.Since(began).Seconds()
}

// jiffies are those that a program has used of all processors.
func jiffies(d *desk, c *exec.Cmd) (n int) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.Process.Pid))
	if err != nil {
		d.fatal("%v", err)
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	for _, field := range strings.Fields(rest)[11:13] { // utime and stime, proc(5)
		used, err := strconv.Atoi(field)
		if err != nil {
			d.fatal("%v", err)
		}
		n += used
	}
	return n
}

// pss is a program's memory with its part of what it shares, in MB.
func pss(d *desk, c *exec.Cmd) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", c.Process.Pid))
	if err != nil {
		d.fatal("%v", err)
	}
	_, rest, _ := strings.Cut(string(data), "\nPss:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		d.fatal("%v", err)
	}
	return float64(kilobytes) / 1024
}
