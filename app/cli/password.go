package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/text/unicode/norm"

	"watchword/assets/words"
	"watchword/vault"
	pw "watchword/vault/password"
)

// maxPasswordFile bounds a password file. A password has at most 1,024 bytes; somebody who
// names a picture by mistake gets a sentence.
const maxPasswordFile = 64 << 10

// attempts is how often a user may type a password.
const attempts = 3

// readPasswordFile returns a password file without one final line end, in the normal form
// NFC; “-” is standard input. Nothing else is trimmed: spaces belong to a password.
func (p *program) readPasswordFile(path string) (string, error) {
	password, err := p.readPasswordBytes(path)
	return norm.NFC.String(password), err
}

// readPasswordBytes is readPasswordFile without the normal form.
func (p *program) readPasswordBytes(path string) (string, error) {
	in, err := p.openInput(path)
	if err != nil {
		return "", words.Error("The password file cannot be read (%w). Check its name.", bare(err))
	}
	defer in.Close()
	p.warnOfOthers(in, path)
	data, err := io.ReadAll(io.LimitReader(in, maxPasswordFile+1))
	if err != nil {
		return "", words.Error("The password file cannot be read (%w).", bare(err))
	}
	if len(data) > maxPasswordFile {
		return "", words.Error("The password file is too long to hold a password. Check its name.")
	}
	if line, ok := bytes.CutSuffix(data, []byte("\n")); ok {
		data = bytes.TrimSuffix(line, []byte("\r"))
	}
	return string(data), nil
}

// warnOfOthers says that other users can read a password file. Windows has no such bits.
func (p *program) warnOfOthers(in io.Reader, path string) {
	f, ok := in.(*os.File)
	if !ok || runtime.GOOS == "windows" {
		return
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o004 != 0 {
		p.once(words.T("Other users of this computer can read the password file %s. “chmod 600” stops that.", clean(path)))
	}
}

// passwordFileName is the password file of the vault, or "".
func (p *program) passwordFileName() string {
	if p.passwordFile != "" {
		return p.passwordFile
	}
	return p.Getenv(envPasswordFile)
}

// unlock opens a vault with the key that opened it before, else with its password: that of the
// password file, or what the user types.
func (p *program) unlock(ctx context.Context, locked *vault.Locked) (*vault.Vault, error) {
	if err := p.afford(locked); err != nil {
		return nil, err
	}
	if p.key != "" {
		v, err := locked.UnlockQuick(p.key)
		if !errors.Is(err, vault.ErrQuick) {
			return v, err
		}
		p.key = "" // somebody changed the password meanwhile
	}
	if file := p.passwordFileName(); file != "" && !(file == "-" && p.Terminal) { // a terminal is asked without echo
		password, err := p.readPasswordFile(file)
		if err != nil {
			return nil, err
		}
		return p.unlockWith(ctx, locked, password)
	}
	if p.Password == nil {
		return nil, wrongUse(words.T("There is no terminal to ask for the password. Give it by --password-file or %s.", envPasswordFile))
	}
	for attempt := 1; ; attempt++ {
		password, err := p.Password(ctx, words.T("Password of %s: ", locked.Info().Path))
		if err != nil {
			return nil, err
		}
		v, err := p.unlockWith(ctx, locked, norm.NFC.String(password))
		if !errors.Is(err, vault.ErrWrongPassword) || attempt == attempts {
			return v, err
		}
		p.noteError(err)
	}
}

func (p *program) unlockWith(ctx context.Context, locked *vault.Locked, password string) (*vault.Vault, error) {
	p.tried = password
	v, err := p.tryPassword(ctx, locked, password)
	if err == nil {
		p.tried = ""
		_, p.key, _ = v.QuickKey()
	}
	return v, err
}

// tryPassword derives the key of a vault or of a copy of it.
func (p *program) tryPassword(ctx context.Context, locked *vault.Locked, password string) (*vault.Vault, error) {
	if err := p.afford(locked); err != nil {
		return nil, err
	}
	bar := p.newProgress(words.T("Deriving the key"))
	bar.show(0)
	v, err := locked.Unlock(ctx, []byte(password))
	bar.clear()
	if errors.Is(err, vault.ErrCostly) && p.ask(words.T("This computer needs more than 30 seconds for the key of this vault. Continue?")) {
		locked.AllowCost()
		return p.tryPassword(ctx, locked, password)
	}
	return v, err
}

// afford asks before more memory is used for a key than Watchword asks for by itself.
func (p *program) afford(locked *vault.Locked) error {
	if !locked.Info().Costly {
		return nil
	}
	if err := locked.CheckCosts(); err != nil {
		return err
	}
	if !p.ask(words.T("Opening this vault needs more than 1 GiB of memory, more than Watchword ever asks for by itself: the file may be damaged. Continue?")) {
		return vault.ErrCostly
	}
	locked.AllowCost()
	return nil
}

// newPassword returns a password to be set: from a file if one is named, else typed twice,
// with five words as a suggestion. option is how the file would be named.
func (p *program) newPassword(ctx context.Context, file, option string) (string, error) {
	if file != "" {
		password, err := p.readPasswordFile(file)
		if err != nil {
			return "", err
		}
		return password, p.judge(password)
	}
	if p.Password == nil || !p.Terminal {
		return "", wrongUse(words.T("There is no terminal to ask for a new password. Give it by %s.", option))
	}
	suggestion := pw.Suggest(p.Vault.Rand)
	fmt.Fprintf(p.Err, "%s\n\n    %s\n\n", words.T("Choose a password that you use nowhere else. A suggestion:"), suggestion)
	for attempt := 1; ; attempt++ {
		password, err := p.Password(ctx, words.T("Password (leave empty for the suggestion): "))
		if err != nil {
			return "", err
		}
		if password == "" {
			password = suggestion
		}
		password = norm.NFC.String(password)
		if err = p.judge(password); err == nil {
			var again string
			if again, err = p.Password(ctx, words.T("Repeat the password: ")); err != nil {
				return "", err
			}
			if norm.NFC.String(again) == password {
				return password, nil
			}
			err = words.Error("The two passwords are not the same. Nothing was changed yet.")
		}
		if attempt == attempts {
			return "", err
		}
		p.noteError(err)
	}
}

// judge refuses a password that may not protect a vault and warns of a weak one.
func (p *program) judge(typed string) error {
	if err := pw.Check(typed); err != nil {
		return err
	}
	if pw.Strength(typed) == 2 {
		p.note(words.T("This password is rather weak. It is accepted, but five random words are stronger."))
	}
	return nil
}
