package widgets

import "fyne.io/fyne/v2"

// A Saving is how a page saves: one save at a time. Who wants to save while one is under way, as the
// lock does, hears how that one ended.
type Saving struct {
	Inputs []fyne.Disableable // the page's entries and its button: what is typed during a save would not be in it

	busy bool
	wait []func(saved bool)
}

// Busy reports whether a save is under way.
func (s *Saving) Busy() bool { return s.busy }

// Wait has done hear how the save that is under way ends.
func (s *Saving) Wait(done func(saved bool)) { s.wait = append(s.wait, done) }

// Do runs save on run and tells ended, on the UI thread, how it went; then done and all who
// asked meanwhile hear it. The inputs come back after an error only: after a save the page goes.
func (s *Saving) Do(run func(work, done func()), save func() error, ended func(err error), done func(saved bool)) {
	s.Wait(done)
	if s.busy {
		return
	}
	s.busy = true
	for _, in := range s.Inputs {
		in.Disable()
	}
	var err error
	run(func() { err = save() }, func() {
		wait := s.wait
		s.busy, s.wait = false, nil
		if err != nil {
			for _, in := range s.Inputs {
				in.Enable()
			}
		}
		ended(err)
		for _, done := range wait {
			done(err == nil)
		}
	})
}
