package config

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What Find says of a program with something beside it. "loose" is a vault right beside the program, "data" one in the
// folder data there.
func TestFindBesideTheProgram(t *testing.T) {
	const (
		loose = "/media/stick/vault.watchword"
		data  = "/media/stick/data/vault.watchword"
		usual = "/home/me/.local/share/watchword/vault.watchword"
	)
	empty, used, strange := []string{}, []string{"config.json"}, []string{"2025.csv"}
	for _, tt := range []struct {
		why     string
		files   []string
		folder  []string // what lies in the folder data; nil: there is none
		decided string
		usual   bool // the user has a vault in the usual place
		want    string
		doubt   Doubt
		or      string
	}{
		{"a program without anything beside it", nil, nil, "", true, usual, Certain, ""},
		{"as the zip is unpacked, by a new user", nil, empty, "", false, data, Certain, ""},
		{"what file managers leave is nothing", nil, []string{".directory", "Thumbs.db", "desktop.ini"}, "", false, data, Certain, ""},
		{"a folder of somebody else's that is called data", nil, strange, "", false, usual, Certain, ""},
		{"in use, and the vault is gone: it is not looked for elsewhere", nil, used, "", false, data, Certain, ""},
		{"with its vault", []string{data}, []string{VaultName}, "", false, data, Certain, ""},
		{"its own vault needs no question, whatever lies in the usual place", []string{data}, []string{VaultName}, "", true, data, Certain, ""},
		{"a new folder must not hide the vault that the user has", nil, empty, "", true, data, Unused, usual},
		{"the user keeps the vault that they have", nil, empty, usual, true, usual, Certain, ""},
		{"the user wants a new one beside the program", nil, empty, data, true, data, Certain, ""},
		{"a vault was put there since the user decided", []string{data}, []string{VaultName}, usual, true, data, Certain, ""},

		{"a download folder", []string{loose}, nil, "", true, loose, Stranger, usual},
		{"a download folder, and no vault yet", []string{loose}, nil, "", false, loose, Stranger, usual},
		{"the vault beside the program is the user's, as it was before the folder data", []string{loose}, nil, loose, false, loose, Certain, ""},
		{"it stays so when a new version brings the empty folder", []string{loose}, empty, loose, false, loose, Certain, ""},
		{"a vault beside the program, and the empty folder", []string{loose}, empty, "", false, loose, Stranger, data},
		{"the same, and the user has a vault in the usual place", []string{loose}, empty, "", true, loose, Stranger, usual},
		{"the user does not want it", []string{loose}, nil, usual, true, usual, Certain, ""},
		{"what was decided for is gone", nil, nil, loose, true, usual, Certain, ""},

		{"both", []string{loose, data}, []string{VaultName}, "", false, data, TwoVaults, loose},
		{"both, and the user decided for the one right beside the program", []string{loose, data}, []string{VaultName}, loose, false, loose, Certain, ""},
		{"both, and the user decided for the folder", []string{loose, data}, []string{VaultName}, data, false, data, Certain, ""},
		{"one was put beside the program since the folder was unused", []string{loose, data}, []string{VaultName}, usual, true, data, TwoVaults, loose},
	} {
		got := Find(System{
			OS: "linux", Home: func() string { return "/home/me" }, Program: "/media/stick/watchword", Getenv: func(string) string { return "" },
			IsFile: func(path string) bool { return slices.Contains(tt.files, path) },
			List: func(folder string) ([]string, bool) {
				return slices.Clone(tt.folder), folder == "/media/stick/data" && tt.folder != nil
			},
			HasVault: func(Places) bool { return tt.usual },
			Decided: func(record string) map[string]string {
				if record != "/home/me/.config/watchword/portable.json" {
					t.Errorf("%s: decisions are looked for in %s", tt.why, record)
				}
				return map[string]string{"/media/stick": tt.decided, "/elsewhere": loose}
			},
		})
		if got.Places.Vault != tt.want || got.Doubt != tt.doubt || got.Or.Vault != tt.or {
			t.Errorf("%s: %s, doubt %d, or %q; want %s, doubt %d, or %q", tt.why, got.Places.Vault, got.Doubt, got.Or.Vault, tt.want, tt.doubt, tt.or)
		}
		if portable := got.Places.Vault != usual; got.Places.Portable != portable || portable && filepath.Dir(got.Places.Config) != filepath.Dir(got.Places.Vault) {
			t.Errorf("%s: not all lies together: %+v", tt.why, got.Places)
		}
	}
}

// Each system's places beside the program.
func TestFolderBesideTheProgram(t *testing.T) {
	for _, tt := range []struct {
		why, os, home, program, folder string
		want                           Places
	}{
		{"Linux", "linux", "/home/me", "/media/stick/watchword", "/media/stick/data", Places{
			Vault: "/media/stick/data/vault.watchword", Config: "/media/stick/data/config.json", Backups: "/media/stick/data/backups",
			State: "/media/stick/data", Runtime: "/media/stick/data", Portable: true,
		}},
		{"Windows", "windows", `C:\Users\me`, `E:\w\watchword.exe`, `E:\w\data`, Places{
			Vault: `E:\w\data\vault.watchword`, Config: `E:\w\data\config.json`, Backups: `E:\w\data\backups`,
			State: `E:\w\data`, Runtime: `E:\w\data`, Portable: true,
		}},
		{"macOS: beside the bundle", "darwin", "/Users/me", "/Volumes/stick/Watchword.app/Contents/MacOS/watchword", "/Volumes/stick/data", Places{
			Vault: "/Volumes/stick/data/vault.watchword", Config: "/Volumes/stick/data/config.json", Backups: "/Volumes/stick/data/backups",
			State: "/Volumes/stick/data", Runtime: "/Volumes/stick/data", Portable: true,
		}},
		{"no home is needed", "linux", "", "/media/stick/watchword", "/media/stick/data", Places{
			Vault: "/media/stick/data/vault.watchword", Config: "/media/stick/data/config.json", Backups: "/media/stick/data/backups",
			State: "/media/stick/data", Runtime: "/media/stick/data", Portable: true,
		}},
	} {
		got := Find(System{
			OS: tt.os, Home: func() string { return tt.home }, Program: tt.program, Getenv: func(string) string { return "" },
			IsFile:   func(string) bool { return false },
			List:     func(folder string) ([]string, bool) { return nil, folder == tt.folder },
			HasVault: func(Places) bool { return false },
		})
		if got.Places != tt.want || got.Doubt != Certain {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.why, got.Places, tt.want)
		}
	}
}

// On the disk: a vault in a download folder is asked about, and what the user decides is kept outside of that folder.
func TestDecisionIsKept(t *testing.T) {
	home, downloads := t.TempDir(), t.TempDir()
	system := System{OS: "linux", Home: func() string { return home }, Program: filepath.Join(downloads, "watchword"), Getenv: func(string) string { return "" }}
	for _, name := range []string{VaultName, "config.json", "portable.json"} { // all that a website can have put there
		if err := os.WriteFile(filepath.Join(downloads, name), []byte(`{"vault": "`+filepath.Join(downloads, VaultName)+`"}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []Places{{Vault: filepath.Join(downloads, VaultName)}, {Vault: filepath.Join(home, ".local/share/watchword", VaultName)}} {
		f := Find(system)
		if f.Doubt != Stranger {
			t.Fatalf("nobody is asked: %+v", f)
		}
		p, ok := f.Of(want.Vault)
		if !ok {
			t.Fatalf("%s is none of the places: %+v", want.Vault, f)
		}
		if err := f.Remember(p); err != nil {
			t.Fatal(err)
		}
		if again := Find(system); again.Doubt != Certain || again.Places != p {
			t.Errorf("decided for %s: %+v", p.Vault, again)
		}
		if err := os.Remove(filepath.Join(home, ".config/watchword/portable.json")); err != nil {
			t.Fatal(err)
		}
	}
	// A vault that the settings name lies elsewhere, and is not hidden by a new folder either.
	other := filepath.Join(t.TempDir(), "mine.watchword")
	usual := system.withDefaults().usual()
	c, _ := Load(usual)
	c.Remember(other)
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	if os.Remove(filepath.Join(downloads, VaultName)) != nil || os.Mkdir(filepath.Join(downloads, DataFolder), 0o700) != nil {
		t.Fatal("the folder cannot be made")
	}
	if f := Find(system); f.Doubt != Unused || f.Or != usual {
		t.Errorf("the folder data hides the vault of the settings: %+v", f)
	}
}
