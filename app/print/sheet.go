// Package print makes what goes on paper: the recovery sheet. It knows no window.
package print

import "watchword/vault"

// SheetText returns the recovery sheet as plain text.
func SheetText(s vault.Sheet) string { return "" }

// SheetKey finds the recovery key in the text of a sheet, or in what a person typed or
// pasted. It reports false when there is none.
func SheetKey(text string) (string, bool) { return "", false }
