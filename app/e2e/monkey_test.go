//go:build e2e && linux

package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMonkey lets random keys, clicks, drags and sizes loose on the real window, with a
// throw-away vault of examples: for ten seconds, or for as long as WATCHWORD_MONKEY says. It
// fails when the program ends, complains, stops to answer, or when its UI thread works for
// more than 100 ms without looking up.
func TestMonkey(t *testing.T) {
	binary := os.Getenv("WATCHWORD_E2E_PROGRAM")
	if binary == "" {
		binary = filepath.Join("..", "..", "bin", "watchword")
	}
	play := 10 * time.Second
	if text := os.Getenv("WATCHWORD_MONKEY"); text != "" {
		var err error
		if play, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("WATCHWORD_MONKEY_SEED"); text != "" {
		if _, err := fmt.Sscan(text, &seed); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("WATCHWORD_MONKEY_SEED=%d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	d, h := newDesk(t), newHome(t)
	p := d.watchword(binary, h, "--demo")
	p.screen("list")
	worst, starts, steps := 0, 1, 0
	for end := time.Now().Add(play); time.Now().Before(end); steps++ {
		if steps%10 == 0 { // the desktop's own menus take the keys now and then
			d.try("xdotool", "windowactivate", p.window)
		}
		d.try("xdotool", monkeyStep(random, p.window)...)
		if l := p.layout(); l.Slowest > worst {
			worst = l.Slowest
			t.Logf("the UI thread was busy for %d ms on the page %s", worst, l.SlowestOn)
		}
		if p.hangs() {
			t.Fatalf("it stopped to answer after %d steps:\n%s", steps, p.stacks())
		}
		if p.process.ProcessState != nil || !p.alive() { // it found Lock or Quit, which end a demo
			if text := p.complaints.String(); strings.Contains(text, "panic") || strings.Contains(text, "fatal error") {
				t.Fatalf("the program broke down after %d steps:\n%s", steps, text)
			}
			stop(p.process)
			p = d.watchword(binary, h, "--demo")
			p.screen("list")
			starts++
		}
	}
	d.photograph("at the end")
	// It still answers: the map of its widgets is written anew.
	written := time.Now()
	p.until("the window to answer", func() bool {
		if p.hangs() {
			t.Fatalf("it stopped to answer at the end:\n%s", p.stacks())
		}
		info, err := os.Stat(p.home.path("map.json"))
		return err == nil && info.ModTime().After(written) || !p.alive()
	})
	if text := p.complaints.String(); strings.Contains(text, "panic") {
		t.Errorf("it complained:\n%s", text)
	}
	if worst > 100 {
		t.Errorf("the UI thread worked for %d ms", worst)
	}
	t.Logf("%d steps, started %d times, the UI thread busy for %d ms at most", steps, starts, worst)
}

var monkeyKeys = strings.Fields(`Up Down Left Right Home End Prior Next Return Escape Delete BackSpace Tab shift+Tab space Menu F1 shift+F10
	ctrl+n ctrl+e ctrl+k ctrl+t ctrl+p ctrl+r ctrl+a ctrl+z ctrl+d ctrl+f ctrl+c ctrl+v ctrl+comma ctrl+shift+c alt+Up alt+Down shift+Down ctrl+l
	a b g m s 1 at`)

// monkeyStep is one command for xdotool.
func monkeyStep(random *rand.Rand, window string) []string {
	at := []string{"mousemove", "--window", window, fmt.Sprint(random.IntN(420)), fmt.Sprint(random.IntN(640))}
	switch random.IntN(12) {
	case 0, 1, 2, 3, 4:
		return []string{"key", monkeyKeys[random.IntN(len(monkeyKeys))]}
	case 5, 6, 7:
		return append(at, "click", "1")
	case 8:
		return append(at, "click", "3")
	case 9:
		return append(at, "mousedown", "1", "mousemove_relative", "--", "0", fmt.Sprint(random.IntN(300)-150), "mouseup", "1")
	case 10:
		return append(at, "click", "--repeat", "5", fmt.Sprint(4+random.IntN(2)))
	}
	return []string{"windowsize", window, fmt.Sprint(320 + random.IntN(900)), fmt.Sprint(400 + random.IntN(500))}
}

// hangs reports whether the program has not written the map of its widgets for half a minute.
func (p *program) hangs() bool {
	info, err := os.Stat(p.home.path("map.json"))
	return err == nil && time.Since(info.ModTime()) > 30*time.Second && p.alive()
}

// stacks ends the program and returns what each of its goroutines was doing.
func (p *program) stacks() string {
	_ = p.process.Process.Signal(syscall.SIGQUIT)
	time.Sleep(2 * time.Second)
	stop(p.process)
	return p.complaints.String()
}
