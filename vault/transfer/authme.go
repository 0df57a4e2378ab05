package transfer

import (
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// authme is the export of the desktop program Authme: JSON around a text of blocks.
func authme() Format {
	return Format{
		ID:     "authme",
		Name:   "Authme",
		How:    words.Mark("In Authme: Export, Save as .authme file."),
		Brings: words.Mark("TOTP."),
		Leaves: words.Mark("What Authme does not keep either: digits, periods and hashes other than the usual."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["codes"] == '"' && m["role"] == '"'
		},
		Read: readAuthme,
	}
}

var errAuthmeEncrypted = unknownForm(words.Error("This is a backup that only Authme can open. In Authme, open it and choose Export, Save as .authme file."))

func readAuthme(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	if n.get("encrypted").truth() {
		return Result{Encrypted: true}, errAuthmeEncrypted
	}
	text, ok := decodeBase64(n.get("codes").text())
	if !ok || len(text) > maxText {
		return r, ErrDamaged
	}
	position := 0
	var block map[string]string
	end := func() error {
		if len(block) == 0 {
			return nil
		}
		position++
		if err := r.next(ctx); err != nil {
			return err
		}
		kind := strings.TrimPrefix(block["Type"], "OTP_")
		a, err := entry{Type: kind, Secret: block["Secret"]}.account(block["Issuer"], withoutPrefix(block["Name"], block["Issuer"]))
		if err == nil && a.Key.Type == otp.HOTP {
			err = reason{words.Error("it is counter-based, and Authme does not write its counter")}
		}
		r.add(position, a, err)
		block = nil
		return nil
	}
	for line := range strings.Lines(string(text)) {
		// Names stand at the begin of a line, and each value nine characters on.
		name, value, ok := strings.Cut(line, ":")
		switch name = strings.TrimSpace(name); {
		case !ok || name != "Name" && name != "Secret" && name != "Issuer" && name != "Type":
			continue
		case block[name] != "" || name == "Name" && len(block) > 0:
			if err := end(); err != nil {
				return r, err
			}
		}
		if block == nil {
			block = map[string]string{}
		}
		block[name] = strings.TrimSpace(value)
	}
	if err := end(); err != nil {
		return r, err
	}
	if position == 0 && len(text) > 0 {
		r.add(1, account.Account{}, reason{words.Error("no code was found in the text of the file")})
	}
	return r, nil
}
