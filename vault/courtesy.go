package vault

import (
	"errors"
	"path/filepath"
	"time"
)

// patience is how long a save waits for another program of this computer that saves the
// same vault.
const patience = time.Second

// errBusy comes from [FS.Lock] when another program holds the lock for too long.
var errBusy = errors.New("another program is saving this vault")

// courtesy lets programs of this computer save one after the other, so that they need not
// merge what the other wrote a moment ago. The lock lies in the local folder for state,
// never beside the vault, where it would be synced. It is no part of the safety: whoever
// does not get it saves all the same, and comparing and exchanging files keep what is there.
func (v *Vault) courtesy() (done func()) {
	done, _ = v.advisoryLock()
	return done
}

// advisoryLock takes the lock; held is false where another program has it for too long. Without
// a place for it nobody is in the way.
func (v *Vault) advisoryLock() (done func(), held bool) {
	if v.o.StateDir == "" || v.o.FS.MkdirAll(v.o.StateDir) != nil {
		return func() {}, true
	}
	done, err := v.o.FS.Lock(v.lockPath(), patience)
	if err != nil {
		return func() {}, false
	}
	return done, true
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
