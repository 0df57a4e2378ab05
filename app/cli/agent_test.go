//go:build unix

package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/app/agent"
	"watchword/vault"
)

// heard is what an agent says, which comes from several goroutines.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// anAgent is one that runs in a world; type writes into its terminal.
type anAgent struct {
	*heard
	terminal io.Writer
	stop     func()
}

// withAgent starts the agent with a user at its terminal, who types the password.
func (w *world) withAgent() *anAgent {
	w.t.Helper()
	w.env.Places.Runtime = filepath.Join(w.dir, "run")
	delete(w.vars, envPasswordFile)
	in, typed := io.Pipe()
	a := &anAgent{heard: &heard{}, terminal: typed}
	env := w.env
	env.Args, env.In, env.Out, env.Err, env.Terminal = []string{"agent"}, in, io.Discard, a, true
	env.Password = func(context.Context, string) (string, error) { return password, nil }
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() { done <- Run(ctx, env) }()
	a.stop = sync.OnceFunc(func() {
		cancel()
		typed.Close()
		if code := <-done; code != ExitDone {
			w.t.Errorf("the agent ended with %d: %s", code, a)
		}
		if what := canaries.Find([]byte(a.String())); what != "" {
			w.t.Errorf("the agent says the %s", what)
		}
	})
	w.t.Cleanup(a.stop)
	w.until(a, "The agent answers for")
	return a
}

// until waits for what an agent says.
func (w *world) until(a *anAgent, text string) {
	w.t.Helper()
	for end := time.Now().Add(30 * time.Second); !strings.Contains(a.String(), text); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("no %q in %s", text, a)
		}
	}
}

// answer lets the user answer the next question, while do runs.
func (a *anAgent) answer(line string, do func()) {
	done := make(chan struct{})
	go func() { defer close(done); io.WriteString(a.terminal, line+"\n") }()
	do()
	<-done
}

// A command says the same whether the agent answers or the vault's file was opened.
func TestAgentSaysTheSame(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted, "otpauth://totp/GitHub:a?secret=GEZDGNBVGY3TQOJQ&issuer=GitHub&period=60", "otpauth://totp/GitHub:b?secret=GEZDGNBVGY3TQOJR&issuer=GitHub&algorithm=SHA256&digits=8")
	w.ok("trash", "--id", w.idOf("github", "b"), "-y")
	w.ok("tag", "work", "amazon")
	w.ok("pin", "github")
	a := w.withAgent()
	first := true
	for _, args := range [][]string{
		{"list"}, {"list", "--json"}, {"list", "--trash"}, {"list", "work"}, {"list", "nobody"},
		{"code"}, {"code", "--json"}, {"code", "amazon"}, {"code", "-q", "amazon"}, {"code", "--next", "amazon"}, {"code", "--exact", "work"},
		{"code", "nobody"}, {"code", "vpn"}, {"code", "--one", "t"}, {"code", "b"}, {"code", "a", "--one", "--json"},
	} {
		var byAgent result
		ask := func() { byAgent = w.run(args...) }
		if first {
			a.answer("always", ask)
			first = false
		} else {
			ask()
		}
		w.passwords = []string{password}
		byFile := w.run(append(args, "--no-agent")...)
		if len(w.passwords) != 0 {
			t.Fatalf("%q with --no-agent asked for no password", args)
		}
		w.passwords = nil
		byAgent.err = strings.ReplaceAll(byAgent.err, "Waiting for an answer in the agent’s terminal.\n", "")
		if byAgent != byFile {
			t.Errorf("%q\nagent: %+v\nfile:  %+v", args, byAgent, byFile)
		}
	}
	if n := strings.Count(a.String(), "asks for codes"); n != 1 {
		t.Errorf("asked %d times: %s", n, a)
	}
}

// idOf returns the id of the one account that words name.
func (w *world) idOf(words ...string) string {
	w.t.Helper()
	_, id, _ := strings.Cut(w.ok(append([]string{"list", "--json"}, words...)...), `"id":"`)
	id, _, _ = strings.Cut(id, `"`)
	return id
}

// The agent is asked, locked, unlocked; what it cannot answer the file does, and a program that is refused gets
// nothing from either.
func TestAgentLockedAndRefused(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	a := w.withAgent()
	if r := w.run("status"); !strings.Contains(r.out, "It is unlocked.") {
		t.Errorf("%+v", r)
	}
	var r result
	a.answer("perhaps\nnever", func() { r = w.run("code", "amazon") })
	if r.code != ExitFailed || r.out != "" || !strings.Contains(r.err, "did not let") {
		t.Errorf("refused: %+v", r)
	}
	if r := w.run("code", "amazon"); r.code != ExitFailed || r.out != "" {
		t.Errorf("never is not asked again: %+v", r)
	}
	w.passwords = []string{password}
	if r := w.run("code", "-q", "amazon", "--no-agent"); r.out != "287082\n" {
		t.Errorf("the password does not depend on the agent: %+v", r)
	}
	if r := w.run("lock"); r.code != ExitDone {
		t.Errorf("%+v", r)
	}
	w.until(a, "The agent is locked")
	if r := w.run("status", "--json"); !strings.Contains(r.out, `"running":true`) || !strings.Contains(r.out, `"locked":true`) {
		t.Errorf("%+v", r)
	}
	w.passwords = []string{password}
	if r := w.run("code", "-q", "amazon"); r.out != "287082\n" || len(w.passwords) != 0 {
		t.Errorf("locked goes on with the file's password: %+v", r)
	}
	w.passwords = []string{"wrong", password}
	if r := w.run("unlock"); r.code != ExitDone || !strings.Contains(r.err, "password is wrong") {
		t.Errorf("%+v", r)
	}
	w.until(a, "The agent is unlocked")
	a.stop()
	if n := strings.Count(a.String(), "The agent is locked"); n != 1 { // at its end there is nothing to unlock
		t.Errorf("%d times: %s", n, a)
	}
	w.passwords = []string{password}
	if r := w.run("code", "-q", "amazon"); r.out != "287082\n" {
		t.Errorf("without an agent: %+v", r)
	}
	if r := w.run("lock"); r.code != ExitDone || !strings.Contains(r.err, "No agent") {
		t.Errorf("%+v", r)
	}
	if r := w.run("unlock"); r.code != ExitFailed || !strings.Contains(r.err, "No agent") {
		t.Errorf("%+v", r)
	}
}

// What another command saves the agent knows with the next question; another vault it leaves to its file; a new
// password elsewhere locks it.
func TestAgentFollowsTheFile(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	pw := w.vars[envPasswordFile]
	a := w.withAgent()
	a.answer("always", func() { w.ok("code", "amazon") })
	w.in = "otpauth://totp/GitHub:a?secret=GEZDGNBVGY3TQOJQ&issuer=GitHub"
	w.ok("add", "-", "--password-file", pw)
	w.in = ""
	if r := w.run("list", "github"); !strings.Contains(r.out, "GitHub") {
		t.Errorf("%+v", r)
	}
	other := filepath.Join(w.dir, "other.watchword")
	w.ok("vault", "create", "--no-sheet", "--vault", other, "--password-file", pw)
	w.passwords = []string{password}
	if r := w.run("list", "--vault", other); r.code != ExitDone || len(w.passwords) != 0 || strings.Contains(r.out, "GitHub") {
		t.Errorf("another vault: %+v", r)
	}
	v, err := vault.Open(w.env.Places.Vault, w.env.Vault)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := v.Unlock(t.Context(), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	if err := elsewhere.SetPassword(t.Context(), []byte("another-otter-lantern-mosaic")); err != nil {
		t.Fatal(err)
	}
	if r := elsewhere.Save(t.Context()); r.Err != nil {
		t.Fatal(r.Err)
	}
	elsewhere.Close()
	if _, status, err := agent.Dial(t.Context(), w.env.Places.Runtime); err != nil || !status.Locked {
		t.Errorf("%+v, %v", status, err)
	}
}

// Locking clears what the agent held: it ends with the time that is set, counted from the unlocking.
func TestAgentLocksByItself(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	os.MkdirAll(filepath.Dir(w.env.Places.Config), 0o700)
	if err := os.WriteFile(w.env.Places.Config, []byte(`{"lockMinutes":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	minute = 30 * time.Millisecond
	t.Cleanup(func() { minute = time.Minute })
	a := w.withAgent()
	w.until(a, "The agent is locked")
}
