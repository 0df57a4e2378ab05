package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// testdata/released holds one folder for each released version with a vault that it wrote
// and what is in it. Every later version must open all of them. A release adds its own by
//
//	go test ./vault -run TestWriteReleased -write-released 1.2.0
//
// and none is ever written again.
var writeReleased = flag.String("write-released", "", "version whose vault to add to testdata/released")

const releasedFolder = "testdata/released"

// A released vault is what expected.json says of the vault beside it.
type released struct {
	Password string `json:"password"`
	Sheet    string `json:"sheet"`
	Payload  string `json:"payload"`  // hexadecimal SHA-256
	Accounts string `json:"accounts"` // as describe gives it
}

func TestVaultsOfReleasedVersions(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(releasedFolder, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("%d folders, %v", len(folders), err)
	}
	for _, folder := range folders {
		var want released
		if err := json.Unmarshal(readAll(t, filepath.Join(folder, "expected.json")), &want); err != nil {
			t.Fatal(err)
		}
		m := newMemFS()
		m.put(memPath, readAll(t, filepath.Join(folder, "vault.watchword")))
		o := Options{FS: m, Now: newClock().now, App: "test"}
		l, err := Open(memPath, o)
		if err != nil {
			t.Errorf("%s: %v", folder, err)
			continue
		}
		bySheet, err := l.UnlockWithSheet(want.Sheet)
		if err != nil {
			t.Errorf("%s, by its sheet: %v", folder, err)
			continue
		}
		v, err := l.Unlock(context.Background(), []byte(want.Password))
		if err != nil {
			t.Errorf("%s, by its password: %v", folder, err)
			continue
		}
		text := pad(v.doc.text())
		if hash(text).String() != want.Payload || !bytes.Equal(text, pad(bySheet.doc.text())) {
			t.Errorf("%s: decoded and encoded it is another payload", folder)
		}
		if describe(v) != want.Accounts || describe(bySheet) != want.Accounts || len(v.Notices())+len(v.SetAside()) > 0 {
			t.Errorf("%s: other accounts\n%s\nor notices %s", folder, describe(v), said(v))
		}
		// It can be changed and saved, and opens again by both.
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("changed by a later version")})
		mustSave(t, v)
		after := describe(v)
		again, err := Open(memPath, o)
		if err != nil {
			t.Fatal(err)
		}
		if w, err := again.UnlockWithSheet(want.Sheet); err != nil || describe(w) != after || w.readOnly != nil {
			t.Errorf("%s, saved again: %v", folder, err)
		}
		v.Close()
	}
	t.Logf("%d released versions", len(folders))
}

// TestWriteReleased makes a vault with everything in it that this version writes.
func TestWriteReleased(t *testing.T) {
	if *writeReleased == "" {
		return
	}
	folder := filepath.Join(releasedFolder, *writeReleased)
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	want := released{Password: goodPassword}
	v, err := Create(context.Background(), filepath.Join(folder, "vault.watchword"), []byte(want.Password), Options{Now: clock.now, App: *writeReleased, Params: Floor})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	want.Sheet = string(sheet.Key)
	list := sample(3)
	list[0].Note, list[0].Tags, list[0].Pinned = "a note\nof two lines, \"quoted\" and with ümlauts", []string{"work", "mail"}, true
	list[1].Icon, list[1].Order, list[1].Archived = "brand:github", -1.5, true
	list = append(list, hotp("Counter", "counter key of ten", 41))
	for _, kind := range []otp.Type{otp.Steam, otp.Yandex, otp.MOTP} {
		a := account.Account{Key: otp.Defaults(kind), Issuer: string(kind), Name: "me@example.org"}
		a.Key.Secret = otp.Secret("0123456789abcdef")
		if kind != otp.Steam {
			a.Key.PIN = "1234"
		}
		list = append(list, a)
	}
	list = append(list, totp("Trash", "", "goes to the trash"), totp("Gone", "", "is deleted for good"))
	ids := v.Add(list...)
	mustSave(t, v)
	clock.add(time.Hour)
	v.RenameTag("work", "office")
	v.raise(ids[3])
	v.Trash(ids[7])
	v.Purge(ids[8])
	other, err := otherBranch(v)
	if err != nil {
		t.Fatal(err)
	}
	clock.add(time.Hour)
	v.Edit(ids[1], Edit{Note: ptr("a note that wins")})
	v.MergeFrom(other) // leaves a history
	mustSave(t, v)
	l, err := Open(v.Path(), Options{Now: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	payload, err := decrypt(l.data, &passwordIdentity{kek: v.pass.kek}, ErrWrongPassword)
	if err != nil {
		t.Fatal(err)
	}
	want.Payload, want.Accounts = hash(payload).String(), describe(v)
	text, err := json.MarshalIndent(want, "", "  ")
	if err != nil || os.WriteFile(filepath.Join(folder, "expected.json"), append(text, '\n'), 0o644) != nil {
		t.Fatal(err)
	}
}
