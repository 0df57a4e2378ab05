package transfer

import (
	"bytes"
	"context"
	"slices"
	"strings"
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
	var seeds [][]byte
	switch id { // which have not joined
	case "pgp":
		seeds = append(seeds, []byte("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n"))
	case "passwords":
		seeds = append(seeds, []byte("name,url,username,password,note\nA,https://a.example,me,x,\n"))
	}
	for _, c := range contracts {
		if c.format == id {
			accounts, _ := c.carried(f)
			seeds = append(seeds, c.file(f, accounts))
			f.Add(c.file(f, accounts[:1])) // what marks it may stand in another account
		}
	}
	for _, seed := range seeds {
		if !format.Detect(seed) {
			f.Fatalf("a seed is no file of %q: its changes would test nothing", id)
		}
		f.Add(seed)
	}
	if len(seeds) == 0 {
		f.Fatalf("there is no seed for %q", id)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !format.Detect(data) {
			return
		}
		r, err := format.Read(context.Background(), data, Env{again: Read}) // not ReadAs: a panic must show
		silent(t, r, err)
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
func FuzzAge(f *testing.F)                 { fuzzFormat(f, "age") }
func FuzzKeePass(f *testing.F)             { fuzzFormat(f, "keepass") }
func FuzzKeePassXML(f *testing.F)          { fuzzFormat(f, "keepass-xml") }
func FuzzKeePassXCCSV(f *testing.F)        { fuzzFormat(f, "keepassxc-csv") }
func FuzzOnePassword(f *testing.F)         { fuzzFormat(f, "1password") }
func FuzzOnePasswordCSV(f *testing.F)      { fuzzFormat(f, "1password-csv") }
func FuzzApple(f *testing.F)               { fuzzFormat(f, "apple") }
func FuzzExtension(f *testing.F)           { fuzzFormat(f, "authenticator-extension") }
func FuzzWinAuth(f *testing.F)             { fuzzFormat(f, "winauth") }
func FuzzWinAuthZip(f *testing.F)          { fuzzFormat(f, "winauth-zip") }
func FuzzSteam(f *testing.F)               { fuzzFormat(f, "steam") }
func FuzzBase64File(f *testing.F)          { fuzzFormat(f, "base64") }
func FuzzRaivo(f *testing.F)               { fuzzFormat(f, "raivo") }
func FuzzRaivoZip(f *testing.F)            { fuzzFormat(f, "raivo-zip") }
func FuzzFreeOTP(f *testing.F)             { fuzzFormat(f, "freeotp") }
func FuzzFreeOTP2(f *testing.F)            { fuzzFormat(f, "freeotp2") }
func FuzzFreeOTPPlus(f *testing.F)         { fuzzFormat(f, "freeotp-plus") }
func FuzzAndOTP(f *testing.F)              { fuzzFormat(f, "andotp") }
func FuzzAndOTPEncrypted(f *testing.F)     { fuzzFormat(f, "andotp-encrypted") }
func FuzzLastPass(f *testing.F)            { fuzzFormat(f, "lastpass") }
func FuzzOTPClient(f *testing.F)           { fuzzFormat(f, "otpclient") }
func FuzzTwoFAuth(f *testing.F)            { fuzzFormat(f, "2fauth") }
func FuzzDuo(f *testing.F)                 { fuzzFormat(f, "duo") }
func FuzzMicrosoft(f *testing.F)           { fuzzFormat(f, "microsoft") }
func FuzzBattleNet(f *testing.F)           { fuzzFormat(f, "battlenet") }
func FuzzTOTPAuthenticator(f *testing.F)   { fuzzFormat(f, "totp-authenticator") }
func FuzzAuthPlus(f *testing.F)            { fuzzFormat(f, "authenticator-plus") }
func FuzzAuthPlusDatabase(f *testing.F)    { fuzzFormat(f, "authenticator-plus-database") }
func FuzzPGP(f *testing.F)                 { fuzzFormat(f, "pgp") }
func FuzzUnknownZip(f *testing.F)          { fuzzFormat(f, "zip") }
func FuzzOffice(f *testing.F)              { fuzzFormat(f, "office") }
func FuzzUnknownText(f *testing.F)         { fuzzFormat(f, "text") }

// The programs that came later.
func FuzzCXF(f *testing.F)            { fuzzFormat(f, "cxf") }
func FuzzLastPassVault(f *testing.F)  { fuzzFormat(f, "lastpass-vault") }
func FuzzProtonPassCSV(f *testing.F)  { fuzzFormat(f, "proton-pass-csv") }
func FuzzDashlane(f *testing.F)       { fuzzFormat(f, "dashlane") }
func FuzzRoboForm(f *testing.F)       { fuzzFormat(f, "roboform") }
func FuzzKeeper(f *testing.F)         { fuzzFormat(f, "keeper") }
func FuzzKeeperCSV(f *testing.F)      { fuzzFormat(f, "keeper-csv") }
func FuzzEnpass(f *testing.F)         { fuzzFormat(f, "enpass") }
func FuzzEnpassCSV(f *testing.F)      { fuzzFormat(f, "enpass-csv") }
func FuzzZohoVault(f *testing.F)      { fuzzFormat(f, "zoho-vault") }
func FuzzSynologyC2(f *testing.F)     { fuzzFormat(f, "synology-c2") }
func FuzzAliasVault(f *testing.F)     { fuzzFormat(f, "aliasvault") }
func FuzzAliasVaultCSV(f *testing.F)  { fuzzFormat(f, "aliasvault-csv") }
func FuzzDelinea(f *testing.F)        { fuzzFormat(f, "delinea") }
func FuzzMyki(f *testing.F)           { fuzzFormat(f, "myki") }
func FuzzPadloc(f *testing.F)         { fuzzFormat(f, "padloc") }
func FuzzPadlocCSV(f *testing.F)      { fuzzFormat(f, "padloc-csv") }
func FuzzPsono(f *testing.F)          { fuzzFormat(f, "psono") }
func FuzzSafeInCloud(f *testing.F)    { fuzzFormat(f, "safeincloud") }
func FuzzOnePIF(f *testing.F)         { fuzzFormat(f, "1pif") }
func FuzzBitwardenZip(f *testing.F)   { fuzzFormat(f, "bitwarden-zip") }
func FuzzWithoutCodes(f *testing.F)   { fuzzFormat(f, "passwords") }
func FuzzPAM(f *testing.F)            { fuzzFormat(f, "google-authenticator-pam") }
func FuzzRscTwoFA(f *testing.F)       { fuzzFormat(f, "rsc-2fa") }
func FuzzPassEntry(f *testing.F)      { fuzzFormat(f, "pass") }
func FuzzCotp(f *testing.F)           { fuzzFormat(f, "cotp") }
func FuzzCotpEncrypted(f *testing.F)  { fuzzFormat(f, "cotp-encrypted") }
func FuzzTOTPCLI(f *testing.F)        { fuzzFormat(f, "totp-cli") }
func FuzzAuthme(f *testing.F)         { fuzzFormat(f, "authme") }
func FuzzTwoFast(f *testing.F)        { fuzzFormat(f, "2fast") }
func FuzzOTPAuthIOS(f *testing.F)     { fuzzFormat(f, "otp-auth") }
func FuzzCloudOTP(f *testing.F)       { fuzzFormat(f, "cloudotp") }
func FuzzAuthyScript(f *testing.F)    { fuzzFormat(f, "authy-script") }
func FuzzExtractOTP(f *testing.F)     { fuzzFormat(f, "extract-otp-secrets") }
func FuzzExtractOTPCSV(f *testing.F)  { fuzzFormat(f, "extract-otp-secrets-csv") }
func FuzzGoogleExporter(f *testing.F) { fuzzFormat(f, "google-authenticator-exporter") }
func FuzzOTPManager(f *testing.F)     { fuzzFormat(f, "nextcloud-otp-manager") }

// FuzzPlist reads what OTP Auth keeps behind the password.
func FuzzPlist(f *testing.F) {
	f.Add(otpAuthFolders(contractAccounts()[:2]))
	f.Fuzz(func(t *testing.T, data []byte) {
		if k, root, ok := parseKeyed(data); ok {
			var r Result
			r.addOTPAuthFolders(context.Background(), k, k.get(root, "Folders"))
			k.otpAuthAccount(root)
		}
	})
}

// FuzzUnknownKeys reads keys out of JSON of any kind.
func FuzzUnknownKeys(f *testing.F) {
	f.Add([]byte(`[{"issuer": "A", "label": "a", "secret": "JBSWY3DPEHPK3PXP", "digits": 6, "period": 30, "type": "totp"}]`))
	f.Add([]byte(`{"list": [{"title": "A", "totp": "jbsw y3dp ehpk 3pxp"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r Result
		if err := r.addKeys(context.Background(), data); err != nil && err != errTooMany && err != errTooLarge {
			t.Error(err)
		}
		for _, a := range r.Accounts {
			if err := a.Key.Validate(); err != nil {
				t.Errorf("an account that gives no code came out: %v", err)
			}
		}
	})
}

// FuzzPicture reads pictures of QR codes; the scanner has targets of its own.
func FuzzPicture(f *testing.F) {
	f.Add([]byte("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP"))
	f.Add([]byte("WIFI:S:x;;\notpauth-migration://offline?data=CgA%3D"))
	f.Fuzz(func(t *testing.T, texts []byte) {
		env := Env{DecodeQR: func(context.Context, []byte) ([]string, error) { return strings.Split(string(texts), "\n"), nil }}
		r, err := readPicture(context.Background(), nil, env)
		if err == nil && len(r.Accounts)+len(r.Failures) == 0 {
			t.Error("a picture gave nothing and no error")
		}
	})
}

// The targets below stand behind the password, where changes of a file do not reach.

// FuzzKDBXContent reads what a database holds once it is decrypted.
func FuzzKDBXContent(f *testing.F) {
	accounts := contractAccounts()[:3]
	inner := appendKDBXField4(nil, 1, []byte{3, 0, 0, 0})
	inner = appendKDBXField4(inner, 2, make([]byte, 64))
	inner = appendKDBXField4(inner, 3, []byte("\x01attachment"))
	inner = appendKDBXField4(inner, kdbxEnd, nil)
	stream, err := newInnerStream(3, make([]byte, 64))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append(inner, keePassText(accounts, stream)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		content, err := readInnerHeader(bytes.NewReader(data))
		if err != nil {
			return
		}
		var r Result
		if err := r.addKeePass(context.Background(), content.xml, content.stream); err != nil {
			noCanary(t, "an error", err.Error())
		}
	})
}

// FuzzKDBXHeader reads headers, and refuses what asks for too much before any work.
func FuzzKDBXHeader(f *testing.F) {
	defer cheaply()()
	for _, c := range contracts {
		if c.format == "keepass" {
			f.Add(c.file(f, contractAccounts()[:1]))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := parseKDBXHeader(data)
		if err != nil {
			return
		}
		if h.kdf.check() != nil {
			t.Error("a header beyond the bounds was accepted")
		}
		kdbxBlocks(h.body, [64]byte{})
		kdbxOldBlocks(bytes.Clone(h.body))
	})
}

// FuzzDecrypted reads what encrypted exports hold: the content of one is never that of
// another, but each must survive all.
func FuzzDecrypted(f *testing.F) {
	accounts := contractAccounts()[:2]
	f.Add(otpClientList(accounts))
	f.Add(writeAndOTP(f, accounts, ""))
	f.Add([]byte(totpAuthItems(accounts)))
	f.Add(marshal(extensionRecord(1, accounts[0])))
	f.Add(writeCotp(f, accounts, ""))
	f.Add(writeTOTPCLI(f, accounts, ""))
	f.Fuzz(func(t *testing.T, data []byte) {
		readOTPClientList(context.Background(), data)
		readTOTPAuthList(context.Background(), string(data))
		readCotp(context.Background(), data)
		readTOTPCLI(context.Background(), data, Env{})
		readAvux(context.Background(), data)
		if n, err := parseJSON(data); err == nil {
			readAndOTP(context.Background(), n)
			extensionAccount(n)
			parseSealedKey(n)
		}
		checkPHC(context.Background(), Env{}, "$argon2id$v=19$m=8,t=1,p=1$"+string(data), "x")
		gcmNonce(data)
	})
}

// FuzzLockedZip opens encrypted members with the password at hand.
func FuzzLockedZip(f *testing.F) {
	for _, c := range contracts {
		if c.encrypted && strings.Contains(c.format, "zip") {
			accounts, _ := c.carried(f)
			f.Add(c.file(f, accounts[:2]))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		env := contract{}.onlyPassword(contractPassword)
		openMember(context.Background(), data, env, func(string) bool { return true })
	})
}

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
		table, err := readCSV(context.Background(), data)
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
		for _, id := range []string{"aegis", "ente", "2fas", "bitwarden", "proton-authenticator", "stratum", "otpauth", "freeotp-plus", "keepassxc-csv", "cxf"} {
			data, left, err := Write(context.Background(), formatByID(id), []account.Account{a}, WriteOptions{})
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
