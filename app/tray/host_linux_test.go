package tray

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"watchword/scanner/capture/portal/portaltest"
)

// patience ends a wait for something that never comes.
const patience = 20 * time.Second

// A desktop is the watcher and the host of a panel, made of a name on a private bus.
type desktop struct {
	t    *testing.T
	conn *dbus.Conn

	mu    sync.Mutex
	items []string // bus name and path of each icon
}

func newDesktop(t *testing.T, hosts bool) *desktop {
	t.Helper()
	d := &desktop{t: t, conn: portaltest.Connect(t)}
	if err := d.conn.Export(d, watcherPath, watcher); err != nil {
		t.Fatal(err)
	}
	props, err := prop.Export(d.conn, watcherPath, prop.Map{watcher: {"IsStatusNotifierHostRegistered": {Value: hosts, Emit: prop.EmitFalse}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.conn.Close() })
	_ = props
	if r, err := d.conn.RequestName(watcher, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("cannot take the watcher's name: %v %v", r, err)
	}
	return d
}

// RegisterStatusNotifierItem is the watcher's method.
func (d *desktop) RegisterStatusNotifierItem(path string, sender dbus.Sender) *dbus.Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.items = append(d.items, string(sender))
	return nil
}

// item waits for an icon and returns the name of its program on the bus.
func (d *desktop) item() string {
	d.t.Helper()
	name := ""
	until(d.t, "an icon", func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		if len(d.items) > 0 {
			name = d.items[0]
		}
		return name != ""
	})
	return name
}

func until(t *testing.T, what string, there func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !there(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// line is one of a menu as the host gets it.
type line struct {
	id   int32
	text string
}

// menu asks for the menu as a host does.
func (d *desktop) menu(item string) (lines []line) {
	d.t.Helper()
	var revision uint32
	var layout struct {
		ID         int32
		Properties map[string]dbus.Variant
		Children   []dbus.Variant
	}
	o := d.conn.Object(item, "/StatusNotifierItem/menu")
	if err := o.Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &layout); err != nil {
		d.t.Fatal(err)
	}
	for _, c := range layout.Children {
		child := c.Value().([]any)
		properties := child[1].(map[string]dbus.Variant)
		text, _ := properties["label"].Value().(string)
		lines = append(lines, line{child[0].(int32), text})
	}
	return lines
}

func (d *desktop) texts(item string) (texts []string) {
	for _, l := range d.menu(item) {
		texts = append(texts, l.text)
	}
	return texts
}

// picture asks for the icon, and returns its first pixels that are not empty.
func (d *desktop) picture(item string) []byte {
	d.t.Helper()
	v, err := d.conn.Object(item, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem.IconPixmap")
	if err != nil {
		d.t.Fatal(err)
	}
	return v.Value().([][]any)[0][2].([]byte)
}

func TestTheTrayOnABus(t *testing.T) {
	portaltest.Bus(t)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	places := make(chan bool, 10)
	icon := New()
	clicks := make(chan string, 10)
	entry := func(text string) Entry { return Entry{Text: text, Do: func() { clicks <- text }} }
	open := Look{Name: "Watchword", Entries: []Entry{entry("Amazon"), entry("GitHub (me)"), {}, entry("Lock")}}
	icon.Show(open)
	go icon.Run(ctx, func(there bool) { places <- there })
	place := func(want bool) {
		t.Helper()
		select {
		case got := <-places:
			if got != want {
				t.Fatalf("the desktop has a place for icons: %v", got)
			}
		case <-time.After(patience):
			t.Fatal("nothing is told of the desktop")
		}
	}
	place(false)
	panel := newDesktop(t, true)
	place(true)
	item := panel.item()
	until(t, "the menu", func() bool { return slices.Equal(panel.texts(item), []string{"Amazon", "GitHub (me)", "", "Lock"}) })
	unlocked := panel.picture(item)

	click := func(text string) {
		t.Helper()
		lines := panel.menu(item)
		i := slices.IndexFunc(lines, func(l line) bool { return l.text == text })
		if i < 0 {
			t.Fatalf("no line %q in %v", text, lines)
		}
		o := panel.conn.Object(item, "/StatusNotifierItem/menu")
		if err := o.Call("com.canonical.dbusmenu.Event", 0, lines[i].id, "clicked", dbus.MakeVariant(""), uint32(0)).Err; err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-clicks:
			if got != text {
				t.Errorf("a click on %s did what %s does", text, got)
			}
		case <-time.After(patience):
			t.Fatalf("a click on %s does nothing", text)
		}
	}
	click("GitHub (me)")

	before := panel.menu(item)
	open.Entries = []Entry{entry("GitHub (me)"), entry("Slack"), {}, entry("Lock")}
	<-icon.Show(open)
	after := panel.menu(item)
	if !slices.Equal(panel.texts(item), []string{"GitHub (me)", "Slack", "", "Lock"}) || before[0].id != after[0].id {
		t.Errorf("other accounts made another menu: %v, before %v", after, before)
	}
	click("Slack")

	<-icon.Show(Look{Name: "Watchword", Locked: true, Entries: []Entry{entry("Unlock")}})
	if texts := panel.texts(item); !slices.Equal(texts, []string{"Unlock"}) {
		t.Errorf("locked, the menu has %q", texts)
	}
	if slices.Equal(unlocked, panel.picture(item)) {
		t.Error("locked and unlocked look the same")
	}
	click("Unlock")

	panel.conn.Close() // the panel ends, and comes back
	place(false)
	panel = newDesktop(t, true)
	place(true)
	if item := panel.item(); !slices.Equal(panel.texts(item), []string{"Unlock"}) {
		t.Error("the icon did not come back with its menu")
	}
}

// A watcher alone shows nothing: another program must be its host.
func TestAWatcherWithoutAHost(t *testing.T) {
	portaltest.Bus(t)
	newDesktop(t, false)
	told := make(chan bool, 1)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	go watchHost(ctx, func(there bool) { told <- there })
	select {
	case there := <-told:
		if there {
			t.Error("icons are said to show")
		}
	case <-time.After(patience):
		t.Fatal("nothing is told")
	}
}

func TestNoBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	told := true
	watchHost(t.Context(), func(there bool) { told = there })
	if told {
		t.Error("icons are said to show without a session bus")
	}
}
