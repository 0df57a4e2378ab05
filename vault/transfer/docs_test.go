package transfer

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/vault/account"
)

var update = flag.Bool("update", false, "write the tables of docs/importing.md")

// The page about moving in and out has its tables from the list of formats.
// “go test ./vault/transfer -run Docs -update” brings them up to date.
func TestDocs(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "importing.md")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.ReplaceAll(string(data), "\r\n", "\n")
	page := withTable(t, before, "in", tableIn())
	page = withTable(t, page, "out", tableOut())
	if page == before {
		return
	}
	if !*update {
		t.Fatal("docs/importing.md is not what the list of formats says; run: go test ./vault/transfer -run Docs -update")
	}
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
}

// withTable puts a table between its two marks.
func withTable(t *testing.T, page, name, table string) string {
	t.Helper()
	open, end := "<!-- table: "+name+" -->\n", "<!-- end -->"
	head, rest, ok := strings.Cut(page, open)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("the page has no table %q", name)
	}
	return head + open + table + end + tail
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
	b.WriteString("| format | protection | what it does not keep | `--format` |\n|:--|:--|:--|:--|\n")
	for _, f := range Formats {
		if f.Write == nil {
			continue
		}
		protection := "none: anybody can read it"
		if f.Encrypts {
			protection = "a password of its own"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", f.Name, protection, strings.Join(lostBy(f), ", "), f.ID)
	}
	return b.String()
}

// lostBy asks a format what it loses of accounts that each have one thing more than usual.
func lostBy(f Format) []string {
	probes := map[string]string{
		"large": "HOTP", "sixty": "periods other than 30", "seven, twenty": "7 digits", "sha256": "HOTP with SHA-256", "player": "Steam",
		"two": "more than one tag", "lines": "notes",
	}
	var lost []string
	lose := func(a account.Account, what string) {
		if _, reason := f.Refuse(a); reason != "" {
			lost = append(lost, what)
		}
	}
	for _, a := range contractAccounts() {
		what := probes[a.Name]
		switch {
		case a.Issuer == "Yandex" || a.Issuer == "mOTP":
			what = a.Issuer
		case a.Issuer == "SHA512":
			a.Key.Period, what = 30, "SHA-512"
		case a.Issuer == "Odd":
			a.Key.Period = 30
		case a.Name == "one":
			what = "tags"
		case a.Issuer == "Pinned" || a.Issuer == "Archived":
			what = "marks (" + strings.ToLower(a.Issuer) + ")"
		}
		if what == "" {
			continue
		}
		lose(a, what)
		if a.Issuer == "SHA512" {
			a.Key.Algorithm, a.Key.Period = "SHA1", 60
			lose(a, "periods other than 30")
		}
	}
	if len(lost) == 0 {
		return []string{"–"}
	}
	return lost
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
