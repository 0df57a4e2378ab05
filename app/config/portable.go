package config

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
)

// DataFolder is the folder beside a portable program that holds everything of it. What replaces the program
// leaves the folder alone.
const DataFolder = "data"

// A Doubt is why the program cannot tell which vault the user means.
type Doubt int

// The doubts.
const (
	Certain   Doubt = iota
	TwoVaults       // one vault lies in the folder data beside the program, and another right beside it
	Stranger        // a vault lies right beside the program, and this user has not used it there: it may be a download
	Unused          // the folder data beside the program holds no vault yet, and this user has one in the usual place
)

// Found is where things lie, or between which places the user decides.
type Found struct {
	Places Places // of a doubt, the places beside the program that are asked about
	Doubt  Doubt
	Or     Places // of a doubt, the other ones

	folder string // of the program
	record string // the file that remembers the decisions; "" where there is no place for it
}

// Of returns the places that belong to a vault, if it is one that was asked about.
func (f Found) Of(vault string) (Places, bool) {
	for _, p := range []Places{f.Places, f.Or} {
		if vault == p.Vault {
			return p, true
		}
	}
	return Places{}, false
}

// Remember keeps the decision for programs in this folder. It is kept in the usual place for settings,
// where no download can have put it.
func (f Found) Remember(p Places) error {
	if f.record == "" {
		return nil
	}
	decided := decisions(f.record)
	decided[f.folder] = p.Vault
	data, err := json.MarshalIndent(decided, "", "  ")
	if err != nil {
		return err
	}
	return saveError(replace(f.record, append(data, '\n')))
}

// decisions reads which vault the user decided for, by the folder of the program. What cannot be read is asked
// again.
func decisions(record string) map[string]string {
	decided := map[string]string{}
	if data, err := readSmall(record); err == nil && json.Unmarshal(data, &decided) == nil && decided != nil {
		return decided
	}
	return map[string]string{}
}

// Find returns the places on a system: in the folder data beside the program if there is one, right beside it
// if a vault lies there, else where the system wants them. Where that is in doubt, the user has to decide.
func Find(s System) Found {
	s = s.withDefaults()
	folder, usual := s.programFolder(), s.usual()
	if folder == "" {
		return Found{Places: usual}
	}
	data, loose := s.together(s.join(folder, DataFolder)), s.together(folder)
	data.Portable, loose.Portable = true, true
	hasData, looseVault := s.isOurs(s.join(folder, DataFolder)), s.IsFile(loose.Vault)
	if !hasData && !looseVault {
		return Found{Places: usual}
	}
	f := Found{folder: folder}
	dataVault := hasData && s.IsFile(data.Vault)
	if usual.Config != "" {
		f.record = s.join(s.dir(usual.Config), "portable.json")
		switch decided := s.Decided(f.record)[folder]; {
		case decided == loose.Vault && looseVault:
			f.Places = loose
			return f
		case decided == data.Vault && hasData:
			f.Places = data
			return f
		case decided == usual.Vault && !dataVault:
			f.Places = usual
			return f
		}
	}
	usualVault := usual.Vault != "" && s.HasVault(usual)
	switch {
	case looseVault && dataVault:
		f.Places, f.Doubt, f.Or = data, TwoVaults, loose
	case looseVault && (hasData && !usualVault || usual.Vault == ""):
		f.Places, f.Doubt, f.Or = loose, Stranger, data
	case looseVault:
		f.Places, f.Doubt, f.Or = loose, Stranger, usual
	case !dataVault && usualVault:
		f.Places, f.Doubt, f.Or = data, Unused, usual
	default:
		f.Places = data
	}
	return f
}

// programFolder is where the program lies: on macOS where the bundle does that it is inside of.
func (s System) programFolder() string {
	if s.OS == "darwin" {
		if bundle, _, inside := strings.Cut(s.Program, ".app/Contents/"); inside {
			return s.dir(bundle)
		}
	}
	return s.dir(s.Program)
}

// isOurs reports whether a folder called data is that of a portable program: empty, as it comes, or with what the
// program keeps in it. Folders are called so for many reasons.
func (s System) isOurs(folder string) bool {
	names, ok := s.List(folder)
	if !ok {
		return false
	}
	names = slices.DeleteFunc(names, func(name string) bool { // what file managers leave
		return strings.HasPrefix(name, ".") || slices.Contains([]string{"desktop.ini", "thumbs.db"}, strings.ToLower(name))
	})
	return len(names) == 0 || slices.ContainsFunc(names, func(name string) bool {
		return slices.Contains([]string{VaultName, "config.json", "backups"}, name)
	})
}

// hasVault reports whether the user has a vault in these places, or one elsewhere that their settings name.
func hasVault(p Places) bool {
	c, _ := Load(p) // settings that cannot be read name no vault
	return c.Vault != "" || isFile(p.Vault)
}

// list names what lies in a folder; ok is false where there is none.
func list(folder string) (names []string, ok bool) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err == nil
}
