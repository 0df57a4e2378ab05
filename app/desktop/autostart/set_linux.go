package autostart

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"watchword/scanner/capture/portal"
)

// file is the program's entry among those that the desktop starts at login (freedesktop.org, "Desktop
// Application Autostart Specification").
const file = "io.github.watchword.Watchword.desktop"

var sandboxed = portal.InFlatpak // tests say so

// answering is how long the user may take to answer the desktop's question.
const answering = 2 * time.Minute

func set(on bool, program string) error {
	if sandboxed() {
		return askPortal(on, answering)
	}
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
