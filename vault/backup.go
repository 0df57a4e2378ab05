package vault

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/assets/words"
)

// A Backup is a copy of the vault file: of what was saved here, and of what somebody else had
// written and this computer saw or replaced. It opens like any vault, with the password or
// sheet of its time.
type Backup struct {
	Path     string
	Made     time.Time // when the copy was made, UTC, to the second
	Revision uint64    // of the copied file
	Reason   string    // the change after it: "password", "import", "merge", "restore", "delete", "upgrade", "older", or "" for an ordinary one
	Size     int64     // bytes
	sum      string    // first 16 hexadecimal digits of its SHA-256
}

// Special moments; their backups are kept longer.
const (
	reasonPassword = "password"
	reasonImport   = "import"
	reasonMerge    = "merge"   // of another version; of a conflict copy among the backups: what was merged
	reasonRestore  = "restore" // of a backup
	reasonDelete   = "delete"
	reasonUpgrade  = "upgrade" // the first save by another version of the program

	// reasonOlder marks what an older file lacks that the user accepted: it is never pruned.
	reasonOlder = "older"
)

// How many backups stay: the last few, then one a day, one a week, the last few of special
// moments, and all that an accepted older file lacks.
const (
	keepLast    = 10
	keepDaily   = 14
	keepWeekly  = 8
	keepSpecial = 8
)

const backupTime = "20060102T150405Z"

// backupName holds all that the list of backups shows, so that no backup must be opened
// for it: time, revision, hash, moment.
func backupName(b Backup) string {
	name := fmt.Sprintf("%s-r%d-%s", b.Made.UTC().Format(backupTime), b.Revision, b.sum)
	if b.Reason != "" {
		name += "-" + b.Reason
	}
	return name + ".watchword"
}

func parseBackupName(name string) (Backup, bool) {
	stem, ok := strings.CutSuffix(name, ".watchword")
	parts := strings.Split(stem, "-")
	if !ok || len(parts) < 3 || len(parts) > 4 || len(parts[2]) != 16 {
		return Backup{}, false
	}
	made, err := time.Parse(backupTime, parts[0])
	revision, ok := strings.CutPrefix(parts[1], "r")
	n, err2 := strconv.ParseUint(revision, 10, 64)
	if err != nil || err2 != nil || !ok {
		return Backup{}, false
	}
	b := Backup{Made: made, Revision: n, sum: parts[2]}
	if len(parts) == 4 {
		b.Reason = parts[3]
	}
	return b, true
}

func (v *Vault) backupFolder() string { return filepath.Join(v.o.BackupDir, v.id) }

// A backupPlace is one of the two folders that hold backups.
type backupPlace struct {
	parent string // chosen by a user or the program
	second bool
}

// backupPlaces lists the folders that were chosen.
func (o Options) backupPlaces() []backupPlace {
	all := []backupPlace{{o.BackupDir, false}, {o.SecondBackupDir, true}}
	return slices.DeleteFunc(all, func(p backupPlace) bool { return p.parent == "" })
}

// ErrSecondGone comes where the second folder for backups is not there; the backup on this computer was
// made all the same.
var ErrSecondGone = problem(words.Error("The second backup folder is not available."), words.Mark("Connect its disk or share, or choose another folder. The vault itself is saved."))

// reach sees that a place is there. The second one is never made: where a disk is not
// connected, a folder of its name would only pretend to be a backup.
func (p backupPlace) reach(f FS) error {
	if !p.second {
		return nil
	}
	if _, err := f.ReadDir(p.parent); err != nil {
		return withMessage(ErrSecondGone, err)
	}
	return nil
}

// backUp copies a vault file into all folders for backups, unless it lies there. It is a real
// copy: a hard link would change with the file on some shared file systems.
func (v *Vault) backUp(data []byte, revision uint64, why string) error {
	var failed error
	for _, p := range v.backupPlaces() {
		err := p.reach(v.o.FS)
		if err == nil {
			err = v.copyInto(filepath.Join(p.parent, v.id), data, revision, why)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// copyInto puts a copy of a vault file into a folder of backups, flushed. One that lies there
// without a reason gives way to one with it, and one with any reason to one that is never pruned.
func (v *Vault) copyInto(dir string, data []byte, revision uint64, why string) error {
	f := v.o.FS
	_, err := f.ReadDir(dir)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err := f.MkdirAll(dir); err != nil {
		return backupError(err)
	}
	names, err := f.ReadDir(dir)
	if err != nil {
		return backupError(err)
	}
	b := Backup{Made: v.o.Now(), Revision: revision, Reason: why, sum: hash(data).String()[:16]}
	replaced := ""
	for _, name := range names {
		have, ok := parseBackupName(name)
		if !ok || have.sum != b.sum {
			continue
		}
		if why == "" || have.Reason == reasonOlder || have.Reason != "" && why != reasonOlder {
			return nil
		}
		// Not renamed: a power cut may lose both names of a file.
		b.Made, replaced = have.Made, filepath.Join(dir, name)
	}
	temp := filepath.Join(dir, tempName(backupTemp, randomName(v.o.Rand)))
	defer unfinished(f, temp)()
	if err := writeFile(f, temp, data); err != nil {
		return backupError(err)
	}
	if err := f.RenameNew(temp, filepath.Join(dir, backupName(b))); err != nil {
		f.Remove(temp)
		if !errors.Is(err, fs.ErrExist) { // else another program has just made the same copy
			return backupError(err)
		}
	}
	err = f.SyncDir(dir)
	if fresh && err == nil {
		err = f.SyncDir(filepath.Dir(dir))
	}
	if err != nil {
		return backupError(err)
	}
	if replaced != "" {
		f.Remove(replaced)
	}
	return nil
}

// backupTemp is what temporary files among the backups are named after.
const backupTemp = "backup"

func backupError(err error) error {
	return withMessage(problem(words.Error("The backup folder cannot be used (%v).", systemError(err)), words.Mark("Check it, or choose another.")), err)
}

// prune removes what the retention does not keep, and keeps says nothing of.
func prune(f FS, dir string, now time.Time, keeps func(Backup) bool) {
	have, err := listBackups(f, dir)
	if err != nil {
		return
	}
	for _, b := range outdated(have, now) {
		if !keeps(b) {
			f.Remove(b.Path) // a backup too many does no harm
		}
	}
	names, _ := f.ReadDir(dir)
	for _, name := range names {
		if isTemp(backupTemp, name) {
			removeOld(f, filepath.Join(dir, name), now) // of a backup that was cut off
		}
	}
}

// outdated returns the backups, of a list with the newest first, that need not be kept. A clock
// that is or was wrong costs none of the last ones: those with the greatest revisions stay as
// well, and backups from the future are judged by themselves.
func outdated(have []Backup, now time.Time) []Backup {
	latest := slices.Clone(have)
	slices.SortStableFunc(latest, func(a, b Backup) int { return cmp.Compare(b.Revision, a.Revision) })
	latest = latest[:min(keepLast, len(latest))]
	i, _ := slices.BinarySearchFunc(have, now.Add(ahead), func(b Backup, t time.Time) int { return t.Compare(b.Made) })
	return slices.DeleteFunc(append(thinnedOut(have[:i]), thinnedOut(have[i:])...), func(b Backup) bool {
		return slices.ContainsFunc(latest, func(l Backup) bool { return l.Path == b.Path })
	})
}

// thinnedOut is outdated by the time at which backups were made alone.
func thinnedOut(have []Backup) []Backup {
	var gone []Backup
	days, weeks := map[string]bool{}, map[string]bool{} // that have a backup already
	special, daily, weekly := 0, 0, 0
	for i, b := range have {
		y, w := b.Made.ISOWeek()
		day, week := b.Made.Format(time.DateOnly), fmt.Sprint(y, "-", w)
		switch {
		case i < keepLast:
		case b.Reason == reasonOlder:
		case b.Reason != "" && special < keepSpecial:
			special++
		case !days[day] && daily < keepDaily:
			daily++
		case !weeks[week] && weekly < keepWeekly:
			weekly++
		default:
			gone = append(gone, b)
			continue
		}
		days[day], weeks[week] = true, true
	}
	return gone
}

// listBackups lists a folder of backups, newest first. A folder that is not there is empty.
func listBackups(f FS, dir string) ([]Backup, error) {
	entries, err := f.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []Backup
	for _, name := range entries {
		b, ok := parseBackupName(name)
		if !ok {
			continue
		}
		b.Path = filepath.Join(dir, name)
		if info, err := f.Stat(b.Path); err == nil {
			b.Size = info.Size()
		}
		list = append(list, b)
	}
	slices.SortFunc(list, newerBackup)
	return list, nil
}

// findBackup finds the backup of a file with this SHA-256, of which the beginning is enough;
// nil if there is none.
func findBackup(f FS, dir, sum string) *Backup {
	names, err := f.ReadDir(dir)
	if err != nil {
		return nil
	}
	for _, name := range names {
		if b, ok := parseBackupName(name); ok && b.IsOf(sum) {
			b.Path = filepath.Join(dir, name)
			return &b
		}
	}
	return nil
}

func newerBackup(a, b Backup) int {
	return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(b.Revision, a.Revision))
}

// Backups lists the backups of this vault, newest first.
func (v *Vault) Backups() ([]Backup, error) {
	var all []Backup
	for _, p := range v.backupPlaces() {
		list, err := listBackups(v.o.FS, filepath.Join(p.parent, v.id))
		if err != nil && !p.second {
			return nil, withMessage(problem(words.Error("The folder of the backups cannot be read (%v).", withoutPath(err)), words.Mark("Look at it, or choose another.")), err)
		}
		for _, b := range list {
			if !slices.ContainsFunc(all, func(a Backup) bool { return a.sum == b.sum }) {
				all = append(all, b)
			}
		}
	}
	slices.SortStableFunc(all, newerBackup)
	return all, nil
}

// BackupState tells how one of the folders for backups is doing.
type BackupState struct {
	Dir    string // as chosen: it holds one folder for each vault
	Second bool   // the one on another disk or share
	Count  int    // backups of this vault
	Newest time.Time
	Err    error // why it cannot be reached; nil when it can
}

// remindAfter is how old the newest backup in the second folder may be.
const remindAfter = 30 * 24 * time.Hour

// Due reports whether a user should be reminded of the second folder: it has had no
// backup for a month.
func (s BackupState) Due(now time.Time) bool {
	return s.Second && now.Sub(s.Newest) > remindAfter
}

// BackupStates looks at the folders that were chosen for backups. It may wait for a slow
// share: keep it off the window's thread.
func (v *Vault) BackupStates() []BackupState {
	var list []BackupState
	for _, p := range v.backupPlaces() {
		s := BackupState{Dir: p.parent, Second: p.second, Err: p.reach(v.o.FS)}
		have, err := listBackups(v.o.FS, filepath.Join(p.parent, v.id))
		if s.Err == nil {
			s.Err = err
		}
		if s.Count = len(have); s.Count > 0 {
			s.Newest = have[0].Made
		}
		list = append(list, s)
	}
	return list
}

// BackUpNow copies the file as it is on disk into the folders for backups, for a second
// disk that was not connected when the vault was saved.
func (v *Vault) BackUpNow() error {
	v.saving.Lock()
	defer v.saving.Unlock()
	defer v.waitForOthers(context.Background())()
	data, err := v.compare()
	if err != nil {
		return err
	}
	err = v.backUp(data, v.FileRevision(), "")
	if seen, _, unread := v.readLastSeen(); unread == nil && v.alone {
		v.pruneBackups(seen)
	}
	return err
}
