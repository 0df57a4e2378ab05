package transfer

import (
	"fmt"
	"strings"
	"testing"

	"watchword/vault/account"
)

var _ = joins(contract{format: "text", write: writeNotes, limits: supports{}.limits})

// writeNotes makes a text such as people keep.
func writeNotes(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b strings.Builder
	b.WriteString("My codes\n\n")
	for i, a := range accounts {
		fmt.Fprintf(&b, "%d. %s\n", i+1, a.URI())
	}
	return []byte(b.String())
}

// A text that no program is known to write is read for the links in it, and never offered for
// deletion.
func TestUnknownText(t *testing.T) {
	const a, b = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP", "otpauth://totp/B:b?secret=GEZDGNBVGY3TQOJQ&issuer=B"
	for why, text := range map[string]string{
		"a heading and numbers": "My codes\n\n1. " + a + "\n2. " + b + "\n",
		"an entry of pass":      "hunter2\nuser: me\notp: " + a + "\n" + b + "\n",
		"a web page":            `<!DOCTYPE html><html><p>` + a + `</p><a href="otpauth://totp/B:b?secret=GEZDGNBVGY3TQOJQ&amp;issuer=B">B</a></html>`,
		"escaped slashes":       `{"list": [{"uri": "` + strings.ReplaceAll(a, "/", `\/`) + `"}, {"uri": "` + strings.ReplaceAll(b, "/", `\/`) + `"}]}`,
		"escaped letters":       `{"list": [{"uri": "` + strings.ReplaceAll(a, ":", `\u003a`) + `"}, {"uri": "` + strings.ReplaceAll(b, "&", `\u0026`) + `"}]}`,
		"JSON in JSON":          `{"list": "{\"uri\": \"` + a + `\"}\n{\"uri\": \"` + b + `\"}"}`,
		"a script":              `{"list": [{"uri": "` + a + `"}, {"uri": "` + b + `"}]}`,
	} {
		r, err := detectAndRead(t, []byte(text))
		if err != nil || len(r.Accounts) != 2 || len(r.Failures) != 0 || r.Accounts[1].Issuer != "B" || r.Keep == "" {
			t.Errorf("%s: %d accounts, %d failures, kept %q, %v", why, len(r.Accounts), len(r.Failures), r.Keep, err)
		}
	}
	if _, err := Read(t.Context(), []byte(`{"list": [{"uri": "`+a+`"}, {"uri": "otpauth://totp/B`), Env{}); err != ErrDamaged {
		t.Errorf("JSON that is cut: %v", err)
	}
	if _, err := Read(t.Context(), []byte("see steam://run/440 and steam://rungameid/10, steam://friends\nsteam://friends\n"), Env{}); err != ErrUnknown {
		t.Errorf("links to games: %v", err)
	}
}

// A page that breaks a link, or marks a part of it, gives the whole link or says that it may go on; never its half.
func TestBrokenLinkOnAPage(t *testing.T) {
	const begin, end, whole = "otpauth://totp/A:a?secret=MFRGGZDFMZTWQ2LK", "NNWG23TPOBYXE43U&amp;issuer=A", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U"
	for _, row := range []struct {
		between string
		whole   bool
	}{{"<br>", true}, {"<br />\n", true}, {"<wbr>", true}, {"<BR>\r\n", true}, {"</b>", true}, {"<br><br>", true}} {
		r, err := detectAndRead(t, []byte("<!DOCTYPE html><html><body>\n<p><b>"+begin+row.between+end+"</p></body></html>"))
		if err != nil || len(r.Accounts) != 1 || account.FormatKey(r.Accounts[0].Key.Secret) != whole {
			t.Errorf("%q: %d accounts, %v, %v", row.between, len(r.Accounts), r.Failures, err)
		}
	}
	r, _ := Read(t.Context(), []byte("<!DOCTYPE html><html><p>"+begin+"<span>NNWG23TPOBYXE43U</span>&amp;issuer=A</p></html>"), Env{})
	if len(r.Accounts) != 0 || len(r.Failures) != 1 {
		t.Errorf("a marked half: %d accounts, %v", len(r.Accounts), r.Failures)
	}
	r, _ = Read(t.Context(), []byte("<!DOCTYPE html><html><p>"+begin+"&amp;issuer=A<br>Next service</p></html>"), Env{})
	if len(r.Accounts) != 1 || r.Accounts[0].Issuer != "A" {
		t.Errorf("a line behind a link: %v %v", r.Accounts, r.Failures)
	}
}

// A link that begins within quotation marks and ends with the file lacks its end, and would make other codes.
func TestCutLink(t *testing.T) {
	const link = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&amp;issuer=A"
	for why, row := range map[string]struct {
		text string
		cut  bool
	}{
		"a table":                        {"name,uri\n\"A\",\"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP", true},
		"a web page":                     {"<!DOCTYPE html><html><a href='" + link, true},
		"a list without a last line end": {"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP", false},
		"a closed one":                   {"codes \"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\"", false},
		"a note that forgot its mark":    {"codes \"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\nand more", false},
	} {
		r, err := detectAndRead(t, []byte(row.text))
		if err != nil || len(r.Failures) == 1 != row.cut || len(r.Accounts) == 1 == row.cut {
			t.Errorf("%s: %v, %v, %v", why, r.Accounts, r.Failures, err)
		} else if row.cut && (r.Failures[0].Reason != fmt.Sprintf("line %d: the file ends in the middle of it", 1+strings.Count(row.text, "\n")) || r.Failures[0].Issuer != "A") {
			t.Errorf("%s: %v", why, r.Failures)
		}
	}
}

// The place of a link in JSON is the line of the file, whatever line ends stand escaped in its texts.
func TestLinesOfJSON(t *testing.T) {
	const bad = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&digits=99"
	text := "{\n\"a\": \"x\\ny\\r\\nz\\\\n\",\n\"b\": \"see\\n" + bad + "\"\n}"
	r, err := Read(t.Context(), []byte(text), Env{})
	if err != nil || len(r.Failures) != 1 || !strings.HasPrefix(r.Failures[0].Reason, "line 3 (b): ") {
		t.Errorf("%v, %v", r.Failures, err)
	}
}

// JSON is often one line, so a place in it has the path of the member; one that may be a key itself is not said.
func TestPathsOfJSON(t *testing.T) {
	const bad, key = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&digits=99", "GEZDGNBVGY3TQOJQ"
	for why, row := range map[string]struct{ text, want string }{
		"a text alone":         {`{"notes": {"bank": "` + bad + `"}}`, "line 1 (notes/bank): "},
		"in a list":            {`{"all": [{"x": 1}, {"uri": "` + bad + `"}]}`, "line 1 (all[2]/uri): "},
		"text around it":       {`{"note": "see\n` + bad + `"}`, "line 1 (note): "},
		"escaped":              {`{"note": "` + strings.ReplaceAll(bad, "/", `\/`) + `"}`, "line 1 (note): "},
		"a key as a name":      {`{"` + key + `": "` + bad + `"}`, "line 1 (…): "},
		"a small key as one":   {`{"` + strings.ToLower(key) + `": {"a": "` + bad + `"}}`, "line 1 (…/a): "},
		"a migration":          {`{"m": "otpauth-migration://offline?data=x"}`, "line 1 (m): "},
		"a key of its own":     {`{"safe": {"totp_secret": "` + key + `", "algorithm": "md5"}}`, "safe/totp_secret: "},
		"a key beside nothing": {`{"totp_secret": "` + key + `", "algorithm": "md5"}`, "totp_secret: "},
	} {
		r, err := Read(t.Context(), []byte(row.text), Env{})
		if err != nil || len(r.Failures) != 1 || !strings.HasPrefix(r.Failures[0].Reason, row.want) {
			t.Errorf("%s: %v, %v", why, r.Failures, err)
		}
	}
}
