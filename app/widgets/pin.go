package widgets

import "fyne.io/fyne/v2"

// pinIcon is a drawing pin, which the toolkit lacks.
var pinIcon = fyne.NewStaticResource("pin.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
	`<path fill="#000000" d="M7 2h10v2h-1.5v6.5L19 14v2h-6v5l-1 2-1-2v-5H5v-2l3.500-3.500V4H7z"/></svg>`))

// PinIcon is the drawing of a pin.
func PinIcon() fyne.Resource { return pinIcon }
