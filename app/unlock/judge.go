package unlock

import pw "watchword/vault/password"

// VaultPasswords are the rules for the password of a vault.
func VaultPasswords() Passwords {
	return Passwords{
		Suggest: func() string { return pw.Suggest(nil) },
		Check:   pw.Check,
		Judge:   judge,
	}
}

// judge is one sentence about a password that is being typed.
func judge(typed string) string {
	if err := pw.Check(typed); err != nil {
		return err.Error()
	}
	switch pw.Strength(typed) {
	case 4:
		return "Strong."
	case 3:
		return "Good."
	case 2:
		return "Fair: one or two more words would make it good."
	}
	return "Weak: easy to guess. Take more words, or the suggestion above."
}
