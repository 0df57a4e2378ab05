package assets

import _ "embed"

// The drawing of the empty list, in two layers so that each can take a colour of the
// theme: the corners of a viewfinder, and the code in it.
var (
	//go:embed scan-frame.svg
	ScanFrameSVG []byte
	//go:embed scan-code.svg
	ScanCodeSVG []byte
)
