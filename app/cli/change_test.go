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

	"watchword/app/session"
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

func (w *world) order() string {
	w.t.Helper()
	var names []string
	w.edit(func(v *vault.Vault) {
		for _, a := range session.New(v, nil, nil, session.Settings{}).InOwnOrder() {
			names = append(names, a.Issuer)
		}
	})
	return strings.Join(names, " ")
}

func TestEdit(t *testing.T) {
	w := newWorld(t).withVault(amazon, github, bank)
	if out := w.ok("edit", "amazon", "--issuer", "Amazon UK", "--name", "you"); out != "Amazon UK\tyou\n" {
		t.Errorf("printed %q", out)
	}
	if a := w.now("amazon"); a.Issuer != "Amazon UK" || a.Name != "you" {
		t.Errorf("%s, %s", a.Issuer, a.Name)
	}
	w.in = "first line\nsecond line\n"
	w.ok("edit", "amazon", "--note", "-")
	if out := w.ok("edit", "amazon", "--show-note"); out != "first line\nsecond line\n" {
		t.Errorf("the note is %q", out)
	}
	w.ok("edit", "amazon", "--note", w.file("empty", ""))
	if r := w.run("edit", "amazon", "--show-note"); r.out != "" || !strings.Contains(r.err, "no note") {
		t.Errorf("%+v", r)
	}
	w.ok("edit", "amazon", "--brand", "github")
	if a := w.now("amazon"); a.Icon != "github" {
		t.Errorf("icon %q", a.Icon)
	}
	w.fails(ExitFailed, "no brand mark", "edit", "amazon", "--brand", "no such")
	w.ok("edit", "bank", "--last")
	w.ok("edit", "github", "--first")
	if got := w.order(); got != "GitHub Amazon UK Bank" {
		t.Errorf("order %s", got)
	}
	w.ok("edit", "bank", "--first")
	if got := w.order(); got != "Bank GitHub Amazon UK" {
		t.Errorf("order %s", got)
	}
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

func TestEditWrongUse(t *testing.T) {
	w := newWorld(t).withVault(amazon, github)
	w.fails(ExitUsage, "what to change", "edit", "amazon")
	w.fails(ExitUsage, "either --first or --last", "edit", "amazon", "--first", "--last")
	w.fails(ExitUsage, "either --icon or --brand", "edit", "amazon", "--icon", "x", "--brand", "y")
	w.fails(ExitUsage, "Name the account", "edit", "--name", "x")
	w.fails(ExitFailed, "2 accounts match", "edit", "me", "--name", "x")
	w.fails(ExitFailed, "No account matches", "edit", "nobody", "--name", "x")
}

func TestTrashAndRestore(t *testing.T) {
	w := newWorld(t).withVault(amazon, github, bank)
	w.fails(ExitFailed, "2 accounts match", "trash", "me")
	w.fails(ExitUsage, "Name the account", "trash")
	if out := w.ok("trash", "--all", "me"); out != "Amazon\tme@example.org\nGitHub\tme\n" {
		t.Errorf("printed %q", out)
	}
	if out := w.ok("trash", "--list"); !strings.Contains(out, "GitHub\tme\t") || strings.Contains(out, "Bank") {
		t.Errorf("the trash is %q", out)
	}
	w.fails(ExitFailed, "trash matches", "restore", "bank")
	if out := w.ok("restore", "github"); out != "GitHub\tme\n" {
		t.Errorf("printed %q", out)
	}
	w.fails(ExitUsage, "--yes", "trash", "--delete", "amazon")
	w.fails(ExitFailed, "trash matches", "trash", "--delete", "--yes", "github") // it is not there
	if r := w.run("trash", "--delete", "--yes", "amazon"); r.code != ExitDone || !strings.Contains(r.err, "Backups made before") {
		t.Errorf("%+v", r)
	}
	w.edit(func(v *vault.Vault) {
		if n := len(v.Accounts()); n != 2 {
			t.Errorf("%d accounts are left", n)
		}
	})
	if r := w.run("trash", "--list"); r.out != "" || !strings.Contains(r.err, "empty") {
		t.Errorf("%+v", r)
	}
}

// A user is asked before anything is deleted for good.
func TestDeleteAsks(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("trash", "amazon")
	w.env.Terminal = true
	w.in = "n\n"
	w.fails(ExitFailed, "Nothing was deleted", "trash", "--delete", "amazon")
	w.in = "y\n"
	w.ok("trash", "--delete", "amazon")
}

func TestTagsInTheTerminal(t *testing.T) {
	w := newWorld(t).withVault(amazon, github, bank)
	w.ok("tag", "Work", "github")
	w.ok("tag", "Shopping", "amazon")
	w.ok("tag", "Work", "--all", "me")
	if out := w.ok("tag"); out != "Work\t2\nShopping\t1\n" {
		t.Errorf("tags %q", out)
	}
	if a := w.now("amazon"); !slices.Equal(a.Tags, []string{"Shopping", "Work"}) {
		t.Errorf("tags of Amazon: %q", a.Tags)
	}
	w.ok("tag", "Work", "--remove", "amazon")
	w.ok("tag", "Work", "--rename", "Office")
	if out := w.ok("tag"); out != "Office\t1\nShopping\t1\n" {
		t.Errorf("tags %q", out)
	}
	w.ok("tag", "Office", "--rename", "Shopping") // joins both
	if out := w.ok("tag"); out != "Shopping\t2\n" {
		t.Errorf("tags %q", out)
	}
	w.ok("tag", "Shopping", "--delete")
	if out := w.ok("tag"); out != "" {
		t.Errorf("tags %q", out)
	}
	w.fails(ExitFailed, "no tag", "tag", "Nothing", "--delete")
	w.fails(ExitUsage, "Specify the tag", "tag", "--delete")
	w.fails(ExitUsage, "go alone", "tag", "Work", "--rename", "x", "github")
	w.fails(ExitUsage, "Name the account", "tag", "Work")
}

func TestPin(t *testing.T) {
	w := newWorld(t).withVault(amazon, github)
	w.ok("edit", "amazon", "--archived")
	if out := w.ok("list"); !strings.HasPrefix(strings.Split(strings.TrimSpace(out), "\n")[strings.Count(strings.TrimSpace(out), "\n")], "Amazon") {
		t.Errorf("archived accounts do not stand last:\n%s", out)
	}
	w.ok("edit", "amazon", "--archived=false")
	if a := w.now("amazon"); a.Archived {
		t.Error("it is still archived")
	}
	w.ok("pin", "github")
	if got := w.order(); got != "GitHub Amazon" {
		t.Errorf("order %s", got)
	}
	w.ok("pin", "github", "--off")
	if got := w.order(); got != "Amazon GitHub" {
		t.Errorf("order %s", got)
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
		{"otpauth://totp/x?issuer=X", "the link has no secret"},
		{"JBSWY3DP1", "character 9"},
	} {
		w.fails(ExitFailed, row.says, "edit", "amazon", "--key", w.file("key", row.key))
	}
	if r := w.run("edit", "amazon", "--key", w.file("key", "JBSWY3DP\n")); r.code != ExitDone || !strings.Contains(r.err, "only 5 bytes: unusually short") {
		t.Errorf("%+v", r)
	}
}
