package vault

import (
	"bytes"
	"encoding/base32"
	"encoding/json"
	"errors"
	"math"
	"time"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/internal/ordered"
	"watchword/vault/otp"
)

// A record is one account of the payload: its JSON, and what was read from it. A record
// never changes; a change makes a new one from the new JSON, so that what the program
// shows is always what the file will say.
type record struct {
	obj    *ordered.Object
	fields *ordered.Object
	cred   string
	acc    account.Account // Tags holds tag ids here
	latest stamp           // of its fields
}

// key is the identity of a record. The id alone does not do: the credential is part of
// it, so that two devices can never disagree about a secret.
func (r *record) key() recordKey { return recordKey{r.acc.ID, r.cred} }

type recordKey struct{ id, cred string }

// b32 is the one spelling of base32 for secrets: upper case, no padding.
var b32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// The changeable fields of an account.
const (
	fieldIssuer   = "issuer"
	fieldName     = "name"
	fieldNote     = "note"
	fieldTags     = "tags"
	fieldIcon     = "icon"
	fieldPinned   = "pinned"
	fieldOrder    = "order"
	fieldArchived = "archived"
	fieldTrashed  = "trashed"
)

// A change is a new value for one field.
type change struct {
	name  string
	value []byte // JSON
}

// parseRecord reads an account. The reason says, without content, why it cannot.
func parseRecord(text []byte) (r *record, reason string) {
	obj, err := ordered.Split(text)
	if err != nil {
		return nil, "it is no entry of an account"
	}
	r = &record{obj: obj, fields: &ordered.Object{}}
	if f := obj.Get("fields"); f != nil {
		if r.fields, err = ordered.Split(f); err != nil {
			return nil, words.T("its fields cannot be read")
		}
	}
	if reason := r.readCredential(); reason != "" {
		return nil, reason
	}
	r.readFields()
	return r, ""
}

// readCredential reads what never changes, and the counter.
func (r *record) readCredential() (reason string) {
	id, ok := ordered.String(r.obj.Get("id"))
	if !ok || !isID(id) {
		return words.T("it has no usable id")
	}
	secret, ok := r.secret()
	if !ok {
		return words.T("its key is not base32")
	}
	kind, ok1 := ordered.String(r.obj.Get("type"))
	algorithm, ok2 := ordered.String(r.obj.Get("algorithm"))
	digits, ok3 := smallNumber(r.obj.Get("digits"))
	period, ok4 := smallNumber(r.obj.Get("period"))
	counter, ok5 := numberOrZero(r.obj.Get("counter"))
	pin, ok6 := stringOrEmpty(r.obj.Get("pin"))
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6) || counter > math.MaxInt64 {
		return words.T("a part of its key settings is missing or of a wrong kind")
	}
	key := otp.Key{Type: otp.Type(kind), Secret: secret, Algorithm: otp.Algorithm(algorithm), Digits: digits, Period: period, PIN: otp.PIN(pin)}
	if err := key.Validate(); err != nil {
		return err.Error()
	}
	r.acc.ID, r.acc.Key, r.acc.Counter = id, key, counter
	r.cred = r.acc.Credential()
	if said, ok := stringOrEmpty(r.obj.Get("cred")); !ok || said != "" && said != r.cred {
		return words.T("its key does not agree with its check value")
	}
	created, _ := ordered.String(r.obj.Get("created"))
	r.acc.Created, _ = time.Parse(time.RFC3339, created)
	return ""
}

// secret reads the key, which has one spelling.
func (r *record) secret() (otp.Secret, bool) {
	text, ok := ordered.String(r.obj.Get("secret"))
	secret, err := b32.DecodeString(text)
	return secret, ok && err == nil && b32.EncodeToString(secret) == text
}

// readFields reads what a user may change. A field that cannot be read counts as
// missing and stays in the file until it is set.
func (r *record) readFields() {
	for _, m := range r.fields.Members() {
		f, ok := parseField(m.Value)
		if !ok {
			continue
		}
		r.latest = max(r.latest, f.at)
		r.readField(m.Name, f.value)
	}
}

func (r *record) readField(name string, value []byte) {
	switch name {
	case fieldIssuer:
		r.acc.Issuer, _ = ordered.String(value)
	case fieldName:
		r.acc.Name, _ = ordered.String(value)
	case fieldNote:
		r.acc.Note, _ = ordered.String(value)
	case fieldIcon:
		r.acc.Icon, _ = ordered.String(value)
	case fieldTags:
		r.acc.Tags, _ = ordered.Strings(value)
	case fieldPinned:
		r.acc.Pinned = bytes.Equal(value, jsonTrue)
	case fieldArchived:
		r.acc.Archived = bytes.Equal(value, jsonTrue)
	case fieldOrder:
		if json.Unmarshal(value, &r.acc.Order) != nil {
			r.acc.Order = 0
		}
	case fieldTrashed:
		s, _ := ordered.String(value)
		r.acc.Trashed, _ = time.Parse(time.RFC3339, s)
	}
}

// newRecord makes the record of an account that was never in a vault. Its Tags are ids.
func newRecord(a account.Account, at stamp, by string) (*record, string) {
	o := &ordered.Object{}
	o.Set("id", ordered.Quote(a.ID))
	o.Set("cred", ordered.Quote(a.Credential()))
	o.Set("type", ordered.Quote(string(a.Key.Type)))
	o.Set("secret", ordered.Quote(b32.EncodeToString(a.Key.Secret)))
	if a.Key.PIN != "" {
		o.Set("pin", ordered.Quote(string(a.Key.PIN)))
	}
	o.Set("algorithm", ordered.Quote(string(a.Key.Algorithm)))
	o.Set("digits", ordered.QuoteNumber(uint64(a.Key.Digits)))
	o.Set("period", ordered.QuoteNumber(uint64(a.Key.Period)))
	o.Set("counter", ordered.QuoteNumber(a.Counter))
	o.Set("created", ordered.Quote(a.Created.UTC().Format(time.RFC3339)))
	fields := &ordered.Object{}
	for _, c := range birthFields(a) {
		fields.Set(c.name, field{}.with(c.value, at, by).text())
	}
	o.Set("fields", fields.Text())
	return parseRecord(o.Text())
}

// birthFields are the fields that a new record gets: issuer and name always, the others
// when they say something.
func birthFields(a account.Account) []change {
	list := []change{{fieldIssuer, ordered.Quote(a.Issuer)}, {fieldName, ordered.Quote(a.Name)}}
	add := func(wanted bool, name string, value []byte) {
		if wanted {
			list = append(list, change{name, value})
		}
	}
	add(a.Note != "", fieldNote, ordered.Quote(a.Note))
	add(len(a.Tags) > 0, fieldTags, ordered.QuoteStrings(a.Tags))
	add(a.Icon != "", fieldIcon, ordered.Quote(a.Icon))
	add(a.Pinned, fieldPinned, jsonTrue)
	add(a.Order != 0, fieldOrder, ordered.QuoteFloat(a.Order))
	add(a.Archived, fieldArchived, jsonTrue)
	add(!a.Trashed.IsZero(), fieldTrashed, quoteTime(a.Trashed))
	return list
}

// stampOf returns the latest stamp of the fields that would be changed.
func (r *record) stampOf(changes []change) (latest stamp) {
	for _, c := range changes {
		if f, ok := parseField(r.fields.Get(c.name)); ok {
			latest = max(latest, f.at)
		}
	}
	return latest
}

// with returns the record with other values in some fields.
func (r *record) with(changes []change, at stamp, by string) (*record, error) {
	fields := r.fields.Clone()
	for _, c := range changes {
		old, _ := parseField(fields.Get(c.name))
		fields.Set(c.name, old.with(c.value, at, by).text())
	}
	return r.withMember("fields", fields.Text())
}

// withMember returns the record with another value in one of its own members.
func (r *record) withMember(name string, value []byte) (*record, error) {
	obj := r.obj.Clone()
	obj.Set(name, value)
	changed, reason := parseRecord(obj.Text())
	if reason != "" {
		return nil, withMessage(ErrNotChangeable, errors.New(reason)) // the reason has no content
	}
	return changed, nil
}

var (
	jsonTrue = []byte("true")
	jsonNull = []byte("null")
)

// quoteTime returns a time as RFC 3339 in UTC, the zero time as null.
func quoteTime(t time.Time) []byte {
	if t.IsZero() {
		return jsonNull
	}
	return ordered.Quote(t.UTC().Format(time.RFC3339))
}

func smallNumber(text []byte) (int, bool) {
	n, ok := ordered.Number(text)
	return int(min(n, math.MaxInt32)), ok
}

func numberOrZero(text []byte) (uint64, bool) {
	if text == nil {
		return 0, true
	}
	return ordered.Number(text)
}

func stringOrEmpty(text []byte) (string, bool) {
	if text == nil {
		return "", true
	}
	return ordered.String(text)
}
