package edit

// The names of the pages: what tests and the way back know them by.

// Name implements the shell's Page.
func (s *Page) Name() string { return "edit" }

// Name implements the shell's Page.
func (s *Key) Name() string { return "key" }

// Name implements the shell's Page.
func (s *CopyWithPassword) Name() string { return "behind" }

// Name implements the shell's Page.
func (s *Icons) Name() string { return "icon" }

// Name implements the shell's Page.
func (s *Tagger) Name() string { return "tagger" }

// Name implements the shell's Page.
func (s *Tags) Name() string { return "tags" }

// Name implements the shell's Page.
func (s *Trash) Name() string { return "trash" }
