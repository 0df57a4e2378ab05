// Command bench scans pictures and prints one line of JSON each, for comparisons with other
// scanners: {"file": "...", "codes": ["..."], "ms": 12.3}. The time spans decoded pixels to texts.
//
//	bench [-cpuprofile FILE] [-workers N] [-repeat N] [-debug DIR] IMAGE...
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"watchword/scanner"
)

type line struct {
	File    string   `json:"file"`
	Codes   []string `json:"codes"`
	Ms      float64  `json:"ms"`
	FirstMs float64  `json:"firstMs,omitempty"`
	Seen    []string `json:"seen,omitempty"`
	Err     string   `json:"error,omitempty"`
}

func main() {
	profile := flag.String("cpuprofile", "", "write a processor profile here")
	workers := flag.Int("workers", 0, "goroutines; 0 is one for each processor")
	repeat := flag.Int("repeat", 1, "scan each picture so often and keep the least time")
	debug := flag.String("debug", "", "draw how the scan went into this folder, of the last picture")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		defer pprof.StopCPUProfile()
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, name := range flag.Args() {
		out.Encode(scan(name, *workers, *repeat, *debug))
	}
}

func scan(name string, workers, repeat int, debug string) line {
	l := line{File: name, Codes: []string{}}
	f, err := os.Open(name)
	if err != nil {
		l.Err = err.Error()
		return l
	}
	frames, err := scanner.Decode(f)
	f.Close()
	if err != nil {
		l.Err = err.Error()
		return l
	}
	if debug != "" {
		if err := drawDebug(frames[0], debug); err != nil {
			l.Err = err.Error()
		}
	}
	for i := range repeat {
		begin := time.Now()
		first := time.Duration(0)
		o := scanner.Options{MaxWorkers: workers, Found: func(scanner.Code) {
			if first == 0 {
				first = time.Since(begin)
			}
		}}
		r, err := scanner.Scan(context.Background(), frames[0], o)
		if err != nil {
			l.Err = err.Error()
		}
		ms := float64(r.Elapsed.Microseconds()) / 1000
		if i == 0 || ms < l.Ms {
			l.Ms, l.FirstMs = ms, float64(first.Microseconds())/1000
		}
		if i == 0 {
			for _, c := range r.Codes {
				l.Codes = append(l.Codes, c.Text)
			}
			for _, s := range r.Seen {
				l.Seen = append(l.Seen, string(s.Stage)+": "+s.Advice)
			}
		}
	}
	return l
}
