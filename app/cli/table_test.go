package cli

import (
	"bytes"
	"strings"
	"testing"
)

func TestTableFitsTheTerminal(t *testing.T) {
	long := strings.Repeat("long ", 60)
	rows := [][]string{
		{"Amazon", "me@example.org", "totp", "#private"},
		{"Bank", "", "totp"},
		{long, "somebody", "hotp, 8 digits"},
		{"ゆうちょ銀行", "ä", "totp"}, // six characters of two columns; a letter and its mark
	}
	for _, row := range []struct {
		name string
		rows [][]string
		wide int
		want string
	}{
		{"a pipe cuts nothing", rows[1:3], 0, "Bank" + strings.Repeat(" ", 298) + "          totp\n" + long + "  somebody  hotp, 8 digits\n"},
		{"what fits stays", rows[:2], 80, "Amazon  me@example.org  totp  #private\nBank                    totp\n"},
		{"the widest column is cut", rows, 60, "" +
			"Amazon              me@example.org  totp            #private\n" +
			"Bank                                totp\n" +
			"long long long lo…  somebody        hotp, 8 digits\n" +
			"ゆうちょ銀行        ä               totp\n"},
		{"no column is cut to nothing", rows[:1], 10, "Amazon  me@exam…  totp  #private\n"},
	} {
		var out bytes.Buffer
		if err := writeTable(&out, row.rows, row.wide); err != nil || out.String() != row.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", row.name, err, out.String(), row.want)
		}
	}
}
