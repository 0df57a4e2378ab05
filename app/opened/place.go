package opened

import (
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// noteFirst notes which vault was opened first in a place.
func (a *Aftermath) noteFirst(v *vault.Vault) {
	if a.here == nil {
		a.here = map[string]string{}
	}
	if a.here[v.Path()] == "" {
		a.here[v.Path()] = v.ID()
	}
}

// earlier is the id of the vault that was in this one's place before, as long as the user has not said
// that this is right; "" for none.
func (o *Vault) earlier() string {
	v := o.Session.Vault()
	if id := o.after.here[v.Path()]; id != v.ID() {
		return id
	}
	return ""
}

// AcceptPlace says that this vault is the one that is to be in its place.
func (o *Vault) AcceptPlace() {
	v := o.Session.Vault()
	o.after.here[v.Path()] = v.ID()
}

// replacedNotice is about another vault in the place of the one that was open before. It is said after
// every unlock until it is answered.
func (o *Vault) replacedNotice() Notice {
	id := o.earlier()
	return Notice{Kind: Replaced, Red: true, Later: words.T("This is right"),
		Text:    words.T("This is not the vault that was open here before: another vault was put in its place. The backups of the earlier vault are kept."),
		Actions: []widgets.Action{{Text: words.T("Show its backups"), Do: func() { o.ways.Earlier(id) }}}}
}
