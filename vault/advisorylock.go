package vault

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"watchword/assets/words"
)

// lockTimeout is how long a save waits for the other programs of this computer that save the
// same vault: longer than a save.
var lockTimeout = 10 * time.Second

// errBusy comes from [FS.Lock] when another program holds the lock for too long.
var errBusy = words.Error("another program is saving this vault")

// advisoryLock lets programs of this computer save one after the other, so that they need not
// merge what the other wrote a moment ago. The lock lies in the local folder for state,
// never beside the vault, where it would be synced. It is no part of the safety: whoever
// does not get it saves all the same, and comparing and exchanging files keep what is there.
// held is false where another program has it for too long, or the caller stops waiting; where
// there can be no lock nobody is in the way.
func (v *Vault) advisoryLock(ctx context.Context) (unlock func(), held bool) {
	if v.o.StateDir == "" || v.o.FS.MkdirAll(v.o.StateDir) != nil {
		return func() {}, true // nobody else can have it
	}
	for end := time.Now().Add(lockTimeout); ; {
		unlock, err := v.o.FS.Lock(v.lockPath(), min(lockTimeout, 100*time.Millisecond))
		if err == nil {
			return unlock, true
		}
		if !errors.Is(err, errBusy) {
			return func() {}, true // there are no locks here
		}
		if ctx.Err() != nil || !time.Now().Before(end) {
			return func() {}, false
		}
	}
}

// waitForOthers begins a save: it waits for those of other programs of this computer. The caller
// holds v.saving.
func (v *Vault) waitForOthers(ctx context.Context) (done func()) {
	unlock, held := v.advisoryLock(ctx)
	v.alone = held
	return func() {
		v.alone = false
		unlock()
	}
}

func (v *Vault) lockPath() string { return filepath.Join(v.o.StateDir, v.id+".lock") }

// await tries to lock until it works, fails in another way than held, or the time is over.
func await(wait time.Duration, try func() (held bool, err error)) error {
	for end := time.Now().Add(wait); ; time.Sleep(20 * time.Millisecond) {
		held, err := try()
		if !held {
			return err
		}
		if !time.Now().Before(end) {
			return errBusy
		}
	}
}
