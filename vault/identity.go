package vault

import (
	"context"

	"filippo.io/age"
)

// An AgeIdentity opens the password slot of a vault for age itself: it is what the
// program is as age's plugin. Only the file key is handed out.
type AgeIdentity struct {
	// Password asks for the password; wrong says that the last one was.
	Password func(wrong bool) (string, error)
	// Allow asks whether more than 1 GiB of memory may be used.
	Allow func() (bool, error)

	KDF KDF // nil: Argon2id
}

// passwordAttempts is how often [AgeIdentity] asks.
const passwordAttempts = 3

// Unwrap implements [age.Identity]. Files without exactly one password slot are none of
// ours: age.ErrIncorrectIdentity. The bounds of the slot are checked before any work.
func (i *AgeIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	var slot argonSlot
	found := 0
	for _, s := range stanzas {
		if s.Type != argonStanza {
			continue
		}
		found++
		var err error
		if slot, err = parseArgon(s.Args, s.Body); err != nil {
			return nil, err
		}
	}
	if found != 1 {
		return nil, age.ErrIncorrectIdentity
	}
	if err := i.afford(slot.params); err != nil {
		return nil, err
	}
	return i.try(slot, stanzas)
}

func (i *AgeIdentity) afford(p Params) error {
	if p.Memory <= freeMemory {
		return nil
	}
	if memory := physicalMemory(); memory > 0 && uint64(p.Memory) >= memory/2 {
		return ErrTooCostly
	}
	if ok, err := i.Allow(); err != nil || !ok {
		return withMessage(ErrCostly, err)
	}
	return nil
}

func (i *AgeIdentity) try(slot argonSlot, stanzas []*age.Stanza) ([]byte, error) {
	kdf := i.KDF
	if kdf == nil {
		kdf = Argon2id
	}
	for attempt := range passwordAttempts {
		pass, err := i.Password(attempt > 0)
		if err != nil {
			return nil, err
		}
		if len(pass) > 4*maxPassword { // as in unlock
			continue
		}
		kek, err := derive(context.Background(), kdf, []byte(pass), slot.salt, slot.params)
		if err != nil {
			return nil, err
		}
		fileKey, err := (&passwordIdentity{kek: kek}).Unwrap(stanzas)
		clear(kek)
		if err == nil {
			return fileKey, nil
		}
	}
	return nil, ErrWrongPassword
}
