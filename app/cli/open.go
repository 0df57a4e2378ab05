package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// locked reads the vault file.
func (p *program) locked() (*vault.Locked, error) {
	path := p.vaultPath()
	locked, err := vault.Open(path, p.Vault)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, p.gone(path)
	}
	return locked, p.unread(err)
}

// open unlocks the vault. Close it.
func (p *program) open(ctx context.Context) (*vault.Vault, error) {
	locked, err := p.locked()
	if err != nil {
		return nil, err
	}
	v, err := p.unlock(ctx, locked)
	return v, p.unopened(err)
}

// read opens the vault, lends it to do, and closes it.
func (p *program) read(ctx context.Context, do func(*session.Session) error) error {
	return p.readOpened(ctx, p.open, do)
}

// An opener opens the vault.
type opener func(context.Context) (*vault.Vault, error)

func (p *program) readOpened(ctx context.Context, open opener, do func(*session.Session) error) error {
	v, err := open(ctx)
	if err != nil {
		return err
	}
	s := p.use(v)
	defer s.Lock(ctx)
	if err := ctx.Err(); err != nil { // Ctrl+C at the last moment
		return err
	}
	p.notices(v)
	return do(s)
}

// use returns the session of a vault that was unlocked: all that is read of it and changed in it
// goes through that, as in the window.
func (p *program) use(v *vault.Vault) *session.Session {
	return session.New(v, nil, p.Now, session.Settings{Correction: p.config.Correction()})
}

// notices says what the user should know about the vault.
func (p *program) notices(v *vault.Vault) {
	if v.Older() && len(v.Missing()) > 0 {
		p.once(words.T("%s “watchword vault merge” merges the newest backup to get them back; “watchword vault check --accept-older” keeps the file as it is.", phrases.Older()))
	} else if v.Older() {
		p.once(words.T("%s There is no backup of them on this computer. If you have another copy of the vault, merge it with “watchword vault merge FILE”; “watchword vault check --accept-older” keeps the file as it is.", phrases.Older()))
	}
	p.tellNotices(v.Notices())
}

// tellNotices says those of a vault's notices that were not said yet.
func (p *program) tellNotices(notices []vault.Notice) {
	for _, n := range notices {
		text := phrases.Notice(n)
		if n.Kind == vault.NoticeInterrupted {
			text = words.T("%s “watchword vault merge” merges it.", text)
		}
		p.once(text)
	}
}

// once says a sentence that was not said yet in this run: a vault that is opened again says the
// same of itself.
func (p *program) once(text string) {
	if !slices.Contains(p.noticed, text) {
		p.noticed = append(p.noticed, text)
		p.note(text)
	}
}

// change opens the vault, lets do change it, and saves once, behind all that do changed. If
// another program saves the file in between and the two cannot be merged, it is opened anew and do
// runs again, so do must not keep anything from a run before; nothing that do found out may be
// shown before change has returned.
func (p *program) change(ctx context.Context, do func(*session.Session) error) error {
	return p.changeOpened(ctx, p.open, do)
}

// changeOpened is change for a vault that is not opened by its password alone.
func (p *program) changeOpened(ctx context.Context, open opener, do func(*session.Session) error) error {
	p.nameDevice()
	for attempt := 1; ; attempt++ {
		err := p.readOpened(ctx, open, func(s *session.Session) error {
			if err := s.Vault().ReadOnly(); err != nil {
				return err
			}
			return p.together(ctx, s, func() error { return do(s) })
		})
		if !errors.Is(err, vault.ErrChanged) || attempt == attempts {
			return err
		}
	}
}

// together saves what do changes, and says what else there is to say about it. What the change
// itself gave notice of is so only once it is saved.
func (p *program) together(ctx context.Context, s *session.Session, do func() error) error {
	var before int
	r, err := s.Together(ctx, func() error {
		err := do()
		before = len(s.Vault().Notices())
		return err
	})
	if err != nil {
		return err
	}
	notices := s.Vault().Notices()
	if err := p.told(r); err != nil {
		p.tellNotices(notices[before:])
		return err
	}
	p.tellNotices(notices)
	return nil
}

// told says what there is to say about a save, and returns its error if nothing was saved.
func (p *program) told(result vault.Result) error {
	if came := result.Merged; !came.None() && !came.Here { // of another command on this computer nobody need hear
		p.note(came.String())
	}
	if text := phrases.Backup(result); text != "" {
		p.note(text)
	}
	if result.Status == vault.SavedNotFlushed {
		p.noteError(result.Err)
		return nil
	}
	return result.Err
}

// nameDevice gives this computer its name in the vault before the first change. Without a
// place for it the vault names this run.
func (p *program) nameDevice() {
	if p.config.EnsureDevice() {
		if err := p.config.Save(); err != nil {
			p.config.Device = ""
		}
	}
	p.Vault.Device = p.config.Device
}

// ask puts a question that is answered by y or n; without a user it is no.
func (p *program) ask(question string) bool {
	answer, ok := p.answer(question + " [y/N] ")
	return ok && strings.HasPrefix(strings.ToLower(answer), "y")
}

// answer puts a question and returns the line that is typed.
func (p *program) answer(question string) (string, bool) {
	if !p.Terminal {
		return "", false
	}
	fmt.Fprint(p.Err, account.VisibleText(question))
	var line []byte
	var b [1]byte
	for { // byte by byte: what follows the line belongs to whoever reads next
		n, err := p.In.Read(b[:])
		if n == 1 && b[0] != '\n' {
			line = append(line, b[0])
		}
		if n == 1 && b[0] == '\n' || err != nil || len(line) > 4096 {
			if err != nil { // Ctrl+D leaves the cursor behind the question
				fmt.Fprintln(p.Err)
			}
			return strings.TrimSpace(string(line)), err == nil || len(line) > 0
		}
	}
}
