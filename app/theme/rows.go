package theme

import "watchword/app/config"

// Rows are the sizes of an account's row, in Fyne's device-independent pixels.
type Rows struct {
	Height     float32
	Icon, Ring float32
	Issuer     float32 // text of the issuer, and so on
	Name       float32
	Code       float32
	Next       float32
}

// The three sizes of rows that a user may choose.
var (
	NormalRows  = Rows{Height: RowHeight, Icon: IconSize, Ring: RingSize, Issuer: Issuer, Name: Name, Code: CodeText, Next: NextText}
	CompactRows = Rows{Height: 48, Icon: 32, Ring: 24, Issuer: 13.5, Name: 11.5, Code: 20, Next: 10.5}
	LargeRows   = Rows{Height: 84, Icon: 52, Ring: 36, Issuer: 18, Name: 14.5, Code: 30, Next: 13.5}
)

// RowsOf returns the rows of a setting.
func RowsOf(setting config.Rows) Rows {
	switch setting {
	case config.CompactRows:
		return CompactRows
	case config.LargeRows:
		return LargeRows
	}
	return NormalRows
}
