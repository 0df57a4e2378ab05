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
	"watchword/assets/words"
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
		Short: words.T("List the backups of the vault, newest first, and verify them"),
		Long: words.T(`Lists the backups of the vault, newest first: when each was made, its revision and size,
the change that triggered it, and its file. A backup is a vault with the password of its time:
“watchword list --vault FILE” shows what is in it, “watchword vault restore FILE”
restores it. --verify opens each of them and says what it holds.

Where the vault file is damaged or gone, its backups are listed without it; where nothing
tells which these are, those of all vaults of this computer are.`),
		Example: "  watchword vault backups --verify\n  watchword vault backups --second /media/stick/backups --now",
	}, func(ctx context.Context, _ []string) error {
		opened := false
		if second != "" && noSecond {
			return wrongUse(words.T("Use either --second or --no-second."))
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
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	c.Flags().BoolVar(&prove, "verify", false, words.T("open each backup and compare it with the vault"))
	c.Flags().BoolVar(&prove, "prove", false, words.T("another name of --verify"))
	c.Flags().BoolVar(&now, "now", false, words.T("make a backup of the vault as it is, first"))
	c.Flags().StringVar(&second, "second", "", words.T("from now on, keep backups in this `folder` too, on another disk or a share"))
	c.Flags().BoolVar(&noSecond, "no-second", false, words.T("stop keeping backups in a second folder; what is there stays"))
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
			return words.Error("There is no folder %s. Make it, or connect its disk; nothing was changed.", folder)
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
			p.noteError(s.Err)
		case s.Second && s.Count == 0:
			p.note(words.T("The second folder for backups has none yet: %s. “--now” makes one.", clean(s.Dir)))
		case s.Due(p.Now()):
			p.note(words.T("The second folder for backups has had none for a month: %s. “--now” makes one.", clean(s.Dir)))
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
	bar := p.newProgress(words.T("Verifying the backups"))
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
			lines[i].Proof.Error = words.T("made under another password")
		case err != nil:
			lines[i].Proof.Error = phrases.Sentence(err)
		}
	}
	return nil
}

// reasonWords say what a backup was made before.
var reasonWords = map[string]string{
	"password": words.Mark("before a new password"), "import": words.Mark("before an import"), "merge": words.Mark("before a merge"),
	"restore": words.Mark("before a restore"), "delete": words.Mark("before a deletion"), "upgrade": words.Mark("before a new version of the program"),
	"older": words.Mark("before an older file was accepted"),
}

// reasonText says what a backup was made before, "" for an ordinary save.
func reasonText(reason string) string {
	text, known := reasonWords[reason]
	switch {
	case known:
		return words.T(text)
	case reason == "":
		return ""
	}
	return words.T("before %s", clean(reason)) // of a later version
}

func (l proof) String() string {
	switch {
	case !l.Opens:
		return l.Error
	case l.Same:
		return words.N(l.Accounts, "opens, the same 1 account", "opens, the same %d accounts")
	}
	return words.N(l.Accounts, "opens, 1 account", "opens, %d accounts")
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
		p.note(words.T("There are no backups yet; each save makes one."))
	}
	table := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	for _, b := range lines {
		what := reasonText(b.Before)
		if b.Proof != nil {
			what += "\t" + b.Proof.String()
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", b.Made.Local().Format(time.DateTime), words.T("revision %d", b.Revision),
			words.N(int(b.Size), "1 byte", "%d bytes"), what, clean(b.File))
	}
	return table.Flush()
}
