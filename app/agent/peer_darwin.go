package agent

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// peerOf asks the kernel who is at the other end (LOCAL_PEERCRED and LOCAL_PEERPID, unix(4)).
func peerOf(c net.Conn) (Peer, error) {
	socket, ok := c.(*net.UnixConn)
	if !ok {
		return Peer{}, errors.ErrUnsupported
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return Peer{}, err
	}
	var cred *unix.Xucred
	var pid int
	var failed error
	err = raw.Control(func(fd uintptr) {
		if cred, failed = unix.GetsockoptXucred(int(fd), unix.SOL_LOCAL, unix.LOCAL_PEERCRED); failed == nil {
			pid, failed = unix.GetsockoptInt(int(fd), unix.SOL_LOCAL, unix.LOCAL_PEERPID)
		}
	})
	if err := errors.Join(err, failed); err != nil {
		return Peer{}, err
	}
	if int(cred.Uid) != os.Getuid() {
		return Peer{}, errOtherUser
	}
	began, err := startOf(pid)
	if err != nil {
		return Peer{}, err
	}
	p := Peer{PID: pid, same: func() bool {
		now, err := startOf(pid)
		return err == nil && now == began
	}}
	p.Program, p.Chain = trace(pid, look)
	if !p.same() {
		return Peer{}, os.ErrProcessDone
	}
	return p, nil
}

func startOf(pid int) (unix.Timeval, error) {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return unix.Timeval{}, err
	}
	return info.Proc.P_starttime, nil
}

// look asks the kernel for a process's parent and for the path that it was started by (sysctl(3), KERN_PROCARGS2:
// the number of arguments, then the path, ended by a zero).
func look(pid int) (process, error) {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return process{}, err
	}
	args, err := unix.SysctlRaw("kern.procargs2", pid)
	if err != nil {
		return process{}, err
	}
	if len(args) < binary.Size(int32(0)) {
		return process{}, errors.ErrUnsupported
	}
	path, _, ended := bytes.Cut(args[4:], []byte{0})
	if !ended || !filepath.IsAbs(string(path)) {
		return process{}, errors.ErrUnsupported
	}
	return process{string(path), int(info.Eproc.Ppid)}, nil
}
