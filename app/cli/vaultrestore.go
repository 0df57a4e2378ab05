package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
)

// A restoring is what the command line says about taking a copy of the vault in.
type restoring struct {
	replace, dryRun bool
	passwordFile    string // of the copy
}

func vaultRestoreCommand(p *program) *cobra.Command {
	var r restoring
	c := p.command(&cobra.Command{
		Use:   "restore " + words.In("usage", "FILE"),
		Short: words.T("Restore what a backup holds"),
		Long: words.T(`Restores from a backup what the vault lacks, and says first what that is. With --replace
the whole vault is restored to that state: accounts added since are moved to the trash. The
vault as it was is among the backups afterwards.

Where the vault file itself is damaged or missing, the backup takes its place; a damaged
file is kept next to it. Where the password opens the backup and not the vault file, where
the vault file needs much more work for its key than usual, or where it is a link to a disk
that is not connected, this takes --replace: the file may be whole.`),
		Example: "  watchword vault restore BACKUP --dry-run\n  watchword vault restore BACKUP --replace",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrongUse(words.T("Name one backup to restore. “watchword vault backups” lists them."))
			}
			return nil
		},
	}, func(ctx context.Context, args []string) error {
		return p.restore(ctx, args[0], r)
	})
	c.Flags().BoolVar(&r.replace, "replace", false, words.T("restore the whole vault to that state"))
	c.Flags().BoolVarP(&r.dryRun, "dry-run", "n", false, words.T("say what would be restored, and change nothing"))
	c.Flags().StringVar(&r.passwordFile, "file-password-file", "", words.T("`file` that holds the password of the backup, if it is another"))
	c.MarkFlagFilename("file-password-file")
	return c
}

func (p *program) restore(ctx context.Context, file string, r restoring) error {
	if _, err := os.Stat(file); err != nil {
		return missingFile(file, err)
	}
	var m vault.Merged
	var broken error // why the vault, not the backup, cannot be opened
	open := func(ctx context.Context) (*vault.Vault, error) {
		v, err := p.open(ctx)
		broken = err
		return v, err
	}
	change := p.changeOpened
	if r.dryRun {
		change = p.readOpened
	}
	err := change(ctx, open, func(s *session.Session) error {
		v := s.Vault()
		copied, _, err := p.openCopy(ctx, v, file, r.passwordFile)
		if err != nil {
			return err
		}
		defer copied.Close()
		preview := v.Preview
		if r.replace {
			preview = v.PreviewReplace
		}
		if m, err = preview(copied); err != nil || r.dryRun {
			return err
		}
		if p.Terminal {
			p.sayMerged(m, false)
			if !p.ask(restoreQuestion(r.replace)) {
				return errLeft
			}
		}
		m, _, err = s.Merge(ctx, copied, r.replace)
		return err
	})
	switch {
	case isBroken(broken):
		return p.restoreFile(ctx, file, r, broken)
	case isCostly(broken):
		return p.putBackCostly(ctx, file, r, broken)
	case refuses(broken):
		return p.putBackRefused(ctx, file, r, broken)
	case err != nil:
		return err
	case r.dryRun:
		p.sayMerged(m, false)
	default:
		p.sayMerged(m, true)
	}
	return nil
}

// missingFile is the error of a file that the command line names, for it is not the vault that is gone.
func missingFile(file string, err error) error {
	return words.Error("The file %s cannot be read (%w). “watchword vault backups” lists the backups.", clean(file), bare(err))
}

// errLeft ends a command that the user called off.
var errLeft = words.Error("Nothing was changed.")

func restoreQuestion(replace bool) string {
	if replace {
		return words.T("Restore the whole vault to that state?")
	}
	return words.T("Restore it?")
}

// sayMerged prints what a merge brought, or would bring where it is not done, an account a line.
func (p *program) sayMerged(m vault.Merged, done bool) {
	if m.None() {
		fmt.Fprintln(p.Out, words.T("The vault already has everything that is in it."))
		return
	}
	say := func(titles []string, text string) {
		for _, title := range titles {
			fmt.Fprintln(p.Out, words.T(text, clean(title)))
		}
	}
	if done {
		say(m.Back(), words.Mark("Restored: %s"))
		say(m.Changed, words.Mark("Changed: %s"))
		say(m.Trashed, words.Mark("Moved to the trash: %s"))
		say(m.Removed, words.Mark("Deleted permanently: %s"))
		return
	}
	say(m.Back(), words.Mark("Would be restored: %s"))
	say(m.Changed, words.Mark("Would be changed: %s"))
	say(m.Trashed, words.Mark("Would be moved to the trash: %s"))
	say(m.Removed, words.Mark("Would be deleted permanently: %s"))
}

// openCopy opens a copy of the vault with the vault's own key, else with a password of its
// own: of the file, or typed. other reports whether it took that.
func (p *program) openCopy(ctx context.Context, v *vault.Vault, file, passwordFile string) (copied *vault.Vault, other bool, err error) {
	copied, err = v.OpenCopy(file)
	if !errors.Is(err, vault.ErrWrongPassword) {
		return copied, false, err
	}
	copied, err = p.unlockCopy(ctx, file, passwordFile)
	return copied, err == nil, err
}

func (p *program) unlockCopy(ctx context.Context, file, passwordFile string) (*vault.Vault, error) {
	locked, err := p.openCopyFile(file)
	if err != nil {
		return nil, err
	}
	if err := p.afford(locked); err != nil { // before the password is typed
		return nil, err
	}
	var password string
	switch {
	case passwordFile != "":
		password, err = p.readPasswordFile(passwordFile)
	case p.Password == nil:
		err = wrongUse(words.T("The file %s has another password than the vault. Give it by --file-password-file.", clean(file)))
	default:
		password, err = p.Password(ctx, words.T("Password of %s: ", clean(file)))
	}
	if err != nil {
		return nil, err
	}
	return p.tryPassword(ctx, locked, password)
}

func vaultMergeCommand(p *program) *cobra.Command {
	var passwordFile string
	c := p.command(&cobra.Command{
		Use:   "merge " + words.In("usage", "[FILE]..."),
		Short: words.T("Merge conflict copies and other versions of the vault"),
		Long: words.T(`Merges other versions of this vault: what a sync program put next to it when two
computers had changed it, or what another disk has. Where both changed, the later change
wins; nothing is lost. Without FILE, it merges all conflict copies next to the vault and
what interrupted saves left, which are then moved to the backups; and where the vault file
was replaced by an older version, the backups that hold what it lacks.`),
		Example: "  watchword vault merge\n  watchword vault merge /media/stick/vault.watchword",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		return p.merge(ctx, args, passwordFile)
	})
	c.Flags().StringVar(&passwordFile, "file-password-file", "", words.T("`file` that holds the password of the other versions, if it is another"))
	c.MarkFlagFilename("file-password-file")
	return c
}

func (p *program) merge(ctx context.Context, files []string, passwordFile string) error {
	if len(files) == 0 {
		return p.mergeBeside(ctx, passwordFile)
	}
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			return missingFile(file, err)
		}
	}
	var came []vault.Merged
	var sheets []string
	older, others := false, false // others: some have another password
	err := p.change(ctx, func(s *session.Session) error {
		v := s.Vault()
		came, sheets, older, others = nil, nil, v.Older(), false
		bar := p.newProgress(words.T("Merging"))
		defer bar.clear()
		for i, file := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			bar.show(float64(i) / float64(len(files)))
			copied, other, err := p.openCopy(ctx, v, file, passwordFile)
			if err != nil {
				return words.Error("%s: %w", clean(file), err)
			}
			others = others || other
			theirs, has := copied.ActiveSheet()
			m, _, err := s.Merge(ctx, copied, false)
			copied.Close()
			if err != nil {
				return words.Error("%s: %w", clean(file), err)
			}
			came = append(came, m)
			if ours, _ := v.ActiveSheet(); has && ours != theirs {
				sheets = append(sheets, uselessSheet(theirs, ours))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, m := range came {
		fmt.Fprintf(p.Out, "%s:\n", clean(files[i]))
		p.sayMerged(m, true)
	}
	for _, text := range sheets {
		p.note(text)
	}
	if older && others {
		p.note(words.T(passwordCameBack))
	}
	return nil
}

// uselessSheet is for a user who may have made the sheet of another version, on another computer.
func uselessSheet(theirs, ours vault.SheetInfo) string {
	return words.T("The recovery sheet of that version (%s) does not open this vault. The active one is %s.", sheetName(theirs), sheetName(ours))
}

func sheetName(s vault.SheetInfo) string {
	if s.Number == "" {
		return words.T("without a number")
	}
	return words.T("number %s", s.Number)
}

// passwordCameBack is for a user who changed the password after the older file was saved.
var passwordCameBack = words.Mark("The older vault file still has its old password. Change the password again with “watchword vault password”.")

// mergeBeside merges what is next to the vault.
func (p *program) mergeBeside(ctx context.Context, passwordFile string) error {
	p.nameDevice()
	return p.read(ctx, func(s *session.Session) error {
		v := s.Vault()
		files, others := mergeable(v)
		missing := v.Missing()
		failed := false
		for _, n := range others {
			failed = failed || !setAside(n)
			p.note(whyNotMerged(n))
		}
		if len(files)+len(missing) == 0 {
			fmt.Fprintln(p.Out, words.T("There is nothing to merge next to the vault."))
		}
		if len(missing) > 0 {
			if err := p.mergeMissing(ctx, s, missing, passwordFile); err != nil {
				failed = true
				if err != reported {
					p.noteError(err)
				}
			}
		}
		bar := p.newProgress(words.T("Merging"))
		defer bar.clear()
		for i, file := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			bar.show(float64(i) / float64(len(files)))
			m, r := s.MergeFile(ctx, file)
			bar.clear()
			if r.Status == vault.NotSaved {
				failed = true
				p.noteOf(file, r.Err)
				continue
			}
			if text := phrases.Backup(r); text != "" {
				p.note(text)
			}
			fmt.Fprintf(p.Out, "%s:\n", clean(file))
			p.sayMerged(m, true)
			p.tellNotices(v.Notices())
		}
		if failed {
			return reported
		}
		return nil
	})
}

// mergeable lists the files beside the vault that can be merged, and the others.
func mergeable(v *vault.Vault) (files []string, others []vault.Neighbour) {
	for _, n := range v.Neighbours() {
		if n.Err == nil {
			files = append(files, n.Path)
		} else {
			others = append(others, n)
		}
	}
	return files, others
}

// whyNotMerged says what a file beside the vault is that cannot be merged.
func whyNotMerged(n vault.Neighbour) string {
	name := clean(n.Path)
	switch {
	case errors.Is(n.Err, vault.ErrWrongPassword):
		return words.T("%s has another password; “watchword vault merge FILE --file-password-file PASSWORDFILE” merges it", name)
	case errors.Is(n.Err, vault.ErrOtherVault):
		return words.T("%s is another vault; it cannot be merged", name)
	case setAside(n):
		return words.T("%s is a damaged file that was replaced by a backup; delete it when you no longer need it", name)
	case errors.Is(n.Err, vault.ErrDamaged), errors.Is(n.Err, vault.ErrNotVault):
		return words.T("%s is damaged; it cannot be merged", name)
	}
	return words.T("%s cannot be merged: %s", name, phrases.Sentence(n.Err))
}

// setAside reports whether a file is the damaged one that was kept when a backup took its place.
func setAside(n vault.Neighbour) bool {
	return n.Kind == vault.KeptBroken && errors.Is(n.Err, vault.ErrDamaged)
}

// mergeMissing merges the backups that hold what an older file lacks.
func (p *program) mergeMissing(ctx context.Context, s *session.Session, backups []vault.Backup, passwordFile string) error {
	var m vault.Merged
	var failed error
	others := false
	err := p.together(ctx, s, func() error {
		if m, _, failed = s.MergeMissing(ctx); errors.Is(failed, vault.ErrWrongPassword) && passwordFile != "" {
			var more vault.Merged
			more, others, failed = p.mergeOthers(ctx, s, backups, passwordFile)
			m = m.And(more)
		}
		return nil
	})
	if err != nil {
		return err
	}
	missing := s.Vault().Missing() // still
	p.sayMergedBackups(backups, missing, m)
	if others {
		p.note(words.T(passwordCameBack))
	}
	if failed == nil {
		return nil
	}
	return p.sayNotMerged(s.Vault(), missing, failed)
}

// sayNotMerged names the backups that are not merged, each with what is wrong with it. err is what
// went wrong with any.
func (p *program) sayNotMerged(v *vault.Vault, missing []vault.Backup, err error) error {
	named := false
	for _, b := range missing {
		copied, why := v.OpenCopy(b.Path)
		switch {
		case why == nil:
			copied.Close()
			continue
		case errors.Is(why, vault.ErrWrongPassword):
			p.note(words.T("The backup %s has another password. Merge it with “watchword vault merge FILE --file-password-file”.", clean(b.Path)))
		default:
			p.noteOf(b.Path, why)
		}
		named = true
	}
	if named {
		return reported
	}
	return err
}

// sayMergedBackups prints which of the backups were merged, and what came with them.
func (p *program) sayMergedBackups(backups, missing []vault.Backup, m vault.Merged) {
	merged := false
	for _, b := range backups {
		if !slices.ContainsFunc(missing, func(still vault.Backup) bool { return still.Path == b.Path }) {
			fmt.Fprintf(p.Out, "%s:\n", clean(b.Path))
			merged = true
		}
	}
	if merged || !m.None() {
		p.sayMerged(m, true)
	}
}

// mergeOthers merges the backups that open with another password only, and reports whether there
// were such. One that does not open does not stop the others.
func (p *program) mergeOthers(ctx context.Context, s *session.Session, backups []vault.Backup, passwordFile string) (came vault.Merged, others bool, failed error) {
	for _, b := range backups {
		if copied, err := s.Vault().OpenCopy(b.Path); err == nil { // merged already
			copied.Close()
			continue
		}
		m, other, err := p.mergeOther(ctx, s, b.Path, passwordFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue // another program merged it meanwhile
		}
		if err != nil {
			failed = errors.Join(failed, words.Error("%s: %w", clean(b.Path), err))
		}
		came, others = came.And(m), others || other
	}
	return came, others, failed
}

func (p *program) mergeOther(ctx context.Context, s *session.Session, file, passwordFile string) (m vault.Merged, other bool, err error) {
	copied, other, err := p.openCopy(ctx, s.Vault(), file, passwordFile)
	if err != nil {
		return m, false, err
	}
	defer copied.Close()
	m, _, err = s.Merge(ctx, copied, false)
	return m, other && err == nil, err
}
