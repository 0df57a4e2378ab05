package shell

import (
	"encoding/json"
	"os"
	"time"

	"watchword/app/background"
)

// mapVariable names the file into which the program writes where its buttons are, for
// tests that click in the real window. It holds names and places, nothing that is shown.
const mapVariable = "WATCHWORD_UI_MAP"

// mapPace is how often the map is written, for whoever watches it.
const mapPace = 150 * time.Millisecond

// KeepMap writes the map while it is asked for.
func (s *Shell) KeepMap() {
	if os.Getenv(mapVariable) != "" {
		background.Every(s.Context, mapPace, s.WriteMap)
	}
}

type mapRect struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

type uiMap struct {
	Screen    string             `json:"screen"`
	Widgets   map[string]mapRect `json:"widgets"`
	Slowest   int                `json:"slowest"`   // milliseconds for which the UI thread was busy at most
	SlowestOn string             `json:"slowestOn"` // the page that showed then
}

// A slowest is the longest time that the UI thread was busy.
type slowest struct {
	took   time.Duration
	page   string
	worked time.Duration // of the processor, for the thread, up to the last answer
}

// WatchThread asks the UI thread for a sign of life twenty times a second and notes the
// longest that it took to answer, or that the processor worked for it in between where that
// is less: other programs may have had the machine. It runs for tests only, where the map is
// asked for.
func (s *Shell) WatchThread() {
	if os.Getenv(mapVariable) == "" {
		return
	}
	background.Watch(s.Context, 50*time.Millisecond, func(took time.Duration) {
		worked := ThreadTime()
		if worked > 0 {
			took = min(took, worked-s.slow.worked)
		}
		s.slow.worked = worked
		if took > s.slow.took && s.Beats > 3 { // the start is another matter
			s.slow.took, s.slow.page = took, s.Name()
		}
	})
}

// WriteMap writes the places of the page's widgets, in pixels of the window.
func (s *Shell) WriteMap() {
	path := os.Getenv(mapVariable)
	if path == "" || s.page == nil {
		return
	}
	out := uiMap{Screen: s.Name(), Widgets: map[string]mapRect{}, Slowest: int(s.slow.took / time.Millisecond), SlowestOn: s.slow.page}
	m, ok := s.page.(mapped)
	if ok {
		c := s.Window.Canvas()
		for name, o := range m.Widgets() {
			if o == nil || !o.Visible() {
				continue
			}
			at := s.Fyne.Driver().AbsolutePositionForObject(o)
			x, y := c.PixelCoordinateForPosition(at)
			x2, y2 := c.PixelCoordinateForPosition(at.AddXY(o.Size().Width, o.Size().Height))
			out.Widgets[name] = mapRect{x, y, x2 - x, y2 - y}
		}
	}
	data, err := json.Marshal(out)
	if err != nil {
		return
	}
	tmp := path + ".tmp"
	if os.WriteFile(tmp, data, 0o600) == nil {
		_ = os.Rename(tmp, path)
	}
}
