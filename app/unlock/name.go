package unlock

// The names of the pages: what tests and the way back know them by.

// Name implements the shell's Page.
func (s *Page) Name() string {
	if s.As != "" {
		return s.As
	}
	return "unlock"
}

// Name implements the shell's Page.
func (s *Recover) Name() string { return "recover" }

// Name implements the shell's Page.
func (s *Create) Name() string { return "create" }

// Name implements the shell's Page.
func (s *Confirm) Name() string {
	if s.As != "" {
		return s.As
	}
	return "confirm"
}

// Name implements the shell's Page.
func (s *NewPassword) Name() string { return "password" }

// Name implements the shell's Page.
func (s *Sheet) Name() string { return "sheet" }

// Name implements the shell's Page.
func (s *RestoreCopies) Name() string {
	if s.As != "" {
		return s.As
	}
	return "broken"
}
