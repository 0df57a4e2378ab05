package transfer

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/internal/docpage"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// The page about moving in and out has its tables from the list of formats.
// “go test ./vault/transfer -run Docs -update” brings them up to date.
func TestDocs(t *testing.T) {
	docpage.Check(t, filepath.Join("..", "..", "docs", "importing.md"), "go test -tags nogui ./vault/transfer -run Docs", func(page string) string {
		return docpage.WithTable(t, docpage.WithTable(t, page, "in", tableIn()), "out", tableOut())
	})
}

func tableIn() string {
	var b strings.Builder
	b.WriteString("| program | how to export there | what comes over | what does not | `--format` |\n|:--|:--|:--|:--|:--|\n")
	for _, f := range Formats {
		if f.Read != nil {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | `%s` |\n", f.Name, f.How, f.Brings, f.Leaves, f.ID)
		}
	}
	return b.String()
}

func tableOut() string {
	var b strings.Builder
	b.WriteString("| format | protection | accounts that it leaves out | comes along without | `--format` |\n|:--|:--|:--|:--|:--|\n")
	for _, f := range Formats {
		if f.Write == nil {
			continue
		}
		protection := "none: anybody can read it"
		if f.Encrypts {
			protection = "a password of its own"
		}
		out, without := lostBy(f)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | `%s` |\n", f.Name, protection, listed(out), listed(without), f.ID)
	}
	return b.String()
}

func listed(things []string) string {
	if len(things) == 0 {
		return "–"
	}
	return strings.Join(things, ", ")
}

// lostBy asks a format what it loses of accounts that each have one thing more than usual:
// whole accounts, and parts of others.
func lostBy(f Format) (out, without []string) {
	lose := func(a account.Account, kind, part string) (whole bool) {
		whole, reason := f.Limits(a)
		switch {
		case reason == "":
		case whole:
			out = append(out, kind)
		case part == "": // the kind of code is the part
			without = append(without, kind+" ("+reason+")")
		default:
			without = append(without, part)
		}
		return reason != ""
	}
	one := map[string]account.Account{}
	for _, a := range contractAccounts() {
		if _, ok := one[a.Issuer]; !ok {
			one[a.Issuer] = a
		}
		one[a.Name] = a
	}
	changed := func(a account.Account, change func(*account.Account)) account.Account {
		change(&a)
		return a
	}
	lose(changed(one["sixty"], func(a *account.Account) { a.Key.Algorithm = "SHA1" }), "periods other than 30 s", "")
	lose(changed(one["SHA512"], func(a *account.Account) { a.Key.Period = 30 }), "SHA-512", "")
	lose(changed(one["seven, twenty"], func(a *account.Account) { a.Key.Period = 30 }), "7 digits", "")
	if !lose(one["large"], "HOTP", "") {
		lose(one["sha256"], "HOTP with SHA-256", "")
	}
	lose(one["player"], "Steam", "")
	lose(one["Yandex"], "Yandex", "")
	lose(one["mOTP"], "mOTP", "")
	if !lose(one["one"], "accounts with a tag", "tags") {
		lose(one["two"], "accounts with several tags", "all tags but the first")
	}
	lose(one["lines"], "accounts with a note", "notes")
	lose(one["Pinned"], "pinned accounts", "the pin")
	lose(one["Archived"], "archived accounts", "the mark of the archive")
	return out, without
}

// Who reads says what comes over; the text is one cell of a table.
func TestFormatsSayWhatComesOver(t *testing.T) {
	for _, f := range Formats {
		if f.Read == nil {
			continue
		}
		for name, text := range map[string]string{"How": f.How, "Brings": f.Brings, "Leaves": f.Leaves} {
			if text == "" || strings.ContainsAny(text, "|\n") || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %s is %q", f.ID, name, text)
			}
		}
	}
}

// What the lists say that comes over does come over: the accounts of the suite that stand for
// it come back whole from a file of that format.
func TestWhatIsSaidToComeOverDoes(t *testing.T) {
	byName := map[string]account.Account{}
	for _, a := range contractAccounts() {
		byName[a.Issuer+"/"+a.Name] = a
	}
	promises := []struct {
		words   []string // one of these in Brings promises it
		account string
	}{
		{[]string{"tag", "group", "folder", "categor"}, "Tagged/one"},
		{[]string{"note"}, "Noted/lines"},
		{[]string{"pinned", "favourite"}, "Pinned/yes"},
		{[]string{"archived"}, "Archived/yes"},
		{[]string{"the trash"}, "Trashed/yes"},
		{[]string{"hotp", "all kinds"}, "Counting/large"},
		{[]string{"steam", "all kinds"}, "Steam/player"},
	}
	checked := 0
	for _, f := range Formats {
		if f.Read == nil {
			continue
		}
		for _, p := range promises {
			brings := strings.ToLower(f.Brings)
			if !slices.ContainsFunc(p.words, func(w string) bool { return strings.Contains(brings, w) }) {
				continue
			}
			kept, tried := false, false
			for _, c := range contracts {
				// Ente's plain file is a list of links with more in each.
				if c.format != f.ID && !(f.ID == "otpauth" && c.format == "ente") {
					continue
				}
				tried = true
				a := byName[p.account]
				a.Counter = min(a.Counter, 1000) // a counter beyond what people reach is another matter
				whole, reason := c.limitsOf(t)(a)
				isKind := a.Key.Type != otp.TOTP
				kept = kept || reason == "" || isKind && !whole
			}
			if tried && !kept {
				t.Errorf("%s is said to bring %q, and no file of the suite carries it", f.ID, p.words[0])
			}
			checked++
		}
	}
	if checked < 40 {
		t.Errorf("only %d promises were found in the texts", checked)
	}
}
