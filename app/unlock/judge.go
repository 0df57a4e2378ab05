package unlock

import (
	"watchword/app/phrases"
	"watchword/assets/words"
	pw "watchword/vault/password"
)

// VaultPasswords are the rules for the password of a vault.
func VaultPasswords() Passwords {
	return Passwords{
		Suggest: func() string { return pw.Suggest(nil) },
		Check:   pw.Check,
		Judge:   judge,
	}
}

// judge says how good a password is that is being typed.
func judge(typed string) Strength {
	if err := pw.Check(typed); err != nil {
		return Strength{Hint: phrases.Sentence(err)}
	}
	switch pw.Strength(typed) {
	case 4:
		return Strength{4, words.T("Strong.")}
	case 3:
		return Strength{3, words.T("Good.")}
	case 2:
		return Strength{2, words.T("Fair: one or two more words would make it good.")}
	}
	return Strength{1, words.T("Weak: easy to guess. Take more words, or the suggestion above.")}
}
