package accounts

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"watchword/app/theme"
	"watchword/vault/account"
)

// A message is not cut off at what matters, at any size of the window, and does not hide the row
// that it speaks of.
func TestMessageIsWholeAndBesideItsRow(t *testing.T) {
	texts := []string{
		"Amazon code copied. Cleared in 30 s.",
		"Next Amazon code copied; it becomes valid in 13 s. Cleared 30 s later.",
		"Next A service with a name of forty charact… code copied; it becomes valid in 13 s. Cleared 30 s later.",
		"Deleted permanently. Earlier backups still contain what was deleted.",
		"Something else was changed since then. Ctrl+Z undoes the last change.",
	}
	for _, accounts := range []int{1, 3, 5, 8, 30} {
		var list []account.Account
		for i := range accounts {
			list = append(list, one(fmt.Sprintf("Service %02d", i), "me"))
		}
		r := newRig(t, theme.Dark, list...)
		for _, size := range []fyne.Size{{Width: 320, Height: 400}, {Width: 420, Height: 640}, {Width: 1280, Height: 900}} {
			r.window.Resize(size)
			for _, text := range texts {
				last := list[len(list)-1].ID
				r.Select(last)
				now, _, _ := r.Codes(list[len(list)-1], r.now)
				r.Copied(last, now.Value, text)
				toast, row := r.toast.widget, r.list.rowOf(last)
				driver := fyne.CurrentApp().Driver()
				at, to := driver.AbsolutePositionForObject(toast), driver.AbsolutePositionForObject(row)
				if at.Y < to.Y+row.Size().Height && to.Y < at.Y+toast.Size().Height {
					t.Errorf("%v, %d accounts: the message at %v+%v hides its row at %v", size, accounts, at.Y, toast.Size().Height, to.Y)
				}
				if at.Y < 0 || at.Y+toast.Size().Height > size.Height {
					t.Errorf("%v, %d accounts: the message is at %v", size, accounts, at.Y)
				}
				if whole := toast.Whole(); !whole {
					t.Errorf("%v: cut off: %q", size, text)
				}
				if accounts > 1 {
					r.Copied(list[0].ID, now.Value, text) // the first is seen without scrolling in most windows
					if row := r.list.rowOf(list[0].ID); row != nil && row.Visible() {
						at, to := driver.AbsolutePositionForObject(toast), driver.AbsolutePositionForObject(row)
						if at.Y < to.Y+row.Size().Height && to.Y < at.Y+toast.Size().Height {
							t.Errorf("%v, %d accounts: the message at %v hides the first row at %v", size, accounts, at.Y, to.Y)
						}
					}
				}
			}
		}
	}
}
