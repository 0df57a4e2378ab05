package assets

import (
	_ "embed"
	"strings"
)

// LicenceTexts holds the licences of Watchword and of all that is built into it, in full, as packages ship them.
// "go run ./packaging/licences" makes it.
//
//go:embed licences.txt
var LicenceTexts string

// licenceHeading begins a section of [LicenceTexts]: "## name, name [SPDX]".
const licenceHeading = "## "

// A Licence is a text and what it is for.
type Licence struct {
	Of   []string // modules, by their import paths, and other parts by name
	Kind string   // SPDX's identifier, or what else the text is: "NOTICE", "PATENTS"
	Text string
}

// Licences reads [LicenceTexts].
func Licences() (list []Licence) {
	for _, section := range strings.Split("\n"+LicenceTexts, "\n"+licenceHeading)[1:] {
		heading, text, _ := strings.Cut(section, "\n")
		of, kind, _ := strings.Cut(strings.TrimSuffix(heading, "]"), " [")
		list = append(list, Licence{Of: strings.Split(of, ", "), Kind: kind, Text: strings.TrimSpace(text)})
	}
	return list
}
