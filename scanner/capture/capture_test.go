package capture

import (
	"context"
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"
)

func picture(colours ...color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for i, c := range colours {
		img.Set(i, i, c)
	}
	return img
}

func TestOneColour(t *testing.T) {
	rgba := image.NewRGBA(image.Rect(-3, -2, 5, 5)) // a monitor left of the first has negative coordinates
	dotted := image.NewRGBA(rgba.Rect)
	dotted.Set(4, 4, color.White)
	tests := []struct {
		name string
		img  image.Image
		want bool
	}{
		{"all black, as Xwayland answers", rgba, true},
		{"the last pixel differs", dotted, false},
		{"another kind of picture", picture(), true},
		{"another kind of picture with a dot", picture(color.White), false},
		{"no pixels", image.NewRGBA(image.Rectangle{}), true},
	}
	for _, tt := range tests {
		if got := oneColour(tt.img); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if allBlank([]Shot{{Image: rgba}, {Image: dotted}}) {
		t.Error("one empty monitor made the whole desk blank")
	}
}

func TestTheWindowComesBack(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		name string
		take func(context.Context) ([]Shot, error)
	}{
		{"after a picture", func(context.Context) ([]Shot, error) { return []Shot{{}}, nil }},
		{"after a failure", func(context.Context) ([]Shot, error) { return nil, boom }},
		{"after a panic", func(context.Context) ([]Shot, error) { panic("fault in a driver") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var calls []string
			o := Options{
				Hide: func() { calls = append(calls, "hide") },
				Show: func() { calls = append(calls, "show") },
			}
			func() {
				defer func() { _ = recover() }()
				_, _ = o.withoutWindow(t.Context(), func(ctx context.Context) ([]Shot, error) {
					calls = append(calls, "take")
					return tt.take(ctx)
				})
			}()
			if got := strings.Join(calls, " "); got != "hide take show" {
				t.Errorf("%s", got)
			}
		})
	}
	t.Run("after a cancel while it waits", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		shown := false
		o := Options{Hide: cancel, Show: func() { shown = true }}
		_, err := o.withoutWindow(ctx, func(context.Context) ([]Shot, error) { return nil, boom })
		if !errors.Is(err, context.Canceled) || !shown {
			t.Errorf("error %v, shown %v", err, shown)
		}
	})
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	for _, r := range []*Refusal{failed(errors.New("x")), blank(), noDisplay(nil)} {
		if !strings.HasSuffix(r.What, ".") || !strings.HasSuffix(r.Next, ".") {
			t.Errorf("not two sentences: %q %q", r.What, r.Next)
		}
	}
	cause := errors.New("cause")
	if !errors.Is(asRefusal(cause), cause) {
		t.Error("the cause was lost")
	}
	if err := asRefusal(context.Canceled); err != context.Canceled {
		t.Errorf("a cancel became %v", err)
	}
}
