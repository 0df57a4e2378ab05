//go:build e2e && linux

package e2e

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	githubSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	githubLink   = "otpauth://totp/GitHub:jane?secret=" + githubSecret + "&issuer=GitHub"
	slackLink    = "otpauth://totp/Slack%20(Contoso):jane?secret=AMHPKLQDCLPVHPIT&issuer=Slack"
	sha256Link   = "otpauth://totp/Bank:jane?secret=" + githubSecret + "&issuer=Bank&algorithm=SHA256&digits=8"
	phoneFactor  = "phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fexample.org"
)

// picture writes a page with codes beside each other, four pixels a module.
func picture(t *testing.T, name string, texts ...string) string {
	t.Helper()
	const scale, room = 4, 40
	page := image.NewGray(image.Rect(0, 0, room, 600))
	for _, text := range texts {
		small, err := png.Decode(bytes.NewReader(qrPNG(t, text)))
		if err != nil {
			t.Fatal(err)
		}
		b := small.Bounds()
		wider := image.NewGray(image.Rect(0, 0, page.Bounds().Dx()+scale*b.Dx()+room, 600))
		draw.Draw(wider, wider.Bounds(), image.White, image.Point{}, draw.Src)
		if page.Bounds().Dx() > room {
			draw.Draw(wider, page.Bounds(), page, image.Point{}, draw.Src)
		}
		for y := range scale * b.Dy() {
			for x := range scale * b.Dx() {
				wider.Set(page.Bounds().Dx()+x, room+y, small.At(b.Min.X+x/scale, b.Min.Y+y/scale))
			}
		}
		page = wider
	}
	path := filepath.Join(t.TempDir(), name)
	var buf bytes.Buffer
	if err := png.Encode(&buf, page); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAdding is the chapter of adding: a key that is typed, a link and a picture that are
// pasted, a picture that is dropped with several codes and one that is none of ours, a
// picture that a second start hands over and that is deleted afterwards.
func TestAdding(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "")
	p := d.unlocked(h)

	// The long key as Amazon shows it where there is no QR code.
	p.screen("list")
	p.key("ctrl+n")
	var groups []string
	for i := 0; i < len(amazonSecret); i += 4 {
		groups = append(groups, amazonSecret[i:i+4])
	}
	p.fill("add.box", strings.Join(groups, " "))
	p.fill("add.issuer", "Amazon")
	p.key("Return")
	p.screen("waiting")
	p.until("the new code on the clipboard", func() bool { return p.isCodeOf(p.clipboard(), amazonSecret) })
	p.danger("waiting.worked")

	// A link from the clipboard, by key.
	p.screen("list")
	p.copyElsewhere(githubLink)
	p.key("ctrl+v")
	p.click("add.submit")
	p.screen("waiting")
	p.until("the code of the pasted link", func() bool { return p.isCodeOf(p.clipboard(), githubSecret) })
	p.key("Escape")

	// A picture from the clipboard: the code takes its place.
	p.screen("list")
	p.copyPicture(picture(t, "slack.png", slackLink))
	p.key("ctrl+v")
	p.screen("found")
	p.key("Return")
	p.screen("waiting")
	p.until("the code of the pasted picture", func() bool { return p.isCodeOf(p.clipboard(), "AMHPKLQDCLPVHPIT") })
	p.danger("waiting.worked")

	// A picture that is dropped: one code is there already, one is new, one is Microsoft's own.
	p.screen("list")
	p.drop("file://" + picture(t, "three.png", githubLink, sha256Link, phoneFactor))
	p.screen("found")
	p.photograph("several codes")
	p.click("scan.add")
	p.screen("waiting")
	p.until("the code of the new one", func() bool {
		return p.isCodeOf(p.clipboard(), githubSecret, "--totp=sha256", "--digits=8")
	})
	p.danger("waiting.worked")

	// A second start hands its picture over; the picture can go, for its key is in the vault.
	p.screen("list")
	file := picture(t, "screenshot.png", "otpauth://totp/Last:jane?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Last")
	p.terminal(h, "", file)
	p.screen("found")
	p.key("Return")
	p.screen("waiting")
	p.photograph("picture to delete")
	p.danger("waiting.delete")
	p.until("the picture to be gone", func() bool {
		_, err := os.Stat(file)
		return os.IsNotExist(err)
	})
	p.danger("waiting.worked")
	p.screen("list")

	got := p.accounts(h)
	for _, issuer := range []string{"Amazon", "GitHub", "Slack", "Bank", "Last"} {
		if _, ok := got[issuer]; !ok {
			t.Errorf("the vault has no account of %s: %v", issuer, got)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d accounts in the vault", len(got))
	}
}

// timeServer answers one question after the other by SNTP (RFC 5905), with a clock that is
// ahead of this computer's.
func timeServer(t *testing.T, ahead time.Duration) string {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	go func() {
		packet := make([]byte, 128)
		for {
			n, from, err := c.ReadFrom(packet)
			if err != nil {
				return
			}
			if n < 48 {
				continue
			}
			now := time.Now().Add(ahead)
			stamp := uint64(now.Unix()+2208988800)<<32 | uint64(now.Nanosecond())<<32/1e9
			out := make([]byte, 48)
			out[0], out[1], out[3] = 4<<3|4, 1, 0xEC
			binary.BigEndian.PutUint64(out[16:], stamp-1<<32)
			copy(out[24:], packet[40:48])
			binary.BigEndian.PutUint64(out[32:], stamp)
			binary.BigEndian.PutUint64(out[40:], stamp)
			_, _ = c.WriteTo(out, from)
		}
	}()
	return c.LocalAddr().String()
}

// TestRefused is what follows where a page shows no readable code, and where a site refuses
// the code: the picture marked by hand, and a clock that is wrong.
func TestRefused(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink)
	whole := picture(t, "whole.png", githubLink)

	// Half of a code shows on the screen.
	gone := d.view(whole, 1240, 200)
	p := d.unlocked(h)
	p.screen("list")
	p.key("ctrl+shift+s")
	p.screen("nothing")
	p.photograph("cut off")
	p.click("nothing.region")
	p.screen("region")
	at := p.find("region.picture")
	p.drag(at.X+10, at.Y+at.H/3, at.X+at.W/2, at.Y+at.H*2/3)
	p.photograph("marked")
	p.click("region.scan") // it says that there is nothing; the page stays
	p.find("region.scan")
	p.key("Escape")
	p.screen("nothing")

	// Now all of it.
	gone()
	d.view(whole, 40, 40)
	p.front()
	p.click("nothing.again")
	p.screen("found")
	p.click("scan.add")
	p.screen("waiting")

	// The site refuses it: the clock of this computer is 90 seconds behind.
	p.click("waiting.not")
	p.click("refusedcode.clock")
	p.fill("clock.server", timeServer(t, 90*time.Second))
	p.click("clock.compare")
	p.click("clock.correct")
	p.photograph("clock")
	p.key("Escape")
	p.screen("refusedcode")
	p.key("Escape")
	p.screen("waiting")
	p.click("waiting.copy") // the page copies nothing by itself any more
	p.until("the corrected code on the clipboard", func() bool {
		text := p.clipboard()
		for _, when := range []string{"90 seconds", "86 seconds"} {
			if p.run("oathtool", "--totp", "--base32", "--now", when, githubSecret) == text {
				return true
			}
		}
		return false
	})
	if out := p.terminal(h, "", "clock", "--no-correction"); out != "" {
		t.Errorf("the terminal says %q", out)
	}
}
