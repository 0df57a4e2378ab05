package cli

import (
	"context"
	"image"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"watchword/app/desktop/clipboard"
	"watchword/app/helper"
	"watchword/app/intake"
	"watchword/assets/words"
	"watchword/scanner"
	"watchword/scanner/capture"
)

// A picture is one place where codes may be: its name, and its bytes or its pixels, or why
// it cannot be had.
type picture struct {
	name string
	data []byte
	img  image.Image
	text string // what the clipboard has in the place of a picture
	err  error
}

// sources says where pictures come from.
type sources struct {
	files             []string // "-" is standard input
	screen, clipboard bool
	region            string // "left,top,width,height" of the only part to look at
}

// regionFlag adds --region to a command.
func (s *sources) regionFlag(c *cobra.Command) {
	c.Flags().StringVar(&s.region, "region", "", words.T("scan only this `part` of each picture, more thoroughly: left,top,width,height in pixels"))
}

// options are those of a scan.
func (s sources) options() (scanner.Options, error) {
	if s.region == "" {
		return scanner.Options{}, nil
	}
	fields := strings.Split(s.region, ",")
	var n [4]int
	for i, field := range fields {
		v, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || len(fields) != len(n) || v < 0 || v > scanner.MaxSide || i > 1 && v == 0 {
			return scanner.Options{}, wrongUse(words.T("--region takes left,top,width,height in pixels, for instance 800,200,400,400."))
		}
		n[i] = v
	}
	return scanner.Options{Region: image.Rect(n[0], n[1], n[0]+n[2], n[1]+n[3])}, nil
}

func (s sources) none() bool { return len(s.files) == 0 && !s.screen && !s.clipboard }

// each hands over the pictures one after the other, so that no two have to be in memory.
func (p *program) each(ctx context.Context, s sources, do func(picture) error) error {
	for _, file := range s.files {
		if err := do(p.readPicture(file)); err != nil {
			return err
		}
	}
	if s.screen {
		for _, pic := range p.screens(ctx) {
			if err := do(pic); err != nil {
				return err
			}
		}
	}
	if s.clipboard {
		for _, pic := range p.clipboardPictures(ctx) {
			if err := do(pic); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// readPicture reads a file, or standard input, as far as a picture may be long.
func (p *program) readPicture(file string) picture {
	data, err := p.item(file).Bytes()
	return picture{name: file, data: data, err: err}
}

func (p *program) screens(ctx context.Context) []picture {
	shots, err := p.Screens(ctx, capture.Options{})
	if err != nil {
		return []picture{{name: "screen", err: err}}
	}
	var pictures []picture
	for _, shot := range shots {
		pictures = append(pictures, picture{name: words.T("screen:%d", shot.Screen), img: shot.Image})
		if shot.Left != "" {
			p.note(words.T("The system left a picture of the screen behind that could not be deleted: %s", shot.Left))
		}
	}
	return pictures
}

// clipboardPictures returns the picture that was copied, or the picture files that were
// copied in a file manager; a text is no picture, but told.
func (p *program) clipboardPictures(ctx context.Context) []picture {
	const name = "clipboard"
	clip, err := p.Clipboard()
	if err != nil {
		return []picture{{name: name, err: err}}
	}
	copied, err := intake.FromClipboard(ctx, clip)
	switch {
	case err != nil:
		return []picture{{name: name, err: err}}
	case len(copied.Picture) > 0:
		return []picture{{name: name, data: copied.Picture}}
	}
	var pictures []picture
	for _, file := range copied.Files {
		pic := p.readPicture(file)
		pic.name = name
		pictures = append(pictures, pic)
	}
	if len(pictures) == 0 { // what was copied is a text
		return []picture{{name: name, text: copied.Text, err: clipboard.ErrEmpty}}
	}
	return pictures
}

// scan reads the codes of a picture. What was found before an error is in the result.
func (pic picture) scan(ctx context.Context, o scanner.Options) (scanner.Result, error) {
	if pic.err != nil {
		return scanner.Result{}, pic.err
	}
	if pic.img != nil { // of the screen, which nobody decoded
		return scanner.Scan(ctx, pic.img, o)
	}
	return helper.Scan(ctx, pic.data, o)
}
