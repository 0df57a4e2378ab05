package config

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
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
	want := Values{Vault: "/v", Device: "d", Theme: "dark", Contrast: "high", Accent: "#0a84FF", Rows: "large", TextSize: 120, Sort: "use", NextCode: "never", CopyHides: true, HideCodes: true, AllowCapture: true, ClearSeconds: 0, LockMinutes: 1440}
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
		told          string // the members that are named, in the order of the table
	}{
		{"wrong types, each alone", `{"theme":3,"clearSeconds":"x","lockMinutes":{},"hideCodes":true}`, func(v *Values) { v.HideCodes = true }, "theme clearSeconds lockMinutes"},
		{"null is none", `{"theme":null,"nextCode":null}`, nil, ""},
		{"an unknown theme", `{"theme":"pink"}`, nil, "theme"},
		{"a theme in capitals", `{"theme":"DARK"}`, nil, "theme"},
		{"just below", `{"clearSeconds":4,"lockMinutes":-1,"clockSeconds":-86401}`, nil, "clearSeconds lockMinutes clockSeconds"},
		{"lowest", `{"clearSeconds":5,"lockMinutes":0,"clockSeconds":-86400}`, func(v *Values) { v.ClearSeconds, v.LockMinutes, v.ClockSeconds = 5, 0, -86400 }, ""},
		{"highest", `{"clearSeconds":300,"lockMinutes":1440,"clockSeconds":86400}`, func(v *Values) { v.ClearSeconds, v.LockMinutes, v.ClockSeconds = 300, 1440, 86400 }, ""},
		{"just above", `{"clearSeconds":301,"lockMinutes":1441,"clockSeconds":86401}`, nil, "clearSeconds lockMinutes clockSeconds"},
		{"never", `{"clearSeconds":0}`, func(v *Values) { v.ClearSeconds = 0 }, ""},
		{"a colour in small letters", `{"accent":"#0a84ff"}`, func(v *Values) { v.Accent = "#0a84ff" }, ""},
		{"no colour", `{"accent":"#0a84f"}`, nil, "accent"},
		{"no day", `{"reminded":"2026-11-31","clockChecked":""}`, nil, "reminded"},
		{"a folder from nowhere", `{"secondBackups":"backups"}`, nil, "secondBackups"},
		{"a device name without end", `{"device":"` + strings.Repeat("x", 65) + `"}`, nil, "device"},
		{"a byte order mark", "\uFEFF" + `{"theme":"dark"}`, func(v *Values) { v.Theme = DarkMode }, ""},
	} {
		want := Defaults
		if row.want != nil {
			row.want(&want)
		}
		c, err := Load(at(t, row.content))
		if c.Values != want {
			t.Errorf("%s: %+v, want %+v", row.name, c.Values, want)
		}
		var told []string
		for _, s := range Settings {
			if err != nil && strings.Contains(err.Error(), " "+s.Key+" must be ") {
				told = append(told, s.Key)
			}
		}
		if strings.Join(told, " ") != row.told || (err != nil) != (told != nil) {
			t.Errorf("%s: told %v: %v", row.name, told, err)
		}
	}
}

// A value that makes no sense to this version may to another one: it stays until it is set here.
func TestValuesThatMakeNoSenseStay(t *testing.T) {
	content := `{"theme":"sepia","secondBackups":"backups"}`
	p := at(t, content)
	c, err := Load(p)
	if want := `The settings file has a value that cannot be used: theme must be "system", "light" or "dark"; "system" is used instead. secondBackups must be "" or an absolute path; "" is used instead.`; err == nil || err.Error() != want {
		t.Errorf("told: %v", err)
	}
	saved := func(key string) string {
		t.Helper()
		if err := c.Save(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(p.Config)
		var members map[string]any
		if err != nil || json.Unmarshal(data, &members) != nil {
			t.Fatal(err)
		}
		return members[key].(string)
	}
	c.LockMinutes = 5
	if got := saved("theme") + " " + saved("secondBackups"); got != `sepia backups` {
		t.Errorf("another setting left %s", got)
	}
	c.SecondBackups = "/media/stick"
	if got := saved("secondBackups"); got != "/media/stick" {
		t.Errorf("a second folder was chosen, and the file has %q", got)
	}
	list, usual := Named("theme").Choices(c.Values)
	c.Choose(Named("theme"), list[usual])
	if got := saved("theme"); got != "system" {
		t.Errorf("the usual theme was chosen, and the file has %q", got)
	}
	if err := c.Unusable(); err != nil {
		t.Errorf("told although all is well: %v", err)
	}
}

// Every field of the values has its setting, and no two share a key or a field.
func TestEverySettingIsInTheTable(t *testing.T) {
	var v Values
	fields, keys := map[any]string{}, map[string]bool{}
	for _, s := range Settings {
		fields[s.value.field(&v)] = s.Key
		if keys[s.Key] || s.Key == "" || s.Label == "" {
			t.Errorf("%q, %q: nothing or twice", s.Key, s.Label)
		}
		keys[s.Key] = true
		if raw := s.value.write(Defaults); !s.value.read(&v, raw) {
			t.Errorf("%s may not be what it usually is: %s", s.Key, raw)
		}
		if list, usual := s.Choices(Defaults); s.Section != "" && (usual < 0 || usual >= len(list)) {
			t.Errorf("%s: the page does not offer the usual value", s.Key)
		}
	}
	all := reflect.ValueOf(&v).Elem()
	for i := range all.NumField() {
		if name := all.Type().Field(i).Name; fields[all.Field(i).Addr().Interface()] == "" {
			t.Errorf("%s is in no setting: it is neither read nor written", name)
		}
	}
	if len(fields) != all.NumField() || len(keys) != len(fields) {
		t.Errorf("%d settings for %d fields", len(Settings), all.NumField())
	}
}

// What the page offers is kept in the file.
func TestEveryChoiceIsKept(t *testing.T) {
	for _, s := range Settings {
		list, _ := s.Choices(Defaults)
		for i, choice := range list {
			p := at(t, "")
			c := load(t, p)
			c.Choose(s, choice)
			if err := c.Save(); err != nil {
				t.Fatal(err)
			}
			if _, is := s.Choices(load(t, p).Values); is != i {
				t.Errorf("%s: %q becomes number %d", s.Key, choice.Text, is)
			}
		}
	}
}

// The window saves copies of its config, each in a goroutine of its own.
func TestCopiesShareTheFile(t *testing.T) {
	p := at(t, "{")
	c, err := Load(p)
	if err == nil {
		t.Fatal("the damage is not told of")
	}
	for range 2 {
		snapshot := *c
		if err := snapshot.Save(); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(p.Config + ".damaged"); err != nil || string(kept) != "{" {
		t.Errorf("the second save replaced the damaged file that was kept: %q, %v", kept, err)
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
