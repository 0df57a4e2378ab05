package transfer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// What a reader does may grow with the file and no faster: where a hostile file is eight
// times as long, the statements that run and the memory that is asked for grow eight times
// and not 64 times. Both are counted, so the test says the same on every computer. Some room
// is left, for slices grow in steps.
const (
	workFrom, workTo = 10, 80
	workRoom         = 100_000 // statements or bytes
)

// mayGrow returns the most that work may become when a file grows, in bytes; what is packed
// grows by less than what is in it.
func mayGrow(work uint64, from, to int) uint64 {
	return work*uint64(max(to/from, workTo/workFrom))*7/4 + workRoom
}

// countedPackages are those whose statements count: ours, and those that do our work for us.
const countedPackages = "watchword/vault/transfer/testdata/work,watchword/vault/transfer,watchword/vault/account,watchword/vault/otp,strings,bytes,slices,html,regexp," +
	"unicode,unicode/utf8,unicode/utf16,encoding/xml,encoding/json,encoding/csv,encoding/base64,encoding/hex,archive/zip,compress/flate,golang.org/x/net/html"

// A workload is what testdata/work says about a file.
type workload struct {
	File              string
	Statements, Bytes uint64
	Err               string
}

func TestWorkGrowsWithTheFile(t *testing.T) {
	t.Cleanup(cheaply())
	program := filepath.Join(t.TempDir(), "work")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	out, err := exec.Command("go", "build", "-cover", "-covermode=atomic", "-coverpkg="+countedPackages, "-o", program, "./testdata/work").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	measured := 0
	for _, c := range contracts {
		// Pictures are read by others. Where the program knows the cost of a key and the file
		// does not say it, it cannot open what the suite writes at a lower one.
		if c.few || c.env.DecodeQR != nil || c.env.Companion != nil {
			continue
		}
		seed := c.file(t, seedAccounts(t, c))
		if loads := works(t, program, [][]byte{seed}); loads[0].Err != "" {
			continue
		}
		measured++
		t.Run(c.name(), func(t *testing.T) {
			t.Parallel()
			var files [][]byte
			var names []string
			for _, h := range hostiles(c) {
				small, large := h.file(workFrom), h.file(workTo)
				if small != nil && large != nil && len(large) > 2*len(small) && (!h.square || len(large) > 30*len(small)) {
					files, names = append(files, small, large), append(names, h.name)
				}
			}
			loads := works(t, program, files)
			for i, name := range names {
				small, large := loads[2*i], loads[2*i+1]
				from, to := len(files[2*i]), len(files[2*i+1])
				if large.Statements > mayGrow(small.Statements, from, to) {
					t.Errorf("%s: %d statements became %d", name, small.Statements, large.Statements)
				}
				if large.Bytes > mayGrow(small.Bytes, from, to) {
					t.Errorf("%s: %d bytes of memory became %d", name, small.Bytes, large.Bytes)
				}
			}
		})
	}
	if measured < 40 {
		t.Errorf("only %d kinds of files were measured", measured)
	}
}

// works returns how much work each file is.
func works(t *testing.T, program string, files [][]byte) []workload {
	t.Helper()
	dir := t.TempDir()
	for i, data := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d", i)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, dir, contractPassword)
	cmd.Env = append(os.Environ(), "GOCOVERDIR="+t.TempDir())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.Bytes())
	}
	var loads []workload
	for line := range bytes.Lines(out) {
		var w workload
		if err := json.Unmarshal(line, &w); err != nil {
			t.Fatal(err)
		}
		loads = append(loads, w)
	}
	if len(loads) != len(files) {
		t.Fatalf("%d of %d files", len(loads), len(files))
	}
	return loads
}
