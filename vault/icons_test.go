package vault

import (
	"bytes"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
)

func iconVault(t *testing.T) (*Vault, string) {
	t.Helper()
	v, err := Create(t.Context(), t.TempDir()+"/v.watchword", []byte("five words of a test"), cheap())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	ids := v.Add(account.Account{Issuer: "Bank", Key: otp.Key{Type: otp.TOTP, Secret: []byte("12345678901234567890"), Algorithm: otp.SHA1, Digits: 6, Period: 30}})
	return v, ids[0]
}

func setIcon(t *testing.T, v *Vault, id, name string) {
	t.Helper()
	if err := v.Edit(id, Edit{Icon: &name}); err != nil {
		t.Fatal(err)
	}
}

func TestIcons(t *testing.T) {
	v, id := iconVault(t)
	one, two, three := []byte("first picture"), []byte("second"), []byte("third")
	name, err := v.AddIcon(one)
	if err != nil || !bytes.Equal(v.Icon(name), one) {
		t.Fatalf("kept %q: %v", v.Icon(name), err)
	}
	again, _ := v.AddIcon(one)
	if again != name {
		t.Error("the same picture has two names")
	}
	setIcon(t, v, id, name)
	second, _ := v.AddIcon(two)
	setIcon(t, v, id, second)
	if _, err := v.AddIcon(three); err != nil {
		t.Fatal(err)
	}
	if v.Icon(name) == nil {
		t.Error("a picture that the account had a moment ago is gone: undo could not bring it back")
	}
	if r := v.Save(t.Context()); r.Status != Saved {
		t.Fatal(r.Err)
	}

	// After opening anew only what is in use stays, at the next picture.
	l, err := Open(v.Path(), v.o)
	if err != nil {
		t.Fatal(err)
	}
	w, err := l.Unlock(t.Context(), []byte("five words of a test"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if !bytes.Equal(w.Icon(second), two) {
		t.Error("the picture is not in the file")
	}
	fourth, _ := w.AddIcon([]byte("fourth"))
	if w.Icon(name) != nil || w.Icon(second) == nil || w.Icon(fourth) == nil {
		t.Error("the wrong pictures were dropped")
	}

	if _, err := v.AddIcon(make([]byte, maxIcon+1)); err == nil {
		t.Error("a picture that is too large was taken")
	}
	if _, err := v.AddIcon(make([]byte, maxIcon)); err != nil {
		t.Error("a picture at the limit was refused")
	}
	if v.Icon("no such") != nil {
		t.Error("a picture came from nowhere")
	}
	v.Close()
	if v.Icon(second) != nil {
		t.Error("a closed vault still has pictures")
	}
}

// Two computers that choose icons at the same time both keep theirs.
func TestIconsMerge(t *testing.T) {
	v, id := iconVault(t)
	if r := v.Save(t.Context()); r.Status != Saved {
		t.Fatal(r.Err)
	}
	l, _ := Open(v.Path(), v.o)
	w, err := l.Unlock(t.Context(), []byte("five words of a test"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	here, _ := v.AddIcon([]byte("here"))
	setIcon(t, v, id, here)
	if r := v.Save(t.Context()); r.Status != Saved {
		t.Fatal(r.Err)
	}
	there, _ := w.AddIcon([]byte("there"))
	setIcon(t, w, id, there)
	if r := w.Save(t.Context()); r.Status != Saved {
		t.Fatal(r.Err)
	}
	if w.Icon(here) == nil || w.Icon(there) == nil {
		t.Error("a merge lost a picture")
	}
}
