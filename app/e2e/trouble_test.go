//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTrouble is the chapter of a disk that does not do as it is told: full, read-only, not
// confirming what it was given. The kernel's answers are strace's; everything else is real.
func TestTrouble(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink)
	p := d.unlocked(h)
	if !p.traceable() {
		t.Skip("to answer for the kernel, strace must trace a program that hides its memory: here it may not (as root it may, unless a container forbids it)")
	}
	p.screen("list")
	p.find("list.row.1")
	p.click("list.banner.1") // the recovery sheet: later

	// The new file cannot take the old one's place: nothing is lost, and the ways out work.
	for _, row := range []struct{ errno, name string }{{"ENOSPC", "full"}, {"EROFS", "read-only"}} {
		mend := p.refuse("renameat2", row.errno, h.vault())
		p.key("Down", "Delete")
		p.find("list.banner.1")
		p.photograph(row.name)
		if p.trashed(h) {
			t.Error("the vault changed although it could not")
		}
		p.click("list.banner.1") // save a copy, where this desktop has no dialog of its own
		p.screen("choose")
		p.photograph(row.name + " copy")
		p.key("Return")
		p.screen("list")
		copies := h.path("vault-copy-*.watchword")
		p.until("the copy", func() bool { found, _ := filepath.Glob(copies); return len(found) == 1 })
		found, _ := filepath.Glob(copies)
		var copied struct{ Accounts []account }
		if err := json.Unmarshal([]byte(p.terminal(h, "", "list", "--json", "--vault", found[0])), &copied); err != nil || len(copied.Accounts) != 2 {
			t.Errorf("the copy has %d accounts, %v", len(copied.Accounts), err)
		}
		_ = os.Remove(found[0])
		p.click("list.banner.0") // try again, in vain
		time.Sleep(time.Second)
		p.find("list.banner.0")
		mend()
		p.click("list.banner.0")
		p.until("the change in the vault", func() bool { return p.trashed(h) })
		p.until("the banner to go", func() bool { _, there := p.layout().Widgets["list.banner.0"]; return !there })
		p.key("ctrl+z")
		p.until("the account back", func() bool { return !p.trashed(h) })
	}

	// The file is in place, but the disk does not confirm its folder.
	mend := p.refuse("fsync", "EIO", filepath.Dir(h.vault()))
	p.key("Down", "Delete")
	p.find("list.banner.1")
	p.photograph("not flushed")
	if !p.trashed(h) {
		t.Error("the vault did not change although the new file is in place")
	}
	p.click("list.banner.0") // save again, in vain
	time.Sleep(time.Second)
	p.find("list.banner.0")
	mend()
	p.click("list.banner.0")
	p.until("the banner to go", func() bool { _, there := p.layout().Widgets["list.banner.0"]; return !there })
	p.photograph("flushed")
}

// traceable reports whether strace may trace the program.
func (p *program) traceable() bool {
	tracer := exec.Command("strace", "-qq", "-o", os.DevNull, "-e", "trace=none", "-p", fmt.Sprint(p.process.Process.Pid))
	if err := tracer.Start(); err != nil {
		p.t.Fatalf("this test needs strace: %v", err)
	}
	gone := make(chan struct{})
	go func() { _ = tracer.Wait(); close(gone) }()
	for p.tracer() != fmt.Sprint(tracer.Process.Pid) {
		select {
		case <-gone:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	_ = tracer.Process.Signal(os.Interrupt)
	<-gone
	return true
}

// refuse makes every call of the program that concerns a path fail, until it is mended.
func (p *program) refuse(call, errno, path string) (mend func()) {
	p.t.Helper()
	tracer := exec.Command("strace", "-f", "-qq", "-o", os.DevNull, "-P", path,
		"-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:error=%s", call, errno), "-p", fmt.Sprint(p.process.Process.Pid))
	if err := tracer.Start(); err != nil {
		p.t.Fatalf("this test needs strace: %v", err)
	}
	p.until("strace to have the program", func() bool { return p.tracer() == fmt.Sprint(tracer.Process.Pid) })
	time.Sleep(200 * time.Millisecond) // its other threads
	mended := false
	mend = func() {
		if mended {
			return
		}
		mended = true
		_ = tracer.Process.Signal(os.Interrupt)
		_ = tracer.Wait()
	}
	p.t.Cleanup(mend)
	return mend
}

// tracer is the process that traces the program, "0" if none does.
func (p *program) tracer() string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.process.Process.Pid))
	if err != nil {
		return ""
	}
	_, after, _ := strings.Cut(string(status), "TracerPid:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}

// TestSecondFolder is the chapter of the copies: a second folder is chosen when the program
// reminds of it, a backup is proved and brought back, and that is undone.
func TestSecondFolder(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, `{"reminded":"2026-01-01"}`, amazonLink, githubLink)
	p := d.unlocked(h)
	p.screen("list")
	p.find("list.row.1")
	p.photograph("reminder")
	p.click("list.banner.0") // choose one
	p.screen("choose")
	p.photograph("choose")
	p.key("Return")
	p.screen("list")
	second := h.path("watchword-backups")
	count := func() int { found, _ := filepath.Glob(filepath.Join(second, "*", "*")); return len(found) }
	p.until("a first backup there", func() bool { return count() == 1 })
	p.click("list.banner.1") // the recovery sheet: later

	// Changes make more, and its disk may be away.
	p.key("Down", "Delete")
	p.until("the account in the trash", func() bool { return p.trashed(h) })
	p.key("ctrl+z")
	p.until("the account back", func() bool { return !p.trashed(h) })
	p.until("more backups there", func() bool { return count() == 3 }) // of each of the three states
	if err := os.Rename(second, second+".away"); err != nil {
		t.Fatal(err)
	}
	p.key("Down", "Delete")
	p.until("the account in the trash", func() bool { return p.trashed(h) })
	time.Sleep(time.Second)
	if _, there := p.layout().Widgets["list.banner.0"]; there {
		p.photograph("away")
		t.Error("a disk that is away is complained of before a month is over")
	}

	// The backups: proved, looked at, brought back, undone.
	p.key("ctrl+k")
	p.screen("palette")
	p.write("backups")
	p.photograph("palette")
	p.key("Return")
	p.screen("backups")
	p.click("backups.prove")
	time.Sleep(time.Second)
	p.photograph("proved")
	p.click("backups.look.3") // Restore, of the second copy: the first is the vault as it is now
	p.find("backups.replace")
	if _, there := p.layout().Widgets["backups.merge"]; there {
		t.Error("merging is offered although it would bring nothing")
	}
	p.photograph("preview")
	p.danger("backups.replace")
	p.confirm()
	p.until("the account back", func() bool { return !p.trashed(h) })
	p.photograph("restored")
	p.click("backups.undo")
	p.until("the restore undone", func() bool { return p.trashed(h) })
	p.photograph("undone")
}

// trashed reports whether an account is in the trash.
func (d *desk) trashed(h home) bool {
	for _, a := range d.accounts(h) {
		if a.Trashed {
			return true
		}
	}
	return false
}
