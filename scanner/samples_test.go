package scanner

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sampleCounts is how many pictures of each category of the sample pictures are read whole, with no text
// that they do not hold. A drop fails; a rise is printed.
var sampleCounts = map[string]int{
	"basic": 2, "dark": 2, "small": 4, "hidpi": 2, "amazon": 2, "migration": 2, "inverted": 3, "logo": 2,
	"rounded": 3, "lowcontrast": 2, "colored": 2, "jpeg": 2, "blur": 2, "overlay": 2, "quiet": 2, "multi": 4,
	"multimonitor": 2, "photo": 3, "rotated": 2, "negative": 4, "web": 15, "hard": 10, "pub-jsqr": 7, "pub-misc": 17,
	"pub-zxing-1": 7, "pub-zxing-2": 11, "pub-zxing-3": 14, "pub-zxing-4": 14, "pub-zxing-5": 7, "pub-zxing-6": 4,
	"pub-zxingcpp": 8,
}

// TestSamples scans pictures that are not part of this repository: WATCHWORD_SAMPLES names a folder,
// and beside it lies the folder qr with manifest.json. The families of the generator cover the same without it.
func TestSamples(t *testing.T) {
	folder := os.Getenv("WATCHWORD_SAMPLES")
	if folder == "" || testing.Short() {
		t.Skip("WATCHWORD_SAMPLES names no folder, or only short tests were asked for: the families of TestFamilies stand in.")
	}
	folder = filepath.Join(folder, "..", "qr")
	data, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []struct {
		File, Category string
		Codes          []string
		Open           bool // it may hold more codes than are listed
	}
	if err := json.Unmarshal(data, &entries); err != nil {
		t.Fatal(err)
	}
	read, all := map[string]int{}, map[string]int{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.File))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Category]++
		frames, err := Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", e.File, err)
			continue
		}
		result, err := Scan(context.Background(), frames[0], Options{})
		if err != nil {
			t.Errorf("%s: %v", e.File, err)
			continue
		}
		want := map[string]bool{}
		for _, text := range e.Codes {
			want[plainEnd(text)] = true
		}
		missing := len(want)
		seen := map[string]bool{}
		for _, c := range result.Codes {
			switch text := plainEnd(c.Text); {
			case seen[text]:
			case want[text]:
				missing--
				seen[text] = true
			case !e.Open:
				t.Errorf("%s: a text that it does not hold: %q", e.File, c.Text)
			}
		}
		if missing == 0 {
			read[e.Category]++
		}
	}
	for category, n := range all {
		switch least := sampleCounts[category]; {
		case read[category] < least:
			t.Errorf("%s: read %d of %d, want at least %d", category, read[category], n, least)
		case read[category] > least:
			t.Logf("%s: read %d of %d: the number in the table may rise from %d", category, read[category], n, least)
		}
	}
}

func plainEnd(s string) string {
	return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), " \r\n\t\x00")
}
