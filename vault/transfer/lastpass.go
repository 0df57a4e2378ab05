package transfer

import (
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// lastPass is the export of LastPass Authenticator, in the clear.
func lastPass() Format {
	return Format{
		ID:     "lastpass",
		Name:   "LastPass Authenticator",
		How:    words.Mark("In LastPass Authenticator: Settings, Transfer accounts, Export accounts to file."),
		Brings: words.Mark("TOTP; folders as tags, favourites."),
		Leaves: words.Mark("Approvals by a tap, which are no codes."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["accounts"] == '[' && m["services"] == 0 && (m["folders"] == '[' || m["localDeviceId"] != 0 || m["deviceId"] != 0)
		},
		Read: readLastPass,
	}
}

func readLastPass(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	// Folder 0 holds what is in no folder.
	folders := map[string]string{}
	for _, folder := range n.get("folders").list() {
		if id := folder.get("id").text(); id != "0" {
			folders[id] = strings.TrimSpace(folder.get("name").text())
		}
	}
	err = r.each(ctx, n.get("accounts").list(), func(item node) (account.Account, error) {
		issuer, name := item.get("issuerName").text(), item.get("userName").text()
		if issuer == "" {
			issuer = item.get("originalIssuerName").text()
		}
		if name == "" {
			name = item.get("originalUserName").text()
		}
		a, err := entry{
			Secret: item.get("secret").text(), Algorithm: item.get("algorithm").text(),
			Digits: item.get("digits"), Period: item.get("timeStep"),
		}.account(issuer, name)
		a.Pinned = item.get("isFavorite").truth()
		a.Tags = []string{folders[item.at("folderData", "folderId").text()]}
		return a, err
	})
	return r, err
}
