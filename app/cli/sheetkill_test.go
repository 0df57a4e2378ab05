package cli

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"watchword/app/print"
	"watchword/vault"
)

// TestKilledWhileMakingASheet kills the real program with SIGKILL while `vault recovery --sheet`
// is between its first file and its end. Whatever it left: a file with the sheet's name opens
// the vault, and after the next unlock there is no half of a sheet, and the active sheet is on
// paper. WATCHWORD_CASES says how many kills.
func TestKilledWhileMakingASheet(t *testing.T) {
	kills := 5
	if n, err := strconv.Atoi(os.Getenv("WATCHWORD_CASES")); err == nil {
		kills = n
	}
	program, folder := build(t), t.TempDir()
	papers := filepath.Join(folder, "papers")
	pw, vaultFile := filepath.Join(folder, "pw.txt"), filepath.Join(folder, "v.watchword")
	if err := os.Mkdir(papers, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pw, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	start := func(out *bytes.Buffer, args ...string) *exec.Cmd {
		cmd := exec.Command(program, append(args, "--vault", vaultFile)...)
		cmd.Dir, cmd.Env = folder, append(home(folder), envPasswordFile+"="+pw)
		cmd.Stdout, cmd.Stderr = out, out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	run := func(args ...string) string {
		var out bytes.Buffer
		if err := start(&out, args...).Wait(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out.String())
		}
		return out.String()
	}
	run("vault", "create", "--sheet", filepath.Join(papers, "first.txt"))
	finished, removed, unnamed, active := 0, 0, 0, "first.txt"
	for i := range kills {
		name := "sheet-" + strconv.Itoa(i) + ".txt"
		var out bytes.Buffer
		cmd := start(&out, "vault", "recovery", "--sheet", filepath.Join(papers, name))
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		begun := func() bool { return len(names(t, papers)) > i+1 }
		var err error
		for end := time.Now().Add(time.Minute); ; {
			if begun() {
				time.Sleep(time.Duration(rand.IntN(8000)) * time.Microsecond)
				cmd.Process.Kill()
				err = <-ended
				break
			}
			if time.Now().After(end) {
				cmd.Process.Kill()
				t.Fatalf("it did not begin; %s", out.String())
			}
		}
		named := present(papers, name)
		if named && !opens(t, vaultFile, filepath.Join(papers, name)) {
			t.Fatalf("kill %d: %s opens nothing", i, name)
		}
		if err == nil && !named {
			t.Fatalf("kill %d: said to be done, and there is no sheet; %s", i, out.String())
		}
		if !named {
			unnamed++
		}
		said := run("list")
		switch {
		case strings.Contains(said, "complete now"):
			finished++
		case strings.Contains(said, "was removed"):
			removed++
		}
		if present(papers, name) {
			active = name
		}
		for _, left := range names(t, papers) {
			switch {
			case strings.HasSuffix(left, ".tmp"):
				t.Fatalf("kill %d: %s was left; %s", i, left, said)
			case opens(t, vaultFile, filepath.Join(papers, left)) != (left == active):
				t.Fatalf("kill %d: %s, while %s is the last; %s", i, left, active, said)
			}
		}
		if !present(papers, name) { // keep the count of files
			if err := os.WriteFile(filepath.Join(papers, "filler-"+strconv.Itoa(i)), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("%d kills; %d left no sheet with a name, the next unlock finished %d and removed %d", kills, unnamed, finished, removed)
}

func present(folder, name string) bool {
	_, err := os.Stat(filepath.Join(folder, name))
	return err == nil
}

// opens reports whether the key in a sheet opens a vault for writing.
func opens(t *testing.T, vaultFile, sheet string) bool {
	t.Helper()
	text, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	key, ok := print.SheetKey(string(text))
	if !ok {
		return false
	}
	locked, err := vault.Open(vaultFile, vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := locked.UnlockWithSheet(key)
	if err != nil {
		return false
	}
	defer v.Close()
	readOnly := v.ReadOnly() != nil
	return !readOnly
}

// theVersionBefore is the last commit before recovery sheets had a stamp.
const theVersionBefore = "bd620bc"

// TestTheVersionBefore builds the program as it was before sheets had a stamp and lets it work
// on a vault of today: it opens and saves it and loses nothing, and a sheet that it makes does
// not replace a stamped one where the two versions meet. It needs the history and the modules
// of that time, so it runs by hand: WATCHWORD_LARGE=1 go test ./app/cli -run TheVersionBefore.
func TestTheVersionBefore(t *testing.T) {
	if os.Getenv("WATCHWORD_LARGE") == "" {
		t.Skip("runs by hand, where the history of the project is there")
	}
	source, folder := t.TempDir(), t.TempDir()
	unpack := exec.Command("sh", "-c", "git archive "+theVersionBefore+" | tar -x -C \"$1\"", "sh", source)
	unpack.Dir = "../.."
	if out, err := unpack.CombinedOutput(); err != nil {
		t.Skipf("the history is not there: %s", out)
	}
	older := filepath.Join(folder, "older")
	make := exec.Command("go", "build", "-buildvcs=false", "-tags", "nogui", "-o", older, ".")
	make.Dir, make.Env = source, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	pw, vaultFile := filepath.Join(folder, "pw.txt"), filepath.Join(folder, "v.watchword")
	if err := os.WriteFile(pw, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(program string, args ...string) string {
		cmd := exec.Command(program, append(args, "--vault", vaultFile)...)
		cmd.Dir, cmd.Env = folder, append(home(folder), envPasswordFile+"="+pw)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	newer := build(t)
	today, old := filepath.Join(folder, "today.txt"), filepath.Join(folder, "old.txt")
	run(newer, "vault", "create", "--sheet", today)
	run(newer, "add", amazon)
	number := activeSheet(t, vaultFile).Number

	// It reads and saves, and the slot stays what it was, stamp and number too.
	run(older, "add", counted)
	for _, program := range []string{older, newer} {
		if out := run(program, "list"); !strings.Contains(out, "Amazon") || !strings.Contains(out, "VPN") {
			t.Errorf("accounts: %s", out)
		}
	}
	if a := activeSheet(t, vaultFile); !opens(t, vaultFile, today) || a.Number != number || a.Made.IsZero() {
		t.Errorf("after a save by the earlier version: sheet %+v, want %s", a, number)
	}
	run(older, "vault", "check", "--sheet", today)

	// A session of today is open while the earlier version makes a sheet.
	locked, err := vault.Open(vaultFile, vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := locked.Unlock(context.Background(), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	run(older, "vault", "recovery", "--sheet", old)
	if _, err := v.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r := v.Save(context.Background()); r.Err != nil {
		t.Fatal(r.Err)
	}
	if !opens(t, vaultFile, today) || opens(t, vaultFile, old) {
		t.Error("the sheet without a stamp replaced the stamped one")
	}
	if !slices.ContainsFunc(v.Notices(), func(n vault.Notice) bool { return n.Kind == vault.NoticeSheetIgnored && n.Sheet.Number == number }) {
		t.Errorf("said %+v", v.Notices())
	}
	// And where nobody was there, the next unlock says so.
	run(older, "vault", "recovery", "--sheet", filepath.Join(folder, "old2.txt"))
	if out := run(newer, "list"); !strings.Contains(out, "earlier version of Watchword") || !strings.Contains(out, "Amazon") {
		t.Errorf("said %q", out)
	}
}

func activeSheet(t *testing.T, vaultFile string) vault.SheetInfo {
	t.Helper()
	locked, err := vault.Open(vaultFile, vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := locked.Unlock(context.Background(), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	info, _ := v.ActiveSheet()
	return info
}
