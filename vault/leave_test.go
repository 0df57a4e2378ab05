package vault

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A slowFS takes its time to exchange files or to write one, and tells when it begins.
type slowFS struct {
	FS
	exchange, write chan struct{} // nil: at once
}

func (f slowFS) Exchange(a, b string) error {
	if f.exchange != nil {
		close(f.exchange)
		time.Sleep(300 * time.Millisecond)
	}
	return f.FS.Exchange(a, b)
}

func (f slowFS) Create(path string) (File, error) {
	file, err := f.FS.Create(path)
	if f.write != nil && strings.HasSuffix(path, ".tmp") && err == nil {
		close(f.write)
		select {} // never comes to its end
	}
	return file, err
}

// TestLeave lets a process end in the middle of a save, by itself, since nothing can be saved after
// that: the vault is the old or the new one, and nothing lies beside it.
func TestLeave(t *testing.T) {
	if dir := os.Getenv("WATCHWORD_LEAVE"); dir != "" {
		leaveInSave(t, dir, os.Getenv("WATCHWORD_LEAVE_AT"))
		return
	}
	for _, tt := range []struct {
		reason, at string
		accounts   int
	}{
		{"its file is being put in place: the save comes first", "exchange", 1},
		{"its file is being written: that goes", "write", 0},
		{"a recovery sheet is being written: that goes", "sheet", 0},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "v.watchword")
			v, err := Create(t.Context(), path, []byte(goodPassword), cheap())
			if err != nil {
				t.Fatal(err)
			}
			v.Close()
			cmd := exec.Command(os.Args[0], "-test.run", "^TestLeave$")
			cmd.Env = append(os.Environ(), "WATCHWORD_LEAVE="+dir, "WATCHWORD_LEAVE_AT="+tt.at)
			if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 42 {
				t.Fatalf("it ended with %d\n%s", cmd.ProcessState.ExitCode(), out)
			}
			if n := len(reopen(t, path, cheap()).Accounts()); n != tt.accounts {
				t.Errorf("%d accounts, want %d", n, tt.accounts)
			}
			entries, _ := os.ReadDir(dir)
			if len(entries) != 1 {
				t.Errorf("beside the vault lies %v", entries)
			}
		})
	}
}

func leaveInSave(t *testing.T, dir, at string) {
	begins := make(chan struct{})
	o := cheap()
	f := slowFS{FS: Disk()}
	if at == "exchange" {
		f.exchange = begins
	} else {
		f.write = begins
	}
	o.FS = f
	v := reopen(t, filepath.Join(dir, "v.watchword"), o)
	if at == "sheet" {
		s, err := v.MakeSheet()
		if err != nil {
			t.Fatal(err)
		}
		go v.KeepSheet(t.Context(), s, []byte(s.Key), filepath.Join(dir, "sheet.txt"))
	} else {
		v.Add(sample(1)...)
		go v.Save(t.Context())
	}
	<-begins
	Leave()
	os.Exit(42)
}
