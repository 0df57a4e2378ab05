package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/vault"
)

// A backupLine is one backup as JSON has it.
type backupLine struct {
	File     string    `json:"file"`
	Made     time.Time `json:"made"`
	Revision uint64    `json:"revision"`
	Before   string    `json:"before"` // "password", "import", "merge", "restore", "delete", "upgrade", "older", or "" for an ordinary save
	Size     int64     `json:"size"`
	Proof    *proof    `json:"proof,omitempty"` // with --prove
}

// A proof says what came of opening a backup.
type proof struct {
	Opens    bool   `json:"opens"`    // with the password that the vault has now
	Accounts int    `json:"accounts"` // those in the trash too
	Same     bool   `json:"same"`     // the same accounts as the vault has now, field by field
	Error    string `json:"error"`
}

func vaultBackupsCommand(p *program) *cobra.Command {
	var asJSON, prove, now, noSecond bool
	var second string
	c := p.command(&cobra.Command{
		Use:   "backups",
		Short: "List the backups of the vault, newest first, and verify them",
		Long: `Lists the backups of the vault, newest first: when each was made, its revision and size,
the change that triggered it, and its file. A backup is a vault with the password of its time:
“watchword list --vault FILE” shows what is in it, “watchword vault restore FILE” brings
it back. --verify opens each of them and says what it holds.

Where the vault file is damaged or gone, its backups are listed without it; where nothing
tells which these are, those of all vaults of this computer are.`,
		Example: "  watchword vault backups --verify\n  watchword vault backups --second /media/stick/backups --now",
	}, func(ctx context.Context, _ []string) error {
		opened := false
		if second != "" && noSecond {
			return wrongUse("Use either --second or --no-second.")
		}
		if second != "" || noSecond {
			if err := p.chooseSecond(second); err != nil {
				return err
			}
		}
		err := p.read(ctx, func(s *session.Session) error {
			v := s.Vault()
			opened = true
			if now {
				if err := v.BackUpNow(); err != nil {
					return err
				}
			}
			backups, err := v.Backups()
			if err != nil {
				return err
			}
			lines := backupLines(backups)
			if prove {
				if err := p.prove(ctx, s, backups, lines); err != nil {
					return err
				}
			}
			p.sayFolders(v)
			return p.printBackups(lines, asJSON)
		})
		if err == nil || opened || now {
			return err
		}
		return p.backupsOfBroken(ctx, err, prove, asJSON)
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&prove, "verify", false, "open each backup and compare it with the vault")
	c.Flags().BoolVar(&prove, "prove", false, "another name of --verify")
	c.Flags().BoolVar(&now, "now", false, "make a backup of the vault as it is, first")
	c.Flags().StringVar(&second, "second", "", "from now on, keep backups in this `folder` too, on another disk or a share")
	c.Flags().BoolVar(&noSecond, "no-second", false, "stop keeping backups in a second folder; what is there stays")
	c.MarkFlagDirname("second")
	return c
}

// chooseSecond sets the second folder for backups; "" for none.
func (p *program) chooseSecond(folder string) error {
	if folder != "" {
		absolute, err := filepath.Abs(folder)
		if err != nil {
			return err
		}
		if info, err := os.Stat(absolute); err != nil || !info.IsDir() {
			return fmt.Errorf("There is no folder %s. Make it, or connect its disk; nothing was changed.", folder)
		}
		folder = absolute
	}
	p.config.SecondBackups, p.Vault.SecondBackupDir = folder, folder
	return p.config.Save()
}

// sayFolders tells of a folder for backups that cannot be reached.
func (p *program) sayFolders(v *vault.Vault) {
	for _, s := range v.BackupStates() {
		switch {
		case s.Err != nil:
			p.note("%v", s.Err)
		case s.Second && s.Count == 0:
			p.note("The second folder for backups has none yet: %s. “--now” makes one.", clean(s.Dir))
		case s.Due(p.Now()):
			p.note("The second folder for backups has had none for a month: %s. “--now” makes one.", clean(s.Dir))
		}
	}
}

func backupLines(backups []vault.Backup) []backupLine {
	lines := make([]backupLine, len(backups))
	for i, b := range backups {
		lines[i] = backupLine{File: b.Path, Made: b.Made, Revision: b.Revision, Before: b.Reason, Size: b.Size}
	}
	return lines
}

// prove opens the backups one by one. That one cannot be opened is a finding, no failure.
func (p *program) prove(ctx context.Context, s *session.Session, backups []vault.Backup, lines []backupLine) error {
	bar := p.newProgress("Proving the backups")
	defer bar.clear()
	for i, b := range backups {
		if err := ctx.Err(); err != nil {
			return err
		}
		bar.show(float64(i) / float64(len(backups)))
		found, err := s.Verify(b)
		lines[i].Proof = &proof{Opens: err == nil, Accounts: found.Accounts, Same: found.Same}
		switch {
		case errors.Is(err, vault.ErrWrongPassword):
			lines[i].Proof.Error = "made under another password"
		case err != nil:
			lines[i].Proof.Error = phrases.Sentence(err)
		}
	}
	return nil
}

func (l proof) String() string {
	switch {
	case !l.Opens:
		return l.Error
	case l.Same:
		return "opens, the same " + count(l.Accounts, "account")
	}
	return "opens, " + count(l.Accounts, "account")
}

func (p *program) printBackups(lines []backupLine, asJSON bool) error {
	if asJSON {
		return p.printJSON(struct {
			Backups []backupLine `json:"backups"`
		}{lines})
	}
	return p.backupsTable(lines)
}

func (p *program) backupsTable(lines []backupLine) error {
	if len(lines) == 0 {
		p.note("There are no backups yet; each save makes one.")
	}
	table := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	for _, b := range lines {
		what := ""
		switch b.Before {
		case "":
		case "older":
			what = "before an older file was accepted"
		default:
			what = "before " + b.Before
		}
		if b.Proof != nil {
			what += "\t" + b.Proof.String()
		}
		fmt.Fprintf(table, "%s\trevision %d\t%d bytes\t%s\t%s\n", b.Made.Local().Format(time.DateTime), b.Revision, b.Size, what, clean(b.File))
	}
	return table.Flush()
}
