package app

import (
	"strings"
	"testing"
)

// Who edits an account that was moved to the trash elsewhere reads where it is, and can take it out.
func TestEditOfAnAccountTrashedElsewhere(t *testing.T) {
	for why, way := range map[string]struct{ open, save func(r *rig) }{
		"edit": {func(r *rig) { r.showEdit(r.id("GitHub")); r.entry("edit.note").SetText("my note") }, func(r *rig) { r.tap("edit.save") }},
		"tags": {func(r *rig) { r.showTagger([]string{r.id("GitHub")}); r.entry("tags.new").SetText("my tag") }, func(r *rig) { r.tap("tags.save") }},
	} {
		t.Run(why, func(t *testing.T) {
			r := full(t)
			way.open(r)
			v := r.elsewhere(password)
			v.Trash(r.id("GitHub"))
			r.save(v)
			way.save(r)
			r.expect("list")
			if !strings.Contains(r.toast(), "in the trash") {
				t.Fatalf("it says %q", r.toast())
			}
			r.list().TapToast()
			if !strings.Contains(r.titles(), "GitHub") {
				t.Error("it is still in the trash")
			}
		})
	}
}
