package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Backup is an earlier state of the vault file, copied before it was replaced. It opens
// like any vault, with the password or sheet of its time.
type Backup struct {
	Path     string
	Made     time.Time // when the copy was made, UTC, to the second
	Revision uint64    // of the copied file
	Before   string    // "password", "import", "delete", or "" for an ordinary save
	Size     int64     // bytes
	sum      string    // first 16 hexadecimal digits of its SHA-256
}

// Special moments; their backups are kept longer.
const (
	beforePassword = "password"
	beforeImport   = "import"
	beforeDelete   = "delete"
)

// How many backups stay: the last few, then one a day, one a week, and the last few of
// special moments.
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
	if b.Before != "" {
		name += "-" + b.Before
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
		b.Before = parts[3]
	}
	return b, true
}

func (v *Vault) backupFolder() string { return filepath.Join(v.o.BackupDir, v.id) }

// backUp copies the file that is about to be replaced. It is a real copy: a hard link
// would change with the file on some shared file systems.
func (v *Vault) backUp(data []byte, why string) error {
	var failed error
	for _, parent := range []string{v.o.BackupDir, v.o.SecondBackupDir} {
		if parent == "" {
			continue
		}
		dir := filepath.Join(parent, v.id)
		if err := v.copyInto(dir, data, v.revision(), why); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		prune(v.o.FS, dir)
	}
	return failed
}

// copyInto puts a copy of a vault file into a folder of backups, flushed.
func (v *Vault) copyInto(dir string, data []byte, revision uint64, why string) error {
	f := v.o.FS
	if err := f.MkdirAll(dir); err != nil {
		return backupError(err)
	}
	have, err := listBackups(f, dir)
	if err != nil {
		return backupError(err)
	}
	b := Backup{Made: v.o.Now(), Revision: revision, Before: why, sum: hash(data).String()[:16]}
	if slices.ContainsFunc(have, func(h Backup) bool { return h.sum == b.sum && (why == "" || h.Before != "") }) {
		return nil
	}
	temp := filepath.Join(dir, tempName("backup", randomName(v.o.Rand)))
	if err := writeFile(f, temp, data); err != nil {
		return backupError(err)
	}
	if err := f.RenameNew(temp, filepath.Join(dir, backupName(b))); err != nil {
		f.Remove(temp)
		return backupError(err)
	}
	if err := f.SyncDir(dir); err != nil {
		return backupError(err)
	}
	return nil
}

func backupError(err error) error {
	return because(fmt.Errorf("No backup could be made of the previous version of the vault (%v). Look at the folder of the backups.", bare(err)), err)
}

// prune removes what the retention does not keep. The newest is always kept: it is known
// to decrypt, since this session read it or wrote it.
func prune(f FS, dir string) {
	have, err := listBackups(f, dir)
	if err != nil {
		return
	}
	for _, b := range outdated(have) {
		f.Remove(b.Path) // a backup too many does no harm
	}
}

// outdated returns the backups, of a list with the newest first, that need not be kept.
func outdated(have []Backup) []Backup {
	var gone []Backup
	days, weeks := map[string]bool{}, map[string]bool{} // that have a backup already
	special, daily, weekly := 0, 0, 0
	for i, b := range have {
		y, w := b.Made.ISOWeek()
		day, week := b.Made.Format(time.DateOnly), fmt.Sprint(y, "-", w)
		switch {
		case i < keepLast:
		case b.Before != "" && special < keepSpecial:
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
	slices.SortFunc(list, func(a, b Backup) int {
		if c := b.Made.Compare(a.Made); c != 0 {
			return c
		}
		return int(min(max(int64(b.Revision-a.Revision), -1), 1))
	})
	return list, nil
}

func (v *Vault) backups() ([]Backup, error) {
	if v.o.BackupDir == "" {
		return nil, nil
	}
	list, err := listBackups(v.o.FS, v.backupFolder())
	if err != nil {
		return nil, because(fmt.Errorf("The folder of the backups cannot be read (%v). Look at it, or choose another.", bare(err)), err)
	}
	return list, nil
}
