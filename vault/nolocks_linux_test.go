package vault

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A sandbox may know no locks: inside Flatpak a program that insisted on them let nobody in, with “Function not
// implemented”. The kernel answers so here, to a process of its own: the vault is created, saved, opened and saved again.
func TestSavesWithoutLocks(t *testing.T) {
	const inside = "WATCHWORD_TEST_NO_LOCKS"
	dir := os.Getenv(inside)
	if dir == "" {
		again := exec.Command(os.Args[0], "-test.run=^TestSavesWithoutLocks$", "-test.v")
		again.Env = append(os.Environ(), inside+"="+t.TempDir())
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	refuseLocks(t)
	file, err := os.Create(filepath.Join(dir, "locked"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := lockFile(file); err != unix.ENOSYS {
		t.Fatalf("the kernel says %v to a lock: this test shows nothing", err)
	}
	o := cheap()
	o.StateDir, o.BackupDir = filepath.Join(dir, "state"), filepath.Join(dir, "backups")
	path := filepath.Join(dir, "vault.watchword")
	v, err := Create(context.Background(), path, []byte(goodPassword), o)
	if err != nil {
		t.Fatalf("created: %v", err)
	}
	v.Add(totp("Amazon", "jane", "secret of jane 1"))
	if r := v.Save(context.Background()); r.Status != Saved || r.Backup != nil {
		t.Fatalf("saved: %+v", r)
	}
	v.Close()
	v, err = tryOpen(path, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(v.Accounts()); n != 1 {
		t.Errorf("%d accounts were saved", n)
	}
	v.Add(totp("GitHub", "jane", "secret of jane 2"))
	if r := v.Save(context.Background()); r.Status != Saved {
		t.Errorf("saved again: %+v", r)
	}
}

// refuseLocks has the kernel answer ENOSYS to every lock that this process asks for, from now on.
func refuseLocks(t *testing.T) {
	const (
		load, equal, end        = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_RET | unix.BPF_K
		number, second          = 0, 24 // where a call's number and its second argument lie
		refuse           uint32 = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	)
	program := []unix.SockFilter{
		{Code: load, K: number},
		{Code: equal, K: unix.SYS_FLOCK, Jt: 6},
		{Code: equal, K: unix.SYS_FCNTL, Jf: 6},
		{Code: load, K: second},
		{Code: equal, K: unix.F_SETLK, Jt: 3},
		{Code: equal, K: unix.F_SETLKW, Jt: 2},
		{Code: equal, K: unix.F_OFD_SETLK, Jt: 1},
		{Code: equal, K: unix.F_OFD_SETLKW, Jf: 1},
		{Code: end, K: refuse},
		{Code: end, K: unix.SECCOMP_RET_ALLOW},
	}
	filter := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	// For all threads, not for the one that this runs on alone.
	if _, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&filter))); errno != 0 {
		t.Fatal(errno)
	}
}
