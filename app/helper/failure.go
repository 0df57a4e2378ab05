package helper

import (
	"context"
	"encoding/json"
	"errors"

	"watchword/scanner"
	"watchword/vault/transfer"
)

// known are the errors that their callers tell apart; across the socket they go by their index.
var known = []error{
	scanner.ErrTooLarge, scanner.ErrFormat, scanner.ErrDamaged,
	transfer.ErrWrongPassword, transfer.ErrWrongOrDamaged, transfer.ErrUnknownForm, transfer.ErrNeedsPassword, transfer.ErrDamaged, transfer.ErrUnknown, transfer.ErrVault, transfer.ErrEmpty,
	context.Canceled, context.DeadlineExceeded, errAnswered, ErrMemory, ErrCrashed,
}

// errAnswered stands in the helper for the error that a question to the other process ended with.
var errAnswered = errors.New("helper: the question failed")

// mostSentence bounds an error's text.
const mostSentence = 64 << 10

// A wireError is an error on its way: its sentence, and which of the known errors it is.
type wireError struct {
	Text string
	Is   []int
}

// A failed error reads as in the helper and is what it was there.
type failed struct {
	text string
	is   []error
}

func (f *failed) Error() string   { return f.text }
func (f *failed) Unwrap() []error { return f.is }

func onItsWay(err error) wireError {
	w := wireError{Text: err.Error()}
	for i, k := range known {
		if errors.Is(err, k) {
			w.Is = append(w.Is, i)
		}
	}
	return w
}

// fail tells the other process of an error.
func (c *channel) fail(err error) error {
	b, marshalErr := json.Marshal(onItsWay(err))
	if marshalErr != nil {
		return marshalErr
	}
	return c.send(kindFailure, b)
}

// failure is the error that the helper told of.
func failure(c *channel, m message) error {
	b, err := c.body(m, mostSentence)
	if err != nil {
		return err
	}
	var w wireError
	if err := json.Unmarshal(b, &w); err != nil {
		return errWords
	}
	return w.arrived()
}

// arrived is the error again.
func (w wireError) arrived() error {
	f := &failed{text: w.Text}
	for _, i := range w.Is {
		if i < 0 || i >= len(known) {
			return errWords
		}
		f.is = append(f.is, known[i])
	}
	if len(f.is) == 1 && f.is[0].Error() == f.text {
		return f.is[0]
	}
	return f
}
