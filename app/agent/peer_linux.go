package agent

import (
	"bytes"
	"errors"
	"net"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// peerOf asks the kernel who is at the other end (SO_PEERCRED, unix(7)), and holds the process by a file
// descriptor where the kernel has those (pidfd_open(2), Linux 5.3), else by its start time.
func peerOf(c net.Conn) (Peer, error) {
	cred, err := credentials(c)
	if err != nil {
		return Peer{}, err
	}
	if int(cred.Uid) != os.Getuid() {
		return Peer{}, errOtherUser
	}
	p := Peer{PID: int(cred.Pid)}
	held, err := unix.PidfdOpen(p.PID, 0)
	if err != nil {
		held = -1
	}
	began, _ := startOf(p.PID)
	p.close = func() {
		if held >= 0 {
			unix.Close(held)
		}
	}
	p.same = func() bool {
		if held >= 0 && unix.PidfdSendSignal(held, 0, nil, 0) != nil {
			return false
		}
		now, err := startOf(p.PID)
		return err == nil && began != "" && now == began
	}
	p.Program, p.Chain = trace(p.PID, look)
	if !p.same() { // it ended meanwhile: what was read may be of another
		p.Close()
		return Peer{}, os.ErrProcessDone
	}
	return p, nil
}

func credentials(c net.Conn) (*unix.Ucred, error) {
	socket, ok := c.(*net.UnixConn)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return nil, err
	}
	var cred *unix.Ucred
	var failed error
	err = raw.Control(func(fd uintptr) { cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED) })
	return cred, errors.Join(err, failed)
}

// look reads /proc (proc(5)). The path of a program that hides its memory can be read by root alone.
func look(pid int) (process, error) {
	fields, err := statOf(pid)
	if err != nil {
		return process{}, err
	}
	parent, err := strconv.Atoi(string(fields[1]))
	if err != nil {
		return process{}, err
	}
	path, err := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe")
	return process{path, parent}, err
}

// startOf returns when a process began, in the kernel's ticks: with its number it names one process.
func startOf(pid int) (string, error) {
	fields, err := statOf(pid)
	if err != nil {
		return "", err
	}
	return string(fields[19]), nil
}

// statOf returns the fields of /proc/PID/stat behind the name, which may hold anything.
func statOf(pid int) ([][]byte, error) {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return nil, err
	}
	fields := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
	if len(fields) < 20 {
		return nil, errors.ErrUnsupported
	}
	return fields, nil
}
