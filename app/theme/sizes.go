package theme

// The sizes of the look, in Fyne's device-independent pixels.
const (
	WindowPadding float32 = 12

	RowHeight float32 = 68
	RowInner  float32 = 10
	RowRadius float32 = 14
	RowSide   float32 = 6 // between the rows and the window's edge; the scroll bar runs there

	IconSize   float32 = 40
	IconRadius float32 = 11

	ControlHeight float32 = 40
	EntryBorder   float32 = 2
	ChipHeight    float32 = 28
	ControlRadius float32 = 12
	MainHeight    float32 = 46
	MainRadius    float32 = 14
	CardRadius    float32 = 16

	RingSize float32 = 28

	Body     float32 = 14
	Issuer   float32 = 15
	Name     float32 = 12.5
	CodeText float32 = 24
	NextText float32 = 11.5
	Caption  float32 = 12.5
	Heading  float32 = 20
	Title    float32 = 17
	Waiting  float32 = 56
	RingText float32 = 10
)
