package agent

import (
	"errors"
	"slices"
	"testing"
)

// Who asks is the nearest ancestor that is neither Watchword nor a shell; what cannot be read is nobody.
func TestTrace(t *testing.T) {
	unread := errors.New("permission denied")
	for _, row := range []struct {
		why   string
		paths []string // the asker first; "" cannot be read
		want  string
	}{
		{"a program of its own", []string{"/usr/bin/raycast"}, "/usr/bin/raycast"},
		{"our terminal in a shell in a terminal", []string{"/usr/bin/watchword", "/bin/bash", "/usr/bin/xterm"}, "/usr/bin/xterm"},
		{"a script", []string{"/opt/w/watchword.com", `/bin/sh`, "/usr/bin/env", "/usr/bin/rofi"}, "/usr/bin/rofi"},
		{"one that was replaced by an upgrade", []string{"/usr/bin/watchword (deleted)", "/usr/bin/dmenu"}, "/usr/bin/dmenu"},
		{"one that only begins like ours", []string{"/home/u/watchword-thief"}, "/home/u/watchword-thief"},
		{"in memory alone", []string{"/usr/bin/watchword", "/memfd:a (deleted)"}, ""},
		{"one whose file is gone", []string{"/home/u/asker (deleted)"}, ""},
		{"hidden", []string{""}, ""},
		{"hidden behind ours", []string{"/usr/bin/watchword", "", "/usr/bin/xterm"}, ""},
		{"nothing but shells", []string{"/usr/bin/watchword", "/bin/sh"}, ""},
	} {
		program, chain := trace(100, func(pid int) (process, error) {
			i := pid - 100
			parent := pid + 1
			if i == len(row.paths)-1 {
				parent = 1
			}
			if row.paths[i] == "" {
				return process{}, unread
			}
			return process{row.paths[i], parent}, nil
		})
		if program != row.want {
			t.Errorf("%s: %q", row.why, program)
		}
		if program != "" && !slices.Equal(chain, row.paths[:len(chain)]) {
			t.Errorf("%s: %q", row.why, chain)
		}
	}
	if program, chain := trace(7, func(pid int) (process, error) { return process{"/bin/sh", pid + 1}, nil }); program != "" || len(chain) != longestChain {
		t.Errorf("parents without end: %q, %d", program, len(chain))
	}
}
