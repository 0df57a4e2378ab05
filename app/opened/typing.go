package opened

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desktop/typing"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/otp"
)

// Type puts the window out of the way and types the code of an account into the one that gets the focus then.
func (o *Vault) Type(id string) {
	if !o.Config.TypeCodes {
		o.Toast(words.T("Typing codes into other windows is off."), false, words.T("Switch on"), func() {
			o.Config.TypeCodes = true
			o.ApplySettings()
			o.Type(id)
		})
		return
	}
	if err := o.Minimise(o.Window); err != nil {
		o.Refuse(words.T("The window cannot be put out of the way here. Use the quick search, or “watchword type”."))
		return
	}
	o.TypeInto(id, func(ctx context.Context) (typing.Target, error) { return o.nextWindow(ctx) })
}

// leaveLimit is how long our window has to lose the focus.
const leaveLimit = 2 * time.Second

// nextWindow waits until another program's window has the focus.
func (o *Vault) nextWindow(ctx context.Context) (typing.Target, error) {
	for end := time.Now().Add(leaveLimit); ; {
		to, err := o.Focused()
		if !errors.Is(err, typing.ErrOwnWindow) && !errors.Is(err, typing.ErrElsewhere) || time.Now().After(end) {
			return to, err
		}
		select {
		case <-ctx.Done():
			return to, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TypeInto types the code of an account into a window of another program. Where that cannot be done the code
// is copied and that is said, on the desktop too: our windows are away.
func (o *Vault) TypeInto(id string, into func(context.Context) (typing.Target, error)) {
	var err error
	o.Run(func() { err = o.typeNow(id, into) }, func() {
		switch {
		case o.Closed():
		case err == nil:
			o.Used(id)
		default:
			o.copyInstead(id, TypingFailed(err))
		}
	})
}

func (o *Vault) typeNow(id string, into func(context.Context) (typing.Target, error)) error {
	a, ok := o.Session.Account(id)
	switch {
	case !ok:
		return vault.ErrNoAccount
	case a.Key.Type == otp.HOTP:
		return otp.ErrNeedsCounter
	}
	to, err := into(o.Context)
	if err != nil {
		return err
	}
	now := o.CodeTime()
	code, next, err := o.Session.Codes(a, now)
	if err != nil {
		return err
	}
	if left := code.Until.Sub(now); left < typing.NearEnd {
		select {
		case <-o.Context.Done():
			return context.Cause(o.Context)
		case <-time.After(left):
		}
		if code = next; !o.has(id) { // locked meanwhile
			return vault.ErrNoAccount
		}
	}
	return o.TypeCode(o.Context, to, code.Value, o.Config.TypeEnter)
}

func (o *Vault) has(id string) bool {
	_, ok := o.Session.Account(id)
	return ok
}

func (o *Vault) copyInstead(id, why string) {
	var c session.Copied
	var err error
	o.Run(func() { c, err = o.Session.Copy(o.Context, id, false) }, func() {
		if o.Closed() {
			return
		}
		if err == nil {
			why = words.T("%s The code was copied instead.", why)
			o.List.Copied(id, c.Code, CopiedText(c))
		}
		o.Refuse(why)
		o.Fyne.SendNotification(fyne.NewNotification(words.T("Watchword"), why))
	})
}

// TypingFailed says why a code was not typed.
func TypingFailed(err error) string {
	if text := phrases.Typing(err); text != "" {
		return text
	}
	return phrases.Sentence(err)
}
