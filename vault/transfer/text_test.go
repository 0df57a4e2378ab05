package transfer

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Texts in other character sets are read as they were written; what is no text stays as it is.
func TestCharacterSets(t *testing.T) {
	const text = "otpauth://totp/Müller:jörg?secret=JBSWY3DPEHPK3PXP\n"
	for _, row := range []struct {
		why, text string
		set       encoding.Encoding
		want      string
	}{
		{"PowerShell", text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16"},
		{"the other order", text, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "UTF-16"},
		{"without a mark", text, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16"},
		{"the other order without a mark", text, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "UTF-16"},
		{"UTF-32", text, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "UTF-32"},
		{"Excel in the West", text, charmap.Windows1252, "Windows-1252"},
		{"four accented letters", "otpauth://totp/àéèç:a?secret=JBSWY3DPEHPK3PXP&issuer=é", charmap.Windows1252, "Windows-1252"},
		{"Excel in China", "otpauth://totp/网易:张三?secret=JBSWY3DPEHPK3PXP\n", simplifiedchinese.GBK, "GBK"},
	} {
		data, err := row.set.NewEncoder().Bytes([]byte(row.text))
		if err != nil {
			t.Fatal(err)
		}
		if got, set := asText(data); string(got) != row.text || set != row.want {
			t.Errorf("%s: %q as %s", row.why, got, set)
		}
		if r, err := Read(t.Context(), data, Env{}); err != nil || len(r.Accounts) != 1 || r.Charset != row.want {
			t.Errorf("%s: %d accounts as %s, %v", row.why, len(r.Accounts), r.Charset, err)
		}
		// As a heading makes it, which is found step by step.
		if data, err = row.set.NewEncoder().Bytes([]byte("My codes\n" + row.text)); err != nil {
			t.Fatal(err)
		}
		if r, err := detectAndRead(t, data); err != nil || len(r.Accounts) != 1 || r.Charset != row.want {
			t.Errorf("%s, below a heading: %d accounts as %s, %v", row.why, len(r.Accounts), r.Charset, err)
		}
	}
	for why, data := range map[string][]byte{
		"UTF-8": []byte(text), "a ciphertext": bytes.Repeat([]byte{0xC3, 'a', 0xFF, 'b'}, 20), "control characters": []byte("abcdefghij\xff\x01"), "nothing": nil,
	} {
		if got, set := asText(data); !bytes.Equal(got, data) || set != "" {
			t.Errorf("%s: as %s", why, set)
		}
	}
}

// detectAndRead is [Read] in two steps, as the process that reads files does it.
func detectAndRead(t *testing.T, data []byte) (Result, error) {
	f, ok := Detect(data)
	if !ok {
		return Result{}, ErrUnknown
	}
	return ReadAs(t.Context(), f, data, Env{})
}

// Tables are read as people have them, and a row is never read with its cells shifted.
func TestTables(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	link := "otpauth://totp/Acme%2C%20Inc.:me?secret=" + other
	type row struct {
		why, text string
		names     []string
		failures  []string
	}
	rows := []row{
		{"commas", "Title,Username,OTPAuth\nA,me," + key + "\n", []string{"A me"}, nil},
		{"semicolons, with commas in a name", "Title;Username;OTPAuth\nA, B;me;" + key + "\n", []string{"A, B me"}, nil},
		{"tabs", "Title\tUsername\tOTPAuth\nA\tme\t" + key + "\n", []string{"A me"}, nil},
		{"Excel's first line", "sep=;\r\nTitle;Username;OTPAuth\r\nA;me;" + key + "\r\n", []string{"A me"}, nil},
		{"blank lines before the header", "\n \r\n\nTitle,Username,OTPAuth\nA,me," + key + "\n", []string{"A me"}, nil},
		{"CR alone", "Title,Username,OTPAuth\rA,me," + key + "\rB,me," + key + "\r", []string{"A me", "B me"}, nil},
		{"a note of two lines", "Title,Username,Notes,OTPAuth\nA,me,\"x\ny\"," + key + "\nB,me,," + key + "\n", []string{"A me", "B me"}, nil},
		{"a quotation mark that nothing closes", "Title,Username,Notes,OTPAuth\nA,me,\"x," + key + "\nB,me,," + key + "\n", []string{"B me"}, []string{"line 2: it has 3 cells, and the table has 4 columns; put quotation marks around cells with commas"}},
		{"a file that is cut within a link", "Title,Username,OTPAuth\nA,me," + key + "\nB,me,\"otpauth://totp/B?secret=" + key[:12], []string{"A me"}, []string{"line 3: the file ends in the middle of it"}},
		{"cut below notes of two lines", "Title,Username,Notes,OTPAuth\nA,me,\"x\ny\"," + key + "\nB,me,\"x", []string{"A me"}, []string{"line 4: the file ends in the middle of it"}},
		{"an inch in the last line", "Title,Username,OTPAuth\n5\" screen,me," + key, []string{`5" screen me`}, nil},
		{"an inch", "Title,Username,OTPAuth\n5\" screen,me," + key + "\nB,me," + key + "\n", []string{`5" screen me`, "B me"}, nil},
		{"empty cells too many", "Title,Username,OTPAuth\nA,me," + key + ",,\n", []string{"A me"}, nil},
		{"a comma that nobody quoted", "Title,Username,OTPAuth\n\nAcme, Inc.,me," + key + "\nB,me," + key + "\n", []string{"B me"}, []string{"line 3: it has 4 cells, and the table has 3 columns; put quotation marks around cells with commas"}},
		{"the same beside a link", "Title,Username,OTPAuth\nAcme, Inc.,me," + link + "\n", []string{"Acme, Inc. me"}, nil},
	}
	for _, header := range codeTables { // a comma in the cell before the key: what stood there is no key
		cells := strings.Split(header, ",")
		code := slices.IndexFunc(cells, func(name string) bool { return name == strings.ToUpper(name) })
		shifted := make([]string, len(cells)+1)
		shifted[0], shifted[code], shifted[code+1] = "A", other, key
		whole := make([]string, len(cells))
		whole[code] = key
		rows = append(rows, row{header, header + "\n" + strings.Join(shifted, ",") + "\n" + strings.Join(whole, ",") + "\n", []string{""}, []string{
			fmt.Sprintf("line 2: it has %d cells, and the table has %d columns; put quotation marks around cells with commas", len(shifted), len(cells)),
		}})
	}
	for _, row := range rows {
		r, err := Read(t.Context(), []byte(row.text), Env{})
		var names, failures []string
		for _, a := range r.Accounts {
			names = append(names, strings.TrimSpace(fmt.Sprint(a.Issuer, " ", a.Name)))
		}
		for _, f := range r.Failures {
			failures = append(failures, f.Reason)
		}
		if err != nil || !slices.Equal(names, row.names) || !slices.Equal(failures, row.failures) {
			t.Errorf("%s: %q, %q, %v", row.why, names, failures, err)
		}
	}
}

// codeTables are the first lines of tables whose column for codes stands in capitals.
var codeTables = []string{
	"url,username,password,TOTP,extra,name,grouping,fav",
	"type,name,url,email,username,password,note,TOTP,createTime,modifyTime,vault",
	"username,title,password,note,url,category,OTPURL",
	"Password Name,Description,Secretdata,LOGIN_TOTP,Notes,Folder Name",
	"Display_Name,Login_Username,Login_Password,LOGIN_TOTP,Notes,Favorite",
	"ServiceName,ServiceUrl,Username,CurrentPassword,TWOFACTORSECRET,Notes",
	"Secret Name,Username,Password,TOTP KEY,Notes",
	"Nickname,Url,Username,Password,TWOFASECRET,AdditionalInfo",
	"Name,Url,SECRET,Issuer,Type,Counter",
	"name,tags,username,password,TOTP,site",
	"folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,LOGIN_TOTP",
	"Title,Username,Password,OTPAUTH,Notes",
	"Group,Title,Username,Password,Url,Notes,TOTP,Icon,Last Modified,Created",
}
