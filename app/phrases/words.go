// Package phrases is how the program writes days, paths, counts and errors, in the window and the terminal.
package phrases

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"watchword/app/config"
	"watchword/assets/words"
)

// Moment names a moment as people do: "today, 09:41".
func Moment(t, now time.Time) string {
	t = t.In(now.Location())
	y, m, d := now.Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	switch {
	case !t.Before(midnight) && t.Before(midnight.AddDate(0, 0, 1)):
		return "today, " + t.Format("15:04")
	case !t.Before(midnight.AddDate(0, 0, -1)) && t.Before(midnight):
		return "yesterday, " + t.Format("15:04")
	}
	return words.T("on %s", t.Format("2 January 2006"))
}

// Day names a day as people do: "today".
func Day(t, now time.Time) string {
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return "today"
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return "yesterday"
	}
	return words.T("on %s", t.Format("2 January 2006"))
}

// Shorten writes a path for the eye: the home folder as "~".
func Shorten(path string) string {
	home := config.Home()
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok && home != "" {
		return "~" + string(filepath.Separator) + rest
	}
	return path
}

// Bare drops the path from an error of the system: the page shows it already.
func Bare(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// Accounts counts accounts: "1 account".
func Accounts(n int) string { return words.N(n, "1 account", "%d accounts") }

// KiB writes the size of a file.
func KiB(n int64) string { return fmt.Sprintf("%d KiB", (n+1023)/1024) }

// InVain says that something was tried again without success; each try says another time.
func InVain(at time.Time) string {
	return words.T("Tried at %s, without success.", at.Format(time.TimeOnly))
}

// Capital begins a text with a capital letter, as the lines of a menu and the values of the settings do.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
