package config

import (
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	linux := map[string]string{"XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c/", "XDG_STATE_HOME": "/s", "XDG_RUNTIME_DIR": "/run/user/1"}
	for _, row := range []struct {
		name, os, home, program string
		env                     map[string]string
		beside                  string // a vault that is there
		want                    Places
	}{
		{"Linux, nothing set", "linux", "/home/me", "/usr/bin/watchword", nil, "", Places{
			Vault: "/home/me/.local/share/watchword/vault.watchword", Config: "/home/me/.config/watchword/config.json",
			Backups: "/home/me/.local/share/watchword/backups", State: "/home/me/.local/state/watchword", Runtime: "/home/me/.local/state/watchword",
		}},
		{"Linux, all set", "linux", "/home/me", "/usr/bin/watchword", linux, "", Places{
			Vault: "/d/watchword/vault.watchword", Config: "/c/watchword/config.json", Backups: "/d/watchword/backups",
			State: "/s/watchword", Runtime: "/run/user/1/watchword",
		}},
		{"relative folders are ignored, as XDG wants", "linux", "/home/me", "/x", map[string]string{"XDG_DATA_HOME": "data"}, "", Places{
			Vault: "/home/me/.local/share/watchword/vault.watchword", Config: "/home/me/.config/watchword/config.json",
			Backups: "/home/me/.local/share/watchword/backups", State: "/home/me/.local/state/watchword", Runtime: "/home/me/.local/state/watchword",
		}},
		{"Windows", "windows", `C:\Users\me`, `C:\Program Files\Watchword\watchword.exe`, map[string]string{"LOCALAPPDATA": `D:\Local`}, "", Places{
			Vault: `D:\Local\Watchword\vault.watchword`, Config: `D:\Local\Watchword\config.json`, Backups: `D:\Local\Watchword\backups`,
			State: `D:\Local\Watchword`, Runtime: `D:\Local\Watchword`,
		}},
		{"Windows, nothing set", "windows", `C:\Users\me`, `C:\w.exe`, nil, "", Places{
			Vault: `C:\Users\me\AppData\Local\Watchword\vault.watchword`, Config: `C:\Users\me\AppData\Local\Watchword\config.json`,
			Backups: `C:\Users\me\AppData\Local\Watchword\backups`, State: `C:\Users\me\AppData\Local\Watchword`, Runtime: `C:\Users\me\AppData\Local\Watchword`,
		}},
		{"macOS", "darwin", "/Users/me", "/Applications/Watchword.app/Contents/MacOS/watchword", nil, "", Places{
			Vault: "/Users/me/Library/Application Support/Watchword/vault.watchword", Config: "/Users/me/Library/Application Support/Watchword/config.json",
			Backups: "/Users/me/Library/Application Support/Watchword/backups", State: "/Users/me/Library/Application Support/Watchword",
			Runtime: "/Users/me/Library/Application Support/Watchword",
		}},
		{"a vault inside the bundle is not beside it", "darwin", "/Users/me", "/A/W.app/Contents/MacOS/watchword", nil, "/A/W.app/Contents/MacOS/vault.watchword", Places{
			Vault: "/Users/me/Library/Application Support/Watchword/vault.watchword", Config: "/Users/me/Library/Application Support/Watchword/config.json",
			Backups: "/Users/me/Library/Application Support/Watchword/backups", State: "/Users/me/Library/Application Support/Watchword",
			Runtime: "/Users/me/Library/Application Support/Watchword",
		}},
		{"no home: nothing lies at the root of the disk", "linux", "", "/usr/bin/watchword", nil, "", Places{}},
		{"no home, and only some folders named", "linux", "", "/usr/bin/watchword", map[string]string{"XDG_DATA_HOME": "/d", "XDG_RUNTIME_DIR": "/r"}, "", Places{}},
		{"no home, and all folders named", "linux", "", "/usr/bin/watchword", linux, "", Places{
			Vault: "/d/watchword/vault.watchword", Config: "/c/watchword/config.json", Backups: "/d/watchword/backups",
			State: "/s/watchword", Runtime: "/run/user/1/watchword",
		}},
		{"no home on Windows", "windows", "", `C:\w.exe`, nil, "", Places{}},
		{"no home on macOS", "darwin", "", "/usr/local/bin/watchword", nil, "", Places{}},
	} {
		got := Find(System{
			OS: row.os, Home: func() string { return row.home }, Program: row.program,
			Getenv: func(name string) string { return row.env[name] },
			IsFile: func(path string) bool { return path == row.beside },
			List:   func(string) ([]string, bool) { return nil, false },
		})
		if got != (Found{Places: row.want}) {
			t.Errorf("%s:\n got %+v\nwant %+v", row.name, got, row.want)
		}
	}
}

// Without HOME the system's list of users names the home folder; the root of the disk is none.
func TestHome(t *testing.T) {
	me, err := user.Current()
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("this system knows no user by HOME:", err)
	}
	for home, want := range map[string]string{
		"/home/else": "/home/else", // the environment comes first
		"":           me.HomeDir,
		"/":          me.HomeDir,
		".":          me.HomeDir,
	} {
		t.Setenv("HOME", home)
		if got := Home(); got != want {
			t.Errorf("HOME=%q: %q, want %q", home, got, want)
		}
	}
}

func TestFindHere(t *testing.T) {
	p := Find(System{}).Places
	for _, path := range []string{p.Vault, p.Config, p.Backups, p.State, p.Runtime} {
		if !filepath.IsAbs(path) {
			t.Errorf("%q is not absolute", path)
		}
	}
	if p := (System{OS: "linux", Program: "watchword"}).dir("watchword"); p != "" || strings.Contains(p, "/") {
		t.Errorf("a program without a folder lies in %q", p)
	}
}
