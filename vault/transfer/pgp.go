package transfer

import (
	"bytes"
	"context"
	"errors"
)

var errPGP = errors.New("This file is encrypted with PGP. Decrypt it first, for example with “gpg --decrypt FILE > export.txt”, import the result, and delete it then.")

// pgp is anything that is encrypted with PGP, which only the person's own keys can open:
// andOTP, WinAuth and Proton Pass write such files.
func pgp() Format {
	return Format{
		ID:     "pgp",
		Name:   "PGP",
		How:    "andOTP, WinAuth and Proton Pass can encrypt their exports with PGP: decrypt such a file first, for example with “gpg --decrypt”.",
		step:   stepPGP,
		Detect: isPGP,
		Read: func(context.Context, []byte, Env) (Result, error) {
			return Result{Encrypted: true}, errPGP
		},
	}
}

// isPGP knows the text form, and the binary form by its first packet (RFC 4880, section
// 4.2): a session key encrypted to somebody or with a password.
func isPGP(data []byte) bool {
	data = withoutBOM(data)
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("-----BEGIN PGP")) {
		return true
	}
	if len(data) < 8 {
		return false
	}
	at := 0 // of the version, behind the packet's length
	switch data[0] {
	case 0x84, 0x8c: // old format: tags 1 and 3, length of one byte
		at = 2
	case 0x85, 0x8d: // length of two bytes
		at = 3
	case 0xc1, 0xc3: // new format
		at = 2
		if data[1] >= 192 {
			at = 3
		}
	default:
		return false
	}
	if data[0] == 0x84 || data[0] == 0x85 || data[0] == 0xc1 {
		return data[at] == 3 // public key encrypted session key, version 3
	}
	return data[at] == 4 && data[at+1] >= 1 && data[at+1] <= 13 // version 4 and its cipher
}
