package config

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWindowPlaces(t *testing.T) {
	places := Places{State: t.TempDir()}
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	w := LoadWindowPlaces(places)
	if _, known := w.Of("a"); known {
		t.Error("a place is known before any was noted")
	}
	w.Note("a", Place{Width: 420, Height: 640, Scale: 1, At: &[2]int{10, 20}}, now)
	w.Note("b", Place{Width: 500, Height: 600, Scale: 2}, now)
	if err := w.Save(); err != nil {
		t.Fatal(err)
	}
	again := LoadWindowPlaces(places)
	if p, known := again.Of("a"); !known || p.Width != 420 || *p.At != [2]int{10, 20} {
		t.Errorf("%v %+v", known, p)
	}
	if p, known := again.Of("b"); !known || p.Height != 600 || p.At != nil {
		t.Errorf("%v %+v", known, p)
	}
	file := filepath.Join(places.State, "window.json")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v %v", info, err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	again.Note("a", Place{Width: 420, Height: 640, Scale: 1, At: &[2]int{10, 20}}, now)
	if err := again.Save(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a place that stayed as it was is written again")
	}
	for i := range 2 * mostArrangements {
		again.Note(fmt.Sprint(i), Place{Width: 420, Height: 640, Scale: 1}, now.Add(time.Duration(1+i)*24*time.Hour))
	}
	if _, known := again.Of("a"); known || len(again.places) != mostArrangements {
		t.Errorf("%d arrangements are remembered, the oldest among them: %v", len(again.places), known)
	}
}

// A damaged file counts as empty, and sizes that make no sense count as none.
func TestWindowPlacesDamaged(t *testing.T) {
	for _, text := range []string{"", "null", "[]", `{"a":null}`, `{"a":{"width":-1,"height":640,"scale":1}}`, `{"a":{"width":1e9,"height":640,"scale":1}}`, `{"a":{"width":420,"height":640}}`, "{"} {
		places := Places{State: t.TempDir()}
		if err := os.WriteFile(filepath.Join(places.State, "window.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		w := LoadWindowPlaces(places)
		if p, known := w.Of("a"); known {
			t.Errorf("%s: %+v", text, p)
		}
		w.Note("a", Place{Width: 420, Height: 640, Scale: 1}, time.Now())
		if err := w.Save(); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
