package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the first part of our own import paths.
const module = "watchword"

// An arrow says which of our own packages a package may import. "x/..." stands for x and what
// lies in it; "" is the module's root.
type arrow struct {
	from string
	to   []string
}

var domain = []string{"vault", "vault/account", "vault/otp", "vault/transfer"}

// flow is what every flow of pages may know.
var flow = append([]string{"app/opened", "app/shell", "app/desk", "app/intake", "app/phrases", "app/session", "app/helper", "app/config", "app/background", "app/widgets", "app/desktop/...", "assets", "bounds"}, domain...)

// arrows are those of docs/design.md. The first that fits a package counts.
var arrows = []arrow{
	{"bounds", nil},
	{"internal/docpage", nil}, // tests that hold the documentation to the source
	{"internal/needs", nil},   // tests that need something of the machine
	{"assets/words", nil},
	{"vault/otp/...", []string{"vault/otp/..."}},
	{"vault/account/...", []string{"vault/account/...", "vault/otp"}},
	// Containers that several programs have their data in: each knows its own bytes, and no program.
	{"vault/transfer/internal/...", []string{"vault/transfer/internal/..."}},
	{"vault/transfer/...", []string{"vault/transfer/...", "vault/account", "vault/otp"}},
	{"vault/strength/...", nil},
	{"vault/password/...", []string{"vault/strength"}},
	{"vault/internal/ordered/...", nil},
	{"vault/...", []string{"vault/account", "vault/otp", "vault/password", "vault/internal/ordered"}},
	{"scanner/capture/...", []string{"scanner/capture/..."}},
	{"scanner/...", []string{"scanner", "scanner/internal/..."}},
	{"assets/...", []string{"assets/..."}},

	{"app/session/...", []string{"app/session/...", "app/config", "vault", "vault/account", "vault/otp"}},
	{"app/config/...", []string{"app/config/..."}},
	{"app/icon/...", nil},
	{"app/clock/...", nil},
	// A helper process does one package's work outside of the program, for both faces; it knows no face.
	{"app/helper/...", append([]string{"app/helper", "scanner"}, domain...)},
	{"app/gpgstore/...", []string{"app/helper", "vault/transfer"}},
	{"app/leftover/...", []string{"vault/account", "vault/transfer"}},
	// New files for their owner alone. The vault removes what a run that is ended leaves half written.
	{"app/privatefile/...", []string{"vault"}},
	{"app/print/...", append([]string{"app/print/...", "assets"}, domain...)},
	// The services of the desktop share the portal and the X library with capture.
	{"app/desktop/typing/...", []string{"app/desktop/typing", "app/desktop/sessionlock", "app/privatefile", "scanner/capture/portal/...", "scanner/capture/x11", "scanner/capture/xtest"}}, // it keeps the desktop's permission
	{"app/desktop/...", []string{"app/desktop/...", "scanner/capture/portal/...", "scanner/capture/x11"}},
	{"app/cli/...", append([]string{"app/cli/...", "app/agent", "app/session", "app/config", "app/clock", "app/gpgstore", "app/helper", "app/icon", "app/phrases", "app/intake", "app/leftover", "app/print", "app/privatefile", "app/desktop/...",
		"scanner", "scanner/capture", "assets", "vault/password"}, domain...)},

	// Who asks an unlocked vault for codes, for both faces; it keeps what the user allowed, and is seen for the moment of the question.
	{"app/agent/...", []string{"app/session", "app/desktop/meet", "app/privatefile", "vault/account", "vault/otp"}},

	{"app/background/...", nil},
	// The sleep of the toolkit's loop, told of what is handed to the UI thread.
	{"app/idle/...", []string{"app/background"}},
	{"app/screens/...", nil}, // the screens, by the toolkit's own way to them
	{"app/theme/...", []string{"app/config", "assets"}},
	{"app/widgets/...", []string{"app/widgets/...", "app/theme", "assets", "vault/account", "vault/otp"}},
	{"app/e2e/...", nil},

	// How days, paths and counts are written; both faces say them alike.
	{"app/phrases/...", []string{"app/config", "app/desktop/hotkey", "app/desktop/typing", "vault", "vault/account"}},
	// What files and the clipboard hold, read once for both faces, a recovery sheet among them. It knows no window.
	{"app/intake/...", append([]string{"app/phrases", "app/gpgstore", "app/helper", "app/leftover", "app/print", "scanner", "bounds"}, domain...)},
	// What lies around the program: its options are the I/O boundary, so it knows the services of the system.
	{"app/desk/...", append([]string{"app/phrases", "app/privatefile", "app/background", "app/clock", "app/config", "app/session", "app/tray", "app/screens", "app/desktop/...", "scanner/capture", "scanner/capture/x11"}, domain...)},
	// The window itself. It turns pages and knows none of them, but for the one that chooses a file.
	{"app/shell/...", []string{"app/desk", "app/screens", "app/config", "app/phrases", "app/widgets", "app/theme", "app/background", "app/choose", "app/desktop/..."}},
	// The unlocked vault in the window. It knows the list and the question for the password, which stands before other pages.
	{"app/opened/...", append([]string{"app/shell", "app/desk", "app/config", "app/phrases", "app/session", "app/accounts", "app/unlock", "app/widgets", "app/desktop/shield", "app/desktop/typing"}, domain...)},
	// The icon in the tray: a service of the desktop, for which the toolkit's authors have a module.
	{"app/tray/...", nil},
	{"app/internal/apptest/...", append([]string{"app/desktop/..."}, domain...)}, // fakes, which know none of what they are put into
	{"app/internal/pagetest/...", []string{"app/theme"}},
	{"app/internal/...", append([]string{"app/internal/...", "app/opened", "app/shell", "app/desk", "app/session", "app/accounts", "app/background", "app/config", "app/desktop/...", "scanner/capture"}, domain...)},
	// A flow knows the shell, the opened vault, what files are, the services without a window, and its own pages. It knows no other flow: what leads to one is tied in package app.
	{"app/flow/adding/...", slices.Concat(flow, []string{"app/add", "app/region", "app/leftover", "scanner", "scanner/capture"})},
	{"app/flow/moving/...", slices.Concat(flow, []string{"app/add", "app/moving", "app/choose", "app/leftover", "app/print", "app/gpgstore", "scanner"})},
	{"app/flow/keeping/...", slices.Concat(flow, []string{"app/settings", "app/unlock", "app/review", "app/add", "app/print"})},
	{"app/flow/unlocking/...", slices.Concat(flow, []string{"app/unlock", "app/print", "scanner", "scanner/capture"})},
	{"app/flow/editing/...", slices.Concat(flow, []string{"app/edit", "app/icon"})},
	{"app/flow/settings/...", slices.Concat(flow, []string{"app/settings", "app/add", "app/clock"})},
	{"app/flow/quick/...", slices.Concat(flow, []string{"app/quick", "app/theme"})},
	// It ties the flows; only it knows them all.
	{"app", []string{"app/...", "assets", "bounds", "vault/..."}},
	// What is left under app is a screen: what it shows, and no other screen.
	{"app/unlock/...", append([]string{"app/phrases", "app/unlock", "app/widgets", "app/theme", "app/background", "assets", "vault/password"}, domain...)}, // what makes a good password is the vault's to say
	{"app/*/...", append([]string{"app/widgets", "app/theme", "app/background", "app/clock", "app/config", "app/phrases", "assets", "scanner"}, domain...)},

	// What packages need beside the program is made from its own commands, and from what it carries.
	{"packaging/...", []string{"app/cli", "assets"}},
	// main.go is the terminal; window.go hands what it was given to the window.
	{"", []string{"app", "app/desk", "app/cli", "app/config", "app/desktop/box", "app/desktop/instance", "app/desktop/meet", "app/helper", "app/idle", "app/tray", "vault"}},
}

// noWindow are the packages under app that must not know the toolkit.
var noWindow = []string{"app/agent/...", "app/session/...", "app/clock/...", "app/config/...", "app/gpgstore/...", "app/helper/...", "app/icon/...", "app/intake/...", "app/phrases/...", "app/leftover/...", "app/print/...", "app/privatefile/...", "app/cli/...", "app/desktop/...", "app/e2e/..."}

// A file is one Go source with what it imports, whatever system it is built for.
type file struct {
	name    string // with slashes, from the project's folder
	pkg     string // its folder, "" for the root
	imports []string
}

func sources(t *testing.T) []file {
	t.Helper()
	var files []file
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "bin") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := file{name: filepath.ToSlash(name)}
		if dir := path.Dir(f.name); dir != "." {
			f.pkg = dir
		}
		for _, i := range parsed.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, p)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// in reports whether a package fits a pattern: "a/b", "a/b/..." or "a/*/...".
func in(pkg, pattern string) bool {
	prefix, deep := strings.CutSuffix(pattern, "/...")
	if !deep {
		return pkg == pattern
	}
	want, have := strings.Split(prefix, "/"), strings.Split(pkg, "/")
	if len(have) < len(want) {
		return false
	}
	for i, w := range want {
		if w != "*" && w != have[i] {
			return false
		}
	}
	return true
}

func inAny(pkg string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return in(pkg, p) })
}

// ours returns the folder of one of our own packages.
func ours(importPath string) (pkg string, ok bool) {
	if importPath == module {
		return "", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

func TestArrowsBetweenRooms(t *testing.T) {
	for _, f := range sources(t) {
		i := slices.IndexFunc(arrows, func(a arrow) bool { return in(f.pkg, a.from) })
		if i < 0 {
			t.Errorf("%s lies in a package that no arrow names", f.name)
			continue
		}
		for _, p := range f.imports {
			pkg, ok := ours(p)
			if !ok || pkg == "bounds" || pkg == "assets/words" || inAny(pkg, arrows[i].to) {
				continue // the bounds are nothing but figures, and whoever says something says it by the catalog
			}
			// A screen's own subfolders belong to it.
			if arrows[i].from == "app/*/..." && in(pkg, strings.Join(strings.Split(f.pkg, "/")[:2], "/")+"/...") {
				continue
			}
			t.Errorf("%s imports %s: the package %q may not", f.name, p, f.pkg)
		}
	}
}

func TestTheWindowsToolkitStaysInApp(t *testing.T) {
	for _, f := range sources(t) {
		if f.name == "window.go" || in(f.pkg, "app/...") && !inAny(f.pkg, noWindow) {
			continue
		}
		for _, p := range f.imports {
			if strings.HasPrefix(p, "fyne.io/") {
				t.Errorf("%s imports %s: everything but the window is built without it", f.name, p)
			}
		}
	}
}

// Cryptography in the packages that hold secrets comes from age, x/crypto and the standard library;
// the other modules there have no cryptography of their own that we use.
func TestModulesOfTheVault(t *testing.T) {
	allowed := []string{
		"filippo.io/age", "golang.org/x/crypto/", "golang.org/x/text/", "golang.org/x/sys/",
		"github.com/pquerna/otp",
	}
	for _, f := range sources(t) {
		if f.pkg != "vault" && !in(f.pkg, "vault/account/...") && !in(f.pkg, "vault/otp/...") {
			continue
		}
		for _, p := range f.imports {
			if _, own := ours(p); own || !strings.Contains(strings.Split(p, "/")[0], ".") {
				continue
			}
			if !slices.ContainsFunc(allowed, func(a string) bool { return strings.HasPrefix(p+"/", strings.TrimSuffix(a, "/")+"/") }) {
				t.Errorf("%s imports %s", f.name, p)
			}
		}
	}
}

// No network by default: not even by way of a module.
func TestNoNetworkInTheVault(t *testing.T) {
	for _, p := range lines(t, "go", "list", "-deps", "./vault/...") {
		if p == "net/http" || p == "net" || strings.HasPrefix(p, "net/http/") {
			t.Errorf("the vault's packages bring in %s", p)
		}
	}
}

func TestEachModuleIsWorthIt(t *testing.T) {
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal([]byte(strings.Join(lines(t, "go", "mod", "edit", "-json"), "\n")), &mod); err != nil {
		t.Fatal(err)
	}
	reasons, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	direct := 0
	for _, r := range mod.Require {
		if r.Indirect {
			continue
		}
		direct++
		if !strings.Contains(string(reasons), r.Path) {
			t.Errorf("docs/dependencies.md gives no reason for %s", r.Path)
		}
	}
	if direct == 0 || direct > 27 {
		t.Errorf("%d direct modules; at most 27", direct)
	}
}

func lines(t *testing.T, program string, args ...string) []string {
	t.Helper()
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatalf("%s %s: %v", program, strings.Join(args, " "), err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// besideTheSession are the files of the terminal that may touch an unlocked vault itself, each with why:
// all that is read of accounts and changed in them goes through package session, as in the window, so
// that what a wish means is written once.
var besideTheSession = map[string]string{
	"app/cli/agentkeeper.go":    "an agent begins its session with the vault that it unlocked",
	"app/cli/open.go":           "opens and closes it, and tells its notices, which are about the file",
	"app/cli/password.go":       "unlocks: before that there is no session",
	"app/cli/sheet.go":          "unlocks by the recovery sheet, and makes the sheet, a key of the file",
	"app/cli/putback.go":        "the vault does not open: its backups are looked into on their own, and none is ever saved",
	"app/cli/vaultbackups.go":   "lists and makes backups: files, whatever is in them",
	"app/cli/vaultcheck.go":     "checks the file itself: header, rights, what lies beside it; the sheet may have opened it",
	"app/cli/vaultcheckjson.go": "the same as JSON",
	"app/cli/vaultrestore.go":   "opens copies and previews what they bring; what comes of them is merged by the session",
}

func TestTheTerminalReachesTheVaultThroughTheSession(t *testing.T) {
	touches := map[string]bool{}
	for _, f := range sources(t) {
		if !in(path.Dir(f.name), "app/cli/...") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr: // the session's own
				s, ok := n.Fun.(*ast.SelectorExpr)
				touches[f.name] = touches[f.name] || ok && s.Sel.Name == "Vault"
			case *ast.SelectorExpr: // the type
				pkg, ok := n.X.(*ast.Ident)
				touches[f.name] = touches[f.name] || ok && pkg.Name == "vault" && n.Sel.Name == "Vault"
			}
			return true
		})
		if touches[f.name] && besideTheSession[f.name] == "" {
			t.Errorf("%s touches an unlocked vault: use what package session has, or say here why not", f.name)
		}
	}
	for name := range besideTheSession {
		if !touches[name] {
			t.Errorf("%s touches no vault any more: strike it from the list", name)
		}
	}
}

// The test above must be able to fail.
func TestPatternsOfRooms(t *testing.T) {
	tests := []struct {
		pkg, pattern string
		want         bool
	}{
		{"vault", "vault/...", true},
		{"vault/otp", "vault/...", true},
		{"vaulted", "vault/...", false},
		{"app/unlock", "app/*/...", true},
		{"app/unlock/deep", "app/*/...", true},
		{"app", "app/*/...", false},
		{"app", "app", true},
		{"app/unlock", "app", false},
		{"", "", true},
		{"app", "", false},
	}
	for _, tt := range tests {
		if got := in(tt.pkg, tt.pattern); got != tt.want {
			t.Errorf("%q in %q: %v", tt.pkg, tt.pattern, got)
		}
	}
}
