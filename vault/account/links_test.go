package account

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Where a link ends, with links that are met on both sides of each rule.
func TestPieces(t *testing.T) {
	const a, b = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP", "otpauth://totp/B:b?secret=GEZDGNBVGY3TQOJQ&issuer=B"
	migration := "otpauth-migration://offline?data=" + strings.Repeat("A", 40)
	for _, row := range []struct {
		why, text string
		want      []string // lines without a link stand in brackets
	}{
		{"CR ends a line", a + "\r" + b, []string{a, b}},
		{"CRLF", a + "\r\n" + b + "\r\n", []string{a, b}},
		{"U+2028", a + "\u2028" + b, []string{a, b}},
		{"a space between links", a + " " + b, []string{a, b}},
		{"a semicolon between links", a + ";" + b, []string{a, b}},
		{"a comma between links", a + "," + b, []string{a, b}},
		{"nothing between links", a + b, []string{a, b}},
		{"other schemes", a + " steam://JBSWY3DPEHPK3PXP motp://x:y?secret=00", []string{a, "steam://JBSWY3DPEHPK3PXP", "motp://x:y?secret=00"}},
		{"a heading and a number", "My codes\n1. " + a + "\n2) " + b, []string{"[My codes]", a, b}},
		{"a line that is one link is taken whole", "otpauth://totp/Slack (acme):bob \"x\"?secret=AAAA&issuer=Acme Corp (EU)", []string{"otpauth://totp/Slack (acme):bob \"x\"?secret=AAAA&issuer=Acme Corp (EU)"}},
		{"a label with spaces and brackets in running text", "see otpauth://totp/Slack (acme):bob?secret=AAAA now", []string{"otpauth://totp/Slack (acme):bob?secret=AAAA"}},
		{"a space that a parameter follows", "see otpauth://totp/A?issuer=Acme Corp&secret=AAAA now", []string{"otpauth://totp/A?issuer=Acme Corp&secret=AAAA"}},
		{"a web address behind it", "see " + a + " and https://example.org/?a=1&b=2", []string{a}},
		{"in quotation marks", `url = "` + a + `", b`, []string{a}},
		{"in single ones", `url = '` + a + `', b`, []string{a}},
		{"an apostrophe of its own", `see otpauth://totp/A?secret=AAAA&issuer=Bob's`, []string{"otpauth://totp/A?secret=AAAA&issuer=Bob's"}},
		{"in brackets", "(" + a + ") and", []string{a}},
		{"with brackets of its own", "see otpauth://totp/A?secret=AAAA&issuer=Acme(EU)", []string{"otpauth://totp/A?secret=AAAA&issuer=Acme(EU)"}},
		{"both", "(otpauth://totp/A?secret=AAAA&issuer=Acme(EU))", []string{"otpauth://totp/A?secret=AAAA&issuer=Acme(EU)"}},
		{"a tag behind it", "<p>" + a + "</p>", []string{a}},
		{"escaped in a web address", "https://example.org/chart?cht=qr&chl=otpauth%3A%2F%2Ftotp%2FA%3Aa%3Fsecret%3DJBSWY3DPEHPK3PXP&size=200", []string{"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP"}},
		{"a migration that a mail broke", migration + "\nAAAA\nAA%3D%3D\n" + a, []string{migration + "AAAAAA%3D%3D", a}},
		{"a migration and a sentence", migration + "\nthat was all", []string{migration, "[that was all]"}},
		{"a link that a mail broke", "otpauth://totp/A:a?secret=JBSWY3DP\nEHPK3PXP&issuer=A", []string{"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A"}},
		{"one that a mail quotes", "> otpauth://totp/A:a?secret=JBSWY3DP\n> EHPK3PXP&issuer=A", []string{"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A"}},
		{"quoted twice, and a line of its own behind it", ">> otpauth://totp/A:a?secret=JBSWY3DP\n>> EHPK3PXP&issuer=A\n>> bye", []string{"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A", "[>> bye]"}},
		{"in a comment, parameters alone", "# " + a + "\n# &digits=8", []string{a + "&digits=8"}},
		{"in angle brackets", "<otpauth://totp/A:a?secret=JBSWY3DP\nEHPK3PXP&issuer=A>", []string{"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A"}},
		{"a list of links, each behind a mark", "* " + a + "\n* " + b, []string{a, b}},
		{"a key below a link", a + "\nGEZDGNBVGY3TQOJQ", []string{a, "[GEZDGNBVGY3TQOJQ]"}},
	} {
		var got []string
		for piece := range Pieces(row.text) {
			if piece.Link != "" {
				got = append(got, piece.Link)
			} else {
				got = append(got, "["+piece.Rest+"]")
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s:\n got %q\nwant %q", row.why, got, row.want)
		}
	}
}

func TestLines(t *testing.T) {
	var got []string
	for _, line := range Lines("a\rb\r\nc\n\nd\u2029e") {
		got = append(got, line)
	}
	if !slices.Equal(got, []string{"a", "b", "c", "", "d", "e"}) {
		t.Errorf("%q", got)
	}
}

// What is found by hand is what the expression finds.
func TestLinkStarts(t *testing.T) {
	for _, line := range []string{
		"", "otpauth://totp/a", "OTPAUTH://totp/a", "xotpauth://totp/a", "xotpauth:/a", "apple-otpauth://a", "xapple-otpauth:/a", "-otpauth:/a otpauth-migration://b",
		"motp:/x", "amotp://x", "a motp://x steam://y,steam:/z", "otpauth:totp", "http://x otpauth:// otpauth://", "steam:steam://x", "é steam://x",
	} {
		var want []int
		for _, at := range linkStart.FindAllStringIndex(line, -1) {
			want = append(want, at[0])
		}
		if got := linkStarts(line); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

// What is found by hand, since expressions cost several times as much in long lines, is what
// the expressions find.
func TestFoundByHandAsByExpression(t *testing.T) {
	next := regexp.MustCompile(`[&?](?:amp;)*[A-Za-z0-9_.-]+=`)
	other := regexp.MustCompile(`\s[A-Za-z][A-Za-z0-9+.-]*://`)
	parts := []string{"&", "?", "amp;", "=", "a", "1", "-", ".", " ", "\t", "://", "http", "+", "é", "amp"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := ""
		for range random.IntN(14) {
			text += parts[random.IntN(len(parts))]
		}
		want := -1
		if all := next.FindAllStringIndex(text, -1); all != nil {
			want = all[len(all)-1][0]
		}
		if got := lastParameter(text, 0); got != want {
			t.Fatalf("the last parameter of %q stands at %d, want %d", text, got, want)
		}
		want = -1
		if at := other.FindStringIndex(text); at != nil {
			want = at[0]
		}
		if got := otherScheme(text); got != want {
			t.Fatalf("another link in %q stands at %d, want %d", text, got, want)
		}
	}
}

// A link whose rest may stand in the next line is told, for half of a key makes other codes. What
// cannot be its rest ends it.
func TestOpenLinks(t *testing.T) {
	const a = "otpauth://totp/A:a?issuer=A&secret=JBSWY3DPEHPK3PXP"
	for _, row := range []struct {
		why, text string
		open      bool
	}{
		{"the rest of a key", a + "\nGEZDGNBVGY3TQOJQ", true},
		{"without a digit", a + "\nGEZ", true},
		{"in small letters", "otpauth://totp/A:a?secret=jbswy3dpehpk3pxp\r\ngezdgnbv", true},
		{"before a quotation mark", "\"" + a + "\nGEZDGNBV\", b", true},
		{"after the soft line break of a mail", a + "=\nGEZDGNBV", true},
		{"of Steam's", "steam://JBSWY3DPEHPK3PXP\nGEZDGNBV", true},
		{"the rest of a name of a parameter", a + "&digi\nts=8", true},
		{"the value of a parameter", a + "&digits=\n8", true},
		{"half of a number", a + "&period=6\n0", true},
		{"quoted in a mail", "> " + a + "\n> GEZDGNBVGY3TQOJQ", true},
		{"half of a number, quoted twice", ">> " + a + "&period=3\n>> 0", true},
		{"in angle brackets", "<" + a + "\nGEZDGNBV>", true},
		{"with parameters behind it", a + "\nGEZDGNBV\"&issuer=A", true},
		{"the next link, quoted", "> " + a + "\n> " + a, false},
		{"prose, quoted", "> " + a + "\n> THE SECOND ONE", false},
		{"an empty line", a + "\n\nGEZDGNBV", false},
		{"the end", a + "\n", false},
		{"the next link", a + "\n" + a, false},
		{"another scheme", a + "\nsteam://JBSWY3DPEHPK3PXP", false},
		{"a web address", a + "\nhttps://example.org", false},
		{"a name", a + "\nGitHub", false},
		{"a word", a + "\ngithub", false},
		{"prose", a + "\nTHE SECOND ONE", false},
		{"a heading", a + "\nWORK:", false},
		{"the same key once more", a + "\nJBSWY3DPEHPK3PXP", false},
		{"a word behind an issuer", "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A\nWORK", false},
		{"a key behind an issuer", "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A\nGEZDGNBV", false},
		{"a number that no parameter has", a + "&digits=6\n12345678", false},
		{"something behind it", a + ",\nGEZDGNBV", false},
	} {
		var got []bool
		for piece := range Pieces(row.text) {
			if piece.Link != "" {
				got = append(got, piece.Open)
			}
		}
		if len(got) == 0 || got[0] != row.open || slices.Contains(got[1:], true) {
			t.Errorf("%s: %v", row.why, got)
		}
	}
	if finds := IdentifyTyped(a + "\nGEZDGNBV"); finds[0].Usable() {
		t.Error("half of a link that was pasted can be added")
	}
}
