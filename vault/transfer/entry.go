package transfer

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/fault"
)

var (
	errTooLarge = fault.TooLarge
	errNewer    = unknownForm(words.Error("The file was written by a newer version of its program than Watchword knows. Update Watchword, or export in another format."))
	errCipher   = unknownForm(words.Error("The file is encrypted in a way that Watchword does not know. Export it again without a password, or in another format."))
	errTooMany  = words.Error("The file holds more than %d accounts. Export them in several parts.", maxAccounts)
)

// unknownForm makes an [ErrUnknownForm] that says more.
func unknownForm(says error) error { return &kindError{says, ErrUnknownForm} }

// unknownTrash is when an account went to the trash, where a file says only that it did.
var unknownTrash = time.Unix(1, 0)

// A reason says why one entry cannot be used. It is an error made of our own words alone:
// nothing from the file stands in it.
type reason struct{ error }

// atPlace puts the place of an entry before what is wrong with it.
func atPlace(place, why string) string {
	// translators: a place in a file, and what is wrong there
	return words.T("%s: %s", place, why)
}

// placed says where in the file the entry stands that cannot be used.
func placed(place string, err error) reason {
	return reason{errors.New(atPlace(place, reasonOf(err)))}
}

// reasonOf returns what may be said about an error of one entry: the texts of our own
// packages, which name no secret, and nothing of anybody else's.
func reasonOf(err error) string {
	var own reason
	var uri *account.URIError
	var key *account.KeyError
	switch {
	case errors.As(err, &own):
		return own.Error()
	case errors.As(err, &uri):
		return uri.Error()
	case errors.As(err, &key):
		return key.Error()
	case errors.Is(err, otp.ErrEmptyKey):
		return words.T("it has no secret key")
	case errors.Is(err, account.ErrLinkAsKey):
		return account.ErrLinkAsKey.Error()
	case errors.Is(err, account.ErrRounded):
		return account.ErrRounded.Error()
	}
	return words.T("it cannot be read")
}

// next is asked before each entry of a file. Its error ends the reading: that of ctx, or
// that the file holds more than any export.
func (r *Result) next(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return r.full()
}

// each reads the items of a list one by one; their places count from 1.
func (r *Result) each(ctx context.Context, items []node, read func(item node) (account.Account, error)) error {
	for i, item := range items {
		if err := r.next(ctx); err != nil {
			return err
		}
		a, err := read(item)
		r.add(i+1, a, err)
	}
	return nil
}

// full is the error of a file that holds too much, or nil.
func (r *Result) full() error {
	switch {
	case len(r.Accounts)+len(r.Failures) > maxAccounts:
		return errTooMany
	case r.texts > maxTexts:
		return errTooLarge
	}
	return nil
}

// add takes the account of one entry into the result, or notes why it cannot be used.
// position counts the entries of the file from 1; a has at least the names where there is an
// error. The key is checked here: no reader
// needs to. Once the result is full nothing more is taken: [ReadAs] refuses the file.
func (r *Result) add(position int, a account.Account, err error) {
	if r.full() != nil {
		return
	}
	// One text may stand in many accounts: a folder's name, the note of an entry with many
	// codes. So what the accounts hold is counted, and not what the file does.
	if r.texts += textsOf(a); r.texts > maxTexts {
		return
	}
	if err == nil {
		if err = a.Key.Validate(); err != nil && !errors.Is(err, otp.ErrEmptyKey) {
			err = reason{err}
		}
	}
	if err == nil && len(a.Tags) > maxTags {
		err = errTags
	}
	if err != nil {
		r.Failures = append(r.Failures, account.NewFailure(position, a, reasonOf(err)))
		return
	}
	a.Issuer, a.Name, a.Note = strings.TrimSpace(a.Issuer), strings.TrimSpace(a.Name), strings.TrimSpace(a.Note)
	a.Tags = tidyTags(a.Tags)
	r.Accounts = append(r.Accounts, a)
}

var (
	errNoCounter = reason{words.Error("it is counter-based, and its counter is not in the file")}
	errNoKey     = reason{words.Error("it does not look like a key")}
	errOpen      = reason{words.Error("the link may go on in the next line")}
)

var errTags = reason{words.Error("it has more than %d tags", maxTags)}

// textsOf returns how many bytes the texts of an account take, and its list of tags.
func textsOf(a account.Account) int {
	const header = 16 // of a string
	n := len(a.Issuer) + len(a.Name) + len(a.Note)
	for _, tag := range a.Tags {
		n += len(tag) + header
	}
	return n
}

func tidyTags(tags []string) []string {
	var tidy []string
	seen := map[string]bool{"": true}
	for _, tag := range tags {
		if tag = strings.TrimSpace(tag); !seen[tag] {
			seen[tag] = true
			tidy = append(tidy, tag)
		}
	}
	return tidy
}

// An entry is what most files say about an account, in their own spelling; the zero value
// of a member that is no node or string means missing.
type entry struct {
	Type      string     // totp, hotp, steam, yandex, motp in any case; "" is totp
	Secret    string     // base32
	Raw       otp.Secret // the secret's bytes, instead of Secret
	Algorithm string     // "" is SHA1
	Digits    node
	Period    node
	Counter   node
	PIN       string
}

// key builds the key and counter of an entry. It applies the rules that all formats
// share: an algorithm is never guessed, Steam, Yandex and mOTP have fixed parameters, and
// what a type does not use is not looked at.
func (e entry) key() (otp.Key, uint64, error) {
	t := otp.Type(strings.ToLower(strings.TrimSpace(e.Type)))
	if t == "" {
		t = otp.TOTP
	}
	k := otp.Defaults(t)
	if k.Algorithm == "" {
		return k, 0, reason{words.Error("its type of code is unknown")}
	}
	var err error
	if k.Secret, err = e.secret(t); err != nil {
		return k, 0, err
	}
	if t == otp.Yandex || t == otp.MOTP {
		k.PIN = otp.PIN(strings.TrimSpace(e.PIN))
	}
	if t != otp.TOTP && t != otp.HOTP {
		return k, 0, nil
	}
	if k.Algorithm, err = algorithm(e.Algorithm); err != nil {
		return k, 0, err
	}
	if k.Digits, err = within(e.Digits, k.Digits, otp.MinDigits, otp.MaxDigits, words.Mark("the number of digits is not between %d and %d")); err != nil {
		return k, 0, err
	}
	if t == otp.TOTP {
		k.Period, err = within(e.Period, k.Period, 1, otp.MaxPeriod, words.Mark("the period is not between %d and %d"))
		return k, 0, err
	}
	counter, err := e.Counter.number(0)
	if err != nil || counter < 0 {
		return k, 0, reason{words.Error("the counter is not a whole number from 0")}
	}
	return k, uint64(counter), nil
}

func (e entry) secret(t otp.Type) (otp.Secret, error) {
	raw, err := e.Raw, error(nil)
	switch {
	case len(raw) > 0:
	case t == otp.Steam:
		raw, err = account.ParseSteamKey(e.Secret)
	default:
		raw, err = account.ParseKey(e.Secret)
	}
	if err == nil && t == otp.Yandex {
		raw, err = otp.YandexSecret(raw)
		if err != nil {
			err = reason{err}
		}
	}
	return raw, err
}

// account is key with names. What is issued by Steam and has five digits are Steam's own codes, as in
// a link: programs that do not know these write them so.
func (e entry) account(issuer, name string) (account.Account, error) {
	if t := strings.TrimSpace(e.Type); t == "" || strings.EqualFold(t, string(otp.TOTP)) {
		if digits, err := e.Digits.number(0); err == nil && digits == 5 && strings.EqualFold(strings.TrimSpace(issuer), "Steam") {
			e.Type = string(otp.Steam)
		}
	}
	k, counter, err := e.key()
	return account.Account{Key: k, Counter: counter, Issuer: issuer, Name: name}, err
}

// within reads a number; says is what to say of one that is not between low and high.
func within(n node, otherwise, low, high int, says string) (int, error) {
	v, err := n.number(int64(otherwise))
	if err != nil || v < int64(low) || v > min(int64(high), math.MaxInt32) {
		return 0, reason{errors.New(words.T(says, low, high))}
	}
	return int(v), nil
}

var algorithmMarks = strings.NewReplacer("-", "", "_", "", " ", "")

// algorithm reads the name of a hash in the spellings of all programs: "sha-256",
// "HmacSHA256", "Algorithm.sha256". Missing is SHA1; an unknown one is never replaced, for
// its codes would be wrong.
func algorithm(name string) (otp.Algorithm, error) {
	n := strings.ToUpper(strings.TrimSpace(name))
	n = strings.TrimPrefix(n, "ALGORITHM.")
	n = algorithmMarks.Replace(n)
	n = strings.TrimPrefix(n, "HMAC")
	switch n {
	case "", "NULL", "SHA1":
		return otp.SHA1, nil
	case "SHA256":
		return otp.SHA256, nil
	case "SHA512":
		return otp.SHA512, nil
	}
	return "", reason{words.Error("its algorithm is unknown; SHA1, SHA256 and SHA512 are possible")}
}

// textNode makes a node of a text that does not come from JSON.
func textNode(s string) node { return node{s} }

// withoutPrefix drops "issuer:" from the front of a name, as several programs keep both.
func withoutPrefix(name, issuer string) string {
	name = strings.TrimSpace(name)
	if issuer == "" || len(name) < len(issuer) || !strings.EqualFold(name[:len(issuer)], issuer) {
		return name
	}
	if rest, ok := strings.CutPrefix(strings.TrimSpace(name[len(issuer):]), ":"); ok {
		return strings.TrimSpace(rest)
	}
	return name
}

// withPassword asks for the file's password and tries it, until it opens, the asking
// ends, or [maxPasswords] were wrong. try returns [ErrWrongPassword] to be asked again. Where the asking
// ends with that too, nobody knows another one, and what the last one ended with is told.
func withPassword(ctx context.Context, env Env, try func(password string) error) error {
	if env.Password == nil {
		return ErrNeedsPassword
	}
	var wrong error
	for range maxPasswords {
		password, err := env.Password(ctx, wrong != nil)
		if wrong != nil && errors.Is(err, ErrWrongPassword) {
			return wrong
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		env.restart() // for all derivations together: a file may have several keys
		if wrong = try(password); !errors.Is(wrong, ErrWrongPassword) {
			return wrong
		}
	}
	return wrong
}
