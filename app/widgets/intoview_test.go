package widgets

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// Who goes through many tags with Tab sees where the keys are, to the right and back.
func TestTagsComeIntoView(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	row := Row()
	for i := range 20 {
		row.Add(NewChip(fmt.Sprint("Tag number ", i), false, func() {}))
	}
	scroll := container.NewHScroll(row)
	w := test.NewTempWindow(t, container.NewVBox(scroll))
	w.Resize(fyne.NewSize(300, 100))
	driver := fyne.CurrentApp().Driver()
	for _, i := range []int{0, 5, 19, 3, 0} {
		chip := row.Objects[i].(*Chip)
		w.Canvas().Focus(chip)
		left := driver.AbsolutePositionForObject(chip).X - driver.AbsolutePositionForObject(scroll).X
		if left < 0 || left+chip.Size().Width > scroll.Size().Width {
			t.Errorf("tag %d lies at %v of %v", i, left, scroll.Size().Width)
		}
	}
}
