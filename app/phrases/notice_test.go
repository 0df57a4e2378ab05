package phrases

import (
	"strings"
	"testing"

	"watchword/vault"
)

// Every kind of notice has a sentence of its own, and an unknown one has none.
func TestEveryNoticeHasASentence(t *testing.T) {
	seen := map[string]vault.NoticeKind{}
	for kind := vault.NoticeSetAside; kind <= vault.NoticeSheetBack; kind++ {
		n := vault.Notice{Kind: kind, Count: 2, Text: "a text", Path: "/home/me/a file", Sheet: vault.SheetInfo{Number: "0001"}, Other: vault.SheetInfo{Number: "0002"}}
		text := Notice(n)
		if before, twice := seen[text]; twice || !strings.HasSuffix(text, ".") {
			t.Errorf("kind %d: %q, as kind %d", kind, text, before)
		}
		seen[text] = kind
	}
	if text := Notice(vault.Notice{Kind: vault.NoticeSheetBack + 1}); text != "" {
		t.Errorf("a kind that there is not: %q", text)
	}
}

func TestSheet(t *testing.T) {
	for _, row := range []struct {
		sheet vault.SheetInfo
		want  string
	}{
		{vault.SheetInfo{}, "the sheet without a number"},
		{vault.SheetInfo{Number: "4711"}, "sheet 4711"},
	} {
		if got := Sheet(row.sheet); got != row.want {
			t.Errorf("%+v: %q", row.sheet, got)
		}
	}
}
