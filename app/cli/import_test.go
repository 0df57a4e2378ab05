package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/vault"
	"watchword/vault/transfer"
)

// theirs is what another program exported, in the clear.
const theirs = "otpauth://totp/GitHub:octo?secret=JBSWY3DPEHPK3PXP&issuer=GitHub&digits=8&algorithm=SHA256\n" +
	"# a remark\n" + broken + "\n" + counted + "\n" + amazon + "\n"

// exported returns a file that our own writer made, from a vault of its own.
func exported(t *testing.T, format, filePassword string, links ...string) []byte {
	t.Helper()
	w := newWorld(t).withVault(links...)
	out := filepath.Join(w.dir, "out")
	w.ok("export", "--format", format, "--out", out, "--file-password-file", w.file("filepw", filePassword))
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The report says how to take the import back, and that way works.
func TestImportTakenBack(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	r := w.run("import", w.file("links.txt", theirs))
	_, command, ok := strings.Cut(r.err, "To undo: watchword ")
	if !ok {
		t.Fatalf("nothing says how to take it back:\n%s", r.err)
	}
	command, _, _ = strings.Cut(command, "\n")
	w.ok(strings.Fields(command)...)
	if out := w.ok("list"); !strings.Contains(out, "Amazon") || strings.Contains(out, "GitHub") {
		t.Errorf("afterwards:\n%s", out)
	}
	// One account is one account: the trash takes it.
	if r := w.run("import", w.file("one.txt", counted)); strings.Contains(r.err, "take it back") {
		t.Errorf("of one account: %s", r.err)
	}
}

// A file in the clear goes when asked to, but never one that holds a key which was not saved.
func TestImportDeletesTheFile(t *testing.T) {
	for _, row := range []struct {
		why, content string
		flags        []string
		answers      string // typed at a terminal; "" is none
		gone         bool
	}{
		{"asked to", counted + "\n" + amazon + "\n", []string{"--delete"}, "", true},
		{"not asked to", counted + "\n", nil, "", false},
		{"said yes to both questions", counted + "\n", nil, "y\ny\n", true},
		{"said no to the second", counted + "\n", nil, "y\nn\n", false},
		{"an entry could not be used", theirs, []string{"--delete"}, "", false},
		{"nothing new in it", amazon + "\n", []string{"--delete"}, "", true},
		{"text beside the links", "# of the old phone\n" + counted, []string{"--delete"}, "", false},
		{"a revocation code", `{"shared_secret":"` + steamKey + `","account_name":"me","revocation_code":"R12345"}`, []string{"--delete"}, "", false},
		{"a password", `{"encrypted":false,"items":[{"name":"A","login":{"password":"x","totp":"` + rfcKey + `"}}]}`, []string{"--delete"}, "", false},
		{"an item without a code", `{"encrypted":false,"items":[{"name":"N","notes":"n"},{"name":"A","login":{"totp":"` + rfcKey + `"}}]}`, []string{"--delete"}, "", false},
		{"nothing but codes in it", `{"encrypted":false,"items":[{"name":"A","login":{"password":null,"totp":"MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"}}]}`, []string{"--delete"}, "", true},
		{"a key that the vault has under another name", `{"encrypted":false,"items":[{"name":"A","login":{"password":null,"totp":"` + rfcKey + `"}}]}`, []string{"--delete"}, "", false},
		{"a table with passwords", "Title,URL,Username,Password,Notes,OTPAuth\nA,,me,x,," + rfcKey + "\n", []string{"--delete"}, "", false},
		{"a link in a place that nobody reads", `{"encrypted":false,"items":[{"name":"A","other":"otpauth://totp/B?secret=GEZDGNBVGY3TQOJQ","login":{"totp":"` + rfcKey + `"}}]}`, []string{"--delete"}, "", false},
		{"an account in the trash", strings.Replace(counted, "?", "?codeDisplay=%7B%22trashed%22%3Atrue%7D&", 1), []string{"--delete"}, "", true}, // it is in the vault, in the trash as it was there
	} {
		w := newWorld(t).withVault(amazon)
		if row.answers != "" {
			w.env.Terminal, w.in = true, row.answers
		}
		file := w.file("links.txt", row.content)
		r := w.run(append([]string{"import", file}, row.flags...)...)
		if _, err := os.Stat(file); (err != nil) != row.gone {
			t.Errorf("%s: gone %v\n%s", row.why, err != nil, r.err)
		}
		if asked := slices.Contains(row.flags, "--delete"); asked && !row.gone && (r.code == ExitDone || !strings.Contains(r.err, "was not deleted: ")) {
			t.Errorf("%s: nothing says why it is still there, exit code %d\n%s", row.why, r.code, r.err)
		}
	}
}

// Of a link to a file nothing is removed, and the file is named.
func TestImportDeletesNoLink(t *testing.T) {
	w := newWorld(t).withVault()
	file := w.file("links.txt", amazon)
	link := filepath.Join(w.dir, "link.txt")
	if err := os.Symlink(file, link); err != nil {
		t.Skip("this system makes no links:", err)
	}
	r := w.run("import", link, "--delete")
	if _, err := os.Lstat(link); err != nil {
		t.Error("the link is gone")
	}
	if _, err := os.Stat(file); err != nil {
		t.Error("the file is gone")
	}
	if r.code == ExitDone || !strings.Contains(r.err, "it is a link to ") || !strings.Contains(r.err, "links.txt, which holds the keys") {
		t.Errorf("%+v", r)
	}
}

const steamKey = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="

func TestImportWithoutFailureIsDone(t *testing.T) {
	w := newWorld(t).withVault()
	if r := w.run("import", w.file("a.txt", amazon), "--tag", "Work", "--tag", "work", "--tag", "2024"); r.code != ExitDone || r.out != "Added Amazon (me@example.org).\n" {
		t.Errorf("%+v", r)
	}
	if out := w.ok("list"); !strings.Contains(out, "#Work #2024\n") {
		t.Error(out)
	}
	w.in = counted
	if r := w.run("import", "-"); r.code != ExitDone || r.out != "Added VPN (me).\n" || r.err != "" {
		t.Errorf("%+v", r)
	}
}

// One key under two names of one file is two accounts, the same in all is one; against the
// vault the same key under another name is left out, and said.
func TestImportDuplicates(t *testing.T) {
	other := strings.Replace(amazon, "me%40", "you%40", 1)
	w := newWorld(t).withVault()
	if r := w.run("import", w.file("a.txt", amazon+"\n"+other+"\n"+amazon)); r.code != ExitDone || strings.Count(r.out, "Added") != 2 {
		t.Errorf("%+v", r)
	}
	w = newWorld(t).withVault(amazon)
	file := w.file("a.txt", other)
	if r := w.run("import", file); r.code != ExitDone || r.out != "" || !strings.Contains(r.err, "under another name") {
		t.Errorf("%+v", r)
	}
	if r := w.run("import", file, "--duplicates"); r.code != ExitDone || r.out != "Added Amazon (you@example.org).\n" {
		t.Errorf("%+v", r)
	}
	// What their program has in its trash comes into ours, once, and never over one in use.
	w = newWorld(t).withVault()
	file = w.file("ente.txt", amazon+"&codeDisplay=%7B%22trashed%22%3Atrue%7D\n"+amazon)
	for range 2 {
		w.ok("import", file)
	}
	out := w.ok("list", "--json")
	if strings.Count(out, `"trashed":true`) != 1 || strings.Count(out, `"trashed":false`) != 1 {
		t.Error(out)
	}
}

func TestImportSeveral(t *testing.T) {
	w := newWorld(t).withVault()
	folder := filepath.Join(w.dir, "exports")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"b.png": encode(t, qr(t, amazon)), "a.txt": []byte(counted), "c.md": []byte("Just words."), ".hidden": []byte(theirs),
		"d.png": encode(t, qr(t, part2)),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	picture := w.picture("wifi.png", wifi, "otpauth://totp/GitHub:octo?secret=JBSWY3DPEHPK3PXP")
	r := w.run("import", folder, picture)
	if r.code != ExitDone || r.out != "Added VPN (me).\nAdded Amazon (me@example.org).\nAdded One (a).\nAdded GitHub (octo).\n" {
		t.Errorf("%+v", r)
	}
	for _, says := range []string{"c.md was skipped: unknown format.", "wireless network", "codes 1 and 3 are still missing"} {
		if !strings.Contains(r.err, says) {
			t.Errorf("%q is not said:\n%s", says, r.err)
		}
	}
	// What cannot be read does not stop the rest, and is not forgotten.
	good, bad, missing := w.file("good.txt", "otpauth://totp/New:me?secret="+rfcKey+"&digits=7"), w.file("bad.txt", "words"), filepath.Join(w.dir, "missing")
	r = w.run("import", bad, missing, good)
	if r.code != ExitFailed || r.out != "Added New (me).\n" || !strings.Contains(r.err, "bad.txt: Watchword does not recognise") || !strings.Contains(r.err, "missing: The file could not be read") {
		t.Errorf("%+v", r)
	}
	r = w.run("import", "--json", "--dry-run", bad, good)
	lines := strings.Split(r.out, "\n")
	if r.code != ExitFailed || len(lines) != 3 || !strings.Contains(lines[0], `"error":"Watchword does not recognise`) || !strings.HasPrefix(lines[1], `{"file":`) {
		t.Errorf("%+v", r)
	}
}

func TestImportPassword(t *testing.T) {
	const secret = "open sesame"
	data := string(exported(t, "2fas-encrypted", secret, amazon, counted))
	w := newWorld(t).withVault()
	file := w.file("2fas.json", data)
	right, wrong := w.file("right", secret+"\n"), w.file("wrong", "Open Sesame")

	w.fails(ExitUsage, "--file-password-file", "import", file) // nobody to ask
	w.fails(ExitWrongPassword, "does not open this file", "import", file, "--file-password-file", wrong)
	w.fails(ExitFailed, "cannot be read", "import", file, "--file-password-file", filepath.Join(w.dir, "missing"))
	if r := w.run("import", "--dry-run", "--json", file, "--file-password-file", right); r.code != ExitDone || strings.Count(r.out, `"issuer"`) != 2 {
		t.Errorf("%+v", r)
	}
	// Typed: asked three times, and the second file opens with what opened the first.
	w.passwords = []string{"a", "b", "c", secret}
	w.fails(ExitWrongPassword, "does not open this file", "import", file)
	if len(w.passwords) != 1 {
		t.Error("asked more than three times")
	}
	w.passwords, w.prompts = []string{"a", secret}, nil
	if r := w.run("import", file, w.file("again.json", data)); r.code != ExitDone || strings.Count(r.out, "Added") != 2 || len(w.prompts) != 2 {
		t.Errorf("%+v, asked %q", r, w.prompts)
	}
	if strings.Contains(w.run("import", file, "--file-password-file", right).err, "not encrypted") {
		t.Error("an encrypted file is said to be in the clear")
	}
	// A wrong password beside a good file: the good one is in, the exit code says the rest.
	w.passwords = nil
	if r := w.run("import", file, w.file("b.txt", "otpauth://totp/New:me?secret="+rfcKey+"&digits=7"), "--file-password-file", wrong); r.code != ExitWrongPassword || r.out != "Added New (me).\n" {
		t.Errorf("%+v", r)
	}
}

// A user sees what would come in, and decides.
func TestImportAsks(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.env.Terminal = true
	file := w.file("links.txt", amazon+"\n"+counted)
	w.in = "n\n"
	r := w.fails(ExitFailed, "Nothing was changed", "import", file)
	if r.out != "" || !strings.Contains(r.err, "Amazon (me@example.org)  totp  (already there)") || !strings.Contains(r.err, "VPN (me)  hotp  (new)") || !strings.Contains(r.err, "Add 1 account? [y/N]") {
		t.Errorf("%+v", r)
	}
	w.in = ""
	if r := w.run("import", file, "--yes"); r.code != ExitDone || r.out != "Added VPN (me).\n" || strings.Contains(r.err, "[y/N]") {
		t.Errorf("%+v", r)
	}
	if r := w.run("import", file); r.code != ExitDone || strings.Contains(r.err, "Add 0") || strings.Count(r.err, "[y/N]") != 1 {
		t.Errorf("asked about nothing: %+v", r)
	}
	w.in = "y\n"
	if r := w.run("import", "--json", w.file("new.txt", "otpauth://totp/New:me?secret="+rfcKey+"&digits=7\n"+amazon)); r.code != ExitDone || !strings.Contains(r.out, `"state":"added"`) || !strings.Contains(r.out, `"state":"there"`) {
		t.Errorf("%+v", r)
	}
}

// What is in the trash of the other program is said to be, and is put into the trash here.
func TestImportOfTheirTrash(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.env.Terminal = true
	w.in = "y\n"
	file := w.file("ente.txt", counted+"&codeDisplay=%7B%22trashed%22%3Atrue%7D")
	if r := w.run("import", "--dry-run", file); !strings.Contains(r.out, "  VPN (me)  hotp  (in the trash)\n") {
		t.Errorf("%+v", r)
	}
	if r := w.run("import", file); r.out != "Added VPN (me) to the trash.\n" || !strings.Contains(r.err, "VPN (me)  hotp  (new, in the trash)\n") {
		t.Errorf("%+v", r)
	}
	if out := w.ok("list", "--trash"); !strings.Contains(out, "VPN") {
		t.Error(out)
	}
}

func TestImportThatCannotBeSaved(t *testing.T) {
	w := newWorld(t).withVault()
	w.env.Vault.FS = brokenDisk{vault.Disk()}
	if r := w.run("import", "--json", w.file("a.txt", amazon)); r.code != ExitFailed || r.out != "" || strings.Contains(r.err, "Delete it") {
		t.Errorf("%+v", r)
	}
}

func TestImportFormat(t *testing.T) {
	w := newWorld(t)
	file := w.file("a.txt", amazon)
	w.fails(ExitUsage, "no format “word”", "import", "--dry-run", "--format", "word", file)
	w.fails(ExitUsage, "no format “aegis-encrypted”", "import", "--dry-run", "--format", "aegis-encrypted", file) // only written
	w.fails(ExitFailed, "a.txt: ", "import", "--dry-run", "--format", "aegis", file)
	w.ok("import", "--dry-run", "--format", "otpauth", file)
	w.fails(ExitUsage, "", "import")

	help := w.ok("import", "--help")
	for _, f := range transfer.Formats {
		if listed := strings.Contains(help, "  "+f.ID+" ") && strings.Contains(help, f.Name+"\n"); listed != (f.Read != nil) {
			t.Errorf("help and formats disagree about %s", f.ID)
		}
	}
	if out := w.ok("__complete", "import", "--format", "raivo"); !strings.Contains(out, "raivo-zip\tRaivo\n") {
		t.Error(out)
	}
}

// A vault is no export; the sentence says what to do with it.
func TestImportOfAVault(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.fails(ExitFailed, "This is a Watchword vault", "import", "--dry-run", w.env.Places.Vault)
	w.fails(ExitFailed, "This is a Watchword vault", "import", "--dry-run", "--format", "andotp-encrypted", w.env.Places.Vault)
}

// Many files take their time: from two seconds on a user sees which of them is read. One file
// has its own line.
func TestImportSaysHowFarItIs(t *testing.T) {
	w := newWorld(t)
	w.env.Terminal = true
	ticks := int64(0)
	w.env.Now = func() time.Time { ticks++; return time.Unix(59+ticks, 0) }
	folder := filepath.Join(w.dir, "exports")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"exports/a", "exports/b", "exports/c"} {
		w.file(name, amazon+"\n")
	}
	r := w.run("import", "--dry-run", folder, w.file("last", amazon+"\n"))
	if r.code != ExitDone || !strings.Contains(r.err, "Reading 4 of 4: last") || strings.Contains(r.err, "Reading 1 of 4") {
		t.Errorf("%+v", r)
	}
	if r := w.run("import", "--dry-run", filepath.Join(folder, "a")); strings.Contains(r.err, "Reading") {
		t.Errorf("%+v", r)
	}
}
