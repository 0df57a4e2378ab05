package cli

import (
	"fmt"

	"watchword/app/config"
	"watchword/app/phrases"
	"watchword/assets/words"
)

// in makes these the places of the run, and reads the settings there.
func (p *program) in(places config.Places) {
	var warning error
	p.Places = places
	if p.config, warning = config.Load(places); warning != nil {
		p.noteError(warning)
	}
	p.Vault.App, p.Vault.BackupDir, p.Vault.StateDir = p.Version, places.Backups, places.State
	p.Vault.Device, p.Vault.SecondBackupDir = p.config.Device, p.config.SecondBackups
	if p.Typing != nil {
		p.Typist = p.Typing(places)
	}
}

// decide finds the places where only the user can say which vault is meant: --vault says it for this run, and
// what is answered on a terminal is remembered. Nothing is read from a place that was not decided for.
func (p *program) decide() error {
	found := p.Undecided
	if found == nil {
		return nil
	}
	if named := p.chosenVault(); named != "" {
		places, ok := found.Of(named)
		if !ok { // the settings of those that no download can have brought
			if places = found.Or; found.Doubt == config.TwoVaults {
				places = found.Places
			}
		}
		p.decided(places)
		return nil
	}
	if !p.Terminal {
		return &failure{ExitUsage, words.Error("%s Say which one with --vault.", phrases.Doubt(*found))}
	}
	p.note(phrases.Doubt(*found))
	fmt.Fprintf(p.Err, "  1  %s\n  2  %s\n", clean(found.Places.Vault), clean(found.Or.Vault))
	answer, _ := p.answer(words.T("Which one, 1 or 2? It is remembered for the program in this folder.") + " ")
	places := found.Places
	switch answer {
	case "1":
	case "2":
		places = found.Or
	default:
		return words.Error("Nothing was done. Say which one with --vault.")
	}
	p.decided(places)
	if err := found.Remember(places); err != nil {
		p.noteError(err)
	}
	return nil
}

func (p *program) decided(places config.Places) {
	p.Undecided = nil
	p.in(places)
}
