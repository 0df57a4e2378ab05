package vault

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"filippo.io/age"
)

// FuzzStanza hands any arguments and body to what opens the password slot and the plugin: they
// refuse, or find the file key; a key is derived only for costs within the bounds, and only once a
// password.
func FuzzStanza(f *testing.F) {
	pass := passwordKey{salt: bytes.Repeat([]byte{7}, 16), params: Params{Memory: 19456, Time: 1, Threads: 1}}
	pass.kek = cheapKey(goodPassword, pass.salt, pass.params)
	fileKey := bytes.Repeat([]byte{9}, 16)
	good, err := passwordRecipient{pass, bytes.NewReader(bytes.Repeat([]byte{5}, 32))}.Wrap(fileKey)
	if err != nil {
		f.Fatal(err)
	}
	words, body := strings.Join(good[0].Args, " "), good[0].Body
	f.Add(words, body)
	f.Add(strings.Replace(words, "19456", "2097153", 1), body)
	f.Add(strings.Replace(words, " 1 1 ", " 1 01 ", 1), body)
	f.Add("", []byte(nil))
	f.Fuzz(func(t *testing.T, args string, sealed []byte) {
		stanzas := []*age.Stanza{{Type: argonStanza, Args: strings.Split(args, " "), Body: sealed}}
		same := args == words && bytes.Equal(sealed, body)
		key, err := (&passwordIdentity{kek: pass.kek}).Unwrap(stanzas)
		if (err == nil) != same && !bytes.Equal(key, fileKey) {
			t.Fatalf("opened %v, %v", err == nil, same)
		}
		derived, asked := 0, 0
		plugin := &AgeIdentity{
			Password: func(bool) (string, error) { asked++; return goodPassword, nil },
			Allow:    func() (bool, error) { return false, nil },
			KDF: func(ctx context.Context, p, salt []byte, costs Params) ([]byte, error) {
				derived++
				if !inBounds(uint64(costs.Memory), uint64(costs.Time), uint64(costs.Threads)) || costs.Memory > freeMemory || len(salt) != 16 {
					t.Fatalf("a key was derived for %+v and a salt of %d bytes", costs, len(salt))
				}
				return cheapKDF(ctx, p, salt, costs)
			},
		}
		key, err = plugin.Unwrap(stanzas)
		if derived != asked || derived > passwordAttempts || same && !bytes.Equal(key, fileKey) {
			t.Fatalf("%d keys for %d passwords, %v", derived, asked, err)
		}
	})
}
