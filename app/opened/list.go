package opened

import (
	"watchword/vault"
	"watchword/vault/account"
)

// ShowList shows the list with the accounts as they are now.
func (o *Vault) ShowList() {
	if o.Closed() {
		return
	}
	s, had, query := o.Session, o.List.Count(), o.List.Query()
	var list []account.Account
	var index *account.Search
	fill := func() {
		o.setAccounts(list, index)
		if o.List.Count() > had && o.List.Query() == query { // not one that was typed meanwhile
			o.List.ShowAll() // a search would hide what was just added
		}
		o.List.Tick(o.CodeTime())
		o.RefreshBanner()
		if say := o.unseen; say != nil {
			o.unseen = nil
			say()
		}
	}
	if s.Ready() {
		list, index = s.Listed()
		o.setAccounts(list, index)
		o.Root(o.List, o.ShowList)
		fill()
		return
	}
	o.Root(o.List, o.ShowList)
	o.Run(func() { list, index = s.Listed() }, func() { // thousands are put in order away from the UI thread
		if !o.Closed() {
			fill()
		}
	})
}

// setAccounts gives the list what it shows.
func (o *Vault) setAccounts(list []account.Account, index *account.Search) {
	_, trashed := o.Session.Sizes()
	o.List.SetTrashed(trashed)
	o.List.SetAccounts(list, o.Session.Tags(), index)
	if o.OnAccounts != nil {
		o.OnAccounts()
	}
}

// RefreshList shows changed accounts without leaving the page.
func (o *Vault) RefreshList() {
	s := o.Session
	if s == nil {
		return
	}
	var list []account.Account
	var index *account.Search
	show := func() {
		if !o.Closed() {
			o.setAccounts(list, index)
			o.List.Tick(o.CodeTime())
		}
	}
	if s.Ready() {
		list, index = s.Listed()
		show()
		return
	}
	o.Run(func() { list, index = s.Listed() }, show)
}

// Change runs a change that saves, and shows the list as it then is.
func (o *Vault) Change(do func() vault.Result, done func()) { o.changeOr(do, done, nil) }

// changeOr is Change; failed is called where it could not be saved.
func (o *Vault) changeOr(do func() vault.Result, done, failed func()) {
	var r vault.Result
	o.Unbroken(func() { r = do() }, func() {
		if o.Closed() {
			return
		}
		o.RefreshList()
		o.Saved(r)
		if r.Status == vault.NotSaved {
			done = failed
		}
		if done != nil {
			done()
		}
		o.WriteMap()
	})
}

// FromList has the next page lead back to the list, whatever led there.
func (o *Vault) FromList() { o.Begin("list", o.ShowList) }

// ShowListAhead shows the list after a page that took a password, and searches for what was
// typed there since.
func (o *Vault) ShowListAhead() {
	p, ok := o.Page().(interface{ Ahead() (string, int, bool) })
	o.ShowList()
	if ok {
		o.List.TypeAhead(p.Ahead())
	}
}

// Typing reports whether something is typed into the list's search just now: a page that came in
// the middle of it would get the rest of the word, and its Enter.
func (o *Vault) Typing() bool { return o.Shows(o.List) && o.List.Typing(o.CodeTime()) }
