package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// A computer notes which file of a vault it saw last, so that it can tell when an older one is
// in its place, and which of those that it saved were not merged since. The note is
// authenticated with a key from inside the vault: whoever can write the file only cannot
// forge it. It stays on this computer.
type lastSeen struct {
	state
	Missing []state `json:"missing,omitempty"`
	MAC     string  `json:"mac"`              // hexadecimal
	App     string  `json:"app"`              // version of the program; not authenticated, it only asks for a backup
	Future  string  `json:"future,omitempty"` // the stamp of a wrong clock that was told; not authenticated
}

// A state is one version of the vault file.
type state struct {
	Revision uint64 `json:"revision"`
	File     string `json:"file"`           // hexadecimal SHA-256
	Told     bool   `json:"told,omitempty"` // of a missing one: a user is to be asked about it
}

func (s state) text() string {
	t := "\x00" + strconv.FormatUint(s.Revision, 10) + "\x00" + s.File
	if s.Told {
		t += "\x00told"
	}
	return t
}

func (s lastSeen) mac(key []byte, id string) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("watchword/seen\x00" + id))
	for _, s := range append([]state{s.state}, s.Missing...) {
		m.Write([]byte(s.text()))
	}
	return hex.EncodeToString(m.Sum(nil))
}

const (
	maxLastSeen  = 64 << 10 // bytes
	maxMissing   = 256      // states that wait to be merged
	lastSeenTemp = "seen"   // what the temporary files of notes are named after
)

func (v *Vault) lastSeenPath() string { return filepath.Join(v.o.StateDir, v.id+".seen") }

// keepsState reports whether there is a place for notes, and a key for them. Of a backup that
// somebody looks into nothing is noted.
func (v *Vault) keepsState() bool {
	return v.o.StateDir != "" && len(v.stateKey) == 32 && !v.isBackup()
}

// isBackup reports whether the file of this session lies among the backups.
func (v *Vault) isBackup() bool {
	return slices.ContainsFunc(v.backupPlaces(), func(p backupPlace) bool {
		return filepath.Dir(v.path) == filepath.Join(p.parent, v.id)
	})
}

// readLastSeen reads the note. known is false if there is none that this vault wrote; with an
// error nobody knows, and the note must stay as it is.
func (v *Vault) readLastSeen() (s lastSeen, known bool, err error) {
	if !v.keepsState() {
		return lastSeen{}, false, nil
	}
	data, err := readOnce(v.o.FS, v.lastSeenPath()) // notes are replaced in one step
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return lastSeen{}, false, nil
	case err != nil:
		return lastSeen{}, false, err
	case len(data) > maxLastSeen, json.Unmarshal(data, &s) != nil, !hmac.Equal([]byte(s.MAC), []byte(s.mac(v.stateKey, v.id))):
		return lastSeen{}, false, nil
	}
	return s, true, nil
}

// writeLastSeen writes the note anew. It is a help, no part of saving: a failure is told, and no
// more, but where a code depends on it.
func (v *Vault) writeLastSeen(s lastSeen) error {
	if !v.keepsState() {
		return nil
	}
	if n := len(s.Missing) - maxMissing; n > 0 {
		v.keepForGood(s.Missing[:n])
		s.Missing = s.Missing[n:]
	}
	s.MAC = s.mac(v.stateKey, v.id)
	return v.unnoted(v.writeNote(v.lastSeenPath(), s))
}

// unnoted tells of a note that could not be read or written, and returns why.
func (v *Vault) unnoted(err error) error {
	if err != nil {
		v.notice(Notice{Kind: NoticeNoNotes, Path: v.o.StateDir, Text: systemError(err).Error()})
	}
	return err
}

// writeNote puts a note of this computer in the place of the one before, whole or not at all.
func (v *Vault) writeNote(path string, note any) error {
	data, err := json.Marshal(note)
	if err != nil {
		return err
	}
	temp, finished, err := v.writeNoteTemp(data)
	if err != nil {
		return err
	}
	defer finished()
	if err := v.o.FS.Rename(temp, path); err != nil {
		v.o.FS.Remove(temp)
		return err
	}
	return nil
}

func (v *Vault) writeNoteTemp(data []byte) (temp string, finished func(), err error) {
	if err := v.o.FS.MkdirAll(v.o.StateDir); err != nil {
		return "", nil, err
	}
	return v.writeTemp(filepath.Join(v.o.StateDir, lastSeenTemp), data)
}

// canNote tries whether this computer can note which version of the vault it saw.
func (v *Vault) canNote() error {
	if !v.keepsState() {
		return nil
	}
	seen, _, err := v.readLastSeen()
	if err != nil {
		return err
	}
	data, err := json.Marshal(seen)
	if err != nil {
		return err
	}
	temp, finished, err := v.writeNoteTemp(data)
	if err != nil {
		return err
	}
	defer finished()
	return v.o.FS.Remove(temp)
}

// noteTimeout is how long a program waits for another that writes the note, which is done in a
// moment.
const noteTimeout = time.Second

// lockLastSeen keeps other programs of this computer from writing the note for a moment. held
// is false where that cannot be had.
func (v *Vault) lockLastSeen() (unlock func(), held bool) {
	if !v.keepsState() || v.o.FS.MkdirAll(v.o.StateDir) != nil {
		return func() {}, false
	}
	unlock, err := v.o.FS.Lock(v.lastSeenPath()+".lock", noteTimeout)
	if err != nil {
		return func() {}, false
	}
	return unlock, true
}
