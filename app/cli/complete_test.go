package cli

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// offered are the completions of a command line, without what they are said to be.
func (w *world) offered(line ...string) (list []string) {
	w.t.Helper()
	out := w.ok(append([]string{"__complete"}, line...)...)
	for _, one := range strings.Split(strings.TrimSpace(out), "\n") {
		if word, _, _ := strings.Cut(one, "\t"); !strings.HasPrefix(word, ":") {
			list = append(list, word)
		}
	}
	return list
}

func TestAccountsComplete(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted,
		"otpauth://totp/AWS%20Console:me?secret=JBSWY3DPEHPK3PXP&issuer=AWS%20Console",
		"otpauth://totp/Gone:old?secret=JBSWY3DPEHPK3PXQ&issuer=Gone",
		"otpauth://totp/%24(touch%20x):%60id%60?secret=JBSWY3DPEHPK3PXR&issuer=%24(touch%20x)")
	w.ok("tag", "Work", "aws")
	w.ok("trash", "gone")
	for _, row := range []struct {
		name string
		line []string
		want []string
	}{
		{"words of issuers, names and tags", []string{"code", ""}, []string{"Amazon", "me@example.org", "AWS", "Console", "me", "Work", "VPN"}},
		{"as it was typed, so that the shell takes it", []string{"code", "aM"}, []string{"aMazon"}},
		{"what the words before name", []string{"code", "aws", ""}, []string{"Console", "me", "Work"}},
		{"with options before it", []string{"code", "--json", "v"}, []string{"vPN"}},
		{"the trash", []string{"restore", ""}, []string{"Gone", "old"}},
		{"the trash, by an option", []string{"list", "--trash", "g"}, []string{"gone"}},
		{"a tag comes first", []string{"tag", ""}, []string{"Work"}},
		{"then accounts", []string{"tag", "Work", "ama"}, []string{"amazon"}},
		{"a tag of an export", []string{"export", "--tag", ""}, []string{"Work"}},
		{"no files where none are meant", []string{"review", ""}, nil},
	} {
		if got := w.offered(row.line...); !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
	if got := w.offered("code", "--id", ""); len(got) != 4 {
		t.Errorf("ids: %q", got)
	}
	if out := w.ok("__complete", "code", "--"); !strings.Contains(out, "--id\tthe account with this id, as") || strings.Contains(out, "`") {
		t.Errorf("what options are: %s", out)
	}
	if got := w.offered("edit", "--brand", ""); !slices.Contains(got, "amazon") {
		t.Errorf("%d brands", len(got))
	}
	if out := w.ok("__complete", "code", "me"); !strings.Contains(out, "me\t2 accounts\n") || !strings.Contains(out, "me@example.org\tAmazon (me@example.org)\n") {
		t.Errorf("what the words name is not said: %s", out)
	}
}

// A key press never asks for a password, waits, or says anything.
func TestCompletingAsksNobody(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	right := w.vars[envPasswordFile]
	for name, file := range map[string]string{"none": "", "standard input": "-", "missing": right + "x", "wrong": w.file("wrong", "not it"), "a device": os.DevNull} {
		w.vars[envPasswordFile] = file
		w.passwords, w.prompts = []string{password}, nil
		w.env.Terminal = true
		r := w.run("__complete", "code", "")
		if r.out != ":4\n" || len(w.prompts) > 0 || strings.Count(r.err, "\n") > 1 {
			t.Errorf("%s: %+v, asked %q", name, r, w.prompts)
		}
	}
	w.vars[envPasswordFile] = ""
	if got := w.offered("code", "--password-file", right, ""); len(got) != 2 {
		t.Errorf("a password file on the line: %q", got)
	}
}
