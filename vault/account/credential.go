package account

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
)

// Credential returns the fingerprint of what codes are computed from: lower-case
// hexadecimal SHA-256 over the fields "watchword/cred/1", type, secret, algorithm,
// digits, period and PIN, each after its length as a big-endian uint32, the numbers in
// decimal. Issuer, name and counter are left out: two accounts with one credential give
// the same codes. It is stored inside the vault only, for whoever has a short secret's
// fingerprint can search for the secret.
func (a Account) Credential() string {
	h := sha256.New()
	for _, field := range [][]byte{
		[]byte("watchword/cred/1"),
		[]byte(a.Key.Type),
		a.Key.Secret,
		[]byte(a.Key.Algorithm),
		strconv.AppendInt(nil, int64(a.Key.Digits), 10),
		strconv.AppendInt(nil, int64(a.Key.Period), 10),
		[]byte(a.Key.PIN),
	} {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(field))))
		h.Write(field)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Fingerprint is what makes two accounts out of files one and the same: credential, issuer and
// name. One in the trash and one in use are two: the latter must not get lost for the former. It
// stays in memory, as the credential does.
func (a Account) Fingerprint() string {
	return fmt.Sprintf("%s %v %q %q", a.Credential(), a.InTrash(), a.Issuer, a.Name)
}
