package otp

import (
	"crypto/md5"
	"encoding/hex"
	"strconv"
)

// motpCode is the first six hexadecimal digits of MD5 over the number of ten-second
// steps in decimal, the secret in lower-case hexadecimal, and the PIN (motp.sourceforge.net).
func motpCode(secret Secret, pin PIN, factor uint64) string {
	text := strconv.AppendUint(nil, factor, 10)
	text = hex.AppendEncode(text, secret)
	text = append(text, pin...)
	sum := md5.Sum(text)
	return hex.EncodeToString(sum[:3])
}
