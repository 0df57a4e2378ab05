package assets

// A Card is the guide of one service: how to turn on two-step verification
// there, and what to see to while doing so.
type Card struct {
	Slug   string   // the name of its file: "amazon"
	Title  string   // the service: "Amazon"
	Before []string // two to four short points, "before you close the page"
	Body   string   // Markdown, without a title
}

// Guide returns the guide of the service that an issuer names.
func Guide(issuer string) (Card, bool) { return Card{}, false }

// Guides returns all guides in the order in which a person would look for
// them: by title, the general one last.
func Guides() []Card { return nil }
