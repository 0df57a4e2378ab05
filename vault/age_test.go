package vault

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"watchword/internal/needs"
)

// ages lists the age commands of this computer: the one in PATH, and those that
// WATCHWORD_AGE names, separated like PATH. docs/reliability.md says how to build many.
func ages() []string {
	list := strings.FieldsFunc(os.Getenv("WATCHWORD_AGE"), func(r rune) bool { return r == filepath.ListSeparator })
	if path, err := exec.LookPath("age"); err == nil {
		list = append(list, path)
	}
	return list
}

// TestStockAgeOpensEveryVault opens vaults of several sizes with each age command, by the
// key of the recovery sheet, and compares every byte. A changed file is refused by it too.
func TestStockAgeOpensEveryVault(t *testing.T) {
	if len(ages()) == 0 {
		needs.Missing(t, "no command age is installed", "what age's own module reads is tested without it")
	}
	for _, n := range []int{0, 1, 300, 5000} { // up to 40 chunks of 64 KiB
		o := cheap()
		v := newTestVault(t, o, sample(n)...)
		sheet, err := v.NewRecovery()
		if err != nil {
			t.Fatal(err)
		}
		mustSave(t, v)
		want := payloadOf(t, v.Path())
		key := filepath.Join(t.TempDir(), "recovery.txt")
		if err := os.WriteFile(key, []byte(sheet.Key+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		changed := filepath.Join(filepath.Dir(key), "changed.watchword")
		data := readAll(t, v.Path())
		data[len(data)-1] ^= 1
		if err := os.WriteFile(changed, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, age := range ages() {
			got, err := exec.Command(age, "-d", "-i", key, v.Path()).Output()
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s, %d accounts: %v, %d of %d bytes", age, n, err, len(got), len(want))
			}
			if err := exec.Command(age, "-d", "-i", key, "-o", os.DevNull, changed).Run(); err == nil {
				t.Errorf("%s opens a file whose last bit was changed", age)
			}
		}
	}
	t.Logf("%d age commands", len(ages()))
}
