package vault

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"watchword/vault/canarytest"
	"watchword/vault/otp"
	"watchword/vault/password"
)

func TestNoSecretLeavesTheVault(t *testing.T) {
	const canaryPassword, canaryPassword2 = "canary-maple-orbit-velvet-thrift", "second-canary-lagoon-picnic-ember"
	c := canarytest.Set{}
	c.Add("password", []byte(canaryPassword))
	c.Add("new password", []byte(canaryPassword2))
	c.Add("wrong password", []byte("wrong-canary-password"))
	c.Add("key", []byte("canary key 0001"))
	c.Add("counter key", []byte("canary key 0002"))
	c.Add("PIN", []byte("74839261"))
	c.Add("note", []byte("canary note, private"))

	base := newMemFS()
	o := memOptions(base)
	o.StateDir = "/home/me/state"
	v, err := Create(context.Background(), memPath, []byte(canaryPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	a := totp("Bank", "me", "canary key 0001")
	a.Note = "canary note, private"
	p := totp("Old", "", "0123456789abcdef")
	p.Key = otp.Defaults(otp.MOTP)
	p.Key.Secret, p.Key.PIN = otp.Secret("0123456789abcdef"), "74839261"
	v.Add(a, hotp("Count", "canary key 0002", 3), p)
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	c.Add("sheet", []byte(sheet.Key))
	c.Add("recipient", []byte(v.doc.rec.recipient.String()))
	c["kek"] = v.pass.kek
	c["auth"] = v.doc.rec.auth

	checked := 0
	look := func(where string, data []byte) {
		t.Helper()
		checked++
		if name := c.Find(data); name != "" {
			t.Fatalf("%s: the %s is in %s", where, name, shorten(string(data)))
		}
	}
	say := func(where string, err error) {
		if err != nil {
			look(where, []byte(fmt.Sprintf("%v %+v %#v", err, err, err)))
		}
	}
	lookAround := func(where string, m *memFS, v *Vault) {
		for path := range m.names {
			look(where, []byte(path))
			look(where+", file "+path, m.get(path))
		}
		if v != nil {
			look(where, []byte(said(v)))
		}
	}
	lookAround("at rest", base, v)

	// Fail everything that a session does, at every call.
	session := func(m *memFS) {
		o.FS = m
		l, err := Open(memPath, o)
		say("open", err)
		if err != nil {
			return
		}
		_, err = l.Unlock(context.Background(), []byte("wrong-canary-password"))
		say("wrong password", err)
		_, err = l.UnlockWithSheet(string(sheet.Key[:70]))
		say("half a sheet", err)
		w, err := l.Unlock(context.Background(), []byte(canaryPassword))
		say("unlock", err)
		if err != nil {
			return
		}
		w.Edit(w.Accounts()[0].ID, Edit{Tags: ptr([]string{"x"})})
		say("set password", w.SetPassword(context.Background(), []byte(canaryPassword2)))
		r := w.Save(context.Background())
		say("save", r.Err)
		say("backup", r.Backup)
		r = w.SaveCopy(context.Background(), "/elsewhere/copy.watchword")
		say("copy", r.Err)
		_, err = w.Refresh(context.Background())
		say("refresh", err)
		lookAround("session", m, w)
	}
	dry := base.clone()
	session(dry)
	for at := 1; at <= dry.calls; at++ {
		for _, f := range faults[:2] {
			m := base.clone()
			m.failAt, m.fault, m.sticky = at, f, at%2 == 0
			session(m)
		}
	}
	// Damage and rubbish.
	data := base.get(memPath)
	for at := 0; at < len(data); at += 7 {
		broken := bytes.Clone(data)
		broken[at] ^= 4
		m := newMemFS()
		m.put(memPath, broken)
		session(m)
	}
	for _, weak := range []string{"short-canary", canaryPassword + "\n", strings.Repeat("canary", 9)} {
		c["weak password"] = []byte(weak)
		say("weak password", password.Check(weak))
	}
	for _, payload := range []string{"{\"canary-payload\":\xff}", `{"canary-payload":1,"canary-payload":2}`, payloadText(accountText("GEZDGNBVGY3TQOJQ", "canary-payload"))} {
		c["payload"] = []byte("canary-payload")
		d, err := parseDocument([]byte(payload))
		say("payload", err)
		if err == nil {
			w := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
			look("set aside", []byte(fmt.Sprint(w.SetAside(), w.Notices())))
		}
	}
	t.Logf("looked at %d texts and files for %d canaries", checked, len(c))
}
