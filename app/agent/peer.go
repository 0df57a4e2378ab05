package agent

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Peer is the process at the other end of a connection, and the program that it asks for: the nearest of it
// and those that started it that is neither Watchword nor a shell. That is a courtesy against mistakes, not a
// wall: what runs as the user can do what the user can.
type Peer struct {
	PID     int
	Program string   // the path of the program that asks; "" where it cannot be told
	Chain   []string // the programs from the one at the socket upwards, as far as they can be told

	same  func() bool // it is still the process that it was
	close func()
}

// errOtherUser means that a connection does not come from the user's own processes.
var errOtherUser = errors.New("another user")

// Close gives back what holds the peer.
func (p Peer) Close() {
	if p.close != nil {
		p.close()
	}
}

// key is under what its codes are counted.
func (p Peer) key() string {
	if p.Program != "" {
		return p.Program
	}
	return "process " + strconv.Itoa(p.PID)
}

// longestChain bounds how many parents are looked at.
const longestChain = 32

// A process is what the system says of one.
type process struct {
	path   string // of its program; "" where that may not be read
	parent int
}

// trace follows a process to its ancestors. look says what the system knows of a process.
func trace(pid int, look func(pid int) (process, error)) (program string, chain []string) {
	for range longestChain {
		p, err := look(pid)
		if err != nil || p.path == "" { // what cannot be read is nobody to allow
			return "", chain
		}
		chain = append(chain, p.path)
		if !isOurs(p.path) && !isShell(p.path) {
			if !isFile(p.path) { // nobody can say later that it is the same
				return "", chain
			}
			return p.path, chain
		}
		if p.parent <= 1 || p.parent == pid {
			return "", chain
		}
		pid = p.parent
	}
	return "", chain
}

// isFile reports whether a path of a process names a file: a program in memory, and one whose file is gone, have
// none (proc(5), /proc/PID/exe).
func isFile(path string) bool {
	return !strings.HasPrefix(path, "/memfd:") && !strings.HasSuffix(path, " (deleted)")
}

// shells are programs that start others for whoever types in them.
var shells = []string{"ash", "bash", "busybox", "cmd", "csh", "dash", "elvish", "env", "fish", "ksh", "mksh", "nu", "powershell", "pwsh", "rbash", "sh", "tcsh", "xonsh", "yash", "zsh"}

func isShell(path string) bool { return slices.Contains(shells, programName(path)) }

// isOurs reports whether a program is Watchword: this very file, or one of its name.
func isOurs(path string) bool {
	if programName(path) == "watchword" {
		return true
	}
	own, err := os.Executable()
	return err == nil && sameFile(own, path)
}

// programName is the last part of a path, without what systems append.
func programName(path string) string {
	name := strings.ToLower(filepath.Base(strings.TrimSuffix(path, " (deleted)")))
	return strings.TrimSuffix(strings.TrimSuffix(name, ".exe"), ".com")
}
