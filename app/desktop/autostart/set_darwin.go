package autostart

import (
	"os"
	"path/filepath"
	"strings"
)

// set writes an agent of launchd, which begins with the next login.
func set(on bool, program string) error {
	home, err := os.UserHomeDir()
	if err != nil {
		return err
	}
	content := ""
	if on {
		program = strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(program)
		content = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>io.github.watchword.Watchword</string>
<key>ProgramArguments</key><array><string>` + program + `</string><string>` + Flag + `</string></array>
<key>RunAtLoad</key><true/>
</dict></plist>
`
	}
	return setFile(filepath.Join(home, "Library", "LaunchAgents", "io.github.watchword.Watchword.plist"), content)
}
