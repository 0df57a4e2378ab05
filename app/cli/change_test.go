package cli

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/vault"
	"watchword/vault/account"
)

const (
	github = "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
	bank   = "otpauth://totp/Bank:b?secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK&issuer=Bank"
)

// now returns an account as the vault has it now.
func (w *world) now(word string) account.Account {
	w.t.Helper()
	var out account.Account
	w.edit(func(v *vault.Vault) {
		for _, a := range v.Accounts() {
			if account.Match(a, []string{word}) && (!a.InTrash() || out.ID == "") {
				out = a
			}
		}
	})
	if out.ID == "" {
		w.t.Fatalf("there is no account %s", word)
	}
	return out
}

func TestEditIcon(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 300, 300))); err != nil {
		t.Fatal(err)
	}
	w.ok("edit", "amazon", "--icon", w.file("x.png", b.String()))
	a := w.now("amazon")
	w.edit(func(v *vault.Vault) {
		c, err := png.DecodeConfig(bytes.NewReader(v.Icon(a.Icon)))
		if err != nil || c.Width != 128 {
			t.Errorf("the icon is %d wide, %v", c.Width, err)
		}
	})
	w.fails(ExitFailed, "SVG", "edit", "amazon", "--icon", w.file("x.svg", "<svg></svg>"))
	w.fails(ExitFailed, "not a picture", "edit", "amazon", "--icon", w.file("x.txt", "hello"))
	w.fails(ExitFailed, "larger than", "edit", "amazon", "--icon", w.file("big", strings.Repeat("x", 1<<20+1)))
}

// Another key is another account: everything else comes along, and the old one is in the trash.
func TestEditKey(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	old := w.now("amazon")
	w.in = "NBSWY3DPEHPK3PXPNBSWY3DPEHPK3PXP\n"
	w.ok("edit", "amazon", "--key", "-")
	var live, trashed []account.Account
	w.edit(func(v *vault.Vault) {
		for _, a := range v.Accounts() {
			if a.InTrash() {
				trashed = append(trashed, a)
			} else {
				live = append(live, a)
			}
		}
	})
	if len(live) != 1 || len(trashed) != 1 || trashed[0].ID != old.ID || live[0].Name != old.Name || string(live[0].Key.Secret) == string(old.Key.Secret) {
		t.Errorf("%d live, %d in the trash", len(live), len(trashed))
	}
	w.in = "NBSWY3DPEHPK3PXPNBSWY3DPEHPK3PXP\n"
	w.fails(ExitFailed, "already", "edit", "amazon", "--key", "-")
	w.in = "not a key!\n"
	if r := w.fails(ExitFailed, "", "edit", "amazon", "--key", "-"); strings.Contains(r.err, "not a key!") {
		t.Error("what was typed as a key is in the error")
	}
}

func TestSpeak(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted)
	said := ""
	w.env.Speak = func(_ context.Context, text string) error { said = text; return nil }
	w.env.Now = func() time.Time { return time.Unix(40, 0) } // RFC 6238: the code of counter 1 is 287082
	want := "Amazon, me@example.org: two eight seven, zero eight two. Valid for 20 seconds.\n"
	if out := w.ok("speak", "amazon"); out != want || said+"\n" != want {
		t.Errorf("printed %q, said %q", out, said)
	}
	said = ""
	w.ok("speak", "amazon", "--print")
	if said != "" {
		t.Error("--print speaks")
	}
	w.env.Speak = func(context.Context, string) error { return ErrNoVoice }
	if r := w.run("speak", "amazon"); r.code != ExitDone || r.out != want || !strings.Contains(r.err, "No speech program was found") {
		t.Errorf("%+v", r)
	}
	// One that runs out is waited for: nobody types that fast.
	var waited time.Duration
	w.env.Now = func() time.Time { return time.Unix(57, 0) }
	w.env.Wait = func(_ context.Context, d time.Duration) error { waited = d; return nil }
	if out := w.ok("speak", "amazon"); waited != 3*time.Second || !strings.Contains(out, "Valid for 30 seconds") || strings.Contains(out, "two eight seven") {
		t.Errorf("waited %v, then %q", waited, out)
	}
	w.fails(ExitFailed, "counter-based (HOTP)", "speak", "vpn")
	w.fails(ExitUsage, "Name the account", "speak")
	w.env.Wait = func(context.Context, time.Duration) error { return context.Canceled }
	w.fails(ExitFailed, "Stopped", "speak", "amazon")
	w.env.Speak = func(context.Context, string) error { return errors.New("broken") }
	w.env.Now = func() time.Time { return time.Unix(40, 0) }
	w.fails(ExitFailed, "broken", "speak", "amazon")
}

func TestVoicesReadStandardInput(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows", "freebsd"} {
		for _, v := range voices(system) {
			if !slices.ContainsFunc(v.args, func(a string) bool {
				return a == "-" || a == "--stdin" || a == "--pipe-mode" || strings.Contains(a, "[Console]::In")
			}) {
				t.Errorf("%s would show the code in the list of processes", v.program)
			}
		}
	}
}

// A link for another key says what is wrong with it, and a short key is warned of.
func TestEditKeySaysWhatIsWrong(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	for _, row := range []struct{ key, says string }{
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PXPJBSWY3DP&digits=99", "digits"},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PXPJBSWY3DP&algorithm=MD4", "the link's algorithm is unknown"},
		{"otpauth://totp/x?issuer=X", "the link has no secret key"},
		{"JBSWY3DP1", "character 9"},
	} {
		w.fails(ExitFailed, row.says, "edit", "amazon", "--key", w.file("key", row.key))
	}
	if r := w.run("edit", "amazon", "--key", w.file("key", "JBSWY3DP\n")); r.code != ExitDone || !strings.Contains(r.err, "only 5 bytes: unusually short") {
		t.Errorf("%+v", r)
	}
}
