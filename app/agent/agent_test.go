//go:build unix

package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"watchword/app/internal/apptest"
	"watchword/app/session"
	"watchword/vault"
)

const (
	rfcKey = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // RFC 6238, appendix B: "12345678901234567890"
	me     = "otpauth://totp/Amazon:me?secret=" + rfcKey + "&issuer=Amazon&digits=8"
	you    = "otpauth://totp/Amazon:you?secret=GEZDGNBVGY3TQOJQ&issuer=Amazon"
	vpn    = "otpauth://hotp/VPN:me?secret=" + rfcKey + "&issuer=VPN&counter=3"
)

// A fakeKeeper has a real vault; what leaves the program is only noted.
type fakeKeeper struct {
	mu   sync.Mutex
	s    *session.Session
	path string
	did  []string

	locksAt int // the how manyeth look at the session finds it locked; 0: none
}

func (k *fakeKeeper) Vault() string { return k.path }

func (k *fakeKeeper) Session() *session.Session {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.locksAt > 0 {
		if k.locksAt--; k.locksAt == 0 {
			k.s = nil
		}
	}
	return k.s
}

func (k *fakeKeeper) note(text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.did = append(k.did, text)
}

func (k *fakeKeeper) Lock(context.Context) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.s = nil
}

func (k *fakeKeeper) Unlock(_ context.Context, password []byte) error {
	if string(password) != "right" {
		return WrongPassword
	}
	return nil
}

func (k *fakeKeeper) Copy(_ context.Context, _ string, next bool) (time.Duration, error) {
	k.note(fmt.Sprint("copied, next: ", next))
	return 30 * time.Second, nil
}

func (k *fakeKeeper) Type(_ context.Context, _ string, enter bool) error {
	k.note(fmt.Sprint("typed, enter: ", enter))
	return nil
}

// A rig is an agent that answers, with a vault of its own. Its clock stands at the second time of RFC 6238.
type rig struct {
	*testing.T
	folder  string
	keeper  *fakeKeeper
	foreign atomic.Bool // whoever asks is another user
	server  *Server
	now     time.Time
	mu      sync.Mutex
	asked   []Question
	choices []Choice // what the user says to the next questions; none waits until the question is withdrawn
	ids     map[string]string
}

const second = 1111111109 // RFC 6238: the eight digits are 07081804

func newRig(t *testing.T, choices ...Choice) *rig {
	t.Helper()
	r := &rig{T: t, folder: filepath.Join(t.TempDir(), "run"), now: time.Unix(second, 0), choices: choices, ids: map[string]string{}}
	path := filepath.Join(t.TempDir(), "v.watchword")
	v, err := vault.Create(t.Context(), path, []byte("crisp-otter-lantern-mosaic"), vault.Options{KDF: apptest.KDF, Params: vault.Floor, StateDir: t.TempDir(), Now: r.clock})
	if err != nil {
		t.Fatal(err)
	}
	r.keeper = &fakeKeeper{s: session.New(v, nil, r.clock, session.Settings{}), path: path}
	v.Add(apptest.Account(t, me), apptest.Account(t, you), apptest.Account(t, vpn))
	for _, a := range v.Accounts() {
		r.ids[a.Issuer+" "+a.Name] = a.ID
	}
	answers, err := LoadAnswers(filepath.Join(t.TempDir(), "agent.json"))
	if err != nil {
		t.Fatal(err)
	}
	r.server = &Server{Keeper: r.keeper, Answers: answers, Now: r.clock, Ask: r.ask}
	r.server.peerOf = func(c net.Conn) (Peer, error) {
		if r.foreign.Load() {
			return Peer{}, errOtherUser
		}
		p, err := peerOf(c)
		p.Program, p.Chain = "/usr/bin/asker", []string{"/usr/bin/watchword", "/usr/bin/asker"}
		return p, err
	}
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) ask(ctx context.Context, q Question) (Choice, error) {
	r.mu.Lock()
	r.asked = append(r.asked, q)
	if len(r.choices) == 0 {
		r.mu.Unlock()
		<-ctx.Done()
		return "", ctx.Err()
	}
	defer r.mu.Unlock()
	c := r.choices[0]
	r.choices = r.choices[1:]
	return c, nil
}

// serve starts the agent.
func (r *rig) serve() {
	r.Helper()
	l, err := Listen(r.folder)
	if err != nil {
		r.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = r.server.Serve(ctx, l)
	}()
	r.Cleanup(func() { cancel(); <-done })
}

// dial connects a program.
func (r *rig) dial() *Client {
	r.Helper()
	c, _, err := Dial(r.Context(), r.folder)
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(c.Close)
	return c
}

// raw sends a line as it is, and returns the answer as it is.
func (r *rig) raw(line string) string {
	r.Helper()
	c, err := dial(r.folder)
	if err != nil {
		r.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte(line + "\n")); err != nil {
		r.Fatal(err)
	}
	lines := &lineReader{from: c, most: maxAnswer}
	answer, err := lines.line()
	if err != nil {
		return err.Error()
	}
	return string(answer)
}

// TestRequests holds the protocol as docs/agent.md tells it, line by line.
func TestRequests(t *testing.T) {
	r := newRig(t, Always)
	r.serve()
	me := r.ids["Amazon me"]
	for _, row := range []struct{ why, line, want string }{
		{"what is no JSON", `code`, `{"v":1,"error":"bad_request"}`},
		{"an array", `[]`, `{"v":1,"error":"bad_request"}`},
		{"no version", `{"op":"status"}`, `{"v":1,"error":"unsupported_version"}`},
		{"a later version", `{"v":2,"op":"status"}`, `{"v":1,"error":"unsupported_version"}`},
		{"an unknown wish", `{"v":1,"op":"export"}`, `{"v":1,"error":"bad_request"}`},
		{"a wish that is called like a fault", `{"v":1,"op":"denied"}`, `{"v":1,"error":"bad_request"}`},
		{"members of a later version", `{"v":1,"op":"status","more":[1]}`, fmt.Sprintf(`{"v":1,"status":{"vault":%q,"locked":false,"pid":%d}}`, r.keeper.path, os.Getpid())},
		{"a code by words", `{"v":1,"op":"code","words":["amaz","ME"]}`, `{"v":1,"codes":[{"id":"` + me + `","issuer":"Amazon","name":"me","code":"07081804","next":"14050471","validUntil":"2005-03-18T01:58:30Z"}]}`},
		{"a code by its id", `{"v":1,"op":"code","id":"` + me + `"}`, `{"v":1,"codes":[{"id":"` + me + `","issuer":"Amazon","name":"me","code":"07081804","next":"14050471","validUntil":"2005-03-18T01:58:30Z"}]}`},
		{"nobody is named", `{"v":1,"op":"code"}`, `{"v":1,"error":"bad_request"}`},
		{"nobody of that name", `{"v":1,"op":"code","words":["github"]}`, `{"v":1,"error":"not_found"}`},
		{"an id of nobody among some", `{"v":1,"op":"code","ids":["` + me + `","x"]}`, `{"v":1,"error":"not_found"}`},
		{"a counter is not used up", `{"v":1,"op":"code","words":["vpn"]}`, `{"v":1,"error":"counter_based"}`},
		{"nor copied", `{"v":1,"op":"copy","words":["vpn"]}`, `{"v":1,"error":"counter_based"}`},
		{"another vault", `{"v":1,"op":"code","words":["me"],"vault":"/elsewhere.watchword"}`, `{"v":1,"error":"other_vault"}`},
		{"this vault", `{"v":1,"op":"copy","id":"` + me + `","vault":"` + r.keeper.path + `"}`, `{"v":1,"copied":{"id":"` + me + `","issuer":"Amazon","name":"me","clears":30}}`},
		{"typing", `{"v":1,"op":"type","id":"` + me + `","enter":true}`, `{"v":1}`},
		{"a wrong password", `{"v":1,"op":"unlock","password":"d3Jvbmc="}`, `{"v":1,"error":"wrong_password"}`},
		{"the right one", `{"v":1,"op":"unlock","password":"cmlnaHQ="}`, `{"v":1}`},
		{"lock", `{"v":1,"op":"lock"}`, `{"v":1}`},
		{"nothing while locked", `{"v":1,"op":"list"}`, `{"v":1,"error":"locked"}`},
	} {
		if got := r.raw(row.line); got != row.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s", row.why, row.line, got, row.want)
		}
	}
	if want := []string{"copied, next: false", "typed, enter: true"}; !slices.Equal(r.keeper.did, want) {
		t.Errorf("%q", r.keeper.did)
	}
	if len(r.asked) != 1 {
		t.Errorf("asked %d times for one program", len(r.asked))
	}
}

// Several that match are named, and no key is in any list.
func TestListsHaveNoKeys(t *testing.T) {
	r := newRig(t, Always)
	r.serve()
	for _, line := range []string{`{"v":1,"op":"list"}`, `{"v":1,"op":"code","words":["amazon"]}`} {
		answer := r.raw(line)
		var a Answer
		if err := json.Unmarshal([]byte(answer), &a); err != nil || len(a.Accounts) < 2 {
			t.Fatalf("%s: %s", line, answer)
		}
		if strings.Contains(answer, rfcKey[:8]) || strings.Contains(answer, "12345678") || strings.Contains(answer, "secret") {
			t.Errorf("a key is in %s", answer)
		}
	}
	if c := r.dial(); c != nil {
		_, err := c.Do(t.Context(), Request{Op: OpCode, Words: []string{"amazon"}})
		var refused *Refusal
		if !errors.As(err, &refused) || refused.Fault != Multiple || len(refused.Matches) != 2 {
			t.Errorf("%v", err)
		}
	}
}

// What the user says holds as long as it says, for that program alone.
func TestChoices(t *testing.T) {
	ok := func(err error) string {
		switch {
		case err == nil:
			return "codes"
		case errors.Is(err, Denied):
			return "denied"
		}
		return err.Error()
	}
	for _, row := range []struct {
		choice                         Choice
		same, other, later, afterStart string // on this connection, another one, an hour later, and after a new start
		asked                          int
	}{
		{Once, "codes", "asked", "asked", "asked", 4},
		{Hour, "codes", "codes", "asked", "asked", 3},
		{Always, "codes", "codes", "codes", "codes", 1},
		{Never, "denied", "denied", "denied", "denied", 1},
		{Deny, "denied", "denied", "denied", "asked", 2},
	} {
		t.Run(string(row.choice), func(t *testing.T) {
			r := newRig(t, row.choice)
			r.serve()
			list := func(c *Client) string {
				before := len(r.asked)
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				go func() { // whoever is asked anew does not answer
					for ctx.Err() == nil {
						r.mu.Lock()
						waits := len(r.asked) > before && len(r.choices) == 0 && before > 0
						r.mu.Unlock()
						if waits {
							cancel()
							return
						}
						time.Sleep(time.Millisecond)
					}
				}()
				_, err := c.Do(ctx, Request{Op: OpList})
				if errors.Is(err, context.Canceled) {
					return "asked"
				}
				return ok(err)
			}
			first := r.dial()
			want := "codes"
			if row.same == "denied" {
				want = "denied"
			}
			if got := list(first); got != want {
				t.Fatalf("first: %s", got)
			}
			if got := list(first); got != row.same {
				t.Errorf("the same connection: %s", got)
			}
			if got := list(r.dial()); got != row.other {
				t.Errorf("another connection: %s", got)
			}
			r.mu.Lock()
			r.now = r.now.Add(time.Hour + time.Second)
			r.mu.Unlock()
			if got := list(r.dial()); got != row.later {
				t.Errorf("an hour later: %s", got)
			}
			again, err := LoadAnswers(r.server.Answers.file)
			if err != nil {
				t.Fatal(err)
			}
			r.server.Answers = again
			if got := list(r.dial()); got != row.afterStart {
				t.Errorf("after a new start: %s", got)
			}
			if len(r.asked) != row.asked {
				t.Errorf("asked %d times", len(r.asked))
			}
		})
	}
}

// Always and Never outlast the agent, in a file that its user alone can read; what is not that file allows nothing.
func TestKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "agent.json")
	a, err := LoadAnswers(file)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(second, 0)
	for program, c := range map[string]Choice{"/a": Always, "/n": Never, "/h": Hour, "/d": Deny, "/o": Once, "": Always} {
		if err := a.note(program, c, now); err != nil {
			t.Fatal(err)
		}
	}
	for program, want := range map[string]Choice{"/a": Always, "/n": Never, "/h": Hour, "/d": Deny, "/o": "", "": ""} {
		if got := a.of(program, now); got != want {
			t.Errorf("%q: %q, want %q", program, got, want)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if again, err := LoadAnswers(file); err != nil || again.of("/a", now) != Always || again.of("/n", now) != Never || again.of("/h", now) != "" || again.of("/d", now) != "" {
		t.Errorf("after a new start: %v, %v", again.lasting, err)
	}
	for _, damaged := range []string{"", "[]", `{"/a":"perhaps","":"always","/b":"hour"}`} {
		os.WriteFile(file, []byte(damaged), 0o600)
		a, _ := LoadAnswers(file)
		if a.of("/a", now) != "" || a.of("", now) != "" || a.of("/b", now) != "" {
			t.Errorf("%q allows %v", damaged, a.lasting)
		}
	}
}

// A program that goes away withdraws its question; the next one is asked then, one at a time.
func TestQuestionIsWithdrawn(t *testing.T) {
	r := newRig(t)
	r.serve()
	questions := func() int {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.asked)
	}
	gone, stop := context.WithCancel(t.Context())
	first := r.dial()
	ended := make(chan struct{})
	go func() { defer close(ended); _, _ = first.Do(gone, Request{Op: OpList}) }()
	waitFor(t, func() bool { return questions() == 1 })
	second := r.dial()
	answered := make(chan error, 1)
	go func() { _, err := second.Do(t.Context(), Request{Op: OpList}); answered <- err }()
	time.Sleep(50 * time.Millisecond)
	if n := questions(); n != 1 {
		t.Errorf("%d questions at once", n)
	}
	r.mu.Lock()
	r.choices = []Choice{Always}
	r.mu.Unlock()
	stop()
	<-ended
	if err := <-answered; err != nil || questions() != 2 {
		t.Errorf("%v after %d questions", err, questions())
	}
}

// Nobody to ask, or another person's process: no codes.
func TestNobodyAsked(t *testing.T) {
	r := newRig(t)
	r.server.Ask = nil
	r.serve()
	if _, err := r.dial().Do(t.Context(), Request{Op: OpList}); !errors.Is(err, Denied) {
		t.Errorf("%v", err)
	}
	r.foreign.Store(true)
	if got := r.raw(`{"v":1,"op":"status"}`); got != `{"v":1,"error":"denied"}` {
		t.Errorf("another user gets %s", got)
	}
}

// Ten thousand requests get as many answers, each a code or the sentence that they are too many.
func TestManyRequests(t *testing.T) {
	r := newRig(t, Always)
	r.serve()
	c := r.dial()
	codes, limited := 0, 0
	for i := range 10000 {
		if i%100 == 0 { // a tenth of a second for each hundred
			r.mu.Lock()
			r.now = r.now.Add(100 * time.Millisecond)
			r.mu.Unlock()
		}
		a, err := c.Do(t.Context(), Request{Op: OpCode, Words: []string{"amazon", "me"}})
		switch {
		case err == nil && len(a.Codes) == 1 && len(a.Codes[0].Code) == 8:
			codes++
		case errors.Is(err, RateLimited):
			limited++
		default:
			t.Fatalf("request %d: %+v, %v", i, a, err)
		}
	}
	if codes < 200 || codes > 220 || codes+limited != 10000 { // 20 at once, and 20 a second for ten seconds
		t.Errorf("%d codes, %d times too many", codes, limited)
	}
}

// What is computed while the vault locks is not handed out: its accounts are gone, and a code would come of a key
// that was wiped.
func TestLockedInBetween(t *testing.T) {
	for _, line := range []string{`{"v":1,"op":"list"}`, `{"v":1,"op":"code","words":["amazon","me"]}`, `{"v":1,"op":"code","words":["nobody"]}`} {
		r := newRig(t, Always)
		r.serve()
		r.raw(`{"v":1,"op":"list"}`) // allowed from now on
		r.keeper.mu.Lock()
		r.keeper.locksAt = 3 // asked before the question, behind it, and once the answer is computed
		r.keeper.mu.Unlock()
		if got := r.raw(line); got != `{"v":1,"error":"locked"}` {
			t.Errorf("%s: %s", line, got)
		}
	}
}

func waitFor(t *testing.T, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not come")
		}
	}
}

// The agent's place is the user's alone, and never what somebody else put there.
func TestPlace(t *testing.T) {
	for _, row := range []struct {
		why     string
		prepare func(folder string) error
		fails   bool
	}{
		{"no folder", func(string) error { return nil }, false},
		{"a socket that a crash left", func(folder string) error {
			if err := os.Mkdir(folder, 0o700); err != nil {
				return err
			}
			l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(folder, socketName), Net: "unix"})
			if err != nil {
				return err
			}
			l.SetUnlinkOnClose(false)
			return l.Close()
		}, false},
		{"a folder that others may write to", func(folder string) error { return errors.Join(os.Mkdir(folder, 0o700), os.Chmod(folder, 0o777)) }, true},
		{"a link to a folder", func(folder string) error { return os.Symlink(filepath.Dir(folder), folder) }, true},
		{"a file in the socket's place", func(folder string) error {
			return errors.Join(os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, socketName), nil, 0o600))
		}, true},
		{"a link in the socket's place", func(folder string) error {
			return errors.Join(os.Mkdir(folder, 0o700), os.Symlink("/dev/null", filepath.Join(folder, socketName)))
		}, true},
	} {
		t.Run(row.why, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "run")
			if err := row.prepare(folder); err != nil {
				t.Fatal(err)
			}
			l, err := Listen(folder)
			if failed := err != nil; failed != row.fails {
				t.Fatalf("%v", err)
			}
			if err != nil {
				if _, err := dial(folder); err == nil || errors.Is(err, ErrNone) {
					t.Errorf("a program that asks trusts it: %v", err)
				}
				return
			}
			defer l.Close()
			info, err := os.Stat(filepath.Join(folder, socketName))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info, err)
			}
			if _, err := Listen(folder); !errors.Is(err, ErrTaken) {
				t.Errorf("a second agent: %v", err)
			}
		})
	}
}

// Many that start at once: one has the place, and it can be reached.
func TestPlaceOnce(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "run")
	var got sync.Map
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			if l, err := Listen(folder); err == nil {
				got.Store(i, l)
			} else if !errors.Is(err, ErrTaken) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	n := 0
	got.Range(func(_, l any) bool { n++; t.Cleanup(func() { l.(net.Listener).Close() }); return true })
	if c, err := dial(folder); n != 1 || err != nil {
		t.Errorf("%d agents; %v", n, err)
	} else {
		c.Close()
	}
}
