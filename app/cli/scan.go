package cli

import (
	"context"
	"fmt"
	"image"
	"math"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/scanner"
	"watchword/vault/account"
)

// A scanLine is one picture as JSON has it.
type scanLine struct {
	File  string     `json:"file"`
	Codes []scanCode `json:"codes"`
	MS    float64    `json:"ms"` // from decoded pixels to texts
	Error string     `json:"error"`
	Seen  []scanSeen `json:"seen"`
}

// A scanSeen is a code that was seen but not read.
type scanSeen struct {
	Corners [4][2]int     `json:"corners"`
	Stage   scanner.Stage `json:"stage"` // how far the reading came
	Cause   scanner.Cause `json:"cause"`
	Advice  string        `json:"advice"` // a sentence for a user
}

type scanCode struct {
	Text    string       `json:"text"`
	Kind    account.Kind `json:"kind"`
	Issuer  string       `json:"issuer"`
	Name    string       `json:"name"`
	Corners [4][2]int    `json:"corners"`
	Reason  string       `json:"reason"` // why it cannot be used; "" if it can
}

func scanCommand(p *program) *cobra.Command {
	var from sources
	var asJSON bool
	var debug string
	c := p.command(&cobra.Command{
		Use:   "scan " + words.In("usage", "[IMAGE]..."),
		Short: words.T("Print what the QR codes in pictures are; saves nothing"),
		Long: words.T(`Reads the QR codes in pictures (PNG, JPEG, GIF, BMP, WebP, TIFF; “-” is standard
input), on the screens or on the clipboard, and prints what they are. It saves nothing
and needs no vault. The JSON, one line a picture, holds the texts and with them the keys;
the listing for people does not. A code that is seen but cannot be read is named with its
place and what to do. With --region only a part is scanned, more thoroughly.`),
		Example: "  watchword scan picture.png\n  watchword scan --screen\n  watchword scan --region 800,200,400,400 photo.jpg\n  watchword scan --json *.png | less",
		Args:    func(_ *cobra.Command, files []string) error { return noLinks(files) },
	}, func(ctx context.Context, files []string) error {
		if from.files = files; from.none() {
			return wrongUse(words.T("Specify what to scan: pictures, --screen or --clipboard."))
		}
		return p.scan(ctx, from, asJSON, debug)
	})
	from.regionFlag(c)
	c.Flags().BoolVar(&from.screen, "screen", false, words.T("scan all screens"))
	c.Flags().BoolVar(&from.clipboard, "clipboard", false, words.T("scan the picture on the clipboard"))
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print one line of JSON a picture, with the texts and so the keys"))
	c.Flags().StringVar(&debug, "debug", "", words.T("draw what each stage saw into this `folder`; the drawings show the codes"))
	return c
}

func (p *program) scan(ctx context.Context, from sources, asJSON bool, debug string) error {
	failed, n := false, 0
	options, err := from.options()
	if err != nil {
		return err
	}
	err = p.each(ctx, from, func(pic picture) error {
		result, err := pic.scan(ctx, options)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		failed = failed || err != nil
		if n++; debug != "" {
			if err := p.drawScan(ctx, debug, pic, n, frameOf(result), options); err != nil {
				return err
			}
		}
		if asJSON {
			return p.printJSON(newScanLine(pic.name, result, err))
		}
		p.listScan(pic.name, result, err)
		return nil
	})
	if err == nil && failed {
		err = reported
	}
	return err
}

func newScanLine(name string, result scanner.Result, err error) scanLine {
	line := scanLine{File: name, Codes: []scanCode{}, Seen: []scanSeen{}, MS: milliseconds(result.Elapsed)}
	if err != nil {
		line.Error = phrases.Sentence(err)
	}
	for _, code := range result.Codes {
		find := account.Identify(code.Text)
		c := scanCode{Text: code.Text, Kind: find.Kind, Reason: find.Reason}
		if find.Kind != account.KindMigration && find.Usable() {
			c.Issuer, c.Name = find.Accounts[0].Issuer, find.Accounts[0].Name
		}
		c.Corners = cornersOf(code.Corners)
		line.Codes = append(line.Codes, c)
	}
	for _, seen := range result.Seen {
		line.Seen = append(line.Seen, scanSeen{cornersOf(seen.Corners), seen.Stage, seen.Cause, seen.Advice})
	}
	return line
}

func cornersOf(points [4]image.Point) (out [4][2]int) {
	for i, p := range points {
		out[i] = [2]int{p.X, p.Y}
	}
	return out
}

// frameOf is the frame of an animated picture that a result is of.
func frameOf(r scanner.Result) int {
	switch {
	case len(r.Codes) > 0:
		return r.Codes[0].Frame
	case len(r.Seen) > 0:
		return r.Seen[0].Frame
	}
	return 0
}

// listScan prints a picture for people: what each code is, never its text.
func (p *program) listScan(name string, result scanner.Result, err error) {
	fmt.Fprintln(p.Out, words.N(len(result.Codes), "%[2]s: 1 QR code (%.0[3]f ms)", "%[2]s: %[1]d QR codes (%.0[3]f ms)", clean(name), milliseconds(result.Elapsed)))
	for _, code := range result.Codes {
		p.listFind(account.Identify(code.Text))
	}
	for _, seen := range result.Seen {
		fmt.Fprintf(p.Out, "  %s\n", seen.Advice)
	}
	if err != nil {
		p.noteOf(name, err)
	} else if len(result.Codes)+len(result.Seen) == 0 {
		fmt.Fprintln(p.Out, "  "+words.T("If a code is on it, make it larger; if the code has no margin, make the page light; or scan only its part with --region."))
	}
}

// listFind prints what one text is.
func (p *program) listFind(find account.Find) {
	for _, a := range find.Accounts {
		fmt.Fprintf(p.Out, "  %s  %s\n", fullName(a), describe(a.Key))
	}
	p.listUnusable(find)
}

// listUnusable prints what cannot be added of a find, and what there is to know about it.
func (p *program) listUnusable(find account.Find) {
	if !find.Usable() {
		fmt.Fprintln(p.Out, "  "+words.T("%s: %s. %s", find.Title, find.Reason, find.Advice))
		return
	}
	for _, f := range find.Failures {
		fmt.Fprintln(p.Out, "  "+words.T("Entry %s of the export cannot be used: %s.", f.Entry(), f.Reason))
	}
	if find.Advice != "" {
		fmt.Fprintln(p.Out, "  "+words.T("%s. %s", find.Title, find.Advice))
	}
	if find.Note != "" && len(find.Failures) == 0 {
		fmt.Fprintln(p.Out, "  "+words.T("Note: %s.", find.Note))
	}
}

// fullName is issuer and name of an account for a line of a terminal.
func fullName(a account.Account) string {
	if a.Issuer == "" || a.Name == "" {
		return clean(a.Title())
	}
	return clean(a.Issuer) + " (" + clean(a.Name) + ")"
}

// milliseconds gives a duration to a tenth of a millisecond.
func milliseconds(d time.Duration) float64 {
	return math.Round(float64(d)/float64(time.Millisecond)*10) / 10
}
