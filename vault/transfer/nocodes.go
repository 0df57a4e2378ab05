package transfer

import (
	"context"
	"slices"

	"watchword/assets/words"
)

// withoutCodes are tables of programs that put no codes into them. They are named, so that nobody
// looks for the fault in the file.
func withoutCodes() Format {
	return Format{
		ID:     "passwords",
		Name:   words.Mark("Tables of passwords without codes (NordPass, browsers, KeePass CSV)"),
		How:    words.Mark("NordPass, Dropbox Passwords, Chrome, Edge, Firefox and KeePass (CSV) write no codes into their tables. Set the codes up again at each service, or choose KeePass's database itself."),
		Brings: words.Mark("Nothing: there is no code in them."),
		Leaves: words.Mark("Everything."),
		step:   stepTable,
		Detect: func(data []byte) bool { return codelessProgram(data) != nil && !holdsLinks(data) },
		Read: func(_ context.Context, data []byte, _ Env) (Result, error) {
			p := codelessProgram(data)
			if p == nil {
				return Result{}, ErrUnknown
			}
			return Result{}, words.Error("This is a table of %s, and it has no one-time codes in it. %s", words.T(p.name), words.T(p.advice))
		},
	}
}

// A codeless program, by the columns of its table.
type codeless struct {
	name, advice string
	columns      []string // all of them must be there
	only         bool     // and no others but optional ones
	optional     []string
}

var codelessPrograms = []codeless{
	{name: "NordPass", advice: words.Mark("NordPass does not export its codes. Set them up again at each service: turn two-factor login off and on there."), columns: []string{"name", "url", "additional_urls", "username", "password", "type"}},
	{name: "Firefox", advice: words.Mark("Firefox keeps no codes. Export from your authenticator instead."), columns: []string{"url", "username", "password", "httprealm", "formactionorigin"}},
	{name: words.Mark("Chrome, Edge or another browser"), advice: words.Mark("Browsers keep no codes. Export from your authenticator instead."),
		columns: []string{"name", "url", "username", "password"}, only: true, optional: []string{"note"}},
	{name: "Dropbox Passwords", advice: words.Mark("Dropbox does not export its codes. Set them up again at each service: turn two-factor login off and on there."), columns: []string{"name", "url", "username", "password", "notes"}, only: true},
	{name: "KeePass", advice: words.Mark("Choose the database itself (.kdbx), or in KeePass: File, Export, KeePass XML (2.x)."),
		columns: []string{"account", "login name", "password", "web site", "comments"}},
	{name: "KeePass", advice: words.Mark("Choose the database itself (.kdbx), or in KeePass: File, Export, KeePass XML (2.x)."),
		columns: []string{"title", "user name", "password", "url", "notes"}, only: true, optional: []string{"group"}},
	{name: words.Mark("KeePass or KeePassXC"), advice: words.Mark("Choose the database itself (.kdbx)."),
		columns: []string{"group", "title", "username", "password", "url", "notes"}, only: true, optional: []string{"icon", "last modified", "created"}},
	{name: "Safari", advice: words.Mark("Export again on a newer Mac: Passwords, File, Export All Passwords to File."),
		columns: []string{"title", "url", "username", "password"}, only: true, optional: []string{"notes"}},
}

// codelessProgram returns whose table it is, or nil.
func codelessProgram(data []byte) *codeless {
	header := csvHeader(data)
	for i, p := range codelessPrograms {
		if len(header) == 0 || p.only && len(header) > len(p.columns)+len(p.optional) {
			continue
		}
		missing := slices.ContainsFunc(p.columns, func(c string) bool { return !slices.Contains(header, c) })
		foreign := p.only && slices.ContainsFunc(header, func(c string) bool {
			return c != "" && !slices.Contains(p.columns, c) && !slices.Contains(p.optional, c)
		})
		if !missing && !foreign {
			return &codelessPrograms[i]
		}
	}
	return nil
}
