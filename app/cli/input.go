package cli

import (
	"io"
	"os"

	"watchword/assets/words"
)

// errInputTwice comes where two options or arguments ask for standard input.
var errInputTwice = words.Error("standard input can be read only once")

// input returns standard input for the one use that it has.
func (p *program) input() (io.Reader, error) {
	if p.inputTaken {
		return nil, &failure{ExitUsage, errInputTwice}
	}
	p.inputTaken = true
	return p.In, nil
}

// openInput opens a file, or standard input for “-”.
func (p *program) openInput(path string) (io.ReadCloser, error) {
	if path != "-" {
		return os.Open(path)
	}
	in, err := p.input()
	return io.NopCloser(in), err
}
