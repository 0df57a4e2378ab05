package vault

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"

	"watchword/assets/words"
	"watchword/vault/internal/ordered"
)

// The vault file may be replaced by an older one: by a sync program, from a backup of the disk,
// by hand. What was saved here after that lies among the backups of this computer; here is found
// out that it is missing from the file. The file may have been saved on top of an older one
// elsewhere, so its revision says little: what counts is whether merging the state that was
// seen here last would bring something.

// A missing state is one that was saved or seen here, and of which the vault file lacks something.
type missingState struct {
	state
	backup *Backup // its copy; nil if there is none
}

// compareWithLastSeen compares the file of a session that begins with what this computer saw
// last. reread gives the session the file as it is by now and returns it: what the note says
// was on disk before the note was written, so a file that is read after the note is no older,
// however many other programs save meanwhile.
func (v *Vault) compareWithLastSeen(data []byte, reread func() []byte) {
	seen, known, err := v.readLastSeen()
	if err == nil && known && seen.File == v.onDisk.String() && len(seen.Missing) == 0 && seen.App == v.o.App && !v.clockIsNews(seen) &&
		len(v.beyond(seen, known)) == 0 {
		v.doc.revision = max(v.doc.revision, seen.Revision) // of an older file that was accepted: see follow
		return
	}
	data, done := v.compareNote(data, reread, false)
	if done {
		return
	}
	// It may be a moment of somebody's save: who finds another file in his way exchanges the
	// two again. Wait until nobody here saves, and look once more. Where somebody takes too long
	// it is told all the same: said in vain is better than a code that was used.
	unlock, _ := v.advisoryLock(context.Background())
	defer unlock()
	v.compareNote(data, reread, true)
}

// compareNote compares the file with the note and writes that anew. done is false, and the note
// as it was, where a user would be told of an older file for the first time and that is not
// sure. now is the file that the session has by then.
func (v *Vault) compareNote(data []byte, reread func() []byte, sure bool) (now []byte, done bool) {
	unlock, held := v.lockLastSeen()
	defer unlock()
	seen, known, unread := v.readLastSeen()
	if unread != nil {
		v.unnoted(unread)
	}
	if known && seen.File != v.onDisk.String() {
		if again := reread(); again != nil {
			data = again
		}
	}
	revision := v.doc.revision
	next := lastSeen{state: state{Revision: revision, File: v.onDisk.String()}, App: v.o.App}
	if compare := v.toCompare(seen, known); known || len(compare) > 0 {
		lacks := v.lacking(v.doc, compare)
		if !sure && slices.ContainsFunc(lacks, func(m missingState) bool { return m.Told && !slices.Contains(seen.Missing, m.state) }) {
			return data, false
		}
		if !known {
			seen.App = v.o.App
		}
		for _, s := range compare {
			seen.Revision = max(seen.Revision, s.Revision)
		}
		next = v.follow(seen, lacks)
	}
	if v.clockIsNews(next) {
		v.notices = append(v.notices, Notice{Kind: NoticeClockAhead})
		next.Future = v.doc.latest().String()
	}
	if !v.copySeen(data, revision, next) {
		next.Missing = states(withRest(v.missing, append(slices.Clone(seen.Missing), seen.state)))
	}
	switch next.MAC = seen.MAC; {
	case unread != nil, reflect.DeepEqual(next, seen):
	case held:
		v.writeLastSeen(next)
	default:
		v.unnoted(v.canNote())
	}
	return data, true
}

// toCompare lists the states that the file of this session should have all of.
func (v *Vault) toCompare(seen lastSeen, known bool) []state {
	list := append(slices.Clone(seen.Missing), v.beyond(seen, known)...)
	if parent, _ := ordered.String(v.doc.top.Get("parent")); known && seen.File != parent {
		list = append(list, seen.state)
	}
	return list
}

// beyond returns the newest state among the backups where the note does not reach as far: it is
// gone, or could not be written when that was saved. There is none where all is well.
func (v *Vault) beyond(seen lastSeen, known bool) []state {
	if !v.keepsState() || v.o.BackupDir == "" {
		return nil
	}
	list, _ := listBackups(v.o.FS, v.backupFolder())
	list = slices.DeleteFunc(list, func(b Backup) bool { return b.Reason == reasonOlder || known && b.Revision <= seen.Revision })
	if len(list) == 0 {
		return nil
	}
	newest := slices.MaxFunc(list, func(a, b Backup) int { return cmp.Or(cmp.Compare(a.Revision, b.Revision), a.Made.Compare(b.Made)) })
	data, err := readFile(v.o.FS, newest.Path)
	if err != nil || newest.IsOf(v.onDisk.String()) {
		return nil
	}
	theirs, err := v.contentOf(&newest)
	if err != nil { // of another password, say: its number is all that there is to go by
		if known || newest.Revision <= v.doc.revision {
			return nil
		}
	} else {
		theirs.wipe()
	}
	return []state{{Revision: newest.Revision, File: hash(data).String()}}
}

// follow takes the file after what was seen last, of which it lacks something or nothing, and
// returns what is to be noted then.
func (v *Vault) follow(seen lastSeen, lacks []missingState) lastSeen {
	next := lastSeen{App: seen.App, Future: seen.Future}
	if seen.App != v.o.App { // the note changes when this version has saved
		v.backupReason = reasonUpgrade
	}
	v.missing = lacks
	v.absorb()
	v.doc.revision = max(v.doc.revision, seen.Revision) // the next save is newer than both
	next.state, next.Missing = state{Revision: v.doc.revision, File: v.onDisk.String()}, states(v.missing)
	return next
}

// clockIsNews reports whether there are stamps of a wrong clock that nobody was told of.
func (v *Vault) clockIsNews(seen lastSeen) bool {
	told, _ := parseStamp(seen.Future)
	latest := v.doc.latest()
	return latest > stampAt(v.o.Now().Add(ahead)) && (seen.Future == "" || latest.time().After(told.time().Add(ahead)))
}

// lacking returns those of the states of which a version of the vault lacks something.
func (v *Vault) lacking(d *document, list []state) []missingState {
	var lacks []missingState
	for _, s := range list {
		if s.File == v.onDisk.String() || slices.ContainsFunc(lacks, func(m missingState) bool { return m.File == s.File }) {
			continue
		}
		m := missingState{state: s, backup: v.copyOf(s)}
		theirs, err := v.contentOf(m.backup)
		switch {
		case err != nil: // gone, damaged, or of another password: only the revision is known
			m.Told = s.Told || s.Revision >= d.revision
			if !m.Told {
				continue
			}
			if !errors.Is(err, ErrWrongPassword) {
				m.backup = nil
			}
		default:
			joined := v.joinState(d, theirs)
			m.Told = !difference(d, joined).None() || laterSheet(d, theirs)
			same := !m.Told && sameLists(v.joinState(d, d), joined)
			theirs.wipe()
			if same {
				continue
			}
		}
		lacks = append(lacks, m)
	}
	return v.quieted(d, lacks)
}

// quieted keeps silent about states that bring nothing any more once those are taken in that
// nobody need be asked about: an account that one of them deleted for good, say.
func (v *Vault) quieted(d *document, lacks []missingState) []missingState {
	asks := func(m missingState) bool { return m.Told }
	if !slices.ContainsFunc(lacks, asks) || !slices.ContainsFunc(lacks, func(m missingState) bool { return !asks(m) }) {
		return lacks
	}
	base := v.withSilent(d, lacks)
	for i, m := range lacks {
		if !m.Told {
			continue
		}
		if theirs, err := v.contentOf(m.backup); err == nil {
			lacks[i].Told = !difference(base, v.joinState(base, theirs)).None() || laterSheet(base, theirs)
			theirs.wipe()
		}
	}
	return lacks
}

// withSilent is d with all that nobody need be asked about. It shares nothing with what it is
// made from.
func (v *Vault) withSilent(d *document, lacks []missingState) *document {
	for _, m := range lacks {
		if m.Told {
			continue
		}
		theirs, err := v.contentOf(m.backup)
		if err != nil {
			continue
		}
		if joined, err := parseDocument(v.joinState(d, theirs).text()); err == nil {
			d = joined
		}
		theirs.wipe()
	}
	return d
}

// laterSheet reports whether a merge would make another recovery sheet the active one.
func laterSheet(d, theirs *document) bool {
	joined := merger{}.join(nil, d, theirs).rec
	return joined != nil && joined.at > 0 && !joined.same(d.rec)
}

var errNoCopy = words.Error("there is no copy of this state")

// contentOf reads a backup with the key of this session.
func (v *Vault) contentOf(b *Backup) (*document, error) {
	if b == nil {
		return nil, errNoCopy
	}
	copied, err := v.OpenCopy(b.Path)
	if err != nil {
		return nil, err
	}
	return copied.doc, nil
}

// copyOf finds the copy of a state among the backups on this computer.
func (v *Vault) copyOf(s state) *Backup {
	if v.o.BackupDir == "" || len(s.File) < 16 {
		return nil
	}
	return findBackup(v.o.FS, v.backupFolder(), s.File)
}

// joinState is d with what another state has of accounts, tags and deletions. What stands
// around them carries no stamp and stays.
func (v *Vault) joinState(d, theirs *document) *document {
	joined := merger{}.join(nil, d, theirs)
	joined.top, joined.minReader, joined.rec = d.top, d.minReader, d.rec
	joined.forget(v.o.Now())
	return joined
}

// sameLists reports whether two versions have the same accounts, tags and deletions.
func sameLists(a, b *document) bool {
	return sameItems(raws(a.entries, entryText), raws(b.entries, entryText)) &&
		sameItems(raws(a.tags, tagText), raws(b.tags, tagText)) &&
		sameItems(raws(a.tombstones, tombstoneText), raws(b.tombstones, tombstoneText))
}

// absorb takes in what people do not see the lack of: values that lost against later edits
// by somebody who did not know them. The next save has them.
func (v *Vault) absorb() {
	v.doc = v.withSilent(v.doc, v.missing)
	v.doc.seeStamps(&v.clock)
}

// noteFile notes the file that was just saved, or taken in whole, and what it lacks of others;
// after a save it removes the backups that need not be kept. The caller holds v.saving.
func (v *Vault) noteFile(saved bool) {
	unlock, _ := v.lockLastSeen()
	note, err := v.nextNote(saved)
	unlock()
	v.noted = err
	if err == nil && saved && v.alone { // else another program may have made a copy and not noted it yet
		v.pruneBackups(note)
	}
}

// nextNote writes and returns the note of the file of this session.
func (v *Vault) nextNote(saved bool) (lastSeen, error) {
	seen, known, err := v.readLastSeen()
	if err != nil {
		return lastSeen{}, v.unnoted(err)
	}
	v.mu.RLock()
	d := v.lastSynced.clone() // what the file says: the session may have taken in more, not saved yet
	here, read := state{Revision: v.doc.revision, File: v.onDisk.String()}, v.known[seen.File]
	v.mu.RUnlock()
	next := lastSeen{state: here, App: v.o.App, Future: seen.Future}
	if known && !saved {
		next.App = seen.App // the version that saved here last
	}
	list := seen.Missing
	switch {
	case !known:
	case !read && !v.holds(v.path, v.onDisk):
		// Another program saved after us and has noted that. Whether it knew our file, the
		// next start finds out.
		seen.Missing = append(seen.Missing, here)
		return seen, v.writeLastSeen(seen)
	case !read: // a file that is gone before this session ever saw it
		list = append(slices.Clone(list), seen.state)
	}
	next.Revision = max(next.Revision, seen.Revision)
	lacks := v.lacking(d, slices.DeleteFunc(slices.Clone(list), v.isAnswered))
	if v.uncopied { // of what the file has all of, the only copies may be theirs
		lacks = withRest(lacks, slices.DeleteFunc(slices.Clone(list), v.isAnswered))
	}
	next.Missing = states(lacks)
	v.mu.Lock()
	v.missing = lacks
	v.mu.Unlock()
	if !known || !slices.Equal(next.Missing, seen.Missing) || next.File != seen.File || next.App != seen.App {
		return next, v.writeLastSeen(next)
	}
	return next, nil
}

func (v *Vault) isAnswered(s state) bool { return v.answered[s.File] }

func states(list []missingState) []state {
	var all []state
	for _, m := range list {
		all = append(all, m.state)
	}
	return all
}

// copySeen copies a file that somebody else wrote into the backups of this computer: should an
// older one come back, it is the one to merge.
func (v *Vault) copySeen(data []byte, revision uint64, seen lastSeen) (copied bool) {
	if v.o.BackupDir == "" || v.isBackup() || v.copyOf(seen.state) != nil {
		return true
	}
	v.gathered = true
	return v.copyInto(v.backupFolder(), data, revision, "") == nil
}

// pruneGathered removes old backups after a file that somebody else wrote was copied: on a computer
// that only reads no save would ever do so. The caller holds v.saving, or is the session's only user.
func (v *Vault) pruneGathered() {
	if v.ReadOnly() != nil || !v.gathered {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // where another program saves now, the next start will do
	defer v.waitForOthers(ctx)()
	if seen, known, err := v.readLastSeen(); v.alone && err == nil && known && seen.File == v.FileSum() {
		v.pruneBackups(seen)
		v.gathered = false
	}
}

// withRest adds the rest of a list of states, of which nothing is to be said.
func withRest(lacks []missingState, list []state) []missingState {
	for _, s := range list {
		if s.File != "" && !slices.ContainsFunc(lacks, func(m missingState) bool { return m.File == s.File }) {
			lacks = append(lacks, missingState{state: state{Revision: s.Revision, File: s.File}})
		}
	}
	return lacks
}

// keeps tells which backups must stay: of the file in place, and of what is missing from it.
func (v *Vault) keeps(seen lastSeen) func(Backup) bool {
	list := append(states(v.missing), seen.Missing...)
	list = append(list, seen.state, state{File: v.onDisk.String()})
	return func(b Backup) bool {
		return slices.ContainsFunc(list, func(s state) bool { return b.IsOf(s.File) })
	}
}

// pruneBackups removes the backups that need not be kept, in all folders. The caller holds
// v.saving, and v.alone.
func (v *Vault) pruneBackups(seen lastSeen) {
	v.mu.RLock()
	keep := v.keeps(seen)
	v.mu.RUnlock()
	for _, p := range v.backupPlaces() {
		if p.reach(v.o.FS) == nil {
			prune(v.o.FS, filepath.Join(p.parent, v.id), v.o.Now(), keep)
		}
	}
}

// Older reports whether the vault file lacks something of a state that this computer saved or
// saw. [Vault.Missing] gives the backups to merge; [Vault.AcceptOlder] is for a user who
// wants it so. Until either is done it is said again at every unlock.
func (v *Vault) Older() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.ContainsFunc(v.missing, func(m missingState) bool { return m.Told })
}

// Missing lists the backups that hold what the vault file lacks, the latest revision first: see
// [Vault.Older]. It is empty where this computer has no copy of that.
func (v *Vault) Missing() []Backup {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []Backup
	for _, m := range v.missing {
		if m.Told && m.backup != nil {
			list = append(list, *m.backup)
		}
	}
	slices.SortFunc(list, func(a, b Backup) int { return cmp.Compare(b.Revision, a.Revision) })
	return list
}

// MergeMissing takes in all that [Vault.Missing] lists and this session's key opens. Save
// afterwards. [ErrWrongPassword] says that one of them has another password: it is merged by
// [Vault.MergeFrom] after it was opened with that.
func (v *Vault) MergeMissing() (Merged, error) {
	var came Merged
	var failed error
	v.write(func() (bool, error) { // what was taken in without a question is to be saved too
		return len(v.missing) > 0, nil
	})
	for _, b := range v.Missing() {
		copied, err := v.OpenCopy(b.Path)
		if err == nil {
			var m Merged
			m, err = v.MergeFrom(copied)
			came = came.And(m)
			copied.Close()
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue // another program merged it meanwhile; the next save finds out
		}
		failed = errors.Join(failed, err)
	}
	return came, failed
}

// An Accepted tells what was done for an older file to be taken as it is.
type Accepted struct {
	Kept     int    // backups that hold what it lacks, and are never removed by this program
	Counters int    // accounts whose counter was raised to what the backups know, on disk
	Unsure   bool   // there are counter-based accounts, and a state that nobody here can read
	Result   Result // of the save, where one was needed for the counters
}

// AcceptOlder takes the file as it is: what it lacks is not spoken of any more. The backups that
// hold that are never removed by this program from then on, but by [Vault.RemoveBackups]. Counters
// are no matter of taste: codes that were used would come again, so the file gets those that the
// backups know, and is saved. With an error nothing was accepted, and Result alone says what was done.
func (v *Vault) AcceptOlder(ctx context.Context) (done Accepted, err error) {
	accepted := map[string]bool{}
	v.mu.RLock()
	for _, m := range v.missing {
		accepted[m.File] = m.Told
	}
	list := slices.DeleteFunc(states(v.missing), func(s state) bool { return !s.Told })
	v.mu.RUnlock()
	if done.Kept, err = v.keepForGood(list); err != nil {
		return Accepted{}, err
	}
	done.Unsure = v.counts() && slices.ContainsFunc(list, func(s state) bool { return !v.canRead(s) })
	if done.Counters = v.catchUp(); done.Counters > 0 {
		if done.Result = v.Save(ctx); done.Result.Status == NotSaved {
			return Accepted{Result: done.Result}, done.Result.Err
		}
	}
	if err := v.answer(func(s state) bool { return accepted[s.File] }); err != nil {
		return Accepted{Result: done.Result}, err
	}
	return done, nil
}

// canRead reports whether the copy of a state opens with the key of this session.
func (v *Vault) canRead(s state) bool {
	theirs, err := v.contentOf(v.copyOf(s))
	if err == nil {
		theirs.wipe()
	}
	return err == nil
}

// keepForGood takes care that the copies of states are never pruned. kept counts those that have
// a copy on this computer.
func (v *Vault) keepForGood(list []state) (kept int, failed error) {
	for _, s := range list {
		for _, p := range v.backupPlaces() {
			if len(s.File) < 16 || p.reach(v.o.FS) != nil {
				continue
			}
			dir := filepath.Join(p.parent, v.id)
			b := findBackup(v.o.FS, dir, s.File)
			if b == nil {
				continue
			}
			data, err := readFile(v.o.FS, b.Path)
			if err == nil && hash(data).String() != s.File {
				continue // it is damaged
			}
			if err == nil {
				err = v.copyInto(dir, data, b.Revision, reasonOlder)
			}
			if failed = errors.Join(failed, err); err == nil && !p.second {
				kept++
			}
		}
	}
	return kept, failed
}

// answer forgets missing states. With an error it forgets none: they would be there again at the
// next start.
func (v *Vault) answer(which func(state) bool) error {
	v.saving.Lock()
	defer v.saving.Unlock()
	unlock, _ := v.lockLastSeen()
	defer unlock()
	seen, known, err := v.readLastSeen()
	next := seen
	next.Missing = slices.DeleteFunc(slices.Clone(seen.Missing), which)
	switch {
	case !known:
	case len(next.Missing) < len(seen.Missing):
		err = v.writeLastSeen(next)
	case seen.File != v.FileSum(): // the file of this session could not be noted: can it now?
		err = v.canNote()
	}
	if err != nil {
		return withMessage(problem(words.Error("Watchword cannot keep its notes in %s (%v), so this would be asked again.", v.o.StateDir, systemError(err)), words.Mark("Allow writing there, or free some space, and try again.")), err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, s := range append(states(v.missing), seen.Missing...) {
		if which(s) {
			v.answered[s.File] = true
		}
	}
	v.missing = slices.DeleteFunc(v.missing, func(m missingState) bool { return which(m.state) }) // no others: what was merged is not saved yet
	return nil
}
