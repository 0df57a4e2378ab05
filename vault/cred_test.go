package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// workedCred is the worked example of docs/vault-format.md: TOTP, the key "1234567890",
// SHA1, 6 digits, 30 seconds, no PIN.
const workedCred = "0bb3aa315efdd3c4cdaba9f0e2de042b1b276771c28d9b937d16943d6998bbbd"

func TestWorkedExampleOfTheDocs(t *testing.T) {
	// The bytes as the page writes them, hashed without any code of ours.
	const bytes = "00000010" + "7761746368776f72642f637265642f31" + // watchword/cred/1
		"00000004" + "746f7470" + // totp
		"0000000a" + "31323334353637383930" + // the key
		"00000004" + "53484131" + // SHA1
		"00000001" + "36" + // digits
		"00000002" + "3330" + // period
		"00000000" // no PIN
	raw, err := hex.DecodeString(bytes)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	if got := hex.EncodeToString(sum[:]); got != workedCred {
		t.Errorf("%s", got)
	}
	if got := totp("", "", "1234567890").Credential(); got != workedCred {
		t.Errorf("the program says %s", got)
	}
	page, err := os.ReadFile("../docs/vault-format.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{bytes[:40], workedCred} {
		if !strings.Contains(strings.ReplaceAll(string(page), " ", ""), want) {
			t.Errorf("the page does not show %s", want)
		}
	}
}
