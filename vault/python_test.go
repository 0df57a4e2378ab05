package vault

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheReaderInTheDocs opens a vault with docs/read_vault.py, which knows nothing of us.
func TestTheReaderInTheDocs(t *testing.T) {
	if exec.Command("python3", "-c", "import cryptography.hazmat.primitives.kdf.argon2").Run() != nil {
		t.Skip("python3 with the module cryptography 44 or later is not installed; the vectors cover the format without it")
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
		read := exec.Command("python3", "../docs/read_vault.py", v.Path())
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
		read = exec.Command("python3", "../docs/read_vault.py", v.Path())
		read.Stdin = strings.NewReader("wrong\n")
		if err := read.Run(); err == nil {
			t.Error("a wrong password opens it")
		}
		v.Close()
	}
}
