package transfer

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// The keys in JSON that no program is known to write: fields that are certainly those of one-time
// passwords, by their names and by what stands beside them.

// mayHoldKeys finds a field with a name for a key and a text like one, before the whole is read.
var mayHoldKeys = regexp.MustCompile(`(?i)"[a-z0-9_ -]*(otp|2fa|mfa|secret|seed|key|factor)[a-z0-9_ -]*"\s*:\s*"\s*[a-z2-7][a-z2-7 =-]{14}`)

// What the members of such an object may be called, in small letters and digits alone.
var (
	keyNames       = []string{"secret", "key", "seed", "secretkey", "sharedsecret", "secrettoken"} // beside a setting of a code
	issuerNames    = []string{"issuer", "service", "servicename", "provider", "title", "site", "website"}
	nameNames      = []string{"account", "accountname", "label", "name", "username", "user", "login", "email"}
	typeNames      = []string{"type", "otptype", "tokentype", "kind"}
	algorithmNames = []string{"algorithm", "algo", "hash", "hashalgorithm", "digest", "otpalgorithm"}
	digitsNames    = []string{"digits", "digitcount", "codelength", "otpdigits"}
	periodNames    = []string{"period", "interval", "step", "timestep", "otpperiod"}
	counterNames   = []string{"counter", "otpcounter"}
)

// settingName finds the names of what may change a code.
var settingName = regexp.MustCompile(`digit|length|period|interval|step|algo|^hash|digest|counter|encod|offset|epoch|^t0$|(otp|token|code)type`)

// tokenType finds what a type says that is one of codes.
var tokenType = regexp.MustCompile(`otp|steam|token|code|yandex|blizzard|battle`)

// A keyObject is an object of JSON by the plain names of its members.
type keyObject map[string]node

// newKeyObject also returns the whole names. Where no member is a key by its name, a word that most names begin with is
// left out: localIssuer, localSecretToken.
func newKeyObject(n node) (o keyObject, whole map[string]string) {
	o, whole = plainObject(n, "")
	if len(o.secrets()) > 0 {
		return o, whole
	}
	begun := map[string]int{}
	for _, name := range n.names() {
		if word := firstWord(name); word != "" {
			begun[word]++
		}
	}
	for word, times := range begun {
		if times >= 4 && 2*times > len(n.names()) {
			return plainObject(n, word)
		}
	}
	return o, whole
}

// firstWord returns the first of the words that a name like localIssuer or local_issuer is made of, or "".
func firstWord(name string) string {
	end := strings.IndexFunc(name, func(r rune) bool { return r < 'a' || r > 'z' })
	return name[:max(end, 0)]
}

func plainObject(n node, without string) (o keyObject, whole map[string]string) {
	o, whole = keyObject{}, map[string]string{}
	for _, name := range n.names() {
		if plain := plainName(strings.TrimPrefix(name, without)); plain != "" {
			o[plain], whole[plain] = n.get(name), name
		}
	}
	return o, whole
}

// first returns the first of the named members that is there.
func (o keyObject) first(names []string) node {
	for _, name := range names {
		if n := o[name]; !n.missing() {
			return n
		}
	}
	return node{}
}

// secrets returns the members that are certainly keys, by their plain names.
func (o keyObject) secrets() (secrets []string) {
	kind := typeText(o.first(typeNames))
	code := kind == string(otp.TOTP) || kind == string(otp.HOTP) || !o.first(digitsNames).missing() && (!o.first(periodNames).missing() || !o.first(algorithmNames).missing())
	for name, value := range o {
		if value.isString() && (otpNames[name] || code && slices.Contains(keyNames, name)) && looksLikeKey(strings.TrimSpace(value.text())) {
			secrets = append(secrets, name)
		}
	}
	slices.Sort(secrets)
	return secrets
}

// account makes the account of one key. A setting that is not known is refused by its name, for
// it may change the codes.
func (o keyObject) account(secret string) (account.Account, error) {
	a := account.Account{Issuer: o.first(issuerNames).text(), Name: o.first(nameNames).text()}
	known := slices.Concat(typeNames, algorithmNames, digitsNames, periodNames, counterNames)
	for name, value := range o {
		if settingName.MatchString(name) && !value.missing() && name != secret && !otpNames[name] && !slices.Contains(known, name) {
			return a, reason{words.Error("a setting beside its key is not known")}
		}
	}
	kind := o.kind(secret)
	switch {
	case kind == "", kind == otp.TOTP && strings.EqualFold(a.Issuer, "Steam"): // who may mean its own codes, of five letters
		return a, reason{words.Error("its type of code is unknown")}
	case kind == otp.HOTP && o.first(counterNames).missing():
		return a, errNoCounter
	}
	b, err := entry{
		Type: string(kind), Secret: o[secret].text(), Algorithm: o.first(algorithmNames).text(), Digits: o.first(digitsNames), Period: o.first(periodNames),
		Counter: o.first(counterNames),
	}.account(a.Issuer, withoutPrefix(a.Name, a.Issuer))
	return b, err
}

// typeText returns what a member says of the type of the codes.
func typeText(n node) string {
	switch text := strings.ToLower(n.text()); plainName(text) {
	case "timebased":
		return string(otp.TOTP)
	case "counterbased":
		return string(otp.HOTP)
	default:
		return text
	}
}

// kind is the type of the codes, or "" where nobody knows. A password manager has types of its own,
// of an item; where settings of a code stand beside it, it is that of the code.
func (o keyObject) kind(secret string) otp.Type {
	value := o.first(typeNames)
	text := typeText(value)
	settings := !o.first(digitsNames).missing() || !o.first(periodNames).missing() || !o.first(algorithmNames).missing()
	switch {
	case text == string(otp.TOTP) || text == string(otp.HOTP) || text == string(otp.Steam):
		return otp.Type(text)
	case !value.missing() && (settings || tokenType.MatchString(text)):
		return ""
	case strings.Contains(secret, "hotp"):
		return otp.HOTP
	}
	return otp.TOTP
}

// holdsKeys reports whether a text is JSON with such a key in it.
func holdsKeys(data []byte) bool {
	found := false
	eachKey(data, func(keyObject, string, string) bool {
		found = true
		return false
	})
	return found
}

// memberPlace is the name of a member for the path of a place. Where a key may be in it, it is not said.
func memberPlace(name string) string {
	if looksLikeKey(strings.TrimSpace(name)) || withoutKey(name) != name {
		return "…"
	}
	return placeName(name)
}

// pathsOfLinks returns the path of the text in JSON that each link stands in; of the first, where it is repeated.
func pathsOfLinks(data []byte) map[string]string {
	paths := map[string]string{}
	n, err := parseJSON(data)
	if err != nil {
		return paths
	}
	var walk func(n node, path string)
	walk = func(n node, path string) {
		for i, item := range n.list() {
			walk(item, fmt.Sprintf("%s[%d]", path, i+1))
		}
		for _, name := range n.names() {
			walk(n.get(name), path+"/"+memberPlace(name))
		}
		if text := n.text(); n.isString() && account.MayHoldLinks(text) {
			for piece := range account.Pieces(text) {
				if piece.Link != "" && paths[piece.Link] == "" {
					paths[piece.Link] = strings.TrimPrefix(path, "/")
				}
			}
		}
	}
	walk(n, "")
	return paths
}

// eachKey gives the keys of a JSON text with the path of the member that each stands in, until yield
// ends it.
func eachKey(data []byte, yield func(o keyObject, secret, path string) bool) {
	if c := firstByte(data); c != '{' && c != '[' || !mayHoldKeys.Match(data) {
		return
	}
	n, err := parseJSON(data)
	if err != nil {
		return
	}
	var walk func(n node, path string) bool
	walk = func(n node, path string) bool {
		for i, item := range n.list() {
			if !walk(item, fmt.Sprintf("%s[%d]", path, i+1)) {
				return false
			}
		}
		if !n.isObject() {
			return true
		}
		o, whole := newKeyObject(n)
		for _, secret := range o.secrets() {
			if !yield(o, secret, strings.TrimPrefix(path+"/"+memberPlace(whole[secret]), "/")) {
				return false
			}
		}
		for _, name := range n.names() {
			if below := n.get(name); below.isObject() || below.isArray() {
				if !walk(below, path+"/"+memberPlace(name)) {
					return false
				}
			}
		}
		return true
	}
	walk(n, "")
}

// addKeys adds the keys of a JSON text that are not in the result yet.
func (r *Result) addKeys(ctx context.Context, data []byte) (err error) {
	seen := map[string]bool{}
	for _, a := range r.Accounts {
		seen[string(a.Key.Secret)] = true
	}
	eachKey(data, func(o keyObject, secret, path string) bool {
		if err = r.next(ctx); err != nil {
			return false
		}
		a, wrong := o.account(secret)
		switch {
		case wrong != nil:
			wrong = placed(path, wrong)
		case seen[string(a.Key.Secret)]:
			return true
		default:
			seen[string(a.Key.Secret)] = true
		}
		r.add(len(r.Accounts)+len(r.Failures)+1, a, wrong)
		return true
	})
	return err
}
