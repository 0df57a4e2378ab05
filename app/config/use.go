package config

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// useHalf is the time in which a use counts half as much as a fresh one.
const useHalf = 30 * 24 * time.Hour

// maxUse bounds the file: 20,000 accounts take about 2 MB.
const maxUse = 8 << 20

// Use is how often and when accounts were used on this computer. It holds ids only, never
// a name, and nothing is lost with it. Its methods may be called from any goroutine; all
// work on a nil Use, which knows nothing.
type Use struct {
	path string

	mu      sync.Mutex
	vaults  map[string]map[string]used
	changed bool
}

// used is how much an account is used: a count in which each use fades, and its last time.
type used struct {
	Weight float64   `json:"w"`
	Last   time.Time `json:"t"`
}

// LoadUse reads what is known; a file that is missing or damaged counts as empty.
func LoadUse(places Places) *Use {
	u := &Use{vaults: map[string]map[string]used{}}
	if places.State == "" {
		return u
	}
	u.path = filepath.Join(places.State, "use.json")
	data, err := readUpTo(u.path, maxUse)
	if err != nil || json.Unmarshal(data, &u.vaults) != nil || u.vaults == nil {
		u.vaults = map[string]map[string]used{}
	}
	return u
}

// Note notes that an account of a vault was used.
func (u *Use) Note(vault, account string, at time.Time) {
	if u == nil || vault == "" || account == "" {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.vaults[vault] == nil {
		u.vaults[vault] = map[string]used{}
	}
	u.vaults[vault][account] = used{u.vaults[vault][account].at(at) + 1, at.UTC().Truncate(time.Second)}
	u.changed = true
}

// at is the weight at a time. A clock that was set back makes no use heavier than it was.
func (e used) at(t time.Time) float64 {
	if e.Weight == 0 || math.IsNaN(e.Weight) {
		return 0
	}
	return e.Weight * math.Exp2(-max(0, t.Sub(e.Last).Hours())/useHalf.Hours())
}

// Score returns how much an account was used lately; 0 is never.
func (u *Use) Score(vault, account string, now time.Time) float64 {
	if u == nil {
		return 0
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.vaults[vault][account].at(now)
}

// Last returns when an account was used last on this computer.
func (u *Use) Last(vault, account string) (time.Time, bool) {
	if u == nil {
		return time.Time{}, false
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	e, ok := u.vaults[vault][account]
	return e.Last, ok
}

// Used returns a function that says whether an account of a vault was ever used on this
// computer, or nil where nothing of that vault was: then nobody knows.
func (u *Use) Used(vault string) func(account string) bool {
	if u == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.vaults[vault]) == 0 {
		return nil
	}
	return func(account string) bool {
		_, ok := u.Last(vault, account)
		return ok
	}
}

// Keep forgets the accounts of a vault that are not there any more.
func (u *Use) Keep(vault string, there func(account string) bool) {
	if u == nil {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for id := range u.vaults[vault] {
		if !there(id) {
			delete(u.vaults[vault], id)
			u.changed = true
		}
	}
}

// Save writes the file if something changed.
func (u *Use) Save() error {
	if u == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.changed || u.path == "" {
		return nil
	}
	data, err := json.Marshal(u.vaults)
	if err != nil {
		return err
	}
	if err := replace(u.path, data); err != nil {
		return err
	}
	u.changed = false
	return nil
}

func readUpTo(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > most {
		return nil, os.ErrInvalid
	}
	return os.ReadFile(path)
}
