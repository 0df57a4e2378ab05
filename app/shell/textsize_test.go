package shell_test

import (
	"os"
	"testing"

	"watchword/app/config"
	"watchword/app/internal/opentest"
)

// The text size goes by steps, stops at its ends, is what the toolkit is told, and is remembered.
func TestTextSize(t *testing.T) {
	u := opentest.Unlocked(t)
	usual, _ := os.LookupEnv("FYNE_SCALE")
	t.Cleanup(func() { u.StepTextSize(0) })
	for _, c := range []struct {
		step, want int
		scale      string
	}{{1, 110, "1.10"}, {1, 120, "1.20"}, {-1, 110, "1.10"}, {0, 100, usual}, {-1, 90, "0.90"}, {-1, 80, "0.80"}, {-1, 80, "0.80"}} {
		if got := u.StepTextSize(c.step); got != c.want || os.Getenv("FYNE_SCALE") != c.scale {
			t.Errorf("a step of %d: %d %%, the toolkit is told %q", c.step, got, os.Getenv("FYNE_SCALE"))
		}
	}
	for range 12 {
		u.StepTextSize(1)
	}
	again, err := config.Load(u.Config.Places)
	if err != nil || again.TextSize != 200 {
		t.Errorf("the file has %d %%, %v", again.TextSize, err)
	}
	u.Config.TextSize = 105 // somebody wrote it into the file
	if got := u.StepTextSize(-1); got != 90 {
		t.Errorf("a step down from between two is %d", got)
	}
}
