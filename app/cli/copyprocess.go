package cli

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"time"

	"watchword/app/desktop/clipboard"
	"watchword/app/session"
)

// copyInBackground puts a secret on the clipboard by a process that stays behind with it until the
// time is over, or until it is replaced for 0. It returns when it is there.
func copyInBackground(ctx context.Context, text string, clears time.Duration) error {
	path, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(path, holdCommand, clears.String()) // not until ctx ends: it outlives us
	cmd.Stdin = strings.NewReader(text)
	cmd.SysProcAttr = apart()
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	said := make(chan bool, 1)
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n')
		said <- line == held
	}()
	select {
	case done := <-said:
		if !done {
			_ = cmd.Wait()
			return clipboard.ErrUnavailable
		}
		return nil
	case <-ctx.Done():
		_ = cmd.Process.Kill()
		return ctx.Err()
	}
}

// systemClipboard is the desktop's own.
type systemClipboard struct{ *clipboard.Clipboard }

// CopySecret implements [Clipboard].
func (c systemClipboard) CopySecret(ctx context.Context, text string) (session.ClipboardCopy, error) {
	return c.Clipboard.CopySecret(ctx, text)
}

func newSystemClipboard() (Clipboard, error) {
	c, err := clipboard.New()
	if err != nil {
		return nil, err
	}
	return systemClipboard{c}, nil
}
