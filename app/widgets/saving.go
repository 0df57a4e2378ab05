package widgets

// A Saving is how a page saves: one save at a time. Who wants to save while one is under way, as the
// lock does, hears how that one ended.
type Saving struct {
	busy bool
	wait []func(saved bool)
}

// Do runs save on run and tells ended, on the UI thread, how it went; then done and all who
// asked meanwhile hear it.
func (s *Saving) Do(run func(work, done func()), save func() error, ended func(err error), done func(saved bool)) {
	s.wait = append(s.wait, done)
	if s.busy {
		return
	}
	s.busy = true
	var err error
	run(func() { err = save() }, func() {
		wait := s.wait
		s.busy, s.wait = false, nil
		ended(err)
		for _, done := range wait {
			done(err == nil)
		}
	})
}
