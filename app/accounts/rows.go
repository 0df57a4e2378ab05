package accounts

import (
	"errors"
	"strings"
	"time"

	"watchword/app/config"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func (s *Page) rows() theme.Rows { return theme.RowsOf(s.RowSize) }

// state is what the row of one account shows at a time.
func (s *Page) state(at int, now time.Time) widgets.RowState {
	a := s.shown[at]
	out := widgets.RowState{
		ID: a.ID, Icon: a.Icon, Title: account.Visible(a.Title()), Left: -1, Size: s.rows(),
		Tags: account.Visible(words.List(a.Tags...)), Pinned: a.Pinned,
		Selected: at == s.cursor, Focused: at == s.cursor && s.keysSeen(),
		Marked: s.selection[a.ID], Dragged: s.isDragged(a.ID),
	}
	out.Issuer, out.Name = phrases.Names(a)
	if a.Archived {
		out.Name = strings.TrimSuffix("Archived · "+out.Name, " · ")
	}
	copied := s.copiedCode(a.ID, now)
	hidden := s.HideCodes && !s.revealed(a.ID, at, now)
	if a.Key.Type == otp.HOTP {
		out.Code, out.Words = words.T("New code"), true
		if code, ok := s.counted(a.ID); ok {
			out.Code, out.Words, out.Renews = otp.Group(a.Key.Type, code), false, true
			out.Copied = code == copied
			if hidden {
				out.Code = widgets.Dots(out.Code)
			}
		}
		return out
	}
	code, next, err := s.Codes(a, now)
	switch {
	case errors.Is(err, otp.ErrNeedsPIN):
		out.Code, out.Words = words.T("PIN needed"), true
		return out
	case err != nil:
		out.Code, out.Words = words.T("No code"), true
		return out
	}
	out.Code, out.Period = otp.Group(a.Key.Type, code.Value), a.Key.Period
	out.Left = widgets.SecondsLeft(now, code.Until)
	out.Copied = code.Value == copied
	out.NextCopied = !out.Copied && next.Value == copied
	if out.NextCopied || s.Next == config.NextAlways || s.Next != config.NextNever && widgets.Urgency(out.Left, out.Period) != theme.ColorAccent {
		out.Next = otp.Group(a.Key.Type, next.Value)
	}
	if hidden {
		out.Code, out.Next = widgets.Dots(out.Code), ""
		if out.NextCopied {
			out.Next = widgets.Dots(otp.Group(a.Key.Type, next.Value))
		}
	}
	return out
}

// revealFor is how long a hidden code stays readable after a key.
const revealFor = 10 * time.Second

// revealed reports whether a hidden code shows: under the pointer, at the keyboard cursor, or
// everywhere after the key that says so.
func (s *Page) revealed(id string, at int, now time.Time) bool {
	switch {
	case id == s.hovered, now.Before(s.revealAll):
		return true
	}
	return at == s.cursor && now.Sub(s.keyAt) < revealFor
}

// Reveal shows hidden codes for some seconds, or hides them again.
func (s *Page) Reveal() {
	if now := s.Now(); now.Before(s.revealAll) {
		s.revealAll = now
	} else {
		s.revealAll = now.Add(revealFor)
	}
	s.list.update()
}

func (s *Page) hover(id string, on bool) {
	switch {
	case on:
		s.hovered = id
	case s.hovered == id:
		s.hovered = ""
	}
	if s.HideCodes {
		s.list.update()
	}
}

// tapped is a click on a row: with Ctrl it chooses one more, with Shift all up to it.
func (s *Page) tapped(id string) {
	at := s.indexOf(id)
	if at < 0 {
		return
	}
	s.byKeys = false
	switch {
	case s.held(ctrl):
		s.toggleMark(at)
		return
	case s.held(shift):
		s.markTo(at)
		return
	}
	s.selection = nil
	s.anchor = at
	s.selectRow(at)
	s.showMarked()
	s.activate(id, false)
}

func (s *Page) indexOf(id string) int {
	if s.places == nil {
		s.places = make(map[string]int, len(s.shown))
		for i, a := range s.shown {
			s.places[a.ID] = i
		}
	}
	if i, ok := s.places[id]; ok {
		return i
	}
	return -1
}

func (s *Page) counted(id string) (code string, ok bool) {
	if s.Counted == nil {
		return "", false
	}
	return s.Counted(id)
}

// activate copies the code of an account. That of a counter stays until another one is asked
// for, as the next code; where there is none yet, one is made.
func (s *Page) activate(id string, next bool) {
	at := s.indexOf(id)
	if at < 0 {
		return
	}
	if s.shown[at].Key.Type == otp.HOTP {
		if _, ok := s.counted(id); !ok || next {
			s.NewCode(id)
			return
		}
		next = false
	}
	if next {
		s.OnCopyNext(id)
	} else {
		s.OnCopy(id)
	}
}

// Activate copies the code of an account as Enter does, or with next as Shift+Enter does.
func (s *Page) Activate(id string, next bool) { s.activate(id, next) }

// NewCode makes another code of a counter. A second wish right behind the first is the second
// half of a double click.
func (s *Page) NewCode(id string) {
	at := s.indexOf(id)
	switch {
	case at < 0:
	case s.shown[at].Key.Type != otp.HOTP:
		s.Toast(words.T("This account is time-based: its next code comes by itself."), false, "", nil)
	case s.Now().Sub(s.renewed[id]) >= renewAfter:
		s.renewed[id] = s.Now()
		s.OnCount(id)
	}
}
