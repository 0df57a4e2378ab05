package account

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/otp"
)

// A Kind is what the text of a QR code turned out to be. The kinds of codes are spelled
// like [otp.Type].
type Kind string

// The kinds; scripts read them in the terminal's JSON.
const (
	KindTOTP      Kind = "totp"
	KindHOTP      Kind = "hotp"
	KindSteam     Kind = "steam"
	KindYandex    Kind = "yandex"
	KindMOTP      Kind = "motp"
	KindMigration Kind = "migration"
	KindBroken    Kind = "broken" // meant for us, but damaged
	KindOther     Kind = "other"  // somebody else's
)

// A Find is what one text is and what to do about it. Its sentences are made of our own
// words only: nothing of the text stands in them.
type Find struct {
	Kind      Kind
	What      string     // finer than Kind and as stable: "microsoft", "wifi"; "" for our own kinds
	Accounts  []Account  // what can be added; the find is usable when there are any
	Failures  []Failure  // entries of a migration that cannot
	Migration *Migration // for KindMigration, when it could be read
	Title     string     // what it is: "This is Microsoft's own sign-in code"
	Reason    string     // why it cannot be used, short; "" when it can
	Advice    string     // what to do next, whole sentences; may be ""
	Note      string     // about a usable find: "52 characters, 32 bytes"; may be ""
	Short     bool       // a usable find whose key is unusually short: ask before it is added
	Bare      Spelling   // how a key without its link is spelled; "" for anything else
}

// A Spelling is how a key is written without its link.
type Spelling string

// The spellings. Almost all services show base32.
const (
	SpelledBase32 Spelling = "base32"
	SpelledOther  Spelling = "other" // hexadecimal, or base64 as in Steam's files
)

// Usable reports whether there is anything to add.
func (f Find) Usable() bool { return len(f.Accounts) > 0 }

// Identify says what the text of a QR code, or of one dragged or pasted link, is. It
// never fails: what it does not know is [KindOther].
func Identify(text string) Find {
	text = strings.TrimFunc(text, isInvisible)
	if text == "" {
		return Find{Kind: KindOther, What: "empty", Title: words.T("This code is empty"), Reason: words.T("it holds no text"),
			Advice: words.T("The page with the authenticator code shows another one.")}
	}
	scheme, _, ok := strings.Cut(text, ":")
	if ok {
		switch strings.ToLower(scheme) {
		case "otpauth-migration":
			return identifyMigration(text)
		case "otpauth", "apple-otpauth", "motp", "steam":
			return identifyLink(text)
		}
	}
	if f, ok := identifyForeign(text); ok {
		return f
	}
	return identifyText(text)
}

func identifyLink(text string) Find {
	a, err := ParseURI(text)
	if err != nil {
		return brokenLink(err)
	}
	f := usable(a)
	if a.Key.Type == otp.HOTP && !hasCounter.MatchString(text) && f.Note == "" {
		f.Note = words.T("the link has no counter, so it starts at 0")
	}
	return f
}

// hasCounter finds the counter of a link; without one a link starts at 0, and who made it may be
// further.
var hasCounter = regexp.MustCompile(`(?i)[?&;]\s*counter=`)

// usable is the find of one account.
func usable(a Account) Find {
	f := Find{Kind: Kind(a.Key.Type), Accounts: []Account{a}, Title: a.Title()}
	if n := len(a.Key.Secret); n < otp.ShortSecret {
		f.Note = words.N(n, "the key has only 1 byte: unusually short", "the key has only %d bytes: unusually short")
		f.Short = true
	}
	return f
}

// brokenAdvice says, by the part of a link that is wrong, what to do about it.
var brokenAdvice = map[string]string{
	"length":  words.Mark("No service needs such a long link. If the page shows the key as text too, type that."),
	"scheme":  words.Mark("Copy the whole link again, from “otpauth” to its end."),
	"type":    words.Mark("It may belong to another program. Ask the service for a code for Google Authenticator."),
	"secret":  words.Mark("Scan the page's code again. If the page shows the key as text too, type that."),
	"pin":     words.Mark("Ask for a new code on the page, or type the key, and the PIN later."),
	"default": words.Mark("Ask for a new code on the page. If it shows the key as text too, type that."),
}

func brokenLink(err error) Find {
	f := Find{Kind: KindBroken, Title: words.T("This authenticator link is damaged"), Reason: err.Error(), Advice: words.T(brokenAdvice["default"])}
	var part *URIError
	if !errors.As(err, &part) {
		return f
	}
	f.What = "link-" + part.Part
	if advice := brokenAdvice[part.Part]; advice != "" {
		f.Advice = words.T(advice)
	}
	if part.Part == "type" {
		f.Title = words.T("This authenticator link is of an unknown kind")
	}
	return f
}

func identifyMigration(text string) Find {
	m, err := ParseMigration(text)
	if err != nil {
		return Find{Kind: KindBroken, What: "migration", Title: words.T("This export of Google Authenticator is damaged"), Reason: err.Error(),
			Advice: words.T("Show the code on the phone again, larger and brighter, and scan it once more.")}
	}
	f := Find{Kind: KindMigration, Accounts: m.Accounts, Failures: m.Failures, Migration: &m,
		Title: words.T("This is an export of Google Authenticator")}
	if m.Size > 1 {
		f.Title = words.T("This is part %d of %d of an export of Google Authenticator", m.Index+1, m.Size)
		f.Advice = words.T("Scan the other parts too; they are collected.")
	}
	if len(m.Accounts) == 0 {
		f.Reason = words.T("none of its accounts can be used: %s", m.Failures[0].Reason)
		f.Advice = words.T("Set these accounts up again at their services.")
	} else if n := len(m.Failures); n > 0 {
		f.Note = words.N(n, "1 account cannot be used", "%d accounts cannot be used")
	}
	return f
}

// identifyText is for text that is no link and no known format.
func identifyText(text string) Find {
	if at := strings.Index(strings.ToLower(text), "otpauth"); at >= 0 {
		return Find{Kind: KindBroken, What: "link-scheme", Title: words.T("This authenticator link is damaged"),
			Reason: words.T("the link does not begin with otpauth://"), Advice: words.T(brokenAdvice["scheme"])}
	}
	if looksLikeKey(text) {
		return Find{Kind: KindOther, What: "key", Title: words.T("This looks like a key without its link"),
			Reason: words.T("it does not say which service it belongs to"),
			Advice: words.T("Add it as a key, and say which service it is for.")}
	}
	f := Find{Kind: KindOther, What: "text", Title: words.T("This is plain text"), Reason: words.T("it is no authenticator code"),
		Advice: words.T(otherPage)}
	if strings.Trim(text, "0123456789 -") == "" {
		f.What, f.Title = "number", words.T("This is a number")
	}
	return f
}

// looksLikeKey reports whether a text in one case is base32 of a length that services use.
func looksLikeKey(text string) bool {
	secret, err := ParseKey(text)
	return err == nil && len(secret) >= otp.ShortSecret && strings.ContainsAny(text, "234567") &&
		(text == strings.ToUpper(text) || text == strings.ToLower(text))
}

// hasAnyPrefixFold reports whether s begins with one of the ASCII prefixes, in any case.
func hasAnyPrefixFold(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		_, ok := cutPrefixFold(s, p)
		return ok
	})
}
