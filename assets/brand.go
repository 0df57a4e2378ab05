package assets

import "fmt"

// A Mark is the brand mark of a well-known service: one glyph and its colours.
type Mark struct {
	Slug  string // short and stable, to be stored as an account's own choice: "amazon"
	Name  string // as the service writes it: "Amazon"
	Color string // the ground that the glyph stands on: "#232F3E"
	Ink   string // the glyph on that ground: "#FFFFFF", or nearly black on a bright ground

	glyph []byte // deflated path data
}

// SVG returns a stand-alone picture of the glyph: square, 24 units a side, in
// the colour fill ("#FFFFFF") on a transparent ground. An empty fill means Ink.
// Most glyphs keep a margin inside it: two thirds of the tile is the size for it
// to be drawn at. It is made anew at each call, in tens of microseconds.
func (m Mark) SVG(fill string) []byte {
	if fill == "" {
		fill = m.Ink
	}
	// The path counts in 1/50 units so that it needs no fractions. The size of
	// the picture stays small because Fyne takes its memory from that. Both factors
	// are there because Fyne reads a single one as "and nothing downwards".
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
		`<path transform="scale(0.02,0.02)" fill="%s" d="%s"/></svg>`, fill, inflate(m.glyph))
}

// Brand returns the mark of the service that an issuer names, as the issuer
// stands in an otpauth link: "Amazon", "Slack (Contoso)", "github.com". It
// would rather return none than a wrong one: a name must match as a whole, and
// only words that say nothing about the service are set aside ("account",
// "Enterprise", a domain's ending, what stands in brackets).
func Brand(issuer string) (Mark, bool) {
	marks := loadMarks()
	for _, key := range issuerKeys(issuer) {
		if i, ok := marks.byKey[key]; ok {
			return marks.at(i), true
		}
	}
	return Mark{}, false
}

// BrandBySlug returns the mark with that slug, for an account whose icon the
// person chose.
func BrandBySlug(slug string) (Mark, bool) {
	marks := loadMarks()
	i, ok := marks.bySlug[slug]
	if !ok {
		return Mark{}, false
	}
	return marks.at(i), true
}

// Brands returns all marks, ordered by slug, for a user to choose from.
func Brands() []Mark {
	marks := loadMarks()
	all := make([]Mark, len(marks.entries))
	for i := range all {
		all[i] = marks.at(i)
	}
	return all
}
