package autostart

import (
	"os"
	"path/filepath"
	"strings"
)

// file is the program's entry among those that the desktop starts at login (freedesktop.org, "Desktop
// Application Autostart Specification").
const file = "io.github.watchword.Watchword.desktop"

func set(on bool, program string) error {
	folder := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(folder) {
		home, err := os.UserHomeDir()
		if err != nil {
			return err
		}
		folder = filepath.Join(home, ".config")
	}
	content := ""
	if on {
		content = entry(program)
	}
	return setFile(filepath.Join(folder, "autostart", file), content)
}

func entry(program string) string {
	return "[Desktop Entry]\nType=Application\nName=Watchword\nIcon=io.github.watchword.Watchword\nTerminal=false\nExec=" + quoted(program) + " " + Flag + "\n"
}

// quoted is a word of Exec: in quotes, whose own special characters have a backslash, and that backslash, as any
// in a value, another one. A percent sign begins a field code (Desktop Entry Specification, "The Exec key").
func quoted(word string) string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(word)
	return `"` + strings.NewReplacer(`\`, `\\`, "%", "%%", "\n", `\n`).Replace(escaped) + `"`
}
