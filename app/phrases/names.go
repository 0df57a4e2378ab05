package phrases

import (
	"regexp"

	"watchword/vault/account"
)

// bracketed is an issuer that names a workspace or company behind it: "Slack (Contoso)".
var bracketed = regexp.MustCompile(`^(.*\S) \(([^()]+)\)$`)

// Names returns the two lines of an account: the service, and who one is there.
func Names(a account.Account) (title, detail string) {
	title, detail = account.Visible(a.Title()), account.Visible(a.Name)
	if a.Issuer == "" {
		return title, "" // the name is the title already
	}
	if m := bracketed.FindStringSubmatch(title); m != nil {
		title = m[1]
		if detail == "" {
			return title, m[2]
		}
		detail = m[2] + " · " + detail
	}
	return title, detail
}
