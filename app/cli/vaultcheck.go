package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/vault"
)

func vaultCheckCommand(p *program) *cobra.Command {
	var sheet string
	var repair, acceptOlder, asJSON bool
	c := p.command(&cobra.Command{
		Use:   "check",
		Short: words.T("Check that the vault is whole and opens"),
		Long: words.T(`Reads the vault file from end to end, opens it with its password (or, with --sheet,
with its recovery sheet) and says what was verified, what is next to it, and who else may
touch it. It changes nothing; with --repair it removes the permissions of other users, with
--accept-older it stops saying that the file is an older version; the backups that hold
what it lacks then stay until you delete them, and counters (HOTP) are raised to those
in them.`),
	}, func(ctx context.Context, _ []string) error {
		return p.check(ctx, sheet, repair, acceptOlder, asJSON)
	})
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	c.Flags().BoolVar(&acceptOlder, "accept-older", false, words.T("keep a file that was replaced by an older version as it is"))
	c.Flags().BoolVar(&repair, "repair", false, words.T("remove the permissions of other users of this computer"))
	c.Flags().StringVar(&sheet, "sheet", "", words.T("open it with the recovery sheet in this `file` (its text, or a picture of its QR code), not with the password"))
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
	say := func(what, said string) {
		if !asJSON {
			fmt.Fprintf(p.Out, "%-14s  %s\n", what, said)
		}
	}

	info := locked.Info()
	say(words.T("file"), words.N(int(info.Size), "%[2]s, 1 byte, changed %[3]s", "%[2]s, %[1]d bytes, changed %[3]s", clean(info.Path), info.Modified.Format(time.DateTime)))
	say(words.T("header"), words.T("in order"))
	say(words.T("key derivation"), derivationText(info))
	for _, slot := range info.Unknown {
		say(words.T("key slot"), words.T("another program added one of type %s; the next save removes it", clean(slot)))
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
		say(words.T("older version"), acceptedText(done))
		if done.Unsure {
			p.note(phrases.UnsureCounters())
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
	text := words.T("accepted; no backup on this computer has the changes that it lacks")
	if done.Kept > 0 {
		text = words.N(done.Kept, "accepted; the changes that it lacks stay in 1 backup until you delete it",
			"accepted; the changes that it lacks stay in %d backups until you delete them")
	}
	if done.Counters > 0 {
		return words.N(done.Counters, "%[2]s; the counter of 1 account was taken from the backups",
			"%[2]s; the counters of %[1]d accounts were taken from the backups", text)
	}
	return text
}

// checkAround tells who else may touch the vault, whether it can be saved, and what lies
// beside it.
func (p *program) checkAround(v *vault.Vault, repair bool, say func(what, said string)) error {
	if repair && len(v.Exposed()) > 0 {
		if err := v.Protect(); err != nil {
			return err
		}
		say(words.T("permissions"), words.T("those of other users were removed"))
	}
	for _, path := range v.Exposed() {
		say(words.T("permissions"), words.T("other users may read or replace %s; --repair fixes that", clean(path)))
	}
	if err := v.CannotSave(); err != nil {
		say(words.T("saving"), phrases.Sentence(err))
	}
	sayBeside(v, say)
	return nil
}

// sayBeside counts the other versions beside the vault that can be merged, and says what the others are.
func sayBeside(v *vault.Vault, say func(what, said string)) {
	if v.MustSetPassword() { // it has no key for them
		if n := len(v.Neighbours()); n > 0 {
			say(words.T("next to it"), words.N(n, "1 other file; only the password shows whether it can be merged", "%d other files; only the password shows whether they can be merged"))
		}
		return
	}
	files, others := mergeable(v)
	if len(files) > 0 {
		say(words.T("next to it"), words.N(len(files), "1 other version of it; “watchword vault merge” merges it", "%d other versions of it; “watchword vault merge” merges them"))
	}
	for _, n := range others {
		say(words.T("next to it"), whyNotMerged(n))
	}
}

// derivationText says how the key is made of the password.
func derivationText(info vault.Info) string {
	text := words.T("Argon2id, %d MiB, %d passes, %d lanes", info.Params.Memory>>10, info.Params.Time, info.Params.Threads)
	if info.BelowFloor {
		return words.T("%s; weaker than in a new vault", text)
	}
	return text
}

// openFor opens the vault with the sheet or with the password.
func (p *program) openFor(ctx context.Context, locked *vault.Locked, sheet string, say func(what, said string)) (*vault.Vault, error) {
	if sheet != "" {
		key, err := readSheet(ctx, sheet)
		if err != nil {
			return nil, err
		}
		v, err := locked.UnlockWithSheet(key)
		if err == nil {
			say(words.T("recovery sheet"), words.T("opens the vault"))
		}
		return v, err
	}
	v, err := p.unlock(ctx, locked)
	if err == nil {
		say(words.T("password"), words.T("opens the vault"))
	}
	return v, p.unopened(err)
}

func (p *program) checkContents(v *vault.Vault, info vault.Info, say func(what, said string)) error {
	say(words.T("contents"), words.T("whole and authentic, revision %d", v.FileRevision()))
	if why := v.ReadOnly(); why != nil {
		say(words.T("read only"), phrases.Sentence(why))
	}
	switch {
	case info.HasRecovery:
		say(words.T("recovery"), sheetText(v))
	default:
		say(words.T("recovery"), words.T("none; “watchword vault recovery --sheet FILE” creates a sheet"))
	}
	wrong := p.checkAccounts(v, say)
	for _, record := range v.SetAside() {
		say(words.T("set aside"), words.T("entry %d: %s; it stays in the file", record.Position, record.Reason))
	}
	p.notices(v)
	p.checkBackups(v, say)
	if wrong > 0 {
		return words.Error("Some accounts give no codes. Set them up again at their services.")
	}
	return nil
}

// sheetText says which recovery sheet opens the vault.
func sheetText(v *vault.Vault) string {
	active, _ := v.ActiveSheet()
	if active.Number == "" {
		return words.T("a recovery sheet opens it")
	}
	return words.T("recovery sheet %s of %s opens it", active.Number, active.Made.Format(time.DateOnly))
}

// checkAccounts computes a code of each account and returns how many have none.
func (p *program) checkAccounts(v *vault.Vault, say func(what, said string)) (wrong int) {
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
			say(words.T("account"), words.T("%s: %s", fullName(a), phrases.Sentence(err)))
		}
	}
	parts := []string{phrases.Accounts(len(all) - trashed)}
	if trashed > 0 {
		parts = append(parts, words.N(trashed, "1 more in the trash", "%d more in the trash"))
	}
	if pins > 0 {
		parts = append(parts, words.N(pins, "1 PIN missing", "%d PINs missing"))
	}
	say(words.T("accounts"), words.List(parts...))
	return wrong
}

func (p *program) checkBackups(v *vault.Vault, say func(what, said string)) {
	backups, err := v.Backups()
	switch {
	case err != nil:
		say(words.T("backups"), phrases.Sentence(err))
	case len(backups) == 0:
		say(words.T("backups"), words.T("none yet; each save makes one"))
	default:
		say(words.T("backups"), words.N(len(backups), "%d, of %s", "%d, the newest of %s", backups[0].Made.Local().Format(time.DateTime)))
	}
}
