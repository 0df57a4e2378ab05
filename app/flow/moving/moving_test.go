package moving

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/app/internal/apptest"
	"watchword/app/internal/opentest"
	pages "watchword/app/moving"
	"watchword/vault/account"
	"watchword/vault/otp"
)

const (
	amazonLink = "otpauth://totp/Amazon%3Ame%40example.org?secret=IUIUCFKMTXQZUV5U7LE664BVXQ4K7PDSDKHZ4QTZAC5GVIBMMZ6A&issuer=Amazon"
	githubLink = "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
)

// A file that is not encrypted is its owner's alone, and another is never written over.
func TestExportIsPrivate(t *testing.T) {
	f := &Flow{Vault: opentest.Unlocked(t, amazonLink, githubLink)}
	list := pages.Target{ID: "otpauth", Clear: true}
	file := filepath.Join(t.TempDir(), "export.txt")
	text, err := f.export(pages.Order{Target: list, Path: file}, nil)
	if err != nil || !strings.HasPrefix(text, "2 accounts written to ") {
		t.Fatal(text, err)
	}
	data, _ := os.ReadFile(file)
	if strings.Count(string(data), "otpauth://") != 2 {
		t.Error("the file does not hold both accounts")
	}
	if info, _ := os.Stat(file); info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the file: %v", info.Mode())
	}
	if _, err := f.export(pages.Order{Target: list, Path: file}, nil); err == nil {
		t.Error("an existing file was overwritten")
	}
}

// An account that the vault does not take is no silent loss.
func TestImportTooLong(t *testing.T) {
	f := &Flow{Vault: opentest.Unlocked(t)}
	long := apptest.Account(t, amazonLink)
	long.Note = strings.Repeat("n", 1<<20+1)
	f.addImported([]account.Account{long, apptest.Account(t, githubLink)}, nil, 0, nil, nil)
	report := f.Page().(*pages.Report)
	if report.Text != "1 imported, 1 not usable." || len(report.Problems) != 1 || !strings.HasPrefix(report.Problems[0], "Amazon: ") {
		t.Errorf("report %q, %q", report.Text, report.Problems)
	}
}

// What is left out is said first, and accounts that lose the same share a line: among
// hundreds that only lose their tags nobody would see the one that does not come along.
func TestPlan(t *testing.T) {
	var accounts []account.Account
	for i := range 50 {
		accounts = append(accounts, account.Account{Issuer: fmt.Sprintf("Shop %d", i), Tags: []string{"Shopping"},
			Key: otp.Key{Type: otp.TOTP, Secret: []byte("12345678901234567890"), Algorithm: otp.SHA1, Digits: 6, Period: 30}})
	}
	steam := account.Account{Issuer: "Steam", Key: otp.Key{Type: otp.Steam, Secret: []byte("12345678901234567890"), Algorithm: otp.SHA1, Digits: 5, Period: 30}}
	got := plan(pages.Target{ID: "google-qr"}, append(accounts, steam))
	if got.Accounts != 50 || len(got.Losses) != 2 || !got.Losses[0].Whole || !slices.Equal(got.Losses[0].Names, []string{"Steam"}) ||
		got.Losses[1].Whole || len(got.Losses[1].Names) != 50 || got.Losses[1].Names[1] != "Shop 1" {
		t.Errorf("planned %d, %+v", got.Accounts, got.Losses)
	}
}
