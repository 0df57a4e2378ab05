package transfer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"watchword/assets/words"
	"watchword/vault/account"
)

// ageFile is a list of links that age encrypts with a password: anybody's age opens it
// (age -d), and so does Watchword.
func ageFile() Format {
	return Format{
		ID:        "age",
		Name:      words.Mark("age (encrypted list of links)"),
		How:       words.Mark("A list of otpauth links that was encrypted with age -p (age-encryption.org)."),
		Brings:    words.Mark("All that a list of otpauth links carries."),
		Leaves:    words.Mark("The same as from a list of otpauth links."),
		Extension: ".age",
		Encrypts:  true,
		step:      stepMagic,
		Detect:    isAge,
		Read:      readAge,
		Limits:    supports{tags: true, note: true, pinned: true, trash: true}.limits,
		Write:     writeAge,
	}
}

const (
	ageFirstLine = "age-encryption.org/v1\n"
	ageIntro     = ageFirstLine + "-> scrypt "
	maxAge       = maxText + 1<<20 // bytes of the file: the list, and what encrypting it adds
	maxAgeHeader = 64 << 10        // bytes before what is encrypted
	// maxAgeWork keeps to maxScryptMemory: 128 * 2^19 * 8 bytes.
	maxAgeWork = 19
)

// ageWork is the work factor that age itself uses: 2^18, about a second. Tests make it
// smaller.
var ageWork = 18

func isAge(data []byte) bool {
	return bytes.HasPrefix(data, []byte(ageFirstLine)) && !IsVault(data) || bytes.HasPrefix(data, []byte(armor.Header))
}

func readAge(ctx context.Context, data []byte, env Env) (Result, error) {
	if bytes.HasPrefix(data, []byte(armor.Header)) {
		plain, err := io.ReadAll(io.LimitReader(armor.NewReader(bytes.NewReader(data)), maxAge+1))
		if err != nil {
			return Result{Encrypted: true}, ErrDamaged
		}
		data = plain
	}
	switch {
	case !bytes.HasPrefix(data, []byte(ageIntro)):
		return Result{Encrypted: true}, errAgeKeys
	case len(data) > maxAge:
		return Result{Encrypted: true}, errTooLarge
	case !bytes.Contains(data[:min(len(data), maxAgeHeader)], []byte("\n--- ")):
		return Result{Encrypted: true}, ErrDamaged
	}
	var links []byte
	err := withPassword(ctx, env, func(password string) (err error) {
		links, err = openAge(ctx, env, data, password)
		return err
	})
	if err != nil {
		return Result{Encrypted: true}, err
	}
	read := readLinks
	if isTOTPCLI(links) {
		read = readTOTPCLI
	}
	r, err := read(ctx, links, env)
	r.Encrypted = true
	return r, err
}

var errAgeKeys = unknownForm(words.Error("The file is encrypted for the holder of an age key, not with a password. Decrypt it first (age -d -i KEYFILE), then import the result."))

// openAge decrypts with stock age. The derivation cannot be stopped, so it runs apart.
func openAge(ctx context.Context, env Env, data []byte, password string) ([]byte, error) {
	identity, err := age.NewScryptIdentity(password)
	if err != nil {
		return nil, ErrWrongPassword // the empty one
	}
	identity.SetMaxWorkFactor(maxAgeWork)
	var failed error
	plain, err := slowly(ctx, env, func() []byte {
		r, err := age.Decrypt(bytes.NewReader(data), identity)
		if err != nil {
			failed = err
			return nil
		}
		plain, err := io.ReadAll(io.LimitReader(r, maxText+1))
		if err != nil {
			failed = ErrDamaged
		}
		return plain
	})
	switch {
	case err != nil:
		return nil, err
	case errors.As(failed, new(*age.NoIdentityMatchError)):
		return nil, ErrWrongPassword
	case failed != nil && strings.Contains(failed.Error(), "work factor"):
		return nil, errTooCostly
	case failed != nil:
		return nil, ErrDamaged
	}
	return plain, nil
}

// writeAge keeps what Ente's display data can say beside the links, too: other readers
// skip parameters that they do not know.
func writeAge(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(o.Password)
	if err != nil {
		return nil, errNoPassword
	}
	recipient.SetWorkFactor(ageWork)
	var sealed bytes.Buffer
	_, err = slowly(ctx, writing(), func() []byte {
		w, e := age.Encrypt(&sealed, recipient)
		if e == nil {
			if _, e = w.Write(enteLines(accounts)); e == nil {
				e = w.Close()
			}
		}
		if e != nil {
			sealed.Reset()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if sealed.Len() == 0 {
		return nil, errNoPassword
	}
	return sealed.Bytes(), nil
}
