package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/vault"
)

// A vaultError says that the vault file itself does not open: it is damaged, gone, or refuses the
// password. Errors of anything else, a password file that is missing say, are none.
type vaultError struct {
	text string
	err  error
}

func (e *vaultError) Error() string { return e.text }
func (e *vaultError) Unwrap() error { return e.err }

// isBroken reports whether an error says that the vault file is damaged or gone.
func isBroken(err error) bool {
	var own *vaultError
	return errors.As(err, &own) && !errors.Is(err, vault.ErrWrongPassword) && !isCostly(err)
}

// isCostly reports whether an error says that the vault file asks for more work than Watchword
// ever gives one, and that nobody allowed it or this computer cannot do it. The file may be damaged.
func isCostly(err error) bool {
	var own *vaultError
	return errors.As(err, &own) && (errors.Is(err, vault.ErrCostly) || errors.Is(err, vault.ErrTooCostly))
}

// refuses reports whether an error says that the vault file refuses the password.
func refuses(err error) bool {
	var own *vaultError
	return errors.As(err, &own) && errors.Is(err, vault.ErrWrongPassword)
}

// gone is the error for a vault file that is not there. It leads to the backups, if there are
// some: a new vault in its place would hide them.
func (p *program) gone(path string) error {
	var text string
	switch target, dangling := danglingLink(path); {
	case dangling:
		text = words.T("The vault %s is a link to %s, which is not there. Connect its disk, or look where that file went.", path, target)
	case p.config.Knows(path):
		text = words.T("The vault %s is not there any more. Name it with --vault where it is now.", path)
		if p.backupCount(path) == 0 {
			text = words.T("The vault %s is not there any more. Name it with --vault where it is now. “watchword vault restore FILE” restores a copy that you have in its place.", path)
		}
	default:
		text = words.T("There is no vault at %s. --vault names another.", path)
		if p.backupCount(path) == 0 {
			text = words.T("There is no vault at %s. “watchword vault create” makes one; --vault names another.", path)
		}
	}
	return p.withBackups(&vaultError{text, fs.ErrNotExist})
}

// danglingLink reports whether path is a symbolic link to something that is not there, and to what.
func danglingLink(path string) (target string, dangling bool) {
	target, err := os.Readlink(path)
	if err != nil {
		return "", false
	}
	_, err = os.Stat(path)
	return target, errors.Is(err, fs.ErrNotExist)
}

func (p *program) backupCount(path string) int {
	list, _ := vault.BackupsFor(path, p.Vault)
	return len(list)
}

// unread is the error of reading the vault file.
func (p *program) unread(err error) error {
	if errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrNotVault) {
		return p.withBackups(err)
	}
	return err
}

// unopened is the error of opening the vault file that was read.
func (p *program) unopened(err error) error {
	for _, of := range []error{vault.ErrDamaged, vault.ErrWrongPassword, vault.ErrCostly, vault.ErrTooCostly} {
		if errors.Is(err, of) {
			return p.withBackups(err)
		}
	}
	return err
}

// withBackups makes the error of a vault file that does not open say how to get at its backups,
// if this computer has some.
func (p *program) withBackups(err error) error {
	switch n := p.backupCount(p.vaultPath()); {
	case n == 0:
		return &vaultError{phrases.Sentence(err), err}
	case errors.Is(err, vault.ErrWrongPassword):
		return &vaultError{words.T("%s If the password is right, restore a backup: “watchword vault backups” lists them, “watchword vault restore FILE” restores one.", phrases.Sentence(err)), err}
	default:
		return &vaultError{words.N(n, "%[2]s This computer has 1 backup: “watchword vault backups” lists it, “watchword vault restore FILE” restores it.",
			"%[2]s This computer has %[1]d backups: “watchword vault backups” lists them, “watchword vault restore FILE” restores one.", phrases.Sentence(err)), err}
	}
}

// putBackRefused puts a copy in the vault's place whose password the vault file refuses. That
// file may be whole and have another password by now, so only --replace does it, and only where
// the very password that was refused opens the copy.
func (p *program) putBackRefused(ctx context.Context, file string, r restoring, refused error) error {
	locked, err := p.openCopyFile(file)
	if err != nil {
		return err
	}
	copied, err := p.unlockWith(ctx, locked, p.tried)
	if errors.Is(err, vault.ErrWrongPassword) {
		return &vaultError{words.T("The password opens neither the vault nor this backup."), refused}
	}
	if err != nil {
		return err
	}
	defer copied.Close()
	if !r.replace {
		return &vaultError{words.T("This password opens the backup but not the vault file: the file is damaged, or its password was changed later. " +
			"--replace restores the backup and keeps the vault file next to it; the vault then opens with this password."), vault.ErrWrongPassword}
	}
	if err := p.putInPlace(file, copied, r); err != nil || r.dryRun {
		return err
	}
	p.note(words.T("The vault now opens with the password that you gave, and not with a later one. To undo this, rename the kept file to %s.", clean(p.vaultPath())))
	return nil
}

// putBackCostly puts a copy in the vault's place where that asks for more work than anybody allowed.
// It may be whole, so only --replace does it.
func (p *program) putBackCostly(ctx context.Context, file string, r restoring, why error) error {
	if !r.replace {
		return &vaultError{words.T("%s --replace restores the backup and keeps the vault file next to it.", phrases.Sentence(errors.Unwrap(why))), why}
	}
	return p.restoreFile(ctx, file, r, why)
}

// restoreFile puts a copy where the vault is damaged or gone, after it was seen to open.
// A link in its place may only wait for its disk, so that takes --replace.
func (p *program) restoreFile(ctx context.Context, file string, r restoring, why error) error {
	if _, dangling := danglingLink(p.vaultPath()); dangling && !r.replace {
		return &vaultError{words.T("%s --replace restores the backup in the place of the link, and keeps the link next to it.", phrases.Sentence(errors.Unwrap(why))), why}
	}
	copied, err := p.openForPlace(ctx, file, r)
	if err != nil {
		return err
	}
	defer copied.Close()
	switch {
	case errors.Is(why, fs.ErrNotExist):
		p.note(words.T("The vault %s is not there.", p.vaultPath()))
	case isCostly(why):
		p.note(words.T("The vault file %s may be damaged: it asks for more work for its key than was allowed.", p.vaultPath()))
	default:
		p.note(words.T("The vault file %s is damaged.", p.vaultPath()))
	}
	return p.putInPlace(file, copied, r)
}

// openForPlace opens a copy with the password named for it, else with the one that was tried on
// the vault, else with one of its own.
func (p *program) openForPlace(ctx context.Context, file string, r restoring) (*vault.Vault, error) {
	passwordFile := r.passwordFile
	if passwordFile == "" && p.tried == "" {
		passwordFile = p.passwordFileName()
	}
	if passwordFile != "" || p.tried == "" {
		return p.unlockCopy(ctx, file, passwordFile)
	}
	locked, err := p.openCopyFile(file)
	if err != nil {
		return nil, err
	}
	copied, err := p.unlockWith(ctx, locked, p.tried)
	if errors.Is(err, vault.ErrWrongPassword) {
		return p.unlockCopy(ctx, file, "")
	}
	return copied, err
}

// putInPlace puts a copy that was opened in the vault's place. What is there is kept beside it.
func (p *program) putInPlace(file string, copied *vault.Vault, r restoring) error {
	if list, sure := vault.BackupsFor(p.vaultPath(), p.Vault); sure && list[0].VaultID() != copied.ID() {
		return vault.ErrOtherVault
	}
	n := len(copied.Accounts())
	if r.dryRun {
		fmt.Fprintln(p.Out, words.N(n, "%[2]s opens and holds 1 account; it would take the place of the vault file.", "%[2]s opens and holds %[1]d accounts; it would take the place of the vault file.", clean(file)))
		return nil
	}
	if p.Terminal && !p.ask(words.N(n, "%[2]s opens and holds 1 account. Restore it in the place of the vault file?", "%[2]s opens and holds %[1]d accounts. Restore it in the place of the vault file?", clean(file))) {
		return errLeft
	}
	kept, err := vault.RestoreFile(file, p.vaultPath(), p.Vault)
	if err == nil {
		fmt.Fprintln(p.Out, words.N(n, "Restored %[2]s as the vault file, with 1 account.", "Restored %[2]s as the vault file, with %[1]d accounts.", clean(file)))
	}
	if kept != "" {
		fmt.Fprintln(p.Out, words.T("The file that was there is kept as %s.", clean(kept)))
	}
	return err
}

// backupsOfBroken lists the backups of a vault that does not open.
func (p *program) backupsOfBroken(ctx context.Context, why error, prove, asJSON bool) error {
	refused := refuses(why)
	if !refused && !isBroken(why) && !isCostly(why) {
		return why
	}
	list, sure := vault.BackupsFor(p.vaultPath(), p.Vault)
	if len(list) == 0 {
		return why
	}
	var newest *vault.Vault
	if refused || prove { // a wrong password gets no list
		var err error
		if newest, err = p.newestOpen(ctx, list, why); err != nil {
			return err
		}
		defer newest.Close()
	}
	if errors.Is(why, fs.ErrNotExist) {
		p.note(words.T("The vault %s is not there.", p.vaultPath()))
	} else {
		p.note(words.T("The vault file %s cannot be opened.", p.vaultPath()))
	}
	if vaults := countVaults(list); !sure && vaults > 1 {
		p.note(words.N(vaults, "These are the backups of the 1 vault of this computer.", "These are the backups of all %d vaults of this computer, each in a folder of its own."))
	}
	lines := backupLines(list)
	if prove {
		if err := p.prove(ctx, p.use(newest), list, lines); err != nil {
			return err
		}
		for i := range lines {
			lines[i].Proof.Same = false // there is no vault to be the same as
		}
	}
	return p.printBackups(lines, asJSON)
}

// newestOpen opens the newest backup that the password opens which was tried on the vault; if
// none was, it is asked for.
func (p *program) newestOpen(ctx context.Context, list []vault.Backup, why error) (*vault.Vault, error) {
	tried := map[string]bool{} // vaults whose backups have another password
	for _, b := range list {
		if tried[b.VaultID()] {
			continue
		}
		locked, err := p.openCopyFile(b.Path)
		if err != nil {
			continue
		}
		var v *vault.Vault
		if p.tried == "" {
			v, err = p.unlock(ctx, locked)
		} else {
			v, err = p.unlockWith(ctx, locked, p.tried)
		}
		switch {
		case err == nil:
			return v, nil
		case errors.Is(err, vault.ErrWrongPassword):
			tried[b.VaultID()] = true
		case !errors.Is(err, vault.ErrDamaged):
			return nil, err
		}
	}
	if refuses(why) {
		return nil, why
	}
	return nil, vault.ErrWrongPassword
}

func countVaults(list []vault.Backup) int {
	ids := map[string]bool{}
	for _, b := range list {
		ids[b.VaultID()] = true
	}
	return len(ids)
}

// openCopyFile reads a copy of the vault that is only looked into.
func (p *program) openCopyFile(file string) (*vault.Locked, error) {
	options := p.Vault
	options.BackupDir, options.SecondBackupDir, options.StateDir = "", "", ""
	return vault.Open(file, options)
}
