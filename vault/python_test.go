package vault

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pythonWithArgon2 is the first Python that has the one module that the reader needs.
func pythonWithArgon2() string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import argon2.low_level").Run() == nil {
			return python
		}
	}
	return ""
}

// TestTheReaderInTheDocs opens a vault with docs/read_vault.py, which knows nothing of us.
func TestTheReaderInTheDocs(t *testing.T) {
	python := pythonWithArgon2()
	if python == "" {
		t.Skip("python3 with the module argon2 is not installed; the vectors cover the format without it")
	}
	for _, n := range []int{600} { // 600 accounts take more than one chunk of 64 KiB
		o := Options{Params: Params{Memory: 19 << 10, Time: 2, Threads: 2}}
		password := "gr\u00fcne-maple-orbit-canyon"
		v, err := Create(context.Background(), filepath.Join(t.TempDir(), "v.watchword"), password, o)
		if err != nil {
			t.Fatal(err)
		}
		v.Add(sample(n)...)
		v.NewRecovery()
		mustSave(t, v)
		read := exec.Command(python, "../docs/read_vault.py", v.Path())
		read.Stdin = strings.NewReader("gru\u0308ne-maple-orbit-canyon\n") // decomposed
		out, err := read.Output()
		if err != nil {
			t.Fatalf("%v, %s", err, out)
		}
		var got struct {
			VaultID  string
			Accounts []struct{ ID, Secret string }
		}
		if err := json.Unmarshal(out, &got); err != nil || got.VaultID != v.ID() || len(got.Accounts) != n {
			t.Fatalf("%v, %d accounts", err, len(got.Accounts))
		}
		for i, a := range v.Accounts() {
			if got.Accounts[i].ID != a.ID || got.Accounts[i].Secret != b32.EncodeToString(a.Key.Secret) {
				t.Errorf("account %d differs", i)
			}
		}
		read = exec.Command(python, "../docs/read_vault.py", v.Path())
		read.Stdin = strings.NewReader("wrong\n")
		if err := read.Run(); err == nil {
			t.Error("a wrong password opens it")
		}
		v.Close()
	}
}

// TestTheReaderAndTheVectors gives every vector with a password to docs/read_vault.py: it
// opens the good ones and refuses those whose failure lies before the payload's members.
func TestTheReaderAndTheVectors(t *testing.T) {
	python := pythonWithArgon2()
	if python == "" || !large() {
		t.Skip("runs with python3 and the module argon2, and WATCHWORD_LARGE")
	}
	files, err := filepath.Glob(filepath.Join(vectorFolder, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	opened, refused := 0, 0
	for _, path := range files {
		v := readVector(t, path)
		if v.Password == "" {
			continue
		}
		file := filepath.Join(t.TempDir(), "v.watchword")
		if err := os.WriteFile(file, v.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		read := exec.Command(python, "../docs/read_vault.py", file)
		read.Stdin = strings.NewReader(v.Password + "\n")
		out, err := read.Output()
		switch v.Expect {
		case "opens":
			opened++
			if err != nil || !json.Valid(out) {
				t.Errorf("%s: %v", v.Name, err)
			}
		case "slot", "header MAC", "chunk":
			refused++
			if err == nil {
				t.Errorf("%s opens (%s)", v.Name, v.Comment)
			}
		}
	}
	t.Logf("%d opened, %d refused", opened, refused)
}
