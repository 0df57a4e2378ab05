package config

import (
	"path/filepath"

	"watchword/assets/words"
)

// The sections of the page Settings, in its order. Those that a user sets elsewhere, and
// those that the program remembers by itself, have none.
var (
	Appearance = words.Mark("Appearance")
	Codes      = words.Mark("Codes")
	Clipboard  = words.Mark("Clipboard")
	Locking    = words.Mark("Locking")
	Quick      = words.Mark("Quick search")
	Tray       = words.Mark("Tray and start")
)

// Settings are all of them. The settings file is read, checked and written by this table; the
// page Settings and docs/settings.md are made from it. CONTRIBUTING.md says how to add one.
var Settings = []Setting{
	{Key: "theme", Section: Appearance, Label: words.Mark("Light or dark"), Words: "dark mode night theme appearance", value: one(func(v *Values) *Mode { return &v.Theme }, SystemMode,
		is(SystemMode, words.Mark("follow the system")), is(LightMode, words.Mark("light")), is(DarkMode, words.Mark("dark")))},
	{Key: "contrast", Section: Appearance, Label: words.Mark("Contrast"), Words: "high visibility accessibility", value: one(func(v *Values) *Contrast { return &v.Contrast }, SystemContrast,
		is(SystemContrast, words.Mark("follow the system")), is(NormalContrast, words.Mark("normal")), is(HighContrast, words.Mark("high")))},
	{Key: "accent", Section: Appearance, Label: words.Mark("Accent colour"), Words: "color theme", value: one(func(v *Values) *string { return &v.Accent }, OwnAccent,
		is(OwnAccent, words.Mark("blue")), is(SystemAccent, words.Mark("the system's")), is("#0E8A6B", words.Mark("green")), is("#8A56E2", words.Mark("violet")), is("#D0487E", words.Mark("pink")), is("#C65D1E", words.Mark("orange")), is("#6B7684", words.Mark("grey"))).
		or(`any colour, such as "#2360E8"`, isColor, "%s")},
	{Key: "textSize", Section: Appearance, Label: words.Mark("Text size"), Words: "font zoom larger smaller", value: one(func(v *Values) *int { return &v.TextSize }, 100,
		is(80, words.Mark("80 %")), is(90, words.Mark("90 %")), is(100, words.Mark("normal")), is(110, words.Mark("110 %")), is(120, words.Mark("120 %")), is(130, words.Mark("130 %")), is(150, words.Mark("150 %")), is(170, words.Mark("170 %")), is(200, words.Mark("200 %"))).
		or("80 to 200 percent", between(80, 200), words.Mark("%d %%"))},
	{Key: "rows", Section: Appearance, Label: words.Mark("Row size"), Words: "compact density height", value: one(func(v *Values) *Rows { return &v.Rows }, NormalRows,
		is(CompactRows, words.Mark("compact")), is(NormalRows, words.Mark("normal")), is(LargeRows, words.Mark("large")))},
	{Key: "sort", Section: Appearance, Label: words.Mark("Sort by"), Words: "order alphabetical", value: one(func(v *Values) *Sort { return &v.Sort }, ByOrder,
		is(ByOrder, words.Mark("my own order")), is(ByName, words.Mark("name")), is(ByUse, words.Mark("use on this computer")))},

	{Key: "nextCode", Section: Codes, Label: words.Mark("Show the next code"), Words: "upcoming", value: one(func(v *Values) *NextCode { return &v.NextCode }, NextLast,
		is(NextLast, words.Mark("in the last seconds")), is(NextAlways, words.Mark("always")), is(NextNever, words.Mark("never")))},
	{Key: "hideCodes", Section: Codes, Label: words.Mark("Show codes"), Words: "hide reveal privacy dots", value: one(func(v *Values) *bool { return &v.HideCodes }, false,
		is(false, words.Mark("always")), is(true, words.Mark("on hover or by key")))},

	{Key: "clearSeconds", Section: Clipboard, Label: words.Mark("Clear the clipboard"), Words: "timeout delete copied", value: one(func(v *Values) *int { return &v.ClearSeconds }, 30,
		is(10, words.Mark("after 10 seconds")), is(30, words.Mark("after 30 seconds")), is(60, words.Mark("after 1 minute")), is(300, words.Mark("after 5 minutes")), is(0, words.Mark("never"))).
		or("5 to 300 seconds", between(5, 300), words.Mark("after %d seconds"))},
	{Key: "copyHides", Section: Clipboard, Label: words.Mark("After copying"), Words: "minimise hide", Needs: Minimising, value: one(func(v *Values) *bool { return &v.CopyHides }, false,
		is(false, words.Mark("keep the window open")), is(true, words.Mark("minimise the window")))},

	{Key: "quickKey", Section: Quick, Label: words.Mark("Keys for the quick search"), Words: "hotkey shortcut global", value: one(func(v *Values) *string { return &v.QuickKey }, "",
		is("", words.Mark("off")), is("Ctrl+Alt+W", "Ctrl+Alt+W"), is("Ctrl+Alt+Space", "Ctrl+Alt+Space"), is("Super+Shift+W", "Super+Shift+W"), is("F9", "F9")).
		or(`any keys, such as "Ctrl+Alt+K"`, isKeys, "%s")},
	{Key: "typeCodes", Section: Quick, Label: words.Mark("Type codes into other windows"), Words: "autotype keyboard", value: one(func(v *Values) *bool { return &v.TypeCodes }, false,
		is(false, words.Mark("no")), is(true, words.Mark("with Ctrl+Enter")))},
	{Key: "typeEnter", Section: Quick, Label: words.Mark("After typing a code"), Words: "autotype return", value: one(func(v *Values) *bool { return &v.TypeEnter }, false,
		is(false, words.Mark("nothing more")), is(true, words.Mark("press Enter")))},

	{Key: "tray", Section: Tray, Label: words.Mark("Icon in the tray"), Words: "tray background notification area", Needs: Trays, value: one(func(v *Values) *bool { return &v.Tray }, false,
		is(false, words.Mark("no")), is(true, words.Mark("yes, with your accounts in its menu")))},
	{Key: "trayAccounts", Section: Tray, Label: words.Mark("Accounts in the tray menu"), Words: "tray", Needs: Trays, value: one(func(v *Values) *int { return &v.TrayAccounts }, 6,
		is(0, words.Mark("none")), is(3, words.Mark("up to 3")), is(6, words.Mark("up to 6")), is(9, words.Mark("up to 9")), is(12, words.Mark("up to 12"))).
		or("0 to 12", between(0, 12), words.Mark("up to %d"))},
	{Key: "trayCodes", Section: Tray, Label: words.Mark("Codes in the tray menu"), Words: "tray digits", Needs: Trays, Note: words.Mark("Every program that runs as you can read this menu, and the codes in it. On Windows a menu that is open keeps its old codes."), value: one(func(v *Values) *bool { return &v.TrayCodes }, false,
		is(false, words.Mark("no")), is(true, words.Mark("yes, beside the names")))},
	{Key: "closeToTray", Section: Tray, Label: words.Mark("Closing the window"), Words: "tray background quit", Needs: Trays, value: one(func(v *Values) *bool { return &v.CloseToTray }, false,
		is(false, words.Mark("quits Watchword")), is(true, words.Mark("keeps it in the tray")))},
	{Key: "minimiseToTray", Section: Tray, Label: words.Mark("Minimising the window"), Words: "tray background", Needs: Trays, value: one(func(v *Values) *bool { return &v.MinimiseToTray }, false,
		is(false, words.Mark("keeps it in the taskbar")), is(true, words.Mark("hides it in the tray")))},
	{Key: "autostart", Section: Tray, Label: words.Mark("Start with the system"), Words: "autostart boot login startup", value: one(func(v *Values) *bool { return &v.Autostart }, false,
		is(false, words.Mark("no")), is(true, words.Mark("yes, hidden")))},

	{Key: "lockMinutes", Section: Locking, Label: words.Mark("Lock after inactivity"), Words: "auto lock timeout idle autolock", value: one(func(v *Values) *int { return &v.LockMinutes }, 10,
		is(1, words.Mark("after 1 minute")), is(5, words.Mark("after 5 minutes")), is(10, words.Mark("after 10 minutes")), is(30, words.Mark("after 30 minutes")), is(4*60, words.Mark("after 4 hours")), is(24*60, words.Mark("after 24 hours")), is(0, words.Mark("never"))).
		or("1 to 1440 minutes", between(1, 24*60), words.Mark("after %d minutes"))},
	{Key: "stayOpen", Section: Locking, Label: words.Mark("Lock with the screen"), Words: "screen lock sleep suspend logout", value: one(func(v *Values) *bool { return &v.StayOpen }, false,
		is(false, words.Mark("yes, and before sleep")), is(true, words.Mark("no")))},

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
	{Key: "noSleep", Label: "The window looks for events 60 times a second, and does not sleep while nothing is due", value: onOff(func(v *Values) *bool { return &v.NoSleep })},
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
