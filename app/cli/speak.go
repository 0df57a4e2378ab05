package cli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/otp"
)

// ErrNoVoice comes from [Env.Speak] where no program can speak.
var ErrNoVoice = words.Error("No speech program was found (spd-say or espeak-ng); printing the words instead.")

func speakCommand(p *program) *cobra.Command {
	var silent bool
	var n naming
	c := p.command(&cobra.Command{
		Use:   "speak " + words.In("usage", "WORDS..."),
		Short: words.T("Say the code of one account aloud, and print it in words"),
		Long: words.T(`Says the one account that matches and its code aloud, figure by figure, and prints the
same words. One that expires within five seconds is waited for and replaced by the next. It speaks through
spd-say or espeak-ng on Linux, say on macOS, PowerShell on Windows; without one of
them, and with --print, it only prints.`),
		Example: "  watchword speak amazon",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		text, err := p.spoken(ctx, n.by(args))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(p.Out, text); err != nil || silent {
			return err
		}
		if p.Speak == nil {
			p.noteError(ErrNoVoice)
			return nil
		}
		if err := p.Speak(ctx, text); errors.Is(err, ErrNoVoice) {
			p.noteError(err)
		} else if err != nil {
			return err
		}
		return nil
	})
	n.flags(c, false)
	c.Flags().BoolVar(&silent, "print", false, words.T("print the words only"))
	return c
}

// tooSoon is the time before its end at which a code cannot be heard and typed any more.
const tooSoon = 5 * time.Second

// spoken returns the words for the code of the one account that matches.
func (p *program) spoken(ctx context.Context, n naming) (text string, err error) {
	err = p.read(ctx, func(s *session.Session) error {
		list, err := matching(s, n, false)
		if err != nil {
			return err
		}
		a := list[0]
		if a.Key.Type == otp.HOTP {
			return words.Error("%s is counter-based (HOTP). “watchword code --count” makes its next code.", clean(a.Title()))
		}
		now := p.Now().Add(p.config.Correction())
		code, err := a.Key.At(now)
		if err != nil {
			return words.Error("%s has no code: %w.", clean(a.Title()), err)
		}
		name := clean(a.Title())
		if a.Issuer != "" && a.Name != "" {
			name += ", " + clean(a.Name)
		}
		if left := code.Until.Sub(now); left < tooSoon && a.Key.Period > 0 && p.Wait != nil {
			p.note(words.T("A new code comes in %d s.", int(left/time.Second)+1))
			if err := p.Wait(ctx, left); err != nil {
				return err
			}
			now = code.Until
			if code, err = a.Key.At(now); err != nil {
				return err
			}
		}
		text = words.N(int(code.Until.Sub(now)/time.Second), "%[2]s: %[3]s. Valid for 1 second.", "%[2]s: %[3]s. Valid for %[1]d seconds.",
			name, inWords(otp.Group(a.Key.Type, code.Value)))
		return nil
	})
	return text, err
}

var figures = [...]string{
	words.Mark("zero"), words.Mark("one"), words.Mark("two"), words.Mark("three"), words.Mark("four"),
	words.Mark("five"), words.Mark("six"), words.Mark("seven"), words.Mark("eight"), words.Mark("nine"),
}

// inWords spells a grouped code: "one two three, four five six". Letters stay as they are.
func inWords(code string) string {
	var groups []string
	for _, group := range strings.Fields(code) {
		var out []string
		for _, r := range group {
			if r >= '0' && r <= '9' {
				out = append(out, words.T(figures[r-'0']))
			} else {
				out = append(out, string(r))
			}
		}
		groups = append(groups, strings.Join(out, " "))
	}
	return words.List(groups...)
}

// A voice is a program that speaks what it reads on standard input: arguments would show in
// the list of processes.
type voice struct {
	program string
	args    []string
}

func voices(system string) []voice {
	switch system {
	case "darwin":
		return []voice{{"say", []string{"-f", "-"}}}
	case "windows":
		return []voice{{"powershell", []string{"-NoProfile", "-Command",
			"Add-Type -AssemblyName System.Speech; (New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"}}}
	}
	return []voice{{"spd-say", []string{"--wait", "--pipe-mode"}}, {"espeak-ng", []string{"--stdin"}}, {"espeak", []string{"--stdin"}}}
}

// speak has the system say a text.
func speak(ctx context.Context, text string) error {
	var failed error
	for _, v := range voices(runtime.GOOS) {
		path, err := exec.LookPath(v.program)
		if err != nil {
			continue
		}
		c := exec.CommandContext(ctx, path, v.args...)
		c.Stdin = strings.NewReader(text + "\n")
		if failed = c.Run(); failed == nil {
			return nil
		}
	}
	if failed != nil {
		return words.Error("The speech program failed; printing the words instead.")
	}
	return ErrNoVoice
}

// wait waits, or until ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
