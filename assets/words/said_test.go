package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// saying are the packages of which no sentence reaches a user past the catalog.
var saying = []string{"app/cli", "app/print", "scanner/capture", "vault", "vault/account", "vault/otp", "vault/password", "vault/transfer"}

// unsaid are texts that look like sentences and are none, each with its reason.
var unsaid = []struct{ in, begins, reason string }{
	{"app/cli", "watchword: %s", "the name of the program, before what it says"},
	{"app/cli", "Use \"{{.CommandPath}}", "the library's text, in whose place the one of the catalog comes"},
	{"app/print", "<", "HTML"},
	{"app/print", "\"/></svg>", "HTML"},
	{"app/print", "M%d %dh%d", "a path of SVG"},
	{"scanner/capture", "taking the picture", "the cause of a refusal, which is not shown"},
	{"scanner/capture", "screen %d: %w", "the cause of a refusal, which is not shown"},
	{"scanner/capture", "the system names", "the cause of a refusal, which is not shown"},
	{"scanner/capture", "grim gave", "the cause of a refusal, which is not shown"},
	{"scanner/capture", "the portal", "the cause of a refusal, which is not shown"},
	{"scanner/capture", "the picture of the screen", "the cause of a refusal, which is not shown"},
	{"scanner/capture", "neither DISPLAY", "the cause of a refusal, which is not shown"},
	{"vault", " - (Copy|Kopie", "a pattern of the names that systems give to copies"},
	{"vault", "payload:", "the cause of damage, which is not shown"},
	{"vault", "header MAC", "the cause of damage, which is not shown"},
	{"vault", "chunk", "the cause of damage, which is not shown"},
	{"vault/transfer", "no hash of", "told apart by code, and not shown"},
	{"vault/transfer", "not a whole number", "told apart by code, and not shown"},
	{"vault/transfer", "wrong padding", "told apart by code, and not shown"},
	{"vault/transfer", "asking for the password", "wraps what is shown"},
	{"vault/transfer", "found", "ends a walk, and is not shown"},
}

// Each sentence of these packages is said through the catalog: a text that begins with a capital and has three
// words or more, one that becomes an error or is printed, and the help of a command and its flags.
func TestNoSentencePastTheCatalog(t *testing.T) {
	used := make([]bool, len(unsaid))
	for _, pkg := range saying {
		names, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pkg), "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("there is no package %s (%v)", pkg, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, past := range pastCatalog(t, filepath.Base(name), string(source)) {
				n := slices.IndexFunc(unsaid, func(u struct{ in, begins, reason string }) bool {
					return u.in == pkg && strings.HasPrefix(past.text, u.begins)
				})
				if n >= 0 {
					used[n] = true
					continue
				}
				t.Errorf("%s/%s is said past the catalog: %q", pkg, past.at, past.text)
			}
		}
	}
	for i, u := range unsaid {
		if !used[i] {
			t.Errorf("there is no %q in %s any more", u.begins, u.in)
		}
	}
}

// A pastText is a text that is said past the catalog.
type pastText struct{ at, text string }

// pastCatalog finds what the source of a file says past the catalog.
func pastCatalog(t *testing.T, name, source string) (found []pastText) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	check := func(e ast.Expr, is func(string) bool) {
		if text, ok := literal(e); ok && is(text) {
			found = append(found, pastText{set.Position(e.Pos()).String(), text})
		}
	}
	seen := map[ast.Node]bool{} // the parts of a text that was judged
	judge := func(e ast.Expr, is func(string) bool) {
		ast.Inspect(e, func(n ast.Node) bool {
			if n != nil {
				seen[n] = true
			}
			return true
		})
		check(e, is)
	}
	var judgeParts func(ast.Expr)
	judgeParts = func(e ast.Expr) {
		if _, ok := literal(e); ok {
			judge(e, hasWords)
		} else if sum, ok := e.(*ast.BinaryExpr); ok {
			judgeParts(sum.X)
			judgeParts(sum.Y)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || seen[n] {
			return n != nil && !seen[n]
		}
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return n.Tag == nil // which is no sentence
		case *ast.CallExpr:
			switch of, name := called(n); {
			case of == "words":
				for _, arg := range n.Args {
					if _, ok := literal(arg); ok {
						judge(arg, func(string) bool { return false })
					}
				}
			case of == "errors" && name == "New", of == "fmt" && name == "Errorf":
				judgeParts(n.Args[0])
			case flagVar.MatchString(name) && len(n.Args) > 3:
				judgeParts(n.Args[len(n.Args)-1])
			case of == "fmt" && strings.HasPrefix(name, "Fprint"):
				for _, arg := range n.Args[1:] {
					judgeParts(arg)
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Short" || key.Name == "Long") {
				judgeParts(n.Value)
			}
		case ast.Expr:
			if _, ok := literal(n); ok {
				judge(n, isSentence)
			}
		}
		return true
	})
	return found
}

// called is what a call calls: "fmt", "Errorf".
func called(c *ast.CallExpr) (of, name string) {
	if f, ok := c.Fun.(*ast.SelectorExpr); ok {
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name, f.Sel.Name
		}
		return "", f.Sel.Name
	}
	return "", ""
}

var (
	verb      = regexp.MustCompile(`%[-+# 0-9.*\[\]]*[a-zA-Z]`)
	word      = regexp.MustCompile(`\pL{2,}`)
	flagVar   = regexp.MustCompile(`^[A-Z]\w*VarP?$`) // of package pflag; the usage comes last
	ending    = regexp.MustCompile(`[\pL)”][.?!…]\s*$`)
	beginning = regexp.MustCompile(`^\s*\p{Lu}[\pL'’,]*\s+\S+\s+\S+`)
)

// hasWords reports whether a text is more than a form for its arguments.
func hasWords(text string) bool { return word.MatchString(verb.ReplaceAllString(text, "")) }

// isSentence reports whether a text has three words or more, and begins or ends like a sentence.
func isSentence(text string) bool {
	return (beginning.MatchString(text) || ending.MatchString(text)) && len(word.FindAllString(verb.ReplaceAllString(text, ""), -1)) >= 3
}

// Each way past the catalog is found, and what is none is not.
func TestPastTheCatalog(t *testing.T) {
	for _, row := range []struct {
		body string
		past bool
	}{
		{`errors.New("the disk is full")`, true},
		{`errors.New("Nothing " + "was changed.")`, true},
		{`fmt.Errorf("%s is gone: %w", name, err)`, true},
		{`fmt.Errorf("%s: %w", name, err)`, false}, // a form, no words
		{`fmt.Fprintln(out, "done")`, true},
		{`fmt.Fprintf(out, "%s\t%d\n", name, n)`, false},
		{`p.say("The vault is locked")`, true},
		{"p.say(`The vault\nis locked`)", true},
		{`p.say("--delay takes up to 10 minutes.")`, true},
		{`p.say("vault restore FILE")`, false}, // a command
		{`p.say("SHA1", "Steam", "Added")`, false},
		{`p.say("From " + name + ".")`, false}, // too short to tell
		{`fmt.Fprint(out, "From " + name)`, true},
		{`use(&cobra.Command{Short: "add"})`, true},
		{`f.StringVarP(&o.name, "name", "n", "none", "the name")`, true},
		{`f.StringVarP(&o.name, "name", "n", "none", words.T("the name"))`, false},
		{`c.Flags().BoolVar(&o.one, "one", false, "or " + name)`, true},
		{`use(&cobra.Command{Short: words.T("Add accounts to it")})`, false},
		{`words.Error("The vault is locked")`, false},
		{`words.N(n, "The vault has 1 account", "The vault has " + "%d accounts")`, false},
		{`words.T("%s: %s", p.text("The vault is locked"))`, true}, // an argument
		{`fmt.Fprintln(out, words.T("The vault is locked"))`, false},
		{`fmt.Fprintln(out, "  "+words.T("The vault is locked"))`, false},
	} {
		past := pastCatalog(t, "x.go", "package x\nfunc f() {\n"+row.body+"\n}\n")
		if (len(past) > 0) != row.past {
			t.Errorf("%s: found %q", row.body, past)
		}
	}
}
