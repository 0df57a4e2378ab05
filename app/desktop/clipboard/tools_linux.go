package clipboard

import (
	"bytes"
	"context"
	"io"
	"os/exec"
	"strings"
)

// tools reaches the clipboard through wl-copy and wl-paste of the package wl-clipboard, on
// compositors that give the clipboard only to the program in front.
type tools struct {
	copy, paste string // where the programs are
	sensitive   bool   // wl-copy from 2.3.0 on can mark a secret
}

func findTools() (tools, bool) {
	copier, err := exec.LookPath("wl-copy")
	if err != nil {
		return tools{}, false
	}
	paster, err := exec.LookPath("wl-paste")
	if err != nil {
		return tools{}, false
	}
	help, _ := exec.Command(copier, "--help").CombinedOutput()
	return tools{copier, paster, bytes.Contains(help, []byte("--sensitive"))}, true
}

// copySecret leaves a wl-copy running, which holds the copy. The secret goes through a pipe:
// arguments show in process lists.
func (t tools) copySecret(_ context.Context, text string) (holding, error) {
	args := []string{"--foreground", "--type", "text/plain;charset=utf-8"}
	if t.sensitive {
		args = append(args, "--sensitive")
	}
	holder := exec.Command(t.copy, args...)
	holder.Stdin = strings.NewReader(text)
	if err := holder.Start(); err != nil {
		return nil, err
	}
	k := &toolCopy{holder: holder, over: make(chan struct{})}
	go func() {
		_ = holder.Wait()
		close(k.over)
	}()
	return k, nil
}

// A toolCopy stands on the clipboard as long as its program runs.
type toolCopy struct {
	holder *exec.Cmd
	over   chan struct{}
}

func (k *toolCopy) gone() <-chan struct{} { return k.over }

func (k *toolCopy) ours() bool { return true } // until over is closed

// clear ends the program that holds the copy, which can only take our own copy away.
func (k *toolCopy) clear(context.Context) error {
	_ = k.holder.Process.Kill()
	<-k.over
	return nil
}

func (t tools) readText(ctx context.Context) ([]byte, error) {
	return t.read(ctx, "text/plain;charset=utf-8", "UTF8_STRING", "text/plain")
}

func (t tools) readPicture(ctx context.Context) ([]byte, error) {
	return t.read(ctx, pictureTypes...)
}

func (t tools) readFiles(ctx context.Context) ([]string, error) {
	list, err := t.read(ctx, uriList)
	return localFiles(list), err
}

// read returns the first of the types that is offered.
func (t tools) read(ctx context.Context, types ...string) ([]byte, error) {
	list, err := exec.CommandContext(ctx, t.paste, "--list-types").Output()
	if err != nil { // it ends so on an empty clipboard too
		return nil, ErrEmpty
	}
	offered := make(map[string]bool)
	for line := range strings.Lines(string(list)) {
		offered[strings.TrimSpace(line)] = true
	}
	for _, name := range types {
		if offered[name] {
			return t.paste1(ctx, name)
		}
	}
	return nil, ErrEmpty
}

func (t tools) paste1(ctx context.Context, name string) ([]byte, error) {
	program := exec.CommandContext(ctx, t.paste, "--no-newline", "--type", name)
	out, err := program.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := program.Start(); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(out, maxRead+1))
	if len(data) > maxRead {
		_ = program.Process.Kill()
		err = ErrTooLong
	}
	if ended := program.Wait(); err == nil {
		err = ended
	}
	return data, err
}
