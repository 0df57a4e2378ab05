package cli

import (
	"errors"
	"io"

	"watchword/assets/words"
)

// An output is standard output. It remembers that something could not be written: whoever asked
// for a code or a list must not take half of it, or nothing, for the answer.
type output struct {
	to  io.Writer
	err error
}

// Write implements [io.Writer].
func (o *output) Write(data []byte) (int, error) {
	n, err := o.to.Write(data)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

var errUnread = words.Error("Standard output is closed, so nobody would see what this prints. Nothing was done: run it again with an output.")

// blame returns the error of a run, which is that of the output where nothing else went wrong.
func (o *output) blame(err error) error {
	if o.err != nil && (err == nil || errors.Is(err, o.err)) {
		return &failure{ExitFailed, words.Error("The output could not be written (%w).", bare(o.err))}
	}
	return err
}
