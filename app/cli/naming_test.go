package cli

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/vault"
	"watchword/vault/account"
)

// idsOf returns the ids of the accounts with an issuer, in use or in the trash, by their name.
func (w *world) idsOf(issuer string, trashed bool) []string {
	w.t.Helper()
	var list struct {
		Accounts []struct {
			ID, Issuer string
			Trashed    bool
		}
	}
	if err := json.Unmarshal([]byte(w.ok("list", "--json")), &list); err != nil {
		w.t.Fatal(err)
	}
	var ids []string
	for _, a := range list.Accounts {
		if a.Issuer == issuer && a.Trashed == trashed {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// Every account can be named: whose words are part of another's, and twins.
func TestEveryAccountCanBeNamed(t *testing.T) {
	link := func(name, key string) string {
		return "otpauth://totp/AWS:" + name + "?issuer=AWS&secret=" + key
	}
	w := newWorld(t).withVault(link("me", rfcKey), link("me2", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"))
	r := w.fails(ExitFailed, "2 accounts match:", "trash", "aws", "me")
	for _, id := range w.idsOf("AWS", false) {
		if !strings.Contains(r.err, id) {
			t.Errorf("%s is not listed:\n%s", id, r.err)
		}
	}
	for _, args := range [][]string{{"code", "--exact", "aws", "me"}, {"speak", "--print", "--exact", "AWS", "ME"}, {"export", "--format", "otpauth", "--out", "-", "--exact", "me"}} {
		if out := w.ok(args...); strings.Contains(out, "me2") || !strings.Contains(out, "me") {
			t.Errorf("%v printed %s", args, out)
		}
	}
	w.fails(ExitFailed, "No account matches", "pin", "--exact", "aw")

	// twins: the same issuer and name
	w.ok("edit", "me2", "--name", "me")
	twins := w.idsOf("AWS", false)
	w.fails(ExitFailed, "select one by --id", "edit", "aws", "me", "--exact", "--name", "x")
	w.ok("trash", twins[0])         // an id as a word
	w.ok("trash", "--id", twins[1]) // as an option
	w.fails(ExitFailed, "in the trash", "code", twins[0])
	w.ok("restore", "--id", strings.ToUpper(twins[0]))
	if got := w.idsOf("AWS", false); len(got) != 1 || got[0] != twins[0] {
		t.Errorf("%q in use", got)
	}
	w.fails(ExitFailed, "No account", "edit", "--id", "nobody", "--name", "x")
}

// quoted is another command, with flags of its own.
var quoted = regexp.MustCompile(`“[^”]*”`)

// A sentence advises only what its command takes.
func TestAdviceNamesOnlyItsOwnFlags(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted, github)
	for _, c := range rootCommand(&program{Env: w.env}).Commands() {
		if c.Flags().Lookup("id") == nil {
			continue
		}
		args := map[string][]string{"edit": {"--name", "x"}, "tag": {"T"}, "export": {"--format", "otpauth", "--out", "-", "--id", "nobody"}, "code": {"--count"}, "list": {"--id", "nobody"}}[c.Name()]
		r := w.run(append(append([]string{c.Name()}, args...), "m")...)
		if r.code == ExitDone {
			t.Errorf("%s: %+v", c.Name(), r)
		}
		for word := range strings.FieldsSeq(quoted.ReplaceAllString(r.err, "")) {
			if flag, ok := strings.CutPrefix(strings.Trim(word, ".,;:"), "--"); ok && c.Flags().Lookup(flag) == nil && c.InheritedFlags().Lookup(flag) == nil {
				t.Errorf("%s advises --%s, which it does not have: %s", c.Name(), flag, r.err)
			}
		}
	}
}

// Commands that take WORDS all take the same options for what words cannot name.
func TestCommandsWithWordsTakeIDs(t *testing.T) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if strings.Contains(c.Use, "WORDS") && (c.Flags().Lookup("id") == nil || c.Flags().Lookup("exact") == nil) {
			t.Errorf("%s has no --id or no --exact", c.Name())
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(rootCommand(&program{Env: newWorld(t).env}))
}

// Nothing nameless is stored, whatever way it comes in; what comes out of files is called
// something.
func TestNothingNamelessIsStored(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	const key = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"
	w.clip.Text = key
	w.fails(ExitUsage, "has no name", "add", "--clipboard")
	w.in = "otpauth://totp/?secret=" + key
	w.fails(ExitUsage, "has no name", "add", "-")
	w.fails(ExitUsage, "has no name", "add", "-", "--issuer", "\u200b")
	w.fails(ExitUsage, "--issuer is empty", "add", "-", "--issuer", " \u00a0")
	w.fails(ExitFailed, "needs a service or an account name", "edit", "amazon", "--issuer", "", "--name", " ")
	w.ok("edit", "amazon", "--name", "")
	w.fails(ExitFailed, phrases.Sentence(vault.ErrNameless), "edit", "amazon", "--issuer", "")
	w.ok("import", w.file("list.txt", "otpauth://totp/?secret="+key+"\n"))
	if out := w.ok("code", "unnamed"); !strings.Contains(out, account.Unnamed) {
		t.Errorf("printed %q", out)
	}
	w.edit(func(v *vault.Vault) {
		for _, a := range v.Accounts() {
			if !a.Named() {
				t.Errorf("%s has no name", a.ID)
			}
		}
	})
}

func TestMessagesOfTheTerminal(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	picture := w.file("qr.png", "no matter")
	w.fails(ExitUsage, "is a file. Add the codes of a picture with --image", "add", picture)
	w.fails(ExitFailed, "The file nofile cannot be read", "vault", "restore", "nofile")
	w.fails(ExitUsage, "There is no command “nosuch”", "help", "nosuch")
	if out := w.ok("help", "code"); !strings.Contains(out, "watchword code [WORDS]") {
		t.Errorf("help printed %s", out)
	}
	w.ok("trash", "amazon")
	for _, command := range []string{"list", "code"} {
		if r := w.run(command); !strings.Contains(r.err, "All accounts are in the trash (1).") {
			t.Errorf("%s: %+v", command, r)
		}
	}
	empty := newWorld(t).withVault()
	if out := empty.ok("review"); !strings.Contains(out, "no recovery sheet") {
		t.Errorf("review of an empty vault printed %s", out)
	}
}

// “-” is standard input for every file with a password, once.
func TestPasswordFromStandardInput(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	delete(w.vars, envPasswordFile)
	w.in = password + "\n"
	if out := w.ok("list", "--password-file", "-"); !strings.Contains(out, "Amazon") {
		t.Errorf("printed %s", out)
	}
	w.vars[envPasswordFile] = "-"
	w.ok("list")
	w.fails(ExitUsage, "only once", "add", "-", "--issuer", "X")
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, vault.ErrFull }

// What could not be printed is no success, whichever command it was of.
func TestOutputThatCannotBeWritten(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("tag", "Work", "amazon")
	for _, args := range [][]string{
		{"code", "amazon"}, {"list"}, {"list", "--json"}, {"scan", w.picture("a.png", amazon)}, {"import", "--dry-run", w.file("l.txt", amazon)}, {"import", "--formats"},
		{"export", "--format", "otpauth", "--out", "-"}, {"review", "--json"}, {"tag"}, {"speak", "amazon", "--print"}, {"vault", "check"}, {"vault", "backups"}, {"help"}, {"--version"},
		{"completion", "bash"}, {"pin", "amazon"},
	} {
		var errs strings.Builder
		if code := w.runTo(fullDisk{}, &errs, args...); code != ExitFailed || !strings.Contains(errs.String(), "The output could not be written") {
			t.Errorf("%v: exit code %d, %s", args, code, errs.String())
		}
	}
}

// An account that is stored without its workspace is offered the longer name.
func TestLongerName(t *testing.T) {
	const slack = "otpauth://totp/Slack%20(acme):bob?issuer=Slack&secret=" + rfcKey
	w := newWorld(t).withVault("otpauth://totp/Slack:bob?issuer=Slack&secret=" + rfcKey)
	id := w.idsOf("Slack", false)[0]
	w.in = slack
	r := w.run("add", "-")
	if want := "watchword edit --id " + id + " --name 'acme · bob'"; r.code != ExitDone || r.out != "" || !strings.Contains(r.err, want) {
		t.Errorf("%+v, want %q", r, want)
	}
	w.env.Terminal = true
	w.in = "y\n"
	if out := w.ok("add", slack); out != "Renamed Slack (acme · bob).\n" {
		t.Errorf("printed %q", out)
	}
	if ids := w.idsOf("Slack", false); len(ids) != 1 || ids[0] != id || w.now("acme").ID != id {
		t.Errorf("%q", ids)
	}
}

// Whoever mistypes a command is told of one that is spelled like it, in plain words.
func TestMistypedCommands(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	for _, row := range []struct {
		says string
		args []string
	}{
		{"Did you mean “watchword list”?", []string{"lst"}},
		{"Did you mean “watchword export”?", []string{"help", "exprot"}},
		{"“watchword vault” has no command “chek”. Did you mean “watchword vault check”?", []string{"vault", "chek"}},
		{"There is no command and no file “nothinglikeit”.\n", []string{"nothinglikeit"}},
		{"“watchword review” takes no words, and “amazon” is one.", []string{"review", "amazon"}},
		{"Name a file to import.", []string{"import"}},
		{"Name one backup to restore.", []string{"vault", "restore"}},
		{"Use either --sheet or --no-sheet.", []string{"vault", "create", "--sheet", "x.txt", "--no-sheet"}},
		{"Use either --second or --no-second.", []string{"vault", "backups", "--second", w.dir, "--no-second"}},
		{"Specify what to do with the vault.", []string{"vault"}},
	} {
		w.fails(ExitUsage, row.says, row.args...)
	}
	if out := w.ok("rm", "amazon"); out != "Amazon\tme@example.org\n" {
		t.Errorf("rm: %q", out)
	}
	w.ok("vault", "backups", "--verify")
}
