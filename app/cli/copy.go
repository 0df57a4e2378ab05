package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/desktop/clipboard"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A code that is copied outlives the command: on X11 and Wayland the clipboard asks for it each time
// somebody pastes, and on every system somebody has to clear it. So a second process of this program
// stays behind with it, and ends when the clipboard holds something else or the time is over.

// holdCommand is the name of the command of that process. It is in no help.
const holdCommand = "hold"

// held is what the process that holds a copy says once it is on the clipboard.
const held = "held\n"

// hold is that command: it copies what standard input has, a secret, says so, and clears it after TIME (0s: never).
func (p *program) hold() *cobra.Command {
	return p.command(&cobra.Command{Use: holdCommand + " TIME", Hidden: true, Args: atMostOne("")}, func(ctx context.Context, args []string) error {
		clears, err := time.ParseDuration(strings.Join(args, ""))
		if err != nil {
			return err
		}
		text, err := io.ReadAll(io.LimitReader(p.In, maxPasswordFile))
		if err != nil {
			return err
		}
		clip, err := p.Clipboard()
		if err != nil {
			return err
		}
		copied, err := clip.CopySecret(ctx, string(text))
		if err != nil {
			return err
		}
		if _, err := io.WriteString(p.Out, held); err != nil {
			return err
		}
		var over <-chan time.Time // never, without a time
		if clears > 0 {
			timer := time.NewTimer(clears)
			defer timer.Stop()
			over = timer.C
		}
		select {
		case <-copied.Gone():
			return nil
		case <-ctx.Done():
		case <-over:
		}
		return copied.Clear(context.WithoutCancel(ctx))
	})
}

// canCopy fails where there is no clipboard, before a code is made for it.
func (p *program) canCopy() error {
	if p.Copy == nil {
		return noClipboard(clipboard.ErrUnavailable)
	}
	_, err := p.Clipboard()
	return noClipboard(err)
}

// copyCode puts a code on the clipboard and says so.
func (p *program) copyCode(ctx context.Context, line codeLine, next bool) error {
	code := line.Code
	if next {
		code = *line.Next
	}
	clears := time.Duration(p.config.ClearSeconds) * time.Second
	if err := p.Copy(ctx, code, clears); err != nil {
		return noClipboard(err)
	}
	name := fullName(account.Account{Issuer: line.Issuer, Name: line.Name})
	text := words.T("Copied the code of %s.", name)
	if clears > 0 {
		text = words.T("Copied the code of %s. The clipboard is cleared in %d s.", name, int(clears/time.Second))
	}
	_, err := fmt.Fprintln(p.Out, text)
	return err
}

// noClipboard says what to do where a code cannot be copied.
func noClipboard(err error) error {
	if errors.Is(err, clipboard.ErrUnavailable) {
		return words.Error("The clipboard cannot be reached. Print the code by leaving out --copy.")
	}
	return err
}
