package agent

import (
	"errors"
	"net"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// peerOf asks the system whose process is at the other end of the pipe, and holds it open: a number of a process
// that is held goes to no other.
func peerOf(c net.Conn) (Peer, error) {
	pipe, ok := c.(interface{ Fd() uintptr })
	if !ok {
		return Peer{}, errors.ErrUnsupported
	}
	var pid uint32
	if err := windows.GetNamedPipeClientProcessId(windows.Handle(pipe.Fd()), &pid); err != nil {
		return Peer{}, err
	}
	h, err := ownProcess(pid)
	if err != nil {
		return Peer{}, err
	}
	p := Peer{PID: int(pid)}
	p.close = func() { windows.CloseHandle(h) }
	p.same = func() bool {
		ended, err := windows.WaitForSingleObject(h, 0)
		return err == nil && ended == uint32(windows.WAIT_TIMEOUT)
	}
	parents, err := parentsOf()
	if err != nil {
		p.close()
		return Peer{}, err
	}
	p.Program, p.Chain = trace(p.PID, func(pid int) (process, error) {
		path, err := imageOf(uint32(pid))
		return process{path, parents[pid]}, err
	})
	return p, nil
}

// ownProcess opens a process of the same user; [errOtherUser] is the error for any other.
func ownProcess(pid uint32) (windows.Handle, error) {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION|windows.SYNCHRONIZE, false, pid)
	if err != nil {
		return 0, err
	}
	theirs, err := userOf(h)
	if err == nil {
		var ours *windows.SID
		if ours, err = userOf(windows.CurrentProcess()); err == nil && !ours.Equals(theirs) {
			err = errOtherUser
		}
	}
	if err != nil {
		windows.CloseHandle(h)
		return 0, err
	}
	return h, nil
}

func userOf(process windows.Handle) (*windows.SID, error) {
	var token windows.Token
	if err := windows.OpenProcessToken(process, windows.TOKEN_QUERY, &token); err != nil {
		return nil, err
	}
	defer token.Close()
	user, err := token.GetTokenUser()
	if err != nil {
		return nil, err
	}
	return user.User.Sid.Copy()
}

// imageOf returns the path of a process's program.
func imageOf(pid uint32) (string, error) {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, pid)
	if err != nil {
		return "", err
	}
	defer windows.CloseHandle(h)
	buf := make([]uint16, windows.MAX_LONG_PATH)
	n := uint32(len(buf))
	if err := windows.QueryFullProcessImageName(h, 0, &buf[0], &n); err != nil {
		return "", err
	}
	return windows.UTF16ToString(buf[:n]), nil
}

// parentsOf returns the parent of each process. A parent that ended may have left its number to another process;
// what is told of it is told as the program that started this one, and no more rests on it.
func parentsOf() (map[int]int, error) {
	all, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil, err
	}
	defer windows.CloseHandle(all)
	entry := windows.ProcessEntry32{Size: uint32(unsafe.Sizeof(windows.ProcessEntry32{}))}
	parents := map[int]int{}
	for err = windows.Process32First(all, &entry); err == nil; err = windows.Process32Next(all, &entry) {
		parents[int(entry.ProcessID)] = int(entry.ParentProcessID)
	}
	if !errors.Is(err, windows.ERROR_NO_MORE_FILES) {
		return nil, os.NewSyscallError("Process32Next", err)
	}
	return parents, nil
}
