package add

import (
	"strings"
	"testing"

	"watchword/vault"
	"watchword/vault/account"
)

// A damaged link or key says which part of it is wrong, and in a list on which line.
func TestProblemsNameTheWrongPart(t *testing.T) {
	const good = "otpauth://totp/X:y?secret=GEZDGNBVGY3TQOJQ"
	for _, row := range []struct{ why, text, says string }{
		{"digits", good + "&digits=99", "The link's digits must be a whole number from 4 to 10."},
		{"algorithm", good + "&algorithm=MD4", "The link's algorithm is unknown: SHA1, SHA256 and SHA512 are possible."},
		{"period", good + "&period=0", "The link's period must be a whole number from 1 to 86400."},
		{"counter", strings.Replace(good, "totp", "hotp", 1) + "&counter=-1", "The link's counter must be a whole number"},
		{"no secret", "otpauth://totp/X:y?issuer=X", "The link has no secret."},
		{"type", strings.Replace(good, "totp", "sotp", 1), "The link's type of code is unknown"},
		{"secret", strings.Replace(good, "GEZD", "GEZ1", 1), "character 4 of the key is the digit 1; keys have only the letters A to Z and the digits 2 to 7; perhaps it is the letter I or L."},
		{"a key", "GEZD 1NBV GY3T QOJQ", "Character 6 of the key is the digit 1; keys have only"},
		{"the line", good + "\n\n" + good + "&digits=99", "Line 3: This authenticator link is damaged"},
	} {
		_, problems := Sort(account.IdentifyTyped(row.text), func(account.Account) vault.Match { return vault.None })
		if len(problems) != 1 {
			t.Errorf("%s: %+v", row.why, problems)
			continue
		}
		says := problems[0].Title + "|" + problems[0].Advice
		if !strings.Contains(says, row.says) {
			t.Errorf("%s: says %s", row.why, says)
		}
		if strings.Contains(says, "GEZD") || strings.Contains(says, "GEZ1") {
			t.Errorf("%s: quotes the key: %s", row.why, says)
		}
	}
}
