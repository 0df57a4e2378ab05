package transfer

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// A lockedFile is an encrypted file of a program and what can be told of it when it does not open.
type lockedFile struct {
	why      string
	contract contract
	wrong    error // a wrong password: ErrWrongPassword where the file proves it, else ErrWrongOrDamaged
	marked   bool  // the file has a structure around its ciphertext: one that is cut is damaged, whatever the password

	// flip changes a byte of what is encrypted; flipped is what that is then. nil: one of the entries cannot be read.
	flip    func(data []byte) []byte
	flipped error

	unknown []func(data []byte) []byte // each makes it of a version, a cipher or a key derivation that nobody knows
}

// flipMember changes a character of a JSON member's text, at bytes behind its beginning.
func flipMember(name string, at int) func([]byte) []byte {
	begin := regexp.MustCompile(`"` + name + `":\s*"`)
	return func(data []byte) []byte {
		place := begin.FindIndex(data)
		changed := bytes.Clone(data)
		if place == nil {
			return changed
		}
		c := &changed[place[1]+at]
		if *c == 'a' {
			*c = 'b'
		} else {
			*c = 'a'
		}
		return changed
	}
}

// flipByte changes a byte counted from the end.
func flipByte(fromEnd int) func([]byte) []byte {
	return func(data []byte) []byte {
		changed := bytes.Clone(data)
		changed[len(data)-fromEnd] ^= 1
		return changed
	}
}

// flipAt changes the byte at a place.
func flipAt(at int) func([]byte) []byte {
	return func(data []byte) []byte { return setByte(at, data[at]^1)(data) }
}

// insteadOnce is [instead] in the first place alone.
func insteadOnce(pattern, by string) func([]byte) []byte {
	return func(data []byte) []byte {
		place := regexp.MustCompile(pattern).FindIndex(data)
		return slices.Concat(data[:place[0]], []byte(by), data[place[1]:])
	}
}

// flipLetter changes a letter of base64 counted from the end.
func flipLetter(fromEnd int) func([]byte) []byte {
	return func(data []byte) []byte {
		if data[len(data)-fromEnd] == 'a' {
			return setByte(len(data)-fromEnd, 'b')(data)
		}
		return setByte(len(data)-fromEnd, 'a')(data)
	}
}

// instead puts one text in the place of another, everywhere.
func instead(pattern, by string) func([]byte) []byte {
	return func(data []byte) []byte { return regexp.MustCompile(pattern).ReplaceAll(data, []byte(by)) }
}

// setByte sets the byte at a place.
func setByte(at int, to byte) func([]byte) []byte {
	return func(data []byte) []byte {
		changed := bytes.Clone(data)
		changed[at] = to
		return changed
	}
}

// inAllHeaders changes a zip file's local header and its entry in the directory, each at the bytes that a mark begins.
func inAllHeaders(change func(header []byte, local bool)) func([]byte) []byte {
	return func(data []byte) []byte {
		changed := bytes.Clone(data)
		for _, mark := range []string{"PK\x03\x04", "PK\x01\x02"} {
			for at := bytes.Index(changed, []byte(mark)); at >= 0; at = -1 {
				change(changed[at:], mark == "PK\x03\x04")
			}
		}
		return changed
	}
}

// ofStrength names another strength of WinZip's encryption than the 256 bits that are read.
func ofStrength(header []byte, _ bool) {
	at := bytes.Index(header, []byte{0x01, 0x99, 7, 0})
	header[at+8] = 1
}

// strongly marks a member as encrypted in PKWARE's later way.
func strongly(header []byte, local bool) {
	flags := 8
	if local {
		flags = 6
	}
	header[flags] |= strongEncryption
}

func guardManifest(scheme string) Env {
	return Env{Companion: func(name string) ([]byte, error) {
		data, err := steamGuardManifest(name)
		return bytes.ReplaceAll(data, []byte("Argon2idAes256"), []byte(scheme)), err
	}}
}

var lockedFiles = []lockedFile{
	{why: "Aegis: a slot for the password", contract: contract{format: "aegis", writer: "aegis-encrypted"}, wrong: ErrWrongPassword, marked: true,
		flip: flipMember("db", 20), flipped: ErrDamaged, unknown: []func([]byte) []byte{instead(`"version":\s*1`, `"version":9`)}},
	{why: "2FAS: a reference beside the services", contract: contract{format: "2fas", writer: "2fas-encrypted"}, wrong: ErrWrongPassword, marked: true,
		flip: flipMember("servicesEncrypted", 20), flipped: ErrDamaged, unknown: []func([]byte) []byte{instead(`"schemaVersion":\s*4`, `"schemaVersion":9`)}},
	{why: "2FAS without its reference", contract: contract{format: "2fas", write: withoutReference}, wrong: ErrWrongOrDamaged, marked: true,
		flip: flipMember("servicesEncrypted", 20), flipped: ErrWrongOrDamaged},
	{why: "Bitwarden: a text that proves the key", contract: contract{format: "bitwarden", writer: "bitwarden-encrypted"}, wrong: ErrWrongPassword, marked: true,
		flip: flipMember("data", 60), flipped: ErrDamaged,
		unknown: []func([]byte) []byte{instead(`"kdfType":\s*0`, `"kdfType":7`), instead(`"data":\s*"2\.`, `"data":"7.`)}},
	{why: "Ente", contract: contract{format: "ente", writer: "ente-encrypted"}, wrong: ErrWrongOrDamaged, marked: true,
		flip: flipMember("encryptedData", 20), flipped: ErrWrongOrDamaged, unknown: []func([]byte) []byte{instead(`"version":\s*1`, `"version":9`)}},
	{why: "Proton Authenticator", contract: contract{format: "proton-authenticator", writer: "proton-authenticator-encrypted"}, wrong: ErrWrongOrDamaged, marked: true,
		flip: flipMember("content", 60), flipped: ErrWrongOrDamaged, unknown: []func([]byte) []byte{instead(`"version":\s*1`, `"version":9`)}},
	{why: "Stratum", contract: contract{format: "stratum", writer: "stratum-encrypted"}, wrong: ErrWrongOrDamaged, flip: flipByte(40), flipped: ErrWrongOrDamaged},
	{why: "Authenticator Pro: no seal", contract: contract{format: "stratum", write: writeOldStratum}, wrong: ErrWrongOrDamaged},
	{why: "age: the key is sealed apart", contract: contract{format: "age"}, wrong: ErrWrongPassword, marked: true, flip: flipByte(20), flipped: ErrDamaged,
		unknown: []func([]byte) []byte{instead(`-> scrypt `, `-> X25519 `)}},
	{why: "KeePass 4: the header is sealed", contract: contract{format: "keepass"}, wrong: ErrWrongPassword, marked: true, flip: flipByte(60), flipped: ErrDamaged,
		unknown: []func([]byte) []byte{setByte(10, 5), setByte(10, 2), func(data []byte) []byte { return bytes.Replace(data, kdbxAES[:], make([]byte, 16), 1) },
			func(data []byte) []byte {
				return bytes.Replace(bytes.Replace(data, kdbxArgon2id[:], make([]byte, 16), 1), kdbxArgon2d[:], make([]byte, 16), 1)
			}}},
	{why: "KeePass 3: its first bytes are known", contract: contract{format: "keepass", write: writeKDBX3}, wrong: ErrWrongOrDamaged, marked: true, flip: flipByte(20), flipped: ErrDamaged},
	{why: "WinAuth in a zip, the old way: one byte is known", contract: contract{format: "winauth-zip", write: inZipCrypto("winauth.txt", writeWinAuth)}, wrong: ErrWrongPassword, marked: true,
		flip: flipAt(60), flipped: ErrWrongOrDamaged, unknown: []func([]byte) []byte{inAllHeaders(strongly)}},
	{why: "Raivo, WinZip's way: two bytes are known, and a seal", contract: contract{format: "raivo-zip", write: inWinZip("raivo-otp-export.json", writeRaivo)}, wrong: ErrWrongPassword, marked: true,
		flip: flipAt(130), flipped: ErrDamaged, unknown: []func([]byte) []byte{inAllHeaders(ofStrength)}},
	{why: "cotp", contract: contract{format: "cotp-encrypted", write: writeCotpEncrypted}, wrong: ErrWrongOrDamaged, marked: true, flip: flipMember("cipher", 20), flipped: ErrWrongOrDamaged,
		unknown: []func([]byte) []byte{instead(`"version":\s*1`, `"version":9`)}},
	{why: "cotp, its first versions", contract: contract{format: "cotp-encrypted", write: writeOldCotp}, wrong: ErrWrongOrDamaged, flip: flipLetter(30), flipped: ErrWrongOrDamaged},
	{why: "2fast: each text alone, and no seal", contract: contract{format: "2fast", write: writeTwoFast}, wrong: ErrWrongOrDamaged, marked: true, flip: insteadOnce(`"Label":\s*"[^"]*"`, `"Label":"AAAA"`),
		unknown: []func([]byte) []byte{instead(`"Version":\s*2`, `"Version":9`)}},
	{why: "OTP Auth", contract: contract{format: "otp-auth", write: writeOTPAuthBackup}, wrong: ErrWrongOrDamaged, marked: true},
	{why: "OTP Auth, its first versions", contract: contract{format: "otp-auth", write: writeOldOTPAuthBackup}, wrong: ErrWrongOrDamaged, marked: true},
	{why: "CloudOTP", contract: contract{format: "cloudotp", write: writeCloudOTP}, wrong: ErrWrongOrDamaged, flip: flipByte(40), flipped: ErrWrongOrDamaged,
		unknown: []func([]byte) []byte{instead(`Encrypt-V01`, `Encrypt-V02`)}},
	{why: "Steam: no seal", contract: contract{format: "base64", write: writeEncryptedMaFile, most: 1, env: Env{Companion: testManifest}}, wrong: ErrWrongOrDamaged, flip: flipLetter(20), flipped: ErrWrongOrDamaged},
	{why: "steamguard-cli", contract: contract{format: "base64", write: writeSteamGuardCLI, most: 1, env: Env{Companion: steamGuardManifest}}, wrong: ErrWrongOrDamaged, flip: flipLetter(20), flipped: ErrWrongOrDamaged},
	{why: "FreeOTP: the key is sealed apart", contract: contract{format: "freeotp2", write: writeFreeOTP2}, wrong: ErrWrongPassword, marked: true,
		unknown: []func([]byte) []byte{instead(`PBKDF2withHmacSHA512`, `PBKDF2withHmacSHA999`), instead(`AES/GCM/NoPadding`, `AES/OCB/NoPadding`)}},
	{why: "andOTP", contract: contract{format: "andotp-encrypted", write: writeNewAndOTP}, wrong: ErrWrongOrDamaged, flip: flipByte(40), flipped: ErrWrongOrDamaged},
	{why: "andOTP, its first versions", contract: contract{format: "andotp-encrypted", write: writeOldAndOTP}, wrong: ErrWrongOrDamaged, flip: flipByte(40), flipped: ErrWrongOrDamaged},
	{why: "Authenticator Plus: a seal on each page", contract: contract{format: "authenticator-plus-database", write: writeAuthPlusDatabase}, wrong: ErrWrongOrDamaged, flip: flipAt(100), flipped: ErrDamaged},
	{why: "AliasVault", contract: contract{format: "aliasvault", write: writeAvex}, wrong: ErrWrongOrDamaged, flip: flipByte(40), flipped: ErrWrongOrDamaged,
		unknown: []func([]byte) []byte{instead(`(?i)argon2id`, `scrypt`), instead(`AES-256-GCM`, `AES-512-GCM`)}},
	{why: "Padloc", contract: contract{format: "padloc", write: writePadloc}, wrong: ErrWrongOrDamaged, marked: true, flip: flipMember("encryptedData", 20), flipped: ErrWrongOrDamaged,
		unknown: []func([]byte) []byte{instead(`AES-GCM`, `AES-OCB`), instead(`SHA-256`, `SHA-999`)}},
	{why: "Authy: each key alone, and no seal", contract: contract{format: "authy", write: writeAuthy}, wrong: ErrWrongOrDamaged, marked: true},
	{why: "the browser extension: each key alone, and no seal", contract: contract{format: "authenticator-extension", write: writeExtension1}, wrong: ErrWrongOrDamaged, marked: true},
	{why: "the browser extension 2: a key for all of them, and no seal", contract: contract{format: "authenticator-extension", write: writeExtension2}, wrong: ErrWrongOrDamaged, marked: true},
	{why: "the browser extension 3: a hash of the key", contract: contract{format: "authenticator-extension", write: writeExtension3}, wrong: ErrWrongPassword, marked: true,
		flip: instead(`"data":\s*"U2FsdGVkX1...`, `"data":"U2FsdGVkX1aaa`), flipped: ErrDamaged, unknown: []func([]byte) []byte{instead(`"version":\s*3`, `"version":9`)}},
	{why: "OTPClient 3", contract: contract{format: "otpclient", write: writeOTPClient3}, wrong: ErrWrongOrDamaged, flip: flipByte(40), flipped: ErrWrongOrDamaged, unknown: []func([]byte) []byte{setByte(12, 4)}},
	{why: "OTPClient 2", contract: contract{format: "otpclient", write: writeOTPClient2}, wrong: ErrWrongOrDamaged, flip: flipByte(40), flipped: ErrWrongOrDamaged},
	{why: "TOTP Authenticator: no seal", contract: contract{format: "base64", write: writeTOTPAuthBackup}, wrong: ErrWrongOrDamaged, flip: flipLetter(20), flipped: ErrWrongOrDamaged},
}

func withoutReference(t testing.TB, accounts []account.Account, password string) []byte {
	data := contract{format: "2fas", writer: "2fas-encrypted"}.file(t, accounts)
	return instead(`"reference":`, `"nothing":`)(data)
}

// A wrong password is told from a damaged file and from a form that is not known, as far as the file can tell; one
// that is cut or of another form is never called a wrong password.
func TestWrongPasswordOrDamaged(t *testing.T) {
	defer cheaply()()
	rememberKeys(t)
	steam := account.Account{Issuer: "Steam", Name: "player", Key: otp.Defaults(otp.Steam)}
	steam.Key.Secret = append(canary(0), "more"...)
	var three []account.Account
	for i := range 3 {
		a := account.Account{Issuer: "Example", Name: strings.Repeat("n", i+1), Key: otp.Defaults(otp.TOTP)}
		a.Key.Secret = canary(i)
		three = append(three, a)
	}
	for _, f := range lockedFiles {
		t.Run(f.why, func(t *testing.T) {
			c, accounts := f.contract, three
			if c.most == 1 {
				accounts = []account.Account{steam}
			}
			data := c.file(t, accounts)
			read := func(data []byte, password string) (Result, error) {
				return Read(context.Background(), data, c.onlyPassword(password))
			}
			if r, err := read(data, contractPassword); err != nil || len(r.Accounts) != len(accounts) {
				t.Fatalf("with the right password: %d accounts, %v", len(r.Accounts), err)
			}
			_, err := read(data, "wrong")
			if f.wrong == ErrWrongPassword && errors.Is(err, ErrWrongOrDamaged) { // one in 256 passes the only check of an old zip file
				_, err = read(data, "another")
			}
			hold(t, "a wrong password", err, f.wrong)
			if f.flip != nil {
				r, err := read(f.flip(data), contractPassword)
				if f.flipped == nil && (err != nil || len(r.Failures) != 1 || len(r.Accounts) != len(accounts)-1) {
					t.Errorf("a changed byte: %d accounts, %v, %v", len(r.Accounts), r.Failures, err)
				} else if f.flipped != nil {
					hold(t, "a changed byte", err, f.flipped)
				}
			}
			for i := 1; i < 16; i++ {
				_, err := read(data[:i*len(data)/16], contractPassword)
				if err == nil || errors.Is(err, ErrWrongPassword) && (f.marked || !errors.Is(err, ErrWrongOrDamaged)) {
					t.Errorf("cut at %d of 16: %v", i, err)
				}
			}
			for i, change := range f.unknown {
				changed := change(data)
				if bytes.Equal(changed, data) {
					t.Fatalf("form %d is the same", i)
				}
				_, err := read(changed, contractPassword)
				hold(t, "an unknown form", err, ErrUnknownForm)
			}
		})
	}
}

// hold holds an error to one kind, and to no other of the three.
func hold(t *testing.T, what string, err, want error) {
	t.Helper()
	for _, kind := range []error{ErrWrongPassword, ErrWrongOrDamaged, ErrDamaged, ErrUnknownForm} {
		is := kind == want || kind == ErrWrongPassword && want == ErrWrongOrDamaged
		if errors.Is(err, kind) != is {
			t.Errorf("%s: %v", what, err)
			return
		}
	}
}

// What a program writes in a later way than is known is told before a password is tried.
func TestUnknownFormsInside(t *testing.T) {
	defer cheaply()()
	sealed := sealRNCryptor(contractPassword, []byte("x"))
	sealed[0] = 4
	if _, err := openRNCryptor(t.Context(), Env{}, sealed, contractPassword); !errors.Is(err, ErrUnknownForm) {
		t.Errorf("RNCryptor 4: %v", err)
	}
	env := guardManifest("XChaCha")
	env.Password = func(context.Context, bool) (string, error) { return contractPassword, nil }
	data := base64.StdEncoding.EncodeToString(random(64))
	if _, err := Read(t.Context(), []byte(data), env); !errors.Is(err, ErrUnknownForm) {
		t.Errorf("another scheme of steamguard-cli: %v", err)
	}
}

// Who has one password only hears what it ended with, not that it was wrong, where the file cannot tell.
func TestLastPasswordTells(t *testing.T) {
	for _, want := range []error{ErrWrongPassword, ErrWrongOrDamaged} {
		env := contract{}.onlyPassword("x")
		if err := withPassword(t.Context(), env, func(string) error { return want }); err != want {
			t.Errorf("%v became %v", want, err)
		}
	}
}
