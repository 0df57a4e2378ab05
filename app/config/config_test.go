package config

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// at returns places with a config file of this content, or without one for "".
func at(t *testing.T, content string) Places {
	t.Helper()
	folder := t.TempDir()
	p := Places{Vault: filepath.Join(folder, VaultName), Config: filepath.Join(folder, "sub", "config.json")}
	if content != "" {
		if err := os.Mkdir(filepath.Dir(p.Config), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p.Config, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func load(t *testing.T, p Places) *Config {
	t.Helper()
	c, err := Load(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRoundTrip(t *testing.T) {
	p := at(t, "")
	c := load(t, p)
	if c.Values != Defaults {
		t.Errorf("without a file: %+v", c.Values)
	}
	want := Values{Vault: "/v", Device: "d", Theme: "dark", Contrast: "high", Accent: "#0a84FF", Rows: "large", Sort: "use", NextCode: "never", CopyHides: true, HideCodes: true, AllowCapture: true, ClearSeconds: 0, LockMinutes: 1440}
	c.Values = want
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	if got := load(t, p); got.Values != want {
		t.Errorf("read back %+v, want %+v", got.Values, want)
	}
	info, err := os.Stat(p.Config)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file is open to others: %v, %v", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(p.Config)); len(entries) != 1 {
		t.Errorf("something was left behind: %v", entries)
	}
}

func TestValuesThatMakeNoSense(t *testing.T) {
	for _, row := range []struct {
		name, content string
		want          func(*Values)
	}{
		{"wrong types, each alone", `{"theme":3,"clearSeconds":"x","lockMinutes":{},"hideCodes":true}`, func(v *Values) { v.HideCodes = true }},
		{"null", `{"theme":null,"nextCode":null}`, nil},
		{"an unknown theme", `{"theme":"pink"}`, nil},
		{"just below", `{"clearSeconds":4,"lockMinutes":-1}`, nil},
		{"lowest", `{"clearSeconds":5,"lockMinutes":0}`, func(v *Values) { v.ClearSeconds, v.LockMinutes = 5, 0 }},
		{"highest", `{"clearSeconds":300,"lockMinutes":1440}`, func(v *Values) { v.ClearSeconds, v.LockMinutes = 300, 1440 }},
		{"just above", `{"clearSeconds":301,"lockMinutes":1441}`, nil},
		{"never", `{"clearSeconds":0}`, func(v *Values) { v.ClearSeconds = 0 }},
		{"a device name without end", `{"device":"` + strings.Repeat("x", 65) + `"}`, nil},
		{"a byte order mark", "\uFEFF" + `{"theme":"dark"}`, func(v *Values) { v.Theme = "dark" }},
	} {
		want := Defaults
		if row.want != nil {
			row.want(&want)
		}
		if c := load(t, at(t, row.content)); c.Values != want {
			t.Errorf("%s: %+v, want %+v", row.name, c.Values, want)
		}
	}
}

func TestUnknownMembersStay(t *testing.T) {
	p := at(t, `{"theme":"dark","window":{"x":1,"big":12345678901234567890},"later":[1,2]}`)
	c := load(t, p)
	c.LockMinutes = 5
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{`12345678901234567890`, `"later"`, `"theme": "dark"`, `"lockMinutes": 5`} {
		if !strings.Contains(string(data), member) {
			t.Errorf("%s is not in %s", member, data)
		}
	}
	if !json.Valid(data) {
		t.Error("the file is no JSON")
	}
}

func TestDamagedFileIsKept(t *testing.T) {
	for _, content := range []string{"{", "[]", "null", "\x00\x01"} {
		p := at(t, content)
		c, err := Load(p)
		if err == nil || c.Values != Defaults {
			t.Errorf("%q: %+v, %v", content, c.Values, err)
		}
		if err := c.Save(); err != nil {
			t.Fatal(err)
		}
		if kept, err := os.ReadFile(p.Config + ".damaged"); err != nil || string(kept) != content {
			t.Errorf("%q was not kept: %q, %v", content, kept, err)
		}
		load(t, p)
		if err := c.Save(); err != nil {
			t.Errorf("second save: %v", err)
		}
	}
	p := at(t, strings.Repeat(" ", maxConfig)+"{}")
	if c, err := Load(p); err == nil || c.Values != Defaults {
		t.Error("a huge file is read")
	}
}

func TestPlacesThatCannotBeWritten(t *testing.T) {
	p := at(t, "{}")
	c := load(t, p)
	c.Places.Config = filepath.Join(p.Config, "config.json") // a file where the folder should be
	if err := c.Save(); err == nil || strings.Contains(err.Error(), p.Config) {
		t.Errorf("saving below a file: %v", err)
	}
	if err := os.Mkdir(filepath.Join(filepath.Dir(p.Config), "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	c.Places.Config = filepath.Join(filepath.Dir(p.Config), "folder") // a folder where the file should be
	if err := c.Save(); err == nil {
		t.Error("a folder was replaced")
	}
	if _, err := Load(c.Places); err == nil {
		t.Error("a folder was read")
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(p.Config), ".config-*"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestVaultPath(t *testing.T) {
	p := at(t, "")
	c := load(t, p)
	if c.VaultPath() != p.Vault || c.Knows(p.Vault) || c.Knows("") {
		t.Error("a vault is known before there was one")
	}
	c.Remember("/other")
	if c.VaultPath() != "/other" || !c.Knows("/other") || c.Knows(p.Vault) {
		t.Error("the vault used last is not known")
	}
	c.Places.Portable = true
	if c.VaultPath() != p.Vault || !c.Knows(p.Vault) {
		t.Error("a portable program looks elsewhere")
	}
}

func TestEnsureDevice(t *testing.T) {
	p := at(t, "")
	c := load(t, p)
	if !c.EnsureDevice() || len(c.Device) < 16 || c.EnsureDevice() {
		t.Errorf("device %q", c.Device)
	}
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	if again := load(t, p); again.Device != c.Device || again.EnsureDevice() {
		t.Error("the name of this computer was lost")
	}
	if err := os.Remove(p.Config); err != nil && err != fs.ErrNotExist {
		t.Fatal(err)
	}
	if other := load(t, p); !other.EnsureDevice() || other.Device == c.Device {
		t.Error("two computers have one name")
	}
}

// The temporary file of a save is told of until it has its name, so that it goes when the program is
// made to end in between.
func TestTheTemporaryFileIsToldOf(t *testing.T) {
	before := Unfinished
	defer func() { Unfinished = before }()
	var removes []func()
	finished := 0
	Unfinished = func(remove func()) func() {
		removes = append(removes, remove)
		return func() { finished++ }
	}
	path := filepath.Join(t.TempDir(), "config.json")
	if err := replace(path, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if len(removes) != 1 || finished != 1 {
		t.Fatalf("%d told of, %d finished", len(removes), finished)
	}
	if removes[0](); !exists(path) {
		t.Error("too late it takes the settings themselves")
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
