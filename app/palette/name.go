package palette

// The names of the pages: what tests and the way back know them by.

// Name implements the shell's Page.
func (s *Page) Name() string { return "palette" }
