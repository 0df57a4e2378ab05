package assets

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

func TestGuide(t *testing.T) {
	for _, row := range []struct{ issuer, slug, reason string }{
		{"Amazon", "amazon", "as Amazon writes it"},
		{"Prime Video", "amazon", "another name of the brand"},
		{"Amazon Web Services", "aws", "not the shop's guide"},
		{"Amazon (AWS)", "aws", "not the shop's guide, in brackets either"},
		{"Google", "google", "as Google writes it"},
		{"Gmail", "google", "a brand of its own with the same sign-in"},
		{"Microsoft", "microsoft", "personal accounts"},
		{"Outlook.com", "microsoft", "a personal account's product"},
		{"Microsoft 365", "microsoft-365", "work accounts"},
		{"Azure AD", "microsoft-365", "work accounts"},
		{"Slack (Contoso)", "slack", "Slack puts the workspace in brackets"},
		{"GitHub", "github", "as GitHub writes it"},
		{"GitLab", "gitlab", "as GitLab writes it"},
		{"Facebook", "facebook", "as Facebook writes it"},
		{"Instagram", "instagram", "as Instagram writes it"},
		{"Twitter", "x", "the old name"},
		{"Discord", "discord", "as Discord writes it"},
		{"Steam", "steam", "as Steam writes it"},
		{"Apple ID", "apple", "people look for it though there is none"},
		{"PayPal", "paypal", "as PayPal writes it"},
		{"Dropbox", "dropbox", "as Dropbox writes it"},
		{"LinkedIn", "linkedin", "as LinkedIn writes it"},
		{"reddit", "reddit", "as Reddit writes it"},
		{"Twitch", "twitch", "as Twitch writes it"},
		{"Epic Games", "epicgames", "as Epic writes it"},
		{"Nintendo Account", "nintendo", "a service without a mark"},
		{"Proton Mail", "proton", "one sign-in for several brands"},
		{"Bitwarden", "bitwarden", "as Bitwarden writes it"},
		{"Cloudflare", "cloudflare", "as Cloudflare writes it"},
		{"Contoso", "", "none of its own"},
		{"Etsy", "", "a brand without a guide"},
		{"Steamboat Bank", "", "a part of a word is no name"},
		{"General", "", "the general guide has no name"},
		{"", "", "no issuer"},
	} {
		card, ok := Guide(row.issuer)
		want := row.slug
		if want == "" {
			want = "general"
		}
		if card.Slug != want || ok != (row.slug != "") {
			t.Errorf("Guide(%q) = %q, %v; want %q: %s", row.issuer, card.Slug, ok, want, row.reason)
		}
	}
}

// TestGuidesAreComplete holds all guides to what the window shows of them.
func TestGuidesAreComplete(t *testing.T) {
	if _, err := readGuides(guideFiles); err != nil {
		t.Fatal(err)
	}
	markup := regexp.MustCompile("[*_`#\\[\\]]")
	guides := Guides()
	if len(guides) < 25 || guides[0].Title != "Amazon" || guides[len(guides)-1].Slug != "general" {
		t.Errorf("%d guides, from %s to %s", len(guides), guides[0].Title, guides[len(guides)-1].Slug)
	}
	for _, c := range guides {
		if c.Title == "" || utf8.RuneCountInString(c.Title) > 40 {
			t.Errorf("%s: its title is %q", c.Slug, c.Title)
		}
		if n := len(c.Before); n < 2 || n > 4 {
			t.Errorf("%s: %d points before the page is closed, not 2 to 4", c.Slug, n)
		}
		for _, point := range c.Before {
			if n := utf8.RuneCountInString(point); n > 125 || markup.MatchString(point) {
				t.Errorf("%s: a point of %d letters, or with markup: %s", c.Slug, n, point)
			}
		}
		if len(c.Body) < 200 || strings.Contains(c.Body, "\n# ") || strings.Contains(c.Body, "|") || strings.Contains(c.Body, "!") {
			t.Errorf("%s: its body is short, or has a title, a table or an exclamation mark", c.Slug)
		}
		if u, err := url.Parse(c.Page); c.Page != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
			t.Errorf("%s: its page is %q", c.Slug, c.Page)
		}
	}
}

// TestAmazonGuide holds the guide that people need first to its facts.
func TestAmazonGuide(t *testing.T) {
	c, _ := Guide("Amazon")
	for _, want := range []string{"Login & Security", "2-step verification", "Get started", "Authenticator app", "52 letters and digits", "13 groups of four",
		"Backup methods", "Don’t require codes on this browser", "no second screen"} {
		if !strings.Contains(c.Body, want) {
			t.Errorf("the guide does not say %q", want)
		}
	}
	for i, want := range []string{"no backup codes", "backup of your vault", "cookie", "no second screen"} {
		if !strings.Contains(c.Before[i], want) {
			t.Errorf("point %d does not say %q: %s", i+1, want, c.Before[i])
		}
	}
}

func TestGuideIsACopy(t *testing.T) {
	c, _ := Guide("Amazon")
	was := slices.Clone(c.Before)
	c.Before[0] = "changed"
	if again, _ := Guide("Amazon"); !slices.Equal(again.Before, was) {
		t.Error("a caller changed the guide for all others")
	}
}

func TestReadGuidesRefuses(t *testing.T) {
	for _, row := range []struct{ text, reason string }{
		{"title: A\n---\nbody", "no front matter"},
		{"---\ntitle: A\nbody", "front matter without an end"},
		{"---\ntitel: A\n---\nbody", "a field with a typing error"},
	} {
		files := fstest.MapFS{"guides/a.md": {Data: []byte(row.text)}}
		if _, err := readGuides(files); err == nil {
			t.Errorf("%q was read: %s", row.text, row.reason)
		}
	}
	files := fstest.MapFS{"guides/a.md": {Data: []byte("---\r\ntitle: A\r\nbefore:\r\n- One.\r\n---\r\nbody\r\n")}}
	if g, err := readGuides(files); err != nil || g.cards[0].Before[0] != "One." || g.cards[0].Body != "body\n" {
		t.Errorf("a file with line ends of Windows: %v", err)
	}
}
