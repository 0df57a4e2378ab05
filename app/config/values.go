package config

import "time"

// Values are the settings. What each is, and what it may be, stands in [Settings].
type Values struct {
	Vault  string
	Device string

	Theme    Mode
	Contrast Contrast
	Accent   string // "", "system" or "#RRGGBB"
	Rows     Rows
	TextSize int // in percent; everything grows with it
	Sort     Sort

	NextCode  NextCode
	HideCodes bool

	ClearSeconds int // 0 is never
	CopyHides    bool

	QuickKey  string // as "Ctrl+Alt+W"; "" is off
	TypeCodes bool
	TypeEnter bool

	Tray           bool
	TrayAccounts   int  // at most so many in its menu
	TrayCodes      bool // in its menu, beside the names
	CloseToTray    bool
	MinimiseToTray bool
	Autostart      bool

	LockMinutes int // 0 is never
	StayOpen    bool

	ClockSeconds int
	ClockChecked string // a day, "2026-11-25"; "" is never
	TimeServer   string

	SecondBackups string // an absolute path
	Reminded      string // a day
	QuickUnlock   bool
	QuickName     string
	PasswordTyped string // a day
	AllowCapture  bool
	CaptureTold   bool

	NoSleep bool
}

// Mode is light or dark.
type Mode string

// The modes; SystemMode follows the desktop.
const (
	SystemMode Mode = "system"
	LightMode  Mode = "light"
	DarkMode   Mode = "dark"
)

// Contrast is how far text stands out from what is behind it.
type Contrast string

// The contrasts.
const (
	SystemContrast Contrast = "system"
	NormalContrast Contrast = "normal"
	HighContrast   Contrast = "high"
)

// The accent colours that are no colour of their own.
const (
	OwnAccent    = ""       // Watchword's blue
	SystemAccent = "system" // the desktop's
)

// Rows are the sizes of the list's rows.
type Rows string

// The sizes.
const (
	CompactRows Rows = "compact"
	NormalRows  Rows = "normal"
	LargeRows   Rows = "large"
)

// Sort is how the list is ordered; pinned accounts come first in each.
type Sort string

// The orders: the user's own, by issuer and name, by how much each is used here.
const (
	ByOrder Sort = "own"
	ByName  Sort = "name"
	ByUse   Sort = "use"
)

// NextCode is when the code after the present one shows.
type NextCode string

// The times.
const (
	NextLast   NextCode = "last" // in the last seconds
	NextAlways NextCode = "always"
	NextNever  NextCode = "never"
)

// maxCorrection bounds the correction of the codes' clock, in seconds.
const maxCorrection = 24 * 60 * 60

// Correction is what the clock of this computer is corrected by where codes are made, and
// nowhere else.
func (v Values) Correction() time.Duration { return time.Duration(v.ClockSeconds) * time.Second }

// ClearAfter is how long a copied code stays on the clipboard; 0 is for good.
func (v Values) ClearAfter() time.Duration { return time.Duration(v.ClearSeconds) * time.Second }

// LockAfter is after how long without input the vault locks; 0 is never.
func (v Values) LockAfter() time.Duration { return time.Duration(v.LockMinutes) * time.Minute }
