package cli

import (
	"os"
	"strings"
	"testing"

	"watchword/app/config"
	"watchword/vault"
)

func mustLoad(t *testing.T, w *world) *config.Config {
	t.Helper()
	c, err := config.Load(w.env.Places)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestList(t *testing.T) {
	w := newWorld(t).withVault(
		"otpauth://totp/Bank:b?secret="+rfcKey+"&issuer=Bank&digits=8&algorithm=SHA256&period=60",
		amazon, counted, "otpauth://totp/alone%40example.org?secret=JBSWY3DPEHPK3PXP")
	ids := map[string]string{}
	w.edit(func(v *vault.Vault) {
		for _, word := range []string{"bank", "amazon", "vpn", "alone"} {
			ids[word] = id(t, v, word)
		}
		tags, pinned := []string{"Work", "VPN <x>"}, true
		if err := v.Edit(ids["vpn"], vault.Edit{Tags: &tags, Pinned: &pinned}); err != nil {
			t.Fatal(err)
		}
		v.Trash(ids["alone"])
	})
	want := "VPN     me              hotp                          #Work #VPN <x>\n" +
		"Amazon  me@example.org  totp\n" +
		"Bank    b               totp, 8 digits, SHA256, 60 s\n"
	if out := w.ok("list"); out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	want = `{"accounts":[` +
		`{"id":"` + ids["vpn"] + `","issuer":"VPN","name":"me","type":"hotp","algorithm":"SHA1","digits":6,"period":0,"counter":3,"tags":["Work","VPN <x>"],"pinned":true,"archived":false,"trashed":false},` +
		`{"id":"` + ids["alone"] + `","issuer":"","name":"alone@example.org","type":"totp","algorithm":"SHA1","digits":6,"period":30,"counter":0,"tags":[],"pinned":false,"archived":false,"trashed":true},` +
		`{"id":"` + ids["amazon"] + `","issuer":"Amazon","name":"me@example.org","type":"totp","algorithm":"SHA1","digits":6,"period":30,"counter":0,"tags":[],"pinned":false,"archived":false,"trashed":false},` +
		`{"id":"` + ids["bank"] + `","issuer":"Bank","name":"b","type":"totp","algorithm":"SHA256","digits":8,"period":60,"counter":0,"tags":[],"pinned":false,"archived":false,"trashed":false}` +
		"]}\n"
	if out := w.ok("list", "--json"); out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	if out := w.ok("list", "--json"); strings.Contains(out, rfcKey) {
		t.Error("a key is listed")
	}
}

func TestListOfAnEmptyVault(t *testing.T) {
	w := newWorld(t).withVault()
	if r := w.run("list"); r.code != ExitDone || r.out != "" || !strings.Contains(r.err, "no accounts yet") {
		t.Errorf("%+v", r)
	}
	if out := w.ok("list", "--json"); out != "{\"accounts\":[]}\n" {
		t.Error(out)
	}
}

func TestWhichVault(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	elsewhere := w.dir + "/elsewhere.watchword"
	w.fails(ExitFailed, "There is no vault at "+elsewhere, "list", "--vault", elsewhere)
	w.ok("vault", "create", "--no-sheet", "--vault", elsewhere)
	if out := w.ok("list", "--vault", elsewhere); out != "" {
		t.Errorf("the option is not followed: %s", out)
	}
	w.vars[envVault] = elsewhere
	if out := w.ok("list"); out != "" {
		t.Errorf("the variable is not followed: %s", out)
	}
	if out := w.ok("list", "--vault", w.env.Places.Vault); !strings.Contains(out, "Amazon") {
		t.Errorf("the option does not win over the variable: %s", out)
	}
	delete(w.vars, envVault)

	// The one used last; and when it is lost, that is said and nothing else is opened.
	c := mustLoad(t, w)
	c.Remember(elsewhere)
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	if out := w.ok("list"); out != "" {
		t.Errorf("the vault used last is not opened: %s", out)
	}
	if err := os.Remove(elsewhere); err != nil {
		t.Fatal(err)
	}
	r := w.run("list")
	if r.code != ExitFailed || !strings.Contains(r.err, "is not there any more") || !strings.Contains(r.err, "“watchword vault restore FILE”") {
		t.Errorf("%+v", r)
	}
}

func TestNotAVault(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.fails(ExitFailed, "not a Watchword vault", "code", "--vault", w.file("x", "hello"))
	w.fails(ExitFailed, "ordinary file", "code", "--vault", w.dir)
	data, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1] ^= 1
	w.fails(ExitFailed, "damaged", "code", "--vault", w.file("y", string(data)))
}

// Words, an id and --trash choose what is listed; none of what was named is an error.
func TestListOfSome(t *testing.T) {
	w := newWorld(t).withVault(amazon, github, bank)
	w.ok("tag", "Work", "github")
	w.ok("trash", "bank")
	for _, row := range []struct {
		why  string
		args []string
		want string // the issuers
	}{
		{"a word", []string{"amaz"}, "Amazon"},
		{"a tag", []string{"work"}, "GitHub"},
		{"an id", []string{"--id", w.idsOf("GitHub", false)[0]}, "GitHub"},
		{"the trash", []string{"--trash"}, "Bank"},
		{"the trash, by a word", []string{"--trash", "bank"}, "Bank"},
		{"all in use", nil, "Amazon GitHub"},
	} {
		for _, name := range []string{"list", "ls"} {
			var got []string
			for line := range strings.Lines(w.ok(append([]string{name}, row.args...)...)) {
				got = append(got, strings.Fields(line)[0])
			}
			if strings.Join(got, " ") != row.want {
				t.Errorf("%s: %s lists %q, want %s", row.why, name, got, row.want)
			}
		}
	}
	if out := w.ok("list", "bank", "--json"); !strings.Contains(out, `"issuer":"Bank"`) || strings.Contains(out, "Amazon") {
		t.Errorf("printed %s", out)
	}
	w.fails(ExitFailed, "1 account in the trash does", "list", "bank")
	w.fails(ExitFailed, "1 account in use does", "list", "amazon", "--trash")
	w.fails(ExitFailed, "No account matches", "list", "nothing")
	w.ok("restore", "bank")
	if r := w.run("list", "--trash"); r.code != ExitDone || r.out != "" || !strings.Contains(r.err, "The trash is empty.") {
		t.Errorf("%+v", r)
	}
}
