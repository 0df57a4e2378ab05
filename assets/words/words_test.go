package words

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

var update = flag.Bool("update", false, "write en.json")

// An entry is one text of the catalog, as go-i18n has it.
type entry struct {
	Description string `json:"description,omitempty"`
	One         string `json:"one,omitempty"`
	Other       string `json:"other"`
}

// The English catalog, which translators begin with, has each text that the program says, and no other.
// “go test ./assets/words -update” brings it up to date. A comment right above a text that begins with
// “translators:” goes along with it.
func TestEnglishIsComplete(t *testing.T) {
	want := fromSource(t, "../..")
	if *update {
		data, err := marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("en.json", data, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile("en.json")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]entry{}
	if err := json.Unmarshal(data, &have); err != nil {
		t.Fatal(err)
	}
	for id, e := range want {
		if have[id] != e {
			t.Errorf("the catalog lacks, or has otherwise: %q", id)
		}
	}
	for id := range have {
		if _, ok := want[id]; !ok {
			t.Errorf("nothing says %q any more", id)
		}
	}
}

func marshal(entries map[string]entry) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	err := e.Encode(entries)
	return []byte(b.String()), err
}

// fromSource collects the texts of all calls of this package below a folder.
func fromSource(t *testing.T, root string) map[string]entry {
	t.Helper()
	found := map[string]entry{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != root && (strings.HasPrefix(base, ".") || base == "testdata" || base == "bin" || base == "words") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return collect(t, name, found)
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func collect(t *testing.T, name string, found map[string]entry) error {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, name, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	notes := map[int]string{} // for translators, by the line below
	for _, group := range parsed.Comments {
		if text, ok := strings.CutPrefix(group.Text(), "translators:"); ok {
			notes[set.Position(group.End()).Line+1] = strings.Join(strings.Fields(text), " ")
		}
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := fun.X.(*ast.Ident); !ok || x.Name != "words" {
			return true
		}
		line := set.Position(call.Pos()).Line
		at := fmt.Sprintf("%s:%d", name, line)
		e := entry{Description: notes[line]}
		id := ""
		switch fun.Sel.Name {
		case "T", "Error", "Mark":
			if id, ok = literal(call.Args[0]); !ok && fun.Sel.Name != "T" {
				t.Errorf("%s: the text is no literal", at)
			}
			e.Other = id
		case "In":
			where, ok1 := literal(call.Args[0])
			text, ok2 := literal(call.Args[1])
			if !ok1 || !ok2 {
				t.Errorf("%s: the text is no literal", at)
			}
			id, e.Other = where+contextEnd+text, text
		case "N":
			var ok1, ok2 bool
			e.One, ok1 = literal(call.Args[1])
			e.Other, ok2 = literal(call.Args[2])
			if !ok1 || !ok2 {
				t.Errorf("%s: the text is no literal", at)
			}
			id = e.Other
		default:
			return true
		}
		if id == "" {
			return true
		}
		if was, ok := found[id]; ok && was.Description != "" && e.Description == "" {
			e.Description = was.Description
		}
		found[id] = e
		return true
	})
	return nil
}

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr: // a long text over several lines
		x, ok1 := literal(e.X)
		y, ok2 := literal(e.Y)
		return x + y, ok1 && ok2
	}
	return "", false
}

// A language is its file: sentences, their order of arguments, plurals by its own rules, and what the file
// lacks stays English.
func TestAnotherLanguage(t *testing.T) {
	const polish = `{
		"%d accounts added.": {"one": "Dodano %d konto.", "few": "Dodano %d konta.", "many": "Dodano %d kont.", "other": "Dodano %d konta."},
		"%s moved to %s.": {"other": "Do %[2]s przeniesiono %[1]s."},
		"menu\u0004Open": {"other": "Otwórz"},
		"The disk is full (%w).": {"other": "Dysk pełny (%w)."}
	}`
	cause := errors.New("ENOSPC")
	full := Error("The disk is full (%w).", cause)
	if err := Load("pl", []byte(polish)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { current.Store(nil) })
	for _, row := range []struct{ got, want string }{
		{N(1, "1 account added.", "%d accounts added."), "Dodano 1 konto."},
		{N(3, "1 account added.", "%d accounts added."), "Dodano 3 konta."},
		{N(5, "1 account added.", "%d accounts added."), "Dodano 5 kont."},
		{T("%s moved to %s.", "A", "B"), "Do B przeniesiono A."},
		{In("menu", "Open"), "Otwórz"},
		{In("state", "Open"), "Open"},
		{T("Nobody translated this: %d", 5), "Nobody translated this: 5"},
		{full.Error(), "Dysk pełny (ENOSPC)."},
	} {
		if row.got != row.want {
			t.Errorf("said %q, want %q", row.got, row.want)
		}
	}
	if !errors.Is(full, cause) {
		t.Error("the cause of an error is lost")
	}
	if err := Use("xx-unknown-language"); err == nil {
		t.Error("a language without a file can be used")
	}
}

// English comes without a catalog.
func TestEnglish(t *testing.T) {
	cause := errors.New("ENOSPC")
	for _, row := range []struct{ got, want string }{
		{N(1, "1 account added.", "%d accounts added."), "1 account added."},
		{N(0, "1 account added.", "%d accounts added."), "0 accounts added."},
		{N(2, "1 account written to %[2]s.", "%d accounts written to %s.", "x"), "2 accounts written to x."},
		{N(1, "1 account written to %[2]s.", "%d accounts written to %s.", "x"), "1 account written to x."},
		{T("50 %" + " done"), "50 % done"},
		{Error("The disk is full (%w).", cause).Error(), "The disk is full (ENOSPC)."},
	} {
		if row.got != row.want {
			t.Errorf("said %q, want %q", row.got, row.want)
		}
	}
	if !errors.Is(Error("The disk is full (%w).", cause), cause) || errors.Is(Error("The disk is full."), cause) {
		t.Error("the cause of an error")
	}
}

// Each file of a language has only texts that the program says, with the same verbs.
func TestLanguages(t *testing.T) {
	known := fromSource(t, "../..")
	all, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		tag := strings.TrimSuffix(f.Name(), ".json")
		if tag == "en" {
			continue
		}
		lang, err := language.Parse(tag)
		if err != nil {
			t.Errorf("%s: %v", f.Name(), err)
			continue
		}
		data, err := files.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		bundle := i18n.NewBundle(language.English)
		bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
		read, err := bundle.ParseMessageFileBytes(data, lang.String()+".json")
		if err != nil {
			t.Errorf("%s: %v", f.Name(), err)
			continue
		}
		for _, m := range read.Messages {
			e, ok := known[m.ID]
			if !ok {
				t.Errorf("%s: nothing says %q", tag, m.ID)
			} else if verbs(m.Other) != verbs(e.Other) {
				t.Errorf("%s: %q has other verbs than %q", tag, m.Other, e.Other)
			}
		}
	}
}

// verbs counts the verbs of a text.
func verbs(text string) int {
	return strings.Count(strings.ReplaceAll(text, "%%", ""), "%")
}

// A list in a sentence has the marks of the language in use, for one item, two, and more.
func TestLists(t *testing.T) {
	for _, row := range []struct{ said, want string }{
		{List(), ""}, {And("a"), "a"}, {And("a", "b"), "a and b"}, {And("a", "b", "c"), "a, b and c"}, {Or("a", "b", "c"), "a, b or c"}, {List("a", "b", "c"), "a, b, c"},
	} {
		if row.said != row.want {
			t.Errorf("%q, want %q", row.said, row.want)
		}
	}
	t.Cleanup(func() { Use("") })
	file := `{"between the items of a list\u0004, ": "、", "before the last item of a list\u0004 and ": "と"}`
	if err := Load("ja", []byte(file)); err != nil {
		t.Fatal(err)
	}
	if said := And("a", "b", "c"); said != "a、bとc" {
		t.Errorf("in Japanese: %q", said)
	}
}
