package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestUse(t *testing.T) {
	places := Places{State: t.TempDir()}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	u := LoadUse(places)
	if u.Score("v", "a", now) != 0 {
		t.Error("something never used has a score")
	}
	u.Note("v", "a", now)
	u.Note("v", "a", now)
	u.Note("v", "b", now.Add(31*24*time.Hour))
	later := now.Add(60 * 24 * time.Hour)
	if a, b := u.Score("v", "a", later), u.Score("v", "b", later); a >= b {
		t.Errorf("two uses of two months ago (%v) outweigh one of last month (%v)", a, b)
	}
	if a := u.Score("v", "a", now.Add(-time.Hour)); a != 2 {
		t.Errorf("with the clock set back the score is %v, want 2", a)
	}
	if used := u.Used("v"); used == nil || !used("a") || used("c") {
		t.Error("what was used is not told from what was not")
	}
	if u.Used("w") != nil {
		t.Error("of a vault that nothing is known of, something is said")
	}
	if u.Score("w", "a", now) != 0 {
		t.Error("vaults share their scores")
	}
	if err := u.Save(); err != nil {
		t.Fatal(err)
	}
	again := LoadUse(places)
	if last, ok := again.Last("v", "b"); !ok || !last.Equal(now.Add(31*24*time.Hour)) {
		t.Errorf("last use %v %v", last, ok)
	}
	again.Keep("v", func(id string) bool { return id == "b" })
	if _, ok := again.Last("v", "a"); ok {
		t.Error("a deleted account is remembered")
	}
	if info, err := os.Stat(filepath.Join(places.State, "use.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v %v", info, err)
	}
}

// A damaged file, and one of another kind, count as empty.
func TestUseDamaged(t *testing.T) {
	for _, text := range []string{"", "null", "[]", `{"v":null}`, `{"v":{"a":{"w":"x"}}}`, "{"} {
		places := Places{State: t.TempDir()}
		if err := os.WriteFile(filepath.Join(places.State, "use.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		u := LoadUse(places)
		u.Note("v", "a", time.Now())
		if u.Score("v", "a", time.Now()) <= 0 {
			t.Errorf("after %q nothing is noted", text)
		}
	}
	var none *Use
	none.Note("v", "a", time.Now())
	none.Keep("v", nil)
	if none.Score("v", "a", time.Now()) != 0 || none.Save() != nil || none.Used("v") != nil {
		t.Error("no use at all does something")
	}
}
