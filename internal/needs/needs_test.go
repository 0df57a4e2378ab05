package needs

import "testing"

// An ending is a test that notes how it was ended.
type ending struct {
	testing.TB
	how string
}

func (e *ending) Helper()               {}
func (e *ending) Fatalf(string, ...any) { e.how = "failed"; panic(e) }
func (e *ending) Skipf(string, ...any)  { e.how = "skipped"; panic(e) }

// A program that is missing is a reason to skip a test for somebody at home, and a fault in the whole run.
func TestProgram(t *testing.T) {
	for _, row := range []struct{ why, program, whole, how string }{
		{"it is there", "sh", "1", ""},
		{"somebody lacks it", "no such program", "", "skipped"},
		{"the whole run installs it", "no such program", "1", "failed"},
	} {
		t.Setenv("PATH", "/usr/bin:/bin")
		t.Setenv("WATCHWORD_WHOLE", row.whole)
		e := &ending{TB: t}
		func() {
			defer func() { _ = recover() }()
			Program(e, row.program, "another test")
		}()
		if e.how != row.how {
			t.Errorf("%s: %q", row.why, e.how)
		}
	}
}
