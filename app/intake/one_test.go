package intake

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"watchword/bounds"
	"watchword/scanner"
)

const link = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A"

// A file that is not recognised before is what one is that was.
func TestFileIsAsLookSays(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	random := make([]byte, 4095)
	rand.NewChaCha8([32]byte{1}).Read(random)
	for _, row := range []struct {
		what, path string
		accounts   int
		guess      bool
	}{
		{"links", put("links.txt", []byte(link+"\n")), 1, false},
		{"something that nobody knows", put("letter.txt", []byte("Dear Sir or Madam")), 0, false},
		{"what may be an encrypted backup of andOTP", put("random.bin", random), 0, true},
		{"nothing", filepath.Join(dir, "none"), 0, false},
	} {
		for _, i := range []*Item{Look(t.Context(), []string{row.path})[0], File(row.path)} {
			r, err := i.Import(t.Context(), Asks{})
			if len(r.Accounts) != row.accounts || (err == nil) != (row.accounts > 0) || i.IsGuess() != row.guess {
				t.Errorf("%s: %d accounts, a guess: %v, %v", row.what, len(r.Accounts), i.IsGuess(), err)
			}
		}
	}
}

// What comes as a stream is read once, and has no folder beside it.
func TestStream(t *testing.T) {
	i := Stream("-", strings.NewReader(link+"\n"))
	r, err := i.Import(t.Context(), Asks{})
	if err != nil || len(r.Accounts) != 1 {
		t.Errorf("%d accounts, %v", len(r.Accounts), err)
	}
	if data, err := i.Bytes(); err != nil || string(data) != link+"\n" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := Stream("-", brokenReader{}).Bytes(); err == nil || !strings.HasPrefix(err.Error(), "The file could not be read (") {
		t.Errorf("one that breaks off: %v", err)
	}
	if long := Stream("-", endless{}); int64(len(long.data)) != bounds.Picture+1 {
		t.Errorf("of an endless one %d bytes are kept", len(long.data))
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("input/output error") }

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// A picture in an export with a code that cannot be read keeps the file: its account would be lost with it.
func TestUnreadCodeKeepsTheFile(t *testing.T) {
	code, err := qrcode.NewQRCodeWriter().Encode(link, gozxing.BarcodeFormat_QR_CODE, 360, 360, nil)
	if err != nil {
		t.Fatal(err)
	}
	whole := image.NewGray(image.Rect(0, 0, 720, 360))
	for i := range whole.Pix {
		whole.Pix[i] = 255
	}
	draw.Draw(whole, image.Rect(0, 0, 360, 360), code, image.Point{}, draw.Src)
	draw.Draw(whole, image.Rect(360, 0, 720, 360), code, image.Point{}, draw.Src)
	draw.Draw(whole, image.Rect(500, 150, 660, 320), image.Black, image.Point{}, draw.Src) // something covers much of it
	var data bytes.Buffer
	if err := png.Encode(&data, whole); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "two.png")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var told scanner.Result
	r, err := File(path).Import(t.Context(), Asks{Picture: func(found scanner.Result) { told = found }})
	if err != nil || len(r.Accounts) != 1 || r.Keep != "it shows a code that could not be read" {
		t.Errorf("%d accounts, keep %q, %v", len(r.Accounts), r.Keep, err)
	}
	if len(told.Codes) != 1 || len(told.Seen) == 0 {
		t.Errorf("%d codes, %d not read", len(told.Codes), len(told.Seen))
	}
}

// Steam's files need their manifest, which people rename along with them.
func TestCompanion(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	look := companion(filepath.Join(dir, "1.maFile"))
	if _, err := look("manifest.json"); err == nil {
		t.Error("found nothing and said otherwise")
	}
	put("old_manifest.json", "renamed")
	if data, err := look("manifest.json"); err != nil || string(data) != "renamed" {
		t.Errorf("%q, %v", data, err)
	}
	put("other_manifest.json", "which?")
	if _, err := look("manifest.json"); err == nil {
		t.Error("took one of two")
	}
	put("manifest.json", "the one")
	if data, err := look("manifest.json"); err != nil || string(data) != "the one" {
		t.Errorf("%q, %v", data, err)
	}
	if data, err := look(filepath.Join("..", filepath.Base(dir), "manifest.json")); err != nil || string(data) != "the one" {
		t.Errorf("a name with folders: %q, %v", data, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := look("folder.json"); err == nil {
		t.Error("read a folder")
	}
}

// The clipboard gives the first that it has: a picture, files, a text.
func TestFromClipboard(t *testing.T) {
	empty := errors.New("empty")
	for _, row := range []struct {
		clip fakeClipboard
		want Copied
		err  error
	}{
		{fakeClipboard{picture: []byte("png"), files: []string{"a"}, text: "b"}, Copied{Picture: []byte("png")}, nil},
		{fakeClipboard{files: []string{"a"}, text: "b"}, Copied{Files: []string{"a"}}, nil},
		{fakeClipboard{text: "b"}, Copied{Text: "b"}, nil},
		{fakeClipboard{err: empty}, Copied{}, empty},
	} {
		got, err := FromClipboard(t.Context(), row.clip)
		if err != row.err || !bytes.Equal(got.Picture, row.want.Picture) || !slices.Equal(got.Files, row.want.Files) || got.Text != row.want.Text {
			t.Errorf("%+v: %+v, %v", row.clip, got, err)
		}
	}
}

type fakeClipboard struct {
	picture []byte
	files   []string
	text    string
	err     error
}

var errNone = errors.New("nothing of that kind")

func (c fakeClipboard) ReadPicture(context.Context) ([]byte, error) {
	if c.picture == nil {
		return nil, errNone
	}
	return c.picture, nil
}

func (c fakeClipboard) ReadFiles(context.Context) ([]string, error) {
	if c.files == nil {
		return nil, errNone
	}
	return c.files, nil
}

func (c fakeClipboard) ReadText(context.Context) (string, error) { return c.text, c.err }
