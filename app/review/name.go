package review

// The names of the pages: what tests and the way back know them by.

// Name implements the shell's Page.
func (s *Page) Name() string { return "review" }

// Name implements the shell's Page.
func (s *Note) Name() string { return "note" }
