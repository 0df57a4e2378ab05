package cli

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// withoutSecrets returns a sentence without the links and keys that stand on the command line: a
// sentence names its arguments, and one of them may be a secret in the wrong place.
func (p *program) withoutSecrets(text string) string {
	for _, form := range p.secretForms() {
		text = strings.ReplaceAll(text, form.text, form.instead)
	}
	return text
}

// A secretForm is a way in which a sentence may repeat a secret.
type secretForm struct{ text, instead string }

// shortestForm bounds what is replaced in sentences: the end of a link may be a single letter.
const shortestForm = 8

// secretForms returns the links and keys among the arguments as sentences would repeat them, the
// longest first.
func (p *program) secretForms() (forms []secretForm) {
	for _, arg := range p.Args {
		for _, key := range keysIn(arg) {
			forms = append(forms, secretForm{key, words.T("(a key)")})
		}
		arg, instead := secretIn(arg)
		if arg == "" {
			continue
		}
		for _, text := range []string{arg, clean(arg), absolute(arg), filepath.Clean(arg), filepath.Base(arg)} {
			forms = append(forms, secretForm{text, instead}, secretForm{account.Visible(text), instead})
		}
	}
	forms = slices.DeleteFunc(forms, func(f secretForm) bool { return len(f.text) < shortestForm })
	for _, arg := range p.Args {
		forms = append(forms, shortKeysIn(arg)...)
	}
	slices.SortStableFunc(forms, func(a, b secretForm) int { return cmp.Compare(len(b.text), len(a.text)) })
	return forms
}

// secretIn returns the link or key that an argument or the value of a flag is, and what to say in
// its place.
func secretIn(arg string) (secret, instead string) {
	if _, err := os.Lstat(arg); err == nil {
		return "", ""
	}
	if strings.HasPrefix(arg, "-") {
		name, value, ok := strings.Cut(arg, "=")
		if arg = value; !ok {
			arg = strings.TrimLeft(name, "-")
		}
	}
	switch {
	case account.IsLink(arg):
		return arg, words.T("(a link)")
	case isKey(arg):
		return arg, words.T("(a key)")
	}
	return "", ""
}

// keysIn returns the keys in an argument that holds a link, or a part of one.
func keysIn(arg string) (keys []string) {
	if lower := strings.ToLower(arg); !strings.Contains(lower, "otpauth") && !strings.Contains(lower, "secret=") {
		return nil
	}
	for _, part := range strings.FieldsFunc(arg, func(r rune) bool { return strings.ContainsRune("/?&=:#", r) }) {
		if isKey(part) {
			keys = append(keys, part)
		}
	}
	return keys
}

var secretParameter = regexp.MustCompile(`(?i)secret=[^&\s]+`)

// shortKeysIn returns the keys in a part of a link, however short, with what names them.
func shortKeysIn(arg string) (forms []secretForm) {
	for _, text := range secretParameter.FindAllString(arg, -1) {
		forms = append(forms, secretForm{text, text[:len("secret=")] + words.T("(a key)")})
	}
	return forms
}

// isKey reports whether a text could be a key and is no word.
func isKey(text string) bool {
	secret, err := account.ParseKey(text)
	return err == nil && len(secret) >= otp.ShortSecret && (strings.ContainsAny(text, "234567") || text == strings.ToUpper(text))
}

func absolute(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}

// noLinks refuses links where files are expected.
func noLinks(files []string) error {
	if slices.ContainsFunc(files, account.IsLink) {
		return wrongUse(words.T("This is a link, not a file. Hand it to “watchword add -” on standard input."))
	}
	return nil
}
