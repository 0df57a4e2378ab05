package transfer

import (
	"bytes"
	"context"
	"slices"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/transfer/internal/sqlite"
)

// codesOnly are the formats whose files hold codes and nothing else that anybody could miss.
// A file of any other format is never offered for deletion: it is up to its owner what the
// rest of it is worth. The readers of those that may hold more say so file by file, with
// [Result.keep].
var codesOnly = []string{
	"otpauth", "google-authenticator", "qr", "html",
	"aegis", "2fas", "andotp", "authenticator-extension", "authy", "battlenet", "ente", "freeotp", "freeotp-plus", "freeotp2",
	"lastpass", "otpclient", "proton-authenticator", "raivo", "raivo-zip", "stratum", "2fauth", "winauth", "winauth-zip",
	"bitwarden", "bitwarden-csv", "keepass-xml", "keepassxc-csv", "cxf", // which we write too
	"cotp", "totp-cli", "authme", "authy-script", "extract-otp-secrets", "extract-otp-secrets-csv",
	"google-authenticator-exporter", "nextcloud-otp-manager",
}

// linksOnly are the formats whose readers go through every link of a file already.
var linksOnly = []string{"otpauth", "google-authenticator", "winauth", "text"}

// Reasons to keep a file, as they stand behind "was not deleted: ".
var (
	keepsPasswords = words.Mark("it holds passwords too")
	keepsItems     = words.Mark("it holds entries without codes too")
	keepsComments  = words.Mark("it holds other text too")
	keepsFields    = words.Mark("it holds other fields too")
	keepsSteam     = words.Mark("it holds the revocation code of the Steam account")
	keepsMembers   = words.Mark("it is an archive with other files in it")
	keepsDatabase  = words.Mark("it is the database of a program")
	keepsLinks     = words.Mark("it holds links that were passed over")
	keepsExtras    = words.Mark("its links hold other data too")
	keepsLong      = words.Mark("it holds pictures or texts that are too long to read")
	keepsMore      = words.Mark("a file of this program can hold more than its codes")
)

// keep notes why the file must stay, by a text of the catalog; the first reason is told.
func (r *Result) keep(why string) {
	if r.Keep == "" {
		r.Keep = words.T(why)
	}
}

// keepExtras notes what a link holds beside the account that was read from it. WinAuth puts the
// whole file of a Steam account there.
func (r *Result) keepExtras(link string, a account.Account) {
	extras := account.URIExtras(link, a)
	if len(extras) == 0 {
		return
	}
	if data, err := parseJSON([]byte(extras["data"])); err == nil && data.get("revocation_code").text() != "" {
		r.keep(keepsSteam)
	}
	r.keep(keepsExtras) // the first reason is told
}

// keepUnread notes what every reader would have to: entries that were not read, and what
// files of this format, or this archive, hold beside codes.
func (r *Result) keepUnread(f Format, data []byte) {
	if n := len(r.Failures); n > 0 {
		r.keep(words.N(n, "one of its entries could not be read", "%d of its entries could not be read"))
	}
	if len(r.Accounts) == 0 {
		r.keep(words.Mark("no account was found in it"))
	}
	if sqlite.Is(data) {
		r.keep(keepsDatabase)
	}
	if isZip(data) {
		if a, err := openZip(data); err != nil || a.files() > 1 {
			r.keep(keepsMembers)
		}
	}
	if !r.Encrypted && !f.picture && !slices.Contains(linksOnly, f.ID) && linksSeen(data) > len(r.Accounts) {
		r.keep(keepsLinks)
	}
	if f.step == stepJSON {
		if _, cut := lightened(data); cut {
			r.keep(keepsLong)
		}
	}
	if !slices.Contains(codesOnly, f.ID) {
		r.keep(keepsMore)
	}
}

// linksSeen counts what looks like a link in the bytes of a file, whatever its reader made of
// them: a link in a note, or in a field of another name, would go unseen with the file.
func linksSeen(data []byte) (n int) {
	for i := 0; ; i++ {
		colon := bytes.IndexByte(data[i:], ':')
		if colon < 0 {
			return n + bytes.Count(data, []byte("otpauth%3")) + bytes.Count(data, []byte("migration%3"))
		}
		i += colon
		before := data[max(0, i-len("otpauth-migration")):i]
		before = before[bytes.LastIndexByte(before, ':')+1:] // a short label's colon is no second link
		if account.MayHoldLinks(string(before) + ":") {
			n++
		}
	}
}

// addPassedOver makes a failure, with its line, of each link in a text whose key is not among
// the accounts: it stands where its program keeps none. In other files it is a reason to keep the
// file; KeePass has the history of an entry and its trash in the same text.
func (r *Result) addPassedOver(ctx context.Context, f Format, data []byte) error {
	if r.Encrypted || f.picture || slices.Contains(linksOnly, f.ID) {
		return nil
	}
	named := (f.step == stepMarkup || f.step == stepJSON || f.step == stepTable) && f.ID != "keepass-xml"
	var keys map[string]bool
	unknown := func(a account.Account) bool { return !keys[string(a.Key.Secret)] }
	for piece := range generalLinks(data) {
		if keys == nil {
			keys = map[string]bool{}
			for _, a := range r.Accounts {
				keys[string(a.Key.Secret)] = true
			}
		}
		if err := ctx.Err(); err != nil || r.full() != nil {
			return err
		}
		var a account.Account
		var err error
		if isMigration(piece.Link) {
			m, wrong := account.ParseMigration(piece.Link)
			if wrong == nil && len(m.Failures) == 0 && !slices.ContainsFunc(m.Accounts, unknown) {
				continue
			}
		} else if a, err = account.ParseURILine(piece.Link); err != nil || !unknown(a) {
			continue
		}
		r.keep(keepsLinks)
		switch {
		case !named:
			return nil
		case r.told[piece.Line]:
			continue // why the line is not read is said
		}
		r.add(len(r.Accounts)+len(r.Failures)+1, a, atLine(piece.Line, reason{words.Error("this link is in a place that is not read")}))
	}
	return nil
}
