package cli

import (
	"encoding/json"
	"errors"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"

	"watchword/app/desktop/clipboard"
	"watchword/app/internal/apptest"
	"watchword/app/phrases"
	"watchword/scanner"
	"watchword/scanner/capture"
)

const (
	wifi     = "WIFI:T:WPA;S:home;P:hunter22;;"
	broken   = "otpauth://totp/X:y?secret=JBSW0"
	part2    = "otpauth-migration://offline?data=CiQKFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgFhGgNPbmUgASgBMAIQARgDIAEoYw==" // entry One (a), part 2 of 3
	damaged  = "This picture is damaged"
	refusing = "The system gave no picture."
)

// lines decodes what scan --json printed.
func lines(t *testing.T, out string) []scanLine {
	t.Helper()
	var all []scanLine
	for text := range strings.Lines(out) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		var line scanLine
		if err := decoder.Decode(&line); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		all = append(all, line)
	}
	return all
}

func TestScanJSON(t *testing.T) {
	w := newWorld(t) // needs no vault
	two := w.picture("two.png", amazon, wifi)
	out := w.ok("scan", "--json", two, w.picture("none.png"), w.picture("more.png", counted, broken, part2))
	all := lines(t, out)
	if len(all) != 3 {
		t.Fatalf("%d lines", len(all))
	}
	first := all[0]
	if first.File != two || first.Error != "" || first.MS <= 0 || len(first.Codes) != 2 {
		t.Errorf("%+v", first)
	}
	c := first.Codes[0]
	if c.Text != amazon || c.Kind != "totp" || c.Issuer != "Amazon" || c.Name != "me@example.org" || c.Reason != "" {
		t.Errorf("%+v", c)
	}
	// The symbol fills its square less the quiet zone; top left, then clockwise.
	if tl, tr, br, bl := c.Corners[0], c.Corners[1], c.Corners[2], c.Corners[3]; tl[0] > 120 || tl[1] > 120 || tr[0] < 240 || tr[1] > 120 ||
		br[0] < 240 || br[1] < 240 || br[1] > 360 || bl[0] > 120 || bl[1] < 240 {
		t.Errorf("corners %v", c.Corners)
	}
	if c := first.Codes[1]; c.Text != wifi || c.Kind != "other" || c.Reason == "" || c.Issuer != "" {
		t.Errorf("%+v", c)
	}
	if !strings.Contains(strings.SplitAfter(out, "\n")[1], `"codes":[],"ms":`) {
		t.Errorf("nothing found is not an empty list: %s", out)
	}
	kinds := map[string]string{}
	for _, c := range all[2].Codes {
		kinds[string(c.Kind)] = c.Reason
	}
	if reason, ok := kinds["hotp"]; !ok || reason != "" {
		t.Errorf("%v", kinds)
	}
	if reason := kinds["broken"]; !strings.Contains(reason, "character 5 of the key") {
		t.Errorf("%v", kinds)
	}
	if reason, ok := kinds["migration"]; !ok || reason != "" {
		t.Errorf("%v", kinds)
	}
	// The members and their order are a promise.
	if !strings.HasPrefix(out, `{"file":"`) || !strings.Contains(out, `"codes":[{"text":"`+amazon+`","kind":"totp","issuer":"Amazon","name":"me@example.org","corners":[[`) {
		t.Error(out)
	}
}

func TestScanForPeopleMasksSecrets(t *testing.T) {
	w := newWorld(t)
	path := w.picture("all.png", amazon, wifi, broken, part2, "otpauth://totp/Short:x?secret=JBSW", counted)
	r := w.run("scan", path)
	if r.code != ExitDone || r.err != "" {
		t.Fatalf("%+v", r)
	}
	for _, secret := range []string{rfcKey, "hunter22", "JBSW", "otpauth", "CiQK", "Q0xx"} {
		if strings.Contains(r.out, secret) {
			t.Errorf("%s is shown:\n%s", secret, r.out)
		}
	}
	for _, says := range []string{
		path + ": 6 QR codes (", "Amazon (me@example.org)  totp\n", "wireless network", "character 5 of the key", "One (a)  totp\n",
		"part 2 of 3", "Scan the other parts too", "unusually short", "VPN (me)  hotp\n",
	} {
		if !strings.Contains(r.out, says) {
			t.Errorf("%q is not in\n%s", says, r.out)
		}
	}
}

func TestScanOfWhatCannotBeRead(t *testing.T) {
	w := newWorld(t)
	good := w.picture("good.png", amazon)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{
		"scan", "--json", filepath.Join(w.dir, "missing.png"), w.file("text.png", "no picture"), w.file("cut.png", string(data[:len(data)/2])), w.dir, good,
	}
	r := w.run(args...)
	all := lines(t, r.out)
	if r.code != ExitFailed || r.err != "" || len(all) != 5 {
		t.Fatalf("%+v", r)
	}
	for _, line := range all[:4] {
		if line.Error == "" || line.Codes == nil || strings.Contains(line.Error, w.dir) {
			t.Errorf("%+v", line)
		}
	}
	if all[4].Error != "" || len(all[4].Codes) != 1 {
		t.Errorf("the last picture was not read: %+v", all[4])
	}
	r = w.run("scan", args[3], good)
	if r.code != ExitFailed || !strings.Contains(r.out, "Amazon") || !strings.Contains(r.err, "text.png: ") {
		t.Errorf("%+v", r)
	}
}

func TestScanSources(t *testing.T) {
	w := newWorld(t)
	w.screens = []capture.Shot{{Image: qr(t, amazon), Screen: 1}, {Image: qr(t), Screen: 2, Left: "/left/behind.png"}}
	w.clip.Picture = encode(t, qr(t, counted))
	w.in = string(encode(t, qr(t, wifi)))
	r := w.run("scan", "--json", "--screen", "--clipboard", "-")
	if r.code != ExitDone || !strings.Contains(r.err, "/left/behind.png") {
		t.Fatalf("%+v", r)
	}
	var files []string
	for _, line := range lines(t, r.out) {
		files = append(files, line.File)
	}
	if strings.Join(files, " ") != "- screen:1 screen:2 clipboard" {
		t.Errorf("%v", files)
	}
	for i, line := range lines(t, r.out) {
		if want := []int{1, 1, 0, 1}[i]; len(line.Codes) != want {
			t.Errorf("%s: %d codes", line.File, len(line.Codes))
		}
	}

	// Picture files that were copied in a file manager.
	w.clip = apptest.Board{Files: []string{w.picture("a.png", amazon), filepath.Join(w.dir, "gone.png")}}
	r = w.run("scan", "--json", "--clipboard")
	all := lines(t, r.out)
	if r.code != ExitFailed || len(all) != 2 || all[0].File != "clipboard" || len(all[0].Codes) != 1 || all[1].Error == "" {
		t.Errorf("%+v", r)
	}

	w.clip = apptest.Board{}
	w.fails(ExitFailed, phrases.Sentence(clipboard.ErrEmpty), "scan", "--clipboard")
	w.clip = apptest.Board{Fail: clipboard.ErrUnavailable}
	w.fails(ExitFailed, phrases.Sentence(clipboard.ErrUnavailable), "scan", "--clipboard")
	w.refusal = &capture.Refusal{What: refusing, Next: "Try again."}
	w.fails(ExitFailed, refusing+" Try again.", "scan", "--screen")
	r = w.run("scan", "--screen", "--json")
	if all := lines(t, r.out); r.code != ExitFailed || len(all) != 1 || !strings.Contains(all[0].Error, refusing) {
		t.Errorf("%+v", r)
	}
}

// A reader that breaks off is a picture that cannot be read.
func TestScanOfBrokenInput(t *testing.T) {
	w := newWorld(t)
	p := &program{Env: w.env}
	p.In = brokenReader{}
	if pic := p.readPicture("-"); pic.err == nil || strings.Contains(pic.err.Error(), "panic") {
		t.Errorf("%+v", pic)
	}
	if _, err := (picture{err: errors.New("x")}).scan(t.Context(), scanner.Options{}); err == nil {
		t.Error("an error was lost")
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("input/output error") }

// A code that is seen but not read is in the JSON with its place, how far its reading came, and what to do.
func TestScanSeen(t *testing.T) {
	w := newWorld(t)
	whole := qr(t, amazon).(*image.Gray)
	path := w.file("cut.png", string(encode(t, whole.SubImage(image.Rect(0, 0, 220, 360)))))
	all := lines(t, w.ok("scan", "--json", path))
	if len(all) != 1 || len(all[0].Codes) != 0 || len(all[0].Seen) != 1 {
		t.Fatalf("%+v", all)
	}
	s := all[0].Seen[0]
	if s.Stage == "" || s.Cause != scanner.CauseCutOff || !strings.Contains(s.Advice, "at the right edge is cut off") ||
		!slices.ContainsFunc(s.Corners[:], func(p [2]int) bool { return p[0] > 220 }) {
		t.Errorf("%+v", s)
	}
	if out := w.ok("scan", path); !strings.Contains(out, s.Advice) {
		t.Errorf("the advice is not in %s", out)
	}
}

// A region leaves the rest of a picture out; corners stay in the whole picture's pixels.
func TestScanRegion(t *testing.T) {
	w := newWorld(t)
	path := w.picture("two.png", amazon, wifi) // one above the other, 360 pixels each
	all := lines(t, w.ok("scan", "--json", "--region", "0,360,360,360", path))
	if len(all) != 1 || len(all[0].Codes) != 1 || all[0].Codes[0].Text != wifi || all[0].Codes[0].Corners[0][1] < 360 {
		t.Errorf("%+v", all)
	}
	for _, region := range []string{"1,2,3", "1,2,3,4,5", "a,b,c,d", "-1,0,10,10", "0,0,0,10", "0,0,10,99999"} {
		w.fails(ExitUsage, "left,top,width,height", "scan", "--region", region, path)
	}
	w.fails(ExitFailed, "outside the picture", "scan", "--region", "5000,0,10,10", path)
}

// Drawings of a scan go where they were asked for, for nobody else to read, and their names say nothing of the codes.
func TestScanDebug(t *testing.T) {
	w := newWorld(t)
	folder := filepath.Join(w.dir, "drawings")
	r := w.run("scan", "--json", "--debug", folder, w.picture("one.png", amazon), w.file("text.png", "no picture"))
	if r.code != ExitFailed || len(lines(t, r.out)) != 2 || !strings.Contains(r.err, "delete them") || !strings.Contains(r.err, "matrices that were read: 1\n") {
		t.Fatalf("%+v", r)
	}
	var names []string
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
		info, err := e.Info()
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
	if strings.Join(names, " ") != "1-1-finders.png 1-2-symbols.png 1-3-grid-1-read.png 1-4-matrix-1-read.png" {
		t.Errorf("%v", names)
	}
	w.fails(ExitFailed, "folder that can be written to", "scan", "--debug", w.file("plain", ""), w.picture("two.png", wifi))
}

// A code of another kind is named by scan and import.
func TestScanOtherKind(t *testing.T) {
	w := newWorld(t)
	m, err := datamatrix.NewDataMatrixWriter().Encode(amazon, gozxing.BarcodeFormat_DATA_MATRIX, 0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	const module, margin = 5, 40
	img := image.NewGray(image.Rect(0, 0, m.GetWidth()*module+2*margin, m.GetHeight()*module+2*margin))
	for i := range img.Pix {
		x, y := i%img.Stride-margin, i/img.Stride-margin
		if x < 0 || y < 0 || x >= m.GetWidth()*module || y >= m.GetHeight()*module || !m.Get(x/module, y/module) {
			img.Pix[i] = 255
		}
	}
	path := w.file("other.png", string(encode(t, img)))
	const want = "This is a Data Matrix code. Authenticator codes are QR codes."
	if out := w.ok("scan", path); !strings.Contains(out, want) {
		t.Errorf("scan says %s", out)
	}
	if all := lines(t, w.ok("scan", "--json", path)); len(all) != 1 || len(all[0].Seen) != 1 || all[0].Seen[0].Cause != scanner.CauseOther || all[0].Seen[0].Advice != want {
		t.Errorf("%+v", all)
	}
	if r := w.withVault(amazon).run("import", path); !strings.Contains(r.err, want) {
		t.Errorf("import says %s", r.err)
	}
}
