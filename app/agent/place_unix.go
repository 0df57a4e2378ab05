//go:build unix

package agent

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"watchword/assets/words"
)

// socketName is short: some systems allow no more than a hundred bytes for the whole path.
const socketName = "agent.sock"

const dialLimit = 2 * time.Second

// errPlace says that the folder of the socket is not the user's alone.
func errPlace(path string) error {
	return words.Error("%s is not yours alone, so the agent does not use it. Remove it, or make it yours and closed to others.", path)
}

// Listen takes the agent's place: a socket that its user alone can reach, in a folder that is made where it is
// missing. The error is [ErrTaken] where an agent is there already. The socket that one left behind is removed;
// anything else in its place, a link or what belongs to somebody else, is an error.
func Listen(folder string) (net.Listener, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if err := ownFolder(folder); err != nil {
		return nil, err
	}
	free, err := lockPlace(folder) // two that start at once would remove each other's socket
	if err != nil {
		return nil, err
	}
	defer free()
	path := filepath.Join(folder, socketName)
	c, err := dial(folder)
	switch {
	case err == nil:
		c.Close()
		return nil, ErrTaken
	case !errors.Is(err, ErrNone):
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// lockPlace keeps others from looking at the place until free is called.
func lockPlace(folder string) (free func(), err error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

// dial reaches the agent. It is [ErrNone] where nobody listens.
func dial(folder string) (net.Conn, error) {
	path := filepath.Join(folder, socketName)
	switch err := ownFolder(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrNone
	case err != nil:
		return nil, err
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrNone
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSocket == 0 || !isOwn(info):
		return nil, errPlace(path)
	}
	c, err := net.DialTimeout("unix", path, dialLimit)
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone // a crash left the socket behind
	}
	return c, err
}

// ownFolder reports by its error that a folder is not the user's alone: a link leads elsewhere, and what others
// may write to can be theirs.
func ownFolder(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() || !isOwn(info) || info.Mode().Perm()&0o022 != 0 {
		return errPlace(path)
	}
	return nil
}

func isOwn(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}

// firstActivated is the number of the first file that systemd hands over (sd_listen_fds(3)).
const firstActivated = 3

// Activated returns the socket that systemd made and started this program for, nil where there is none.
func Activated(getenv func(string) string) (net.Listener, error) {
	if getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) || getenv("LISTEN_FDS") != "1" {
		return nil, nil
	}
	f := os.NewFile(firstActivated, socketName)
	defer f.Close()
	return net.FileListener(f)
}
