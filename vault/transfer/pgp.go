package transfer

import (
	"bytes"
	"context"

	"watchword/assets/words"
)

var errPGP = unknownForm(words.Error("The file is encrypted with PGP, which Watchword does not read. Decrypt it first (gpg --decrypt FILE > export.json), or export it in another way, then import the result."))

// pgp names files that andOTP, WinAuth and Proton Pass encrypt with OpenPGP.
func pgp() Format {
	return Format{
		ID:     "pgp",
		Name:   words.Mark("PGP-encrypted export"),
		How:    words.Mark("andOTP and WinAuth can encrypt an export with PGP. Decrypt it with gpg first, or export it with a password instead."),
		Brings: words.Mark("Nothing before it is decrypted."),
		Leaves: words.Mark("Everything: gpg decrypts it first."),
		step:   stepPGP,
		Detect: isPGP,
		Read:   func(context.Context, []byte, Env) (Result, error) { return Result{Encrypted: true}, errPGP },
	}
}

// isPGP knows the armoured form, and the first packet of a binary one: a session key for
// a public key (tag 1, version 3) or for a password (tag 3, version 4 to 6); RFC 9580,
// sections 4.2 and 5.
func isPGP(data []byte) bool {
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("-----BEGIN PGP")) {
		return true
	}
	if len(data) < 32 || data[0]&0x80 == 0 {
		return false
	}
	tag, head := int(data[0]>>2&0x0F), 2+int(data[0]&3)
	if data[0]&0x40 != 0 {
		tag, head = int(data[0]&0x3F), 2
		if data[1] >= 192 && data[1] < 224 {
			head = 3
		}
	} else if data[0]&3 == 1 {
		head = 3
	}
	version := data[head]
	length := int(data[1])
	switch {
	case tag == 1:
		// A key ID of 8 bytes and an algorithm (1 RSA, 16 Elgamal, 18 ECDH) follow.
		algorithm := data[head+9]
		return version == 3 && (algorithm == 1 || algorithm == 16 || algorithm == 18)
	case tag == 3:
		return version == 4 && length < 64 && data[head+1] <= 13 && data[head+2] <= 4
	}
	return false
}
