package add

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// WithNamesakes notes for each candidate whose name the vault has with another key which account
// that is; namesakes returns the ids of those. Where there are several, nobody can say which of
// them is meant. A long list, which shows no choice, is left as it is.
func WithNamesakes(candidates []Candidate, namesakes func(account.Account) []string) []Candidate {
	if len(candidates) > manyCandidates {
		return candidates
	}
	for i := range candidates {
		if c := &candidates[i]; c.Match == vault.SameName {
			if ids := namesakes(c.Account); len(ids) == 1 {
				c.Namesake = ids[0]
			}
		}
	}
	return candidates
}

// A namesakeChoice asks what becomes of the account that has the name already. Keeping both is
// the default; replacing is only chosen here, and done by the button of the page.
type namesakeChoice struct {
	keep, replace *widgets.Chip
	content       fyne.CanvasObject
}

// newNamesakeChoice asks about a candidate; changed is told the answer.
func newNamesakeChoice(c Candidate, replace bool, changed func(replace bool)) *namesakeChoice {
	text := words.T("Your vault already has this account %s.", vault.NamesakeDiffers)
	if c.Namesake == "" {
		text = words.T("Your vault already has this account several times, with other keys or settings. All are kept.")
		return &namesakeChoice{content: widgets.NewMuted(text)}
	}
	n := &namesakeChoice{}
	set := func(replace bool) func() {
		return func() {
			n.keep.SetOn(!replace)
			n.replace.SetOn(replace)
			changed(replace)
		}
	}
	n.keep = widgets.NewChip(words.T("Keep both"), !replace, set(false))
	n.replace = widgets.NewChip(words.T("Replace"), replace, set(true))
	n.content = widgets.Stack(4,
		widgets.NewMuted(words.T("%s If the service gave you a new QR code or key, replace the old account: it moves to the trash.", text)),
		widgets.FlowLeft(n.keep, n.replace))
	return n
}

// addText is what the button says that adds n accounts, some of which replace others.
func addText(n, replaced int) string {
	switch added := n - replaced; {
	case n == 0:
		return words.T("Nothing selected")
	case added == 0:
		return words.N(n, "Replace 1 account", "Replace %d accounts")
	case replaced > 0:
		return words.T("Add %d, replace %d", added, replaced)
	}
	return words.N(n, "Add 1 account", "Add %d accounts")
}
