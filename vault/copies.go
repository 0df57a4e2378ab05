package vault

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Candidate is a file that may hold the accounts of a vault whose own file is broken,
// gone or in doubt.
type Candidate struct {
	Path     string
	Kind     Kind
	Modified time.Time
	Size     int64  // bytes
	Revision uint64 // of a backup; 0 if unknown
}

// A Kind says where a candidate comes from.
type Kind string

// The kinds of candidates, in the order in which to try them.
const (
	TheFile      Kind = "file"
	Leftover     Kind = "leftover"      // a save that was cut off before it was put in place
	BackupCopy   Kind = "backup"        // made by us
	ConflictCopy Kind = "conflict copy" // made by a sync program, or kept by us beside the vault
	KeptBroken   Kind = "kept broken"   // the file in whose place a copy was restored: for experts
)

// Candidates lists the readable vault files that belong to path, in the order in which to
// try them: the file itself, newer leftovers of saves, backups and conflict copies from
// new to old. Nothing is opened with a key; files whose header is damaged are left out.
func Candidates(path string, o Options) []Candidate {
	o = o.withDefaults()
	if real, err := o.FS.Resolve(path); err == nil {
		path = real
	}
	dir, base := filepath.Dir(path), filepath.Base(path)
	var list []Candidate
	add := func(path string, kind Kind, revision uint64) {
		if l, err := open(path, o); err == nil {
			list = append(list, Candidate{path, kind, l.modified, int64(len(l.data)), revision})
		}
	}
	add(path, TheFile, 0)
	names, _ := o.FS.ReadDir(dir)
	for _, name := range names {
		switch {
		case isTemp(base, name):
			add(filepath.Join(dir, name), Leftover, 0)
		case isConflict(base, name) && brokenMark.MatchString(name):
			add(filepath.Join(dir, name), KeptBroken, 0)
		case isConflict(base, name):
			add(filepath.Join(dir, name), ConflictCopy, 0)
		}
	}
	for _, b := range allBackups(o) {
		add(b.Path, BackupCopy, b.Revision)
	}
	order := []Kind{TheFile, Leftover, BackupCopy, ConflictCopy, KeptBroken}
	slices.SortStableFunc(list, func(a, b Candidate) int {
		if c := slices.Index(order, a.Kind) - slices.Index(order, b.Kind); c != 0 {
			return c
		}
		if a.Kind == BackupCopy {
			return 0 // from new to old already
		}
		return b.Modified.Compare(a.Modified)
	})
	return list
}

// allBackups lists the backups of all vaults, newest first, each once.
func allBackups(o Options) []Backup {
	var all []Backup
	seen := map[string]bool{}
	for _, p := range o.backupPlaces() {
		names, _ := o.FS.ReadDir(p.parent)
		for _, name := range names {
			if !isUUID(name) {
				continue
			}
			list, _ := listBackups(o.FS, filepath.Join(p.parent, name))
			for _, b := range list {
				if !seen[b.sum] {
					seen[b.sum] = true
					all = append(all, b)
				}
			}
		}
	}
	slices.SortStableFunc(all, newerBackup)
	return all
}

// isTemp reports whether name is what a save of base left behind.
func isTemp(base, name string) bool {
	random, ok := strings.CutPrefix(name, "."+base+".")
	random, ok2 := strings.CutSuffix(random, ".tmp")
	return ok && ok2 && len(random) == 16
}

// What sync programs add to the name of a file, before its extension, in the languages that
// they speak.
var conflictMarks = regexp.MustCompile(`^(` + strings.Join([]string{
	`\.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]{7})?`,               // Syncthing
	` \([^)]*((?i)conflict|konflikt|conflit|conflitto)[^)]*\)`, // Dropbox, Nextcloud, ownCloud, Seafile
	` ?\[(?i)conflict[^\]]*\]`,                                 // Google Drive, formerly
	`_conflict-\d{8}-\d{6}`,                                    // older ownCloud
	` \(\d{1,3}\)`,                                             // Google Drive, browsers
	` \d{1,2}`,                                                 // iCloud Drive
	` - (Copy|Kopie|Copie|copia|cópia)( \(\d{1,3}\))?`,         // Windows
	`-[A-Za-z0-9][A-Za-z0-9-]{0,14}(-\d{1,3})?`,                // OneDrive: the name of the computer
	` \(kept [0-9a-f]{6}\)`, ` \(broken [0-9a-f]{6}\)`,         // ours
}, "|") + `)+$`)

// brokenMark is in the name of a file in whose place a copy was restored, see [RestoreFile].
var brokenMark = regexp.MustCompile(` \(broken [0-9a-f]{6}\)`)

// isConflict reports whether name is a conflict copy of base.
func isConflict(base, name string) bool {
	ext := filepath.Ext(base)
	mark, ok := strings.CutPrefix(name, strings.TrimSuffix(base, ext))
	mark, ok2 := strings.CutSuffix(mark, ext)
	return ok && ok2 && conflictMarks.MatchString(mark)
}

// ConflictCopies lists the conflict copies beside the vault, the newest first. Offer to
// take them in: [Vault.OpenCopy], [Vault.Preview], [Vault.MergeFile].
func (v *Vault) ConflictCopies() []Candidate {
	return slices.DeleteFunc(Candidates(v.path, v.o), func(c Candidate) bool { return c.Kind != ConflictCopy })
}

// OpenCopy opens a backup, a leftover or a conflict copy with the key of this session. A
// copy with another password is [ErrWrongPassword]: open it by [Open] and [Locked.Unlock].
// The copy is for looking and merging: it cannot be saved.
func (v *Vault) OpenCopy(path string) (*Vault, error) {
	l, err := open(path, v.o)
	if errors.Is(err, fs.ErrNotExist) {
		l, err = v.openRenamed(path, err)
	}
	if err != nil {
		return nil, err
	}
	v.mu.RLock()
	pass, before := v.pass, v.before
	v.mu.RUnlock()
	for _, p := range []*passwordKey{&pass, before} {
		if p == nil || p.kek == nil || p.params != l.header.params || !slices.Equal(p.salt, l.header.salt) {
			continue
		}
		identity := &passwordIdentity{kek: p.kek}
		doc, err := openDocument(l.data, identity, ErrWrongPassword)
		if err != nil {
			return nil, err
		}
		if doc.id != v.id {
			return nil, ErrOtherVault
		}
		return newVault(v.o, l.path, doc, passwordKey{}, l.data), nil
	}
	return nil, ErrWrongPassword
}

// openRenamed opens a backup that got another name since it was listed: a save adds the reason
// to it.
func (v *Vault) openRenamed(path string, err error) (*Locked, error) {
	b, ok := parseBackupName(filepath.Base(path))
	if !ok {
		return nil, err
	}
	renamed := findBackup(v.o.FS, filepath.Dir(path), b.sum)
	if renamed == nil {
		return nil, err
	}
	return open(renamed.Path, v.o)
}

// MergeFile merges a conflict copy or a leftover into the vault, saves, and then moves the
// copy among the backups. It is left where it is if any of that fails.
func (v *Vault) MergeFile(ctx context.Context, path string) (Merged, Result) {
	other, err := v.OpenCopy(path)
	if err != nil {
		return Merged{}, Result{Err: err}
	}
	defer other.Close()
	v.mu.Lock()
	before := v.doc.rec
	v.mu.Unlock()
	m, err := v.MergeFrom(other)
	if err != nil {
		return Merged{}, Result{Err: err}
	}
	v.mu.Lock()
	if v.doc.rec.same(before) { // a sheet that another computer made in vain is told of
		v.tellSheet(before, nil, other.doc.rec, v.doc.rec)
	}
	v.mu.Unlock()
	r := v.Save(ctx)
	if r.Status == Saved {
		r.Backup = errors.Join(r.Backup, v.archive(path, other.Revision()))
	}
	return m, r
}

// archive moves a copy among the backups. Without a folder for backups it stays.
func (v *Vault) archive(path string, revision uint64) error {
	if v.o.BackupDir == "" {
		return nil
	}
	data, err := readFile(v.o.FS, path)
	if err != nil {
		return err
	}
	if err := v.copyInto(v.backupFolder(), data, revision, reasonMerge); err != nil {
		return err
	}
	return diskError(removingCopy, v.o.FS.Remove(path))
}

// A Verification says what a backup holds, seen by opening it.
type Verification struct {
	Accounts int
	Same     bool   // the same accounts as the vault has now, field by field
	Since    Merged // what has happened to the vault's accounts since
}

// Verify opens a backup with the key of this session and compares it with the vault.
func (v *Vault) Verify(b Backup) (Verification, error) {
	other, err := v.OpenCopy(b.Path)
	if err != nil {
		return Verification{}, err
	}
	defer other.Close()
	return v.Compare(other)
}

// Compare says what a backup holds that is open already, with another password perhaps.
func (v *Vault) Compare(backup *Vault) (Verification, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	backup.mu.RLock()
	defer backup.mu.RUnlock()
	switch {
	case v.closed || backup.closed:
		return Verification{}, ErrClosed
	case v.id != backup.id:
		return Verification{}, ErrOtherVault
	}
	since := difference(backup.doc, v.doc)
	return Verification{len(backup.doc.index), since.None(), since}, nil
}

// RemoveBackups deletes backups from both folders, say because they still hold an account
// that was purged. If the newest is among them, the file as it is on disk is copied first:
// save before, so that there is a backup at any time and none with what was purged.
func (v *Vault) RemoveBackups(list ...Backup) error {
	gone := func(b Backup) bool {
		return slices.ContainsFunc(list, func(x Backup) bool { return x.Path == b.Path || x.sum == b.sum })
	}
	have, err := v.Backups()
	if err != nil {
		return err
	}
	keep := ""
	if len(have) > 0 && gone(have[0]) {
		if err := v.BackUpNow(); err != nil {
			return err
		}
		v.mu.RLock()
		keep = v.onDisk.String()[:16]
		v.mu.RUnlock()
	}
	var failed error
	for _, p := range v.backupPlaces() {
		have, err := listBackups(v.o.FS, filepath.Join(p.parent, v.id))
		failed = errors.Join(failed, err)
		for _, b := range have {
			if gone(b) && b.sum != keep {
				failed = errors.Join(failed, diskError(removingBackup, v.o.FS.Remove(b.Path)))
			}
		}
	}
	return errors.Join(failed, v.answer(func(s state) bool { // nobody waits for what was deleted on purpose
		return slices.ContainsFunc(list, func(b Backup) bool { return b.sum != keep && b.IsOf(s.File) })
	}))
}
