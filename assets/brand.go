package assets

import "fmt"

// A Mark is the brand mark of a well-known service: one glyph and its colours.
type Mark struct {
	Name  string // as the service writes it: "Amazon"
	Color string // the ground that the glyph stands on: "#232F3E"
	Ink   string // the glyph on that ground: "#FFFFFF", or nearly black on a bright ground

	path string
}

// SVG returns a stand-alone picture of the glyph, square, in the colour fill
// ("#FFFFFF") on a transparent ground. An empty fill means Ink.
func (m Mark) SVG(fill string) []byte {
	if fill == "" {
		fill = m.Ink
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path fill="%s" d="%s"/></svg>`, fill, m.path)
}

// Brand returns the mark of the service that an issuer names, as the issuer
// stands in an otpauth link: "Amazon", "Slack (Contoso)", "github.com". It
// would rather return none than a wrong one.
func Brand(issuer string) (Mark, bool) { return Mark{}, false }
