package vault

import "testing"

// payloadOf decrypts a file that cheapKDF and goodPassword made.
func payloadOf(t testing.TB, path string) []byte {
	t.Helper()
	data := readAll(t, path)
	h, err := parseHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := decrypt(data, &passwordIdentity{kek: cheapKey(goodPassword, h.salt, h.params)}, ErrWrongPassword)
	if err != nil {
		t.Fatal(err)
	}
	return payload
}
