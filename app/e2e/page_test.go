//go:build e2e && linux

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"watchword/internal/needs"
)

// What Amazon's page holds: a link with the issuer before the mail address and nothing but
// secret and issuer behind it; a secret of 52 characters, 32 bytes, without padding.
const (
	amazonSecret = "4GQ7XKZ2R5WNJ3MBYVLTD6HSCPEAUFIO4GQ7XKZ2R5WNJ3MBYVLQ"
	amazonLink   = "otpauth://totp/Amazon%3Aalex.doe%40example.org?secret=" + amazonSecret + "&issuer=Amazon"
)

// qrPNG is the code with one pixel a module, as such pages embed it.
func qrPNG(t *testing.T, text string) []byte {
	t.Helper()
	m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, m.GetWidth(), m.GetHeight()))
	for y := range m.GetHeight() {
		for x := range m.GetWidth() {
			if !m.Get(x, y) {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// pageTitle is set by the page when it has been drawn.
const pageTitle = "Two-Step Verification, drawn"

// page is a page as Amazon's: the browser blows the small picture up to a size that is no
// multiple of its modules, and smooths it.
func page(t *testing.T, link string) (path string) {
	t.Helper()
	html := fmt.Sprintf(`<!doctype html><meta charset="utf-8"><title>Two-Step Verification</title>
<style>body{font:14px Arial,sans-serif;margin:0;color:#0f1111}header{background:#131921;color:#fff;padding:14px 24px;font-size:20px}
main{width:620px;margin:24px auto;border:1px solid #d5d9d9;border-radius:8px;padding:20px}b{color:#c45500}
img{width:198px;height:198px;margin:12px 40px}input{border:1px solid #888c8c;padding:6px}
button{background:#ffd814;border:0;border-radius:8px;padding:8px 16px}</style>
<header>amazon-like</header><main><h2>Enroll a 2SV authenticator</h2><p><b>Authenticator App</b> Generate OTP using an application. No network connectivity required.</p>
<ol><li>Open your Authenticator App.<li>Scan the QR code below.<br><img src="data:image/png;base64,%s"><li>Enter OTP. <input> <button>Verify OTP and continue</button></ol></main>
<script>onload=()=>requestAnimationFrame(()=>requestAnimationFrame(()=>setTimeout(()=>document.title=%q,300)))</script>`,
		base64.StdEncoding.EncodeToString(qrPNG(t, link)), pageTitle)
	path = filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// chromium is the path of the browser, "" where there is none: Ubuntu's is a snap, which does not run
// everywhere. On Debian the whole ./test installs it, so there it must be.
func chromium(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("chromium")
	system, _ := os.ReadFile("/etc/os-release")
	if err != nil && strings.Contains("\n"+string(system), "\nID=debian\n") {
		needs.Missing(t, "Chromium is not installed", "Debian has it")
	}
	return path
}

// browse shows the page in a real browser. Where none can be installed the bare picture is shown, and the
// test says so.
func (d *desk) browse(h home, link string) {
	d.t.Helper()
	browser := chromium(d.t)
	if browser == "" {
		d.t.Log("there is no Chromium here: the code is shown as a picture, not drawn by a browser")
		file := filepath.Join(d.t.TempDir(), "page.png")
		if err := os.WriteFile(file, qrPNG(d.t, link), 0o644); err != nil {
			d.t.Fatal(err)
		}
		d.start(nil, "display", "-title", pageTitle, "-geometry", "+0+0", "-bordercolor", "white", "-border", "4", "-filter", "Lanczos", "-resize", "198x198", file)
		d.window(pageTitle)
		return
	}
	d.open(h, browser, page(d.t, link))
	d.window(pageTitle)
}

// open shows a file in the browser.
func (d *desk) open(h home, browser, file string) {
	args := []string{"--user-data-dir=" + h.path("chromium"), "--disable-gpu", "--disable-quic", "--no-first-run",
		"--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-extensions", "--password-store=basic", "--window-position=0,0", "--window-size=900,900", file}
	if os.Getuid() == 0 {
		args = append([]string{"--no-sandbox"}, args...)
	}
	d.start([]string{"HOME=" + h.folder}, browser, args...)
}
