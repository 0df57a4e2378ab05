package vault

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"filippo.io/age"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/internal/ordered"
)

const (
	formatName = "watchword/vault"
	version    = 1 // of the payload that we write, and the newest minReader that we are
)

// A document is the payload: its JSON, and what was read from it.
type document struct {
	top       *ordered.Object
	id        string // of the vault
	minReader uint64
	revision  uint64
	stateKey  []byte // 32 bytes; authenticates this computer's notes about the vault

	entries    []entry
	index      map[string]int // exposed id -> entry; rebuilt by reindex
	tags       []tag
	tombstones []tombstone
	rec        *recovery

	entriesChanged, tagsChanged, tombstonesChanged bool
}

// An entry is one item of the list of accounts: a record, or what no record could be made
// of, with the reason.
type entry struct {
	raw    []byte
	rec    *record
	reason string
}

// A tag is a name that accounts can carry.
type tag struct {
	obj  *ordered.Object // nil for an item that is no tag
	raw  []byte
	id   string
	name field
	text string
}

// A tombstone says that an account was deleted for good. It holds no secret; the counter
// is kept in case an edit elsewhere brings the account back.
type tombstone struct {
	raw     []byte
	key     recordKey // empty for an item that is no tombstone
	at      stamp
	counter uint64
}

// newDocument returns the payload of a vault without accounts.
func newDocument(id string, stateKey []byte) *document {
	top := &ordered.Object{}
	top.Set("format", ordered.Quote(formatName))
	top.Set("version", ordered.QuoteNumber(version))
	top.Set("minReader", ordered.QuoteNumber(version))
	top.Set("vaultId", ordered.Quote(id))
	top.Set("revision", ordered.QuoteNumber(0))
	top.Set("parent", ordered.Quote(""))
	top.Set("writer", []byte("{}"))
	for _, list := range []string{"accounts", "tags", "tombstones"} {
		top.Set(list, []byte("[]"))
	}
	for _, object := range []string{"icons", "slots", "settings"} {
		top.Set(object, []byte("{}"))
	}
	top.Set("stateKey", ordered.Quote(b64.EncodeToString(stateKey)))
	return &document{top: top, id: id, minReader: version, stateKey: stateKey, index: map[string]int{}}
}

// openDocument decrypts a file and reads what is in it; wrong is the error for a key that does not fit.
func openDocument(file []byte, identity age.Identity, wrong error) (*document, error) {
	payload, err := decrypt(file, identity, wrong)
	if err != nil {
		return nil, err
	}
	return parseDocument(payload)
}

// parseDocument reads a payload. An account that cannot be read is set aside; only what
// the whole depends on is an error.
func parseDocument(payload []byte) (*document, error) {
	top, err := ordered.Parse(payload)
	if err != nil {
		return nil, withMessage(ErrDamaged, fmt.Errorf("payload: %w", err))
	}
	d := &document{top: top}
	if err := d.readHead(); err != nil {
		return nil, err
	}
	if err := d.readLists(); err != nil {
		if d.minReader > version {
			return nil, &FormatError{words.Mark("it needs a newer version of Watchword")}
		}
		return nil, withMessage(ErrDamaged, fmt.Errorf("payload: %w", err))
	}
	d.readSlots()
	key, _ := ordered.String(top.Get("stateKey"))
	d.stateKey, _ = decode64(key)
	return d, nil
}

func (d *document) readHead() error {
	if name, _ := ordered.String(d.top.Get("format")); name != formatName {
		return &FormatError{words.Mark("its contents are of another kind")}
	}
	var ok1, ok2, ok3 bool
	d.minReader, ok1 = ordered.Number(d.top.Get("minReader"))
	d.revision, ok2 = ordered.Number(d.top.Get("revision"))
	d.id, ok3 = ordered.String(d.top.Get("vaultId"))
	if !ok1 || !ok2 || !ok3 || !isUUID(d.id) {
		return withMessage(ErrDamaged, errors.New("payload: its first members are incomplete"))
	}
	return nil
}

func (d *document) readLists() error {
	accounts, err := listMember(d.top, "accounts")
	if err != nil {
		return err
	}
	seen := make(map[recordKey]bool, len(accounts))
	d.entries = make([]entry, len(accounts))
	for i, text := range accounts {
		r, reason := parseRecord(text)
		if r != nil && seen[r.key()] {
			r, reason = nil, words.T("it is in the file twice")
		}
		if r != nil {
			seen[r.key()] = true
		}
		d.entries[i] = entry{text, r, reason}
	}
	d.reindex()
	tags, err := listMember(d.top, "tags")
	if err != nil {
		return err
	}
	for _, text := range tags {
		d.tags = append(d.tags, parseTag(text))
	}
	tombstones, err := listMember(d.top, "tombstones")
	if err != nil {
		return err
	}
	for _, text := range tombstones {
		d.tombstones = append(d.tombstones, parseTombstone(text))
	}
	return nil
}

// listMember reads a list; one that is missing is empty.
func listMember(o *ordered.Object, name string) ([][]byte, error) {
	text := o.Get(name)
	if text == nil {
		return nil, nil
	}
	list, err := ordered.SplitList(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %v", name, err) // the text is JSON, so this is no [ordered.Error]
	}
	return list, nil
}

func parseTag(text []byte) tag {
	none := tag{raw: text}
	obj, err := ordered.Split(text)
	if err != nil {
		return none
	}
	id, ok1 := ordered.String(obj.Get("id"))
	name, ok2 := parseField(obj.Get("name"))
	label, ok3 := ordered.String(name.value)
	if !ok1 || !ok2 || !ok3 || !isID(id) {
		return none
	}
	return tag{obj, text, id, name, label}
}

func newTag(id, name string, at stamp, by string) tag {
	o := &ordered.Object{}
	o.Set("id", ordered.Quote(id))
	o.Set("name", field{}.with(ordered.Quote(name), at, by).text())
	return parseTag(o.Text())
}

func (t tag) renamed(name string, at stamp, by string) tag {
	o := t.obj.Clone()
	o.Set("name", t.name.with(ordered.Quote(name), at, by).text())
	return parseTag(o.Text())
}

func parseTombstone(text []byte) tombstone {
	none := tombstone{raw: text}
	obj, err := ordered.Split(text)
	if err != nil {
		return none
	}
	id, ok1 := ordered.String(obj.Get("id"))
	cred, ok2 := ordered.String(obj.Get("cred"))
	t, ok3 := ordered.String(obj.Get("t"))
	at, ok4 := parseStamp(t)
	counter, ok5 := numberOrZero(obj.Get("counter"))
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !isID(id) {
		return none
	}
	return tombstone{text, recordKey{id, cred}, at, counter}
}

func newTombstone(key recordKey, at stamp, counter uint64) tombstone {
	o := &ordered.Object{}
	o.Set("id", ordered.Quote(key.id))
	o.Set("cred", ordered.Quote(key.cred))
	o.Set("t", ordered.Quote(at.String()))
	if counter > 0 {
		o.Set("counter", ordered.QuoteNumber(counter))
	}
	return parseTombstone(o.Text())
}

// reindex gives every record the id that callers know it by: its own, and where two
// records share one, the later gets a part of its credential behind it.
func (d *document) reindex() {
	d.index = make(map[string]int, len(d.entries))
	for i, e := range d.entries {
		if e.rec == nil {
			continue
		}
		id := e.rec.acc.ID
		if _, taken := d.index[id]; taken {
			id += "~" + e.rec.cred[:8]
		}
		d.index[id] = i
	}
}

// ids returns the exposed id of every entry.
func (d *document) ids() map[int]string {
	ids := make(map[int]string, len(d.index))
	for id, i := range d.index {
		ids[i] = id
	}
	return ids
}

// put puts a changed record in the place of an old one.
func (d *document) put(i int, r *record) {
	d.entries[i] = entry{raw: r.obj.Text(), rec: r}
	d.entriesChanged = true
}

// append adds a record that is new to the list.
func (d *document) append(r *record) {
	d.entries = append(d.entries, entry{raw: r.obj.Text(), rec: r})
	d.index[r.acc.ID] = len(d.entries) - 1
	d.entriesChanged = true
}

// account returns a copy of a record for callers: with tag names, and the exposed id.
func (d *document) account(i int, id string) account.Account {
	a := d.entries[i].rec.acc.Clone()
	a.ID = id
	a.Tags = d.names(a.Tags)
	return a
}

// names turns tag ids into names; ids without a tag are passed over, names come once.
func (d *document) names(ids []string) []string {
	var names []string
	for _, id := range ids {
		i := slices.IndexFunc(d.tags, func(t tag) bool { return t.obj != nil && t.id == id })
		if i >= 0 && !slices.Contains(names, d.tags[i].text) {
			names = append(names, d.tags[i].text)
		}
	}
	return names
}

// keys returns the identity of all records, and how many entries are set aside.
func (d *document) keys() (map[recordKey]bool, int) {
	keys, odd := make(map[recordKey]bool, len(d.entries)), 0
	for _, e := range d.entries {
		if e.rec == nil {
			odd++
		} else {
			keys[e.rec.key()] = true
		}
	}
	return keys, odd
}

// purgedKeys returns the identity of all that was deleted for good.
func (d *document) purgedKeys() map[recordKey]bool {
	keys := make(map[recordKey]bool, len(d.tombstones))
	for _, t := range d.tombstones {
		keys[t.key] = true
	}
	return keys
}

// tombstoneStamps tells when accounts were deleted for good.
func (d *document) tombstoneStamps() map[recordKey]stamp {
	at := make(map[recordKey]stamp, len(d.tombstones))
	for _, t := range d.tombstones {
		at[t.key] = max(at[t.key], t.at)
	}
	return at
}

// eachStamp calls do with every stamp.
func (d *document) eachStamp(do func(stamp)) {
	for _, e := range d.entries {
		if e.rec != nil {
			do(e.rec.latest)
		}
	}
	for _, t := range d.tags {
		do(t.name.at)
	}
	for _, t := range d.tombstones {
		do(t.at)
	}
	if d.rec != nil {
		do(d.rec.at)
	}
}

// seeStamps lets a clock take note of every stamp.
func (d *document) seeStamps(c *clock) { d.eachStamp(c.see) }

// latest returns the newest stamp in the document.
func (d *document) latest() (latest stamp) {
	d.eachStamp(func(s stamp) { latest = max(latest, s) })
	return latest
}

// text returns the payload without padding. When nothing changed it is the payload that
// was read, byte for byte.
func (d *document) text() []byte {
	top := d.top.Clone()
	if d.entriesChanged {
		top.Set("accounts", ordered.ListText(raws(d.entries, entryText)))
	}
	if d.tagsChanged {
		top.Set("tags", ordered.ListText(raws(d.tags, tagText)))
	}
	if d.tombstonesChanged {
		top.Set("tombstones", ordered.ListText(raws(d.tombstones, tombstoneText)))
	}
	return top.Text()
}

func entryText(e entry) []byte         { return e.raw }
func tagText(t tag) []byte             { return t.raw }
func tombstoneText(t tombstone) []byte { return t.raw }

func raws[T any](items []T, raw func(T) []byte) [][]byte {
	list := make([][]byte, len(items))
	for i, item := range items {
		list[i] = raw(item)
	}
	return list
}

// clone returns a copy that can be changed on its own.
func (d *document) clone() *document {
	c := *d
	c.top = d.top.Clone()
	c.entries, c.tags, c.tombstones = slices.Clone(d.entries), slices.Clone(d.tags), slices.Clone(d.tombstones)
	c.index = maps.Clone(d.index)
	return &c
}

// wipe overwrites the texts of all accounts and their keys. Strings that were made from
// them stay until the runtime reuses their memory.
func (d *document) wipe() {
	d.top.Wipe()
	clear(d.top.Get("accounts"))
	for _, e := range d.entries {
		clear(e.raw)
		if e.rec != nil {
			clear(e.rec.acc.Key.Secret)
		}
	}
}

// A writer is who saves a revision.
type writer struct{ app, device string }

// payload returns the text of the next revision, padded.
func (d *document) payload(revision uint64, parent string, w writer) []byte {
	next := d.clone()
	next.top.Set("revision", ordered.QuoteNumber(revision))
	next.top.Set("parent", ordered.Quote(parent))
	by, err := ordered.Split(next.top.Get("writer"))
	if err != nil {
		by = &ordered.Object{}
	}
	by = by.Clone()
	by.Set("app", ordered.Quote(w.app))
	by.Set("device", ordered.Quote(w.device))
	next.top.Set("writer", by.Text())
	return pad(next.text())
}

// pad fills up with spaces, which JSON allows, to a multiple of 4 KiB.
func pad(text []byte) []byte {
	short := (padding - len(text)%padding) % padding
	return append(slices.Clip(text), bytes.Repeat([]byte(" "), short)...)
}
