package transfer

import (
	"context"
	"slices"
	"testing"

	"watchword/vault/account"
)

// fuzzFormat feeds a reader with changes of what the contract suite writes for it. Files
// that need a password end there: behind it stands what the suite's changed bits reach,
// and the content, which is that of the plain files.
func fuzzFormat(f *testing.F, id string) {
	format, ok := ByID(id)
	if !ok {
		f.Fatalf("there is no format %q", id)
	}
	defer cheaply()()
	for _, c := range contracts {
		if c.format == id {
			accounts, _ := c.carried(f)
			f.Add(c.file(f, accounts))
			f.Add(c.file(f, accounts[:1]))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !format.Detect(data) {
			return
		}
		r, err := format.Read(context.Background(), data, Env{}) // not ReadAs: a panic must show
		if err != nil {
			noCanary(t, "an error", err.Error())
		}
		if len(r.Accounts)+len(r.Failures) > maxAccounts+1000 {
			t.Errorf("%d accounts and failures", len(r.Accounts)+len(r.Failures))
		}
		for _, a := range r.Accounts {
			if err := a.Key.Validate(); err != nil {
				t.Errorf("an account that gives no code came out: %v", err)
			}
		}
	})
}

func FuzzOTPAuthList(f *testing.F)         { fuzzFormat(f, "otpauth") }
func FuzzEnte(f *testing.F)                { fuzzFormat(f, "ente") }
func FuzzAegis(f *testing.F)               { fuzzFormat(f, "aegis") }
func Fuzz2FAS(f *testing.F)                { fuzzFormat(f, "2fas") }
func FuzzBitwarden(f *testing.F)           { fuzzFormat(f, "bitwarden") }
func FuzzBitwardenCSV(f *testing.F)        { fuzzFormat(f, "bitwarden-csv") }
func FuzzProtonAuthenticator(f *testing.F) { fuzzFormat(f, "proton-authenticator") }
func FuzzProtonPass(f *testing.F)          { fuzzFormat(f, "proton-pass") }
func FuzzStratum(f *testing.F)             { fuzzFormat(f, "stratum") }
func FuzzAuthy(f *testing.F)               { fuzzFormat(f, "authy") }
func FuzzGoogle(f *testing.F)              { fuzzFormat(f, "google-authenticator") }
func FuzzWebPage(f *testing.F)             { fuzzFormat(f, "html") }

// FuzzDetect lets every format look at everything: none may fall over, and what one of
// them claims its reader must survive.
func FuzzDetect(f *testing.F) {
	defer cheaply()()
	for _, c := range contracts {
		accounts, _ := c.carried(f)
		f.Add(c.file(f, accounts[:1]))
	}
	f.Add([]byte("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats {
			if format.Detect == nil || !format.Detect(data) || format.Read == nil || format.step == stepGuess {
				continue
			}
			format.Read(context.Background(), data, Env{})
		}
	})
}

// FuzzPeek compares the quick look at a JSON object with the full reading.
func FuzzPeek(f *testing.F) {
	f.Add([]byte(`{"a":1,"b":[{"c":2}],"d":{"e":"}"},"f":null,"g":true,"h":"x\"y"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		members := peek(data)
		n, err := parseJSON(data)
		if err != nil || !n.isObject() || len(members) >= 1000 {
			return
		}
		if names := n.names(); !slices.Equal(names, sortedKeys(members)) {
			t.Errorf("peek saw %q, the object has %q", sortedKeys(members), names)
		}
	})
}

func sortedKeys(m map[string]byte) []string {
	keys := []string{}
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// FuzzCSV reads tables of any shape.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("a,b\n1,2\n"))
	f.Add([]byte("a;b\r\n\"1\n\";2;3\r\n\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := readCSV(data)
		if err != nil {
			return
		}
		for _, row := range table.rows {
			table.cell(row, "a", "b")
		}
	})
}

// FuzzWrite writes names of any kind and reads them again.
func FuzzWrite(f *testing.F) {
	f.Add("Issuer", "name", "note", "tag")
	f.Add(`"&<>;`, "a:b", "\r\n", "#,=")
	f.Fuzz(func(t *testing.T, issuer, name, note, tag string) {
		a := contractAccounts()[0]
		a.Issuer, a.Name, a.Note, a.Tags = issuer, name, note, []string{tag}
		for _, id := range []string{"aegis", "ente", "2fas", "bitwarden", "proton-authenticator", "stratum", "otpauth"} {
			data, left, err := Write(context.Background(), id, []account.Account{a}, WriteOptions{})
			if err != nil || len(left) > 0 {
				t.Fatalf("%s: %v, %v", id, err, left)
			}
			format, _ := ByID(id)
			r, err := format.Read(context.Background(), data, Env{})
			if err != nil || len(r.Accounts) != 1 || r.Accounts[0].Credential() != a.Credential() {
				t.Errorf("%s: %d accounts, %v, %v", id, len(r.Accounts), err, r.Failures)
			}
		}
	})
}
