package account

import (
	"encoding/hex"
	"errors"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/otp"
)

// The longest links, in bytes: from a QR code, a paste or the command line, and as one
// line of another program's list, where notes travel in the link.
const (
	MaxURI     = bounds.Link
	MaxURILine = bounds.LinkLine
)

// A URIError says which part of a link is wrong, and never repeats the part.
type URIError struct {
	Part   string // "scheme", "type", "secret", "algorithm", "digits", "period", "counter", "pin", "length"
	Reason string // a sentence without a full stop: "the link has no secret key"
	Err    error  // a [*KeyError] or an error of package otp, or nil
}

// Error returns the reason.
func (e *URIError) Error() string { return e.Reason }

// Unwrap returns what is behind the reason, if anything.
func (e *URIError) Unwrap() error { return e.Err }

// ParseURI reads one otpauth, motp or steam link of at most [MaxURI] bytes. Real links
// carry raw spaces, '#' and broken escapes, so it is read by hand and forgivingly where
// nothing can be mistaken; a value that changes codes (algorithm, digits, period, counter)
// is never guessed. Every error is a [*URIError]; the account then has the names alone, as far
// as they could be read.
func ParseURI(s string) (Account, error) { return parseURI(s, MaxURI) }

// ParseURILine is [ParseURI] for one line of a list: up to [MaxURILine] bytes.
func ParseURILine(s string) (Account, error) { return parseURI(s, MaxURILine) }

func parseURI(s string, limit int) (Account, error) {
	s = strings.TrimFunc(s, isInvisible)
	if len(s) > limit {
		return Account{}, &URIError{Part: "length", Reason: words.T("the link is longer than %d KiB", limit>>10)}
	}
	if strings.Contains(s, `\`) {
		s = copiedFromCode.Replace(s)
	}
	scheme, rest, _ := strings.Cut(s, ":")
	body, slashes := strings.CutPrefix(rest, "//")
	var a Account
	var err error
	switch scheme := strings.ToLower(scheme); {
	case (scheme == "otpauth" || scheme == "apple-otpauth") && slashes:
		// Apple's systems hand over links under their own name, otherwise the same.
		a, err = parseOTPAuth(body)
	case scheme == "steam" && slashes:
		a, err = parseSteamScheme(body)
	case scheme == "motp":
		a, err = parseMOTP(strings.TrimLeft(rest, "/"))
	default:
		return Account{}, &URIError{Part: "scheme", Reason: words.T("this is not an otpauth, motp or steam link")}
	}
	if err == nil {
		if wrong := a.Key.Validate(); wrong != nil {
			err = &URIError{Part: "secret", Reason: wrong.Error(), Err: wrong}
		}
	}
	if err != nil {
		return Account{Issuer: a.Issuer, Name: a.Name}, err
	}
	return a, nil
}

// copiedFromCode undoes what stands in a link that was copied out of JSON, a script, or the command
// line of a shell, which marks what it would take for its own.
var copiedFromCode = strings.NewReplacer(`\u0026`, "&", `\u003d`, "=", `\u003D`, "=", `\/`, "/", `\?`, "?", `\&`, "&", `\=`, "=", `\:`, ":", `\ `, " ", `\%`, "%")

func parseOTPAuth(body string) (Account, error) {
	path, query, _ := strings.Cut(withQuery(body), "?")
	host, label, _ := strings.Cut(path, "/")
	p, err := parseQuery(query)
	a := Account{}
	a.Issuer, a.Name = splitLabel(decodeName(label), p.issuer())
	if err == nil && keyInName.MatchString(a.Issuer+"\n"+a.Name) {
		err = &URIError{Part: "label", Reason: words.T("a name in the link holds what looks like a key: two links have run into each other, or one is damaged")}
	}
	if err == nil {
		err = p.understood()
	}
	if err != nil {
		return a, err
	}
	switch host := strings.ToLower(host); {
	case host == "yaotp", host == "totp" && strings.EqualFold(p.text("encoder"), "yandex"):
		return parseYandex(a, p)
	case host == "steam", host == "totp" && p.isSteam(a.Issuer), host == "hotp" && p.marksSteam():
		a.Key = otp.Defaults(otp.Steam)
		a.Key.Secret, err = p.secret(ParseSteamKey)
	case host == "totp":
		a.Key, err = p.key(otp.TOTP)
	case host == "hotp":
		if a.Key, err = p.key(otp.HOTP); err == nil {
			a.Counter, err = p.number("counter", 0, 0, math.MaxInt64)
		}
	default:
		return a, &URIError{Part: "type", Reason: words.T("the link's type of code is unknown: totp, hotp, steam and yaotp are possible")}
	}
	return a, err
}

// keyInName finds a key behind an equals sign, which no name has: the parameter of a link that lost its beginning.
// The account would be shown with somebody's key as its name.
var keyInName = regexp.MustCompile(`(?i)=[A-Z2-7 -]{16}|secret=`)

// escapedMark finds a question mark that was escaped together with a label, and what follows it.
var escapedMark = regexp.MustCompile(`(?i)%3f([a-z_]+)(=|%3d)`)

// withQuery returns the body of a link with the question mark that its writer escaped by mistake.
func withQuery(body string) string {
	if strings.Contains(body, "?") {
		return body
	}
	at := escapedMark.FindStringSubmatchIndex(body)
	if at == nil {
		return body
	}
	label, query := body[:at[0]], body[at[2]:]
	if body[at[4]] != '=' { // all of it was escaped
		query = unescape(query)
	}
	return label + "?" + query
}

// parseSteamScheme reads steam://SECRET, where everything behind the slashes is the key.
func parseSteamScheme(body string) (Account, error) {
	key := otp.Defaults(otp.Steam)
	var err error
	key.Secret, err = ParseSteamKey(unescape(body))
	return Account{Issuer: "Steam", Key: key}, secretError(err)
}

// parseYandex reads yaotp links: the secret with or without its check value, and the PIN,
// which Aegis writes as the base32 of its digits.
func parseYandex(a Account, p params) (Account, error) {
	if a.Issuer == "" {
		a.Issuer = "Yandex"
	}
	a.Key = otp.Defaults(otp.Yandex)
	raw, err := p.secret(ParseKey)
	if err != nil {
		return a, err
	}
	if a.Key.Secret, err = otp.YandexSecret(raw); err != nil {
		return a, secretError(err)
	}
	pin := p.text("pin")
	if pin == "" {
		pin = p.text("yandexpin")
	}
	if raw, err := ParseKey(pin); err == nil && isPIN(string(raw)) {
		pin = string(raw)
	}
	if pin != "" && !isPIN(pin) {
		return a, &URIError{Part: "pin", Reason: words.T("the PIN in the link is not 4 to 16 digits")}
	}
	a.Key.PIN = otp.PIN(pin)
	return a, nil
}

// isPIN reports whether s can be the PIN of a Yandex account. The base32 of digits never
// has only digits itself, so both spellings can be told apart.
func isPIN(s string) bool {
	return len(s) >= 4 && len(s) <= 16 && strings.Trim(s, "0123456789") == ""
}

// parseMOTP reads motp://issuer:name?secret=HEX&pin=PIN.
func parseMOTP(body string) (Account, error) {
	label, query, _ := strings.Cut(body, "?")
	p, err := parseQuery(query)
	if err != nil {
		return Account{}, err
	}
	a := Account{Key: otp.Defaults(otp.MOTP)}
	a.Issuer, a.Name = splitLabel(decodeName(label), p.issuer())
	a.Key.Secret, err = p.secret(func(text string) (otp.Secret, error) {
		raw, ok := decodeHex(text)
		if !ok {
			return nil, words.Error("the secret key of an motp link must be hexadecimal digits, two for each byte")
		}
		return raw, nil
	})
	a.Key.PIN = otp.PIN(p.text("pin"))
	return a, err
}

// params are the parameters of a link by lower-case name, still escaped. Of several with one name
// the first that is not empty counts.
type params map[string]string

// parseQuery splits the parameters, and refuses two different secrets: nobody can say
// which one the service meant.
func parseQuery(query string) (params, error) {
	p := params{}
	for pair := range strings.SplitSeq(separated(query), "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = parameterName(name)
		switch first := p[name]; {
		case p.setting(name) == "":
			p[name] = value
		case name == "secret" && value != "" && value != first:
			return p, &URIError{Part: "secret", Reason: words.T("the link has two different secret keys")}
		}
	}
	return p, nil
}

// queryMark finds a question mark that stands where an ampersand should.
var queryMark = regexp.MustCompile(`\?([A-Za-z_]+=)`)

func separated(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	return queryMark.ReplaceAllString(query, "&$1")
}

// parameterName drops what is left of an ampersand that was escaped for HTML, once or more.
func parameterName(name string) string {
	name = strings.ToLower(unescape(name))
	for {
		rest := name
		for _, escape := range []string{"amp;", "#38;", "#038;", "#x26;"} {
			rest = strings.TrimPrefix(rest, escape)
		}
		if rest == name {
			return name
		}
		name = rest
	}
}

// otherNames are parameters of other programs that would change codes under a name that links
// do not have, with the value at which they change nothing.
var otherNames = map[string]string{
	"algo": "sha1", "alg": "sha1", "hash": "sha1", "hashalgorithm": "sha1", "digit": "6", "length": "6", "interval": "30", "step": "30", "timestep": "30",
	"t0": "0", "epoch": "0",
}

// understood refuses what changes codes and is not known: it would be left out otherwise, and
// the codes would be wrong.
func (p params) understood() error {
	if encoder := strings.ToLower(p.setting("encoder")); !slices.Contains([]string{"", "steam", "yandex"}, encoder) {
		return &URIError{Part: "encoder", Reason: words.T("the link's encoder is unknown: steam and yandex are possible")}
	}
	if _, err := p.decoder(nil); err != nil {
		return err
	}
	if p.quotedPrintable() {
		return &URIError{Part: "encoding", Reason: words.T("the link is written as mails are stored (quoted-printable): copy it from the mail as a mail program shows it")}
	}
	for name := range p {
		if strings.HasPrefix(name, "2step_") {
			return &URIError{Part: "2step", Reason: words.T("half of the key is made in the app of privacyIDEA: enrol it there, or without the second step (2step)")}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(otherNames)) {
		value := strings.ToLower(strings.ReplaceAll(p.setting(name), "-", ""))
		if value != "" && value != otherNames[name] {
			return &URIError{Part: name, Reason: words.T("the link has a parameter “%s”, which would change its codes and is not known here", name)}
		}
	}
	return nil
}

// quotedPrintable reports whether each of several values begins with 3D, which is the equals sign
// before it a second time.
func (p params) quotedPrintable() bool {
	marked := 0
	for _, value := range p {
		switch {
		case hasAnyPrefixFold(value, []string{"3d"}):
			marked++
		case value != "":
			return false
		}
	}
	return marked > 1
}

// decoder returns how the secret is read: parse, unless the link says that it is no base32.
func (p params) decoder(parse func(string) (otp.Secret, error)) (func(string) (otp.Secret, error), error) {
	checked := func(raw []byte, ok bool, what string) (otp.Secret, error) {
		if !ok || len(raw) == 0 {
			return nil, words.Error("it is not in the encoding that the link names (%s)", what)
		}
		return raw, nil
	}
	switch strings.ToLower(p.setting("encoding")) {
	case "", "base32":
		return parse, nil
	case "hex":
		return func(text string) (otp.Secret, error) {
			raw, ok := decodeHex(text)
			return checked(raw, ok, "hex")
		}, nil
	case "base64":
		return func(text string) (otp.Secret, error) {
			raw, ok := decodeBase64(strings.ReplaceAll(text, " ", "+"))
			return checked(raw, ok, "base64")
		}, nil
	case "utf8", "utf-8":
		return func(text string) (otp.Secret, error) { return checked([]byte(text), true, "utf8") }, nil
	}
	return nil, &URIError{Part: "encoding", Reason: words.T("the link's encoding of the secret key is unknown: base32, hex, base64 and utf8 are possible")}
}

// issuer returns the parameter; the word null is none.
func (p params) issuer() string {
	if s := decodeName(strings.ReplaceAll(p["issuer"], "+", " ")); !strings.EqualFold(s, "null") {
		return s
	}
	return ""
}

// text returns a decoded and trimmed value, in which '+' is a space.
func (p params) text(name string) string {
	return strings.TrimSpace(unescape(strings.ReplaceAll(p[name], "+", " ")))
}

// setting is text for a value that may be left empty or be the word null, as old exports
// write it: both count as missing.
func (p params) setting(name string) string {
	if s := p.text(name); !strings.EqualFold(s, "null") {
		return s
	}
	return ""
}

// fragment returns what stands before a “#”, behind which a web address goes on with a place in the page.
func fragment(text string) string {
	before, _, _ := strings.Cut(text, "#")
	return strings.TrimSpace(before)
}

func (p params) marksSteam() bool {
	_, marked := p["steam"]
	return marked || strings.EqualFold(p.text("encoder"), "steam")
}

// isSteam reports whether a totp link means Steam's codes: it is marked so, or is issued
// by Steam and has not another number of digits. Some programs write “s” for these.
func (p params) isSteam(issuer string) bool {
	digits := p.setting("digits")
	return p.marksSteam() || strings.EqualFold(digits, "s") || strings.EqualFold(issuer, "Steam") && (digits == "" || digits == "5")
}

// secret reads the secret with parse; a value in base64 is tried with its plus signs kept.
func (p params) secret(parse func(string) (otp.Secret, error)) (otp.Secret, error) {
	text := fragment(p.text("secret"))
	if text == "" {
		return nil, &URIError{Part: "secret", Reason: words.T("the link has no secret key"), Err: otp.ErrEmptyKey}
	}
	parse, err := p.decoder(parse)
	if err != nil {
		return nil, err
	}
	secret, err := parse(text)
	if err != nil && strings.Contains(p["secret"], "+") {
		if again, err := parse(unescape(p["secret"])); err == nil {
			return again, nil
		}
	}
	var wrong *KeyError
	if errors.As(err, &wrong) {
		if looks := otherSpelling(unescape(p["secret"])); looks != "" {
			return nil, &URIError{Part: "secret", Reason: looks, Err: err}
		}
	}
	return secret, secretError(err)
}

// otherSpelling says what a secret is that is no base32, where it can be nothing else: so that
// nobody puts a letter in place of a digit that is right.
func otherSpelling(text string) string {
	if raw, ok := decodeHex(text); ok && len(raw) >= otp.ShortSecret {
		return words.T("the link's secret key looks like hexadecimal digits, but keys are base32: the letters A to Z and the digits 2 to 7")
	}
	mixed := text != strings.ToUpper(text) && text != strings.ToLower(text)
	if raw, ok := decodeBase64(strings.TrimFunc(text, isInvisible)); ok && len(raw) >= otp.ShortSecret && mixed {
		return words.T("the link's secret key looks like base64, but keys are base32: the letters A to Z and the digits 2 to 7")
	}
	return ""
}

func secretError(err error) error {
	if err == nil {
		return nil
	}
	return &URIError{Part: "secret", Reason: words.T("the link's secret key is wrong: %v", err), Err: err}
}

// key reads what totp and hotp links have in common.
func (p params) key(t otp.Type) (otp.Key, error) {
	k := otp.Defaults(t)
	var err error
	if k.Secret, err = p.secret(ParseKey); err != nil {
		return otp.Key{}, err
	}
	if name := fragment(p.setting("algorithm")); name != "" {
		if k.Algorithm, err = parseAlgorithm(name); err != nil {
			return otp.Key{}, err
		}
	}
	digits, err := p.number("digits", uint64(k.Digits), otp.MinDigits, otp.MaxDigits)
	if err != nil {
		return otp.Key{}, err
	}
	k.Digits = int(digits)
	if t == otp.TOTP {
		period, err := p.number("period", uint64(k.Period), 1, otp.MaxPeriod)
		if err != nil {
			return otp.Key{}, err
		}
		k.Period = int(period)
	}
	return k, nil
}

// parseAlgorithm knows every spelling met: sha1, SHA-256, HmacSHA512, HMAC_SHA_1,
// Algorithm.sha1.
func parseAlgorithm(name string) (otp.Algorithm, error) {
	name = strings.NewReplacer("-", "", "_", "").Replace(strings.ToUpper(name))
	name = strings.TrimPrefix(name, "HMAC")
	name = strings.TrimPrefix(name, "ALGORITHM.")
	switch a := otp.Algorithm(name); a {
	case otp.SHA1, otp.SHA256, otp.SHA512:
		return a, nil
	}
	return "", &URIError{Part: "algorithm", Reason: words.T("the link's algorithm is unknown: SHA1, SHA256 and SHA512 are possible")}
}

func (p params) number(name string, missing, low, high uint64) (uint64, error) {
	text := fragment(p.setting(name))
	if text == "" {
		return missing, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n < low || n > high {
		return 0, &URIError{Part: name, Reason: words.T("the link's %s must be a whole number from %d to %d", name, low, high)}
	}
	return n, nil
}

// URIParameter returns a decoded parameter of a link, for what other programs put beside
// those of otpauth (Ente's codeDisplay); "" if it is not there.
func URIParameter(uri, name string) string {
	_, query, _ := strings.Cut(uri, "?")
	p, err := parseQuery(query)
	if err != nil {
		return ""
	}
	return p.text(strings.ToLower(name))
}

// harmless are parameters that no account keeps and nobody misses: how other programs show it.
var harmless = []string{"image", "icon", "logo", "color", "lock", "tags", "type", "codedisplay", "pin_length"}

// URIExtras returns what a link that was read as a holds beside it, by lower-case name and decoded:
// the parameters with a value that are not read and not known to hold nothing.
func URIExtras(uri string, a Account) map[string]string {
	_, query, _ := strings.Cut(uri, "?")
	p, _ := parseQuery(query)
	var extras map[string]string
	for name := range p {
		value := p.setting(name)
		switch name {
		case "secret", "issuer", "algorithm", "digits", "period", "counter", "encoder", "encoding", "steam":
			continue
		case "pin", "yandexpin":
			if a.Key.PIN != "" {
				continue
			}
		case "serial": // of Battle.net, which programs show as the name
			if plain := strings.NewReplacer("-", "", " ", ""); strings.Contains(plain.Replace(a.Name), plain.Replace(value)) {
				continue
			}
		}
		if _, understood := otherNames[name]; understood || value == "" || slices.Contains(harmless, name) {
			continue
		}
		if extras == nil {
			extras = map[string]string{}
		}
		extras[name] = value
	}
	return extras
}

// decodeName decodes a label or an issuer. One that was escaped twice is decoded again, and what
// was escaped for HTML before is undone once. Invisible marks that are not escaped were not meant.
func decodeName(s string) string {
	if strings.ContainsFunc(s, isMark) && utf8.ValidString(s) {
		s = strings.Map(withoutMarks, s)
	}
	s = unescape(s)
	for range 2 {
		if !onlyEscapes(s) {
			break
		}
		s = unescape(s)
	}
	if strings.Contains(s, "&") {
		s = fromHTML.Replace(s)
	}
	return strings.TrimSpace(s)
}

// withoutMarks drops the invisible marks that chats and web pages put into what is copied from them: a name with
// one would be found by no search.
func withoutMarks(r rune) rune {
	if isMark(r) {
		return -1
	}
	return r
}

// isMark knows such marks; the joiners belong to the spelling of names.
func isMark(r rune) bool { return unicode.Is(unicode.Cf, r) && isHidden(r) }

var fromHTML = strings.NewReplacer("&#39;", "'", "&#039;", "'", "&#x27;", "'", "&apos;", "'", "&quot;", `"`, "&#34;", `"`, "&lt;", "<", "&gt;", ">", "&amp;", "&")

// escapesAlone is a text in which nothing stands that an escaping would have changed.
var escapesAlone = regexp.MustCompile(`^[A-Za-z0-9._~+-]*(%[0-9A-Fa-f]{2}[A-Za-z0-9._~+-]*)+$`)

func onlyEscapes(s string) bool { return escapesAlone.MatchString(s) }

// unescape decodes percent escapes once. A malformed escape stays as it is. Bytes that are not
// UTF-8 are Windows-1252, unless others beside them are UTF-8: then they become U+FFFD.
func unescape(s string) string {
	out := []byte(s)
	if strings.Contains(s, "%") {
		out = out[:0]
		for i := 0; i < len(s); i++ {
			if s[i] == '%' && i+2 < len(s) {
				if b, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
					out = append(out, b[0])
					i += 2
					continue
				}
			}
			out = append(out, s[i])
		}
	}
	if utf8.Valid(out) {
		return string(out)
	}
	if hasUTF8(out) {
		return strings.ToValidUTF8(string(out), "\uFFFD")
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(out)
	if err != nil {
		return strings.ToValidUTF8(string(out), "\uFFFD")
	}
	return string(text)
}

// hasUTF8 reports whether a character of several bytes stands in a text.
func hasUTF8(text []byte) bool {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if size > 1 && r != utf8.RuneError {
			return true
		}
		text = text[size:]
	}
	return false
}
