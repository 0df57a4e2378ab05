package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"strconv"
)

// A computer notes which revision of a vault it saw last, so that it can tell when an older
// one is in its place. The note is authenticated with a key from inside the vault: whoever
// can write the file only cannot forge it. It stays on this computer.
type sighting struct {
	Revision uint64 `json:"revision"`
	File     string `json:"file"` // hexadecimal SHA-256 of the file
	MAC      string `json:"mac"`  // hexadecimal
	App      string `json:"app"`  // version of the program; not authenticated, it only asks for a backup
}

func (s sighting) mac(key []byte, id string) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("watchword/seen\x00" + id + "\x00" + strconv.FormatUint(s.Revision, 10) + "\x00" + s.File))
	return hex.EncodeToString(m.Sum(nil))
}

const (
	maxSighting  = 4 << 10 // bytes
	sightingTemp = "seen"  // what the temporary files of notes are named after
)

func (v *Vault) sightingPath() string { return filepath.Join(v.o.StateDir, v.id+".seen") }

// lastSeen reads the note; false if there is none that this vault wrote.
func (v *Vault) lastSeen() (sighting, bool) {
	if v.o.StateDir == "" || len(v.doc.stateKey) != 32 {
		return sighting{}, false
	}
	data, err := readFile(v.o.FS, v.sightingPath())
	var s sighting
	if err != nil || len(data) > maxSighting || json.Unmarshal(data, &s) != nil {
		return sighting{}, false
	}
	return s, hmac.Equal([]byte(s.MAC), []byte(s.mac(v.doc.stateKey, v.id)))
}

// noteSeen writes the note anew; app is the version that saved here last. It is a help, no part of saving: a failure is passed over.
func (v *Vault) noteSeen(app string) {
	v.mu.RLock()
	s := sighting{Revision: v.doc.revision, File: v.onDisk.String(), App: app}
	key := v.doc.stateKey
	v.mu.RUnlock()
	if v.o.StateDir == "" || len(key) != 32 {
		return
	}
	if seen, ok := v.lastSeen(); ok && (seen.Revision > s.Revision || seen.File == s.File && seen.App == s.App) {
		return
	}
	s.MAC = s.mac(key, v.id)
	data, err := json.Marshal(s)
	if err != nil || v.o.FS.MkdirAll(v.o.StateDir) != nil {
		return
	}
	temp := filepath.Join(v.o.StateDir, tempName(sightingTemp, randomName(v.o.Rand)))
	defer unfinished(v.o.FS, temp)()
	if writeFile(v.o.FS, temp, data) != nil {
		return
	}
	if v.o.FS.Rename(temp, v.sightingPath()) != nil {
		v.o.FS.Remove(temp)
	}
}

// checkRollBack compares the file with what this computer saw last.
func (v *Vault) checkRollBack() {
	seen, ok := v.lastSeen()
	app := v.o.App
	if ok && seen.App != app {
		app = seen.App // until this version has saved
		v.why = beforeUpgrade
	}
	if ok && (v.doc.revision < seen.Revision || v.doc.revision == seen.Revision && v.onDisk.String() != seen.File) {
		v.older = true
		v.doc.revision = max(v.doc.revision, seen.Revision) // the next save is newer than both
		v.notices = append(v.notices, "This vault file is older than the one this computer saw last: it was restored, or replaced. If you did not do that, take in the newest backup.")
		return
	}
	v.noteSeen(app)
}

// Older reports whether the file at unlock was older than the one that this computer saw
// last. The backups hold the newer one.
func (v *Vault) Older() bool { return v.older }
