package vault

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"watchword/vault/account"
)

const (
	formatName = "watchword/vault"
	version    = 1 // of the payload that we write, and the newest minReader that we are
)

// A document is the payload: its JSON, and what was read from it.
type document struct {
	top       *object
	id        string // of the vault
	minReader uint64
	revision  uint64
	stateKey  []byte // 32 bytes; authenticates this computer's notes about the vault

	entries []entry
	index   map[string]int // exposed id -> entry; rebuilt by reindex
	tags    []tag
	tombs   []tombstone
	rec     *recovery

	entriesChanged, tagsChanged, tombsChanged bool
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
	obj  *object // nil for an item that is no tag
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
	top := &object{}
	top.set("format", quote(formatName))
	top.set("version", quoteNumber(version))
	top.set("minReader", quoteNumber(version))
	top.set("vaultId", quote(id))
	top.set("revision", quoteNumber(0))
	top.set("parent", quote(""))
	top.set("writer", []byte("{}"))
	for _, list := range []string{"accounts", "tags", "tombstones"} {
		top.set(list, []byte("[]"))
	}
	for _, object := range []string{"icons", "slots", "settings"} {
		top.set(object, []byte("{}"))
	}
	top.set("stateKey", quote(b64.EncodeToString(stateKey)))
	return &document{top: top, id: id, minReader: version, stateKey: stateKey, index: map[string]int{}}
}

// parseDocument reads a payload. An account that cannot be read is set aside; only what
// the whole depends on is an error.
func parseDocument(payload []byte) (*document, error) {
	top, err := parseObject(payload)
	if err != nil {
		return nil, because(ErrDamaged, fmt.Errorf("payload: %w", err))
	}
	d := &document{top: top}
	if err := d.readHead(); err != nil {
		return nil, err
	}
	if err := d.readLists(); err != nil {
		if d.minReader > version {
			return nil, &FormatError{"it needs a newer version of Watchword"}
		}
		return nil, because(ErrDamaged, fmt.Errorf("payload: %w", err))
	}
	d.readSlots()
	key, _ := stringOf(top.get("stateKey"))
	d.stateKey, _ = decode64(key)
	return d, nil
}

func (d *document) readHead() error {
	if name, _ := stringOf(d.top.get("format")); name != formatName {
		return &FormatError{"its contents are of another kind"}
	}
	var ok1, ok2, ok3 bool
	d.minReader, ok1 = numberOf(d.top.get("minReader"))
	d.revision, ok2 = numberOf(d.top.get("revision"))
	d.id, ok3 = stringOf(d.top.get("vaultId"))
	if !ok1 || !ok2 || !ok3 || !isUUID(d.id) {
		return because(ErrDamaged, errors.New("payload: its first members are incomplete"))
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
			r, reason = nil, "it stands in the file twice"
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
	tombs, err := listMember(d.top, "tombstones")
	if err != nil {
		return err
	}
	for _, text := range tombs {
		d.tombs = append(d.tombs, parseTombstone(text))
	}
	return nil
}

// listMember reads a list; one that is missing is empty.
func listMember(o *object, name string) ([][]byte, error) {
	text := o.get(name)
	if text == nil {
		return nil, nil
	}
	list, err := splitList(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %v", name, err) // the text is JSON, so this is no jsonError
	}
	return list, nil
}

func parseTag(text []byte) tag {
	none := tag{raw: text}
	obj, err := splitObject(text)
	if err != nil {
		return none
	}
	id, ok1 := stringOf(obj.get("id"))
	name, ok2 := parseField(obj.get("name"))
	label, ok3 := stringOf(name.value)
	if !ok1 || !ok2 || !ok3 || !isID(id) {
		return none
	}
	return tag{obj, text, id, name, label}
}

func newTag(id, name string, at stamp, by string) tag {
	o := &object{}
	o.set("id", quote(id))
	o.set("name", field{}.with(quote(name), at, by).text())
	return parseTag(o.text())
}

func (t tag) renamed(name string, at stamp, by string) tag {
	o := t.obj.clone()
	o.set("name", t.name.with(quote(name), at, by).text())
	return parseTag(o.text())
}

func parseTombstone(text []byte) tombstone {
	none := tombstone{raw: text}
	obj, err := splitObject(text)
	if err != nil {
		return none
	}
	id, ok1 := stringOf(obj.get("id"))
	cred, ok2 := stringOf(obj.get("cred"))
	t, ok3 := stringOf(obj.get("t"))
	at, ok4 := parseStamp(t)
	counter, ok5 := numberOrZero(obj.get("counter"))
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !isID(id) {
		return none
	}
	return tombstone{text, recordKey{id, cred}, at, counter}
}

func newTombstone(key recordKey, at stamp, counter uint64) tombstone {
	o := &object{}
	o.set("id", quote(key.id))
	o.set("cred", quote(key.cred))
	o.set("t", quote(at.String()))
	if counter > 0 {
		o.set("counter", quoteNumber(counter))
	}
	return parseTombstone(o.text())
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
	d.entries[i] = entry{raw: r.obj.text(), rec: r}
	d.entriesChanged = true
}

// append adds a record that is new to the list.
func (d *document) append(r *record) {
	d.entries = append(d.entries, entry{raw: r.obj.text(), rec: r})
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

// buried returns the identity of all that was deleted for good.
func (d *document) buried() map[recordKey]bool {
	keys := make(map[recordKey]bool, len(d.tombs))
	for _, t := range d.tombs {
		keys[t.key] = true
	}
	return keys
}

// tombStamps tells when accounts were deleted for good.
func (d *document) tombStamps() map[recordKey]stamp {
	at := make(map[recordKey]stamp, len(d.tombs))
	for _, t := range d.tombs {
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
	for _, t := range d.tombs {
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
	top := d.top.clone()
	if d.entriesChanged {
		top.set("accounts", listText(raws(d.entries, entryText)))
	}
	if d.tagsChanged {
		top.set("tags", listText(raws(d.tags, tagText)))
	}
	if d.tombsChanged {
		top.set("tombstones", listText(raws(d.tombs, tombText)))
	}
	return top.text()
}

func entryText(e entry) []byte    { return e.raw }
func tagText(t tag) []byte        { return t.raw }
func tombText(t tombstone) []byte { return t.raw }

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
	c.top = d.top.clone()
	c.entries, c.tags, c.tombs = slices.Clone(d.entries), slices.Clone(d.tags), slices.Clone(d.tombs)
	c.index = maps.Clone(d.index)
	return &c
}

// wipe overwrites the texts of all accounts and their keys. Strings that were made from
// them stay until the runtime reuses their memory.
func (d *document) wipe() {
	clear(d.top.raw)
	clear(d.top.get("accounts"))
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
	next.top.set("revision", quoteNumber(revision))
	next.top.set("parent", quote(parent))
	by, err := splitObject(next.top.get("writer"))
	if err != nil {
		by = &object{}
	}
	by = by.clone()
	by.set("app", quote(w.app))
	by.set("device", quote(w.device))
	next.top.set("writer", by.text())
	return pad(next.text())
}

// pad fills up with spaces, which JSON allows, to a multiple of 4 KiB.
func pad(text []byte) []byte {
	short := (padding - len(text)%padding) % padding
	return append(slices.Clip(text), bytes.Repeat([]byte(" "), short)...)
}
