package vault

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"watchword/vault/internal/ordered"
)

// Of the values of an account that lost in a merge the newest stay; earlier ones go once they
// are older than these, and than the clock, by keepHistory. So neither a clock that is wrong now
// nor one that made a few stamps costs a value.
const (
	keepValues  = 16
	keepHistory = 90 * 24 * time.Hour
)

// An overruled is a value that lost against another edit of the same field.
type overruled struct {
	field string
	value []byte // JSON
	at    stamp
	by    string
}

// A Superseded is an earlier value of a text field that lost against an edit of another program or computer.
type Superseded struct {
	Field string // "issuer", "name", "note" ...
	Value string // as text; for fields that are no text, as JSON
	At    time.Time
}

// history reads what lost; what cannot be read is passed over.
func (r *record) history() []overruled {
	items, err := ordered.SplitList(r.obj.Get("history"))
	if err != nil {
		return nil
	}
	var list []overruled
	for _, item := range items {
		obj, err := ordered.Split(item)
		if err != nil {
			continue
		}
		name, ok1 := ordered.String(obj.Get("f"))
		t, ok2 := ordered.String(obj.Get("t"))
		at, ok3 := parseStamp(t)
		by, ok4 := ordered.String(obj.Get("d"))
		if value := obj.Get("v"); ok1 && ok2 && ok3 && ok4 && value != nil {
			list = append(list, overruled{name, value, at, by})
		}
	}
	return list
}

// joinHistory gives every value once, the oldest first.
func joinHistory(lists ...[]overruled) []overruled {
	all := slices.Concat(lists...)
	slices.SortFunc(all, compareOverruled)
	return slices.CompactFunc(all, func(a, b overruled) bool { return compareOverruled(a, b) == 0 })
}

func compareOverruled(a, b overruled) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by), cmp.Compare(a.field, b.field), bytes.Compare(a.value, b.value))
}

func historyText(list []overruled) []byte {
	items := make([][]byte, len(list))
	for i, p := range list {
		o := &ordered.Object{}
		o.Set("f", ordered.Quote(p.field))
		o.Set("v", p.value)
		o.Set("t", ordered.Quote(p.at.String()))
		o.Set("d", ordered.Quote(p.by))
		items[i] = o.Text()
	}
	return ordered.ListText(items)
}

// forget drops from all accounts what lost long ago, see [keepValues].
func (d *document) forget(now time.Time) {
	for i, e := range d.entries {
		if e.rec == nil {
			continue
		}
		have := e.rec.history()
		keep := kept(have, now)
		if len(keep) == len(have) {
			continue
		}
		if r, err := e.rec.withMember("history", historyText(keep)); err == nil {
			d.put(i, r)
		}
	}
}

// kept returns what is not forgotten of the values of an account.
func kept(have []overruled, now time.Time) []overruled {
	list := joinHistory(have) // a file may hold them in any order
	n := len(list) - keepValues
	if n <= 0 {
		return have
	}
	if oldest := list[n].at.time(); oldest.Before(now) {
		now = oldest
	}
	return slices.DeleteFunc(list, func(p overruled) bool { return now.Sub(p.at.time()) > keepHistory })
}

// History lists the values of an account that lost against edits elsewhere, the newest first:
// all of the last 90 days, and some earlier ones.
func (v *Vault) History(id string) []Superseded {
	v.mu.RLock()
	defer v.mu.RUnlock()
	i, ok := v.doc.index[id]
	if !ok {
		return nil
	}
	var list []Superseded
	for _, p := range v.doc.entries[i].rec.history() {
		list = append(list, v.shown(p))
	}
	slices.Reverse(list)
	return list
}

// shown turns a past value into what a user reads.
func (v *Vault) shown(p overruled) Superseded {
	text, ok := ordered.String(p.value)
	if ids, isList := ordered.Strings(p.value); isList && p.field == fieldTags {
		text, ok = string(ordered.QuoteStrings(v.doc.names(ids))), true
	}
	if !ok {
		text = string(p.value)
	}
	return Superseded{p.field, text, p.at.time()}
}
