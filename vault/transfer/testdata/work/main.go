// Work reads files as an import does and says of each, a line of JSON, how much work that
// was: the statements that ran, counted by the compiler's own counters of coverage, and the
// bytes of memory that were asked for. Neither depends on the computer or on what else it
// does. It must be built with -cover -covermode=atomic; -coverpkg says whose statements count.
package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/coverage"
	"runtime/debug"

	"watchword/vault/transfer"
)

func main() {
	debug.SetGCPercent(-1) // the collector's own work is not the reader's
	files, err := filepath.Glob(filepath.Join(os.Args[1], "*"))
	check(err)
	say := json.NewEncoder(os.Stdout)
	for _, file := range files {
		data, err := os.ReadFile(file)
		check(err)
		var before, after runtime.MemStats
		check(coverage.ClearCounters())
		runtime.ReadMemStats(&before)
		_, err = transfer.Read(context.Background(), data, transfer.Env{Password: answer})
		runtime.ReadMemStats(&after)
		told := map[string]any{"file": filepath.Base(file), "statements": counted(), "bytes": after.TotalAlloc - before.TotalAlloc}
		if err != nil {
			told["err"] = err.Error()
		}
		check(say.Encode(told))
		runtime.GC()
	}
}

func answer(_ context.Context, again bool) (string, error) {
	if again {
		return "", errors.New("There is no other password.")
	}
	return os.Args[2], nil
}

// counted adds up the counters of the program. They come as a file of internal/coverage: a
// head of 32 bytes, one segment with its head of 16 (how many functions, and the sizes of two
// tables that follow), then for each function how many counters it has, two numbers that say
// which it is, and the counters.
func counted() (sum uint64) {
	var b bytes.Buffer
	check(coverage.WriteCounters(&b))
	data := b.Bytes()
	if !bytes.HasPrefix(data, []byte("\x00cwm\x01\x00\x00\x00")) || data[24] != 2 { // version 1, LEB128
		panic("the counters of coverage come in another form than this knows")
	}
	segment := data[32:]
	functions := binary.LittleEndian.Uint64(segment)
	tables := int(binary.LittleEndian.Uint32(segment[8:]) + binary.LittleEndian.Uint32(segment[12:]))
	rest := segment[(16+tables+3)&^3:]
	next := func() uint64 {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			panic("the counters of coverage end too early")
		}
		rest = rest[n:]
		return v
	}
	for range functions {
		counters := next()
		next()
		next()
		for range counters {
			sum += next()
		}
	}
	return sum
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
