package phrases

import (
	"errors"

	"watchword/app/desktop/typing"
	"watchword/assets/words"
)

// typed are what package typing fails with, and the sentence of each.
var typed = []struct {
	err  error
	text string
}{
	{typing.ErrUnavailable, words.Mark("This desktop lets no program type into other windows.")},
	{typing.ErrRefused, words.Mark("Watchword was not allowed to type. Allow it when your desktop asks; on a Mac, under System Settings, Privacy & Security, Accessibility. Windows with administrator rights take no keys from it.")},
	{typing.ErrElsewhere, words.Mark("Another window got the focus, so the code was not typed.")},
	{typing.ErrOwnWindow, words.Mark("Watchword’s own window has the focus. Click into the field for the code first.")},
	{typing.ErrKeysHeld, words.Mark("A key was held down, so the code was not typed. Let go of all keys first.")},
	{typing.ErrLocked, words.Mark("The screen is locked, so the code was not typed.")},
	{typing.ErrNotACode, words.Mark("Only the digits and letters of a code can be typed.")},
}

// Typing is what an error of package typing says to the user; "" for any other.
func Typing(err error) string {
	for _, t := range typed {
		if errors.Is(err, t.err) {
			return words.T(t.text)
		}
	}
	return ""
}
