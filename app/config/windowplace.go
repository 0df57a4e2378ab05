package config

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// A Place is how large the window was, and where.
type Place struct {
	Width  float32 `json:"width"` // in the toolkit's units, as the height
	Height float32 `json:"height"`
	Scale  float32 `json:"scale"`        // pixels of a unit
	At     *[2]int `json:"at,omitempty"` // the upper left corner inside of the frame, in pixels; nil where it is not known
	Frame  [4]int  `json:"frame"`        // left, top, right, bottom, in pixels

	Last time.Time `json:"last"` // the day on which it was noted
}

// sensible reports whether a window may be as large. A window whose scale is not known is of no use.
func (p Place) sensible() bool {
	return p.Width >= 1 && p.Width < 1e5 && p.Height >= 1 && p.Height < 1e5 && p.Scale > 0 && p.Scale < 100
}

func (p Place) same(q Place) bool {
	at := p.At == q.At || p.At != nil && q.At != nil && *p.At == *q.At
	return at && p.Width == q.Width && p.Height == q.Height && p.Scale == q.Scale && p.Frame == q.Frame && p.Last.Equal(q.Last)
}

// mostArrangements bounds how many arrangements of screens are remembered; the one used least lately goes.
const mostArrangements = 20

// WindowPlaces are the places of the window, one for each arrangement of screens. Nothing is lost with them. The
// methods may be called from any goroutine.
type WindowPlaces struct {
	path string

	mu      sync.Mutex
	places  map[string]Place
	changed bool
}

// LoadWindowPlaces reads what is known; a file that is missing or damaged counts as empty.
func LoadWindowPlaces(places Places) *WindowPlaces {
	w := &WindowPlaces{places: map[string]Place{}}
	if places.State == "" {
		return w
	}
	w.path = filepath.Join(places.State, "window.json")
	data, err := readSmall(w.path)
	if err != nil || json.Unmarshal(data, &w.places) != nil || w.places == nil {
		w.places = map[string]Place{}
	}
	return w
}

// Of returns the place for an arrangement.
func (w *WindowPlaces) Of(arrangement string) (Place, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, ok := w.places[arrangement]
	return p, ok && p.sensible()
}

// Note notes the place for an arrangement.
func (w *WindowPlaces) Note(arrangement string, p Place, now time.Time) {
	p.Last = now.UTC().Truncate(24 * time.Hour)
	w.mu.Lock()
	defer w.mu.Unlock()
	if !p.sensible() || w.places[arrangement].same(p) {
		return
	}
	w.places[arrangement] = p
	w.changed = true
	if len(w.places) > mostArrangements {
		delete(w.places, slices.MinFunc(slices.Collect(maps.Keys(w.places)), func(a, b string) int {
			return w.places[a].Last.Compare(w.places[b].Last)
		}))
	}
}

// Save writes the file if something changed.
func (w *WindowPlaces) Save() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.changed || w.path == "" {
		return nil
	}
	data, err := json.Marshal(w.places)
	if err != nil {
		return err
	}
	if err := replace(w.path, data); err != nil {
		return err
	}
	w.changed = false
	return nil
}
