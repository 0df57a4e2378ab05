package widgets

// A Draft is what a user has typed on a page and what is in no vault yet. The zero Draft is
// none. Its sentences name no account: one of them outlives the vault's being open.
type Draft struct {
	Unsaved string // what would be lost if the page went: "Your changes to this account are not saved."
	Dropped string // the same, once it is lost
	Button  string // what saving it is called; "" is "Save"

	// Save puts it into the vault without turning the page, and reports whether that worked; the
	// page says why it did not. It is nil where it cannot be saved as it is.
	Save func(done func(saved bool))
	Done func() // what the page does after a save
	// AtLock saves it when the vault is locked, without anybody being asked; nil where it may not
	// be. Kept says so afterwards; "" is the usual sentence.
	AtLock func(done func(saved bool))
	Kept   string
}

// None reports whether there is nothing to lose.
func (d Draft) None() bool { return d.Unsaved == "" }
