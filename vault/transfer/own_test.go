package transfer

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// A vault is no export: nobody is asked for "the password that was set when it was exported",
// whatever the file is said to be. Other age files are told by age's own first line.
func TestVaultIsNoExport(t *testing.T) {
	chance := make([]byte, 5000)
	r := rand.NewChaCha8([32]byte{1})
	r.Read(chance)
	const (
		own      = "-> watchword/argon2id c2FsdA 65536 3 4 bm9uY2U\nYm9keQ\n"
		recovery = "-> X25519 a2V5\nYm9keQ\n"
	)
	for _, tt := range []struct {
		reason, header string
		vault          bool
		format         string // as what it is detected
	}{
		{"a vault", ageFirstLine + own + "--- bWFj\n", true, ""},
		{"with its sheet's slot first", ageFirstLine + recovery + own + "--- bWFj\n", true, ""},
		{"damaged within its header", ageFirstLine + own[:30], true, ""},
		{"for a key", ageFirstLine + recovery + "--- bWFj\n", false, "age"},
		{"for a password", ageFirstLine + "-> scrypt c2FsdA 18\nYm9keQ\n--- bWFj\n", false, "age"},
		{"a slot's name far behind the header", ageFirstLine + recovery + strings.Repeat("x", maxAgeHeader) + "\n" + own, false, "age"},
		{"chance", "", false, "andotp-encrypted"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			data := append([]byte(tt.header), chance...)
			f, ok := Detect(data)
			if IsVault(data) != tt.vault || ok != (tt.format != "") || f.ID != tt.format {
				t.Errorf("a vault: %v, detected as %q", IsVault(data), f.ID)
			}
			if !tt.vault {
				return
			}
			env := Env{Password: func(context.Context, bool) (string, error) {
				t.Error("it asks for a password")
				return "", errors.New("nobody is there")
			}}
			if _, err := Read(t.Context(), data, env); !errors.Is(err, ErrVault) {
				t.Errorf("read: %v", err)
			}
			for _, f := range Formats {
				if _, err := ReadAs(t.Context(), f, data, env); f.Read != nil && !errors.Is(err, ErrVault) {
					t.Errorf("as %s: %v", f.ID, err)
				}
			}
		})
	}
}
