package assets

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// guideFiles holds one Markdown file a service. Each begins with front matter
// between two lines of "---": title, names (parted by ";"), page, and the list
// "before" of lines that begin with "- ".
//
//go:embed guides/*.md
var guideFiles embed.FS

// generalSlug is the guide for a service that has none of its own.
const generalSlug = "general"

// A Card is the guide of one service: how to turn on two-step verification
// there, and what to see to while doing so.
type Card struct {
	Slug   string   // the name of its file: "amazon"
	Title  string   // the service: "Amazon"
	Page   string   // https address of the right page, or "" if it differs by country or person
	Before []string // two to four short points for "Before you close the page": plain text
	Body   string   // Markdown: paragraphs, headings of the second level, lists, bold; no title

	names []string
}

// Guide returns the guide of the service that an issuer names. If it has none,
// Guide returns the general one and false.
func Guide(issuer string) (Card, bool) {
	guides := loadGuides()
	marks := loadMarks()
	for _, key := range issuerKeys(issuer) {
		if i, ok := guides.byKey[key]; ok {
			return guides.at(i), true
		}
		// A name that belongs to a brand decides: "Amazon (AWS)" is not Amazon.
		if b, ok := marks.byKey[key]; ok {
			if i, ok := guides.bySlug[marks.entries[b].slug]; ok {
				return guides.at(i), true
			}
			break
		}
	}
	return guides.at(guides.bySlug[generalSlug]), false
}

// Guides returns all guides by title, the general one last.
func Guides() []Card {
	guides := loadGuides()
	all := make([]Card, len(guides.cards))
	for i := range all {
		all[i] = guides.at(i)
	}
	return all
}

// A guideTable is the guides in the order of Guides.
type guideTable struct {
	cards  []Card
	byKey  map[string]int
	bySlug map[string]int // brands and guides share their slugs where both exist
}

func (t *guideTable) at(i int) Card {
	c := t.cards[i]
	c.Before = slices.Clone(c.Before)
	return c
}

// loadGuides reads the guides at its first call. They are part of the program
// and a test reads them, so a mistake in one cannot reach a user.
var loadGuides = sync.OnceValue(func() *guideTable {
	t, err := readGuides(guideFiles)
	if err != nil {
		return &guideTable{cards: []Card{{Slug: generalSlug, Title: "Guide"}}}
	}
	return t
})

func readGuides(files fs.FS) (*guideTable, error) {
	names, err := fs.Glob(files, "guides/*.md")
	if err != nil {
		return nil, err
	}
	t := &guideTable{byKey: map[string]int{}, bySlug: map[string]int{}}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		card, err := parseGuide(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		card.Slug = strings.TrimSuffix(path.Base(name), ".md")
		t.cards = append(t.cards, card)
	}
	slices.SortFunc(t.cards, func(a, b Card) int {
		if a.Slug == generalSlug || b.Slug == generalSlug {
			return cmp.Compare(last(a), last(b))
		}
		return cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	})
	for i, card := range t.cards {
		t.bySlug[card.Slug] = i
		for _, name := range card.names {
			t.byKey[nameKey(name)] = i
		}
	}
	return t, nil
}

// last sorts the general guide behind all others.
func last(c Card) int {
	if c.Slug == generalSlug {
		return 1
	}
	return 0
}

// parseGuide reads the front matter and the body of one guide.
func parseGuide(text string) (Card, error) {
	var c Card
	head, ok := strings.CutPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "---\n")
	if !ok {
		return c, fmt.Errorf("it does not begin with front matter")
	}
	head, body, ok := strings.Cut(head, "\n---\n")
	if !ok {
		return c, fmt.Errorf("its front matter does not end")
	}
	for line := range strings.SplitSeq(head, "\n") {
		if point, ok := strings.CutPrefix(line, "- "); ok {
			c.Before = append(c.Before, point)
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch field {
		case "title":
			c.Title = value
		case "page":
			c.Page = value
		case "names":
			for name := range strings.SplitSeq(value, ";") {
				c.names = append(c.names, strings.TrimSpace(name))
			}
		case "before":
		default:
			return c, fmt.Errorf("its front matter has an unknown line: %q", line)
		}
	}
	c.Body = strings.TrimSpace(body) + "\n"
	return c, nil
}
