package transfer

import (
	"context"

	"watchword/assets/words"
	"watchword/vault/otp"
)

// duo is the file of Duo Mobile on a rooted phone.
func duo() Format {
	return Format{
		ID:     "duo",
		Name:   "Duo Mobile",
		How:    words.Mark("Duo Mobile has no export. On a rooted Android phone: files/duokit/accounts.json of com.duosecurity.duomobile."),
		Brings: words.Mark("TOTP and HOTP of other services."),
		Leaves: words.Mark("Duo's own approvals, which are no codes; issuers: the file has none."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peekItem(data)
			return m["otpGenerator"] == '{' || m["accountType"] != 0 && m["pkey"] != 0
		},
		Read: readDuo,
	}
}

func readDuo(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	for i, item := range n.list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		generator := item.get("otpGenerator")
		if generator.missing() {
			continue // an account that asks on the phone and has no codes
		}
		e := entry{Secret: generator.get("otpSecret").text(), Counter: generator.get("counter")}
		if !e.Counter.missing() {
			e.Type = string(otp.HOTP)
		}
		a, err := e.account("", item.get("name").text())
		r.add(i+1, a, err)
	}
	return r, nil
}
