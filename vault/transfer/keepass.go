package transfer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// keePass is the database of KeePass, KeePassXC and their relatives on phones.
func keePass() Format {
	return Format{
		ID:     "keepass",
		Name:   "KeePass, KeePassXC",
		How:    words.Mark("KeePassXC and KeePass keep codes in the database itself: choose the .kdbx file. It must need only a password; remove a key file in a copy first."),
		Brings: words.Mark("TOTP, HOTP and Steam in all three ways of writing them; groups and tags as tags, notes."),
		Leaves: words.Mark("Passwords, attachments, the history, the recycle bin. Databases that need a key file or a security key."),
		step:   stepMagic,
		Detect: func(data []byte) bool {
			return bytes.HasPrefix(data, kdbxMagic) || bytes.HasPrefix(data, kdbMagic)
		},
		Read:      readKeePass,
		Write:     writeKeePass,
		Limits:    limitsKeePass,
		Extension: ".kdbx",
		Encrypts:  true,
	}
}

func readKeePass(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Format: "keepass", Encrypted: true}
	if len(data) > maxFile {
		return r, errTooLarge
	}
	h, err := parseKDBXHeader(data)
	if err != nil {
		return r, err
	}
	var content kdbxContent
	err = withPassword(ctx, env, func(password string) error {
		content, err = openKDBX(ctx, h, password, env)
		return err
	})
	if err != nil {
		return r, err
	}
	err = r.addKeePass(ctx, content.xml, content.stream)
	return r, err
}

// keePassXML is the XML export of KeePass and KeePassXC, in the clear.
func keePassXML() Format {
	return Format{
		ID:     "keepass-xml",
		Name:   words.Mark("KeePass (XML)"),
		How:    words.Mark("In KeePass: File, Export, KeePass XML (2.x). In KeePassXC: Database, Export, XML File."),
		Brings: words.Mark("TOTP, HOTP and Steam in all three ways of writing them; groups and tags as tags, notes."),
		Leaves: words.Mark("Passwords, attachments, the history, the recycle bin."),
		step:   stepMarkup,
		Detect: func(data []byte) bool { return xmlRoot(data) == "KeePassFile" },
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) {
			r := Result{Format: "keepass-xml"}
			err := r.addKeePass(ctx, data, nil)
			return r, err
		},
	}
}

// addKeePass takes every account of a database's XML.
func (r *Result) addKeePass(ctx context.Context, text []byte, stream cipher.Stream) error {
	entries, err := readKeePassXML(ctx, text, stream)
	if err != nil {
		return err
	}
	for i, e := range entries {
		if err := r.next(ctx); err != nil {
			return err
		}
		before, accounts := len(r.Accounts)+len(r.Failures), len(r.Accounts)
		e.extras = r.keepExtras
		e.accounts(func(a account.Account, err error) { r.add(i+1, a, err) })
		if len(e.Others) > 0 {
			like := e.name(account.Account{})
			like.Tags = e.tags()
			r.addOthers(i+1, accounts, like, e.Others...)
			for i := range r.Accounts[accounts:] { // the user sees and edits the names of the entry
				a := &r.Accounts[accounts+i]
				a.Issuer, a.Name = cmp.Or(e.Title, a.Issuer), cmp.Or(e.UserName, a.Name)
			}
		}
		if len(r.Accounts)+len(r.Failures) == before {
			r.keep(keepsItems)
		} else if e.More != "" {
			r.keep(e.More)
		}
	}
	return nil
}

// The fields in which KeePass and its plug-ins keep what codes are made from.
const (
	fieldOTP      = "otp"                 // a link, or what the plug-in KeeOtp writes; otp_1 ... after imports
	fieldSeed     = "TOTP Seed"           // the plug-in KeeTrayTOTP
	fieldSettings = "TOTP Settings"       // "30;6", "30;S"
	fieldPlugSeed = "KeePassOTP.Seed"     // old versions of the plug-in KeePassOTP
	fieldPlugSet  = "KeePassOTP.Settings" // "30;6;TOTP;BASE32;SHA1"
	fieldTime     = "TimeOtp-"            // KeePass 2.47 itself
	fieldCounter  = "HmacOtp-"
)

func isKeePassOTP(key string) bool {
	return key == fieldOTP || key == fieldSeed || key == fieldSettings || key == fieldPlugSeed || key == fieldPlugSet ||
		strings.HasPrefix(key, fieldOTP+"_") || strings.HasPrefix(key, fieldTime) || strings.HasPrefix(key, fieldCounter)
}

// accounts gives every account of an entry to add. Of several ways of writing the same key
// the first that can be read counts; one that cannot be read may be of another key.
func (e keePassEntry) accounts(add func(account.Account, error)) {
	if e.Wrong != nil {
		add(e.name(account.Account{}), e.Wrong)
		return
	}
	tags := e.tags()
	name := func(a account.Account) account.Account {
		a = e.name(a)
		a.Tags = tags
		return a
	}
	ways := []func() (account.Account, bool, error){e.fromOTP}
	for _, link := range e.Links {
		ways = append(ways, func() (account.Account, bool, error) {
			a, err := e.parse(link)
			return a, true, err
		})
	}
	seen := map[string]bool{}
	for _, read := range append(ways, e.fromSeed, e.fromPlugIn, e.fromTimeOtp) {
		a, there, err := read()
		switch {
		case !there:
		case err != nil:
			add(name(account.Account{}), err)
		case !seen[string(a.Key.Secret)]:
			seen[string(a.Key.Secret)] = true
			add(name(a), nil)
		}
	}
	if a, there, err := e.fromHmacOtp(); there {
		add(name(a), err)
	}
	for _, key := range e.more() {
		a, err := e.parse(e.Fields[key])
		add(name(a), err)
	}
}

// parse reads a link, whose extras are told.
func (e keePassEntry) parse(link string) (account.Account, error) {
	a, err := account.ParseURILine(link)
	if err == nil {
		e.extras(link, a)
	}
	return a, err
}

// more returns the fields otp_1, otp_2 and so on, sorted.
func (e keePassEntry) more() []string {
	var keys []string
	for key, value := range e.Fields {
		if strings.HasPrefix(key, fieldOTP+"_") && value != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// name gives an account the names of its entry: the person sees and edits those.
func (e keePassEntry) name(a account.Account) account.Account {
	if a.Issuer == "KeePassXC" || a.Issuer == "none" { // what KeePassXC writes for nothing
		a.Issuer = ""
	}
	if a.Name == "none" {
		a.Name = ""
	}
	if title := strings.TrimSpace(e.Title); title != "" {
		a.Issuer = title
	}
	if name := strings.TrimSpace(e.UserName); name != "" {
		a.Name = name
	}
	a.Note = e.Notes
	return a
}

// tags returns the path of the entry's group and its own tags.
func (e keePassEntry) tags() []string {
	tags := splitTags(e.Tags)
	if path := e.Group.path(); path != "" {
		tags = append([]string{path}, tags...)
	}
	return tidyTags(tags)
}

// splitTags cuts a list of tags at semicolons and commas.
func splitTags(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ';' || r == ',' })
}

// fromOTP reads the field otp: a link, the query string of KeeOtp, or a bare key.
func (e keePassEntry) fromOTP() (account.Account, bool, error) {
	text := strings.TrimSpace(e.Fields[fieldOTP])
	switch {
	case text == "":
		return account.Account{}, false, nil
	case account.IsLink(text):
		a, err := e.parse(text)
		return a, true, err
	case strings.Contains(text, "key="):
		a, err := e.parseKeeOtp(text)
		return a, true, err
	}
	a, err := entry{Secret: text}.account("", "")
	return a, true, err
}

// keeOtpNames are the members of KeeOtp's query by what links call them.
var keeOtpNames = map[string]string{"key": "secret", "step": "period", "size": "digits", "otphashmode": "algorithm"}

// parseKeeOtp reads key=B32&step=30&size=6&type=totp&counter=0&otpHashMode=Sha256&encoding=Hex&encoder=steam.
// Its members mean what those of a link do, so it is read as one: what changes codes and is not
// known is refused there.
func (e keePassEntry) parseKeeOtp(query string) (account.Account, error) {
	kind := "totp"
	var link strings.Builder
	for pair := range strings.SplitSeq(strings.ReplaceAll(query, "&amp;", "&"), "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if value = strings.TrimSpace(value); name == "type" && value != "" {
			kind = strings.ToLower(value)
			continue
		}
		link.WriteString("&" + cmp.Or(keeOtpNames[name], name) + "=" + value)
	}
	return e.parse("otpauth://" + kind + "/?" + link.String())
}

// fromSeed reads TOTP Seed and its settings "period;digits" or "period;S".
func (e keePassEntry) fromSeed() (account.Account, bool, error) {
	seed := strings.TrimSpace(e.Fields[fieldSeed])
	if seed == "" {
		return account.Account{}, false, nil
	}
	found := entry{Secret: seed}
	period, rest, _ := strings.Cut(e.Fields[fieldSettings], ";")
	digits, _, _ := strings.Cut(rest, ";") // a time server may follow
	if digits = strings.TrimSpace(digits); digits == "S" {
		found.Type = string(otp.Steam)
	}
	found.Period, found.Digits = textNode(period), textNode(digits)
	a, err := found.account("", "")
	return a, true, err
}

// fromPlugIn reads what old versions of KeePassOTP wrote: period;digits;type;encoding;algorithm.
func (e keePassEntry) fromPlugIn() (account.Account, bool, error) {
	seed := strings.TrimSpace(e.Fields[fieldPlugSeed])
	if seed == "" {
		return account.Account{}, false, nil
	}
	query := "key=" + seed
	settings := strings.Split(e.Fields[fieldPlugSet], ";")
	for i, name := range []string{"step", "size", "type", "encoding", "otpHashMode"} {
		if i < len(settings) {
			query += "&" + name + "=" + settings[i]
		}
	}
	a, err := e.parseKeeOtp(query)
	return a, true, err
}

func (e keePassEntry) fromTimeOtp() (account.Account, bool, error) {
	secret, there, err := e.secret(fieldTime)
	if !there || err != nil {
		return account.Account{}, there, err
	}
	a, err := entry{
		Raw: secret, Algorithm: e.Fields[fieldTime+"Algorithm"],
		Digits: textNode(e.Fields[fieldTime+"Length"]), Period: textNode(e.Fields[fieldTime+"Period"]),
	}.account("", "")
	return a, true, err
}

func (e keePassEntry) fromHmacOtp() (account.Account, bool, error) {
	secret, there, err := e.secret(fieldCounter)
	if !there || err != nil {
		return account.Account{}, there, err
	}
	a, err := entry{Type: string(otp.HOTP), Raw: secret, Counter: textNode(e.Fields[fieldCounter+"Counter"])}.account("", "")
	return a, true, err
}

// secret reads one of the four spellings in which KeePass keeps a secret.
func (e keePassEntry) secret(prefix string) (otp.Secret, bool, error) {
	for _, spelling := range []struct {
		suffix string
		decode func(string) (otp.Secret, error)
	}{
		{"Secret", func(s string) (otp.Secret, error) { return otp.Secret(s), nil }},
		{"Secret-Hex", func(s string) (otp.Secret, error) {
			b, ok := decodeHex(s)
			return b, reasonUnless(ok, words.Mark("its key is not hexadecimal text"))
		}},
		{"Secret-Base32", account.ParseKey},
		{"Secret-Base64", func(s string) (otp.Secret, error) {
			b, err := base64.StdEncoding.DecodeString(s)
			return b, reasonUnless(err == nil, words.Mark("its key is not base64 text"))
		}},
	} {
		if text := e.Fields[prefix+spelling.suffix]; strings.TrimSpace(text) != "" {
			secret, err := spelling.decode(text)
			return secret, true, err
		}
	}
	return nil, false, nil
}

// reasonUnless is an error that says a text of the catalog, or nil.
func reasonUnless(ok bool, why string) error {
	if ok {
		return nil
	}
	return reason{errors.New(words.T(why))}
}
