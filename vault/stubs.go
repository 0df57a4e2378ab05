package vault

import (
	"context"
	"errors"
	"io"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
)

var errSoon = errors.New("This is not built yet.")

type Vault struct {
	id, path string
	readOnly error
}
type header struct{}

func isFull(error) bool     { return false }
func isReadOnly(error) bool { return false }

func create(context.Context, string, string, Options) (*Vault, error) { return nil, errSoon }
func open(string, Options) (*Locked, error)                           { return nil, errSoon }
func (l *Locked) info() Info                                          { return Info{} }
func (l *Locked) unlock(context.Context, string) (*Vault, error)      { return nil, errSoon }
func (l *Locked) unlockWithSheet(string) (*Vault, error)              { return nil, errSoon }

func (v *Vault) mustSetPassword() bool                      { return false }
func (v *Vault) revision() uint64                           { return 0 }
func (v *Vault) dirty() bool                                { return false }
func (v *Vault) setAside() []SetAside                       { return nil }
func (v *Vault) close()                                     {}
func (v *Vault) accounts() []account.Account                { return nil }
func (v *Vault) account(id string) (account.Account, bool)  { return account.Account{}, false }
func (v *Vault) tagNames() []string                         { return nil }
func (v *Vault) renameTag(old, name string) error           { return errSoon }
func (v *Vault) add([]account.Account) []string             { return nil }
func (v *Vault) edit(string, Edit) error                    { return errSoon }
func (v *Vault) replaceKey(string, otp.Key) (string, error) { return "", errSoon }
func (v *Vault) trash([]string)                             {}
func (v *Vault) restore([]string)                           {}
func (v *Vault) purge([]string)                             {}
func (v *Vault) nextCounter(string) (uint64, error)         { return 0, errSoon }
func (v *Vault) match(account.Account) Match                { return None }
func (v *Vault) setPassword(context.Context, string) error  { return errSoon }
func (v *Vault) makeSheet() (Sheet, error)                  { return Sheet{}, errSoon }
func (v *Vault) adoptSheet(Sheet) error                     { return errSoon }
func (v *Vault) hasRecovery() bool                          { return false }
func (v *Vault) save(context.Context) Result                { return Result{Err: errSoon} }
func (v *Vault) saveCopy(context.Context, string) Result    { return Result{Err: errSoon} }
func (v *Vault) backups() ([]Backup, error)                 { return nil, errSoon }

// A Backup is an earlier state of the vault file, copied before it was replaced.
type Backup struct {
	Path     string
	Made     time.Time // when the copy was made
	Revision uint64    // of the copied file
	Size     int64     // bytes
}

// CheckPassword says whether a password may protect a vault: a [*PasswordError] if not.
func CheckPassword(password string) error { return nil }

// PasswordStrength gives 0 (guessed at once) to 4 (strong); it is a hint, no proof.
func PasswordStrength(password string) int { return 0 }

// SuggestPassword returns five words of the EFF long list, 64.6 bits; r may be nil.
func SuggestPassword(r io.Reader) string { return "" }

// Disk returns the real file system.
func Disk() FS { return nil }
