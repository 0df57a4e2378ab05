package transfer

import (
	"bytes"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// What scripts that many people use make of others' exports.

// authyScript is what the script for Authy's former desktop program writes.
func authyScript() Format {
	return Format{
		ID:     "authy-script",
		Name:   words.Mark("Authy (desktop script)"),
		How:    words.Mark("The JSON that the well-known script wrote in the console of Authy's former desktop program: name, secret and uri."),
		Brings: words.Mark("TOTP, Authy's own of seven digits too."),
		Leaves: words.Mark("Logos."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peekItem(data)
			return m["uri"] == '"' && m["secret"] == '"' && m["name"] == '"'
		},
		Read: readAuthyScript,
	}
}

func readAuthyScript(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	err = r.each(ctx, n.list(), func(item node) (account.Account, error) {
		issuer, name := splitAuthyName(item.get("name").text())
		a, err := r.parseLink(item.get("uri").text())
		if err != nil {
			a.Issuer, a.Name = issuer, name
		}
		if a.Issuer == "" { // the script writes one name for both
			a.Issuer, a.Name = issuer, name
		}
		return a, err
	})
	return r, err
}

// splitAuthyName reads “issuer: name”, which a name alone is too.
func splitAuthyName(text string) (issuer, name string) {
	issuer, name, _ = strings.Cut(text, ":")
	return strings.TrimSpace(issuer), strings.TrimSpace(name)
}

var extractHow = words.Mark("Run extract_otp_secrets on the QR codes of Google Authenticator with --json or --csv; its files for KeePass (--keepass) are read, too.")

// extractOTP is the JSON of extract_otp_secrets.
func extractOTP() Format {
	return Format{
		ID:     "extract-otp-secrets",
		Name:   "extract_otp_secrets",
		How:    extractHow,
		Brings: words.Mark("TOTP and HOTP."),
		Leaves: words.Mark("What the script leaves out: digits and hashes other than the usual."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peekItem(data)
			return m["url"] == '"' && m["secret"] == '"' && m["type"] == '"' && m["counter"] != 0
		},
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) {
			var r Result
			n, err := parseJSON(data)
			if err != nil {
				return r, err
			}
			err = r.each(ctx, n.list(), func(item node) (account.Account, error) {
				return r.linkOrEntry(item.get("url").text(), item.get("issuer").text(), item.get("name").text(), entry{
					Type: item.get("type").text(), Secret: item.get("secret").text(), Counter: item.get("counter"),
				})
			})
			return r, err
		},
	}
}

// linkOrEntry reads the link of an item, and where it has none, its other members.
func (r *Result) linkOrEntry(link, issuer, name string, e entry) (account.Account, error) {
	if account.IsLink(link) {
		return r.namedCode(link, issuer, name)
	}
	return e.account(issuer, name)
}

// extractOTPCSV is the table of extract_otp_secrets, and those that it writes for KeePass.
func extractOTPCSV() Format {
	return Format{
		ID:     "extract-otp-secrets-csv",
		Name:   words.Mark("extract_otp_secrets (CSV)"),
		How:    extractHow,
		Brings: words.Mark("TOTP and HOTP."),
		Leaves: words.Mark("What the script leaves out: digits and hashes other than the usual."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			return hasColumns(data, "name", "secret", "issuer", "type", "counter", "url") || isExtractKeePass(data)
		},
		Read: readExtractOTPCSV,
	}
}

func isExtractKeePass(data []byte) bool {
	return hasColumns(data, "title", "user name", "timeotp-secret-base32") || hasColumns(data, "title", "user name", "hmacotp-secret-base32")
}

func readExtractOTPCSV(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	t, err := readCSV(ctx, data)
	if err != nil {
		return r, err
	}
	err = r.eachRow(ctx, t, "", func(i int, row []string) error {
		secret := t.cell(row, "secret", "timeotp-secret-base32")
		e := entry{Type: t.cell(row, "type"), Secret: secret, Counter: textNode(t.cell(row, "counter", "hmacotp-counter"))}
		if counted := t.cell(row, "hmacotp-secret-base32"); secret == "" && counted != "" {
			e.Type, e.Secret = string(otp.HOTP), counted
		}
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			return nil
		}
		a, err := r.linkOrEntry(t.cell(row, "url"), t.cell(row, "issuer", "title"), t.cell(row, "name", "user name"), e)
		r.add(i+1, a, err)
		return nil
	})
	return r, err
}

// googleExporter is the JSON of google-authenticator-exporter.
func googleExporter() Format {
	return Format{
		ID:     "google-authenticator-exporter",
		Name:   "google-authenticator-exporter",
		How:    words.Mark("Run google-authenticator-exporter on the link in a QR code of Google Authenticator, and save its JSON."),
		Brings: words.Mark("TOTP and HOTP."),
		Leaves: words.Mark("Nothing."),
		step:   stepJSON,
		Detect: func(data []byte) bool { return peekItem(data)["totpSecret"] == '"' },
		Read:   readGoogleExporter,
	}
}

func readGoogleExporter(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	err = r.each(ctx, n.list(), func(item node) (account.Account, error) {
		e := entry{
			Type: strings.TrimPrefix(item.get("type").text(), "OTP_"), Secret: item.get("totpSecret").text(),
			Algorithm: strings.TrimPrefix(item.get("algorithm").text(), "ALGO_"), Counter: item.get("counter"),
		}
		// The first versions did not know what the numbers mean.
		switch digits := item.get("digits").text(); digits {
		case "", "0", "1", "SIX":
		case "2", "EIGHT":
			e.Digits = textNode("8")
		default:
			e.Digits = item.get("digits")
		}
		if e.Algorithm == "INVALID" {
			e.Algorithm = ""
		}
		issuer := item.get("issuer").text()
		return e.account(issuer, withoutPrefix(item.get("name").text(), issuer))
	})
	return r, err
}

// otpManager is the export of OTP Manager for Nextcloud.
func otpManager() Format {
	return Format{
		ID:     "nextcloud-otp-manager",
		Name:   words.Mark("OTP Manager (Nextcloud)"),
		How:    words.Mark("In OTP Manager: menu, Export; choose JSON that is not encrypted."),
		Brings: words.Mark("TOTP and HOTP."),
		Leaves: words.Mark("Icons. Exports that OTP Manager encrypts."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			if m["iv"] == '"' && m["accounts"] == '"' {
				return true // encrypted
			}
			return m["accounts"] == '[' && len(m) <= 4 && bytes.Contains(data, []byte(`"secret"`)) && bytes.Contains(data, []byte(`"algorithm"`)) && !bytes.Contains(data, []byte(`"issuerName"`)) &&
				m["folders"] == 0 && m["exporterRpId"] == 0 && m["localDeviceId"] == 0 && m["deviceId"] == 0 && m["services"] == 0
		},
		Read: readOTPManager,
	}
}

var errOTPManagerEncrypted = reason{words.Error("This export is encrypted by OTP Manager. Export it there again without a password.")}

func readOTPManager(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	if !n.get("iv").missing() {
		return Result{Encrypted: true}, errOTPManagerEncrypted
	}
	err = r.each(ctx, n.get("accounts").list(), func(item node) (account.Account, error) {
		e := entry{
			Type: item.get("type").text(), Secret: item.get("secret").text(), Algorithm: numbered(item.get("algorithm"), "SHA1", "SHA256", "SHA512"),
			Digits: item.get("digits"), Period: item.get("period"), Counter: item.get("counter"),
		}
		return e.account(item.get("issuer").text(), item.get("name").text())
	})
	return r, err
}
