//go:build unix

package helper

import (
	"math"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// inheritedFD is where a helper finds its socket, the first after the three that every program has.
const inheritedFD = 3

// slack is what a Go program maps beside what the work takes: it takes its heap in pieces of 64 MiB,
// and its threads have stacks.
const slack = 256 << 20

// start starts this program as a helper whose first words wait already.
func start(uint64) (*process, error) {
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	if _, err := ours.Write([]byte(hello)); err != nil {
		ours.Close()
		return nil, err
	}
	path, err := ownProgram()
	if err != nil {
		ours.Close()
		return nil, err
	}
	cmd := exec.Command(path)
	cmd.Args = []string{"watchword-helper"} // for people who look at the list of processes
	cmd.Env = []string{}
	cmd.Dir = "/"
	cmd.ExtraFiles = []*os.File{theirs}
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	endWithParent(cmd.SysProcAttr)
	// On Linux a child is told of the end of the thread that made it, so that thread has to stay.
	runtime.LockOSThread()
	if err := cmd.Start(); err != nil {
		runtime.UnlockOSThread()
		ours.Close()
		return nil, err
	}
	return &process{channel: &channel{in: ours, out: ours}, process: cmd.Process, close: func() {
		ours.Close()
		runtime.UnlockOSThread()
	}}, nil
}

// socketPair returns two ends of a socket that no other program inherits.
func socketPair() (ours, theirs *os.File, err error) {
	syscall.ForkLock.RLock() // not every system makes them so at once
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fds[0])
		unix.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	return os.NewFile(uintptr(fds[0]), "helper"), os.NewFile(uintptr(fds[1]), "helper"), nil
}

// inherited is the socket that makes this process a helper. It only peeks: what another program
// happens to leave there stays as it is.
func inherited() (*channel, bool) {
	first := make([]byte, len(hello))
	n, _, err := unix.Recvfrom(inheritedFD, first, unix.MSG_PEEK|unix.MSG_DONTWAIT)
	if err != nil || n != len(hello) || string(first) != hello {
		return nil, false
	}
	unix.CloseOnExec(inheritedFD)
	f := os.NewFile(inheritedFD, "helper")
	c := &channel{in: f, out: f}
	if c.fill(first) != nil {
		return nil, false
	}
	return c, true
}

// confine takes from the helper what its work does not need: memory beyond the bound, new files and
// connections, writing to files.
func confine(memory uint64) error {
	// Go's runtime takes two files to wait with when it first needs a timer: now, for later it may not.
	time.AfterFunc(time.Hour, func() {}).Stop()
	limits := map[int]uint64{unix.RLIMIT_FSIZE: 0}
	if raced == 1 {
		limits[unix.RLIMIT_DATA] = memory + slack
	}
	if runtime.GOOS == "linux" { // elsewhere Go's runtime may need a file to wait with
		limits[unix.RLIMIT_NOFILE] = 0
	}
	for which, most := range limits {
		var l unix.Rlimit
		setNumber(&l.Cur, most)
		setNumber(&l.Max, most)
		if err := unix.Setrlimit(which, &l); err != nil {
			return os.NewSyscallError("setrlimit", err)
		}
	}
	return nil
}

// setNumber is for limits that some systems count with a sign.
func setNumber[T ~int64 | ~uint64](to *T, n uint64) { *to = T(min(n, math.MaxInt64)) }

// killed reports whether something ended a process.
func killed(s *os.ProcessState) bool {
	w, ok := s.Sys().(syscall.WaitStatus)
	return ok && w.Signaled() && w.Signal() == syscall.SIGKILL
}
