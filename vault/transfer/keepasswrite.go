package transfer

import (
	"bytes"
	"context"
	"crypto/cipher"
	"encoding/base64"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// writeKeePass writes a database of version 4 that KeePass 2.48, KeePassXC 2.6 and newer
// ones open.
func writeKeePass(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	return sealKDBX(ctx, o.Password, func(stream cipher.Stream) []byte { return keePassText(accounts, stream) })
}

// limitsKeePass is the Limits of KeePass. KeePass itself counts only with six digits and
// SHA1; KeePassXC, which reads the same file, does not count at all and leaves such an
// entry alone.
func limitsKeePass(a account.Account) (whole bool, why string) {
	keeps := supports{types: counting, tags: true, note: true, key: func(k otp.Key) string {
		if k.Type == otp.HOTP && (k.Digits != 6 || k.Algorithm != otp.SHA1) {
			return words.T("KeePass has counter-based codes only with six digits and SHA1")
		}
		return ""
	}, also: notPlain}
	whole, why = keeps.limits(a)
	switch {
	case why != "":
		return whole, why
	case a.Key.Type == otp.HOTP:
		return false, words.T("KeePass makes its codes, KeePassXC does not")
	case slices.ContainsFunc(a.Tags, func(tag string) bool { return strings.ContainsAny(tag, ",;") }):
		return false, words.T("a tag with a comma or semicolon becomes several")
	}
	return false, ""
}

// keePassText returns the XML of a database: one group with all entries.
func keePassText(accounts []account.Account, stream cipher.Stream) []byte {
	w := &keePassWriter{stream: stream}
	w.WriteString(xml.Header)
	w.open("KeePassFile")
	w.open("Meta")
	w.text("Generator", "Watchword")
	w.text("DatabaseName", "Watchword")
	w.close("Meta")
	w.open("Root")
	w.open("Group")
	w.text("UUID", newUUID())
	w.text("Name", "Watchword")
	for _, a := range accounts {
		w.entry(a)
	}
	w.close("Group")
	w.close("Root")
	w.close("KeePassFile")
	return w.Bytes()
}

func newUUID() string { return base64.StdEncoding.EncodeToString(random(16)) }

// A keePassWriter writes XML; protected values take their bytes from the stream in turn.
type keePassWriter struct {
	bytes.Buffer
	stream cipher.Stream
}

func (w *keePassWriter) open(name string)  { w.WriteString("<" + name + ">") }
func (w *keePassWriter) close(name string) { w.WriteString("</" + name + ">") }

func (w *keePassWriter) text(name, text string) {
	w.open(name)
	xml.EscapeText(w, []byte(text)) // a buffer takes everything; it makes of the text what plainText does
	w.close(name)
}

func (w *keePassWriter) entry(a account.Account) {
	w.open("Entry")
	w.text("UUID", newUUID())
	w.text("Tags", strings.Join(a.Tags, ";"))
	w.field("Title", a.Issuer)
	w.field("UserName", a.Name)
	w.secret("Password", "")
	w.field("URL", "")
	w.field("Notes", a.Note)
	w.key(a)
	w.close("Entry")
}

// key writes the key as a link for KeePassXC and most others, and in the members of
// KeePass itself, which reads no links.
func (w *keePassWriter) key(a account.Account) {
	k := a.Key
	if k.Type == otp.HOTP {
		w.secret(fieldCounter+"Secret-Base32", account.FormatKey(k.Secret))
		w.field(fieldCounter+"Counter", strconv.FormatUint(a.Counter, 10))
		return
	}
	w.secret(fieldOTP, keePassURI(a))
	if k.Type == otp.TOTP && k.Digits >= 6 && k.Digits <= 8 {
		w.secret(fieldTime+"Secret-Base32", account.FormatKey(k.Secret))
		w.field(fieldTime+"Length", strconv.Itoa(k.Digits))
		w.field(fieldTime+"Period", strconv.Itoa(k.Period))
		w.field(fieldTime+"Algorithm", "HMAC-SHA-"+strings.TrimPrefix(string(k.Algorithm), "SHA"))
	}
}

// keePassURI is a link as KeePassXC reads it: Steam by its encoder, under the host totp.
func keePassURI(a account.Account) string {
	return strings.Replace(a.URI(), "otpauth://steam/", "otpauth://totp/", 1)
}

func (w *keePassWriter) field(key, value string) {
	w.open("String")
	w.text("Key", key)
	w.text("Value", value)
	w.close("String")
}

func (w *keePassWriter) secret(key, value string) {
	hidden := []byte(value)
	w.stream.XORKeyStream(hidden, hidden)
	w.open("String")
	w.text("Key", key)
	w.WriteString(`<Value Protected="True">` + base64.StdEncoding.EncodeToString(hidden) + "</Value>")
	w.close("String")
}
