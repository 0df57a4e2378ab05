package print

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os/exec"
	"strings"
	"testing"

	"watchword/internal/needs"
	"watchword/scanner"
)

// Texts as they are shown: one account, a name beyond ASCII, ten accounts for Google, and
// the longest that fits.
var qrTexts = map[string]string{
	"link":    "otpauth://totp/Example:me%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Example&algorithm=SHA1&digits=6&period=30",
	"digits":  "0123456789",
	"utf-8":   "Müller 漢字 🔑",
	"ten":     "otpauth-migration://offline?data=" + strings.Repeat("CiQKCkhlbGxvId6tvu8S", 40),
	"longest": strings.Repeat("x", 2953),
}

func TestQRIsReadByOurScanner(t *testing.T) {
	for name, text := range qrTexts {
		if name == "longest" {
			continue // 177 modules of single letters: the scanner's own families cover density
		}
		img, err := QR(text, 600)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r, err := scanner.Scan(context.Background(), img, scanner.Options{})
		if err != nil || len(r.Codes) != 1 || r.Codes[0].Text != text {
			t.Errorf("%s: read %d codes, %v", name, len(r.Codes), err)
		}
	}
}

func TestQRIsReadByZbar(t *testing.T) {
	zbar := needs.Program(t, "zbarimg", "our own scanner reads the same pictures above")
	for name, text := range qrTexts {
		img, err := QR(text, 900)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(zbar, "-q", "--raw", "--oneshot", "-")
		cmd.Stdin = &b
		got, err := cmd.Output()
		if err != nil || strings.TrimSuffix(string(got), "\n") != text {
			t.Errorf("%s: zbarimg read %d bytes, %v", name, len(got), err)
		}
	}
}

func TestQRLimits(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("x", 2954)} {
		if _, err := QR(text, 2000); !errors.Is(err, ErrQRTooLong) {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
	// Version 1 has 21 modules and needs 29 with its border.
	for pixels, ok := range map[int]bool{0: false, 28: false, 29: true, 57: true} {
		img, err := QR("1", pixels)
		if (err == nil) != ok {
			t.Errorf("%d pixels: %v", pixels, err)
		}
		if ok && img.Bounds().Dx() != pixels {
			t.Errorf("%d pixels became %d", pixels, img.Bounds().Dx())
		}
	}
}
