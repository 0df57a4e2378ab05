package app

import (
	"fmt"
	"strings"
	"testing"

	pages "watchword/app/transfer"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// What is left out is said first, and accounts that lose the same share a line: among
// hundreds that only lose their tags nobody would see the one that does not come along.
func TestLosses(t *testing.T) {
	var accounts []account.Account
	for i := range mostNamed + 2 {
		accounts = append(accounts, account.Account{Issuer: fmt.Sprintf("Shop %d", i), Tags: []string{"Shopping"},
			Key: otp.Key{Type: otp.TOTP, Secret: []byte("12345678901234567890"), Algorithm: otp.SHA1, Digits: 6, Period: 30}})
	}
	steam := account.Account{Issuer: "Steam", Key: otp.Key{Type: otp.Steam, Secret: []byte("12345678901234567890"), Algorithm: otp.SHA1, Digits: 5, Period: 30}}
	got := losses(pages.Target{ID: "google-qr"}, append(accounts, steam))
	if len(got) != 2 || !strings.HasPrefix(got[0], "Left out: Steam: ") || !strings.HasPrefix(got[1], "Shop 0, Shop 1, ") || !strings.Contains(got[1], " and 2 more: ") {
		t.Errorf("said %q", got)
	}
}
