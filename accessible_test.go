package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// Every widget of our own says to a screen reader what it is and what it is called. Who adds
// one is reminded here.
func TestOwnWidgetsAreAccessible(t *testing.T) {
	widgets, methods := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir("app", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(name))
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if s, ok := s.(*ast.TypeSpec); ok && embedsWidget(s.Type) {
						widgets[pkg+"."+s.Name.Name] = true
					}
				}
			case *ast.FuncDecl:
				if d.Recv != nil {
					of := d.Recv.List[0].Type
					if star, ok := of.(*ast.StarExpr); ok {
						of = star.X
					}
					if id, ok := of.(*ast.Ident); ok {
						methods[pkg+"."+id.Name+"."+d.Name.Name] = true
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(widgets) < 20 {
		t.Errorf("only %d widgets were found", len(widgets))
	}
	for w := range widgets {
		if !methods[w+".AccessibilityLabel"] || !methods[w+".AccessibilityRole"] {
			t.Errorf("%s has no AccessibilityLabel and AccessibilityRole", w)
		}
	}
}

// embedsWidget reports whether a type embeds one of the toolkit's widgets.
func embedsWidget(e ast.Expr) bool {
	s, ok := e.(*ast.StructType)
	if !ok {
		return false
	}
	for _, f := range s.Fields.List {
		if sel, ok := f.Type.(*ast.SelectorExpr); ok && len(f.Names) == 0 {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == "widget" {
				return true
			}
		}
	}
	return false
}
