package config

import "path/filepath"

// The sections of the page Settings, in its order. Those that a person sets elsewhere, and
// those that the program remembers by itself, have none.
const (
	Appearance = "Appearance"
	Codes      = "Codes"
	Clipboard  = "Clipboard"
	Locking    = "Locking"
)

// Settings are all of them. The settings file is read, checked and written by this table; the
// page Settings and docs/settings.md are made from it. CONTRIBUTING.md says how to add one.
var Settings = []Setting{
	{Key: "theme", Section: Appearance, Label: "Light or dark", value: one(func(v *Values) *Mode { return &v.Theme }, SystemMode,
		is(SystemMode, "follow the system"), is(LightMode, "light"), is(DarkMode, "dark"))},
	{Key: "contrast", Section: Appearance, Label: "Contrast", value: one(func(v *Values) *Contrast { return &v.Contrast }, SystemContrast,
		is(SystemContrast, "follow the system"), is(NormalContrast, "normal"), is(HighContrast, "high"))},
	{Key: "accent", Section: Appearance, Label: "Accent colour", value: one(func(v *Values) *string { return &v.Accent }, OwnAccent,
		is(OwnAccent, "blue"), is(SystemAccent, "the system's"), is("#0E8A6B", "green"), is("#8A56E2", "violet"), is("#D0487E", "pink"), is("#C65D1E", "orange"), is("#6B7684", "grey")).
		or(`any colour, such as "#2360E8"`, isColor, "%s")},
	{Key: "rows", Section: Appearance, Label: "Row size", value: one(func(v *Values) *Rows { return &v.Rows }, NormalRows,
		is(CompactRows, "compact"), is(NormalRows, "normal"), is(LargeRows, "large"))},
	{Key: "sort", Section: Appearance, Label: "Sort by", value: one(func(v *Values) *Sort { return &v.Sort }, ByOrder,
		is(ByOrder, "my own order"), is(ByName, "name"), is(ByUse, "use on this computer"))},

	{Key: "nextCode", Section: Codes, Label: "Show the next code", value: one(func(v *Values) *NextCode { return &v.NextCode }, NextLast,
		is(NextLast, "in the last seconds"), is(NextAlways, "always"), is(NextNever, "never"))},
	{Key: "hideCodes", Section: Codes, Label: "Show codes", value: one(func(v *Values) *bool { return &v.HideCodes }, false,
		is(false, "always"), is(true, "on hover or by key"))},

	{Key: "clearSeconds", Section: Clipboard, Label: "Clear the clipboard", value: one(func(v *Values) *int { return &v.ClearSeconds }, 30,
		is(10, "after 10 seconds"), is(30, "after 30 seconds"), is(60, "after 1 minute"), is(300, "after 5 minutes"), is(0, "never")).
		or("5 to 300 seconds", between(5, 300), "after %d seconds")},
	{Key: "copyHides", Section: Clipboard, Label: "After copying", Needs: Minimising, value: one(func(v *Values) *bool { return &v.CopyHides }, false,
		is(false, "keep the window open"), is(true, "minimise the window"))},

	{Key: "lockMinutes", Section: Locking, Label: "Lock after inactivity", value: one(func(v *Values) *int { return &v.LockMinutes }, 10,
		is(1, "after 1 minute"), is(5, "after 5 minutes"), is(10, "after 10 minutes"), is(30, "after 30 minutes"), is(4*60, "after 4 hours"), is(24*60, "after 24 hours"), is(0, "never")).
		or("1 to 1440 minutes", between(1, 24*60), "after %d minutes")},

	{Key: "stayOpen", Label: "The vault stays unlocked when the session is locked and when the computer sleeps", value: onOff(func(v *Values) *bool { return &v.StayOpen })},
	{Key: "quickUnlock", Label: "Quick unlock: the system's keyring keeps the vault's key", value: onOff(func(v *Values) *bool { return &v.QuickUnlock })},
	{Key: "allowCapture", Label: "Other programs may take pictures of the window", value: onOff(func(v *Values) *bool { return &v.AllowCapture })},
	{Key: "secondBackups", Label: "Second folder for backups, on another disk or a share", value: text(func(v *Values) *string { return &v.SecondBackups }, "an absolute path", filepath.IsAbs)},
	{Key: "clockSeconds", Label: "Codes are made for the time of this computer plus so many seconds", value: one(func(v *Values) *int { return &v.ClockSeconds }, 0).
		or("-86400 to 86400", between(-maxCorrection, maxCorrection), "")},
	{Key: "timeServer", Label: "Time server to check the clock with; without one it is the usual server", value: text(func(v *Values) *string { return &v.TimeServer }, "a name", upTo(253))},

	{Key: "vault", Label: "Vault that was used last; without one it is the usual file", value: text(func(v *Values) *string { return &v.Vault }, "a path", upTo(maxConfig))},
	{Key: "device", Label: "Random name of this computer, for merging", value: text(func(v *Values) *string { return &v.Device }, "up to 64 bytes", upTo(64))},
	{Key: "quickName", Label: "Name of the vault's key in the keyring", value: text(func(v *Values) *string { return &v.QuickName }, "up to 64 bytes", upTo(64))},
	{Key: "clockChecked", Label: "Day on which the clock was checked last", value: text(func(v *Values) *string { return &v.ClockChecked }, `a day, such as "2026-11-25"`, isDay)},
	{Key: "reminded", Label: "Day of the last notice about the second folder", value: text(func(v *Values) *string { return &v.Reminded }, `a day, such as "2026-11-25"`, isDay)},
	{Key: "passwordTyped", Label: "Day on which the password was typed last", value: text(func(v *Values) *string { return &v.PasswordTyped }, `a day, such as "2026-11-25"`, isDay)},
	{Key: "captureTold", Label: "The notice about pictures of the window was dismissed", value: onOff(func(v *Values) *bool { return &v.CaptureTold })},
}

// Defaults are the settings of somebody who has changed nothing.
var Defaults = defaults()

func defaults() (v Values) {
	for _, s := range Settings {
		s.value.reset(&v)
	}
	return v
}
