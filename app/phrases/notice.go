package phrases

import (
	"path/filepath"

	"watchword/assets/words"
	"watchword/vault"
)

// Older says what [vault.Vault.Older] means.
func Older() string {
	return words.T("This vault file is an older version: it lacks changes that this computer has saved or seen.")
}

// UnsureCounters says what Unsure of [vault.Accepted] means.
func UnsureCounters() string {
	return words.T("The next counter-based (HOTP) codes may have been used already: no backup on this computer knows the last counters. Where a service refuses one, make the next.")
}

// Interrupted says what [vault.Vault.Leftovers] means.
func Interrupted() string {
	return words.T("A save was interrupted. It contains changes that are missing from the vault.")
}

// Notice is what a notice of the vault says.
func Notice(n vault.Notice) string {
	file := filepath.Base(n.Path)
	switch n.Kind {
	case vault.NoticeSetAside:
		return words.N(n.Count, "1 entry of this vault cannot be shown by this version. It stays in the file.", "%d entries of this vault cannot be shown by this version. They stay in the file.")
	case vault.NoticeNotOurs:
		return Sentence(vault.ErrNotOurs)
	case vault.NoticeInterrupted:
		return Interrupted()
	case vault.NoticeSealed:
		return words.T("An interrupted save left the file %q next to the vault, with another password. It may contain changes that are missing from the vault: open it with that password, or delete it.", file)
	case vault.NoticeCannotSave:
		return words.T("The vault's folder cannot be written. Your codes are all here, but changes cannot be saved in this place: allow writing there, or save a copy elsewhere.")
	case vault.NoticeUnknownSlots:
		return words.T("Another program added a key slot to this vault (%s). The next save leaves it out.", n.Text)
	case vault.NoticeForeignSlot:
		return words.T("The recovery slot of this file is not the one of your recovery sheet. The next save puts yours back, if you have one.")
	case vault.NoticeNoSlot:
		return words.T("The recovery slot was taken out of this file. The next save puts it back.")
	case vault.NoticeClockAhead:
		return words.T("A computer that changed this vault had its clock more than a day ahead. If it still is, set it right: until then its changes win over those made elsewhere at the same time.")
	case vault.NoticeNoNotes:
		return words.T("Watchword cannot keep its notes in %s (%s). If an older version of the vault file came back, it might go unnoticed, so no counter-based codes are made. Allow writing there, or free some space.", n.Path, n.Text)
	case vault.NoticeKept:
		return Sentence(&vault.KeptError{Path: n.Path})
	}
	return sheetNotice(n)
}

// sheetNotice is [Notice] for what is about a recovery sheet.
func sheetNotice(n vault.Notice) string {
	number, sheet, other := n.Sheet.Number, Sheet(n.Sheet), Sheet(n.Other)
	switch n.Kind {
	case vault.NoticeSheetUndone:
		return words.T("Recovery sheet %s was not finished when Watchword ended, so it does not work and its file was removed. Make a new one.", number)
	case vault.NoticeSheetUndoneOther:
		return words.T("Recovery sheet %s was not finished when Watchword ended, so it does not work and its file was removed. The active one is still %s.", number, other)
	case vault.NoticeSheetGone:
		return words.T("Recovery sheet %s is active, but its file is gone. Make a new sheet.", number)
	case vault.NoticeSheetUnnamed:
		return words.T("Recovery sheet %s is active, but its file could not get its name (%s). It is called %q.", number, n.Text, n.Path)
	case vault.NoticeSheetFinished:
		return words.T("Recovery sheet %s was being saved when Watchword ended. It is complete now: %q.", number, n.Path)
	case vault.NoticeSheetMissing:
		return words.T("This vault file has no recovery sheet, though %s was made for this vault. Merge the newest backup, or make a new sheet.", sheet)
	case vault.NoticeSheetUnstamped:
		return words.T("The recovery sheet of this vault file was made by an earlier version of Watchword, or the file is an older one, and %s does not open it. Make a new sheet with this version.", other)
	case vault.NoticeSheetEarlier:
		return words.T("This vault file has an earlier recovery sheet: %s. The one that was made later, %s, does not open it. Merge the newest backup, or make a new sheet.", sheet, other)
	case vault.NoticeSheetIgnored:
		return words.T("An earlier version of Watchword made a recovery sheet for this vault. It does not replace %s, which stays active. If that one is lost, make a new sheet.", sheet)
	case vault.NoticeSheetBack:
		return words.T("The vault file came back with another recovery sheet: %s. The active one is still %s, which was made later.", sheet, other)
	case vault.NoticeSheetMade:
		return madeSheet(n.By, sheet)
	case vault.NoticeSheetReplaced:
		return replacedSheet(n.By, sheet, other)
	}
	return ""
}

// madeSheet is about a sheet that somebody else made, where there was none.
func madeSheet(by vault.Origin, sheet string) string {
	switch by {
	case vault.OtherComputer:
		return words.T("A recovery sheet was made for this vault on another computer: %s. If this was not you, change the password and then make a new sheet.", sheet)
	case vault.OtherProgram:
		return words.T("A recovery sheet was made for this vault by another program on this computer: %s. If this was not you, change the password and then make a new sheet.", sheet)
	}
	return words.T("A recovery sheet was made for this vault elsewhere: %s. If this was not you, change the password and then make a new sheet.", sheet)
}

// replacedSheet is about a sheet that somebody else made in the place of another one.
func replacedSheet(by vault.Origin, sheet, other string) string {
	switch by {
	case vault.OtherComputer:
		return words.T("The recovery sheet of this vault was replaced on another computer. The active one is now %s; %s opens older copies only. If this was not you, change the password and then make a new sheet.", sheet, other)
	case vault.OtherProgram:
		return words.T("The recovery sheet of this vault was replaced by another program on this computer. The active one is now %s; %s opens older copies only. If this was not you, change the password and then make a new sheet.", sheet, other)
	}
	return words.T("The recovery sheet of this vault was replaced elsewhere. The active one is now %s; %s opens older copies only. If this was not you, change the password and then make a new sheet.", sheet, other)
}

// Sheet names a recovery sheet in a sentence: "sheet 4711 of 28 November 2026".
func Sheet(s vault.SheetInfo) string {
	switch {
	case s.Number != "" && !s.Made.IsZero():
		return words.T("sheet %s of %s", s.Number, s.Made.Format("2 January 2006"))
	case s.Number != "":
		return words.T("sheet %s", s.Number)
	}
	return words.T("the sheet without a number")
}
