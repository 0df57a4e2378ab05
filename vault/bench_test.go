package vault

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
)

// remembering gives back what Argon2id computed before, so that a benchmark measures all
// but the key derivation.
func remembering() KDF {
	known := map[string][]byte{}
	return func(ctx context.Context, password, salt []byte, p Params) ([]byte, error) {
		key := fmt.Sprint(string(password), string(salt), p)
		if known[key] == nil {
			known[key], _ = Argon2id(ctx, password, salt, p)
		}
		return append([]byte(nil), known[key]...), nil
	}
}

func benchVault(b *testing.B, n int) (*Vault, Options) {
	b.Helper()
	o := cheap()
	o.KDF = remembering()
	o.BackupDir = b.TempDir()
	v, err := Create(context.Background(), filepath.Join(b.TempDir(), "vault.watchword"), []byte(goodPassword), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(v.Close)
	v.Add(sample(n)...)
	mustSave(b, v)
	return v, o
}

// BenchmarkUnlock is all of an unlock but the key derivation.
func BenchmarkUnlock(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			v, o := benchVault(b, n)
			for b.Loop() {
				w, err := tryOpen(v.Path(), goodPassword, o)
				if err != nil {
					b.Fatal(err)
				}
				w.Close()
			}
		})
	}
}

// BenchmarkSave is a save to the real disk, with its flushes and its backup.
func BenchmarkSave(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			v, _ := benchVault(b, n)
			id := v.Accounts()[0].ID
			for i := 0; b.Loop(); i++ {
				v.Edit(id, Edit{Note: ptr(fmt.Sprint(i))})
				mustSave(b, v)
			}
		})
	}
}

// BenchmarkKDF is the key derivation itself, at the floor.
func BenchmarkKDF(b *testing.B) {
	for b.Loop() {
		Argon2id(context.Background(), []byte(goodPassword), make([]byte, 16), Floor)
	}
}

// BenchmarkAccounts is a copy of all accounts, as the list asks for it.
func BenchmarkAccounts(b *testing.B) {
	v, _ := benchVault(b, 10_000)
	for b.Loop() {
		v.Accounts()
	}
}
