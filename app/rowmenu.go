package app

import (
	"slices"

	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A rowText is the text of an action in the menu of accounts; "" where the action is not for them.
type rowText func(u *unlocked, list []account.Account) string

// rowMenu is the menu of accounts: the actions that have a place there, in their order.
func (a *App) rowMenu(ids []string) []*fyne.MenuItem {
	u := a.open
	list := u.accounts(ids)
	var items []*fyne.MenuItem
	for _, act := range a.actions() {
		if act.row == nil || len(list) == 0 {
			continue
		}
		if act.rule && len(items) > 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		if text := act.row(u, list); text != "" {
			items = append(items, widgets.NewMenuItem(text, act.key(), func() { a.try(act) }))
		}
	}
	return items
}

// accounts are those of ids that there are.
func (u *unlocked) accounts(ids []string) (list []account.Account) {
	for _, id := range ids {
		if acc, ok := u.Session.Account(id); ok {
			list = append(list, acc)
		}
	}
	return list
}

// fits reports whether an action on accounts is one for these: no new code is made of an account that goes by the clock.
func (act action) fits(u *unlocked, list []account.Account) bool {
	return len(list) > 0 && (act.row == nil || act.row(u, list) != "")
}

// every is for one account and for many.
func every(text string) rowText {
	return func(*unlocked, []account.Account) string { return text }
}

// single is for one account.
func single(text string) rowText {
	return only(text, func(*unlocked, account.Account) bool { return true })
}

// timed is for one account that is not counter-based.
func timed(text string) rowText {
	return only(text, func(_ *unlocked, acc account.Account) bool { return acc.Key.Type != otp.HOTP })
}

// movable is for one account where the list can be put in order by hand.
func movable(text string) rowText {
	return only(text, func(u *unlocked, _ account.Account) bool { return u.List.CanMove() })
}

// only is for one account for which is holds.
func only(text string, is func(*unlocked, account.Account) bool) rowText {
	return func(u *unlocked, list []account.Account) string {
		if len(list) != 1 || !is(u, list[0]) {
			return ""
		}
		return text
	}
}

// copyCode is for a code that there is: of a counter-based account the last one that was made.
func copyCode(u *unlocked, list []account.Account) string {
	return only(words.T("Copy code"), func(u *unlocked, acc account.Account) bool {
		_, made := u.Session.Counted(acc.ID)
		return acc.Key.Type != otp.HOTP || made
	})(u, list)
}

func newCode(u *unlocked, list []account.Account) string {
	return only(words.T("New code"), func(_ *unlocked, acc account.Account) bool { return acc.Key.Type == otp.HOTP })(u, list)
}

func named(u *unlocked, list []account.Account) string {
	return only(words.T("Copy name"), func(_ *unlocked, acc account.Account) bool { return acc.Name != "" })(u, list)
}

// pinOrNot says what pinning would do, which unpins where all are pinned.
func pinOrNot(_ *unlocked, list []account.Account) string {
	if slices.ContainsFunc(list, func(acc account.Account) bool { return !acc.Pinned }) {
		return words.T("Pin to the top")
	}
	return words.T("Unpin")
}

func archiveOrNot(_ *unlocked, list []account.Account) string {
	if slices.ContainsFunc(list, func(acc account.Account) bool { return !acc.Archived }) {
		return words.T("Archive")
	}
	return words.T("Unarchive")
}
