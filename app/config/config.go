// Package config keeps the settings of this computer: a small JSON file that both the
// window and the terminal read, and the places where things lie. Nothing in it is secret,
// and nothing is lost with it.
package config

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"watchword/assets/words"
)

// maxConfig bounds the file: ours is far under a kilobyte, what a newer version adds may
// be more.
const maxConfig = 1 << 20

// A Config is the settings of this computer and where they are kept. It is not safe for use
// from several goroutines; a copy of it may be saved in another one.
type Config struct {
	Values
	Places Places

	file *file // what copies share
}

// file is what is known of the settings file.
type file struct {
	sync.Mutex
	members map[string]json.RawMessage // all of them, ours and those of other versions
	bad     map[string]bool            // members of ours that make no sense: they stay until they are set
	broken  bool                       // the file is there and no JSON
}

// Load reads the settings of these places. It always returns a config that works: values
// that are missing or make no sense are the usual ones. The error, a sentence, says what is
// wrong with the file; a damaged file is kept beside the new one when that is saved.
func Load(places Places) (*Config, error) {
	c := &Config{Values: Defaults, Places: places, file: &file{members: map[string]json.RawMessage{}, bad: map[string]bool{}}}
	data, err := readSmall(places.Config)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, words.Error("The settings cannot be read (%v). The usual ones are used until then.", bare(err))
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if err := json.Unmarshal(data, &c.file.members); err != nil || c.file.members == nil {
		c.file.members, c.file.broken = map[string]json.RawMessage{}, true
		return c, words.Error("The settings file is damaged. The usual settings are used; the damaged file is kept when new ones are saved.")
	}
	c.take()
	return c, c.Unusable()
}

// take reads our members one by one, so that one that makes no sense spoils no other.
func (c *Config) take() {
	for _, s := range Settings {
		raw, ok := c.file.members[s.Key]
		if ok && !bytes.Equal(raw, []byte("null")) && !s.value.read(&c.Values, raw) {
			c.file.bad[s.Key] = true
		}
	}
}

// Unusable says which values of the file make no sense and what is used instead, until they are
// set; nil if there is none.
func (c *Config) Unusable() error {
	c.file.Lock()
	defer c.file.Unlock()
	var wrong []string
	for _, s := range Settings {
		if c.file.bad[s.Key] {
			wrong = append(wrong, words.T("%s must be %s; %s is used instead.", s.Key, s.allowed(), s.usual()))
		}
	}
	if wrong == nil {
		return nil
	}
	return words.Error("The settings file has a value that cannot be used: %s", strings.Join(wrong, " "))
}

// Choose sets a setting to one of its choices, over a value of the file that made no sense too.
// Save writes it.
func (c *Config) Choose(s Setting, choice Choice) {
	choice.set(&c.Values)
	c.file.Lock()
	defer c.file.Unlock()
	delete(c.file.bad, s.Key)
}

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
	return path != "" && path == c.Vault || c.Places.Portable && path == c.Places.Vault && c.Vault != ""
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

// Save writes the file, whole or not at all, with the members that this version does not know
// and the values that it could not use. The folder is made if need be, for the user alone.
func (c *Config) Save() error {
	f := c.file
	f.Lock()
	defer f.Unlock()
	for _, s := range Settings {
		value := s.value.write(c.Values)
		if f.bad[s.Key] && string(value) == s.usual() {
			continue
		}
		delete(f.bad, s.Key)
		f.members[s.Key] = value
	}
	data, err := json.MarshalIndent(f.members, "", "  ")
	if err != nil {
		return err
	}
	if f.broken {
		if err := os.Rename(c.Places.Config, c.Places.Config+".damaged"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return saveError(err)
		}
		f.broken = false
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
	return words.Error("The settings could not be saved (%w). They last until the program ends.", bare(err))
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
