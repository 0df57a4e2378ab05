package add

// The names of the pages: what tests and the way back know them by.

// Name implements the shell's Page.
func (s *Results) Name() string { return "found" }

// Name implements the shell's Page.
func (s *Waiting) Name() string { return "waiting" }

// Name implements the shell's Page.
func (s *NotAccepted) Name() string { return "refusedcode" }

// Name implements the shell's Page.
func (s *Nothing) Name() string { return "nothing" }

// Name implements the shell's Page.
func (s *Page) Name() string { return "add" }
