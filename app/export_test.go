package app

import (
	"fmt"
	"slices"
	"testing"

	pages "watchword/app/transfer"
	"watchword/vault/account"
	"watchword/vault/otp"
)

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
