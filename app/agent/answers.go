package agent

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"watchword/app/privatefile"
)

// A Choice is what the user says to a program that asks.
type Choice string

// The choices. Deny holds until the agent ends, Never until it is taken back.
const (
	Once   Choice = "once" // for this connection
	Hour   Choice = "hour"
	Always Choice = "always"
	Never  Choice = "never"
	Deny   Choice = "deny"
)

// Answers keep what the user said, by the path of the program. They are safe for use by several goroutines.
type Answers struct {
	file string // the answers that last; "" keeps none

	mu      sync.Mutex
	lasting map[string]Choice    // Always and Never
	until   map[string]time.Time // Hour
	denied  map[string]bool
	asked   map[string]int // requests of each program since the agent began
}

// LoadAnswers reads the answers that last from a file of the user's; it need not exist. A damaged one is an
// error, and then nothing is allowed but what is asked anew.
func LoadAnswers(file string) (*Answers, error) {
	a := &Answers{file: file, lasting: map[string]Choice{}, until: map[string]time.Time{}, denied: map[string]bool{}, asked: map[string]int{}}
	if file == "" {
		return a, nil
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	var kept map[string]Choice
	if err := json.Unmarshal(data, &kept); err != nil {
		return a, err
	}
	for program, choice := range kept {
		if program != "" && (choice == Always || choice == Never) {
			a.lasting[program] = choice
		}
	}
	return a, nil
}

// of returns what holds for a program now, "" where it has to be asked.
func (a *Answers) of(program string, now time.Time) Choice {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked[program]++
	if len(a.asked) > mostPrograms {
		clear(a.asked)
	}
	switch {
	case program == "":
		return ""
	case a.lasting[program] != "":
		return a.lasting[program]
	case a.denied[program]:
		return Deny
	case now.Before(a.until[program]):
		return Hour
	}
	return ""
}

// note keeps what the user said about a program. The error is that of keeping it for later; it holds until the
// agent ends all the same.
func (a *Answers) note(program string, c Choice, now time.Time) error {
	if program == "" {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch c {
	case Hour:
		a.until[program] = now.Add(time.Hour)
	case Deny:
		a.denied[program] = true
	case Always, Never:
		a.lasting[program] = c
		return a.save()
	}
	return nil
}

// A Permission is one answer that holds, for the list in which it is taken back.
type Permission struct {
	Program  string
	Choice   Choice
	Until    time.Time // of Hour
	Requests int       // since the agent began
}

// List returns what holds now, by the programs' paths.
func (a *Answers) List(now time.Time) []Permission {
	a.mu.Lock()
	defer a.mu.Unlock()
	held := map[string]Permission{}
	for program, until := range a.until {
		if now.Before(until) {
			held[program] = Permission{Choice: Hour, Until: until}
		}
	}
	for program := range a.denied {
		held[program] = Permission{Choice: Deny}
	}
	for program, choice := range a.lasting {
		held[program] = Permission{Choice: choice}
	}
	list := make([]Permission, 0, len(held))
	for _, program := range slices.Sorted(maps.Keys(held)) {
		p := held[program]
		p.Program, p.Requests = program, a.asked[program]
		list = append(list, p)
	}
	return list
}

// Forget takes the answers about a program back: it is asked again.
func (a *Answers) Forget(program string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.until, program)
	delete(a.denied, program)
	if _, there := a.lasting[program]; !there {
		return nil
	}
	delete(a.lasting, program)
	return a.save()
}

// save writes the answers that last. The caller holds a.mu.
func (a *Answers) save() error {
	if a.file == "" {
		return nil
	}
	data, err := json.MarshalIndent(a.lasting, "", "\t")
	if err != nil {
		return err
	}
	temp := a.file + ".new"
	os.Remove(temp) // what an earlier run left
	if err := privatefile.Write(temp, append(data, '\n')); err != nil {
		return err
	}
	if err := os.Rename(temp, a.file); err != nil {
		os.Remove(temp)
		return err
	}
	return nil
}
