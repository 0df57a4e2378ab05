package agent

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"watchword/app/privatefile"
)

// A Choice is what the user says to a program that asks.
type Choice string

// The choices. Deny holds until the agent ends, Always and Never until their line goes from the file.
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
}

// LoadAnswers reads the answers that last from a file of the user's; it need not exist. A damaged one is an
// error, and then nothing is allowed but what is asked anew.
func LoadAnswers(file string) (*Answers, error) {
	a := &Answers{file: file, lasting: map[string]Choice{}, until: map[string]time.Time{}, denied: map[string]bool{}}
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

// save writes the answers that last. The caller holds a.mu.
func (a *Answers) save() error {
	if a.file == "" {
		return nil
	}
	data, err := json.MarshalIndent(a.lasting, "", "\t")
	if err != nil {
		return err
	}
	return privatefile.Replace(a.file, append(data, '\n'))
}
