package session

import (
	"slices"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// A ConcernKind is one thing that is looked at from time to time. Scripts read them.
type ConcernKind string

// The kinds, the gravest first.
const (
	NoRecovery     ConcernKind = "no-recovery-sheet" // a forgotten password would lose everything
	NoBackup       ConcernKind = "no-backup"
	OldBackup      ConcernKind = "old-backup"
	ClockCorrected ConcernKind = "clock-corrected" // codes are not made by the clock as it is
	Duplicate      ConcernKind = "duplicate"       // one key in several accounts; one concern for each key
	ShortKey       ConcernKind = "short-key"       // under 80 bits
	ClockUnchecked ConcernKind = "clock-unchecked"
	NoNote         ConcernKind = "no-note" // of a backup method
	NeverUsed      ConcernKind = "never-used"
)

// A Concern is something that a user may want to mend.
type Concern struct {
	Kind     ConcernKind
	Accounts []account.Account // those it is about, in the order of the list; none for the vault or the computer
}

// Facts are what a review knows beside the accounts.
type Facts struct {
	Now         time.Time
	HasRecovery bool
	LastBackup  time.Time // zero for none
	Correction  time.Duration
	ClockKnown  bool                 // the clock was compared on this computer
	Used        func(id string) bool // whether an account was used on this computer; nil where nobody knows
}

// A Computer is what a review looks at that belongs to this computer and not to the vault.
type Computer struct {
	Correction time.Duration
	ClockKnown bool                 // the clock was compared
	Used       func(id string) bool // see [Facts]
}

// Facts gathers what a review looks at; it reads the folders of the backups. A vault without a
// place for backups, one of examples, lacks none.
func (s *Session) Facts(c Computer) Facts {
	f := Facts{
		Now: s.now(), HasRecovery: s.vault.HasRecovery(),
		Correction: c.Correction, ClockKnown: c.ClockKnown, Used: c.Used,
	}
	states := s.vault.BackupStates()
	for _, b := range states {
		if b.Newest.After(f.LastBackup) {
			f.LastBackup = b.Newest
		}
	}
	if len(states) == 0 {
		f.LastBackup = f.Now
	}
	return f
}

const (
	// backupAge is how old the latest backup may be: each change makes one, so an older one
	// means that the folder cannot be written, or that little changes; a fresh copy costs
	// nothing either way.
	backupAge = 90 * 24 * time.Hour
	// unusedFor is how long an account may wait for its first use.
	unusedFor = 90 * 24 * time.Hour
)

// Review looks through accounts for what a user may want to mend, the gravest first.
// Accounts in the trash do not count. It takes milliseconds for thousands of accounts.
func Review(accounts []account.Account, f Facts) []Concern {
	live := slices.DeleteFunc(slices.Clone(accounts), account.Account.InTrash)
	account.Sort(live)
	var out []Concern
	about := func(kind ConcernKind, fits func(account.Account) bool) {
		var who []account.Account
		for _, a := range live {
			if fits(a) {
				who = append(who, a)
			}
		}
		if len(who) > 0 {
			out = append(out, Concern{kind, who})
		}
	}
	if !f.HasRecovery {
		out = append(out, Concern{Kind: NoRecovery})
	}
	if len(live) > 0 {
		switch {
		case f.LastBackup.IsZero():
			out = append(out, Concern{Kind: NoBackup})
		case f.Now.Sub(f.LastBackup) > backupAge:
			out = append(out, Concern{Kind: OldBackup})
		}
	}
	if f.Correction != 0 {
		out = append(out, Concern{Kind: ClockCorrected})
	}
	out = append(out, duplicates(live)...)
	about(ShortKey, func(a account.Account) bool { return len(a.Key.Secret) < otp.ShortSecret })
	if f.Correction == 0 && !f.ClockKnown && len(live) > 0 {
		out = append(out, Concern{Kind: ClockUnchecked})
	}
	about(NoNote, func(a account.Account) bool { return a.Note == "" })
	if f.Used != nil {
		about(NeverUsed, func(a account.Account) bool { return f.Now.Sub(a.Created) > unusedFor && !f.Used(a.ID) })
	}
	return out
}

// duplicates finds the keys that several accounts have.
func duplicates(accounts []account.Account) []Concern {
	at := map[string]int{} // credential -> position in groups
	var groups []Concern
	for _, a := range accounts {
		c := a.Credential()
		i, ok := at[c]
		if !ok {
			i = len(groups)
			at[c] = i
			groups = append(groups, Concern{Kind: Duplicate})
		}
		groups[i].Accounts = append(groups[i].Accounts, a)
	}
	return slices.DeleteFunc(groups, func(c Concern) bool { return len(c.Accounts) < 2 })
}
