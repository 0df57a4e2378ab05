package agent

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"
)

// FuzzLines gives the reader of lines anything, in one piece and byte by byte: it finds the same lines, and
// none that is too long.
func FuzzLines(f *testing.F) {
	f.Add([]byte("{\"v\":1,\"op\":\"status\"}\n\n{}"))
	f.Add(bytes.Repeat([]byte("a"), 70000))
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 100
		whole, pieces := readLines(bytes.NewReader(data), most), readLines(iotest.OneByteReader(bytes.NewReader(data)), most)
		if !bytes.Equal(bytes.Join(whole, []byte("\n")), bytes.Join(pieces, []byte("\n"))) && len(whole) == len(pieces) {
			t.Errorf("%q, in pieces %q", whole, pieces)
		}
		for _, line := range pieces {
			if len(line) > most+1 {
				t.Errorf("a line of %d bytes", len(line))
			}
			if r, err := parseRequest(line); err == nil && r.V != Version {
				t.Errorf("version %d", r.V)
			}
		}
	})
}

func readLines(from io.Reader, most int) (all [][]byte) {
	lines := &lineReader{from: from, most: most}
	for {
		line, err := lines.line()
		if err != nil {
			return all
		}
		all = append(all, bytes.Clone(line))
	}
}
