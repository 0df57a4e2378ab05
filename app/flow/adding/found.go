package adding

import (
	"context"
	"slices"

	"watchword/app/add"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// ShowProblem shows why there is nothing to look at, with the ways on. again is the button for another
// try.
func (f *Flow) ShowProblem(title, advice, again string, retry func()) {
	f.showProblem(title, advice, source{again: again, retry: retry})
}

func (f *Flow) showProblem(title, advice string, from source) {
	f.Show(&add.Results{
		Title: title, Problems: []add.Problem{{Title: title, Advice: advice}},
		Now: f.CodeTime, Again: from.again, OnAgain: from.retry, OnKey: f.ShowAdd, OnBack: f.ShowList,
	}, f.ShowList)
}

// ShowLinks lists the accounts of links from outside.
func (f *Flow) ShowLinks(links []string) {
	f.CancelWork()
	f.Came()
	s := &search{flow: f, from: source{links: true}}
	for _, l := range links {
		s.texts = append(s.texts, text{content: l})
	}
	s.finish()
}

// An adding is what became of accounts on their way into the vault.
type adding struct {
	ids      []string // by account; "" was refused
	r        vault.Result
	renamed  int // were there under a shorter name
	replaced int // have the place of another
}

// put puts accounts into the vault and saves; replaces are the ids of the accounts whose place some
// of them take, by their index.
func put(ctx context.Context, s *session.Session, accounts []account.Account, replaces map[int]string) adding {
	d := adding{replaced: len(replaces)}
	for _, acc := range accounts {
		if _, there := s.Shortened(acc); there {
			d.renamed++
		}
	}
	d.ids, d.r = s.AddReplacing(ctx, accounts, replaces)
	return d
}

func (d adding) refused() bool { return slices.Contains(d.ids, "") }

var errRefused = words.Error("Not everything was added: one of the fields is too long.")

func (d adding) text() string { return addedText(len(d.ids)-d.renamed, d.replaced, d.renamed) }

// addFound adds accounts that the search found, and turns the page. It is nil for none.
func (f *Flow) addFound(from *search, accounts []account.Account, replaces map[int]string) {
	s := f.Session
	var d adding
	f.Unbroken(func() { d = put(f.Context, s, accounts, replaces) }, func() {
		if f.Closed() || d.r.Status == vault.NotSaved {
			f.added(s, d, leftovers{})
			return
		}
		var left leftovers
		pictures := from.showings()
		f.Run(func() { left = leftoversOf(pictures, s.Vault()) }, func() { f.added(s, d, left) })
	})
}

// added turns the page: the site's page that waits for one account gets its code. left are the
// pictures that the accounts came from.
func (f *Flow) added(s *session.Session, d adding, left leftovers) {
	if f.Closed() {
		return
	}
	f.parts = nil
	if d.r.Status != vault.NotSaved {
		f.left = left
	}
	if len(d.ids) == 1 && d.ids[0] != "" && d.renamed == 0 && d.r.Status != vault.NotSaved {
		f.Saved(d.r)
		f.ShowAdded(d.ids[0])
		if d.replaced > 0 {
			f.Say(words.T("The account with the old key is in the trash."), true)
		}
		return
	}
	f.ShowList()
	f.Saved(d.r)
	if d.r.Status != vault.NotSaved {
		f.OfferUndo(d.text())
	}
}

func addedText(n, replaced, renamed int) string {
	if n == 0 && renamed > 0 {
		return words.N(renamed, "1 account renamed.", "%d accounts renamed.")
	}
	text := words.N(n, "1 account added.", "%d accounts added.")
	if replaced > 0 {
		text += " " + words.N(replaced, "The one it replaces is in the trash.", "%d replaced ones are in the trash.")
	}
	return text
}
