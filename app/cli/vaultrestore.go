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
		Use:   "restore FILE",
		Short: "Bring back what a backup holds",
		Long: `Brings back from a backup what the vault lacks, and says first what that is. With
--replace the vault is made to look as it did then: what came since goes to the trash.
The vault as it was is among the backups afterwards.

Where the vault file itself is damaged or gone, the backup is put in its place; a damaged
file is kept beside it. Where the password opens the backup and not the vault file, where
the vault file needs much more work for its key than usual, or where it is a link to a disk
that is not connected, this takes --replace: the file may be whole.`,
		Example: "  watchword vault restore BACKUP --dry-run\n  watchword vault restore BACKUP --replace",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrongUse("Name one backup to restore. “watchword vault backups” lists them.")
			}
			return nil
		},
	}, func(ctx context.Context, args []string) error {
		return p.restore(ctx, args[0], r)
	})
	c.Flags().BoolVar(&r.replace, "replace", false, "make the vault look as it did then")
	c.Flags().BoolVarP(&r.dryRun, "dry-run", "n", false, "say what would come back, and change nothing")
	c.Flags().StringVar(&r.passwordFile, "file-password-file", "", "`file` that holds the password of the backup, if it is another")
	c.MarkFlagFilename("file-password-file")
	return c
}

func (p *program) restore(ctx context.Context, file string, r restoring) error {
	if _, err := os.Stat(file); err != nil {
		return unreadable("backup", file, err)
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
			p.sayMerged("This would come", m)
			if !p.ask(restoreQuestion(r.replace)) {
				return errLeft
			}
		}
		m, _, err = s.Merge(ctx, copied, r.replace)
		return err
	})
	switch {
	case isBroken(broken):
		return p.putBack(ctx, file, r, broken)
	case isCostly(broken):
		return p.putBackCostly(ctx, file, r, broken)
	case refuses(broken):
		return p.putBackRefused(ctx, file, r, broken)
	case err != nil:
		return err
	case r.dryRun:
		p.sayMerged("This would come", m)
	default:
		p.sayMerged("Came", m)
	}
	return nil
}

// unreadable is the error of a file that the command line names, for it is not the vault that is gone.
func unreadable(what, file string, err error) error {
	return fmt.Errorf("The %s %s cannot be read (%w). “watchword vault backups” lists the backups.", what, clean(file), bare(err))
}

// errLeft ends a command that the user called off.
var errLeft = errors.New("Nothing was changed.")

func restoreQuestion(replace bool) string {
	if replace {
		return "Make the vault look as it did then?"
	}
	return "Bring it back?"
}

// sayMerged prints what a merge brings, an account a line.
func (p *program) sayMerged(how string, m vault.Merged) {
	if m.None() {
		fmt.Fprintln(p.Out, "The vault has everything that is in it already.")
		return
	}
	say := func(titles []string, what string) {
		for _, t := range titles {
			fmt.Fprintf(p.Out, "%s %s: %s\n", how, what, clean(t))
		}
	}
	say(m.Back(), "back")
	say(m.Changed, "as changed")
	say(m.Gone(), "as deleted")
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
		err = wrongUse("The file %s has another password than the vault. Give it by --file-password-file.", clean(file))
	default:
		password, err = p.Password(ctx, "Password of "+clean(file)+": ")
	}
	if err != nil {
		return nil, err
	}
	return p.tryPassword(ctx, locked, password)
}

func vaultMergeCommand(p *program) *cobra.Command {
	var passwordFile string
	c := p.command(&cobra.Command{
		Use:   "merge [FILE]...",
		Short: "Merge conflict copies and other versions of the vault",
		Long: `Merges other versions of this vault: what a sync program put next to it when two
computers had changed it, or what another disk has. Where both changed, the later change
wins; nothing is lost. Without FILE, it merges all conflict copies next to the vault and
what interrupted saves left, which are then moved to the backups; and where the vault file
was replaced by an older version, the backups that hold what it lacks.`,
		Example: "  watchword vault merge\n  watchword vault merge /media/stick/vault.watchword",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		return p.merge(ctx, args, passwordFile)
	})
	c.Flags().StringVar(&passwordFile, "file-password-file", "", "`file` that holds the password of the other versions, if it is another")
	c.MarkFlagFilename("file-password-file")
	return c
}

func (p *program) merge(ctx context.Context, files []string, passwordFile string) error {
	if len(files) == 0 {
		return p.mergeBeside(ctx, passwordFile)
	}
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			return unreadable("file", file, err)
		}
	}
	var came []vault.Merged
	var sheets []string
	older, others := false, false // others: some have another password
	err := p.change(ctx, func(s *session.Session) error {
		v := s.Vault()
		came, sheets, older, others = nil, nil, v.Older(), false
		bar := p.newProgress("Merging")
		defer bar.clear()
		for i, file := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			bar.show(float64(i) / float64(len(files)))
			copied, other, err := p.openCopy(ctx, v, file, passwordFile)
			if err != nil {
				return fmt.Errorf("%s: %w", clean(file), err)
			}
			others = others || other
			theirs, has := copied.ActiveSheet()
			m, _, err := s.Merge(ctx, copied, false)
			copied.Close()
			if err != nil {
				return fmt.Errorf("%s: %w", clean(file), err)
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
		p.sayMerged("Came", m)
	}
	for _, text := range sheets {
		p.note("%s", text)
	}
	if older && others {
		p.note("%s", passwordCameBack)
	}
	return nil
}

// uselessSheet is for a user who may have made the sheet of another version, on another computer.
func uselessSheet(theirs, ours vault.SheetInfo) string {
	return "The recovery sheet of that version (" + sheetName(theirs) + ") does not open this vault. The active one is " + sheetName(ours) + "."
}

func sheetName(s vault.SheetInfo) string {
	if s.Number == "" {
		return "without a number"
	}
	return "number " + s.Number
}

// passwordCameBack is for a user who changed the password after the older file was saved.
const passwordCameBack = "The older vault file still has its old password. Change the password again with “watchword vault password”."

// mergeBeside takes in what lies beside the vault.
func (p *program) mergeBeside(ctx context.Context, passwordFile string) error {
	p.nameDevice()
	return p.read(ctx, func(s *session.Session) error {
		v := s.Vault()
		files, others := mergeable(v)
		missing := v.Missing()
		failed := false
		for _, n := range others {
			failed = failed || !setAside(n)
			p.note("%s", whyNotMerged(n))
		}
		if len(files)+len(missing) == 0 {
			fmt.Fprintln(p.Out, "There is nothing to merge next to the vault.")
		}
		if len(missing) > 0 {
			if err := p.mergeMissing(ctx, s, missing, passwordFile); err != nil {
				failed = true
				if err != reported {
					p.note("%v", err)
				}
			}
		}
		bar := p.newProgress("Merging")
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
				p.note("%s: %v", clean(file), r.Err)
				continue
			}
			if text := phrases.Backup(r); text != "" {
				p.note("%s", text)
			}
			fmt.Fprintf(p.Out, "%s:\n", clean(file))
			p.sayMerged("Came", m)
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
		return name + " has another password; “watchword vault merge FILE --file-password-file PASSWORDFILE” merges it"
	case errors.Is(n.Err, vault.ErrOtherVault):
		return name + " is another vault; it cannot be merged"
	case setAside(n):
		return name + " is a damaged file that was replaced by a backup; delete it when you no longer need it"
	case errors.Is(n.Err, vault.ErrDamaged), errors.Is(n.Err, vault.ErrNotVault):
		return name + " is damaged; it cannot be merged"
	}
	return fmt.Sprintf("%s cannot be merged: %s", name, phrases.Sentence(n.Err))
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
		p.note("%s", passwordCameBack)
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
			p.note("The backup %s has another password. Merge it with “watchword vault merge FILE --file-password-file”.", clean(b.Path))
		default:
			p.note("%s: %v", clean(b.Path), why)
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
		p.sayMerged("Came", m)
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
			failed = errors.Join(failed, fmt.Errorf("%s: %w", clean(b.Path), err))
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
