package arguments

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const link = "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP"

func isSecret(arg string) bool { return strings.HasPrefix(arg, "otpauth:") }

// What this program prints when a test starts it as one of ours.
type seen struct {
	Args        []string
	List        []string // what the list of processes shows
	Environment []string
	PID         int
}

func TestMain(m *testing.M) {
	if os.Getenv("TEST_ARGUMENTS") == "" {
		os.Exit(m.Run())
	}
	s := seen{Args: Take(os.Args, isSecret), Environment: os.Environ(), PID: os.Getpid()}
	list, err := os.ReadFile("/proc/self/cmdline")
	if err != nil {
		panic(err)
	}
	s.List = strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00")
	json.NewEncoder(os.Stdout).Encode(s)
	os.Exit(0)
}

func start(t *testing.T, environment []string, args ...string) seen {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Args[0] = "watchword"
	cmd.Env = append([]string{"TEST_ARGUMENTS=1", "DISPLAY=:7"}, environment...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	var s seen
	if err := json.Unmarshal(out, &s); err != nil {
		t.Fatal(err)
	}
	if s.PID != cmd.Process.Pid {
		t.Error("it is another process")
	}
	if !slices.Contains(s.Environment, "DISPLAY=:7") || slices.ContainsFunc(s.Environment, func(e string) bool { return strings.HasPrefix(e, variable) }) {
		t.Errorf("environment %q", s.Environment)
	}
	return s
}

func TestTheListOfProcessesHasNoSecret(t *testing.T) {
	long := link + "&image=" + strings.Repeat("x", 200<<10)
	for _, tt := range []struct {
		reason           string
		args, list, vars []string
	}{
		{"nothing secret: started once", []string{"list", "--json"}, []string{"list", "--json"}, nil},
		{"a link alone", []string{link}, []string{"[link]"}, nil},
		{"links among others, and an empty one", []string{"--vault", "v", link, "", "a b\nc", link + "2"}, []string{"--vault", "v", "[link]", "", "a b\nc", "[link]"}, nil},
		{"longer than a pipe holds: used as it is", []string{long[:100<<10]}, []string{long[:100<<10]}, nil},
		{"a variable that somebody set", []string{link}, []string{link}, []string{variable + "=99"}},
		{"a variable that names no pipe", []string{link}, []string{link}, []string{variable + "=0"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			s := start(t, tt.vars, tt.args...)
			if !slices.Equal(s.Args, append([]string{"watchword"}, tt.args...)) {
				t.Errorf("it was given %.200q", s.Args)
			}
			if !slices.Equal(s.List, append([]string{"watchword"}, tt.list...)) {
				t.Errorf("the list shows %.200q", s.List)
			}
		})
	}
}

// What comes over the pipe is believed only where it fits.
func TestRead(t *testing.T) {
	for _, tt := range []struct {
		text   string
		places int
		ok     bool
	}{
		{`["a","b"]`, 2, true},
		{`["a","b"]`, 3, false},
		{``, 0, false},
		{`{"a":1}`, 1, false},
		{fmt.Sprintf(`["%s"]`, strings.Repeat("x", most)), 1, false},
	} {
		if args, ok := read(strings.NewReader(tt.text), tt.places); ok != tt.ok || ok && len(args) != tt.places {
			t.Errorf("%.20q in %d places: %v", tt.text, tt.places, ok)
		}
	}
}
