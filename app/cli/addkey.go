package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// keySettings say how a key alone makes codes. A link says it itself.
type keySettings struct {
	digits, period int
	algorithm      string
	hotp           bool
	counter        uint64
	given          func(flag string) bool
}

// keyFlags are the options of [keySettings].
var keyFlags = []string{"digits", "period", "algorithm", "hotp", "counter"}

func (k *keySettings) flags(c *cobra.Command) {
	f := c.Flags()
	k.given = f.Changed
	f.IntVar(&k.digits, "digits", 6, words.T("how many digits the codes have, for a key alone"))
	f.IntVar(&k.period, "period", 30, words.T("how many `seconds` a code is valid, for a key alone"))
	f.StringVar(&k.algorithm, "algorithm", string(otp.SHA1), words.T("SHA1, SHA256 or SHA512, for a key alone"))
	f.BoolVar(&k.hotp, "hotp", false, words.T("the key alone is counter-based (HOTP)"))
	f.Uint64Var(&k.counter, "counter", 0, words.T("the counter of the next code, for a key alone with --hotp"))
	c.RegisterFlagCompletionFunc("algorithm", cobra.FixedCompletions([]cobra.Completion{"SHA1", "SHA256", "SHA512"}, cobra.ShellCompDirectiveNoFileComp))
}

// any returns the first of the options that was given, or "".
func (k keySettings) any() string {
	for _, flag := range keyFlags {
		if k.given(flag) {
			return flag
		}
	}
	return ""
}

// use gives the account of a key alone these settings.
func (k keySettings) use(a *account.Account) error {
	switch {
	case a.Key.Type != otp.TOTP:
		return wrongUse(words.T("This is a key of Steam, whose codes are always made in one way; leave out --%s.", k.any()))
	case k.hotp && k.given("period"):
		return wrongUse(words.T("Counter-based codes (HOTP) have no period; leave out --period."))
	case !k.hotp && k.given("counter"):
		return wrongUse(words.T("--counter goes with --hotp."))
	}
	key := a.Key
	if k.hotp {
		key = otp.Defaults(otp.HOTP)
		key.Secret, a.Counter = a.Key.Secret, k.counter
	} else {
		key.Period = k.period
	}
	key.Digits, key.Algorithm = k.digits, otp.Algorithm(strings.ToUpper(strings.ReplaceAll(k.algorithm, "-", "")))
	if err := key.Validate(); err != nil {
		return wrongUse(words.T("These settings make no codes: %v.", err))
	}
	a.Key = key
	return nil
}
