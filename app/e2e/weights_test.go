//go:build e2e && performance && linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// weights are the figures of all rounds, by program and what was measured.
type weights struct {
	display *xgb.Conn
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

// start starts a program and returns it once its window is painted.
func (w *weights) start(d *desk, env []string, name, title, program string, args ...string) (*exec.Cmd, string) {
	d.t.Helper()
	began := time.Now()
	c, _ := d.start(env, program, args...)
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
	d.until("the first paint of "+name, func() bool { return w.painted(d, id) })
	w.note(name, "start to first paint, ms", float64(time.Since(began).Milliseconds()))
	return c, id
}

// painted reports whether a window shows anything: until a program paints, it shows the display's ground, which
// is black.
func (w *weights) painted(d *desk, id string) bool {
	n, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		d.fatal("%v", err)
	}
	size, err := xproto.GetGeometry(w.display, xproto.Drawable(n)).Reply()
	if err != nil {
		return false
	}
	picture, err := xproto.GetImage(w.display, xproto.ImageFormatZPixmap, xproto.Drawable(n), 0, 0, size.Width, size.Height, 1<<24-1).Reply()
	return err == nil && slices.ContainsFunc(picture.Data, func(b byte) bool { return b != 0 })
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

// memory notes what a program has in memory.
func (w *weights) memory(d *desk, c *exec.Cmd, name, when string) {
	w.note(name, when+"PSS, MB", memory(d, c, "Pss"))
	w.note(name, when+"of it no part of a file, MB", memory(d, c, "Pss_Anon"))
}

// memory is a line of smaps_rollup, proc(5), in MB. Pss is all of a program with its part of what it shares: less where
// another program has the same libraries just then. Pss_Anon is what stands in no file, and nobody shares that.
func memory(d *desk, c *exec.Cmd, line string) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", c.Process.Pid))
	if err != nil {
		d.fatal("%v", err)
	}
	_, rest, _ := strings.Cut(string(data), "\n"+line+":")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		d.fatal("%v", err)
	}
	return float64(kilobytes) / 1024
}
