package print

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"watchword/scanner"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer"
)

// someAccounts have long names, markup and a letter that the fonts lack among them.
func someAccounts(n int) []account.Account {
	var list []account.Account
	for i := range n {
		k := otp.Defaults(otp.TOTP)
		k.Secret = otp.Secret(fmt.Sprintf("secret of number %03d", i))
		list = append(list, account.Account{Issuer: "A & B <C> 漢字", Name: fmt.Sprintf("%d %s@example.org", i, strings.Repeat("long", i%30)), Key: k})
	}
	return list
}

func format(t *testing.T, id string) transfer.Format {
	t.Helper()
	for _, f := range Formats {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("there is no %s", id)
	return transfer.Format{}
}

// What is printed as a web page comes in again as it went out.
func TestWebPageComesInAgain(t *testing.T) {
	want := someAccounts(23)
	data, left, err := transfer.Write(t.Context(), format(t, FormatHTML), want, transfer.WriteOptions{})
	if err != nil || len(left) > 0 {
		t.Fatal(left, err)
	}
	if bytes.Contains(data, []byte("<C>")) || bytes.Contains(data, []byte("http")) {
		t.Error("a name became markup, or the page points elsewhere")
	}
	r, err := transfer.Read(t.Context(), data, transfer.Env{})
	if err != nil || len(r.Accounts) != len(want) {
		t.Fatal(len(r.Accounts), r.Failures, err)
	}
	for i, a := range r.Accounts {
		if a.Credential() != want[i].Credential() || a.Issuer != want[i].Issuer || a.Name != want[i].Name {
			t.Errorf("account %d is another one", i+1)
		}
	}
}

// Ten accounts make a page, the eleventh a second one.
func TestPDFPages(t *testing.T) {
	for n, pages := range map[int]int{1: 1, 10: 1, 11: 2, 23: 3} {
		data, left, err := transfer.Write(t.Context(), format(t, FormatPDF), someAccounts(n), transfer.WriteOptions{})
		if err != nil || len(left) > 0 {
			t.Fatal(left, err)
		}
		if got := bytes.Count(data, []byte("/Type /Page\n")); got != pages {
			t.Errorf("%d accounts on %d pages, want %d", n, got, pages)
		}
	}
}

// The pictures hold the accounts, one or ten each, and what is too long is left out.
func TestPictures(t *testing.T) {
	list := someAccounts(12)
	list[3].Note = strings.Repeat("a note ", 1000)
	list[3].Issuer = strings.Repeat("x", 3000)
	for id, want := range map[string]int{FormatQR: 11, FormatGoogleQR: 2} {
		accounts := list
		if id == FormatGoogleQR {
			accounts = someAccounts(12)
		}
		files, left, err := Pictures(id, accounts)
		if err != nil || len(files) != want {
			t.Fatalf("%s: %d files, %v", id, len(files), err)
		}
		if (id == FormatQR) != (len(left) == 1) {
			t.Errorf("%s: %d left out", id, len(left))
		}
		r, err := scanner.ScanBytes(t.Context(), files[0].Data, scanner.Options{})
		if err != nil || len(r.Codes) != 1 {
			t.Fatalf("%s: %d codes, %v", id, len(r.Codes), err)
		}
		got := account.Identify(r.Codes[0].Text)
		if len(got.Accounts) == 0 || got.Accounts[0].Credential() != accounts[0].Credential() {
			t.Errorf("%s: the picture holds another account", id)
		}
	}
}
