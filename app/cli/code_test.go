package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"watchword/app/session"
	"watchword/vault"
	"watchword/vault/account"
)

// edit opens the vault of a world, lets do change it, and saves.
func (w *world) edit(do func(*vault.Vault)) {
	w.t.Helper()
	locked, err := vault.Open(w.env.Places.Vault, w.env.Vault)
	if err != nil {
		w.t.Fatal(err)
	}
	v, err := locked.Unlock(context.Background(), []byte(password))
	if err != nil {
		w.t.Fatal(err)
	}
	defer v.Close()
	do(v)
	if r := v.Save(context.Background()); r.Status != vault.Saved {
		w.t.Fatal(r.Err)
	}
}

// id returns the id of the account that matches.
func id(t *testing.T, v *vault.Vault, word string) string {
	t.Helper()
	for _, a := range v.Accounts() {
		if account.Match(a, []string{word}) {
			return a.ID
		}
	}
	t.Fatalf("no account matches %s", word)
	return ""
}

func TestCode(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted,
		"otpauth://totp/Bank:Jörg?secret="+rfcKey+"&issuer=Bank&digits=8", // RFC 6238, appendix B
		"otpauth://steam/Steam:gamer?secret="+rfcKey,
		"otpauth://yaotp/y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY",
		"otpauth://totp/Gone:me?secret=JBSWY3DPEHPK3PXP")
	w.edit(func(v *vault.Vault) {
		v.Trash(id(t, v, "gone"))
		tags := []string{"Work"}
		if err := v.Edit(id(t, v, "bank"), vault.Edit{Tags: &tags}); err != nil {
			t.Fatal(err)
		}
	})
	for _, row := range []struct {
		name string
		args []string
		out  string
	}{
		{"one word", []string{"AMAZON"}, "287082\tAmazon\tme@example.org\n"},
		{"all words must match", []string{"bank", "jö"}, "94287082\tBank\tJörg\n"},
		{"a tag", []string{"work"}, "94287082\tBank\tJörg\n"},
		{"next", []string{"--next", "amazon"}, "359152\tAmazon\tme@example.org\n"}, // RFC 4226: counter 2
		{"words in any place", []string{"amazon", "--next", "example"}, "359152\tAmazon\tme@example.org\n"},
		{"all, in the order of the list", nil, "287082\tAmazon\tme@example.org\n94287082\tBank\tJörg\nPV9M4\tSteam\tgamer\n"},
	} {
		r := w.run(append([]string{"code"}, row.args...)...)
		if r.code != ExitDone || r.out != row.out {
			t.Errorf("%s: %+v", row.name, r)
		}
	}
	if r := w.run("code"); !strings.Contains(r.err, "Yandex has no code: this account needs its PIN") {
		t.Errorf("the missing PIN is not named: %q", r.err)
	}
	w.fails(ExitFailed, "No account matches", "code", "amazon", "bank")
	w.fails(ExitFailed, "No account matches", "code", "gone")
	w.fails(ExitFailed, "--count", "code", "vpn")
	w.fails(ExitFailed, "needs its PIN", "code", "yandex")

	r := w.run("code", "--json", "amazon")
	var identity string
	w.edit(func(v *vault.Vault) { identity = id(t, v, "amazon") })
	want := `{"codes":[{"id":"` + identity + `","issuer":"Amazon","name":"me@example.org","code":"287082","next":"359152","validUntil":"1970-01-01T00:01:00Z"}]}` + "\n"
	if r.out != want {
		t.Errorf("got  %s\nwant %s", r.out, want)
	}
}

func TestCodeOfAnEmptyVault(t *testing.T) {
	w := newWorld(t).withVault()
	w.fails(ExitFailed, "has no accounts yet", "code")
	w.fails(ExitFailed, "no accounts yet", "code", "zzz")
}

func TestControlCharactersAreShown(t *testing.T) {
	w := newWorld(t).withVault("otpauth://totp/x:a%09b%0A%1B%5B2J%E2%80%AEc?secret=" + rfcKey)
	if out := w.ok("code"); out != "287082\tx\ta\\u0009b\\u000A\\u001B[2J\\u202Ec\n" {
		t.Errorf("%q", out)
	}
	if out := w.ok("list"); strings.ContainsAny(out, "\x1b\t\u202e") {
		t.Errorf("%q", out)
	}
}

// A failingWriter fails as a closed pipe does.
type failingWriter struct{ wrote bytes.Buffer }

func (f *failingWriter) Write(b []byte) (int, error) {
	f.wrote.Write(b)
	return 0, errors.New("broken pipe")
}

func TestCounterIsSavedBeforeTheCodeShows(t *testing.T) {
	w := newWorld(t).withVault(counted)
	var out failingWriter
	var errs bytes.Buffer
	if code := w.runTo(&out, &errs, "code", "vpn", "--count"); code != ExitFailed {
		t.Errorf("exit code %d", code)
	}
	if list := w.ok("list", "--json"); !strings.Contains(list, `"counter":4`) {
		t.Errorf("a code was written and its counter is free again: %s", list)
	}
	// A vault that cannot be saved shows no code.
	w.env.Vault.FS = brokenDisk{vault.Disk()}
	r := w.run("code", "vpn", "--count")
	if r.code != ExitFailed || r.out != "" {
		t.Errorf("%+v", r)
	}
}

// A brokenDisk refuses new files.
type brokenDisk struct{ vault.FS }

func (brokenDisk) Create(string) (vault.File, error) { return nil, errors.New("no space left") }

// Another program saves the vault between our reading and our saving: both are kept.
func TestChangedMeanwhile(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	p := &program{Env: w.env, config: mustLoad(t, w)}
	p.In, p.Out, p.Err = strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}
	parse := func(link string) account.Account {
		a, err := account.ParseURI(link)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	once := true
	err := p.change(context.Background(), func(s *session.Session) error {
		if once {
			once = false
			w.edit(func(other *vault.Vault) { other.Add(parse(counted)) })
		}
		s.Add(context.Background(), parse("otpauth://totp/Ours:x?secret=JBSWY3DPEHPK3PXP"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if list := w.ok("list"); strings.Count(list, "\n") != 3 || !strings.Contains(list, "VPN") || !strings.Contains(list, "Ours") {
		t.Errorf("something was lost:\n%s", list)
	}
}

// A vault that cannot be merged is opened anew, and not without end.
func TestChangedAgainAndAgain(t *testing.T) {
	w := newWorld(t).withVault(counted)
	p := &program{Env: w.env, config: mustLoad(t, w)}
	p.In, p.Out, p.Err = strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}
	for _, row := range []struct {
		changes, runs int
		err           error
	}{{0, 1, nil}, {2, 3, nil}, {3, 3, vault.ErrChanged}} {
		runs := 0
		err := p.change(context.Background(), func(*session.Session) error {
			if runs++; runs <= row.changes {
				return vault.ErrChanged
			}
			return nil
		})
		if runs != row.runs || !errors.Is(err, row.err) {
			t.Errorf("changed %d times: %d runs, %v", row.changes, runs, err)
		}
		if kept := p.key + p.tried; strings.Contains(kept, password) || p.key == "" {
			t.Error("the password is kept")
		}
	}
}

// Where somebody changed the password meanwhile, the one that is given counts: the key of before does not.
func TestPasswordChangedMeanwhile(t *testing.T) {
	const newer = "another password of five words"
	for _, row := range []struct {
		why, given string
		err        error
	}{{"the old one is given", password, vault.ErrWrongPassword}, {"the new one is", newer, nil}} {
		w := newWorld(t).withVault(counted)
		p := &program{Env: w.env, config: mustLoad(t, w)}
		p.In, p.Out, p.Err = strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}
		runs := 0
		err := p.change(context.Background(), func(*session.Session) error {
			if runs++; runs > 1 {
				return nil
			}
			w.edit(func(v *vault.Vault) {
				if err := v.SetPassword(context.Background(), []byte(newer)); err != nil {
					t.Fatal(err)
				}
			})
			w.vars[envPasswordFile] = w.file("pw", row.given)
			return vault.ErrChanged
		})
		if !errors.Is(err, row.err) || (runs == 2) != (row.err == nil) {
			t.Errorf("%s: %d runs, %v", row.why, runs, err)
		}
	}
}
