//go:build e2e && linux

package idle

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	"watchword/app/background"
	"watchword/scanner/capture/portal/portaltest"
	display "watchword/scanner/capture/xtest"
)

// child has this program show a window and measure, for the toolkit wants the main goroutine.
const child = "WATCHWORD_IDLE_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) != "" {
		measure()
		return
	}
	os.Exit(m.Run())
}

const (
	rounds = 5
	late   = 50 * time.Millisecond // nothing may come later than that for the loop's sleep
)

// In the real window, with its loop asleep: what comes from outside, from other goroutines and from timers
// is handled and drawn as if the loop ran. The middle one of five counts, for the machine may be busy; what
// sleep would hold up, it holds up each time, by a second or by thirty.
func TestNothingIsLate(t *testing.T) {
	display.Display(t, "-screen", "0", "800x600x24", "+extension", "GLX", "-r")
	portaltest.Bus(t)
	manager := exec.Command("openbox")
	if err := manager.Start(); err != nil {
		t.Fatalf("this test needs openbox: %v", err)
	}
	t.Cleanup(func() {
		_ = manager.Process.Kill()
		_ = manager.Wait()
	})
	time.Sleep(time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, os.Args[0])
	c.Env = append(os.Environ(), child+"=1", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "HOME="+t.TempDir())
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var figures []figure
	if err := json.Unmarshal(out, &figures); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if len(figures) < 12 {
		t.Errorf("%d figures only", len(figures))
	}
	for _, f := range figures {
		slices.Sort(f.Late)
		middle := f.Late[len(f.Late)/2]
		t.Logf("%-44s %3d ms late, %3d at most", f.What, middle.Milliseconds(), f.Late[len(f.Late)-1].Milliseconds())
		if middle > late {
			t.Errorf("%s is late by %v", f.What, middle)
		}
	}
}

type figure struct {
	What string
	Late []time.Duration
}

// A pad is a place for the keyboard and the pointer that tells what came.
type pad struct {
	widget.BaseWidget
	picture *canvas.Raster
	came    chan time.Time
	drawn   chan time.Time
}

func newPad() *pad {
	p := &pad{came: make(chan time.Time, 100), drawn: make(chan time.Time, 100)}
	p.picture = canvas.NewRaster(func(w, h int) image.Image {
		tell(p.drawn)
		return image.NewAlpha(image.Rect(0, 0, 1, 1))
	})
	return p
}

func tell(c chan time.Time) {
	select {
	case c <- time.Now():
	default:
	}
}

func (p *pad) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.picture) }

func (p *pad) got() {
	tell(p.came)
	p.picture.Refresh()
}

func (p *pad) TypedKey(*fyne.KeyEvent)        { p.got() }
func (p *pad) TypedRune(rune)                 {}
func (p *pad) FocusGained()                   {}
func (p *pad) FocusLost()                     {}
func (p *pad) MouseIn(*desktop.MouseEvent)    {}
func (p *pad) MouseMoved(*desktop.MouseEvent) { p.got() }
func (p *pad) MouseOut()                      {}
func (p *pad) Scrolled(*fyne.ScrollEvent)     { p.got() }

// A twice waits for a second click, which the toolkit does by a timer of its own.
type twice struct{ *pad }

func (p *twice) Tapped(*fyne.PointEvent)       { p.got() }
func (p *twice) DoubleTapped(*fyne.PointEvent) {}

// A once takes clicks as they come.
type once struct{ *pad }

func (p *once) Tapped(*fyne.PointEvent) { p.got() }

// A hand is the user's, by the X server's own means.
type hand struct {
	x      *xgb.Conn
	window xproto.Window
	at     byte
}

func (h *hand) fake(kind, detail byte, x, y int16) {
	xtest.FakeInput(h.x, kind, detail, 0, xproto.Setup(h.x).DefaultScreen(h.x).Root, x, y, 0)
}

func (h *hand) key() {
	const a = 38
	h.fake(xproto.KeyPress, a, 0, 0)
	h.fake(xproto.KeyRelease, a, 0, 0)
	h.x.Sync()
}

func (h *hand) button(n byte) {
	h.fake(xproto.ButtonPress, n, 0, 0)
	h.fake(xproto.ButtonRelease, n, 0, 0)
	h.x.Sync()
}

// point moves the pointer to a place of the window.
func (h *hand) point(x, y int16) {
	xproto.WarpPointer(h.x, 0, h.window, 0, 0, 0, 0, x, y)
	h.x.Sync()
}

func measure() {
	a := fyneapp.NewWithID("example.idle")
	w := a.NewWindow("Idle")
	one, two := &once{newPad()}, &twice{newPad()}
	one.ExtendBaseWidget(one)
	two.ExtendBaseWidget(two)
	w.SetContent(newColumns(one, two))
	w.Resize(fyne.NewSize(400, 300))
	minimised := false // of the UI thread
	ctx, end := context.WithCancel(context.Background())
	var loop *Loop
	loop = Start(Options{Context: ctx, Hidden: func() bool { return minimised }, Frame: func(time.Time) bool {
		minimised = loop.Minimised(w)
		return false
	}})
	loop.Listen(w)
	go func() {
		figures := (&measuring{loop: loop, window: w, one: one, two: two}).all()
		if err := json.NewEncoder(os.Stdout).Encode(figures); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		end()
		background.OnUI(a.Quit)
		time.AfterFunc(2*time.Second, func() { os.Exit(0) }) // the toolkit does not always end
	}()
	w.ShowAndRun()
}

func newColumns(left, right fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: columns{}, Objects: []fyne.CanvasObject{left, right}}
}

type columns struct{}

func (columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 300) }

func (columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		o.Resize(fyne.NewSize(size.Width/2, size.Height))
		o.Move(fyne.NewPos(float32(i)*size.Width/2, 0))
	}
}

type measuring struct {
	loop    *Loop
	window  fyne.Window
	one     *once
	two     *twice
	hand    *hand
	figures []figure
}

// asleep returns once the loop has slept for a while.
func (m *measuring) asleep() {
	for slept := 0; slept < 10; time.Sleep(10 * time.Millisecond) {
		m.countAsleep(&slept)
	}
}

// countAsleep counts how often in a row the loop was found asleep.
func (m *measuring) countAsleep(slept *int) {
	l := m.loop
	l.waking.Lock()
	defer l.waking.Unlock()
	*slept++
	if !l.waiting {
		*slept = 0
	}
}

// note does something again and again with the loop asleep, and notes how much later than due what it
// waits for came.
func (m *measuring) note(what string, due time.Duration, do func(), came <-chan time.Time) {
	f := figure{What: what}
	for range rounds {
		m.asleep()
		for len(came) > 0 {
			<-came
		}
		began := time.Now()
		do()
		select {
		case at := <-came:
			f.Late = append(f.Late, at.Sub(began)-due)
		case <-time.After(3 * time.Second):
			f.Late = append(f.Late, time.Hour)
		}
	}
	m.figures = append(m.figures, f)
	fmt.Fprintln(os.Stderr, f)
}

func (m *measuring) all() []figure {
	time.Sleep(2 * time.Second)
	x, err := xgb.NewConn()
	if err != nil {
		panic(err)
	}
	if err := xtest.Init(x); err != nil {
		panic(err)
	}
	m.hand = &hand{x: x}
	background.OnUIAndWait(func() {
		m.window.(driver.NativeWindow).RunNative(func(c any) { m.hand.window = xproto.Window(c.(driver.X11WindowContext).WindowHandle) })
		m.window.RequestFocus()
		m.window.Canvas().Focus(m.one)
	})
	m.hand.point(100, 100)
	h := m.hand
	m.note("a key", 0, h.key, m.one.came)
	m.note("the frame after a key", 0, h.key, m.one.drawn)
	m.note("the pointer", 0, func() { h.at++; h.point(50+int16(h.at), 100) }, m.one.came)
	m.note("the wheel", 0, func() { h.button(5) }, m.one.came)
	m.note("a click", 0, func() { h.button(1) }, m.one.came)
	h.point(300, 100)
	m.note("a click where a second one may follow", 300*time.Millisecond, func() { h.button(1) }, m.two.came)
	m.goroutines("")
	background.OnUIAndWait(func() { iconify(h) })
	for shows := true; shows; time.Sleep(50 * time.Millisecond) {
		background.OnUIAndWait(func() { shows = !m.loop.Minimised(m.window) })
	}
	m.goroutines(", minimised")
	return m.figures
}

// goroutines notes what comes from elsewhere in the program.
func (m *measuring) goroutines(when string) {
	came := make(chan time.Time, 10)
	told := func() { tell(came) }
	const later = 700 * time.Millisecond // not while the loop is awake
	m.note("work of another goroutine"+when, 0, func() { background.OnUI(told) }, came)
	m.note("work that another goroutine waits for"+when, 0, func() { background.OnUIAndWait(told) }, came)
	m.note("a timer"+when, later, func() { background.After(later, told) }, came)
	m.note("the end of slow work, as of a dialog"+when, later, func() { background.Go(func() { time.Sleep(later) }, told) }, came)
	ctx, end := context.WithCancel(context.Background())
	defer end()
	seconds := make(chan time.Time, 10)
	background.Tick(ctx, func(now time.Time) {
		select {
		case seconds <- time.Now():
		default:
		}
	})
	f := figure{What: "the beat of each second" + when}
	for range rounds {
		at := <-seconds
		f.Late = append(f.Late, at.Sub(at.Truncate(time.Second)))
	}
	m.figures = append(m.figures, f)
}

// iconify asks the window manager to minimise the window (ICCCM, section 4.1.4).
func iconify(h *hand) {
	const iconic = 3
	change, err := xproto.InternAtom(h.x, false, uint16(len("WM_CHANGE_STATE")), "WM_CHANGE_STATE").Reply()
	if err != nil {
		panic(err)
	}
	message := xproto.ClientMessageEvent{Format: 32, Window: h.window, Type: change.Atom,
		Data: xproto.ClientMessageDataUnionData32New([]uint32{iconic, 0, 0, 0, 0})}
	xproto.SendEvent(h.x, false, xproto.Setup(h.x).DefaultScreen(h.x).Root,
		xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, string(message.Bytes()))
	h.x.Sync()
}
