package vault

import (
	"bytes"
	"cmp"
	"slices"

	"watchword/vault/internal/ordered"
)

// Two computers may change one vault. Merging two versions of it is a join: it takes from
// each what is later, loses no account and no secret, turns no counter back, and gives the
// same whichever version is "ours" and however often it is repeated.

// A merger joins versions. What it makes of them depends on nothing else, no clock either.
type merger struct {
	// direct says that theirs was saved on top of base: a value of base that theirs lacks
	// was replaced by somebody who saw it. Otherwise (a sync program can bring back a
	// version from before base) it is taken for a value that lost.
	direct bool
}

// join merges theirs into ours. base is the version that both grew from, nil if unknown:
// with it, values that were simply replaced are told from values that lost.
func (m merger) join(base, ours, theirs *document) *document {
	if base == nil {
		base = &document{top: &ordered.Object{}}
	}
	d := ours.clone()
	d.top = m.joinTop(base.top, ours.top, theirs.top)
	d.tombstones, d.tombstonesChanged = m.joinTombstones(ours.tombstones, theirs.tombstones), true
	d.entries, d.entriesChanged = m.joinEntries(base, ours, theirs, d.tombstones), true
	d.tags, d.tagsChanged = m.joinTags(ours.tags, theirs.tags), true
	d.minReader = max(ours.minReader, theirs.minReader)
	d.revision = max(ours.revision, theirs.revision)
	if slots := m.joinSlots(base, ours, theirs); slots != nil {
		d.top.Set("slots", slots)
	}
	d.readSlots()
	d.reindex()
	return d
}

// joinTop merges the members around the lists. The lists and the slots, which are merged by
// themselves, and what a save writes anew, stay as ours has them.
func (m merger) joinTop(base, ours, theirs *ordered.Object) *ordered.Object {
	top := ours.Clone()
	for _, t := range theirs.Members() {
		mine := top.Get(t.Name)
		switch t.Name {
		case "format", "vaultId", "revision", "parent", "writer", "accounts", "tags", "tombstones", "slots":
			if mine == nil {
				top.Set(t.Name, t.Value)
			}
		case "version", "minReader":
			a, _ := ordered.Number(mine)
			b, _ := ordered.Number(t.Value)
			if b > a {
				top.Set(t.Name, t.Value)
			}
		default:
			if joined := m.joinValue(base.Get(t.Name), mine, t.Value); !bytes.Equal(joined, mine) {
				top.Set(t.Name, joined)
			}
		}
	}
	return top
}

// joinValue merges values that carry no stamp: objects by member, others by who changed
// them, and where both did, by the greater text. What is missing on one side is kept.
func (m merger) joinValue(base, a, b []byte) []byte {
	switch {
	case b == nil || bytes.Equal(a, b):
		return a
	case a == nil:
		return b
	}
	fa, okA := parseField(a)
	fb, okB := parseField(b)
	if okA && okB {
		if m.later(fa, fb) {
			return a
		}
		return b
	}
	oa, errA := ordered.Split(a)
	ob, errB := ordered.Split(b)
	if errA == nil && errB == nil {
		obase, err := ordered.Split(base)
		if err != nil {
			obase = &ordered.Object{}
		}
		joined := m.joinMembers(obase, oa, ob)
		joined.Sort()
		return joined.Text()
	}
	switch {
	case base != nil && bytes.Equal(a, base):
		return b
	case base != nil && bytes.Equal(b, base):
		return a
	case bytes.Compare(a, b) < 0:
		return b
	}
	return a
}

// joinMembers merges two objects member by member.
func (m merger) joinMembers(base, a, b *ordered.Object) *ordered.Object {
	o := a.Clone()
	for _, t := range b.Members() {
		mine := a.Get(t.Name)
		if joined := m.joinValue(base.Get(t.Name), mine, t.Value); !bytes.Equal(joined, mine) {
			o.Set(t.Name, joined)
		}
	}
	return o
}

// later reports whether field a wins over b: by stamp, then device, then value. Of fields
// that agree in all three the one with the greater text wins, for their unknown members.
func (m merger) later(a, b field) bool {
	return cmp.Or(
		cmp.Compare(a.at, b.at),
		cmp.Compare(a.by, b.by),
		bytes.Compare(a.value, b.value),
		bytes.Compare(a.text(), b.text()),
	) >= 0
}

// joinTombstones merges what was deleted for good: one tombstone an account, with the later
// stamp and the larger counter.
func (m merger) joinTombstones(a, b []tombstone) []tombstone {
	joined := make([]tombstone, 0, len(a)+len(b))
	at := make(map[any]int, len(a)+len(b))
	for _, t := range slices.Concat(a, b) {
		var same any = t.key
		if t.key == (recordKey{}) {
			same = string(t.raw) // an item that is none: kept once
		}
		i, seen := at[same]
		switch {
		case !seen:
			at[same] = len(joined)
			joined = append(joined, t)
		case t.key != recordKey{}:
			joined[i] = laterTombstone(joined[i], t)
		}
	}
	return joined
}

func laterTombstone(a, b tombstone) tombstone {
	if cmp.Or(cmp.Compare(a.at, b.at), bytes.Compare(a.raw, b.raw)) < 0 {
		a, b = b, a
	}
	if a.counter >= b.counter {
		return a
	}
	obj, err := ordered.Split(a.raw)
	if err != nil {
		return a
	}
	obj.Set("counter", ordered.QuoteNumber(b.counter))
	return parseTombstone(obj.Text())
}

func (m merger) joinTags(a, b []tag) []tag {
	joined := slices.Clone(a)
	for _, t := range b {
		i := slices.IndexFunc(joined, func(j tag) bool {
			return t.obj != nil && j.obj != nil && j.id == t.id || t.obj == nil && bytes.Equal(j.raw, t.raw)
		})
		switch {
		case i < 0:
			joined = append(joined, t)
		case t.obj != nil:
			joined[i] = parseTag(m.joinMembers(&ordered.Object{}, joined[i].obj, t.obj).Text())
		}
	}
	return joined
}

// joinEntries merges the accounts: ours in our order, then what only theirs has. Entries
// that could not be read are kept from both.
func (m merger) joinEntries(base, ours, theirs *document, tombs []tombstone) []entry {
	was, mine := base.byKey(), ours.byKey()
	grave := make(map[recordKey]tombstone, len(tombs))
	for _, t := range tombs {
		grave[t.key] = t
	}
	other := theirs.byKey()
	var joined []entry
	for _, e := range ours.entries {
		if e.rec == nil {
			joined = append(joined, e)
			continue
		}
		joined = append(joined, m.joinEntry(was[e.rec.key()], e, other[e.rec.key()])...)
	}
	odd := func(e entry) bool {
		return slices.ContainsFunc(ours.entries, func(o entry) bool { return o.rec == nil && bytes.Equal(o.raw, e.raw) })
	}
	for _, e := range theirs.entries {
		if e.rec == nil && !odd(e) || e.rec != nil && mine[e.rec.key()] == nil {
			joined = append(joined, e)
		}
	}
	kept := joined[:0]
	for _, e := range joined {
		if e.rec != nil {
			if t, dead := grave[e.rec.key()]; dead {
				if e.rec.latest <= t.at {
					continue
				}
				e = e.countedTo(t.counter) // it came back, but its codes were used up to there
			}
		}
		kept = append(kept, e)
	}
	return kept
}

// joinEntry merges an account with their version of it. Two that cannot become one, which
// would be a fault of this program, both stay: theirs as an entry that is set aside.
func (m merger) joinEntry(base *record, mine entry, theirs *record) []entry {
	if theirs == nil || bytes.Equal(mine.raw, theirs.obj.Text()) {
		return []entry{mine}
	}
	r, reason := m.joinRecord(base, mine.rec, theirs)
	if reason != "" {
		return []entry{mine, {raw: theirs.obj.Text(), reason: reason}}
	}
	return []entry{{raw: r.obj.Text(), rec: r}}
}

// byKey finds records by their identity.
func (d *document) byKey() map[recordKey]*record {
	records := make(map[recordKey]*record, len(d.entries))
	for _, e := range d.entries {
		if e.rec != nil {
			records[e.rec.key()] = e.rec
		}
	}
	return records
}

// joinRecord merges two versions of one account. The reason says, without content, why what
// came of them cannot be read.
func (m merger) joinRecord(base, a, b *record) (r *record, reason string) {
	was := &record{obj: &ordered.Object{}, fields: &ordered.Object{}}
	if base != nil {
		was = base
	}
	fields, lost := m.joinFields(was.fields, a.fields, b.fields)
	obj := a.obj.Clone()
	for _, t := range b.obj.Members() {
		switch t.Name {
		case "fields", "history", "counter":
		default:
			if joined := m.joinValue(was.obj.Get(t.Name), obj.Get(t.Name), t.Value); !bytes.Equal(joined, obj.Get(t.Name)) {
				obj.Set(t.Name, joined)
			}
		}
	}
	if b.acc.Counter > a.acc.Counter {
		obj.Set("counter", ordered.QuoteNumber(b.acc.Counter))
	}
	if a.obj.Get("fields") != nil || b.obj.Get("fields") != nil {
		obj.Set("fields", fields.Text())
	}
	if history := joinHistory(a.history(), b.history(), lost); len(history) > 0 {
		obj.Set("history", historyText(history))
	}
	return parseRecord(obj.Text())
}

// joinFields merges the fields of one account and returns the values that lost.
func (m merger) joinFields(base, a, b *ordered.Object) (*ordered.Object, []overruled) {
	o := a.Clone()
	var lost []overruled
	for _, t := range b.Members() {
		mine := a.Get(t.Name)
		if mine == nil || bytes.Equal(mine, t.Value) {
			if mine == nil {
				o.Set(t.Name, t.Value)
			}
			continue
		}
		fa, okA := parseField(mine)
		fb, okB := parseField(t.Value)
		switch {
		case !okA && !okB:
			o.Set(t.Name, m.joinValue(base.Get(t.Name), mine, t.Value))
			continue
		case !okA:
			o.Set(t.Name, t.Value)
			continue
		case !okB:
			continue
		}
		winner, loser := fa, fb
		if !m.later(fa, fb) {
			winner, loser = fb, fa
			o.Set(t.Name, t.Value)
		}
		was, ok := parseField(base.Get(t.Name))
		if !bytes.Equal(winner.value, loser.value) && !(m.direct && ok && was.same(loser)) {
			lost = append(lost, overruled{t.Name, loser.value, loser.at, loser.by})
		}
	}
	return o, lost
}

// same reports whether two fields are one and the same writing.
func (f field) same(g field) bool {
	return f.at == g.at && f.by == g.by && bytes.Equal(f.value, g.value)
}
