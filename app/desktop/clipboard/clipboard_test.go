package clipboard

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// A fakeSystem holds one copy and can be taken over by another program.
type fakeSystem struct {
	system
	text    string
	current *fakeHolding
	err     error
}

type fakeHolding struct {
	in   *fakeSystem
	over chan struct{}
}

func (s *fakeSystem) copySecret(_ context.Context, text string) (holding, error) {
	if s.err != nil {
		return nil, s.err
	}
	s.replace(text)
	s.current = &fakeHolding{s, make(chan struct{})}
	return s.current, nil
}

func (s *fakeSystem) replace(text string) {
	if s.current != nil {
		close(s.current.over)
		s.current = nil
	}
	s.text = text
}

func (s *fakeSystem) readText(context.Context) ([]byte, error) { return []byte(s.text), s.err }

func (h *fakeHolding) gone() <-chan struct{} { return h.over }
func (h *fakeHolding) ours() bool            { return h.in.current == h }
func (h *fakeHolding) clear(context.Context) error {
	h.in.replace("")
	return nil
}

func TestClearTakesOnlyOurOwn(t *testing.T) {
	s := &fakeSystem{}
	c := &Clipboard{system: s}
	first, err := c.CopySecret(t.Context(), "111111")
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.CopySecret(t.Context(), "222222")
	if err != nil {
		t.Fatal(err)
	}
	if first.Ours() || !second.Ours() {
		t.Fatal("the newest copy is the one that counts")
	}
	if err := first.Clear(t.Context()); err != nil || s.text != "222222" {
		t.Fatalf("an older copy cleared a newer one: %v", err)
	}
	s.replace("the person's own words")
	if second.Ours() {
		t.Error("another program's copy counts as ours")
	}
	select {
	case <-second.Gone():
	default:
		t.Error("nobody was told that the copy is gone")
	}
	if err := second.Clear(t.Context()); err != nil || s.text != "the person's own words" {
		t.Fatalf("the person's copy was cleared: %v", err)
	}
	third, err := c.CopySecret(t.Context(), "333333")
	if err != nil {
		t.Fatal(err)
	}
	if err := third.Clear(t.Context()); err != nil || s.text != "" {
		t.Fatalf("our own copy was left: %v", err)
	}
}

func TestCopyLimits(t *testing.T) {
	c := &Clipboard{system: &fakeSystem{}}
	tests := []struct {
		name string
		text string
		want error
	}{
		{"nothing", "", ErrEmpty},
		{"the longest", strings.Repeat("x", 64<<10), nil},
		{"one more", strings.Repeat("x", 64<<10+1), ErrTooLong},
	}
	for _, tt := range tests {
		if _, err := c.CopySecret(t.Context(), tt.text); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// A library's error may repeat what it was given.
func TestErrorsHoldNoSecret(t *testing.T) {
	s := &fakeSystem{err: errors.New("cannot write JBSWY3DPEHPK3PXP")}
	c := &Clipboard{system: s}
	if _, err := c.CopySecret(t.Context(), "123456"); err != ErrUnavailable {
		t.Errorf("copying: %v", err)
	}
	if _, err := c.ReadText(t.Context()); err != ErrUnavailable {
		t.Errorf("reading: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.ReadText(ctx); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
	s.err = nil
	if _, err := c.ReadText(t.Context()); err != ErrEmpty {
		t.Errorf("nothing there: %v", err)
	}
}
