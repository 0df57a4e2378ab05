package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"watchword/vault/account"
)

// The bounds of the readers, each one below, at, and one above.
func TestReaderLimits(t *testing.T) {
	ctx := context.Background()
	texts := strings.Repeat("a", maxTexts+1)
	plain := contractAccounts()[0]
	taken := func(a account.Account) error {
		var r Result
		r.add(1, a, nil)
		if len(r.Failures) > 0 {
			return errors.New(r.Failures[0].Reason)
		}
		return r.full()
	}
	keePass := func(inside string) error {
		_, err := readKeePassXML(ctx, []byte("<KeePassFile><Root><Group>"+inside+"</Group></Root></KeePassFile>"), nil)
		return err
	}
	for _, c := range []struct {
		what  string
		most  int
		above error
		read  func(n int) error
	}{
		{"bytes of a file", maxFile, errTooLarge, func(n int) error {
			_, err := ReadAs(ctx, Format{Read: func(context.Context, []byte, Env) (Result, error) {
				return Result{Accounts: []account.Account{plain}}, nil
			}}, make([]byte, n), Env{})
			return err
		}},
		{"bytes of a list", maxText, errTooLarge, func(n int) error {
			_, err := readLinks(ctx, bytes.Repeat([]byte("#"), n), Env{})
			return err
		}},
		{"accounts", maxAccounts, errTooMany, func(n int) error {
			r := Result{Accounts: make([]account.Account, n)}
			return r.next(ctx)
		}},
		{"accounts of several files", maxAccounts, errTooManyTogether, func(n int) error {
			var total Total
			if err := total.Add(Result{Accounts: make([]account.Account, n-1)}); err != nil {
				return err
			}
			return total.Add(Result{Failures: make([]account.Failure, 1)})
		}},
		{"bytes of all texts of several files", maxTexts, errTooManyTogether, func(n int) error {
			var total Total
			return errors.Join(total.Add(Result{texts: 1}), total.Add(Result{texts: n - 1}))
		}},
		{"bytes of all texts", maxTexts, errTooLarge, func(n int) error {
			a := plain
			a.Issuer, a.Name, a.Note = "", "", texts[:n]
			return taken(a)
		}},
		{"tags", maxTags, errors.New(errTags.Error()), func(n int) error {
			a := plain
			a.Tags = make([]string, n)
			return taken(a)
		}},
		{"tags of XML", maxMarks, errTooLarge, func(n int) error { return checkXML([]byte(strings.Repeat("<a>", n))) }},
		{"bytes of a tag", maxTag, ErrDamaged, func(n int) error { return checkXML([]byte("<" + strings.Repeat("a", n-2) + "><b>")) }},
		{"preferences", maxPrefs, errTooLarge, func(n int) error {
			_, err := readPrefs(ctx, []byte("<map>"+strings.Repeat("<string/>", n)+"</map>"))
			return err
		}},
		{"cells of a table", maxCells, errTooLarge, func(n int) error {
			_, err := readCSV(ctx, []byte("a,b\n"+strings.Repeat(",", n-2)))
			return err
		}},
		{"columns of a page", maxColumns, errTooMany, func(n int) error {
			_, err := parsePage(ctx, "<tr>"+strings.Repeat("<td>", n))
			return err
		}},
		{"bytes of KeePass's XML", maxKDBXXML, errTooLarge, func(n int) error {
			_, err := readKDBXML(io.LimitReader(zeros{}, int64(n)), 0, nil)
			return err
		}},
		{"entries of KeePass", maxKeePassEntries, errTooMany, func(n int) error { return keePass(strings.Repeat("<Entry/>", n)) }},
		{"levels of KeePass", maxKeePassDepth, errTooLarge, func(n int) error {
			return keePass(strings.Repeat("<Group>", n-3) + strings.Repeat("</Group>", n-3))
		}},
	} {
		for n, want := range map[int]error{c.most - 1: nil, c.most: nil, c.most + 1: c.above} {
			if err := c.read(n); fmt.Sprint(err) != fmt.Sprint(want) {
				t.Errorf("%d %s: %v", n, c.what, err)
			}
		}
	}
	// These say what they look at, and not whether it can be read.
	for n, want := range map[int]bool{maxGuess - 1: true, maxGuess: true, maxGuess + 1: false} {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(i)
		}
		if looksRandom(data) != want {
			t.Errorf("%d bytes that look like chance: %v", n, !want)
		}
	}
	for n, want := range map[int]error{maxAge - 1: ErrDamaged, maxAge: ErrDamaged, maxAge + 1: errTooLarge} {
		if _, err := readAge(ctx, append([]byte(ageIntro), make([]byte, n-len(ageIntro))...), Env{}); !errors.Is(err, want) {
			t.Errorf("an age file of %d bytes: %v", n, err)
		}
	}
}

// Zeros without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// All keys of one file and one password share their time: a file may have several.
func TestKeysShareTheirTime(t *testing.T) {
	asked := 0
	env := Env{until: new(time.Time), Password: func(context.Context, bool) (string, error) {
		asked++
		return "", nil
	}}
	first := env.deadline()
	err := withPassword(context.Background(), env, func(string) error {
		if one, two := env.deadline(), env.deadline(); one != two || !one.After(first.Add(-maxKDFTime)) {
			t.Errorf("the second key may go on until %v, the first one until %v", two, one)
		}
		return ErrWrongPassword
	})
	if !errors.Is(err, ErrWrongPassword) || asked != maxPasswords {
		t.Errorf("%d passwords were asked for: %v", asked, err)
	}
}

// Exports that lack a part are named up to a number, and then counted.
func TestManyIncompleteExports(t *testing.T) {
	for n, want := range map[int]int{mostSentences - 1: mostSentences - 1, mostSentences: mostSentences, mostSentences + 1: mostSentences + 1, 5000: mostSentences + 1} {
		var r Result
		for i := range n {
			r.Parts = append(r.Parts, Part{ID: i, Size: 2})
		}
		if got := MissingParts(r); len(got) != want {
			t.Errorf("%d exports: %d sentences", n, len(got))
		}
	}
}
