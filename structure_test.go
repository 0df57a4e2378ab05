package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

// “go test -tags nogui -run Structure -v . -structure DIR” counts, in the sources below DIR, what makes code
// hard to change: how much one type does, how much of a package calls itself in a circle, how often a file
// uses what only a file above it should know. Names stand for what they name: it reads the sources and does
// not type-check them, so that it counts any older state alike.

var structureOf = flag.String("structure", ".", "the folder whose sources TestStructure counts")

// A unit is a function or method of a package.
type unit struct {
	file  string
	calls []string // functions and methods of the same package
}

// A pkgShape is what is counted of one package.
type pkgShape struct {
	dir     string
	methods map[string]int // by type
	units   map[string]*unit
}

// mostMethods and largestCircle bound what a package of the window may grow to. What is above is to be
// split, not allowed.
const (
	mostMethods   = 110
	largestCircle = 40
)

func TestStructure(t *testing.T) {
	shapes := shapesOf(t, *structureOf)
	var type0, circle0 string
	most, largest, upward := 0, 0, 0
	for _, p := range shapes {
		if !strings.HasPrefix(p.dir, "app") || strings.HasPrefix(p.dir, "app/cli") {
			continue
		}
		for name, n := range p.methods {
			if n > most {
				most, type0 = n, p.dir+"."+name
			}
		}
		if n := len(p.largestCircle()); n > largest {
			largest, circle0 = n, p.dir
		}
		if p.dir == "app" {
			upward = p.upward()
			t.Logf("app: %d files, %d functions and methods, %d references from a file to one above it", p.files(), len(p.units), upward)
		}
	}
	t.Logf("packages below app: %d", len(slices.DeleteFunc(shapes, func(p *pkgShape) bool { return !strings.HasPrefix(p.dir, "app") })))
	t.Logf("the type with most methods: %s, %d", type0, most)
	t.Logf("the largest circle of functions that call each other: %d, in %s", largest, circle0)
	if *structureOf != "." {
		return
	}
	if most > mostMethods {
		t.Errorf("%s has %d methods, more than %d", type0, most, mostMethods)
	}
	if largest > largestCircle {
		t.Errorf("in %s %d functions call each other in a circle, more than %d", circle0, largest, largestCircle)
	}
}

// shapesOf reads all packages below dir but tests.
func shapesOf(t *testing.T, dir string) []*pkgShape {
	t.Helper()
	byDir := map[string]*pkgShape{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != dir && (strings.HasPrefix(base, ".") || base == "testdata" || base == "bin" || base == "apptest" || base == "pagetest" || base == "opentest") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || otherSystem(name) {
			return nil
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		p := byDir[path.Dir(rel)]
		if p == nil {
			p = &pkgShape{dir: path.Dir(rel), methods: map[string]int{}, units: map[string]*unit{}}
			byDir[p.dir] = p
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return p.read(path.Base(rel), source)
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []*pkgShape
	for _, p := range byDir {
		p.keepOwn()
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].dir < all[j].dir })
	return all
}

// otherSystem reports whether a file is for a system other than the one that is counted, Linux.
func otherSystem(name string) bool {
	for _, system := range []string{"_windows.go", "_darwin.go", "_other.go"} {
		if strings.HasSuffix(name, system) {
			return true
		}
	}
	return false
}

func (p *pkgShape) read(file string, source []byte) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
	if err != nil {
		return err
	}
	for _, d := range parsed.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		if f.Recv != nil {
			p.methods[receiver(f)]++
		}
		u := &unit{file: file}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				u.calls = append(u.calls, n.Sel.Name)
			case *ast.Ident:
				u.calls = append(u.calls, n.Name)
			}
			return true
		})
		p.units[f.Name.Name] = u
	}
	return nil
}

func receiver(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if index, ok := t.(*ast.IndexExpr); ok {
		t = index.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return fmt.Sprint(t)
}

// keepOwn drops the names that are none of the package's functions.
func (p *pkgShape) keepOwn() {
	for _, u := range p.units {
		slices.Sort(u.calls)
		u.calls = slices.DeleteFunc(slices.Compact(u.calls), func(name string) bool { return p.units[name] == nil })
	}
}

func (p *pkgShape) files() int {
	seen := map[string]bool{}
	for _, u := range p.units {
		seen[u.file] = true
	}
	return len(seen)
}

// largestCircle is the largest set of functions each of which reaches each other (Tarjan).
func (p *pkgShape) largestCircle() (largest []string) {
	index, low, onStack := map[string]int{}, map[string]int{}, map[string]bool{}
	var stack []string
	var visit func(name string)
	visit = func(name string) {
		index[name] = len(index) + 1
		low[name] = index[name]
		stack = append(stack, name)
		onStack[name] = true
		for _, next := range p.units[name].calls {
			if index[next] == 0 {
				visit(next)
				low[name] = min(low[name], low[next])
			} else if onStack[next] {
				low[name] = min(low[name], index[next])
			}
		}
		if low[name] != index[name] {
			return
		}
		at := slices.Index(stack, name)
		circle := slices.Clone(stack[at:])
		for _, n := range circle {
			onStack[n] = false
		}
		stack = stack[:at]
		if len(circle) > max(1, len(largest)) {
			largest = circle
		}
	}
	for _, name := range p.names() {
		if index[name] == 0 {
			visit(name)
		}
	}
	return largest
}

func (p *pkgShape) names() []string {
	var names []string
	for name := range p.units {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// upward counts the references from a file to another one that refers to it more often than the other way
// round: between two files one is the lower, and what it asks of the upper one goes against the grain.
func (p *pkgShape) upward() (n int) {
	refs := map[[2]string]int{}
	for _, u := range p.units {
		for _, name := range u.calls {
			if to := p.units[name].file; to != u.file {
				refs[[2]string{u.file, to}]++
			}
		}
	}
	for pair, there := range refs {
		if back := refs[[2]string{pair[1], pair[0]}]; back > there || back == there && back > 0 && pair[0] < pair[1] {
			n += there
		}
	}
	return n
}
