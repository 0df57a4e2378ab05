package transfer

import (
	"slices"
	"testing"
)

// Tables that people made for themselves, and those of programs that nobody knows.
func TestOwnTables(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	const link = "otpauth://totp/A:a?secret=" + key + "&digits=8"
	for _, row := range []struct {
		why, text string
		want      []string // as [summary] says it; nil: nothing is read
	}{
		{"a column named like a one-time password, with links and keys", "!type,title,username,password,OTP\ngroup,,,,\nentry,A,a,pw," + link + "\nentry,B,b,pw," + other + "\n",
			[]string{"A/a " + key, "B/b " + other}},
		{"keys alone", "title,username,One-time code\nA,a," + key + "\n", []string{"A/a " + key}},
		{"a longer name for the column", "title,username,2FA Secret Key\nA,a," + key + "\n", []string{"A/a " + key}},
		{"names and secrets", "name,secret\nA," + key + "\nB," + other + "\n", []string{"A/ " + key, "B/ " + other}},
		{"tabs", "Service\tLogin\tSecret key\nA\ta\tJBSW Y3DP EHPK 3PXP\nB\tb\t" + other + "\n", []string{"A/a " + key, "B/b " + other}},
		{"no header", "A,a," + key + "\n\"B, the\",b," + other + "\n", []string{"A/a " + key, "B, the/b " + other}},
		{"lines", "A:  " + key + "\nB:gezdgnbvgy3tqojqgezdgnbvgy3tqojq\n\nC: GEZD GNBV GY3T QOJQ\n", []string{"A/ " + key, "B/ " + other, "C/ GEZDGNBVGY3TQOJQ"}},
		{"a table that a program printed", "STATUS   | ACCOUNT | TOTP SECRET\n-----------------\n[ OK ]   | A:a     | " + key + "\n[ FAIL ] | B       | \n", []string{"A/a " + key}},
		{"Markdown", "My codes\n\n| Site | User | TOTP |\n|---|---|:-:|\n| A | a | " + key + " |\n| B | b | " + other + " |\n", []string{"A/a " + key, "B/b " + other}},
		{"settings", "service,user,totp,digits,period,algorithm\nA,a," + key + ",8,60,SHA256\nB,b," + other + ",six,,\n",
			[]string{"B/b: line 3: the number of digits is not between 4 and 10", "A/a " + key}},
		{"a setting that nobody knows", "service,user,totp,otp encoding\nA,a," + key + ",1\n", []string{"A/a: line 2: a setting beside its key is not known"}},
		{"a key and words", "service,user,totp\nA,a," + key + "\nB,b,see phone\nC,c,\nD,d,1.23E+15\n", []string{
			"B/b: line 3: it does not look like a key",
			"D/d: line 5: a spreadsheet has turned it into a rounded number, and the rest of the key is lost: export again, and import the file without opening and saving it in a spreadsheet",
			"A/a " + key}},
		{"what else a column may say", "service,user,totp,2FA enabled\nA,a," + key + ",yes\n", []string{"A/a " + key}},
		{"Excel's line", "sep=;\nname;user;totp\nA;a;" + key + "\nB;b;see phone\n", []string{"B/b: line 4: it does not look like a key", "A/a " + key}},
		{"counted", "service,user,hotp,counter\nA,a," + key + ",5\nB,b," + other + ",\n", []string{"B/b: line 3: it is counter-based, and its counter is not in the file", "A/a " + key}},

		{"no name for the column", "a,b\nx,see " + key + "\n", nil},
		{"the key of an interface", "client,secret\nA," + key + "\n", nil},
		{"words of 16 letters", "first: correcthorsebatt\nsecond: incomprehensible\n", nil},
		{"two columns of keys", "A," + key + "," + other + "\n", nil},
		{"some lines without", "A: " + key + "\nhello\n", nil},
		{"a column of words", "service,user,totp\nA,a,on my phone\n", nil},
		{"a web page", "<!DOCTYPE html><html><table><tr><th>Site<th>User<th>TOTP key</tr><tr><td>A &amp; B<td>a<td><b>JBSWY3DP</b>EHPK3PXP</table>", []string{"A & B/a " + key}},
	} {
		r, err := Read(t.Context(), []byte(row.text), Env{})
		if row.want == nil {
			if err != ErrUnknown {
				t.Errorf("%s (%s): %q, %v", row.why, r.Format, summary(r), err)
			}
			continue
		}
		if got := summary(r); err != nil || !slices.Equal(got, row.want) || r.Keep == "" || r.Format != "text" && r.Format != "html" {
			t.Errorf("%s (%s): %q, %v", row.why, r.Format, got, err)
		}
	}
}
