package helper

import (
	"context"
	"os"
	"runtime"
	"time"
)

// What a helper can be told to do to itself, for the tests of what then happens. It reads nothing
// and tells nothing: whoever could ask for it could end the process as well.
const (
	harmNone   = iota // answers
	harmHang          // never comes back
	harmMemory        // takes more and more memory
	harmPanic         // falls over
	harmExit          // ends without an answer
	harmFiles         // answers whether it can open a file
)

func serveTest(_ context.Context, p *peer, data []byte) error {
	if len(data) != 1 {
		return errWords
	}
	switch data[0] {
	case harmHang:
		for {
			time.Sleep(time.Hour)
		}
	case harmMemory:
		var all [][]byte
		for {
			b := make([]byte, 16<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			all = append(all, b)
			runtime.KeepAlive(all)
		}
	case harmPanic:
		panic("as asked")
	case harmExit:
		os.Exit(1)
	case harmFiles:
		if f, err := os.Open(os.DevNull); err == nil {
			f.Close()
			return p.send(kindAnswer, []byte("open"))
		}
	}
	return p.send(kindAnswer, nil)
}
