package widgets

// A Draft is what a person has typed on a page and what is in no vault yet. The zero Draft is
// none. Its sentences name no account: one of them outlives the vault's being open.
type Draft struct {
	Unsaved string // what would be lost if the page went: "Your changes to this account are not saved."
	Dropped string // the same, once it is lost
	Button  string // what saving it is called; "" is "Save"

	// Save puts it into the vault without turning the page, and reports whether that worked; the
	// page says why it did not. It is nil where it cannot be saved as it is.
	Save func(done func(saved bool))
	Done func() // what the page does after a save
	// AtLock says that it may be saved when the vault is locked, without anybody being asked.
	AtLock bool
}

// None reports whether there is nothing to lose.
func (d Draft) None() bool { return d.Unsaved == "" }
