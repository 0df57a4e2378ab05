package moving

// The names of the pages: what tests and the way back know them by.

// Name implements the shell's Page.
func (s *QR) Name() string {
	if s.As != "" {
		return s.As
	}
	return "qr"
}

// Name implements the shell's Page.
func (s *Import) Name() string { return "import" }

// Name implements the shell's Page.
func (s *Report) Name() string { return "imported" }

// Name implements the shell's Page.
func (s *Password) Name() string { return "filepassword" }

// Name implements the shell's Page.
func (s *Export) Name() string { return "export" }

// Name implements the shell's Page.
func (s *Losses) Name() string { return "losses" }
