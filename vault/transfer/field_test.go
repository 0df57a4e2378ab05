package transfer

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// A fieldCase is a file that somebody really had: a line of expected.jsonl.
type fieldCase struct {
	N        int
	File     string
	Right    string
	Entries  []expectedEntry
	Password string
}

// notYet are the cases that do not come out right, by number, and why. The list only shrinks:
// one that comes out right while it stands here is an error.
var notYet = map[int]string{}

// TestField reads what people have really had, where WATCHWORD_FIELD names the folder.
func TestField(t *testing.T) {
	dir := os.Getenv("WATCHWORD_FIELD")
	if dir == "" {
		t.Skip("WATCHWORD_FIELD names no folder; our own fixtures cover what was mended")
	}
	list, err := os.Open(filepath.Join(dir, "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	right, all := 0, 0
	lines := bufio.NewScanner(list)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c fieldCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		all++
		problems := c.problems(t, dir)
		if len(problems) == 0 {
			right++
		}
		if len(problems) > 0 {
			t.Logf("%d %s: %s", c.N, c.File, strings.Join(problems, "; "))
		}
		switch why := notYet[c.N]; {
		case len(problems) > 0 && why == "":
			t.Errorf("%d %s: %s", c.N, c.File, strings.Join(problems, "; "))
		case len(problems) == 0 && why != "":
			t.Errorf("%d %s comes out right now: take it off the list", c.N, c.File)
		}
	}
	t.Logf("%d of %d come out right", right, all)
}

// problems says what of a case is not as it should be.
func (c fieldCase) problems(t *testing.T, dir string) (problems []string) {
	path := filepath.Join(dir, filepath.FromSlash(c.File))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	env := sampleEnv(path, c.Password)
	env.Name = filepath.Base(path)
	r, err := Read(context.Background(), data, env)
	if len(c.Entries) == 0 {
		// A sentence is right, and that it is the right one is for people to see.
		named := slices.ContainsFunc(r.Failures, func(f account.Failure) bool { return f.Issuer+f.Name != "" })
		if err == nil && len(r.Failures) == 0 || len(r.Accounts) > 1 && !named {
			problems = append(problems, "no sentence")
		}
		if err == ErrUnknown || err == errNoQR || err != nil && strings.Contains(err.Error(), "damaged") {
			problems = append(problems, err.Error())
		}
		return problems
	}
	if err != nil {
		problems = append(problems, err.Error())
	}
	left := slices.Clone(r.Accounts)
	for _, e := range c.Entries {
		i := slices.IndexFunc(left, func(a account.Account) bool { return e.inField(a) })
		if i < 0 {
			problems = append(problems, "missing "+e.Issuer+" "+e.Name)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, a := range left {
		problems = append(problems, "unexpected "+show(a))
	}
	for _, f := range r.Failures {
		problems = append(problems, "failure "+f.Reason)
	}
	return problems
}

// inField is matches for what the list leaves out at its usual value, and without notes. The
// list names the tags of some and leaves them out of others that lie in a folder, too.
func (e expectedEntry) inField(a account.Account) bool {
	k := otp.Defaults(otp.Type(e.Type))
	if e.Algorithm == "" || e.Type == "steam" {
		e.Algorithm = string(a.Key.Algorithm)
	}
	if e.Digits == 0 {
		e.Digits = k.Digits
	}
	if e.Period == 0 {
		e.Period = k.Period
	}
	e.Note = a.Note
	if len(e.Tags) == 0 {
		e.Tags = a.Tags
	}
	return e.matches(a)
}
