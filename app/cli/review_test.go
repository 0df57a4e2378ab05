package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"watchword/vault"
)

func TestReview(t *testing.T) {
	w := newWorld(t).withVault(amazon, "otpauth://totp/Short:me?secret=GEZDGNBVGY3TQ&issuer=Short")
	w.in = strings.ReplaceAll(amazon, "Amazon", "Twin")
	w.ok("add", "-", "--duplicates")
	w.env.Now = func() time.Time { return time.Now().AddDate(1, 0, 0) }
	note := "backup codes are in the drawer"
	w.edit(func(v *vault.Vault) {
		for _, word := range []string{"amazon", "short"} {
			if err := v.Edit(id(t, v, word), vault.Edit{Note: &note}); err != nil {
				t.Fatal(err)
			}
		}
	})
	var got struct {
		Concerns []struct {
			Kind     string
			Accounts []struct{ ID, Issuer, Name string }
		}
	}
	out := w.ok("review", "--json")
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, c := range got.Concerns {
		line := c.Kind
		for _, a := range c.Accounts {
			line += " " + a.Issuer
		}
		kinds = append(kinds, line)
	}
	want := "no-recovery-sheet; old-backup; duplicate Amazon Twin; short-key Short; clock-unchecked; no-note Twin"
	if s := strings.Join(kinds, "; "); s != want {
		t.Errorf("%q, want %q", s, want)
	}
	text := w.ok("review")
	for _, s := range []string{"recovery --sheet", "watchword clock", "  Twin  me@example.org"} {
		if !strings.Contains(text, s) {
			t.Errorf("the text lacks %q:\n%s", s, text)
		}
	}
	for _, s := range []string{rfcKey, note} {
		if strings.Contains(text+out, s) {
			t.Error("a key or a note was printed")
		}
	}
}
