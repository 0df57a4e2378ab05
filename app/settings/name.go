package settings

// The names of the pages: what tests and the way back know them by.

// Name implements the shell's Page.
func (s *VaultPage) Name() string { return "vault" }

// Name implements the shell's Page.
func (s *Backups) Name() string {
	if s.As != "" {
		return s.As
	}
	return "backups"
}

// Name implements the shell's Page.
func (s *Page) Name() string { return "settings" }

// Name implements the shell's Page.
func (s *Clock) Name() string { return "clock" }
