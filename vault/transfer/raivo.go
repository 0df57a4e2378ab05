package transfer

import (
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

var raivoHow = words.Mark("In Raivo: Settings, Export OTPs to ZIP archive. Its password is Raivo's master password.")

// raivo is the list inside Raivo's archive.
func raivo() Format {
	return Format{
		ID:     "raivo",
		Name:   words.Mark("Raivo (JSON)"),
		How:    raivoHow,
		Brings: words.Mark("TOTP and HOTP, pinned ones."),
		Leaves: words.Mark("Icons."),
		step:   stepJSON,
		Detect: func(data []byte) bool { m := peekItem(data); return m["kind"] != 0 && m["timer"] != 0 },
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) {
			return readRaivo(ctx, data)
		},
	}
}

func readRaivo(ctx context.Context, data []byte) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	err = r.each(ctx, n.list(), func(item node) (account.Account, error) {
		a, err := entry{
			Type: item.get("kind").text(), Secret: item.get("secret").text(), Algorithm: item.get("algorithm").text(),
			Digits: item.get("digits"), Period: item.get("timer"), Counter: item.get("counter"),
		}.account(item.get("issuer").text(), item.get("account").text())
		a.Pinned = item.get("pinned").truth()
		return a, err
	})
	return r, err
}

// raivoZip is the archive itself.
func raivoZip() Format {
	return Format{
		ID:     "raivo-zip",
		Name:   "Raivo",
		How:    raivoHow,
		Brings: words.Mark("TOTP and HOTP, pinned ones."),
		Leaves: words.Mark("Icons."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return zipHas(data, isRaivo) },
		Read:   readRaivoZip,
	}
}

func isRaivo(name string) bool { return strings.HasSuffix(name, "raivo-otp-export.json") }

func readRaivoZip(ctx context.Context, data []byte, env Env) (Result, error) {
	content, locked, err := openMember(ctx, data, env, isRaivo)
	if err != nil {
		return Result{Encrypted: locked}, err
	}
	r, err := readRaivo(ctx, content)
	r.Encrypted = locked
	return r, err
}
