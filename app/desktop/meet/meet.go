// Package meet lets the desktop have its one look at this program before the program hides
// its memory from everybody.
package meet

// Desktop makes the program visible to the desktop until that has looked at it. It does not
// wait for the desktop. Call it when the window starts, before anything secret is in memory.
func Desktop() { introduce() }

// Show lets other programs of the user see which program this is, until done is called.
func Show() (done func()) { return show() }
