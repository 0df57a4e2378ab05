package widgets

import (
	"testing"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// Nothing of the marks that were drawn is kept at lock.
func TestForgetIcons(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	OwnIcon = func(string) []byte { return nil }
	kept := func() (n int) {
		brandGlyphs.Range(func(any, any) bool { n++; return true })
		return n
	}
	ForgetIcons()
	a := NewAvatar(theme.IconSize)
	a.Set("Amazon")
	if kept() != 1 || a.glyph.Resource == nil {
		t.Fatalf("%d marks are kept of one that is drawn", kept())
	}
	ForgetIcons()
	if kept() != 0 || OwnIcon != nil {
		t.Errorf("%d marks are kept after the lock", kept())
	}
	a.Set("GitHub")
	if a.glyph.Resource == nil {
		t.Error("no mark is drawn any more")
	}
}
