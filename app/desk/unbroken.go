package desk

// unbroken is work that is not to be cut off: who locks the vault or ends the program waits for it.
// So it has to be work of a moment.
type unbroken struct {
	unfinished int
	afterwards []func() // what goes on after it
}

// Unbroken is a [background.Runner] for work that is not to be cut off.
func (d *Desk) Unbroken(work, done func()) {
	d.unfinished++
	d.Run(work, func() {
		d.unfinished--
		done()
		if d.unfinished == 0 {
			waiting := d.afterwards
			d.afterwards = nil
			for _, f := range waiting {
				f()
			}
		}
	})
}

// AfterUnbroken goes on with then once nothing is under way that is not to be cut off.
func (d *Desk) AfterUnbroken(then func()) {
	if d.unfinished == 0 {
		then()
		return
	}
	d.afterwards = append(d.afterwards, then)
}

// Stay forgets what was to go on after the work that is under way.
func (d *Desk) Stay() { d.afterwards = nil }
