package helper

import (
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// slack is what a Go program takes beside what the work takes.
const slack = 256 << 20

// start starts this program as a helper, in a job that bounds its memory and ends it with us. What it
// hears and says goes over its standard input and output.
func start(memory uint64) (*process, error) {
	hear, say, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	answer, tell, err := os.Pipe()
	if err != nil {
		hear.Close()
		say.Close()
		return nil, err
	}
	closeOurs := func() {
		say.Close()
		answer.Close()
	}
	defer hear.Close()
	defer tell.Close()
	path, err := os.Executable()
	if err == nil {
		_, err = say.Write([]byte(hello))
	}
	if err != nil {
		closeOurs()
		return nil, err
	}
	cmd := exec.Command(path)
	cmd.Args = []string{"watchword-helper"}
	cmd.Env = []string{}
	cmd.Stdin, cmd.Stdout = hear, tell
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
	if err := cmd.Start(); err != nil {
		closeOurs()
		return nil, err
	}
	job, err := inJob(cmd.Process.Pid, memory+slack)
	p := &process{channel: &channel{in: answer, out: say}, process: cmd.Process, close: func() {
		closeOurs()
		if job != 0 {
			windows.CloseHandle(job)
		}
	}}
	if err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

// inJob puts a process into a job of its own.
func inJob(pid int, memory uint64) (windows.Handle, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0, os.NewSyscallError("CreateJobObject", err)
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{ProcessMemoryLimit: uintptr(memory)}
	limits.BasicLimitInformation.ActiveProcessLimit = 1
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
		windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY | windows.JOB_OBJECT_LIMIT_ACTIVE_PROCESS
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		windows.CloseHandle(job)
		return 0, os.NewSyscallError("SetInformationJobObject", err)
	}
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid))
	if err == nil {
		err = windows.AssignProcessToJobObject(job, process)
		windows.CloseHandle(process)
	}
	if err != nil {
		windows.CloseHandle(job)
		return 0, os.NewSyscallError("AssignProcessToJobObject", err)
	}
	return job, nil
}

var peekNamedPipe = windows.NewLazySystemDLL("kernel32.dll").NewProc("PeekNamedPipe")

// inherited is the standard input that makes this process a helper. It only peeks: what comes in
// another way stays as it is.
func inherited() (*channel, bool) {
	in, err := windows.GetStdHandle(windows.STD_INPUT_HANDLE)
	if err != nil {
		return nil, false
	}
	if kind, err := windows.GetFileType(in); err != nil || kind != windows.FILE_TYPE_PIPE {
		return nil, false
	}
	first := make([]byte, len(hello))
	var n uint32
	ok, _, _ := peekNamedPipe.Call(uintptr(in), uintptr(unsafe.Pointer(&first[0])), uintptr(len(first)), uintptr(unsafe.Pointer(&n)), 0, 0)
	if ok == 0 || int(n) != len(hello) || string(first) != hello {
		return nil, false
	}
	c := &channel{in: os.Stdin, out: os.Stdout}
	if c.fill(first) != nil {
		return nil, false
	}
	return c, true
}

// confine has nothing to do: the job bounds the memory.
func confine(uint64) error { return nil }

// memoryOf is not looked at: the job bounds it.
func memoryOf(int) (uint64, bool) { return 0, false }

func killed(*os.ProcessState) bool { return false }
