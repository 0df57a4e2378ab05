package add

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
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
		{"no secret", "otpauth://totp/X:y?issuer=X", "The link has no secret key."},
		{"type", strings.Replace(good, "totp", "sotp", 1), "The link's type of code is unknown"},
		{"secret", strings.Replace(good, "GEZD", "GEZ1", 1), "character 4 of the key is the digit 1; keys have only the letters A to Z and the digits 2 to 7; perhaps it is the letter I or L."},
		{"a key", "GEZD 1NBV GY3T QOJQ", "Character 6 of the key is the digit 1; keys have only"},
		{"the line", good + "\n\n" + good + "&digits=99", "Line 3: This authenticator link is damaged"},
	} {
		_, problems := Classify(account.IdentifyTyped(row.text), func(account.Account) vault.Match { return vault.None })
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

// A key that any word of letters is comes with a warning and is added only after one more click,
// typed or found; a key without a name is not added at all.
func TestShortAndNamelessKeys(t *testing.T) {
	var added []account.Account
	s := newScreen(&added)
	pagetest.Window(t, theme.Dark, s.Content)

	s.SetText("hello")
	s.issuer.SetText("Shop")
	if !s.add.Disabled() || s.rows[0].check.On || s.note.Color() != theme.ColorAmber || !strings.Contains(s.rows[0].wrapped.Text(), "Unusually short key: 3 bytes") {
		t.Errorf("a word: button %v, ticked %v, %q", !s.add.Disabled(), s.rows[0].check.On, s.rows[0].wrapped.Text())
	}
	test.Tap(s.rows[0].check)
	s.name.SetText("me") // what was selected stays so
	if s.add.Disabled() || !s.rows[0].check.On {
		t.Error("after one more click it cannot be added")
	}

	s.issuer.SetText("")
	s.name.SetText(" ")
	s.SetText("GEZDGNBVGY3TQOJQ")
	if !s.add.Disabled() || s.note.Color() != theme.ColorOK {
		t.Error("a key without a name can be added")
	}
	s.submit()
	s.name.SetText("me")
	s.submit()
	if len(added) != 1 || added[0].Name != "me" {
		t.Errorf("%d added", len(added))
	}

	found, _ := Classify([]account.Find{account.Identify("otpauth://totp/X:y?secret=JBSW")}, func(account.Account) vault.Match { return vault.None })
	if len(found) != 1 || found[0].wanted() {
		t.Errorf("a short key that was found is selected: %+v", found)
	}
}
