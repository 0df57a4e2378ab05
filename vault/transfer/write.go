package transfer

import (
	"context"

	"watchword/assets/words"
	"watchword/vault/account"
)

// The errors of writing, for people.
var (
	errNotWritten  = words.Error("Watchword does not write this format. Choose another one.")
	errNoPassword  = words.Error("This format is encrypted: give a password for it.")
	errNothingLeft = words.Error("None of the selected accounts can be written in this format. Choose another format.")
)

// A Loss is what a format cannot carry of one account.
type Loss struct {
	Position int    // in the accounts given, from 1
	Whole    bool   // the account is left out
	Reason   string // "it keeps no tags"
}

// Losses says what writing accounts in the format would lose, before it is done.
func Losses(f Format, accounts []account.Account) []Loss {
	if f.Limits == nil {
		return nil
	}
	var losses []Loss
	for i, a := range accounts {
		if whole, reason := f.Limits(a); reason != "" {
			losses = append(losses, Loss{Position: i + 1, Whole: whole, Reason: reason})
		}
	}
	return losses
}

// Write returns accounts as a file of the format, and the accounts that it had to leave
// out, with their position from 1. It writes nothing when it would leave out all.
func Write(ctx context.Context, f Format, accounts []account.Account, o WriteOptions) (data []byte, left []account.Failure, err error) {
	if f.Write == nil {
		return nil, nil, errNotWritten
	}
	if f.Encrypts && o.Password == "" {
		return nil, nil, errNoPassword
	}
	var carried []account.Account
	for i, a := range accounts {
		if f.Limits != nil {
			if whole, reason := f.Limits(a); whole {
				left = append(left, account.Failure{Position: i + 1, Reason: reason})
				continue
			}
		}
		carried = append(carried, a.Clone())
	}
	if len(carried) == 0 {
		return nil, left, errNothingLeft
	}
	defer func() {
		if p := recover(); p != nil {
			data, err = nil, words.Error("The export failed by a mistake in Watchword (%T). Nothing was written.", p)
		}
	}()
	data, err = f.Write(ctx, carried, o)
	return data, left, err
}
