package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"slices"
)

// A computer notes which recovery sheet of a vault it saw last, so that it can tell when
// another one is active. Like the note of the revision it is authenticated with a key from
// inside the vault, and holds nothing of the sheet but its number.
type seenSheet struct {
	Mark   string `json:"mark"` // hexadecimal; made from the slot
	Number string `json:"number"`
	Stamp  string `json:"t"`
	MAC    string `json:"mac"` // hexadecimal
}

func (s seenSheet) mac(key []byte, id string) string {
	return sheetMAC(key, "note", id, s.Mark, s.Number, s.Stamp)
}

func sheetMAC(key []byte, parts ...string) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("watchword/sheet"))
	for _, p := range parts {
		m.Write([]byte("\x00" + p))
	}
	return hex.EncodeToString(m.Sum(nil))
}

// sheetNow describes the slot for a note; of no slot it is empty.
func (d *document) sheetNow() seenSheet {
	if d.rec == nil {
		return seenSheet{}
	}
	return seenSheet{
		Mark:   sheetMAC(d.stateKey, "slot", d.rec.recipient.String(), b64.EncodeToString(d.rec.auth)),
		Number: d.rec.number, Stamp: d.rec.at.String(),
	}
}

func (v *Vault) seenSheetPath() string { return filepath.Join(v.o.StateDir, v.id+".recovery") }

// lastSheet reads the note; false if there is none that this vault wrote.
func (v *Vault) lastSheet(stateKey []byte) (seenSheet, bool) {
	data, err := readFile(v.o.FS, v.seenSheetPath())
	var s seenSheet
	if err != nil || len(data) > maxLastSeen || json.Unmarshal(data, &s) != nil {
		return seenSheet{}, false
	}
	return s, hmac.Equal([]byte(s.MAC), []byte(s.mac(stateKey, v.id)))
}

// noteSheet writes the note anew. It is a help, no part of saving: a failure is passed over.
func (v *Vault) noteSheet() {
	v.mu.RLock()
	now, key := v.doc.sheetNow(), v.doc.stateKey
	v.mu.RUnlock()
	if v.o.StateDir == "" || len(key) != 32 {
		return
	}
	if last, ok := v.lastSheet(key); ok && last.Mark == now.Mark && last.Stamp >= now.Stamp {
		return
	}
	now.MAC = now.mac(key, v.id)
	v.writeNote(v.seenSheetPath(), now)
}

// checkSheet compares the recovery sheet of the file with the one that this computer saw
// last. own are the numbers of sheets that this computer made just now. A file with an earlier
// sheet is told of at each unlock until a save from here; the others once.
func (v *Vault) checkSheet(own []string) {
	if v.o.StateDir == "" || len(v.doc.stateKey) != 32 {
		return
	}
	last, ok := v.lastSheet(v.doc.stateKey)
	now := v.doc.sheetNow()
	rec := v.doc.rec
	switch {
	case !ok, last.Mark == now.Mark, rec != nil && slices.Contains(own, rec.number):
	case rec == nil:
		v.notices = append(v.notices, Notice{Kind: NoticeSheetMissing, Sheet: last.info()})
		return
	case last.Mark == "":
		v.notices = append(v.notices, Notice{Kind: NoticeSheetMade, Sheet: rec.info()})
	case rec.at == 0 && last.stamp() > 0:
		v.notices = append(v.notices, Notice{Kind: NoticeSheetUnstamped, Other: last.info()})
		return
	case rec.at < last.stamp():
		v.notices = append(v.notices, Notice{Kind: NoticeSheetEarlier, Sheet: rec.info(), Other: last.info()})
		return
	default:
		v.notices = append(v.notices, Notice{Kind: NoticeSheetReplaced, Sheet: rec.info(), Other: last.info()})
	}
	v.noteSheet()
}

func (s seenSheet) stamp() stamp {
	at, _ := parseStamp(s.Stamp)
	return at
}

func (s seenSheet) info() SheetInfo { return (&recovery{number: s.Number, at: s.stamp()}).info() }
