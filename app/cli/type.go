package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/desktop/typing"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Typist types a code into the window that has the focus.
type Typist interface {
	Focused() (typing.Target, error)
	Type(ctx context.Context, to typing.Target, code string, enter bool) error
	// Muffle keeps what is typed meanwhile from the terminal that the command runs in. still takes that
	// back, and returns how many characters came.
	Muffle() (still func() int)
}

const (
	delayTerminal = 3 * time.Second // to click into the field, where somebody sits at the terminal
	longestDelay  = 10 * time.Minute
	unset         = -time.Nanosecond
)

// A typeOrder is what one run of type was asked for.
type typeOrder struct {
	naming
	delay time.Duration
	enter bool
}

func typeCommand(p *program) *cobra.Command {
	var o typeOrder
	c := p.command(&cobra.Command{
		Use:   "type " + words.In("usage", "WORDS..."),
		Short: words.T("Type the code of one account into another window"),
		Long: words.T(`Asks for the password, waits for --delay, 3 seconds in a terminal, and then types the
code of the one account that matches into the window that has the focus: click into
its field meanwhile. Only the digits and letters of the code are typed, and Enter
only with --enter. If the window loses the focus, or a key is held down, nothing
more is typed and the code is copied instead. A code that expires within three seconds
is waited for and replaced by the next. Counter-based codes (HOTP) are not typed.`),
		Example: "  watchword type amazon\n  watchword type amazon --delay 10s --enter",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		o.naming = o.by(args)
		switch {
		case o.delay == unset && p.Terminal:
			o.delay = delayTerminal
		case o.delay == unset:
			o.delay = 0
		case o.delay < 0, o.delay > longestDelay:
			return wrongUse(words.T("--delay takes up to 10 minutes, such as 3s or 1m30s."))
		}
		return p.typeOne(ctx, o)
	})
	o.flags(c, false)
	c.Flags().DurationVar(&o.delay, "delay", unset, words.T("the `time` to wait before typing, such as 5s; 3s in a terminal, else none"))
	c.Flags().Lookup("delay").DefValue = "0s" // the help shows no default
	c.Flags().BoolVar(&o.enter, "enter", false, words.T("press Enter behind the code"))
	return c
}

func (p *program) typeOne(ctx context.Context, o typeOrder) error {
	if p.Typist == nil {
		return errors.New(phrases.Typing(typing.ErrUnavailable))
	}
	if _, err := p.Typist.Focused(); errors.Is(err, typing.ErrUnavailable) { // before the password is asked for
		return errors.New(phrases.Typing(err))
	}
	return p.read(ctx, func(s *session.Session) error {
		list, err := matching(s, o.naming, false)
		if err != nil {
			return err
		}
		a := list[0]
		if a.Key.Type == otp.HOTP {
			return words.Error("%s is counter-based (HOTP). “watchword code --count” makes its next code.", clean(a.Title()))
		}
		return p.typeCode(ctx, s, a, o)
	})
}

// typeCode waits, and types the code of then. What lands in the command's own terminal is dropped: nobody
// went elsewhere.
func (p *program) typeCode(ctx context.Context, s *session.Session, a account.Account, o typeOrder) error {
	still := p.Typist.Muffle()
	line, err := p.typeAfter(ctx, s, a, o)
	if here := still(); err == nil && here >= len(line.Code) {
		return words.Error("The code was typed into this terminal, and dropped. Click into the other window within the delay; --delay makes it longer.")
	}
	said := phrases.Typing(err)
	switch {
	case err == nil:
		p.note(words.T("Typed the code of %s.", fullName(a)))
		return nil
	case said == "":
		return err
	case p.canCopy() != nil:
		return errors.New(said)
	}
	p.note(said)
	if err := p.copyCode(ctx, line, false); err != nil {
		return err
	}
	return errNotTyped
}

// errNotTyped ends a run that said already why nothing was typed.
var errNotTyped = words.Error("Nothing was typed; the code is on the clipboard.")

func (p *program) typeAfter(ctx context.Context, s *session.Session, a account.Account, o typeOrder) (codeLine, error) {
	if o.delay > 0 {
		p.note(words.N(int(o.delay.Round(time.Second)/time.Second), "Click into the field: the code is typed in 1 second.", "Click into the field: the code is typed in %d seconds."))
		if err := p.Wait(ctx, o.delay); err != nil {
			return codeLine{}, err
		}
	}
	now := p.Now().Add(p.config.Correction())
	line, err := timeCode(s, a, now)
	if err != nil {
		return line, words.Error("%s has no code: %v.", clean(a.Title()), err)
	}
	if left := line.ValidUntil.Sub(now); left < typing.NearEnd {
		if err := p.Wait(ctx, left); err != nil {
			return line, err
		}
		if line, err = timeCode(s, a, *line.ValidUntil); err != nil {
			return line, words.Error("%s has no code: %v.", clean(a.Title()), err)
		}
	}
	to, err := p.Typist.Focused()
	if err == nil {
		err = p.Typist.Type(ctx, to, line.Code, o.enter)
	}
	return line, err
}
