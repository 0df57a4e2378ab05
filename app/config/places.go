package config

import (
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
)

// VaultName is the file name of the vault that nobody gave another name.
const VaultName = "vault.watchword"

// ErrNoHome says that there is no place for the vault: neither the environment nor the system's
// list of users names the user's home folder, and nothing else names the folders in it.
var ErrNoHome = errors.New("Your home folder is not known: HOME is not set, and this system's list of users does not name one. Set HOME, then start again.")

// Places are where things of this program lie on this computer. All are absolute paths; all are
// "" where the home folder is needed and not known ([ErrNoHome]).
type Places struct {
	Vault    string // the vault file, unless the user chose another
	Config   string // config.json
	Backups  string // the folder with a folder of backups for each vault
	State    string // the folder for what only this computer needs to know
	Runtime  string // the folder for sockets; gone after logging out, where the system does that
	Portable bool   // they lie beside the program
}

// TypingPermission is the file of the desktop's permission to type codes into other windows.
func (p Places) TypingPermission() string { return filepath.Join(p.State, "typing") }

// A System is what the places depend on. The zero value is this computer.
type System struct {
	OS      string              // runtime.GOOS
	Getenv  func(string) string // os.Getenv
	Home    func() string       // the user's home folder, "" where it is not known: [Home]
	Program string              // the program's own file, links resolved
	IsFile  func(string) bool   // whether there is a file

	List     func(folder string) (names []string, ok bool) // what lies in a folder
	HasVault func(Places) bool                             // whether the user has a vault in the usual places
	Decided  func(record string) map[string]string         // which vault the user decided for, by the folder of the program
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func (s System) withDefaults() System {
	if s.OS == "" {
		s.OS = runtime.GOOS
	}
	if s.Getenv == nil {
		s.Getenv = os.Getenv
	}
	if s.Home == nil {
		s.Home = Home
	}
	if s.Program == "" {
		s.Program, _ = os.Executable()
		if real, err := filepath.EvalSymlinks(s.Program); err == nil {
			s.Program = real
		}
	}
	if s.IsFile == nil {
		s.IsFile = isFile
	}
	if s.List == nil {
		s.List = list
	}
	if s.HasVault == nil {
		s.HasVault = hasVault
	}
	if s.Decided == nil {
		s.Decided = decisions
	}
	return s
}

// Home returns the user's home folder: the one that the environment names, else the one in the
// system's list of users; "" where neither names an absolute path. The root is nobody's home: what
// is hidden there is found by nobody.
func Home() string {
	if home, err := os.UserHomeDir(); err == nil && isHome(home) {
		return home
	}
	if u, err := user.Current(); err == nil && isHome(u.HomeDir) {
		return u.HomeDir
	}
	return ""
}

func isHome(path string) bool {
	return filepath.IsAbs(path) && filepath.Dir(path) != filepath.Clean(path)
}

// usual returns the places where the system wants them (the XDG Base Directory Specification on Linux, Known
// Folders on Windows, the File System Programming Guide on macOS).
func (s System) usual() Places {
	switch s.OS {
	case "windows":
		folder := s.Getenv("LOCALAPPDATA")
		if folder == "" {
			folder = s.atHome("AppData", "Local")
		}
		return s.together(s.below(folder, "Watchword"))
	case "darwin":
		return s.together(s.atHome("Library", "Application Support", "Watchword"))
	}
	data := s.below(s.xdg("XDG_DATA_HOME", ".local", "share"), "watchword")
	state := s.below(s.xdg("XDG_STATE_HOME", ".local", "state"), "watchword")
	settings := s.below(s.xdg("XDG_CONFIG_HOME", ".config"), "watchword")
	if data == "" || state == "" || settings == "" {
		return Places{}
	}
	run := s.below(s.xdg("XDG_RUNTIME_DIR"), "watchword")
	if run == "" {
		run = state
	}
	return Places{
		Vault:   s.join(data, VaultName),
		Config:  s.join(settings, "config.json"),
		Backups: s.join(data, "backups"),
		State:   state,
		Runtime: run,
	}
}

// together keeps everything in one folder; "" keeps nothing anywhere.
func (s System) together(folder string) Places {
	if folder == "" {
		return Places{}
	}
	return Places{
		Vault:   s.join(folder, VaultName),
		Config:  s.join(folder, "config.json"),
		Backups: s.join(folder, "backups"),
		State:   folder,
		Runtime: folder,
	}
}

// xdg returns a folder of the XDG specification, which wants relative ones ignored;
// without a fallback below the home folder it may be "".
func (s System) xdg(name string, fallback ...string) string {
	if folder := s.Getenv(name); strings.HasPrefix(folder, "/") {
		return strings.TrimRight(folder, "/")
	}
	if len(fallback) == 0 {
		return ""
	}
	return s.atHome(fallback...)
}

// atHome returns a folder in the home folder, "" where that is not known.
func (s System) atHome(parts ...string) string { return s.below(s.Home(), parts...) }

// below returns a folder in another one, "" where there is no other.
func (s System) below(folder string, parts ...string) string {
	if folder == "" {
		return ""
	}
	return s.join(append([]string{folder}, parts...)...)
}

// join and dir follow the system that is asked about, so that each system's places can be
// tested on any.
func (s System) join(parts ...string) string { return strings.Join(parts, s.separator()) }

func (s System) dir(path string) string {
	at := strings.LastIndex(path, s.separator())
	if at < 0 {
		return ""
	}
	return path[:at]
}

func (s System) separator() string {
	if s.OS == "windows" {
		return `\`
	}
	return "/"
}
