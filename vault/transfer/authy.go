package transfer

import (
	"context"
	"crypto/sha1"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// authy reads what people get out of Authy, which has no export: the server's answers,
// encrypted or decrypted by scripts, and the preferences of a rooted phone.
func authy() Format {
	return Format{
		ID:     "authy",
		Name:   "Authy",
		How:    words.Mark("Authy has no export. Ask Twilio for your data, or import the JSON that scripts for its former desktop app write; the backup password opens it."),
		Brings: words.Mark("Codes of six to eight digits, and Authy's own of seven; decrypted with the backup password."),
		Leaves: words.Mark("Logos and devices. The copy that Authy keeps in its cloud cannot be read."),
		step:   stepMarkup,
		Detect: isAuthy,
		Read:   readAuthy,
	}
}

// The names of Authy's preferences on a phone.
const (
	authyTokensPref = "com.authy.storage.tokens.authenticator.key"
	authyAppsPref   = "com.authy.storage.tokens.authy.key"
)

func isAuthy(data []byte) bool {
	if xmlRoot(data) == "map" {
		return hasPref(data, func(p pref) bool { return p.Name == authyTokensPref || p.Name == authyAppsPref })
	}
	m := peek(data)
	return m["authenticator_tokens"] == '[' || m["decrypted_authenticator_tokens"] == '[' || m["apps"] == '['
}

func readAuthy(ctx context.Context, data []byte, env Env) (Result, error) {
	tokens, apps, err := authyTokens(ctx, data)
	if err != nil {
		return Result{}, err
	}
	if len(tokens)+len(apps) > maxAccounts {
		return Result{}, errTooMany
	}
	sealed := false
	for _, t := range tokens {
		sealed = sealed || t.sealed()
	}
	if !sealed {
		r, _, err := readAuthyTokens(ctx, env, tokens, apps, "")
		return r, err
	}
	var r Result
	err = withPassword(ctx, env, func(password string) error {
		var opened bool
		r, opened, err = readAuthyTokens(ctx, env, tokens, apps, password)
		if err == nil && !opened {
			err = ErrWrongOrDamaged
		}
		return err
	})
	if err != nil {
		r = Result{}
	}
	r.Encrypted = true
	return r, err
}

// readAuthyTokens reads all tokens and apps. opened is false when the password opened none
// of the encrypted tokens: each stands for itself, and one may be damaged.
func readAuthyTokens(ctx context.Context, env Env, tokens []authyToken, apps []node, password string) (r Result, opened bool, err error) {
	keys := authyKeys{ctx: ctx, env: env, password: []byte(password), known: map[string][]byte{}}
	position := 0
	for _, t := range tokens {
		if err := r.next(ctx); err != nil {
			return r, false, err
		}
		position++
		secret := t.text("decrypted_seed", "decryptedSecret")
		var wrong error
		if t.sealed() {
			secret, wrong = keys.open(t)
			if wrong != nil && !errors.As(wrong, new(reason)) {
				return r, false, wrong
			}
			opened = opened || wrong == nil
		}
		issuer, name := t.names()
		if wrong != nil {
			r.add(position, account.Account{Issuer: issuer, Name: name}, wrong)
			continue
		}
		a, err := entry{Secret: secret, Digits: t.node.get("digits")}.account(issuer, name)
		r.add(position, a, err)
	}
	for _, n := range apps {
		if err := r.next(ctx); err != nil {
			return r, false, err
		}
		position++
		a, err := authyApp(n)
		r.add(position, a, err)
	}
	return r, opened, nil
}

// authyTokens finds the tokens, and Authy's own accounts, in any of the shapes.
func authyTokens(ctx context.Context, data []byte) (tokens []authyToken, apps []node, err error) {
	var lists []node
	if firstByte(data) == '<' {
		prefs, err := readPrefs(ctx, data)
		if err != nil {
			return nil, nil, err
		}
		seen := map[string]bool{}
		for _, p := range prefs {
			if p.Name != authyTokensPref && p.Name != authyAppsPref {
				continue
			}
			if seen[p.Name] {
				return nil, nil, ErrDamaged // a phone has one of each
			}
			seen[p.Name] = true
			n, err := parseJSON([]byte(p.Value))
			if err != nil {
				return nil, nil, err
			}
			if p.Name == authyAppsPref {
				apps = append(apps, n.list()...)
			} else {
				lists = append(lists, n)
			}
		}
	} else {
		n, err := parseJSON(data)
		if err != nil {
			return nil, nil, err
		}
		lists = []node{n.get("authenticator_tokens"), n.get("decrypted_authenticator_tokens")}
		apps = n.get("apps").list()
	}
	for _, list := range lists {
		for _, n := range list.list() {
			tokens = append(tokens, authyToken{n})
		}
	}
	return tokens, apps, nil
}

// An authyToken is an account in the spelling of the server or of the phone.
type authyToken struct{ node node }

// text returns the first member that is not empty.
func (t authyToken) text(names ...string) string {
	for _, name := range names {
		if s := strings.TrimSpace(t.node.get(name).text()); s != "" {
			return s
		}
	}
	return ""
}

func (t authyToken) sealed() bool {
	return t.text("encrypted_seed", "encryptedSecret") != "" && t.text("decrypted_seed", "decryptedSecret") == ""
}

// names finds issuer and name: Authy keeps both in one text, edited or as it came.
func (t authyToken) names() (issuer, name string) {
	original, name := t.text("original_name", "originalName"), t.text("name")
	issuer = t.text("originalIssuer", "issuer")
	if before, _, ok := strings.Cut(original, ":"); issuer == "" && ok {
		issuer = strings.TrimSpace(before)
	}
	if issuer == "" {
		for _, mark := range []string{" - ", ":"} {
			if before, _, ok := strings.Cut(name, mark); ok {
				issuer = strings.TrimSpace(before)
				break
			}
		}
	}
	if kind := t.text("account_type", "accountType"); issuer == "" && kind != "" && !strings.HasPrefix(strings.ToLower(kind), "authenticator") {
		letters := []rune(kind)
		letters[0] = unicode.ToUpper(letters[0])
		issuer = string(letters)
	}
	if issuer != "" && len(name) >= len(issuer) && strings.EqualFold(name[:len(issuer)], issuer) {
		rest := name[len(issuer):]
		for _, mark := range []string{": ", ":", " - ", " "} {
			if after, ok := strings.CutPrefix(rest, mark); ok {
				return issuer, strings.TrimSpace(after)
			}
		}
		if rest == "" {
			return issuer, ""
		}
	}
	return issuer, name
}

// authyApp reads one of Authy's own accounts: seven digits, ten seconds, SHA1.
func authyApp(n node) (account.Account, error) {
	k := otp.Key{Type: otp.TOTP, Algorithm: otp.SHA1, Period: 10}
	seed := n.get("secret_seed").text()
	if seed == "" {
		seed = n.get("secretSeed").text()
	}
	raw, ok := decodeHex(seed)
	if !ok {
		return account.Account{Issuer: n.get("name").text()}, reason{words.Error("its secret is not hexadecimal")}
	}
	var err error
	k.Secret = raw
	k.Digits, err = within(n.get("digits"), 7, otp.MinDigits, otp.MaxDigits, words.Mark("the number of digits is not between %d and %d"))
	return account.Account{Key: k, Issuer: n.get("name").text()}, err
}

// authyKeys opens tokens with one password; tokens that share salt and rounds share the
// derivation.
type authyKeys struct {
	ctx      context.Context
	env      Env
	password []byte
	known    map[string][]byte
	rounds   int64 // of all derivations so far
}

// authyRounds is what the phone uses, and the server where it says nothing.
const authyRounds = 1000

func (k *authyKeys) open(t authyToken) (string, error) {
	sealed, ok := decodeBase64(t.text("encrypted_seed", "encryptedSecret"))
	iv := make([]byte, 16)
	ok2 := true
	if text := t.text("unique_iv"); text != "" {
		iv, ok2 = decodeHex(text)
	}
	rounds, err := t.node.get("key_derivation_iterations").number(authyRounds)
	if !ok || !ok2 || len(iv) != 16 || err != nil || len(sealed) == 0 || len(sealed)%16 != 0 {
		return "", reason{words.Error("its encrypted secret is damaged")}
	}
	key, err := k.key(t.text("salt"), rounds)
	if err != nil {
		return "", err
	}
	wrong := reason{words.Error("the password does not open it, or it is damaged")}
	plain, ok := openCBC(key, iv, sealed)
	if !ok {
		return "", wrong
	}
	if _, err := account.ParseKey(string(plain)); err != nil {
		return "", wrong
	}
	return string(plain), nil
}

func (k *authyKeys) key(salt string, rounds int64) ([]byte, error) {
	id := strconv.FormatInt(rounds, 10) + "," + salt
	if key := k.known[id]; key != nil {
		return key, nil
	}
	// A file with many tokens must not add up to what a single one may not cost.
	if k.rounds += rounds; rounds < 1 || k.rounds > 5*maxPBKDF2Rounds {
		return nil, errTooCostly
	}
	key, err := pbkdf2Key(k.ctx, k.env, sha1.New, k.password, []byte(salt), rounds, 32)
	k.known[id] = key
	return key, err
}
