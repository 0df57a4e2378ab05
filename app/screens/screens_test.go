package screens

import (
	"image"
	"testing"
)

// left and right stand side by side; a panel takes the lower edge of the left one.
var (
	left  = Screen{Whole: image.Rect(0, 0, 1920, 1080), Work: image.Rect(0, 0, 1920, 1040)}
	right = Screen{Whole: image.Rect(1920, 0, 3200, 1024), Work: image.Rect(1920, 0, 3200, 1024)}
	small = Screen{Whole: image.Rect(0, 0, 800, 600), Work: image.Rect(0, 0, 800, 600)}
)

func TestFit(t *testing.T) {
	frame := Frame{Left: 2, Top: 20, Right: 2, Bottom: 4}
	for _, tt := range []struct {
		why      string
		in, want image.Rectangle
		list     []Screen
	}{
		{"on the screen", image.Rect(100, 100, 500, 700), image.Rect(100, 100, 500, 700), []Screen{left, right}},
		{"on the second screen", image.Rect(2000, 100, 2400, 700), image.Rect(2000, 100, 2400, 700), []Screen{left, right}},
		{"the second screen was taken away", image.Rect(2000, 100, 2400, 700), image.Rect(1518, 100, 1918, 700), []Screen{left}},
		{"the screen is smaller now", image.Rect(1000, 700, 1400, 1000), image.Rect(398, 296, 798, 596), []Screen{small}},
		{"and smaller than the window", image.Rect(1000, 100, 1900, 1000), image.Rect(2, 20, 798, 596), []Screen{small}},
		{"its frame is above the edge", image.Rect(100, 0, 500, 600), image.Rect(100, 20, 500, 620), []Screen{left}},
		{"below the panel", image.Rect(100, 700, 500, 1070), image.Rect(100, 666, 500, 1036), []Screen{left}},
		{"most of it is on the right", image.Rect(1900, 100, 2300, 700), image.Rect(1922, 100, 2322, 700), []Screen{left, right}},
		{"left of everything", image.Rect(-900, -700, -500, -100), image.Rect(2, 20, 402, 620), []Screen{left, right}},
		{"no screen is known", image.Rect(-900, 0, -500, 600), image.Rect(-900, 0, -500, 600), nil},
		{"its place is not known", image.Rectangle{}, image.Rectangle{}, []Screen{left}},
	} {
		if got := Fit(Spot{Inside: tt.in, Frame: frame}, tt.list); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.why, got, tt.want)
		}
	}
}

func TestInReach(t *testing.T) {
	for _, tt := range []struct {
		why  string
		in   image.Rectangle
		list []Screen
		want bool
	}{
		{"on the screen", image.Rect(100, 100, 500, 700), []Screen{left}, true},
		{"half of it, as the user likes it", image.Rect(-200, 100, 200, 700), []Screen{left}, true},
		{"a corner only", image.Rect(-390, 100, 10, 700), []Screen{left}, false},
		{"its upper edge is above the screen", image.Rect(100, -100, 500, 500), []Screen{left}, false},
		{"on a screen that is gone", image.Rect(2000, 100, 2400, 700), []Screen{left}, false},
		{"nobody knows", image.Rectangle{}, []Screen{left}, true},
	} {
		if got := InReach(Spot{Inside: tt.in, Frame: Frame{Top: 20}}, tt.list); got != tt.want {
			t.Errorf("%s: %v", tt.why, got)
		}
	}
}

// The order in which the system lists the screens is no arrangement of its own.
func TestArrangement(t *testing.T) {
	is := Arrangement([]Screen{left, right})
	if want := "1280x1024+1920+0 1920x1080+0+0"; is != want {
		t.Errorf("%q, want %q", is, want)
	}
	if Arrangement([]Screen{right, left}) != is || Arrangement([]Screen{left}) == is || Arrangement(nil) != "" {
		t.Error("arrangements are not told apart")
	}
}
