// Package assets holds what the program carries inside itself: its icon, its
// fonts, the marks of well-known services and the guides that say how to turn
// on two-step verification there.
//
// Nothing here touches the disk or the network, and the marks and guides are
// unpacked when they are first asked for, not at start-up. All functions are
// safe for concurrent use. LICENSES.md beside this file says where each part
// comes from and under which licence.
package assets

import _ "embed"

// IconPNG is the program's icon: PNG, 512 x 512 pixels, transparent around a
// rounded square.
//
//go:embed icon.png
var IconPNG []byte

// IconSVG is the drawing that IconPNG was made from.
//
//go:embed icon.svg
var IconSVG []byte

// FontRegular is Noto Sans Regular, a TrueType font: Latin, Greek and Cyrillic.
// All figures are equally wide, so that codes do not jump while they change.
//
//go:embed fonts/NotoSans-Regular.ttf
var FontRegular []byte

// FontSemiBold is Noto Sans SemiBold, with the same letters as FontRegular.
//
//go:embed fonts/NotoSans-SemiBold.ttf
var FontSemiBold []byte

// Licenses says in Markdown where the fonts and marks come from and under which
// licences. The program shows it: two of these ask for that.
//
//go:embed LICENSES.md
var Licenses string

// FontLicense is the text of the SIL Open Font License, for both fonts.
//
//go:embed fonts/OFL.txt
var FontLicense string
