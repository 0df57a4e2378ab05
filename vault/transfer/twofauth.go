package transfer

import (
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// twoFAuth is the export of 2FAuth, in the clear.
func twoFAuth() Format {
	return Format{
		ID:     "2fauth",
		Name:   "2FAuth",
		How:    words.Mark("In 2FAuth: Manage, select the accounts, Export, 2FAuth format (JSON)."),
		Brings: words.Mark("TOTP, HOTP and Steam."),
		Leaves: words.Mark("Icons, groups."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["app"] == '"' && m["data"] == '[' && strings.Contains(string(data), "2fauth")
		},
		Read: readTwoFAuth,
	}
}

func readTwoFAuth(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	err = r.each(ctx, n.get("data").list(), func(item node) (account.Account, error) {
		kind := strings.ToLower(item.get("otp_type").text())
		if kind == "steamtotp" {
			kind = string(otp.Steam)
		}
		return entry{
			Type: kind, Secret: item.get("secret").text(), Algorithm: item.get("algorithm").text(),
			Digits: item.get("digits"), Period: item.get("period"), Counter: item.get("counter"),
		}.account(item.get("service").text(), item.get("account").text())
	})
	return r, err
}
