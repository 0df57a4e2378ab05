package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"watchword/vault"
)

// aegis is a plain file of Aegis with entries of one key: name, note, counter.
func aegis(entries ...[3]string) string {
	var list []string
	for _, e := range entries {
		list = append(list, fmt.Sprintf(`{"type":"hotp","uuid":"01234567-89ab-cdef-0123-456789abcdef","name":%q,"issuer":"VPN","note":%q,"icon":null,"info":{"secret":%q,"algo":"SHA1","digits":6,"counter":%s}}`, e[0], e[1], rfcKey, e[2]))
	}
	return `{"version":1,"header":{"slots":null,"params":null},"db":{"version":2,"entries":[` + strings.Join(list, ",") + `]}}`
}

// A file goes only where its notes, names and counters are in the vault too; what can be taken
// without overwriting anything is.
func TestImportLosesNothingOfWhatItDeletes(t *testing.T) {
	for _, row := range []struct {
		why, content  string
		before        []string // commands on the vault that has the account with counter 3 and no note
		gone          bool
		note          string // of the account afterwards
		counter       uint64
		says, printed string
	}{
		{"a note and a larger counter", aegis([3]string{"me", "RECOVERY CODES", "40"}), nil, true, "RECOVERY CODES", 40, "1 updated", "Updated VPN (me): counter 40, note."},
		{"a smaller counter", aegis([3]string{"me", "", "1"}), nil, true, "", 3, "already there", ""},
		{"two notes on one account", aegis([3]string{"me", "NOTE-A", "3"}, [3]string{"me", "NOTE-B", "3"}), nil, false, "NOTE-A", 3, "the vault has another one", "Updated"},
		{"a note of one's own", aegis([3]string{"me", "THEIRS", "3"}), []string{"edit", "vpn", "--note"}, false, "MINE", 3, "its note was left out; the vault has another one", ""},
		{"another name", aegis([3]string{"you", "NOTE", "3"}), nil, false, "", 3, "another name for 1 account and 1 note", ""},
	} {
		t.Run(row.why, func(t *testing.T) {
			w := newWorld(t).withVault(counted)
			if row.before != nil {
				w.ok(append(row.before, w.file("note", "MINE"))...)
			}
			file := w.file("aegis.json", row.content)
			r := w.run("import", "--yes", "--delete", file)
			_, err := os.Stat(file)
			if gone := err != nil; gone != row.gone || (r.code == ExitDone) != row.gone || !strings.Contains(r.err, row.says) || !strings.Contains(r.out, row.printed) {
				t.Errorf("gone %v, exit code %d\n%s%s", gone, r.code, r.out, r.err)
			}
			if strings.Contains(r.err, "Delete it once") {
				t.Errorf("it is said to delete what --delete deletes:\n%s", r.err)
			}
			if a := w.now("vpn"); a.Note != row.note || a.Counter != row.counter {
				t.Errorf("note %q, counter %d", a.Note, a.Counter)
			}
		})
	}
	// At a terminal it is asked first, and no means no.
	w := newWorld(t).withVault(counted)
	w.env.Terminal, w.in = true, "n\n"
	if r := w.fails(ExitFailed, "Nothing was changed", "import", w.file("a", aegis([3]string{"me", "NOTE", "40"}))); !strings.Contains(r.err, "already there; new here: counter 40, note") || !strings.Contains(r.err, "Update 1 account?") {
		t.Error(r.err)
	}
	if a := w.now("vpn"); a.Counter != 3 || a.Note != "" {
		t.Errorf("%+v", a)
	}
	w.env.Terminal = false
	if out := w.ok("import", "--json", w.file("a", aegis([3]string{"me", "NOTE", "40"})), "--tag", "Work"); !strings.Contains(out, `"state":"there","updated":["counter","note","tag"]`) {
		t.Error(out)
	}
	if a := w.now("vpn"); strings.Join(a.Tags, " ") != "Work" {
		t.Errorf("tags %q", a.Tags)
	}
}

// A key that is added once more under another name brings its larger counter to the account that is there.
func TestDuplicatesRaiseTheCounter(t *testing.T) {
	for _, command := range []string{"add", "import"} {
		w := newWorld(t).withVault(counted)
		w.in = strings.NewReplacer("counter=3", "counter=50", "VPN:me", "VPN:you").Replace(counted)
		w.ok(command, "--duplicates", "-")
		var list struct{ Accounts []struct{ Counter uint64 } }
		if err := json.Unmarshal([]byte(w.ok("list", "--json")), &list); err != nil || len(list.Accounts) != 2 {
			t.Fatalf("%v, %+v", err, list)
		}
		for _, a := range list.Accounts {
			if a.Counter != 50 {
				t.Errorf("%s: counter %d", command, a.Counter)
			}
		}
	}
}

// A larger counter in a link is said, and taken when asked for; a smaller one never.
func TestLargerCounter(t *testing.T) {
	link := func(counter string) string { return strings.Replace(counted, "counter=3", "counter="+counter, 1) }
	w := newWorld(t).withVault(counted)
	w.in = link("50")
	w.fails(ExitFailed, "The counter of VPN (me) is 50 here, larger than in the vault. With --replace", "add", "-")
	if a := w.now("vpn"); a.Counter != 3 {
		t.Errorf("counter %d", a.Counter)
	}
	if out := w.ok("add", "--replace", "-"); out != "Updated VPN (me): counter 50.\n" {
		t.Error(out)
	}
	w.in = link("4")
	if r := w.run("add", "-"); r.code != ExitDone || strings.Contains(r.err, "counter") {
		t.Errorf("%+v", r)
	}
	w.fails(ExitFailed, "already", "add", "--replace", "-")
	w.in = link("60")
	if r := w.run("import", "-"); r.code != ExitDone || r.out != "Updated VPN (me): counter 60.\n" {
		t.Errorf("%+v", r)
	}
	w.in = link("70")
	w.ok("edit", "vpn", "--key", "-")
	w.in = strings.Replace(link("5"), rfcKey, "NBSWY3DPEHPK3PXPNBSWY3DPEHPK3PXP", 1)
	if a := w.now("vpn"); a.Counter != 70 {
		t.Errorf("counter %d", a.Counter)
	}
	w.ok("edit", "vpn", "--key", "-")
	w.edit(func(v *vault.Vault) {
		for _, a := range v.Accounts() {
			if !a.InTrash() && a.Counter != 5 {
				t.Errorf("the new key counts from %d", a.Counter)
			}
		}
	})
}

// A counter-based link without a counter starts at 0, and that is said.
func TestLinkWithoutCounter(t *testing.T) {
	w := newWorld(t).withVault()
	w.in = strings.Replace(counted, "&counter=3", "", 1)
	if r := w.run("add", "-"); r.code != ExitDone || !strings.Contains(r.err, "the link has no counter, so it starts at 0") {
		t.Errorf("%+v", r)
	}
}

// What is printed is the account as it is now.
func TestEditPrintsTheNewName(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	if out := w.ok("edit", "amazon", "--issuer", "Shop", "--name", "you"); out != "Shop\tyou\n" {
		t.Errorf("%q", out)
	}
}

// Texts are kept as they were meant, or refused.
func TestNotesInOtherEncodings(t *testing.T) {
	for _, row := range []struct{ why, content, note string }{
		{"UTF-8", "Straße\n", "Straße"},
		{"with a mark", "\uFEFFStraße", "Straße"},
		{"UTF-16 of Windows", "\xFF\xFEa\x00\xDF\x00\x3D\xD8\x00\xDE", "aß😀"},
		{"UTF-16, the large end first", "\xFE\xFF\x00a\x00\xDF", "aß"},
		{"Latin-1", "Stra\xDFe", ""},
		{"UTF-16 without a mark", "a\x00b\x00", ""},
		{"half a character", "\xFF\xFEa\x00\x3D\xD8", ""},
		{"an odd number of bytes", "\xFF\xFEa", ""},
	} {
		w := newWorld(t).withVault(amazon)
		w.ok("edit", "amazon", "--note", w.file("before", "before"))
		file := w.file("note", row.content)
		if row.note == "" {
			w.fails(ExitFailed, "Save it as UTF-8", "edit", "amazon", "--note", file)
			row.note = "before"
		} else {
			w.ok("edit", "amazon", "--note", file)
		}
		if a := w.now("amazon"); a.Note != row.note {
			t.Errorf("%s: %q", row.why, a.Note)
		}
	}
	w := newWorld(t).withVault(amazon)
	w.fails(ExitUsage, "not valid UTF-8", "edit", "amazon", "--name", "Stra\xDFe")
	w.fails(ExitUsage, "not valid UTF-8", "tag", "Stra\xDFe", "amazon")
	w.in = "\xFF\xFE"
	for _, r := range counted {
		w.in += string([]byte{byte(r), 0})
	}
	w.ok("add", "-")
}

// What a terminal would obey is shown as what it is, behind a pipe too.
func TestShowNoteIsVisible(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("edit", "amazon", "--note", w.file("note", "a\x1B]0;x\x07b\u202Ec\n\td"))
	if out := w.ok("edit", "amazon", "--show-note"); out != "a\\u001B]0;x\\u0007b\\u202Ec\n\td\n" {
		t.Errorf("%q", out)
	}
}

// No sentence repeats a link or a key that stands in the wrong place of a command line. Any that
// did would be found by the canary in every run.
func TestSecretsInTheWrongPlace(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	lower := strings.ToLower(rfcKey)
	for _, args := range [][]string{
		{"import", amazon}, {"import", "--format", amazon, "x"}, {"scan", amazon}, {"add", "--image", amazon}, {rfcKey}, {lower},
		{"list", rfcKey}, {"list", amazon}, {"list", "--" + rfcKey}, {"list", "--json=" + rfcKey}, {"help", rfcKey},
		{"export", "--format", rfcKey}, {"export", "--format", "otpauth", "--out", "/no/where/" + amazon}, {"vault", "restore", amazon},
		{"edit", "amazon", "--note", amazon}, {"edit", "amazon", "--brand", rfcKey}, {"list", "--vault", amazon}, {"list", "--vault", rfcKey},
		{"tag", rfcKey, "--rename", "x"}, {"list", "--password-file", amazon}, {"vault", "merge", amazon}, {"vault", "backups", "--second", amazon, "--now"},
		{"clock", "--server", amazon}, {"vault", rfcKey}, {"completion", rfcKey},
	} {
		r := w.run(args...)
		if r.code == ExitDone || strings.Contains(r.out+r.err, rfcKey) || strings.Contains(r.out+r.err, lower) {
			t.Errorf("%.12q …: exit code %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
	w.fails(ExitUsage, "There is no command and no file “githubx”", "githubx")
	w.fails(ExitUsage, "add -", "import", amazon)
}

// --force replaces nothing that the program needs, and no vault by what is not encrypted.
func TestForceKeepsWhatIsOurs(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted)
	w.ok("trash", "vpn")
	backup := w.backups()[0].File
	copied := w.dir + "/copy.watchword"
	w.ok("export", "--format", "watchword", "--out", copied)
	for _, file := range []string{backup, w.env.Places.Config, w.env.Places.Vault, copied} {
		before, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w.fails(ExitFailed, "nothing was written", "export", "--format", "otpauth", "--force", "--out", file)
		if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
			t.Errorf("%s was replaced", file)
		}
	}
	w.fails(ExitFailed, "nothing was written", "export", "--format", "watchword", "--force", "--out", backup)
	w.ok("export", "--format", "watchword", "--force", "--out", copied)
	w.ok("export", "--format", "otpauth", "--force", "--out", w.file("old.txt", "old"))
}

// A word that begins with a hyphen has its way.
func TestHyphenInAName(t *testing.T) {
	w := newWorld(t).withVault(strings.Replace(amazon, "me%40example.org", "-y", 1))
	w.fails(ExitUsage, "Put “--” before words", "code", "-y")
	w.ok("code", "--", "-y")
}

// A folder with nothing in it, and a file that could be anything, are called what they are.
func TestImportOfNothing(t *testing.T) {
	w := newWorld(t).withVault()
	folder := w.dir + "/empty"
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"import", folder}, {"import", "--dry-run", folder}} {
		w.fails(ExitFailed, "is an empty folder", args...)
	}
	random := make([]byte, 100)
	rand.NewChaCha8([32]byte{1}).Read(random)
	w.fails(ExitWrongPassword, "not a file of a known program", "import", w.file("random", string(random)), "--file-password-file", w.file("other", "x\n"))
}

// An output that cannot be written is said in a sentence, whoever writes.
func TestExportToAFullDisk(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	var errs strings.Builder
	if code := w.runTo(fullDevice{}, &errs, "export", "--format", "otpauth", "--out", "-"); code != ExitFailed || !strings.Contains(errs.String(), "The output could not be written (no space left on device).") {
		t.Errorf("%d %s", code, errs.String())
	}
}

// fullDevice is an output on a disk that is full.
type fullDevice struct{}

func (fullDevice) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: errors.New("no space left on device")}
}
