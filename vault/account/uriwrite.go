package account

import (
	"encoding/hex"
	"strconv"
	"strings"

	"watchword/vault/otp"
)

// URI returns the account as a link that [ParseURI] reads back, and that carries every
// parameter, so that no reader needs to know a default. It holds the secret. Steam's
// codes are marked in all the ways that other programs look for; Yandex and mOTP are
// written as Aegis writes them.
func (a Account) URI() string {
	k := a.Key
	var q query
	switch k.Type {
	case otp.MOTP:
		q.add("secret", hex.EncodeToString(k.Secret))
		if k.PIN != "" {
			q.add("pin", string(k.PIN))
		}
		return "motp://" + a.label() + q.text()
	case otp.Yandex:
		q.add("secret", FormatKey(k.Secret))
		if a.Issuer != "" {
			q.add("issuer", a.Issuer)
		}
		if k.PIN != "" {
			q.add("pin", FormatKey(otp.Secret(k.PIN)))
		}
		return "otpauth://yaotp/" + a.label() + q.text()
	}
	q.add("secret", FormatKey(k.Secret))
	if a.Issuer != "" {
		q.add("issuer", a.Issuer)
	}
	q.add("algorithm", string(k.Algorithm))
	q.add("digits", strconv.Itoa(k.Digits))
	if k.Type == otp.HOTP {
		q.add("counter", strconv.FormatUint(a.Counter, 10))
	} else {
		q.add("period", strconv.Itoa(k.Period))
	}
	if k.Type == otp.Steam {
		q.add("encoder", "steam")
	}
	return "otpauth://" + string(k.Type) + "/" + a.label() + q.text()
}

// label is ISSUER:NAME with both parts escaped. A name with a colon and no issuer gets an
// empty prefix, or its beginning would be read back as the issuer.
func (a Account) label() string {
	if a.Issuer == "" && !strings.Contains(a.Name, ":") {
		return escape(a.Name)
	}
	return escape(a.Issuer) + ":" + escape(a.Name)
}

// A query collects parameters in the order in which they are written.
type query []string

func (q *query) add(name, value string) { *q = append(*q, name+"="+escape(value)) }

func (q query) text() string { return "?" + strings.Join(q, "&") }

// escape percent-encodes all but the unreserved characters (RFC 3986, section 2.3): a
// space is %20, which both halves of a link understand.
func escape(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(s) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}
