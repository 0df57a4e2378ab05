package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// What packages make before main runs is paid by every command, by each helper process, and by
// the locked window. No package may take over a millisecond or all of them over two megabytes.
// The times are the least of several starts, so that other work of the computer does not count.
func TestStartMakesNoTables(t *testing.T) {
	const starts, mostBytes, mostMilliseconds = 5, 2 << 20, 1.0
	program := filepath.Join(t.TempDir(), "watchword.exe")
	build := exec.Command("go", "build", "-tags", "nogui", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	line := regexp.MustCompile(`^init (\S+) @\S+ ms, (\S+) ms clock, (\d+) bytes`)
	least := map[string]float64{}
	var made int
	for range starts {
		made = 0
		cmd := exec.Command(program, "--version")
		cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		for s := bufio.NewScanner(&stderr); s.Scan(); {
			m := line.FindStringSubmatch(s.Text())
			if m == nil {
				continue
			}
			took, _ := strconv.ParseFloat(m[2], 64)
			bytes, _ := strconv.Atoi(m[3])
			made += bytes
			if before, there := least[m[1]]; !there || took < before {
				least[m[1]] = took
			}
		}
	}
	if len(least) < 20 {
		t.Fatalf("only %d packages told what they make", len(least))
	}
	if made > mostBytes {
		t.Errorf("a start makes %d bytes of tables", made)
	}
	for name, took := range least {
		if took > mostMilliseconds {
			t.Errorf("%s takes %v ms before main runs", name, took)
		}
	}
}
