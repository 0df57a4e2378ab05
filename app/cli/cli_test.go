package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"watchword/app/config"
	"watchword/app/internal/apptest"
	"watchword/assets"
	"watchword/scanner/capture"
	"watchword/vault"
	"watchword/vault/canarytest"
)

const (
	password = "crisp-otter-lantern-mosaic"
	rfcKey   = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // RFC 4226 and 6238: "12345678901234567890"
	amazon   = "otpauth://totp/Amazon%3Ame%40example.org?secret=" + rfcKey + "&issuer=Amazon"
	counted  = "otpauth://hotp/VPN:me?secret=" + rfcKey + "&issuer=VPN&counter=3"
)

// A world is one computer with a user, in a folder of its own.
type world struct {
	t         *testing.T
	dir       string
	env       Env
	vars      map[string]string
	in        string
	passwords []string // what the user types when asked without echo
	prompts   []string // what was asked so
	clip      apptest.Board
	screens   []capture.Shot
	refusal   error
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldIn(t, t.TempDir())
}

func newWorldIn(t *testing.T, dir string) *world {
	t.Helper()
	w := &world{t: t, dir: dir, vars: map[string]string{}}
	t.Cleanup(w.noCanaries)
	w.env = Env{
		Getenv:  func(name string) string { return w.vars[name] },
		Now:     func() time.Time { return time.Unix(59, 0) }, // RFC 6238, appendix B
		Version: "1.2.3",
		Places: config.Places{
			Vault: filepath.Join(dir, "data", "vault.watchword"), Config: filepath.Join(dir, "config", "config.json"),
			Backups: filepath.Join(dir, "backups"), State: filepath.Join(dir, "state"),
		},
		Vault:     vault.Options{KDF: apptest.KDF, Params: vault.Floor},
		Clipboard: func() (Clipboard, error) { return &w.clip, w.clip.Fail },
		Screens: func(context.Context, capture.Options) ([]capture.Shot, error) {
			return w.screens, w.refusal
		},
	}
	return w
}

// noCanaries reports secrets in what the program keeps.
func (w *world) noCanaries() {
	for _, own := range []string{"data", "config", "backups", "state"} {
		for _, what := range canaries.Files(filepath.Join(w.dir, own), nil) {
			w.t.Error(what)
		}
	}
}

// withVault makes the vault and its password file, which the environment names.
func (w *world) withVault(links ...string) *world {
	w.t.Helper()
	w.vars[envPasswordFile] = w.file("pw", password+"\n")
	w.ok("vault", "create", "--no-sheet")
	if len(links) > 0 {
		w.in = strings.Join(links, "\n")
		w.ok("add", "-")
	}
	return w
}

// file writes a file and returns its path.
func (w *world) file(name, content string) string {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// A result is what a run left.
type result struct {
	code     int
	out, err string
}

func (w *world) run(args ...string) result {
	w.t.Helper()
	var out, errs bytes.Buffer
	code := w.runTo(&out, &errs, args...)
	return result{code, out.String(), errs.String()}
}

func (w *world) runTo(out, errs io.Writer, args ...string) int {
	env := w.env
	env.Args, env.In, env.Out, env.Err = args, strings.NewReader(w.in), out, errs
	if w.passwords != nil {
		env.Password = func(_ context.Context, prompt string) (string, error) {
			w.prompts = append(w.prompts, prompt)
			if len(w.passwords) == 0 {
				return "", errors.New("No password was given.")
			}
			next := w.passwords[0]
			w.passwords = w.passwords[1:]
			return next, nil
		}
	}
	heard := &bytes.Buffer{}
	env.Err = io.MultiWriter(errs, heard)
	code := Run(context.Background(), env)
	if what := canaries.Find(heard.Bytes()); what != "" {
		w.t.Errorf("the %s is said by %s", what, args[0])
	}
	return code
}

// canaries are the secrets of these tests: none may be said on standard error or left in a
// file of the program's own (R10).
var canaries = func() canarytest.Set {
	s := canarytest.Set{}
	s.Add("password", []byte(password))
	s.AddKey("key", rfcKey)
	return s
}()

// ok runs a command that must work and returns what it printed.
func (w *world) ok(args ...string) string {
	w.t.Helper()
	r := w.run(args...)
	if r.code != ExitDone {
		w.t.Fatalf("%v: exit code %d\n%s%s", args, r.code, r.out, r.err)
	}
	return r.out
}

// fails runs a command that must fail with an exit code and a sentence.
func (w *world) fails(code int, says string, args ...string) result {
	w.t.Helper()
	r := w.run(args...)
	if r.code != code || !strings.Contains(r.err, says) {
		w.t.Errorf("%v: exit code %d, want %d with %q\n%s%s", args, r.code, code, says, r.out, r.err)
	}
	return r
}

// qr draws texts as QR codes, one below the other.
func qr(t *testing.T, texts ...string) image.Image {
	t.Helper()
	const side = 360
	img := image.NewGray(image.Rect(0, 0, side, side*max(1, len(texts))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for i, text := range texts {
		m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, side, side, nil)
		if err != nil {
			t.Fatal(err)
		}
		for y := range side {
			for x := range side {
				if m.Get(x, y) {
					img.SetGray(x, i*side+y, color.Gray{})
				}
			}
		}
	}
	return img
}

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// picture writes a picture with QR codes and returns its path.
func (w *world) picture(name string, texts ...string) string {
	w.t.Helper()
	return w.file(name, string(encode(w.t, qr(w.t, texts...))))
}

func TestWrongUse(t *testing.T) {
	w := newWorld(t).withVault()
	for _, args := range [][]string{
		{"--nonsense"},
		{"code", "--nonsense"},
		{"code", "--next", "--count", "x"},
		{"code", "--json=perhaps"},
		{"review", "words"},
		{"scan"},
		{"scan", "--json"},
		{"add"},
		{"import"},
		{"import", "--dry-run"},
		{"export"},
		{"export", "--format", "nonsense"},
		{"add", "--issuer", "x"},
		{"add", amazon, "another"},
		{"add", amazon, "--screen"},
		{"add", rfcKey},
		{"vault"},
		{"vault", "nonsense"},
		{"vault", "create", "word"},
		{"vault", "create", "--sheet", "x", "--no-sheet"},
		{"vault", "check", "word"},
		{"completion", "nonsense"},
		{"nonsense"},
		{"list", "--vault"},
		{},
	} {
		r := w.run(args...)
		if r.code != ExitUsage {
			t.Errorf("%q: exit code %d\n%s", args, r.code, r.err)
		}
		if !strings.HasPrefix(r.err, "watchword: ") || !strings.Contains(r.err, "--help” says how it is used") || r.out != "" {
			t.Errorf("%q says %q and %q", args, r.out, r.err)
		}
	}
	if out := w.ok("list", "--json"); out != "{\"accounts\":[]}\n" {
		t.Errorf("something was added: %s", out)
	}
}

func TestHelpAndVersion(t *testing.T) {
	w := newWorld(t)
	w.env.Build = "commit 0a444f6, go1.26, linux/amd64"
	if out := w.ok("--version"); out != "watchword 1.2.3\ncommit 0a444f6, go1.26, linux/amd64\n" {
		t.Errorf("--version printed %q", out)
	}
	w.env.Build = ""
	if out := w.ok("--version"); out != "watchword 1.2.3\n" {
		t.Errorf("version %q", out)
	}
	if out := w.ok("--licences"); out != assets.LicenceTexts {
		t.Errorf("--licences printed %d bytes", len(out))
	}
	if r := w.run("--licences", "--demo"); r.code != ExitUsage {
		t.Errorf("--licences with more than itself: exit code %d", r.code)
	}
	for _, args := range [][]string{{"--help"}, {"help"}, {"code", "--help"}, {"help", "vault", "create"}, {"vault", "--help"}} {
		if out := w.ok(args...); !strings.Contains(out, "Usage:") {
			t.Errorf("%v: %s", args, out)
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if out := w.ok("completion", shell); !strings.Contains(out, "watchword") {
			t.Errorf("completion for %s: %q", shell, out)
		}
	}
}

func TestWindow(t *testing.T) {
	w := newWorld(t)
	picture := w.picture("a.png", amazon)
	t.Chdir(w.dir)
	// Without a window built in.
	w.fails(ExitUsage, "no window")
	w.fails(ExitFailed, "no window", picture)
	w.fails(ExitFailed, "no window", amazon)
	w.fails(ExitUsage, "no command and no file", "lsit")

	var got Launch
	code := 0
	w.env.Window = func(l Launch) int { got = l; return code }
	w.ok()
	if got.Version != "1.2.3" || got.Places != w.env.Places || got.Vault != "" || len(got.Open) != 0 || got.Demo {
		t.Errorf("plain start: %+v", got)
	}
	w.vars[envVault] = "other.watchword"
	w.ok("--demo", amazon, "a.png", "steam://ABC", "OTPAUTH-MIGRATION://x")
	if want := []string{amazon, picture, "steam://ABC", "OTPAUTH-MIGRATION://x"}; fmt.Sprint(got.Open) != fmt.Sprint(want) || !got.Demo {
		t.Errorf("opened %v, want %v", got.Open, want)
	}
	if got.Vault != filepath.Join(w.dir, "other.watchword") {
		t.Errorf("vault %q is not absolute", got.Vault)
	}
	w.ok("--vault", "/v")
	if got.Vault != "/v" {
		t.Errorf("vault %q", got.Vault)
	}
	w.fails(ExitUsage, "no command and no file", "missing.png")
	if err := os.Symlink("nowhere", "leads-nowhere"); err == nil {
		if w.ok("a.png", "leads-nowhere"); len(got.Open) != 2 {
			t.Errorf("with a link that leads nowhere, of two files opened %v", got.Open)
		}
	}
	code = 1
	if r := w.run(); r.code != 1 || r.err != "" {
		t.Errorf("the window's exit code: %+v", r)
	}
}

func TestStopped(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	env := w.env
	env.Args, env.In, env.Out, env.Err = []string{"code"}, strings.NewReader(""), &out, &errs
	if code := Run(ctx, env); code != ExitFailed || out.Len() != 0 || !strings.Contains(errs.String(), "Stopped") {
		t.Errorf("exit code %d: %q, %q", code, out.String(), errs.String())
	}
	env.Args = []string{"scan", w.picture("a.png", amazon)}
	if code := Run(ctx, env); code != ExitFailed || strings.Contains(out.String(), "Amazon") {
		t.Errorf("scan: exit code %d: %q", code, out.String())
	}
}

func TestBrokenSettingsAreNoObstacle(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	if err := os.WriteFile(w.env.Places.Config, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.run("code"); r.code != ExitDone || !strings.Contains(r.err, "settings file is damaged") {
		t.Errorf("%+v", r)
	}
}
