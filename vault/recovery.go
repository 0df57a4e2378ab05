package vault

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"watchword/vault/internal/ordered"

	"filippo.io/age"
)

// A recovery is what the payload keeps of the recovery sheet: enough to write the slot
// and its tag, not enough to open anything. It is one value with one stamp: a slot made of
// parts of two would open with neither sheet.
type recovery struct {
	recipient *age.X25519Recipient
	auth      []byte // 32 bytes
	at        stamp  // when the sheet became the active one; 0: made by a version without stamps
	by        string // device
	number    string // four digits that the sheet shows too; "" from a version without them
}

// parseRecovery reads the slot's value; nil if it is none that this version can write.
func parseRecovery(text []byte) *recovery {
	o, err := ordered.Split(text)
	if err != nil {
		return nil
	}
	public, _ := ordered.String(o.Get("recipient"))
	auth, _ := ordered.String(o.Get("auth"))
	recipient, err1 := age.ParseX25519Recipient(public)
	key, err2 := decode64(auth)
	if err1 != nil || err2 != nil || len(key) != 32 {
		return nil
	}
	r := &recovery{recipient: recipient, auth: key}
	r.at, r.by = recoveryStamp(o)
	if number, ok := ordered.String(o.Get("number")); ok && isSheetNumber(number) {
		r.number = number
	}
	return r
}

// recoveryStamp returns by what two slots are compared. The greatest stamp of all counts as
// none: no sheet could be made after it.
func recoveryStamp(o *ordered.Object) (at stamp, by string) {
	t, ok := ordered.String(o.Get("t"))
	at, ok2 := parseStamp(t)
	if !ok || !ok2 || at == ^stamp(0) {
		return 0, ""
	}
	by, _ = ordered.String(o.Get("d"))
	return at, by
}

func (r *recovery) text() []byte {
	o := &ordered.Object{}
	o.Set("recipient", ordered.Quote(r.recipient.String()))
	o.Set("auth", ordered.Quote(b64.EncodeToString(r.auth)))
	if r.at > 0 {
		o.Set("t", ordered.Quote(r.at.String()))
		o.Set("d", ordered.Quote(r.by))
	}
	if r.number != "" {
		o.Set("number", ordered.Quote(r.number))
	}
	return o.Text()
}

// same reports whether two values name one sheet.
func (r *recovery) same(s *recovery) bool {
	if r == nil || s == nil {
		return r == s
	}
	return r.recipient.String() == s.recipient.String() && hmac.Equal(r.auth, s.auth)
}

// of reports whether r is made from the sheet with this key. The payload must name the very
// sheet in hand: whoever knows its recipient and auth can write a right tag around a payload
// that names another sheet.
func (r *recovery) of(x *age.X25519Identity, key string) bool {
	return r != nil && r.same(&recovery{recipient: x.Recipient(), auth: recoveryAuth(key)})
}

// info is what may be told of the sheet.
func (r *recovery) info() SheetInfo {
	info := SheetInfo{Number: r.number}
	if r.at > 0 {
		info.Made = r.at.time()
	}
	return info
}

// setRecovery makes rec the slot of the next save.
func (d *document) setRecovery(rec *recovery) {
	slots, err := ordered.Split(d.top.Get("slots"))
	if err != nil {
		slots = &ordered.Object{}
	}
	slots.Set("recovery", rec.text())
	d.top.Set("slots", slots.Text())
	d.rec = rec
}

// readSlots reads what the recovery slot is made from. What cannot be read counts as no
// recovery; it stays in the file.
func (d *document) readSlots() {
	d.rec = nil
	if slots, err := ordered.Split(d.top.Get("slots")); err == nil {
		d.rec = parseRecovery(slots.Get("recovery"))
	}
}

// joinSlots merges what the slots are made from: the recovery whole, by its stamp, whatever
// the revisions say, for a sync program can bring any file back.
func (m merger) joinSlots(base, ours, theirs *document) []byte {
	a, b := ours.top.Get("slots"), theirs.top.Get("slots")
	oa, errA := ordered.Split(a)
	ob, errB := ordered.Split(b)
	switch {
	case b == nil || bytes.Equal(a, b) || errB != nil && errA == nil:
		return a
	case errA != nil:
		return b
	}
	was, err := ordered.Split(base.top.Get("slots"))
	if err != nil {
		was = &ordered.Object{}
	}
	joined := m.joinMembers(was, oa, ob)
	if rec := laterRecovery(ours.revision, oa.Get("recovery"), theirs.revision, ob.Get("recovery")); rec != nil {
		joined.Set("recovery", rec)
	}
	joined.Sort()
	return joined.Text()
}

// laterRecovery returns the slot that counts: by stamp, then device. Stamps count as they
// are, however far ahead: a new sheet is always stamped after the one it replaces. Two
// without a stamp tell nothing of their age; there the revision of their file decides.
func laterRecovery(revisionA uint64, a []byte, revisionB uint64, b []byte) []byte {
	oa, errA := ordered.Split(a)
	ob, errB := ordered.Split(b)
	switch {
	case errA != nil && b != nil:
		return b
	case errA != nil || errB != nil:
		return a
	}
	atA, byA := recoveryStamp(oa)
	atB, byB := recoveryStamp(ob)
	order := cmp.Or(cmp.Compare(atA, atB), strings.Compare(byA, byB))
	if order == 0 && atA == 0 {
		order = cmp.Compare(revisionA, revisionB)
	}
	if cmp.Or(order, strings.Compare(sorted(a), sorted(b)), bytes.Compare(a, b)) < 0 {
		return b
	}
	return a
}

// adopt makes the sheet with this key the one of the next save. Its stamp is later than
// that of the sheet it replaces, even where that came from a clock far ahead.
func (v *Vault) adopt(x *age.X25519Identity, key, number string) {
	before := stamp(0)
	if v.doc.rec != nil {
		before = v.doc.rec.at
	}
	v.doc.setRecovery(&recovery{recipient: x.Recipient(), auth: recoveryAuth(key), at: v.clock.after(before), by: v.o.Device, number: number})
}

// newSheetNumber draws the number of a sheet, from neither its key nor its recipient, and
// not that of the sheet before: the two papers must be told apart.
func newSheetNumber(random io.Reader, not string) (string, error) {
	for {
		n, err := rand.Int(random, big.NewInt(10_000))
		if err != nil {
			return "", err
		}
		if number := fmt.Sprintf("%04d", n); number != not {
			return number, nil
		}
	}
}

func isSheetNumber(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == ""
}

// A SheetInfo says which recovery sheet is the active one.
type SheetInfo struct {
	Number string    // four digits; "" for a sheet from before they were printed
	Made   time.Time // when it became active; zero where that is not known
}

// ActiveSheet tells which recovery sheet opens the vault; false if none was made.
func (v *Vault) ActiveSheet() (SheetInfo, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	r := v.doc.rec
	if r == nil {
		return SheetInfo{}, false
	}
	return r.info(), true
}

// tellSheet says what a version from elsewhere did to the recovery sheet: before is what
// counted here, known what the file had when it was last read, theirs what it has now, and
// after what counts from now on. The caller holds v.mu.
func (v *Vault) tellSheet(before, known, theirs, after *recovery) {
	n := Notice{By: OtherComputer}
	if after != nil && after.by == v.o.Device {
		n.By = OtherProgram
	}
	switch {
	case !after.same(before) && before == nil:
		n.Kind, n.Sheet = NoticeSheetMade, after.info()
	case !after.same(before):
		n.Kind, n.Sheet, n.Other = NoticeSheetReplaced, after.info(), before.info()
	case theirs == nil || theirs.same(after) || theirs.same(known):
		return
	case theirs.at == 0:
		n = Notice{Kind: NoticeSheetIgnored, Sheet: after.info()}
	default:
		n = Notice{Kind: NoticeSheetBack, Sheet: theirs.info(), Other: after.info()}
	}
	v.addNotice(n)
}
