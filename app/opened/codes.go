package opened

import (
	"time"

	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
)

// Copy puts a code on the clipboard and says so.
func (o *Vault) Copy(id string, next bool) {
	s := o.Session
	var c session.Copied
	var err error
	o.Run(func() { c, err = s.Copy(o.Context, id, next) }, func() {
		if o.Closed() {
			return
		}
		if err != nil {
			o.Complain(err)
			return
		}
		o.Used(id)
		o.List.Copied(id, c.Code, CopiedText(c))
		o.OutOfTheWay()
	})
}

// CopyKey puts a key on the clipboard, which is cleared as it is of codes, and says so over the page that shows it.
func (o *Vault) CopyKey(key string) {
	s := o.Session
	clears := s.Settings().ClearAfter
	var err error
	o.Run(func() { err = s.Clip().Secret(o.Context, key, clears) }, func() {
		switch {
		case o.Closed():
		case err != nil:
			o.Note(phrases.Sentence(err))
		case clears > 0:
			o.Note(words.T("Key copied. Cleared in %d s.", seconds(clears)))
		default:
			o.Note(words.T("Key copied."))
		}
	})
}

// CopiedText says what was copied and when it goes.
func CopiedText(c session.Copied) string {
	text := words.T("%s code copied.", c.Title)
	if c.Next {
		text = words.T("Next %s code copied; it becomes valid in %d s.", c.Title, seconds(c.Left))
	}
	switch {
	case c.Soon:
		text += words.T(" New code in %d s.", max(1, seconds(c.Left)))
	case c.Clears > 0 && c.Next:
		text += words.T(" Cleared %d s later.", seconds(c.Clears-c.Left))
	case c.Clears > 0:
		text += words.T(" Cleared in %d s.", seconds(c.Clears))
	}
	return text
}

func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// Count makes the next code of an HOTP account: on disk first, then on the screen.
func (o *Vault) Count(id string) {
	s := o.Session
	var c session.Copied
	var r vault.Result
	var err error
	o.Unbroken(func() { c, r, err = s.Count(o.Context, id) }, func() {
		if o.Closed() {
			return
		}
		o.Saved(r)
		o.RefreshList()
		switch {
		case c.Code == "":
			o.Refuse(words.T("No code was made: the counter could not be saved."))
		case err != nil: // there is a code but no clipboard
			o.Complain(err)
		default:
			o.Used(id)
			o.List.Copied(id, c.Code, CopiedText(c))
		}
	})
}
