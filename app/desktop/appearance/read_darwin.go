package appearance

import (
	"context"
	"image/color"
	"os/exec"
	"strings"
)

// accents are the colours that AppleAccentColor counts; without it the accent is blue.
var accents = map[string]color.NRGBA{
	"-1": {R: 0x8C, G: 0x8C, B: 0x8C, A: 0xff}, // graphite
	"0":  {R: 0xE0, G: 0x38, B: 0x3E, A: 0xff},
	"1":  {R: 0xF7, G: 0x82, B: 0x1B, A: 0xff},
	"2":  {R: 0xFF, G: 0xC6, B: 0x00, A: 0xff},
	"3":  {R: 0x62, G: 0xBA, B: 0x46, A: 0xff},
	"4":  {R: 0x00, G: 0x7A, B: 0xFF, A: 0xff},
	"5":  {R: 0xA5, G: 0x50, B: 0xA7, A: 0xff},
	"6":  {R: 0xF7, G: 0x4F, B: 0x9E, A: 0xff},
}

func read(ctx context.Context) Appearance {
	var out Appearance
	out.HighContrast = defaults(ctx, "com.apple.universalaccess", "increaseContrast") == "1"
	out.Accent, out.HasAccent = accents[defaults(ctx, "-g", "AppleAccentColor")]
	return out
}

// defaults reads one of the user's settings; "" when it is not set.
func defaults(ctx context.Context, domain, key string) string {
	out, err := exec.CommandContext(ctx, "/usr/bin/defaults", "read", domain, key).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
