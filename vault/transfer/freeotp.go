package transfer

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/json"
	"hash"
	"math"
	"strconv"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/javamap"
)

// freeOTP is the preference file of FreeOTP 1 on a rooted phone.
func freeOTP() Format {
	return Format{
		ID:     "freeotp",
		Name:   words.Mark("FreeOTP (version 1)"),
		How:    words.Mark("FreeOTP 1 has no export. On a rooted Android phone: shared_prefs/tokens.xml of org.fedorahosted.freeotp."),
		Brings: words.Mark("TOTP, HOTP and Steam."),
		Leaves: words.Mark("Pictures."),
		step:   stepMarkup,
		Detect: func(data []byte) bool { return hasPref(data, isFreeOTPToken) },
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) {
			var r Result
			prefs, err := readPrefs(ctx, data)
			if err != nil {
				return r, err
			}
			position := 0
			for _, p := range prefs {
				if err := r.next(ctx); err != nil {
					return r, err
				}
				if !isFreeOTPToken(p) {
					continue
				}
				position++
				n, err := parseJSON([]byte(p.Value))
				r.addFreeOTP(position, n, err)
			}
			return r, nil
		},
	}
}

// freeOTPOrder is the one string of the file that is no account.
const freeOTPOrder = "tokenOrder"

func isFreeOTPToken(p pref) bool {
	m := peek([]byte(p.Value))
	return p.Name != freeOTPOrder && m["secret"] == '[' && m["label"] != 0
}

// freeOTPPlus is the backup of FreeOTP+, in the clear.
func freeOTPPlus() Format {
	return Format{
		ID:     "freeotp-plus",
		Name:   "FreeOTP+",
		How:    words.Mark("In FreeOTP+: menu, Export, JSON."),
		Brings: words.Mark("TOTP, HOTP and Steam."),
		Leaves: words.Mark("Pictures, order."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["tokens"] == '[' && (m["tokenOrder"] == '[' || bytes.Contains(data, []byte(`"secret"`)))
		},
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) {
			var r Result
			n, err := parseJSON(data)
			if err != nil {
				return r, err
			}
			for i, token := range n.get("tokens").list() {
				if err := r.next(ctx); err != nil {
					return r, err
				}
				r.addFreeOTP(i+1, token, nil)
			}
			return r, nil
		},
		Write:     writeFreeOTPPlus,
		Limits:    limitsFreeOTPPlus,
		Extension: ".json",
		Clear:     true,
	}
}

// limitsFreeOTPPlus: an issuer called Steam makes Steam's codes there, and nothing else
// does.
func limitsFreeOTPPlus(a account.Account) (whole bool, why string) {
	if a.Key.Type != otp.Steam && a.Issuer == freeOTPSteam {
		return true, words.T("FreeOTP+ makes Steam's codes for every issuer of that name")
	}
	return supports{types: counting, also: func(a account.Account) string {
		if a.Key.Type == otp.Steam && a.Issuer != freeOTPSteam {
			return words.T("its issuer, which becomes Steam")
		}
		return ""
	}}.limits(a)
}

// freeOTPSteam is the issuer that makes Steam's codes.
const freeOTPSteam = "Steam"

// addFreeOTP adds a token.
func (r *Result) addFreeOTP(position int, n node, err error) {
	a, wrong := freeOTPAccount(n)
	if err == nil {
		err = wrong
	}
	r.add(position, a, err)
}

// freeOTPAccount reads a token. All versions store the counter of the next code: they make the code, count on and
// save. One that comes fresh from a link has one less in some versions, from 0 on -1: its first code is one that the
// service does not wait for any more, and no code is passed over.
func freeOTPAccount(n node) (account.Account, error) {
	issuer := n.get("issuerExt").text()
	if issuer == "" {
		issuer = n.get("issuerInt").text()
	}
	kind := strings.ToLower(n.get("type").text())
	if kind == string(otp.TOTP) && issuer == freeOTPSteam {
		kind = string(otp.Steam)
	}
	raw, err := signedBytes(n.get("secret"))
	if err != nil {
		return account.Account{Issuer: issuer, Name: n.get("label").text()}, err
	}
	counter := n.get("counter")
	if next, err := counter.number(0); err == nil && next == -1 {
		counter = textNode("0")
	}
	return entry{
		Type: kind, Raw: raw, Algorithm: n.get("algo").text(),
		Digits: n.get("digits"), Period: n.get("period"), Counter: counter,
	}.account(issuer, n.get("label").text())
}

// signedBytes reads an array of Java's bytes, -128 to 127.
func signedBytes(n node) ([]byte, error) {
	items := n.list()
	b := make([]byte, len(items))
	for i, item := range items {
		v, err := item.number(math.MaxInt64)
		if err != nil || v < math.MinInt8 || v > math.MaxUint8 {
			return nil, reason{words.Error("its key is not a list of bytes")}
		}
		b[i] = byte(v)
	}
	return b, nil
}

// writeFreeOTPPlus writes what FreeOTP+ and others read. Steam is told by the issuer alone.
func writeFreeOTPPlus(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
	type token struct {
		Algo      string `json:"algo"`
		Counter   int64  `json:"counter"`
		Digits    int    `json:"digits"`
		IssuerExt string `json:"issuerExt"`
		IssuerInt string `json:"issuerInt"`
		Label     string `json:"label"`
		Period    int    `json:"period"`
		Secret    []int8 `json:"secret"`
		Type      string `json:"type"`
	}
	file := struct {
		TokenOrder []string `json:"tokenOrder"`
		Tokens     []token  `json:"tokens"`
	}{TokenOrder: []string{}, Tokens: []token{}}
	for _, a := range accounts {
		t := token{
			Algo: string(a.Key.Algorithm), Digits: a.Key.Digits, Period: a.Key.Period,
			IssuerExt: a.Issuer, IssuerInt: a.Issuer, Label: a.Name, Type: strings.ToUpper(string(a.Key.Type)),
		}
		switch a.Key.Type {
		case otp.HOTP:
			t.Counter, t.Period = int64(a.Counter), 30
		case otp.Steam:
			t.Type, t.IssuerExt, t.IssuerInt = "TOTP", freeOTPSteam, freeOTPSteam
		}
		for _, b := range a.Key.Secret {
			t.Secret = append(t.Secret, int8(b))
		}
		file.Tokens = append(file.Tokens, t)
		file.TokenOrder = append(file.TokenOrder, strings.TrimPrefix(a.Issuer+":"+a.Name, ":"))
	}
	return marshal(file), nil
}

// freeOTP2 is the backup of FreeOTP 2.
func freeOTP2() Format {
	return Format{
		ID:     "freeotp2",
		Name:   "FreeOTP",
		How:    words.Mark("In FreeOTP 2: menu, Backup; choose externalBackup.xml."),
		Brings: words.Mark("TOTP, HOTP and Steam."),
		Leaves: words.Mark("Icons, colours."),
		step:   stepMagic,
		Detect: javamap.Is,
		Read:   readFreeOTP2,
	}
}

const freeOTPMaster = "masterKey"

func readFreeOTP2(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	entries, err := javamap.Read(data)
	if err != nil {
		return r, err
	}
	values := map[string]string{}
	for _, e := range entries {
		values[e.Key] = e.Value
	}
	// What is no JSON becomes an entry without a key. Only one is held at a time.
	parsed := func(key string) node {
		n, _ := parseJSON([]byte(values[key]))
		return n
	}
	master := parsed(freeOTPMaster)
	if !master.isObject() {
		return r, ErrDamaged
	}
	var key []byte
	err = withPassword(ctx, env, func(password string) error {
		key, err = openFreeOTPMaster(ctx, env, master, password)
		return err
	})
	if err != nil {
		return r, err
	}
	position := 0
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Key, "-token")
		if !ok {
			continue
		}
		if err := r.next(ctx); err != nil {
			return r, err
		}
		position++
		token, err := openFreeOTPToken(key, parsed(e.Key), parsed(id))
		r.addFreeOTP(position, token, err)
	}
	return r, nil
}

// openFreeOTPMaster derives the key that wraps the master key, and unwraps it.
func openFreeOTPMaster(ctx context.Context, env Env, master node, password string) ([]byte, error) {
	functions := map[string]func() hash.Hash{"PBKDF2withHmacSHA1": sha1.New, "PBKDF2withHmacSHA512": sha512.New}
	function := functions[master.get("mAlgorithm").text()]
	salt, err1 := signedBytes(master.get("mSalt"))
	rounds, err2 := master.get("mIterations").number(0)
	if function == nil && master.get("mAlgorithm").text() != "" {
		return nil, errCipher
	}
	if function == nil || err1 != nil || err2 != nil {
		return nil, ErrDamaged
	}
	wrapping, err := pbkdf2Key(ctx, env, function, []byte(password), salt, rounds, 32)
	if err != nil {
		return nil, err
	}
	sealed, err := parseSealedKey(master.get("mEncryptedKey"))
	if err != nil {
		return nil, err
	}
	key, ok := sealed.open(wrapping)
	if !ok {
		return nil, ErrWrongPassword
	}
	return key, nil
}

// openFreeOTPToken joins a token with its secret, which stands in another entry. The token
// comes back alone where that cannot be read.
func openFreeOTPToken(master []byte, token, wrapped node) (node, error) {
	inner, err := parseJSON([]byte(wrapped.get("key").text()))
	if err != nil || !token.isObject() {
		return token, reason{words.Error("its key is missing")}
	}
	sealed, err := parseSealedKey(inner)
	if err != nil {
		return token, reason{words.Error("its key cannot be read")}
	}
	secret, ok := sealed.open(master)
	if !ok {
		return token, reason{words.Error("its key is damaged")}
	}
	var list []any
	for _, b := range secret {
		list = append(list, json.Number(strconv.Itoa(int(b))))
	}
	joined := map[string]any{"secret": list}
	for _, name := range token.names() {
		if name != "secret" {
			joined[name] = token.get(name).value
		}
	}
	return node{joined}, nil
}

// A sealedKey is a key that another one encrypts, with AES-256-GCM.
type sealedKey struct {
	nonce, ciphertext []byte
	token             string // authenticated beside it: what the key is for
}

func parseSealedKey(n node) (sealedKey, error) {
	ciphertext, err1 := signedBytes(n.get("mCipherText"))
	parameters, err2 := signedBytes(n.get("mParameters"))
	if cipher := n.get("mCipher").text(); cipher != "" && cipher != "AES/GCM/NoPadding" {
		return sealedKey{}, errCipher
	}
	if err1 != nil || err2 != nil || n.get("mCipher").text() == "" {
		return sealedKey{}, ErrDamaged
	}
	nonce, ok := gcmNonce(parameters)
	if !ok {
		return sealedKey{}, ErrDamaged
	}
	return sealedKey{nonce: nonce, ciphertext: ciphertext, token: n.get("mToken").text()}, nil
}

func (s sealedKey) open(key []byte) ([]byte, bool) {
	return openGCM(key, s.nonce, s.ciphertext, []byte(s.token))
}

// gcmNonce reads GCM's parameters in DER (RFC 5084, section 3.2): a sequence of the nonce
// and the length of the tag, or the nonce alone.
func gcmNonce(der []byte) ([]byte, bool) {
	if len(der) > 2 && der[0] == 0x30 && int(der[1]) == len(der)-2 {
		der = der[2:]
	}
	if len(der) < 2 || der[0] != 0x04 || der[1] == 0 || int(der[1]) > len(der)-2 || der[1] > 64 {
		return nil, false
	}
	return der[2 : 2+int(der[1])], true
}
