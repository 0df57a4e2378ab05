package quick

import (
	"cmp"
	"context"
	"slices"

	"watchword/app/desktop/typing"
	"watchword/app/opened"
	"watchword/app/phrases"
	pages "watchword/app/quick"
	"watchword/app/session"
	"watchword/app/theme"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// search is the page of an open vault.
func (f *Flow) search(o *opened.Vault) page {
	var p *pages.Page
	p = &pages.Page{
		Find:    func(query string, most int) []account.Account { return find(o, query, most) },
		Codes:   o.Session.Codes,
		Counted: o.Session.Counted,
		Hidden:  f.Config.HideCodes,
		Now:     f.CodeTime,
		Held:    f.Modifiers,
		OnUse:   func(a account.Account, what pages.Use) { f.use(o, p, a, what) },
		OnGone:  func() { f.gone(p) },
		OnTouch: o.Session.Touch,
		OnSize:  f.fit,
		OnOther: f.EntryShortcut,
	}
	return p
}

// First returns the accounts that come first while nothing is typed.
func First(o *opened.Vault, most int) []account.Account { return find(o, "", most) }

// find returns the accounts that a query finds; without one those that are pinned, then those that are used
// most on this computer.
func find(o *opened.Vault, query string, most int) []account.Account {
	all, index := o.Session.Listed()
	if query != "" {
		var out []account.Account
		for _, i := range index.Find(query) {
			if len(out) == most {
				break
			}
			out = append(out, all[i])
		}
		return out
	}
	used := o.UseOf(o.Session.ID())
	type scored struct {
		account.Account
		score float64
	}
	list := make([]scored, 0, len(all))
	for _, a := range all {
		if !a.Archived {
			list = append(list, scored{a, used(a.ID)})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int {
		if a.Pinned != b.Pinned {
			if a.Pinned {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.score, a.score)
	})
	var out []account.Account
	for _, s := range list[:min(most, len(list))] {
		out = append(out, s.Account)
	}
	return out
}

func (f *Flow) use(o *opened.Vault, p *pages.Page, a account.Account, what pages.Use) {
	counts := a.Key.Type == otp.HOTP
	switch {
	case what == pages.Type && counts:
		p.Say(words.T("Counter-based codes are not typed. Enter copies the code."), theme.ColorAmber)
	case what == pages.Type:
		f.typeCode(o, p, a)
	case counts:
		f.count(o, p, a, what == pages.CopyNext)
	default:
		f.copyCode(o, p, a, what == pages.CopyNext)
	}
}

func (f *Flow) copyCode(o *opened.Vault, p *pages.Page, a account.Account, next bool) {
	var c session.Copied
	var err error
	f.Run(func() { c, err = o.Session.Copy(f.Context, a.ID, next) }, func() { f.copied(o, p, a, c, err) })
}

// count copies the last code of a counter, or makes the first one; another one only where it is asked for.
func (f *Flow) count(o *opened.Vault, p *pages.Page, a account.Account, another bool) {
	if _, there := o.Session.Counted(a.ID); there && !another {
		f.copyCode(o, p, a, false)
		return
	}
	var c session.Copied
	var r vault.Result
	var err error
	f.Unbroken(func() { c, r, err = o.Session.Count(f.Context, a.ID) }, func() {
		if o.Closed() {
			return
		}
		o.Saved(r)
		o.RefreshList()
		if c.Code == "" {
			p.Say(words.T("No code was made: the counter could not be saved."), theme.ColorRed)
			return
		}
		f.copied(o, p, a, c, err)
	})
}

// copied sends the window away: the code is pasted elsewhere.
func (f *Flow) copied(o *opened.Vault, p *pages.Page, a account.Account, c session.Copied, err error) {
	switch {
	case o.Closed():
	case err != nil:
		p.Say(phrases.Sentence(err), theme.ColorRed)
	default:
		o.Used(a.ID)
		o.List.Copied(a.ID, c.Code, opened.CopiedText(c))
		f.gone(p)
	}
}

// typeCode sends the window away and types the code into the one that had the focus. Where that cannot be
// done the code is copied.
func (f *Flow) typeCode(o *opened.Vault, p *pages.Page, a account.Account) {
	switch {
	case f.typing != nil:
		p.Say(opened.TypingFailed(f.typing), theme.ColorAmber)
		return
	case !f.Config.TypeCodes && !f.asked:
		f.asked = true
		p.Say(words.T("Typing codes into other windows is off. Press the keys again to switch it on."), theme.ColorAmber)
		return
	case !f.Config.TypeCodes:
		f.Config.TypeCodes = true
		f.SaveConfig()
	}
	to := f.before
	f.hide()
	o.TypeInto(a.ID, func(context.Context) (typing.Target, error) { return to, nil })
}
