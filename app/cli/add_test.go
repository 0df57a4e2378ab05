package cli

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"watchword/app/desktop/clipboard"
	"watchword/app/phrases"
	"watchword/scanner/capture"
	"watchword/vault"
	"watchword/vault/account"
)

func TestAdd(t *testing.T) {
	const github = "otpauth://totp/GitHub:octo?secret=JBSWY3DPEHPK3PXP&issuer=GitHub"
	for _, row := range []struct {
		name  string
		setup func(*world) []string // returns the arguments behind “add”
		out   string
		says  string // on standard error
	}{
		{"a link", func(w *world) []string { return []string{amazon} }, "Added Amazon (me@example.org).\n", ""},
		{"a link on standard input", func(w *world) []string { w.in = amazon + "\n"; return []string{"-"} }, "Added Amazon (me@example.org).\n", ""},
		{"several links", func(w *world) []string { w.in = amazon + "\n\n" + github; return []string{"-"} },
			"Added Amazon (me@example.org).\nAdded GitHub (octo).\n", ""},
		{"a good and a damaged one", func(w *world) []string { w.in = amazon + "\n" + broken; return []string{"-"} },
			"Added Amazon (me@example.org).\n", "character 5 of the key"},
		{"a key on standard input", func(w *world) []string {
			w.in = "gezd gnbv gy3t qojq gezd gnbv gy3t qojq\n"
			return []string{"-", "--issuer", "Amazon", "--name", "me"}
		}, "Added Amazon (me).\n", ""},
		{"a key and an issuer", func(w *world) []string { return []string{rfcKey, "--issuer", "Amazon"} }, "Added Amazon.\n", ""},
		{"a key and a name", func(w *world) []string { return []string{rfcKey, "--name", "me"} }, "Added me.\n", ""},
		{"other names than the link's", func(w *world) []string { return []string{amazon, "--issuer", "Amazon DE", "--name", "shop"} }, "Added Amazon DE (shop).\n", ""},
		{"a picture", func(w *world) []string { return []string{"--image", w.picture("a.png", amazon)} }, "Added Amazon (me@example.org).\n", ""},
		{"a picture of several", func(w *world) []string { return []string{"--image", w.picture("a.png", amazon, wifi, github)} },
			"Added Amazon (me@example.org).\nAdded GitHub (octo).\n", "wireless network"},
		{"two pictures, one unreadable", func(w *world) []string {
			return []string{"--image", w.file("x.png", "x"), "--image", w.picture("a.png", amazon)}
		}, "Added Amazon (me@example.org).\n", "x.png: "},
		{"the screens", func(w *world) []string {
			w.screens = []capture.Shot{{Image: qr(t), Screen: 1}, {Image: qr(t, amazon), Screen: 2}}
			return []string{"--screen"}
		}, "Added Amazon (me@example.org).\n", ""},
		{"a picture on the clipboard", func(w *world) []string {
			w.clip.Picture = encode(t, qr(t, amazon))
			return []string{"--clipboard"}
		}, "Added Amazon (me@example.org).\n", ""},
		{"a link on the clipboard", func(w *world) []string { w.clip.Text = amazon; return []string{"--clipboard"} }, "Added Amazon (me@example.org).\n", ""},
		{"part of an export", func(w *world) []string { return []string{part2} }, "Added One (a).\n", "Scan the other parts too"},
		{"names with control characters", func(w *world) []string {
			return []string{"otpauth://totp/x:%1B%5B2Ja?secret=" + rfcKey}
		}, "Added x (\\u001B[2Ja).\n", ""},
	} {
		w := newWorld(t).withVault()
		args := row.setup(w)
		r := w.run(append([]string{"add"}, args...)...)
		if r.code != ExitDone || r.out != row.out || !strings.Contains(r.err, row.says) || row.says == "" && r.err != "" {
			t.Errorf("%s: %+v", row.name, r)
		}
		if strings.Contains(r.out+r.err, rfcKey) || strings.Contains(r.out+r.err, "gezd") {
			t.Errorf("%s: the key is shown: %+v", row.name, r)
		}
		if n := strings.Count(w.ok("list"), "\n"); n != strings.Count(row.out, "\n") {
			t.Errorf("%s: %d accounts in the vault", row.name, n)
		}
	}
}

func TestAddRefuses(t *testing.T) {
	w := newWorld(t).withVault()
	w.screens = []capture.Shot{{Image: qr(t), Screen: 1}}
	w.fails(ExitFailed, "character 5 of the key is the digit 0", "add", broken)
	w.fails(ExitFailed, "use a different authenticator app", "add", "phonefactor://x")
	w.fails(ExitFailed, "No QR code was found", "add", "--screen")
	w.fails(ExitFailed, "wireless network", "add", "--image", w.picture("w.png", wifi))
	w.fails(ExitFailed, "could not be read", "add", "--image", "missing.png")
	w.fails(ExitFailed, phrases.Sentence(clipboard.ErrEmpty), "add", "--clipboard")
	w.clip.Fail = clipboard.ErrUnavailable
	w.fails(ExitFailed, phrases.Sentence(clipboard.ErrUnavailable), "add", "--clipboard")
	w.in = " \n"
	w.fails(ExitFailed, "text is empty", "add", "-")
	w.in = rfcKey
	w.fails(ExitUsage, "Specify the service", "add", "-")
	w.fails(ExitUsage, "2 were found", "add", "--issuer", "x", "--image", w.picture("two.png", amazon, counted))
	w.refusal = &capture.Refusal{What: refusing, Next: "Try again."}
	w.fails(ExitFailed, refusing, "add", "--screen")
	p := &program{Env: w.env}
	p.In = brokenReader{}
	if _, err := p.typed("-"); err == nil {
		t.Error("a broken pipe is read")
	}
	if out := w.ok("list"); out != "" {
		t.Errorf("something was added: %s", out)
	}
	// Without a vault nothing is asked for a password.
	w = newWorld(t)
	w.fails(ExitFailed, "There is no vault at", "add", amazon)
}

func TestAddDuplicates(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	// The same again is done already.
	if r := w.run("add", amazon); r.code != ExitDone || r.out != "" || !strings.Contains(r.err, "is in the vault already") {
		t.Errorf("%+v", r)
	}
	// The same key under another name is left out, and that is no success.
	other := strings.Replace(amazon, "me%40", "you%40", 1)
	if r := w.fails(ExitFailed, "under another name", "add", other); r.out != "" {
		t.Errorf("%+v", r)
	}
	// Beside a new one it is named.
	w.in = amazon + "\n" + other + "\n" + counted
	if r := w.run("add", "-"); r.code != ExitFailed || r.out != "Added VPN (me).\n" || !strings.Contains(r.err, "already") || !strings.Contains(r.err, "another name") {
		t.Errorf("%+v", r)
	}
	if out := w.ok("add", "--duplicates", other); out != "Added Amazon (you@example.org).\n" {
		t.Errorf("%q", out)
	}
	// Twice in one go is once.
	w = newWorld(t).withVault()
	w.in = amazon + "\n" + amazon
	if r := w.run("add", "-"); r.code != ExitDone || r.out != "Added Amazon (me@example.org).\n" || !strings.Contains(r.err, "already") {
		t.Errorf("%+v", r)
	}
	// What lies in the trash does not count.
	w.edit(func(v *vault.Vault) { v.Trash(id(t, v, "amazon")) })
	if out := w.ok("add", amazon); out != "Added Amazon (me@example.org).\n" {
		t.Errorf("%q", out)
	}
}

// Another key under the same issuer and name is kept beside, with a word about it; --replace
// puts it in the place of the only one.
func TestAddOfTheSameName(t *testing.T) {
	renewed := strings.Replace(amazon, rfcKey, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 1)
	third := strings.Replace(amazon, rfcKey, "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK", 1)
	w := newWorld(t).withVault(amazon)
	w.fails(ExitFailed, "has no account VPN (me) with another key", "add", "--replace", counted)
	w.fails(ExitFailed, "already has the key", "add", "--replace", amazon)
	w.in = renewed + "\n" + counted
	w.fails(ExitUsage, "2 were found", "add", "--replace", "-")
	if out := w.ok("list"); strings.Count(out, "\n") != 1 {
		t.Errorf("something was changed: %s", out)
	}

	if r := w.run("add", "--replace", renewed); r.code != ExitDone || r.out != "Replaced Amazon (me@example.org).\n" || !strings.Contains(r.err, "in the trash") {
		t.Errorf("%+v", r)
	}
	w.edit(func(v *vault.Vault) {
		all := v.Accounts()
		trashed := slices.IndexFunc(all, account.Account.InTrash)
		old, err := account.ParseURI(amazon)
		if err != nil || len(all) != 2 || trashed < 0 || all[trashed].Credential() != old.Credential() {
			t.Errorf("%d accounts, in the trash: %d", len(all), trashed)
		}
	})

	if r := w.run("add", third); r.code != ExitDone || r.out != "Added Amazon (me@example.org).\n" || !strings.Contains(r.err, "both are kept") || strings.Contains(r.err, "MFRGG") {
		t.Errorf("%+v", r)
	}
	w.fails(ExitFailed, "has 2 accounts Amazon (me@example.org)", "add", "--replace", strings.Replace(amazon, rfcKey, "NBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 1))

	// An import says so too.
	file := w.file("links.txt", strings.Replace(amazon, rfcKey, "PBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 1)+"\n"+counted+"\n")
	if r := w.run("import", "--yes", file); r.code != ExitDone || strings.Count(r.err, "both are kept") != 1 {
		t.Errorf("%+v", r)
	}
}

// Nothing is said to be added that is not on disk.
func TestAddThatCannotBeSaved(t *testing.T) {
	w := newWorld(t).withVault()
	w.env.Vault.FS = brokenDisk{vault.Disk()}
	r := w.run("add", amazon)
	if r.code != ExitFailed || r.out != "" || r.err == "" {
		t.Errorf("%+v", r)
	}
	w.env.Vault.FS = unflushed{vault.Disk()}
	if r := w.run("add", amazon); r.code != ExitDone || r.out != "Added Amazon (me@example.org).\n" || r.err == "" {
		t.Errorf("in place and not flushed: %+v", r)
	}
}

// On an unflushed disk folders cannot be flushed.
type unflushed struct{ vault.FS }

func (unflushed) SyncDir(string) error { return errors.New("no such thing here") }
