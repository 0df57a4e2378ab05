// Package config keeps the settings of this computer: a small JSON file that both the
// window and the terminal read, and the places where things lie. Nothing in it is secret,
// and nothing is lost with it.
package config

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// Values are the settings. Zero durations mean never.
type Values struct {
	Vault        string `json:"vault"`        // the vault used last; "" is the usual place
	Device       string `json:"device"`       // random name of this computer, for merging
	Theme        string `json:"theme"`        // "system", "light", "dark"
	Contrast     string `json:"contrast"`     // "system", "normal", "high"
	Accent       string `json:"accent"`       // "", "system", or a colour "#RRGGBB"
	Rows         string `json:"rows"`         // "normal", "compact", "large"
	Sort         string `json:"sort"`         // "own", "name", "use"
	NextCode     string `json:"nextCode"`     // when the next code shows: "last" seconds, "always", "never"
	CopyHides    bool   `json:"copyHides"`    // the window goes out of the way after a copy
	HideCodes    bool   `json:"hideCodes"`    // codes are dots until asked for
	AllowCapture bool   `json:"allowCapture"` // other programs may take pictures of the window
	ClearSeconds int    `json:"clearSeconds"` // until a copied code is cleared, 5 to 300
	LockMinutes  int    `json:"lockMinutes"`  // without input until the vault locks, up to 1,440
	ClockSeconds int    `json:"clockSeconds"` // codes are made for the clock and so many seconds, up to a day either way
	ClockChecked string `json:"clockChecked"` // the day on which the clock was compared last, "2026-11-25"; "" never
	TimeServer   string `json:"timeServer"`   // asked when the clock is to be compared; "" is the usual one

	SecondBackups string `json:"secondBackups"` // another folder for backups, on another disk or a share; "" none
	Reminded      string `json:"reminded"`      // the day on which the second folder was spoken of last; "" never
	StayOpen      bool   `json:"stayOpen"`      // the vault does not lock with the session and before sleep
	QuickUnlock   bool   `json:"quickUnlock"`   // the system's keyring keeps the vault's key
	QuickName     string `json:"quickName"`     // the name under which it does
	PasswordTyped string `json:"passwordTyped"` // the day on which the password was typed last
	CaptureTold   bool   `json:"captureTold"`   // the user knows that captures do not show the window
}

// Defaults are the settings of somebody who has changed nothing.
var Defaults = Values{Theme: "system", Contrast: "system", Rows: "normal", Sort: "own", NextCode: "last", ClearSeconds: 30, LockMinutes: 10}

// maxConfig bounds the file: ours is far under a kilobyte, what a newer version adds may
// be more.
const maxConfig = 1 << 20

// A Config is the settings of this computer and where they are kept. It is not safe for
// use from several goroutines.
type Config struct {
	Values
	Places Places

	others map[string]json.RawMessage // all members of the file, ours to be written over
	broken bool                       // the file is there and no JSON
}

// Load reads the settings of these places. It always returns a config that works: values
// that are missing or out of range are the defaults. The error, a sentence, says what is
// wrong with the file; a damaged file is kept beside the new one when that is saved.
func Load(places Places) (*Config, error) {
	c := &Config{Values: Defaults, Places: places, others: map[string]json.RawMessage{}}
	data, err := readSmall(places.Config)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("The settings cannot be read (%v). The usual ones are used until then.", bare(err))
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if err := json.Unmarshal(data, &c.others); err != nil || c.others == nil {
		c.others, c.broken = map[string]json.RawMessage{}, true
		return c, errors.New("The settings file is damaged. The usual settings are used; the damaged file is kept when new ones are saved.")
	}
	c.take()
	return c, nil
}

// take reads our members one by one, so that one that makes no sense spoils no other.
func (c *Config) take() {
	member(c.others, "vault", &c.Vault, nil)
	member(c.others, "device", &c.Device, func(s string) bool { return len(s) <= 64 })
	member(c.others, "theme", &c.Theme, among("system", "light", "dark"))
	member(c.others, "contrast", &c.Contrast, among("system", "normal", "high"))
	member(c.others, "accent", &c.Accent, func(s string) bool { return s == "" || s == "system" || color.MatchString(s) })
	member(c.others, "rows", &c.Rows, among("normal", "compact", "large"))
	member(c.others, "sort", &c.Sort, among("own", "name", "use"))
	member(c.others, "nextCode", &c.NextCode, among("last", "always", "never"))
	member(c.others, "copyHides", &c.CopyHides, nil)
	member(c.others, "hideCodes", &c.HideCodes, nil)
	member(c.others, "allowCapture", &c.AllowCapture, nil)
	member(c.others, "clearSeconds", &c.ClearSeconds, func(n int) bool { return n == 0 || n >= 5 && n <= 300 })
	member(c.others, "lockMinutes", &c.LockMinutes, func(n int) bool { return n >= 0 && n <= 24*60 })
	member(c.others, "clockSeconds", &c.ClockSeconds, func(n int) bool { return n >= -maxCorrection && n <= maxCorrection })
	member(c.others, "clockChecked", &c.ClockChecked, isDay)
	member(c.others, "timeServer", &c.TimeServer, func(s string) bool { return len(s) <= 253 })
	member(c.others, "secondBackups", &c.SecondBackups, func(s string) bool { return s == "" || filepath.IsAbs(s) })
	member(c.others, "reminded", &c.Reminded, isDay)
	member(c.others, "stayOpen", &c.StayOpen, nil)
	member(c.others, "quickUnlock", &c.QuickUnlock, nil)
	member(c.others, "quickName", &c.QuickName, func(s string) bool { return len(s) <= 64 })
	member(c.others, "passwordTyped", &c.PasswordTyped, isDay)
	member(c.others, "captureTold", &c.CaptureTold, nil)
}

// isDay reports whether a text is a day, or none.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return s == "" || err == nil
}

// color is how a colour is written: "#2360E8".
var color = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

func among(values ...string) func(string) bool {
	return func(s string) bool { return slices.Contains(values, s) }
}

func member[T any](from map[string]json.RawMessage, name string, into *T, valid func(T) bool) {
	var value T
	raw, ok := from[name]
	if ok && !bytes.Equal(raw, []byte("null")) && json.Unmarshal(raw, &value) == nil && (valid == nil || valid(value)) {
		*into = value
	}
}

// maxCorrection bounds the correction of the codes' clock, in seconds.
const maxCorrection = 24 * 60 * 60

// Correction is what the clock of this computer is corrected by where codes are made, and
// nowhere else.
func (v Values) Correction() time.Duration { return time.Duration(v.ClockSeconds) * time.Second }

// VaultPath returns the vault to open: the one used last, else the usual place. Beside a
// portable program it is always the one there: the paths of another computer mean nothing.
func (c *Config) VaultPath() string {
	if c.Vault == "" || c.Places.Portable {
		return c.Places.Vault
	}
	return c.Vault
}

// Knows reports whether path is the vault used last: if it is missing, somebody has lost it.
func (c *Config) Knows(path string) bool {
	return path != "" && path == c.Vault || c.Places.Portable && path == c.Places.Vault
}

// Remember makes path, absolute, the vault used last. Save writes it.
func (c *Config) Remember(path string) { c.Vault = path }

// EnsureDevice gives this computer a random name if it has none, and reports whether the
// config has to be saved for it.
func (c *Config) EnsureDevice() bool {
	if c.Device != "" {
		return false
	}
	c.Device = rand.Text()
	return true
}

// Save writes the file, whole or not at all, with the members that this version does not
// know. The folder is made if need be, for the user alone.
func (c *Config) Save() error {
	ours, err := json.Marshal(c.Values)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(ours, &c.others); err != nil {
		return err
	}
	data, err := json.MarshalIndent(c.others, "", "  ")
	if err != nil {
		return err
	}
	if c.broken {
		if err := os.Rename(c.Places.Config, c.Places.Config+".damaged"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return saveError(err)
		}
		c.broken = false
	}
	return saveError(replace(c.Places.Config, append(data, '\n')))
}

// Unfinished is told of each temporary file and of its end, so that it goes when the program is made
// to end in between. The program puts its own in here before it saves anything.
var Unfinished = func(remove func()) (finished func()) { return func() {} }

// replace writes a new file beside the old one and moves it into its place.
func replace(path string, data []byte) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".config-*.tmp") // 0600
	if err != nil {
		return err
	}
	defer Unfinished(func() { os.Remove(f.Name()) })()
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync() // or a power cut could leave an empty file under the name
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func saveError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("The settings could not be saved (%w). They count until the program ends.", bare(err))
}

// readSmall reads a file up to maxConfig bytes.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err == nil && len(data) > maxConfig {
		err = errors.New("the file is too large")
	}
	return data, err
}

// bare drops the path from an error of the file system: the sentence names the file.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
