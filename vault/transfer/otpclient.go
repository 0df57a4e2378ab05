package transfer

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

var otpClientMagic = []byte("OTPClient")

// otpClient is the database of OTPClient, which its export is a copy of.
func otpClient() Format {
	return Format{
		ID:     "otpclient",
		Name:   "OTPClient",
		How:    words.Mark("OTPClient keeps its accounts in a file of its own: choose the .enc file whose place its settings show."),
		Brings: words.Mark("TOTP, HOTP and Steam; groups as tags; files of versions 1 to 3."),
		Leaves: words.Mark("Nothing."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return bytes.HasPrefix(data, otpClientMagic) },
		Read:   readOTPClient,
	}
}

// An otpClientHeader is what stands before the ciphertext in any version.
type otpClientHeader struct {
	version  int
	iv, salt []byte
	cost     argon2Cost // versions 2 and 3
	size     int        // of the header, all of which is authenticated
}

// parseOTPClient reads the header: three layouts, the second of which is a C struct.
func parseOTPClient(data []byte) (otpClientHeader, error) {
	var h otpClientHeader
	if len(data) < 13 {
		return h, ErrDamaged
	}
	cost := func(order binary.ByteOrder, at int) argon2Cost {
		return argon2Cost{Passes: int64(order.Uint32(data[at:])), Memory: int64(order.Uint32(data[at+4:])), Lanes: int64(order.Uint32(data[at+8:]))}
	}
	switch {
	case binary.BigEndian.Uint32(data[9:]) == 3 && len(data) >= 73+16:
		return otpClientHeader{version: 3, iv: data[13:29], salt: data[29:61], cost: cost(binary.BigEndian, 61), size: 73}, nil
	case len(data) >= 76+16 && binary.LittleEndian.Uint32(data[12:]) == 2:
		return otpClientHeader{version: 2, iv: data[16:32], salt: data[32:64], cost: cost(binary.LittleEndian, 64), size: 76}, nil
	case binary.BigEndian.Uint32(data[9:]) > 3 && binary.BigEndian.Uint32(data[9:]) < 100:
		return h, errNewerOTPClient
	}
	return h, ErrDamaged
}

var errNewerOTPClient = unknownForm(words.Error("This file is of a newer OTPClient than Watchword knows. Export its accounts as FreeOTP+ (plain text) and import that."))

func readOTPClient(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	h, err := parseOTPClient(data)
	if err != nil {
		return r, err
	}
	err = withPassword(ctx, env, func(password string) error {
		plain, err := h.open(ctx, env, data, password)
		if err != nil {
			return err
		}
		r, err = readOTPClientList(ctx, plain)
		return err
	})
	r.Encrypted = true
	return r, err
}

func (h otpClientHeader) open(ctx context.Context, env Env, data []byte, password string) ([]byte, error) {
	for _, p := range h.passwords(password) {
		key, err := argon2idKey(ctx, env, []byte(p), h.salt, h.cost, 32)
		if err != nil {
			return nil, err
		}
		if plain, ok := openGCM(key, h.iv, data[h.size:], data[:h.size]); ok {
			return plain, nil
		}
	}
	return nil, ErrWrongOrDamaged
}

// passwords returns what may have been the password: version 2 cut one that is not ASCII
// to as many bytes as it has characters.
func (h otpClientHeader) passwords(password string) []string {
	if n := len([]rune(password)); h.version == 2 && n < len(password) {
		return []string{password, password[:n]}
	}
	return []string{password}
}

func readOTPClientList(ctx context.Context, plain []byte) (Result, error) {
	var r Result
	n, err := parseJSON(plain)
	if err != nil {
		return r, err
	}
	err = r.each(ctx, n.list(), func(item node) (account.Account, error) {
		kind, issuer := strings.ToLower(item.get("type").text()), item.get("issuer").text()
		if kind == string(otp.TOTP) && strings.EqualFold(issuer, "Steam") {
			kind = string(otp.Steam)
		}
		a, err := entry{
			Type: kind, Secret: item.get("secret").text(), Algorithm: item.get("algo").text(),
			Digits: item.get("digits"), Period: item.get("period"), Counter: item.get("counter"),
		}.account(issuer, item.get("label").text())
		a.Tags = []string{item.get("group").text()}
		return a, err
	})
	return r, err
}
