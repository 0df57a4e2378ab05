package agent

import (
	"errors"
	"net"
	"time"

	"github.com/Microsoft/go-winio"
	"golang.org/x/sys/windows"
)

// pipeName is the user's own pipe: other users have others, and none of them may open this one.
func pipeName() (name, owner string, err error) {
	user, err := userOf(windows.CurrentProcess())
	if err != nil {
		return "", "", err
	}
	return `\\.\pipe\watchword-agent-` + user.String(), user.String(), nil
}

// Listen takes the agent's place: a named pipe that its user alone can open. The error is [ErrTaken] where an
// agent is there already.
func Listen(string) (net.Listener, error) {
	name, owner, err := pipeName()
	if err != nil {
		return nil, err
	}
	l, err := winio.ListenPipe(name, &winio.PipeConfig{SecurityDescriptor: "D:P(A;;GA;;;" + owner + ")"})
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		return nil, ErrTaken
	}
	return l, err
}

// dial reaches the agent, and makes sure that it is a process of the same user.
func dial(string) (net.Conn, error) {
	name, _, err := pipeName()
	if err != nil {
		return nil, err
	}
	limit := dialLimit
	c, err := winio.DialPipe(name, &limit)
	if errors.Is(err, windows.ERROR_FILE_NOT_FOUND) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	if err := sameUser(c); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func sameUser(c net.Conn) error {
	pipe, ok := c.(interface{ Fd() uintptr })
	if !ok {
		return errors.ErrUnsupported
	}
	var pid uint32
	if err := windows.GetNamedPipeServerProcessId(windows.Handle(pipe.Fd()), &pid); err != nil {
		return err
	}
	h, err := ownProcess(pid)
	if err != nil {
		return err
	}
	return windows.CloseHandle(h)
}

const dialLimit = 2 * time.Second

// Activated is for systems whose services are handed a socket; Windows has none.
func Activated(func(string) string) (net.Listener, error) { return nil, nil }
