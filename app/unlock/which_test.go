package unlock

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// Enter in a new window decides nothing: only a button does.
func TestWhich(t *testing.T) {
	const here, other = "/home/jane/Downloads/vault.watchword", "/home/jane/.local/share/watchword/vault.watchword"
	var chosen []string
	choice := func(path string) Choice {
		return Choice{Text: "Use this vault", Path: path, Do: func() { chosen = append(chosen, path) }}
	}
	s := &Which{Text: "There are two vaults.", Choices: []Choice{choice(here), choice(other)}, OnQuit: func() { chosen = append(chosen, "quit") }}
	w := pagetest.Window(t, theme.Dark, s.Content)
	if w.Canvas().Focused() != nil {
		t.Error("a button has the focus")
	}
	test.Tap(s.buttons[1])
	test.Tap(s.buttons[0])
	if !slices.Equal(chosen, []string{other, here}) {
		t.Errorf("%q", chosen)
	}
}
