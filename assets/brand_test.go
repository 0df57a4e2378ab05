package assets

import (
	"bytes"
	"fmt"
	"image"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/vector"
)

// TestBrand says which brand an issuer finds; "" is none. The shapes are those
// that services really write into their links.
func TestBrand(t *testing.T) {
	for _, row := range []struct{ issuer, slug, reason string }{
		{"Amazon", "amazon", "as Amazon writes it"},
		{"amazon", "amazon", "case does not matter"},
		{"  Amazon ", "amazon", "spaces around a name typed by hand"},
		{"Amazon.com", "amazon", "the shop's own spelling"},
		{"amazon.de", "amazon", "a country's shop"},
		{"www.amazon.co.uk", "amazon", "a country with a second level"},
		{"https://www.amazon.com/ap/signin", "amazon", "a whole address"},
		{"Amazon Business", "amazon", "the same sign-in"},
		{"Amazon Seller Central", "amazon", "the same sign-in"},
		{"Amazon Web Services", "aws", "its own service, not the shop"},
		{"AWS", "aws", "the short form"},
		{"Amazon (AWS)", "aws", "brackets must not turn it into the shop"},
		{"aws.amazon.com", "aws", "a host below the shop's domain"},
		{"signin.aws.amazon.com", "aws", "a host further below"},
		{"Amazon Web Services (prod)", "aws", "a note in brackets"},
		{"AWS-prod", "aws", "a note after a dash"},
		{"AWS: root", "aws", "a note after a colon"},
		{"Amazon Cognito", "", "somebody else's service on Amazon's machines"},
		{"Amazonia", "", "begins with a brand's letters"},
		{"Amazon Rainforest Trust", "", "begins with a brand's word"},
		{"foo.s3.amazonaws.com", "", "anybody's page on Amazon's machines"},

		{"Google", "google", "as Google writes it"},
		{"google.com", "google", "a domain"},
		{"accounts.google.com", "google", "a host"},
		{"Google Workspace", "google", "the same sign-in"},
		{"Google Cloud", "googlecloud", "a mark of its own"},
		{"Google (work)", "google", "a note in brackets"},
		{"Google - jane", "google", "a note after a dash"},
		{"Not Google", "", "a brand's word at the end is not the brand"},

		{"Microsoft", "microsoft", "personal and work accounts"},
		{"Microsoft 365", "microsoft", "a product of it"},
		{"Office 365", "microsoft", "its old name"},
		{"Azure", "microsoft", "a product of it"},
		{"Microsoft Entra ID", "microsoft", "ends with an idle word that belongs to the name"},
		{"Outlook", "microsoft", "a product of it"},
		{"Outlook.com", "microsoft", "a product of it"},
		{"login.microsoftonline.com", "microsoft", "the sign-in host"},
		{"Microsoft account", "microsoft", "an idle word"},
		{"MICROSOFT", "microsoft", "capitals"},
		{"microsoft.com.evil.example", "", "the registered domain is another"},

		{"Slack (Contoso)", "slack", "Slack puts the workspace in brackets"},
		{"Slack (GitHub)", "slack", "a workspace that is named like a brand"},
		{"Slack [Contoso]", "slack", "other brackets"},
		{"contoso.slack.com", "slack", "a workspace's host"},
		{"Slackware Users", "", "begins with a brand's letters"},

		{"GitHub", "github", "as GitHub writes it"},
		{"GitHub Enterprise", "github", "an idle word"},
		{"github.com", "github", "a domain"},
		{"GitHub/contoso", "github", "an organisation after a slash"},
		{"contoso.github.io", "", "anybody's page"},
		{"gitlab.com", "gitlab", "a domain"},
		{"GitLab Self-Managed", "gitlab", "a name with a dash"},
		{"gitlab.example.org", "", "somebody's own server may be anything"},

		{"Steam", "steam", "as Steam writes it"},
		{"Steamboat Bank", "", "a brand's letters inside a word"},
		{"steam.bank", "", "an ending that says nothing"},
		{"Steam Cleaning Ltd", "", "a brand's word in a longer name"},
		{"steampowered.com", "steam", "its domain has another name"},

		{"Facebook", "facebook", "as Facebook writes it"},
		{"Instagram", "instagram", "as Instagram writes it"},
		{"Twitter", "x", "the old name"},
		{"X", "x", "a name of one letter"},
		{"x.com", "x", "a domain of one letter"},
		{"x.ai", "", "a domain of one letter that is another service"},
		{"X-Corp Intranet", "", "a longer name that begins with a letter"},
		{"Discord", "discord", "as Discord writes it"},
		{"PayPal, Inc.", "paypal", "the company's form"},
		{"paypal-secure.com", "", "a name that only looks like it"},
		{"paypal.com.br", "paypal", "names are registered below com.br"},
		{"paypal.kawasaki.jp", "", "kawasaki.jp's rule takes the label before it as well"},
		{"paypal.github.io", "", "a page that anybody may have"},
		{"github.io", "github", "the service that lends the pages"},
		{"paypal.s3.amazonaws.com", "", "room that is lent"},
		{"paypal.tumblr.com", "", "lent, and not in the public list"},
		{"paypal.evil.example", "", "the registered domain is another"},
		{"PayPal Security Team", "", "words that are not idle"},
		{"Epic Games", "epicgames", "as Epic writes it"},
		{"Epic", "epicgames", "the short form"},
		{"Battle.net", "battledotnet", "looks like a host and is a name"},
		{"Blizzard", "battledotnet", "the company"},
		{"Electronic Arts", "ea", "the long form"},
		{"ea.com", "ea", "two letters under .com"},
		{"ea.io", "", "two letters elsewhere may be anybody's"},
		{"Proton", "proton", "as Proton writes it"},
		{"proton.me", "proton", "a country's ending"},
		{"Bitwarden", "bitwarden", "as Bitwarden writes it"},
		{"Cloudflare", "cloudflare", "as Cloudflare writes it"},
		{"Digital Ocean", "digitalocean", "spaces do not matter"},
		{"Home Assistant", "homeassistant", "two words"},
		{"mailbox.org", "mailbox", "a name that is a domain"},
		{"Яндекс", "yandex", "not only Latin"},
		{"ＧＩＴＨＵＢ", "github", "full-width letters are the same letters"},
		{"Gemini", "", "the exchange, not Google's assistant"},
		{"Chase Manhattan Tours", "", "a brand's word in a longer name"},
		{"Contoso", "", "a company without a mark"},
		{"Python", "", "a language: left out of the file on purpose"},
		{"account", "", "only an idle word"},
		{"Account ID", "", "only idle words"},
		{"", "", "no issuer"},
		{"   ", "", "no issuer"},
		{"()", "", "no name at all"},
		{"(GitHub)", "github", "punctuation around a whole name"},
		{"github.com.", "github", "a host with its final dot"},
		{"://", "", "an address without anything"},
		{"...", "", "a host without labels"},
		{"\xff\xfe", "", "not UTF-8"},
		{strings.Repeat("Google ", 100), "", "far too long to be a name"},
	} {
		mark, ok := Brand(row.issuer)
		if mark.Slug != row.slug || ok != (row.slug != "") {
			t.Errorf("Brand(%q) = %q, %v; want %q: %s", row.issuer, mark.Slug, ok, row.slug, row.reason)
		}
	}
}

func TestBrandFileIsWhole(t *testing.T) {
	table, err := readMarks(brandFile, aliasFile)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(table.entries); n < 2500 {
		t.Errorf("%d brands; the generator wrote over 2,800", n)
	}
	for cut := range 6 {
		if _, err := readMarks(brandFile[:cut], ""); err == nil {
			t.Errorf("a file of %d bytes was read", cut)
		}
	}
	if _, err := readMarks(brandFile[:len(brandFile)-1], ""); err == nil {
		t.Error("a file that lacks its last byte was read")
	}
	if _, err := readMarks(brandFile, "nosuchbrand: Name"); err == nil {
		t.Error("an alias of a brand that is not there was read")
	}
}

// TestEveryMark finds each mark by its own name and draws it, in the manner of
// a small SVG reader: with moves, lines, curves and closes only.
func TestEveryMark(t *testing.T) {
	color := regexp.MustCompile(`^#[0-9A-F]{6}$`)
	for _, m := range Brands() {
		if found, ok := Brand(m.Name); !ok || found.Slug != m.Slug {
			// Two services of the same name: the one that people have accounts at.
			if other, _ := BrandBySlug(found.Slug); !ok || nameKey(other.Name) != nameKey(m.Name) {
				t.Errorf("%s is not found by its name %q but %q is", m.Slug, m.Name, found.Slug)
			}
		}
		if again, ok := BrandBySlug(m.Slug); !ok || again.Name != m.Name {
			t.Errorf("%s is not found by its slug", m.Slug)
		}
		if !color.MatchString(m.Color) || !color.MatchString(m.Ink) {
			t.Errorf("%s: colours %q and %q", m.Slug, m.Color, m.Ink)
		}
		ground, ink := luminance(m.Color), luminance(m.Ink)
		if (max(ground, ink)+0.05)/(min(ground, ink)+0.05) < 1.9 {
			t.Errorf("%s: %s cannot be seen on %s", m.Slug, m.Ink, m.Color)
		}
		share, err := coverage(string(inflate(m.glyph)))
		if err != nil || share < 0.01 || share > 0.95 {
			t.Errorf("%s: the glyph covers %.3f of its square: %v", m.Slug, share, err)
		}
	}
	if _, ok := BrandBySlug("nosuchbrand"); ok {
		t.Error("a slug that is not there was found")
	}
}

// gaps parts the words of path data, which stand without gaps where they can.
var gaps = strings.NewReplacer("m", " m ", "l", " l ", "c", " c ", "z", " z ", "-", " -")

var arguments = map[string]int{"m": 2, "l": 2, "c": 6}

// coverage draws a glyph on 24 x 24 pixels and returns how much of them it
// fills. It is an error if a point lies outside the glyph's square.
func coverage(path string) (float64, error) {
	const side, scale = 24, 24.0 / 1200
	r := vector.NewRasterizer(side, side)
	words := strings.Fields(gaps.Replace(path))
	var x, y, startX, startY float64
	op := ""
	for len(words) > 0 {
		switch words[0] {
		case "m", "l", "c", "z":
			op, words = words[0], words[1:]
		}
		n := arguments[op]
		if len(words) < n {
			return 0, fmt.Errorf("cut short after %s", op)
		}
		var p [6]float64
		for i, w := range words[:n] {
			v, err := strconv.Atoi(w)
			if err != nil {
				return 0, err
			}
			p[i] = float64(v)
			if i%2 == 0 {
				p[i] += x
			} else {
				p[i] += y
			}
		}
		words = words[n:]
		at := func(i int) (float32, float32) { return float32(p[i] * scale), float32(p[i+1] * scale) }
		switch op {
		case "m":
			r.MoveTo(at(0))
			startX, startY = p[0], p[1]
		case "l":
			r.LineTo(at(0))
		case "c":
			bx, by := at(0)
			cx, cy := at(2)
			dx, dy := at(4)
			r.CubeTo(bx, by, cx, cy, dx, dy)
		case "z":
			r.ClosePath()
			x, y = startX, startY
			continue
		}
		x, y = p[n-2], p[n-1]
		if x < 0 || y < 0 || x > 1200 || y > 1200 {
			return 0, fmt.Errorf("%v, %v lies outside", x, y)
		}
	}
	img := image.NewAlpha(image.Rect(0, 0, side, side))
	r.Draw(img, img.Bounds(), image.Opaque, image.Point{})
	sum := 0
	for _, a := range img.Pix {
		sum += int(a)
	}
	return float64(sum) / 255 / side / side, nil
}

func TestSVG(t *testing.T) {
	m, _ := Brand("Amazon")
	if m.Color != "#232F3E" || m.Ink != "#FFFFFF" {
		t.Errorf("Amazon is %s on %s", m.Ink, m.Color)
	}
	for _, row := range []struct{ fill, want string }{
		{"#35C483", `fill="#35C483"`},
		{"", `fill="#FFFFFF"`},
	} {
		svg := m.SVG(row.fill)
		if !bytes.HasPrefix(svg, []byte("<svg ")) || !bytes.Contains(svg, []byte(row.want)) {
			t.Errorf("SVG(%q) lacks %s: %.200s", row.fill, row.want, svg)
		}
	}
	if m, _ := Brand("Snapchat"); m.Ink != "#131A24" {
		t.Errorf("a glyph on yellow is %s, not dark", m.Ink)
	}
}

// FuzzBrand looks for an issuer that ends the program, and for a brand whose
// name is no part of the issuer: that would be a guess.
func FuzzBrand(f *testing.F) {
	for _, s := range []string{"Slack (Contoso)", "https://www.amazon.co.uk/x", "AWS: root", "a.b.c.de", "(", "Battle.net"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, issuer string) {
		mark, ok := Brand(issuer)
		if ok && mark.Name == "" {
			t.Errorf("%q finds a mark without a name", issuer)
		}
		for _, key := range issuerKeys(issuer) {
			if !strings.Contains(nameKey(issuer), key) {
				t.Errorf("%q is looked up as %q, which does not stand in it", issuer, key)
			}
		}
		Guide(issuer)
	})
}

func BenchmarkBrand(b *testing.B) {
	Brand("warm")
	issuers := []string{"Amazon", "Slack (Contoso)", "accounts.google.com", "Contoso Ltd", "GitHub Enterprise"}
	for i := 0; b.Loop(); i++ {
		Brand(issuers[i%len(issuers)])
	}
}

func BenchmarkLoadMarks(b *testing.B) {
	for b.Loop() {
		if _, err := readMarks(brandFile, aliasFile); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	m, _ := Brand("GitHub")
	for b.Loop() {
		m.SVG("#FFFFFF")
	}
}

func TestForgetMarks(t *testing.T) {
	before, _ := Brand("Amazon")
	ForgetMarks()
	if loaded.marks != nil {
		t.Error("the index is kept")
	}
	if again, ok := Brand("Amazon"); !ok || again.Slug != before.Slug {
		t.Errorf("afterwards Amazon is %q", again.Slug)
	}
}
