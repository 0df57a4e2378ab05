//go:build linux

package portal

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Permission is what the desktop remembers of its question for this program.
type Permission int

const (
	Unknown Permission = iota // never asked, or this desktop never asks
	Granted
	Denied
)

// storeLimit ends the look-up on a desktop whose store does not answer.
const storeLimit = 10 * time.Second

// Remembered looks up whether the user has allowed the thing of that id in that table of the
// permission store ("screenshot", "screenshot"). A store that cannot be read counts as Unknown.
func Remembered(ctx context.Context, table, id string) Permission {
	conn, err := dial()
	if err != nil {
		return Unknown
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	store := conn.Object("org.freedesktop.impl.portal.PermissionStore", "/org/freedesktop/impl/portal/PermissionStore")
	var answers map[string][]string
	call := store.CallWithContext(ctx, "org.freedesktop.impl.portal.PermissionStore.Lookup", 0, table, id)
	if call.Err != nil || len(call.Body) == 0 {
		return Unknown
	}
	answers, ok := call.Body[0].(map[string][]string)
	if !ok {
		return Unknown
	}
	switch kept := answers[AppID()]; {
	case slices.Contains(kept, "yes"):
		return Granted
	case slices.Contains(kept, "no"):
		return Denied
	}
	return Unknown
}

// InFlatpak reports whether the program runs inside Flatpak's sandbox.
func InFlatpak() bool {
	_, err := os.Stat("/.flatpak-info")
	return err == nil
}

// AppID is the name under which the portal keeps answers for this process: Flatpak's, else
// that of the launcher's systemd unit, else "": all ordinary programs share that one.
func AppID() string {
	if info, err := os.ReadFile("/.flatpak-info"); err == nil {
		return flatpakID(string(info))
	}
	group, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return ""
	}
	return unitID(string(group))
}

// flatpakID reads the name out of the group Application of flatpak-info(5).
func flatpakID(info string) string {
	_, section, _ := strings.Cut(info, "[Application]")
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			break
		}
		if name, ok := strings.CutPrefix(line, "name="); ok {
			return name
		}
	}
	return ""
}

// unit is how desktops name the unit of a program that they start: app[-launcher]-ID-random.scope
// or app[-launcher]-ID[@random].service (https://systemd.io/DESKTOP_ENVIRONMENTS/).
var unit = regexp.MustCompile(`(?m)/app(?:-[^/-]+)?-([^/@-]+)(?:-[^/-]+\.scope|(?:@[^/]*)?\.service)$`)

func unitID(cgroup string) string {
	m := unit.FindStringSubmatch(cgroup)
	if m == nil {
		return ""
	}
	return strings.ReplaceAll(m[1], `\x2d`, "-")
}
