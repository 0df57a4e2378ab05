package transfer

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/sqlite"
)

// stratum is Stratum, formerly Authenticator Pro: its backup plain, encrypted in the
// present and the former way, and the app's database.
func stratum() Format {
	return Format{
		ID:        "stratum",
		Name:      "Stratum",
		How:       words.Mark("In Stratum (Authenticator Pro) open Settings, Backup, Back up now; a password is possible."),
		Brings:    words.Mark("All kinds of codes, PINs, categories as tags; also the app's database."),
		Leaves:    words.Mark("Icons, use counts, order."),
		Extension: ".json",
		Clear:     true,
		step:      stepMagic,
		Detect:    isStratum,
		Read:      readStratum,
		Limits:    stratumSupports.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			return marshal(stratumBackup(accounts)), nil
		},
	}
}

// stratumEncrypted only writes: stratum reads both.
func stratumEncrypted() Format {
	return Format{
		ID:        "stratum-encrypted",
		Name:      words.Mark("Stratum (encrypted)"),
		Extension: ".authpro",
		Encrypts:  true,
		Limits:    stratumSupports.limits,
		Write:     writeStratumEncrypted,
	}
}

var stratumSupports = supports{tags: true, also: func(a account.Account) string {
	if a.Issuer == "" {
		return words.T("that it has no issuer: its name is used instead")
	}
	return ""
}}

// The numbers of types and algorithms in Stratum's files.
var (
	stratumTypes      = map[int64]otp.Type{1: otp.HOTP, 2: otp.TOTP, 3: otp.MOTP, 4: otp.Steam, 5: otp.Yandex}
	stratumAlgorithms = map[int64]otp.Algorithm{0: otp.SHA1, 1: otp.SHA256, 2: otp.SHA512}
)

func isStratum(data []byte) bool {
	switch {
	case bytes.HasPrefix(data, []byte(stratumMagic)), bytes.HasPrefix(data, []byte(stratumOldMagic)):
		return true
	case sqlite.Is(data):
		return sqlite.Has(data, "authenticator", "secret", "ranking")
	}
	return peek(data)["Authenticators"] == '['
}

func readStratum(ctx context.Context, data []byte, env Env) (Result, error) {
	if sqlite.Is(data) {
		return readStratumDatabase(ctx, data)
	}
	if firstByte(data) == '{' {
		n, err := parseJSON(data)
		if err != nil {
			return Result{}, err
		}
		return readStratumBackup(ctx, n)
	}
	var n node
	err := withPassword(ctx, env, func(password string) (err error) {
		n, err = openStratum(ctx, env, data, password)
		return err
	})
	if err != nil {
		return Result{Encrypted: true}, err
	}
	r, err := readStratumBackup(ctx, n)
	r.Encrypted = true
	return r, err
}

func readStratumBackup(ctx context.Context, n node) (Result, error) {
	var r Result
	if !n.get("Authenticators").isArray() {
		return r, ErrDamaged
	}
	names := map[string]string{}
	for _, c := range n.get("Categories").list() {
		names[c.get("Id").text()] = strings.TrimSpace(c.get("Name").text())
	}
	// Accounts with one secret share their categories: the file knows no better.
	tags := map[string][]string{}
	for _, l := range n.get("AuthenticatorCategories").list() {
		secret := l.get("AuthenticatorSecret").text()
		tags[secret] = append(tags[secret], names[l.get("CategoryId").text()])
	}
	for i, a := range n.get("Authenticators").list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		r.addStratum(i+1, a.get, tags)
	}
	return r, nil
}

// addStratum adds an entry, whose members field returns, from JSON or a database.
func (r *Result) addStratum(position int, field func(name string) node, tags map[string][]string) {
	named := account.Account{Issuer: field("Issuer").text(), Name: field("Username").text()}
	kind, err := field("Type").number(2)
	algorithm, err2 := field("Algorithm").number(0)
	t, ok := stratumTypes[kind]
	hash, ok2 := stratumAlgorithms[algorithm]
	if err != nil || !ok {
		r.add(position, named, reason{words.Error("its type of code is unknown")})
		return
	}
	e := entry{
		Type: string(t), Secret: field("Secret").text(), Algorithm: string(hash),
		Digits: field("Digits"), Period: field("Period"), Counter: field("Counter"), PIN: field("Pin").text(),
	}
	if t == otp.TOTP || t == otp.HOTP {
		if err2 != nil || !ok2 {
			r.add(position, named, reason{words.Error("its algorithm is unknown; SHA1, SHA256 and SHA512 are possible")})
			return
		}
	}
	if t == otp.MOTP {
		if e.Raw, ok = decodeHex(e.Secret); !ok || len(e.Raw) == 0 {
			r.add(position, named, reason{words.Error("the secret of an mOTP account must be hexadecimal digits, two for each byte")})
			return
		}
	}
	a, err := e.account(named.Issuer, named.Name)
	a.Tags = tags[field("Secret").text()]
	r.add(position, a, err)
}

// readStratumDatabase reads the tables of the app, which are its backup under lower-case
// names.
func readStratumDatabase(ctx context.Context, data []byte) (Result, error) {
	var r Result
	db, err := sqlite.Open(ctx, data)
	if err != nil {
		return r, err
	}
	names, tags := map[string]string{}, map[string][]string{}
	if db.HasTable("category", "id", "name") && db.HasTable("authenticatorcategory") {
		err = db.Rows(ctx, "category", func(c sqlite.Row) error {
			names[c.Text("id")] = strings.TrimSpace(c.Text("name"))
			return nil
		})
		if err != nil {
			return r, err
		}
		err = db.Rows(ctx, "authenticatorcategory", func(l sqlite.Row) error {
			secret := l.Text("authenticatorsecret")
			tags[secret] = append(tags[secret], names[l.Text("categoryid")])
			return nil
		})
		if err != nil {
			return r, err
		}
	}
	position := 0
	err = db.Rows(ctx, "authenticator", func(a sqlite.Row) error {
		position++
		r.addStratum(position, func(name string) node { return rowNode(a, strings.ToLower(name)) }, tags)
		return r.next(ctx)
	})
	return r, err
}

// stratumBackup is the backup of accounts.
func stratumBackup(accounts []account.Account) map[string]any {
	authenticators, categories, links := []any{}, []any{}, []any{}
	known := map[string]bool{}
	for i, a := range accounts {
		k := a.Key
		secret := account.FormatKey(k.Secret)
		if k.Type == otp.MOTP {
			secret = hex.EncodeToString(k.Secret)
		}
		issuer, name := a.Issuer, any(a.Name)
		if issuer == "" { // Stratum refuses an empty one
			issuer, name = a.Title(), nil
		}
		entry := map[string]any{
			"Type": stratumNumber(stratumTypes, k.Type), "Icon": nil, "Issuer": issuer, "Username": name, "Secret": secret, "Pin": nil,
			"Algorithm": stratumNumber(stratumAlgorithms, k.Algorithm), "Digits": k.Digits, "Period": stratumPeriod(k), "Counter": a.Counter,
			"CopyCount": 0, "Ranking": i,
		}
		if k.PIN != "" {
			entry["Pin"] = string(k.PIN)
		}
		authenticators = append(authenticators, entry)
		for _, tag := range a.Tags {
			id := stratumCategory(tag)
			if !known[tag] {
				known[tag] = true
				categories = append(categories, map[string]any{"Id": id, "Name": tag, "Ranking": len(categories)})
			}
			links = append(links, map[string]any{"CategoryId": id, "AuthenticatorSecret": secret, "Ranking": 0})
		}
	}
	return map[string]any{"Authenticators": authenticators, "Categories": categories, "AuthenticatorCategories": links, "CustomIcons": []any{}}
}

// stratumCategory is the identity of a category: the first 8 digits of its name's SHA-1.
func stratumCategory(name string) string {
	sum := sha1.Sum([]byte(name))
	return hex.EncodeToString(sum[:4])
}

// stratumNumber finds the number of a type or algorithm; those without one (the MD5 and
// SHA256 that mOTP and Yandex always have) are 0.
func stratumNumber[T comparable](numbers map[int64]T, value T) int64 {
	for number, v := range numbers {
		if v == value {
			return number
		}
	}
	return 0
}

// stratumPeriod is 30 for accounts that count: Stratum has no empty one.
func stratumPeriod(k otp.Key) int {
	if k.Type == otp.HOTP {
		return 30
	}
	return k.Period
}
