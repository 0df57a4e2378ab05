package vault

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

func TestQuickUnlock(t *testing.T) {
	v := newTestVault(t, cheap(), totp("Amazon", "me", "quick"))
	name, secret, ok := v.QuickKey()
	if !ok || len(name) != 32 || len(secret) >= 100 || strings.ContainsAny(secret, "\r\n {\"") {
		t.Fatalf("kept is %q, %d characters, %v", name, len(secret), ok)
	}
	open := func(secret string) (*Vault, error) {
		l, err := Open(v.Path(), Options{KDF: func(context.Context, []byte, []byte, Params) ([]byte, error) {
			t.Error("a key was derived")
			return make([]byte, 32), nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if l.QuickName() != name {
			t.Errorf("the file asks for %s, the session kept %s", l.QuickName(), name)
		}
		return l.UnlockQuick(secret)
	}
	q, err := open(secret)
	if err != nil {
		t.Fatal(err)
	}
	if describe(q) != describe(v) || q.MustSetPassword() {
		t.Error("quick unlock opens something else")
	}
	q.Edit(q.Accounts()[0].ID, Edit{Note: new(string)})
	mustSave(t, q)
	q.Close()
	if _, _, ok := q.QuickKey(); ok {
		t.Error("a closed vault gives its key away")
	}

	raw, _ := base64.StdEncoding.DecodeString(secret)
	flipped := append([]byte(nil), raw...)
	flipped[3] ^= 1
	otherVault := append([]byte(nil), raw...)
	otherVault[40] ^= 1
	for why, wrong := range map[string]string{
		"nothing":        "",
		"no base64":      "{\"key\":1}",
		"a bit flipped":  base64.StdEncoding.EncodeToString(flipped),
		"another vault":  base64.StdEncoding.EncodeToString(otherVault),
		"cut off":        secret[:60],
		"a line too far": secret + "\n",
		"two of it":      secret + secret,
	} {
		if _, err := open(wrong); !errors.Is(err, ErrQuick) {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// A password changed, here or elsewhere, makes what was kept useless.
func TestQuickUnlockEndsWithThePassword(t *testing.T) {
	v := newTestVault(t, cheap())
	name, secret, _ := v.QuickKey()
	if err := v.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	l, err := Open(v.Path(), cheap())
	if err != nil {
		t.Fatal(err)
	}
	if l.QuickName() == name {
		t.Error("the name stayed")
	}
	if _, err := l.UnlockQuick(secret); !errors.Is(err, ErrQuick) {
		t.Errorf("the old key: %v", err)
	}
}

// A session that the recovery sheet opened has no key to keep.
func TestNoQuickKeyFromTheSheet(t *testing.T) {
	v := newTestVault(t, cheap())
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	l, _ := Open(v.Path(), cheap())
	r, err := l.UnlockWithSheet(string(sheet.Key))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if name, secret, ok := r.QuickKey(); ok || name+secret != "" {
		t.Error("a key is kept")
	}
}

// As age's plugin: the password opens the file, and how often it is asked for is bounded.
func TestAgeIdentity(t *testing.T) {
	v := newTestVault(t, cheap(), totp("Amazon", "me", "plugin"))
	data := readAll(t, v.Path())
	for _, row := range []struct {
		why   string
		typed []string
		want  error
	}{
		{"at once", []string{goodPassword}, nil},
		{"at the third try", []string{"wrong", "wrong too", goodPassword}, nil},
		{"never", []string{"a", "b", "c", goodPassword}, ErrWrongPassword},
		{"endless", []string{strings.Repeat("x", 5000), "b", "c"}, ErrWrongPassword},
	} {
		asked := 0
		i := &AgeIdentity{KDF: cheapKDF, Password: func(wrong bool) (string, error) {
			if wrong != (asked > 0) {
				t.Errorf("%s: question %d says wrong: %v", row.why, asked+1, wrong)
			}
			asked++
			return row.typed[asked-1], nil
		}}
		stanzas, err := ageStanzas(data)
		if err != nil {
			t.Fatal(err)
		}
		key, err := i.Unwrap(stanzas)
		if !errors.Is(err, row.want) || row.want == nil && len(key) != 16 {
			t.Errorf("%s: %v, %d bytes", row.why, err, len(key))
		}
		if asked > passwordAttempts {
			t.Errorf("%s: asked %d times", row.why, asked)
		}
	}

	// Files that are none of ours, or that would cost too much.
	never := &AgeIdentity{
		KDF: func(context.Context, []byte, []byte, Params) ([]byte, error) { t.Error("derived"); return nil, nil },
		Password: func(bool) (string, error) {
			t.Error("asked for a password")
			return "", nil
		},
		Allow: func() (bool, error) { return false, nil },
	}
	good, _ := ageStanzas(data)
	if _, err := never.Unwrap(nil); !errors.Is(err, age.ErrIncorrectIdentity) {
		t.Errorf("no slots: %v", err)
	}
	if _, err := never.Unwrap(append(good, good...)); !errors.Is(err, age.ErrIncorrectIdentity) {
		t.Errorf("two password slots: %v", err)
	}
	costly := *good[0]
	costly.Args = append([]string(nil), costly.Args...)
	costly.Args[1] = "2000000000"
	if _, err := never.Unwrap([]*age.Stanza{&costly}); !errors.Is(err, ErrNotVault) {
		t.Errorf("2 TB: %v", err)
	}
	costly.Args[1], costly.Args[2] = "1500000", "1"
	if _, err := never.Unwrap([]*age.Stanza{&costly}); err == nil {
		t.Error("more than 1 GiB without a question")
	}
}

// ageStanzas are the slots of a file as age hands them to an identity.
func ageStanzas(data []byte) ([]*age.Stanza, error) {
	list, err := readStanzas(data)
	var out []*age.Stanza
	for _, s := range list {
		out = append(out, &age.Stanza{Type: s.kind, Args: s.args, Body: s.body})
	}
	return out, err
}

// The name in the folder has nothing to do with what is kept.
func TestQuickNameIsOfThePassword(t *testing.T) {
	v := newTestVault(t, cheap())
	copied := filepath.Join(t.TempDir(), "copy.watchword")
	if r := v.SaveCopy(context.Background(), copied); r.Status != Saved {
		t.Fatal(r.Err)
	}
	_, secret, _ := v.QuickKey()
	l, err := Open(copied, cheap())
	if err != nil {
		t.Fatal(err)
	}
	q, err := l.UnlockQuick(secret)
	if err != nil {
		t.Fatal(err)
	}
	q.Close()
}

// The key fits, but the file behind its slot is damaged: that is said, and not that all is well.
func TestQuickUnlockOfADamagedFile(t *testing.T) {
	v := newTestVault(t, cheap(), totp("Amazon", "me", "quick"))
	_, secret, _ := v.QuickKey()
	data, err := os.ReadFile(v.Path())
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1] ^= 1
	if err := os.WriteFile(v.Path(), data, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Open(v.Path(), cheap())
	if err != nil {
		t.Fatal(err)
	}
	if q, err := l.UnlockQuick(secret); !errors.Is(err, ErrDamaged) || q != nil {
		t.Errorf("%v, %v", q, err)
	}
}
