// Mutate measures whether the tests of a package notice faults: it makes one small fault
// after another in the code and counts how many the tests kill. From the project's folder:
//
//	go run ./vault/testdata/mutate -n 200 ./vault
//
// The files themselves are never touched: the faulty copy reaches the compiler by -overlay.
// A mutant that does not compile is not counted; one that makes the tests hang is killed.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A mutant is one fault.
type mutant struct {
	file, what string
	line       int
	text       []byte
}

// A fault changes the syntax tree and says how to change it back.
type fault struct {
	at   token.Pos
	what string
	do   func()
	undo func()
}

func main() {
	n := flag.Int("n", 100, "how many mutants to try, chosen by chance; 0: all")
	from := flag.Int("from", 0, "how many of the chosen order to pass over, to go on with an earlier run")
	seed := flag.Uint64("seed", 1, "of the choice")
	var t tests
	flag.StringVar(&t.skip, "skip", "Kill9|RealCreation|OutgrowsThe|SizeLimit|PayloadLimit", "tests that are left out")
	flag.StringVar(&t.slow, "slow", "Argon2id|Suggested|Released|NoDumps|NoSecretLeaves|EveryCallOf|Vectors|EveryFlipped|EveryTruncation|RandomSchedules|TheReader|StockAge|Memory", "tests that run only when the others let a mutant live")
	only := flag.String("files", "*.go", "which files to change")
	flag.Parse()
	t.dir = flag.Arg(0)
	if err := run(t, *only, *from, *n, *seed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tests say which tests of a package run on a mutant.
type tests struct {
	dir        string
	skip, slow string // patterns of names
}

func run(t tests, only string, from, n int, seed uint64) error {
	mutants, err := collect(t.dir, only)
	if err != nil {
		return err
	}
	total := len(mutants)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(total, func(i, j int) { mutants[i], mutants[j] = mutants[j], mutants[i] })
	mutants = mutants[min(from, total):]
	if n > 0 && n < len(mutants) {
		mutants = mutants[:n]
	}
	killed, survived := 0, 0
	for _, m := range mutants {
		switch t.try(m) {
		case "killed":
			killed++
		case "survived":
			survived++
			fmt.Printf("survived: %s:%d: %s\n", m.file, m.line, m.what)
		}
		fmt.Fprintf(os.Stderr, "\r%d killed, %d survived ", killed, survived)
	}
	fmt.Printf("\n%d possible mutants; %d killed, %d survived: %.1f %%\n", total, killed, survived, 100*float64(killed)/float64(max(1, killed+survived)))
	return nil
}

// collect makes all mutants of a package.
func collect(dir, only string) ([]mutant, error) {
	paths, err := filepath.Glob(filepath.Join(dir, only))
	if err != nil {
		return nil, err
	}
	var all []mutant
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_windows.go") || strings.HasSuffix(path, "_darwin.go") || strings.HasSuffix(path, "_otherunix.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, f := range faults(file) {
			f.do()
			var text bytes.Buffer
			err := printer.Fprint(&text, set, file)
			f.undo()
			if err != nil {
				return nil, err
			}
			all = append(all, mutant{path, f.what, set.Position(f.at).Line, text.Bytes()})
		}
	}
	return all, nil
}

// opposite names what an operator becomes.
var opposite = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.ADD,
	token.SHL: token.SHR, token.SHR: token.SHL, token.AND: token.OR, token.OR: token.AND,
}

// faults lists what can be done to a file.
func faults(file *ast.File) []fault {
	var list []fault
	ast.Inspect(file, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.GenDecl:
			return x.Tok == token.CONST || x.Tok == token.VAR
		case *ast.BinaryExpr:
			if to, ok := opposite[x.Op]; ok {
				from := x.Op
				list = append(list, fault{x.OpPos, from.String() + " becomes " + to.String(), func() { x.Op = to }, func() { x.Op = from }})
			}
		case *ast.IfStmt:
			cond := x.Cond
			list = append(list, fault{x.If, "the condition is turned round", func() { x.Cond = &ast.UnaryExpr{Op: token.NOT, X: &ast.ParenExpr{X: cond}} }, func() { x.Cond = cond }})
		case *ast.BasicLit:
			if n, err := strconv.Atoi(x.Value); err == nil && x.Kind == token.INT {
				from := x.Value
				list = append(list, fault{x.Pos(), from + " becomes one more", func() { x.Value = strconv.Itoa(n + 1) }, func() { x.Value = from }})
			}
		case *ast.Ident:
			if to := map[string]string{"true": "false", "false": "true"}[x.Name]; to != "" {
				from := x.Name
				list = append(list, fault{x.Pos(), from + " becomes " + to, func() { x.Name = to }, func() { x.Name = from }})
			}
		case *ast.BlockStmt:
			list = append(list, dropStatements(x.List)...)
		case *ast.CaseClause:
			list = append(list, dropStatements(x.Body)...)
		case *ast.ReturnStmt:
			if last := len(x.Results) - 1; last >= 0 {
				if id, ok := x.Results[last].(*ast.Ident); ok && id.Name == "err" {
					list = append(list, fault{x.Pos(), "the error is swallowed", func() { x.Results[last] = ast.NewIdent("nil") }, func() { x.Results[last] = id }})
				}
			}
		}
		return true
	})
	return list
}

// dropStatements leaves out one call or assignment at a time.
func dropStatements(body []ast.Stmt) []fault {
	var list []fault
	for i, s := range body {
		switch x := s.(type) {
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt:
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE {
				continue
			}
		default:
			continue
		}
		list = append(list, fault{s.Pos(), "a statement is left out", func() { body[i] = &ast.EmptyStmt{Semicolon: s.Pos(), Implicit: true} }, func() { body[i] = s }})
	}
	return list
}

// try runs the tests on a mutant.
func (t tests) try(m mutant) string {
	tmp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return "failed"
	}
	defer os.RemoveAll(tmp)
	changed := filepath.Join(tmp, "mutant.go")
	abs, _ := filepath.Abs(m.file)
	overlay, _ := json.Marshal(map[string]map[string]string{"Replace": {abs: changed}})
	os.WriteFile(changed, m.text, 0o600)
	os.WriteFile(filepath.Join(tmp, "overlay.json"), overlay, 0o600)
	binary := filepath.Join(tmp, "tests")
	build := exec.Command("go", "test", "-vet=off", "-c", "-o", binary, "-overlay", filepath.Join(tmp, "overlay.json"), t.dir)
	if build.Run() != nil {
		return "no program"
	}
	if !t.pass(binary, "-test.skip", t.skip+"|"+t.slow) || !t.pass(binary, "-test.skip", t.skip, "-test.run", t.slow) {
		return "killed"
	}
	return "survived"
}

// pass reports whether the chosen tests pass, within a minute of the processor's time: a
// busy machine kills no mutant. Without a timeout the runtime notices a deadlock by itself.
func (t tests) pass(binary string, which ...string) bool {
	test := exec.Command("sh", append([]string{"-c", `ulimit -t 60; exec "$@"`, "sh", binary}, append(which, "-test.failfast", "-test.timeout", "0")...)...)
	test.Dir = t.dir
	test.Env = append(os.Environ(), "WATCHWORD_CASES=40")
	if test.Start() != nil {
		return true
	}
	hang := time.AfterFunc(5*time.Minute, func() { test.Process.Kill() })
	defer hang.Stop()
	return test.Wait() == nil
}
