package helper

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"watchword/scanner"
	"watchword/vault"
)

// harm has a helper do something to itself.
func harm(ctx context.Context, what byte) ([]byte, error) {
	var answer []byte
	err := do(ctx, request{job: jobTest, data: []byte{what}, memory: 96 << 20, take: func(c *channel, m message) (err error) {
		answer, err = c.body(m, 100)
		return err
	}})
	return answer, err
}

func TestHelperThatDoesHarm(t *testing.T) {
	tests := []struct {
		reason string
		what   byte
		want   error
	}{
		{"nothing happens", harmNone, nil},
		{"its memory is bounded", harmMemory, ErrMemory},
		{"what falls over is contained", harmPanic, ErrCrashed},
		{"it ends without a word", harmExit, ErrCrashed},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			if _, err := harm(t.Context(), tt.what); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

func TestHelperCannotOpenFiles(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux takes that from it")
	}
	if answer, err := harm(t.Context(), harmFiles); err != nil || len(answer) != 0 {
		t.Errorf("%q, %v", answer, err)
	}
}

func TestHelperIsCalledOff(t *testing.T) {
	cause := errors.New("called off")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(100*time.Millisecond, func() { cancel(cause) })
	if _, err := harm(ctx, harmHang); err != cause {
		t.Errorf("%v", err)
	}
	if _, err := harm(ctx, harmNone); err != cause {
		t.Errorf("after that: %v", err)
	}
}

// A program is only made a helper by the words that wait for it.
func TestOrdinaryStartIsNoHelper(t *testing.T) {
	if os.Getenv("WATCHWORD_TEST_ORDINARY") != "" {
		os.Exit(42)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	defer theirs.Close()
	theirs.WriteString(hello)
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for reason, extra := range map[string][]*os.File{
		"nothing is there": nil,
		"a pipe, as of make's job server, with these very words": {ours},
		"a file": {null},
	} {
		cmd := exec.Command(program, "-test.run", "^TestOrdinaryStartIsNoHelper$")
		cmd.Env = append(os.Environ(), "WATCHWORD_TEST_ORDINARY=1")
		if runtime.GOOS != "windows" {
			cmd.ExtraFiles = extra
		}
		if cmd.Run(); cmd.ProcessState.ExitCode() != 42 {
			t.Errorf("%s: it ended with %d", reason, cmd.ProcessState.ExitCode())
		}
	}
}

// TestPixelsOnTheirWay sends a picture of each type: what the scanner sees of it stays the same.
func TestPixelsOnTheirWay(t *testing.T) {
	r := image.Rect(0, 0, 37, 23)
	palette := color.Palette{color.Black, color.White, color.NRGBA{200, 10, 20, 255}}
	pictures := map[string]interface {
		image.Image
		Set(x, y int, c color.Color)
	}{
		"gray": image.NewGray(r), "gray16": image.NewGray16(r), "rgba": image.NewRGBA(r), "rgba64": image.NewRGBA64(r),
		"nrgba": image.NewNRGBA(r), "nrgba64": image.NewNRGBA64(r), "cmyk": image.NewCMYK(r), "paletted": image.NewPaletted(r, palette),
		"alpha, which no decoder gives": image.NewAlpha(r),
	}
	all := map[string]image.Image{}
	for name, m := range pictures {
		for i := range r.Dx() * r.Dy() {
			m.Set(i%r.Dx(), i/r.Dx(), color.NRGBA{uint8(i), uint8(3 * i), uint8(7 * i), 255})
		}
		all[name] = m
	}
	part := image.NewRGBA(image.Rect(-3, -5, 60, 60))
	for i := range part.Pix {
		part.Pix[i] = uint8(i)
	}
	all["a part of a larger one"] = part.SubImage(r)
	for name, ratio := range map[string]image.YCbCrSubsampleRatio{"4:4:4": image.YCbCrSubsampleRatio444, "4:2:0": image.YCbCrSubsampleRatio420,
		"4:1:0": image.YCbCrSubsampleRatio410, "4:4:0": image.YCbCrSubsampleRatio440} {
		m := image.NewYCbCr(image.Rect(0, 0, 48, 32), ratio)
		a := image.NewNYCbCrA(r, ratio)
		for _, pix := range [][]uint8{m.Y, m.Cb, m.Cr, a.Y, a.Cb, a.Cr, a.A} {
			for i := range pix {
				pix[i] = uint8(5 * i)
			}
		}
		all["a part of a photo "+name] = m.SubImage(r)
		all["a photo with alpha "+name] = a
	}
	for name, img := range all {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			c := &channel{in: &b, out: &b}
			if err := c.sendFrames([]image.Image{img}); err != nil {
				t.Fatal(err)
			}
			m, err := c.next()
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.takeFrames(m)
			if err != nil || len(got) != 1 || got[0].Bounds() != r {
				t.Fatalf("%v, %v", got, err)
			}
			for i := range r.Dx() * r.Dy() {
				x, y := i%r.Dx(), i/r.Dx()
				wr, wg, wb, wa := img.At(x, y).RGBA()
				gr, gg, gb, ga := got[0].At(x, y).RGBA()
				for _, d := range []int{int(wr) - int(gr), int(wg) - int(gg), int(wb) - int(gb), int(wa) - int(ga)} {
					if max(d, -d) > 0x101 {
						t.Fatalf("at %d, %d: %v, want %v", x, y, got[0].At(x, y), img.At(x, y))
					}
				}
			}
		})
	}
}

// What a helper says is not believed.
func TestFramesThatCannotBe(t *testing.T) {
	for reason, list := range map[string]string{
		"none": `[]`, "no list": `{`, "no kind": `[{"W":1,"H":1}]`, "no width": `[{"Kind":"gray","W":0,"H":1}]`,
		"below zero": `[{"Kind":"gray","W":-1,"H":1}]`, "too wide": `[{"Kind":"gray","W":99999,"H":1}]`,
		"too many pixels": `[{"Kind":"gray","W":16384,"H":16384}]`, "no such ratio": `[{"Kind":"ycbcr","W":1,"H":1,"Ratio":9}]`,
		"its pixels are missing": `[{"Kind":"gray","W":5,"H":5}]`,
	} {
		var b bytes.Buffer
		c := &channel{in: &b, out: &b}
		c.send(kindAnswer, []byte(list))
		m, _ := c.next()
		if got, err := c.takeFrames(m); err == nil {
			t.Errorf("%s: %v", reason, got)
		}
	}
}

func TestDecode(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 5))); err != nil {
		t.Fatal(err)
	}
	frames, err := Decode(t.Context(), b.Bytes())
	if err != nil || len(frames) != 1 || frames[0].Bounds() != image.Rect(0, 0, 8, 5) {
		t.Fatalf("%v, %v", frames, err)
	}
	for reason, row := range map[string]struct {
		data []byte
		want error
	}{
		"cut":          {b.Bytes()[:b.Len()-20], scanner.ErrDamaged},
		"no picture":   {[]byte("no picture"), scanner.ErrFormat},
		"nothing":      {nil, scanner.ErrFormat},
		"far too long": {make([]byte, scanner.MaxBytes+1), scanner.ErrTooLarge},
	} {
		_, err := Decode(t.Context(), row.data)
		var sentence *scanner.PictureError
		_, here := scanner.Decode(bytes.NewReader(row.data))
		if !errors.Is(err, row.want) || !errors.As(here, &sentence) || err.Error() != sentence.Sentence {
			t.Errorf("%s: %v, want %v", reason, err, here)
		}
	}
}

func TestArgon2id(t *testing.T) {
	p := vault.Params{Memory: 19 << 10, Time: 2, Threads: 1}
	password, salt := []byte("password"), []byte("somesaltsomesalt")
	want, err := vault.Argon2id(t.Context(), password, salt, p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Argon2id(t.Context(), password, salt, p)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%x, want %x, %v", got, want, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := Argon2id(ctx, password, salt, vault.Params{Memory: 64 << 10, Time: 4000, Threads: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}

// eobRuns is a progressive JPEG of which each scan takes some bytes and touches every block: its
// runs of blocks without coefficients are as long as they can be (ITU-T T.81, G.1.2.2).
func eobRuns(w, h, scans int) []byte {
	table := bytes.Repeat([]byte{1}, 64)
	b := append([]byte{0xff, 0xd8, 0xff, 0xdb, 0, 67, 0}, table...)
	b = append(b, 0xff, 0xc2, 0, 11, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)
	huffman := func(kind, symbol byte) {
		b = append(b, 0xff, 0xc4, 0, 20, kind, 1)
		b = append(b, make([]byte, 15)...)
		b = append(b, symbol)
	}
	huffman(0x00, 0)    // no difference
	huffman(0x10, 0xe0) // a run of 2^14 blocks and more
	blocks := (w + 7) / 8 * ((h + 7) / 8)
	for range scans {
		b = append(b, 0xff, 0xda, 0, 8, 1, 1, 0, 1, 63, 0)
		b = append(b, make([]byte, (blocks/(1<<14)+1)*15/8+1)...) // a bit for the symbol, fourteen of zero: 2^14 blocks
	}
	return append(b, 0xff, 0xd9)
}

func TestPictureThatKeepsItsDecoderBusy(t *testing.T) {
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, ErrPictureTime)
	defer cancel()
	if _, err := Decode(ctx, eobRuns(16384, 3900, 3000)); err != ErrPictureTime {
		t.Errorf("%v", err)
	}
	budget := &Budget{left: 300 * time.Millisecond}
	slow := func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	}
	for _, when := range []string{"the time is over", "nothing is left of it"} {
		if err := budget.Spend(t.Context(), slow); err != ErrPictureTime {
			t.Errorf("%s: %v", when, err)
		}
	}
}
