package phrases

import (
	"errors"

	"watchword/app/desktop/hotkey"
	"watchword/assets/words"
)

var unheard = []struct {
	err  error
	text string
}{
	{hotkey.ErrUnavailable, words.Mark("This desktop gives programs no keys. Bind the command below in the desktop’s own settings.")},
	{hotkey.ErrTaken, words.Mark("Another program has these keys. Choose others, or bind the command below in the desktop’s own settings.")},
	{hotkey.ErrRefused, words.Mark("The desktop did not give Watchword these keys. Bind the command below in the desktop’s own settings.")},
	{hotkey.ErrNotKeys, words.Mark("These keys cannot be used: take a letter, a digit or Space with Ctrl, Alt or Super, or one of F1 to F12.")},
}

// Hotkey is what an error of package hotkey says to the user; "" for any other.
func Hotkey(err error) string {
	for _, u := range unheard {
		if errors.Is(err, u.err) {
			return words.T(u.text)
		}
	}
	return ""
}
