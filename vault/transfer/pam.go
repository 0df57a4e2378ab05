package transfer

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// pam is the file .google_authenticator of google-authenticator-libpam: a key, options in
// lines that begin with a quotation mark, and recovery codes of eight digits.
func pam() Format {
	return Format{
		ID:     "google-authenticator-pam",
		Name:   words.Mark("google-authenticator (PAM)"),
		How:    words.Mark("The file .google_authenticator in the home folder of a computer that you log in to."),
		Brings: words.Mark("TOTP or HOTP; the recovery codes."),
		Leaves: words.Mark("Options of the login, such as rate limits."),
		step:   stepMagic, // exact, and no JSON or table looks like it
		Detect: func(data []byte) bool { _, ok := parsePAM(data); return ok },
		Read:   readPAM,
	}
}

// A pamFile is such a file.
type pamFile struct {
	entry
	codes []string
}

const maxPAM = 64 << 10

// parsePAM reads the file; ok is false where it is another one: one of its options must be
// there, and nothing else than it may have.
func parsePAM(data []byte) (f pamFile, ok bool) {
	if len(data) == 0 || len(data) > maxPAM {
		return f, false
	}
	for i, line := range strings.FieldsFunc(string(data), func(r rune) bool { return r == '\n' || r == '\r' }) {
		option, isOption := strings.CutPrefix(line, `" `)
		switch {
		case i == 0:
			if f.Secret = strings.TrimSpace(line); f.Secret == "" || strings.ContainsAny(f.Secret, " ,;:{<\"") {
				return f, false
			}
		case isOption:
			words := strings.Fields(option)
			switch {
			case len(words) == 1 && words[0] == "TOTP_AUTH":
				ok, f.Type = true, string(otp.TOTP)
			case len(words) == 2 && words[0] == "HOTP_COUNTER":
				ok, f.Type, f.Counter = true, string(otp.HOTP), textNode(words[1])
			case len(words) == 2 && words[0] == "STEP_SIZE":
				ok, f.Period = true, textNode(words[1])
			case len(words) > 0:
				ok = ok || pamOptions[words[0]]
			}
		case strings.TrimSpace(line) == "":
		case isPAMCode(strings.TrimSpace(line)):
			f.codes = append(f.codes, strings.TrimSpace(line))
		default:
			return f, false
		}
	}
	return f, ok
}

var pamOptions = map[string]bool{
	"RATE_LIMIT": true, "WINDOW_SIZE": true, "DISALLOW_REUSE": true, "RESETTING_TIME_SKEW": true, "TIME_SKEW": true,
}

func isPAMCode(line string) bool {
	_, err := strconv.ParseUint(line, 10, 32)
	return err == nil && len(line) == 8
}

func readPAM(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	f, ok := parsePAM(data)
	if !ok {
		return r, ErrDamaged
	}
	r.keep(words.Mark("the login of that computer needs it"))
	a, err := f.account("", "")
	if len(f.codes) > 0 {
		a.Note = words.T("Recovery codes:") + "\n" + strings.Join(f.codes, "\n")
	}
	r.add(1, a, err)
	return r, ctx.Err()
}

// rsc2FA is the file .2fa of the terminal program 2fa by Russ Cox: lines “NAME DIGITS KEY”,
// and for HOTP the counter of the code that was made last, in twenty digits.
func rsc2FA() Format {
	return Format{
		ID:     "rsc-2fa",
		Name:   words.Mark("2fa (rsc)"),
		How:    words.Mark("2fa keeps its keys in the file .2fa in the home folder: choose that."),
		Brings: words.Mark("TOTP and HOTP."),
		Leaves: words.Mark("Nothing."),
		step:   stepList,
		Detect: func(data []byte) bool {
			// The third word of a sentence may be base32 too: one of the keys must look like one.
			first := true
			for line := range bytes.Lines(bytes.TrimLeft(data[:min(len(data), 4<<10)], "\r\n")) {
				e, ok := parse2FA(string(line))
				if first && !ok {
					return false
				}
				if first = false; ok && looksLikeKey(e.Secret) {
					return true
				}
			}
			return false
		},
		Read: readRSC2FA,
	}
}

// counterDigits is how long a counter is.
const counterDigits = 20

// parse2FA reads one line. Forks of the program put the period before the key.
func parse2FA(line string) (e pamEntry, ok bool) {
	words := strings.Fields(line)
	if len(words) < 3 || len(words[1]) != 1 || words[1] < "6" || words[1] > "8" {
		return e, false
	}
	e.name, e.Digits = words[0], textNode(words[1])
	rest := words[2:]
	if len(rest) > 1 && len(rest[0]) == 2 {
		if _, err := strconv.ParseUint(rest[0], 10, 8); err == nil {
			e.Period, rest = textNode(rest[0]), rest[1:]
		}
	}
	e.Secret = rest[0]
	if _, err := account.ParseKey(e.Secret); err != nil && len(rest) == 1 {
		return e, strings.Trim(strings.ToUpper(e.Secret), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=") == "" && len(e.Secret) >= 8
	}
	switch {
	case len(rest) == 1:
		return e, true
	case len(rest) == 2 && len(rest[1]) == counterDigits:
		last, err := strconv.ParseUint(rest[1], 10, 63)
		e.Type, e.Counter = string(otp.HOTP), textNode(strconv.FormatUint(last+1, 10))
		return e, err == nil
	}
	return e, false
}

// A pamEntry is a line with its name.
type pamEntry struct {
	entry
	name string
}

func readRSC2FA(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	if len(data) > maxText {
		return r, errTooLarge
	}
	position := 0
	for line := range bytes.Lines(data) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		position++
		if err := r.next(ctx); err != nil {
			return r, err
		}
		e, ok := parse2FA(string(line))
		if !ok {
			r.add(position, account.Account{}, reason{words.Error("this line is not an entry of 2fa")})
			continue
		}
		a, err := e.account("", e.name)
		r.add(position, a, err)
	}
	return r, nil
}
