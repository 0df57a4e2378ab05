package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/clock"
	"watchword/assets/words"
)

// A clockLine is the comparison as JSON has it.
type clockLine struct {
	Server     string  `json:"server"`
	Offset     float64 `json:"offset"`     // seconds to add to this computer's clock
	Error      float64 `json:"error"`      // seconds by which offset may be wrong
	Verdict    string  `json:"verdict"`    // of the clock as it stands: right, near, wrong
	Correction int     `json:"correction"` // seconds by which codes are corrected from now on
}

func clockCommand(p *program) *cobra.Command {
	var server string
	var correct, plain, asJSON bool
	c := p.command(&cobra.Command{
		Use:   "clock",
		Short: words.T("Compare the clock with a time server"),
		Long: words.T(`Asks a time server what time it is and says how far this computer's clock is off:
codes are made from it, and one that is off by half a minute makes wrong codes.
The server sees this computer's address and nothing else. Where it says that the
clock is more than 2 minutes off, %s is asked as well (or %s, where it
was that one), and codes are corrected only if both agree. Nothing is corrected unless --correct says so; it counts
for the codes of the window and the terminal, never for the system's clock.`, clock.Second, clock.Server),
		Example: "  watchword clock\n  watchword clock --correct\n  watchword clock --no-correction",
	}, func(ctx context.Context, _ []string) error {
		switch {
		case correct && plain:
			return wrongUse(words.T("Use either --correct or --no-correction."))
		case plain:
			return p.stopCorrecting()
		}
		return p.compareClock(ctx, server, correct, asJSON)
	})
	c.Flags().StringVar(&server, "server", "", words.T("the time `server` to ask, a host or host:port; default: the one asked last, else %s", clock.Server))
	c.Flags().BoolVar(&correct, "correct", false, words.T("correct codes by what the clock is off, in whole seconds"))
	c.Flags().BoolVar(&plain, "no-correction", false, words.T("make codes from the clock as it is; asks nobody"))
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	return c
}

func (p *program) stopCorrecting() error {
	p.config.ClockSeconds = 0
	if err := p.config.Save(); err != nil {
		return err
	}
	p.note(words.T("Codes follow this computer's clock."))
	return nil
}

func (p *program) compareClock(ctx context.Context, server string, correct, asJSON bool) error {
	if server == "" {
		server = p.config.TimeServer
	}
	if server == "" {
		server = clock.Server
	}
	if !clock.ValidServer(server) {
		return wrongUse(words.T("“%s” is not a server name.", clean(server)))
	}
	ask := p.AskTime
	if ask == nil {
		ask = clock.Ask
	}
	answer, err := ask(ctx, server)
	if err != nil {
		return err
	}
	p.config.ClockChecked = p.Now().Add(answer.Offset).Format(time.DateOnly)
	if p.config.TimeServer = server; server == clock.Server {
		p.config.TimeServer = ""
	}
	if correct {
		seconds, ok := clock.Correction(answer.Offset)
		switch {
		case answer.Alone:
			return words.Error("The clock is %s, according to %s only. To correct codes by more than 2 minutes a second time server has to agree, and %s did not answer. Set date and time in the system's settings, or try again.", clock.Describe(answer.Offset), clean(server), clock.SecondFor(server))
		case !ok:
			return words.Error("The clock is %s. That is too much to correct: set date and time in the system's settings.", clock.Describe(answer.Offset))
		}
		p.config.ClockSeconds = seconds
	}
	if err := p.config.Save(); err != nil {
		return err
	}
	return p.printClock(answer, asJSON)
}

func (p *program) printClock(a clock.Answer, asJSON bool) error {
	verdict := [...]string{clock.Right: "right", clock.Near: "near", clock.Wrong: "wrong"}[clock.Judge(a.Offset)]
	if asJSON {
		return p.printJSON(clockLine{a.Server, a.Offset.Seconds(), a.Error.Seconds(), verdict, p.config.ClockSeconds})
	}
	lines := []string{
		words.T("This computer's clock is %s, says %s (to within %.2f seconds).", clock.Describe(a.Offset), clean(a.Server), a.Error.Seconds()),
	}
	left := a.Offset - p.config.Correction()
	_, correctable := clock.Correction(a.Offset)
	switch {
	case p.config.ClockSeconds != 0 && clock.Judge(left) == clock.Right:
		lines = append(lines, words.T("Codes are corrected by %+d s.", p.config.ClockSeconds))
	case p.config.ClockSeconds != 0:
		lines = append(lines, words.T("Codes are corrected by %+d s, which makes them wrong. Correct them again with --correct, or stop with --no-correction.", p.config.ClockSeconds))
	case a.Alone:
		lines = append(lines, words.T("That is according to this server only: %s did not answer. Set date and time in the system's settings, or try again.", clock.SecondFor(a.Server)))
	case clock.Judge(a.Offset) != clock.Right && !correctable:
		lines = append(lines, words.T("That is too much to correct: set date and time in the system's settings."))
	case clock.Judge(a.Offset) != clock.Right:
		lines = append(lines, words.T("It is best to set it in the system's settings. Where you cannot, “watchword clock --correct” corrects the codes."))
	}
	_, err := fmt.Fprintln(p.Out, strings.Join(lines, "\n"))
	return err
}
