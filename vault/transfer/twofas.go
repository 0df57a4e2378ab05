package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// twoFAS is the backup of 2FAS, schemas 1 to 4, plain or encrypted.
func twoFAS() Format {
	return Format{
		ID:        "2fas",
		Name:      "2FAS",
		How:       words.Mark("In 2FAS open Settings, 2FAS Backup, Export to file; a password is possible."),
		Brings:    words.Mark("TOTP, HOTP and Steam; groups as tags."),
		Leaves:    words.Mark("Icons, badges, order. Codes with MD5, SHA-224 or SHA-384."),
		Extension: ".2fas",
		Clear:     true,
		step:      stepJSON,
		Detect:    func(data []byte) bool { m := peek(data); return m["schemaVersion"] != 0 && m["services"] == '[' },
		Read:      readTwoFAS,
		Limits:    twoFASSupports.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			services, groups := twoFASServices(accounts)
			return marshal(twoFASFile(services, groups)), nil
		},
	}
}

// twoFASEncrypted only writes: twoFAS reads both.
func twoFASEncrypted() Format {
	return Format{
		ID:        "2fas-encrypted",
		Name:      words.Mark("2FAS (encrypted)"),
		Extension: ".2fas",
		Encrypts:  true,
		Limits:    twoFASSupports.limits,
		Write:     writeTwoFASEncrypted,
	}
}

// An account of 2FAS is in one group at most, and carries what its program offers: 5 to 8
// digits and four periods.
var twoFASSupports = supports{
	types:  counting,
	tags:   true,
	oneTag: true,
	key: func(k otp.Key) string {
		switch {
		case k.Type == otp.Steam:
		case k.Digits < 5 || k.Digits > 8:
			return words.T("2FAS has only codes of 5 to 8 digits")
		case k.Type == otp.TOTP && k.Period != 10 && k.Period != 30 && k.Period != 60 && k.Period != 90:
			return words.T("2FAS has only periods of 10, 30, 60 and 90 seconds")
		}
		return ""
	},
}

const (
	twoFASSchema = 4
	twoFASRounds = 10_000
)

func readTwoFAS(ctx context.Context, data []byte, env Env) (Result, error) {
	n, err := parseJSON(data)
	if err != nil {
		return Result{}, err
	}
	if v, err := n.get("schemaVersion").number(0); err != nil || v < 1 {
		return Result{}, ErrDamaged
	} else if v > twoFASSchema {
		return Result{}, errNewer
	}
	groups := map[string]string{}
	for _, g := range n.get("groups").list() {
		groups[g.get("id").text()] = strings.TrimSpace(g.get("name").text())
	}
	sealed := n.get("servicesEncrypted").text()
	if sealed == "" {
		return readServices(ctx, n.get("services"), groups)
	}
	var services node
	err = withPassword(ctx, env, func(password string) error {
		plain, err := openTwoFAS(ctx, env, sealed, password)
		if errors.Is(err, ErrWrongPassword) {
			return provedByReference(ctx, env, n.get("reference").text(), password)
		}
		if err == nil {
			services, err = parseJSON(plain)
		}
		return err
	})
	if err != nil {
		return Result{Encrypted: true}, err
	}
	r, err := readServices(ctx, services, groups)
	r.Encrypted = true
	return r, err
}

func readServices(ctx context.Context, services node, groups map[string]string) (Result, error) {
	var r Result
	if !services.isArray() {
		return r, ErrDamaged
	}
	err := r.each(ctx, services.list(), func(s node) (account.Account, error) {
		o := s.get("otp")
		e := entry{
			Type:      o.get("tokenType").text(),
			Secret:    s.get("secret").text(),
			Algorithm: o.get("algorithm").text(),
			Digits:    o.get("digits"),
			Period:    o.get("period"),
			Counter:   o.get("counter"),
		}
		issuer, name := twoFASNames(s)
		a, err := e.account(issuer, name)
		r.keepExtras(o.get("link").text(), a)
		a.Tags = []string{groups[s.get("groupId").text()]}
		return a, err
	})
	return r, err
}

// twoFASNames returns what the person sees as the name of the service, and the account
// from wherever an edition of the program put it.
func twoFASNames(s node) (issuer, name string) {
	o := s.get("otp")
	issuer = strings.TrimSpace(s.get("name").text())
	if issuer == "" {
		issuer = strings.TrimSpace(o.get("issuer").text())
	}
	if name = strings.TrimSpace(o.get("account").text()); name != "" {
		return issuer, name
	}
	label := strings.TrimSpace(o.get("label").text())
	name = withoutPrefix(withoutPrefix(label, o.get("issuer").text()), issuer)
	if strings.EqualFold(label, issuer) {
		name = ""
	}
	if name == "" {
		if a, err := account.ParseURILine(o.get("link").text()); err == nil && !strings.EqualFold(a.Name, issuer) {
			name = a.Name
		}
	}
	return issuer, name
}

// provedByReference says why the services did not open: what is encrypted beside them proves the password.
func provedByReference(ctx context.Context, env Env, reference, password string) error {
	switch _, err := openTwoFAS(ctx, env, reference, password); {
	case err == nil:
		return ErrDamaged
	case errors.Is(err, ErrWrongPassword):
		return ErrWrongPassword
	case errors.Is(err, ErrDamaged):
		return ErrWrongOrDamaged // there is none that could be read
	default:
		return err
	}
}

// openTwoFAS decrypts "ciphertext:salt:iv", each in base64.
func openTwoFAS(ctx context.Context, env Env, sealed, password string) ([]byte, error) {
	parts := strings.Split(sealed, ":")
	if len(parts) != 3 {
		return nil, ErrDamaged
	}
	data, ok := decodeBase64(parts[0])
	salt, ok2 := decodeBase64(parts[1])
	iv, ok3 := decodeBase64(parts[2])
	if !ok || !ok2 || !ok3 || len(iv) != 12 || len(data) < 16 {
		return nil, ErrDamaged
	}
	key, err := pbkdf2Key(ctx, env, sha256.New, []byte(password), salt, twoFASRounds, 32)
	if err != nil {
		return nil, err
	}
	plain, ok := openGCM(key, iv, data, nil)
	if !ok {
		return nil, ErrWrongOrDamaged
	}
	return plain, nil
}

// twoFASReference is encrypted beside the accounts; 2FAS checks the password with it and
// insists on exactly this text.
const twoFASReference = "tRViSsLKzd86Hprh4ceC2OP7xazn4rrt4xhfEUbOjxLX8Rc3mkISXE0lWbmnWfgg" +
	"ogbBJhtYgpK6fMl1D6mtsy92R3HkdGfwuXbzLebqVFJsR7IZ2w58t938iymwG482" +
	"4igYy1wi6n2WDpO1Q1P69zwJGs2F5a1qP4MyIiDSD7NCV2OvidXQCBnDlGfmz0f1" +
	"BQySRkkt4ryiJeCjD2o4QsveJ9uDBUn8ELyOrESv5R5DMDkD4iAF8TXU7KyoJujd"

func writeTwoFASEncrypted(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	salt := random(256)
	key, err := pbkdf2Key(ctx, writing(), sha256.New, []byte(o.Password), salt, twoFASRounds, 32)
	if err != nil {
		return nil, err
	}
	seal := func(plain []byte) string {
		nonce, sealed := sealGCM(key, plain, nil)
		b64 := base64.StdEncoding.EncodeToString
		return b64(sealed) + ":" + b64(salt) + ":" + b64(nonce)
	}
	services, groups := twoFASServices(accounts)
	file := twoFASFile([]any{}, groups)
	file["servicesEncrypted"] = seal(marshal(services))
	file["reference"] = seal([]byte(twoFASReference))
	return marshal(file), nil
}

func twoFASFile(services, groups []any) map[string]any {
	return map[string]any{
		"schemaVersion": twoFASSchema, "services": services, "groups": groups, "updatedAt": time.Now().UnixMilli(),
		"appVersionCode": 5000009, "appVersionName": "5.1.0", "appOrigin": "android",
	}
}

// twoFASServices returns the accounts, each in the group of its first tag.
func twoFASServices(accounts []account.Account) (services, groups []any) {
	services, groups = []any{}, []any{}
	ids := map[string]string{}
	now := time.Now().UnixMilli()
	for i, a := range accounts {
		o := map[string]any{
			"account": a.Name, "label": a.Name, "issuer": a.Issuer, "digits": a.Key.Digits, "algorithm": string(a.Key.Algorithm),
			"tokenType": strings.ToUpper(string(a.Key.Type)), "source": "Manual",
		}
		if a.Key.Type == otp.HOTP {
			o["counter"] = a.Counter
		} else {
			o["period"] = a.Key.Period
		}
		s := map[string]any{
			"name": a.Issuer, "secret": account.FormatKey(a.Key.Secret), "updatedAt": now, "otp": o,
			"order": map[string]any{"position": i},
		}
		if len(a.Tags) > 0 {
			tag := a.Tags[0]
			if ids[tag] == "" {
				ids[tag] = uuidText()
				groups = append(groups, map[string]any{"id": ids[tag], "name": tag, "isExpanded": true, "updatedAt": now})
			}
			s["groupId"] = ids[tag]
		}
		services = append(services, s)
	}
	return services, groups
}
