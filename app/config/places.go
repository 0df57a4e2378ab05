package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// VaultName is the file name of the vault that nobody gave another name.
const VaultName = "vault.watchword"

// Places are where things of this program lie on this computer. All are absolute paths.
type Places struct {
	Vault    string // the vault file, unless the person chose another
	Config   string // config.json
	Backups  string // the folder with a folder of backups for each vault
	State    string // the folder for what only this computer needs to know
	Runtime  string // the folder for sockets; gone after logging out, where the system does that
	Portable bool   // a vault lies beside the program, and everything else with it
}

// A System is what the places depend on. The zero value is this computer.
type System struct {
	OS      string              // runtime.GOOS
	Getenv  func(string) string // os.Getenv
	Home    string              // the person's home folder
	Program string              // the program's own file, links resolved
	IsFile  func(string) bool   // whether there is a file
}

func (s System) withDefaults() System {
	if s.OS == "" {
		s.OS = runtime.GOOS
	}
	if s.Getenv == nil {
		s.Getenv = os.Getenv
	}
	if s.Home == "" {
		s.Home, _ = os.UserHomeDir()
	}
	if s.Program == "" {
		s.Program, _ = os.Executable()
		if real, err := filepath.EvalSymlinks(s.Program); err == nil {
			s.Program = real
		}
	}
	if s.IsFile == nil {
		s.IsFile = func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && info.Mode().IsRegular()
		}
	}
	return s
}

// Find returns the places on a system: beside the program if a vault lies there, else
// where the system wants them (the XDG Base Directory Specification on Linux, Known
// Folders on Windows, the File System Programming Guide on macOS).
func Find(s System) Places {
	s = s.withDefaults()
	if p, ok := s.portable(); ok {
		return p
	}
	switch s.OS {
	case "windows":
		folder := s.Getenv("LOCALAPPDATA")
		if folder == "" {
			folder = s.join(s.Home, "AppData", "Local")
		}
		return s.together(s.join(folder, "Watchword"))
	case "darwin":
		return s.together(s.join(s.Home, "Library", "Application Support", "Watchword"))
	}
	data := s.join(s.xdg("XDG_DATA_HOME", ".local", "share"), "watchword")
	state := s.join(s.xdg("XDG_STATE_HOME", ".local", "state"), "watchword")
	run := s.xdg("XDG_RUNTIME_DIR")
	if run == "" {
		run = state
	} else {
		run = s.join(run, "watchword")
	}
	return Places{
		Vault:   s.join(data, VaultName),
		Config:  s.join(s.xdg("XDG_CONFIG_HOME", ".config"), "watchword", "config.json"),
		Backups: s.join(data, "backups"),
		State:   state,
		Runtime: run,
	}
}

// together keeps everything in one folder.
func (s System) together(folder string) Places {
	return Places{
		Vault:   s.join(folder, VaultName),
		Config:  s.join(folder, "config.json"),
		Backups: s.join(folder, "backups"),
		State:   folder,
		Runtime: folder,
	}
}

// portable looks for a vault beside the program: on macOS beside the bundle that the
// program is inside of.
func (s System) portable() (Places, bool) {
	folder := s.dir(s.Program)
	if s.OS == "darwin" {
		if bundle, _, inside := strings.Cut(s.Program, ".app/Contents/"); inside {
			folder = s.dir(bundle)
		}
	}
	if folder == "" || !s.IsFile(s.join(folder, VaultName)) {
		return Places{}, false
	}
	p := s.together(folder)
	p.Portable = true
	return p, true
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
	return s.join(append([]string{s.Home}, fallback...)...)
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
