package keeping

import (
	"strings"
	"testing"

	"watchword/vault"
)

// What a copy would bring is told without contradicting itself.
func TestOutlookAgreesWithItself(t *testing.T) {
	for _, row := range []struct {
		why   string
		merge vault.Merged
		then  vault.Merged
		none  bool // it says that the copy has nothing beyond the vault
	}{
		{"deleted since", vault.Merged{}, vault.Merged{Added: []string{"Dropbox"}}, false},
		{"in the trash since", vault.Merged{}, vault.Merged{Restored: []string{"Dropbox"}}, false},
		{"changed since", vault.Merged{}, vault.Merged{Changed: []string{"Dropbox"}}, false},
		{"added since", vault.Merged{}, vault.Merged{Removed: []string{"Dropbox"}}, true},
		{"restored since", vault.Merged{}, vault.Merged{Trashed: []string{"Dropbox"}}, true},
		{"the same", vault.Merged{}, vault.Merged{}, true},
	} {
		o := outlookOf(row.merge, row.then)
		if got := strings.Contains(o.Text, "Nothing in it is missing from your vault"); got != row.none {
			t.Errorf("%s: %q", row.why, o.Text)
		}
	}
}
