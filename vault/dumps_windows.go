package vault

import (
	"errors"

	"golang.org/x/sys/windows"
)

// What another program of the same user may do with this one: wait for it, end it, ask for
// its name. Reading its memory is not among it.
const processRights = "0x101001"

// NoDumps asks the system to write no memory of this program into crash reports, and to let
// no other program of the same user read its memory. It raises the cost of an attack and
// stops accidents; an administrator has other ways. Call it once at start.
func NoDumps() error {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX)
	return errors.Join(noHeapInReports(), closeProcess())
}

// noHeapInReports is WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP).
func noHeapInReports() error {
	call := windows.NewLazySystemDLL("kernel32.dll").NewProc("WerSetFlags")
	if err := call.Find(); err != nil {
		return err
	}
	if result, _, _ := call.Call(1); result != 0 {
		return windows.Errno(result)
	}
	return nil
}

func closeProcess() error {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	rights, err := windows.SecurityDescriptorFromString("D:P(A;;" + processRights + ";;;" + user.User.Sid.String() + ")(A;;GA;;;SY)")
	if err != nil {
		return err
	}
	list, _, err := rights.DACL()
	if err != nil {
		return err
	}
	return windows.SetSecurityInfo(windows.CurrentProcess(), windows.SE_KERNEL_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, list, nil)
}
