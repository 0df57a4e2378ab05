package transfer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// A loginTable says what the columns of a password manager's table of logins are called. Names
// are in small letters; of several the first one counts that is there and not empty.
type loginTable struct {
	code, issuer, name, note []string
	tag                      []string              // each of these columns holds one tag
	tags                     []string              // several, separated by commas or semicolons
	pinned                   []string              // "1" or "true"
	text                     func(s string) string // undoes what the program does to its texts; nil: nothing
	also                     func(t table, row []string, a *account.Account)
}

var errNoCodeColumn = words.Error("This table was exported without its one-time codes. Export again with a newer version of the program, or in its other format.")

// passwordColumns are how tables call what a file must be kept for.
var passwordColumns = []string{"password", "pwd", "login_password", "currentpassword", "secretdata"}

func (l loginTable) read(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	t, err := readCSV(ctx, data)
	if err != nil {
		return r, err
	}
	if !slices.ContainsFunc(l.code, func(name string) bool { _, ok := t.columns[name]; return ok }) {
		return r, errNoCodeColumn
	}
	err = r.eachRow(ctx, t, "", func(i int, row []string) error {
		code := t.cell(row, l.code...)
		if strings.TrimSpace(code) == "" {
			r.keep(keepsItems)
			return nil
		}
		if t.cell(row, passwordColumns...) != "" {
			r.keep(keepsPasswords)
		}
		a, err := l.account(&r, t, row, code)
		r.add(i+1, a, err)
		return nil
	})
	return r, err
}

func (l loginTable) account(r *Result, t table, row []string, code string) (account.Account, error) {
	text := l.text
	if text == nil {
		text = func(s string) string { return s }
	}
	a, err := r.namedCode(code, text(t.cell(row, l.issuer...)), text(t.cell(row, l.name...)))
	err = cmp.Or(err, checkCell(code))
	a.Note = text(t.cell(row, l.note...))
	for _, column := range l.tag {
		a.Tags = append(a.Tags, text(t.cell(row, column)))
	}
	a.Tags = append(a.Tags, splitTags(t.cell(row, l.tags...))...)
	a.Pinned = textNode(t.cell(row, l.pinned...)).truth()
	if l.also != nil {
		l.also(t, row, &a)
	}
	return a, err
}

// namedCode is [Result.secretOrLink] that gives names to what could not be read, too, and the user's
// name where a link says the service twice.
func (r *Result) namedCode(text, issuer, name string) (account.Account, error) {
	a, err := r.secretOrLink(text, issuer, name)
	switch {
	case err != nil && a.Issuer == "" && a.Name == "":
		a.Issuer, a.Name = issuer, name
	case err == nil && name != "" && len(a.Name) == len(a.Issuer) && strings.EqualFold(a.Name, a.Issuer):
		a.Name = name
	}
	return a, err
}

// hasColumns reports whether a table's header has all of these columns, in small letters.
func hasColumns(data []byte, names ...string) bool {
	header := csvHeader(data)
	for _, name := range names {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return len(header) > 0
}
