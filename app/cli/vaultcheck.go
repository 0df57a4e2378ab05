package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/vault"
)

func vaultCheckCommand(p *program) *cobra.Command {
	var sheet string
	var repair, acceptOlder, asJSON bool
	c := p.command(&cobra.Command{
		Use:   "check",
		Short: "Check that the vault is whole and opens",
		Long: `Reads the vault file from end to end, opens it with its password (or, with --sheet,
with its recovery sheet) and says what was verified, what lies beside it, and who else may
touch it. It changes nothing; with --repair it takes other users' rights to it away, with
--accept-older it stops saying that the file is an older version; the backups that hold
what it lacks then stay until you delete them, and counters (HOTP) are raised to those
in them.`,
	}, func(ctx context.Context, _ []string) error {
		return p.check(ctx, sheet, repair, acceptOlder, asJSON)
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&acceptOlder, "accept-older", false, "keep a file that was replaced by an older version as it is")
	c.Flags().BoolVar(&repair, "repair", false, "take the rights of other users of this computer away")
	c.Flags().StringVar(&sheet, "sheet", "", "open it with the recovery sheet in this `file` (its text, or a picture of its QR code), not with the password")
	c.MarkFlagFilename("sheet", "txt", "png", "jpg")
	return c
}

func (p *program) check(ctx context.Context, sheet string, repair, acceptOlder, asJSON bool) error {
	if acceptOlder {
		p.nameDevice() // it may save
	}
	locked, err := p.locked()
	if err != nil {
		return err
	}
	say := func(what, format string, args ...any) {
		if asJSON {
			return
		}
		fmt.Fprintf(p.Out, "%-14s  %s\n", what, fmt.Sprintf(format, args...))
	}

	info := locked.Info()
	say("file", "%s, %d bytes, changed %s", clean(info.Path), info.Size, info.Modified.Format(time.DateTime))
	say("header", "in order")
	say("key derivation", "Argon2id, %d MiB, %d passes, %d lanes%s", info.Params.Memory>>10, info.Params.Time, info.Params.Threads, belowFloor(info))
	for _, slot := range info.Unknown {
		say("key slot", "another program added one of type %s; it goes away with the next save", clean(slot))
	}

	v, err := p.openFor(ctx, locked, sheet, say)
	if err != nil {
		return err
	}
	s := p.use(v)
	defer s.Lock(ctx)
	if acceptOlder && v.Older() {
		done, err := s.AcceptOlder(ctx)
		if failed := p.told(done.Result); err == nil {
			err = failed
		}
		if err != nil {
			return err
		}
		say("older version", "%s", acceptedText(done))
		if done.Unsure {
			p.note("%s", phrases.UnsureCounters())
		}
	}
	wrong := p.checkContents(v, info, say)
	if err := p.checkAround(v, repair, say); err != nil {
		return err
	}
	if asJSON {
		if err := p.checkJSON(v, info); err != nil {
			return err
		}
	}
	if wrong != nil {
		return wrong
	}
	if v.Older() { // which was said
		return reported
	}
	return nil
}

// acceptedText says what becomes of the changes that an accepted older file lacks.
func acceptedText(done vault.Accepted) string {
	text := "accepted; no backup on this computer has the changes that it lacks"
	if done.Kept > 0 {
		text = fmt.Sprintf("accepted; the changes that it lacks stay in %s until you delete them there", count(done.Kept, "backup"))
	}
	if done.Counters > 0 {
		text += fmt.Sprintf("; the counters of %s were taken from the backups", count(done.Counters, "account"))
	}
	return text
}

// checkAround tells who else may touch the vault, whether it can be saved, and what lies
// beside it.
func (p *program) checkAround(v *vault.Vault, repair bool, say func(string, string, ...any)) error {
	if repair && len(v.Exposed()) > 0 {
		if err := v.Protect(); err != nil {
			return err
		}
		say("rights", "those of other users were taken away")
	}
	for _, path := range v.Exposed() {
		say("rights", "other users may read or replace %s; --repair takes that away", clean(path))
	}
	if err := v.CannotSave(); err != nil {
		say("saving", "%s", phrases.Sentence(err))
	}
	sayBeside(v, say)
	return nil
}

// sayBeside counts the other versions beside the vault that can be merged, and says what the others are.
func sayBeside(v *vault.Vault, say func(string, string, ...any)) {
	if v.MustSetPassword() { // it has no key for them
		if n := len(v.Neighbours()); n > 0 {
			say("beside it", "%s; only the password shows whether they can be merged", count(n, "other file"))
		}
		return
	}
	files, others := mergeable(v)
	if len(files) > 0 {
		say("beside it", "%s of it; “watchword vault merge” merges what is there", count(len(files), "other version"))
	}
	for _, n := range others {
		say("beside it", "%s", whyNotMerged(n))
	}
}

func belowFloor(info vault.Info) string {
	if info.BelowFloor {
		return "; weaker than a new vault gets"
	}
	return ""
}

// openFor opens the vault with the sheet or with the password.
func (p *program) openFor(ctx context.Context, locked *vault.Locked, sheet string, say func(string, string, ...any)) (*vault.Vault, error) {
	if sheet != "" {
		key, err := readSheet(ctx, sheet)
		if err != nil {
			return nil, err
		}
		v, err := locked.UnlockWithSheet(key)
		if err == nil {
			say("recovery sheet", "opens the vault")
		}
		return v, err
	}
	v, err := p.unlock(ctx, locked)
	if err == nil {
		say("password", "opens the vault")
	}
	return v, p.unopened(err)
}

func (p *program) checkContents(v *vault.Vault, info vault.Info, say func(string, string, ...any)) error {
	say("contents", "whole and authentic, revision %d", v.FileRevision())
	if why := v.ReadOnly(); why != nil {
		say("read only", "%s", phrases.Sentence(why))
	}
	switch {
	case info.HasRecovery:
		say("recovery", "%s", sheetText(v))
	default:
		say("recovery", "none; “watchword vault recovery --sheet FILE” makes a sheet")
	}
	wrong := p.checkAccounts(v, say)
	for _, record := range v.SetAside() {
		say("set aside", "entry %d: %s; it stays in the file", record.Position, record.Reason)
	}
	p.notices(v)
	p.checkBackups(v, say)
	if wrong > 0 {
		return errors.New("Some accounts give no codes. Set them up anew at their services.")
	}
	return nil
}

// sheetText says which recovery sheet opens the vault.
func sheetText(v *vault.Vault) string {
	active, _ := v.ActiveSheet()
	if active.Number == "" {
		return "a recovery sheet opens it"
	}
	return fmt.Sprintf("recovery sheet %s of %s opens it", active.Number, active.Made.Format(time.DateOnly))
}

// checkAccounts computes a code of each account and returns how many have none.
func (p *program) checkAccounts(v *vault.Vault, say func(string, string, ...any)) (wrong int) {
	trashed, pins := 0, 0
	all := v.Accounts()
	for _, a := range all {
		if a.InTrash() {
			trashed++
		}
		if a.Key.NeedsPIN() {
			pins++
		}
		if err := a.Key.Validate(); err != nil {
			wrong++
			say("account", "%s: %v", fullName(a), err)
		}
	}
	parts := []string{count(len(all)-trashed, "account")}
	if trashed > 0 {
		parts = append(parts, fmt.Sprintf("%d more in the trash", trashed))
	}
	if pins > 0 {
		parts = append(parts, count(pins, "PIN")+" missing")
	}
	say("accounts", "%s", strings.Join(parts, ", "))
	return wrong
}

func (p *program) checkBackups(v *vault.Vault, say func(string, string, ...any)) {
	backups, err := v.Backups()
	switch {
	case err != nil:
		say("backups", "%s", phrases.Sentence(err))
	case len(backups) == 0:
		say("backups", "none yet; each save makes one")
	default:
		say("backups", "%d, the newest of %s", len(backups), backups[0].Made.Local().Format(time.DateTime))
	}
}
