package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
	"time"

	"watchword/bounds"
	"watchword/internal/docpage"
)

// boundsTable is the table of SECURITY.md.
func boundsTable() string {
	var b strings.Builder
	b.WriteString("| input | in all | what it may hold and ask for |\n|:--|:--|:--|\n")
	row := func(input, inAll string, parts ...string) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", input, inAll, strings.Join(parts, "; "))
	}
	of := func(n int, what string) string { return number(n) + " " + what }
	row("a text of another program: JSON, XML, a table, a web page, a list of links", duration(bounds.FileTime)+", "+size(bounds.FileMemory),
		size(bounds.Text), of(bounds.Accounts, "accounts"), "names, notes and tags together "+size(bounds.Texts), of(bounds.Tags, "tags of one account"),
		size(bounds.String)+" of one string", of(bounds.Depth, "levels"), of(bounds.Values, "values of JSON (an object weighs as much as four)"),
		of(bounds.Cells, "cells"), of(bounds.Columns, "columns of a web page's table"), of(bounds.Marks, "tags and comments of XML or HTML"),
		size(bounds.Tag)+" of one XML tag", of(bounds.Prefs, "strings of a preference file"))
	row("a database or an encrypted file of another program", duration(bounds.FileTime)+", "+size(bounds.FileMemory),
		size(bounds.File)+"; SQLite "+size(bounds.Database)+", "+of(bounds.Cells, "rows")+", "+of(bounds.Columns, "columns")+", "+size(bounds.Schema)+" of schema",
		"KeePass "+size(bounds.KDBXHeader)+" of header, "+size(bounds.KDBXInflated)+" unpacked with attachments, "+size(bounds.KDBXText)+" of XML, "+
			of(bounds.KDBXEntries, "entries")+", "+of(bounds.KDBXDepth, "levels"),
		"a file that only looks like chance "+size(bounds.Guess))
	row("archives, folders, lists of files", "no limit of time: how far it is after "+duration(bounds.TellAfter)+", and *Stop* at once; "+size(bounds.FileMemory),
		size(bounds.Archive)+" packed, "+size(bounds.ArchiveContent)+" for each member unpacked, "+size(bounds.ArchiveTotal)+" for all, "+of(bounds.ArchiveMembers, "members")+", "+of(bounds.ArchiveRatio, "times smaller when packed"),
		"each member as above, and all files together as one")
	row("a picture", duration(bounds.PictureTime)+", "+size(bounds.PictureMemory)+", decoding included",
		size(bounds.Picture), of(bounds.PictureSide, "pixels a side"), of(bounds.PictureDecoded, "pixels")+", all frames together; "+of(bounds.PictureDeep, "with 16 bits a colour or in CMYK"),
		of(bounds.PictureFrames, "frames"), "of the screen "+of(bounds.PicturePixels, "pixels"))
	row("a key derivation, our own or another program's", duration(bounds.KDFTime)+", "+size(bounds.KDFMemory)+", asked above "+size(bounds.KDFAsk)+"; outside of the rows above",
		of(bounds.Passwords, "passwords for one file"), of(bounds.PBKDF2Rounds, "rounds of PBKDF2"),
		"scrypt "+size(bounds.ScryptMemory)+", N "+number(bounds.ScryptN)+", r "+number(bounds.ScryptR)+", p "+number(bounds.ScryptP),
		"Argon2 "+size(bounds.Argon2Memory<<10)+" (asked above "+size(bounds.Argon2Ask<<10)+"), "+of(bounds.Argon2Passes, "passes")+", "+of(bounds.Argon2Lanes, "lanes")+", "+
			size(bounds.Argon2Work<<10)+" times passes",
		"KeePass "+of(bounds.KDBXPasses, "passes")+", "+of(bounds.KDBXRounds, "rounds of AES"))
	row("our own vault file", "its key: the row above",
		size(bounds.VaultFile), size(bounds.VaultHeader)+" of header, "+of(bounds.VaultStanzas, "slots"), size(bounds.VaultPayload)+" of JSON, "+of(bounds.VaultDepth, "levels"),
		size(bounds.VaultString)+" of one string, "+size(bounds.VaultText)+" of a name or note", of(bounds.Password, "bytes of password"),
		"Argon2id "+size(bounds.VaultMemory<<10)+" (asked above "+size(bounds.VaultMemoryFree<<10)+"), "+of(bounds.VaultPasses, "passes")+", "+of(bounds.VaultThreads, "threads")+", "+
			size(bounds.VaultMemoryTime<<10)+" times passes")
	row("a link, a key", duration(bounds.FileTime)+", "+size(bounds.FileMemory),
		size(bounds.Link), "in a list "+size(bounds.LinkLine), "an export link of Google Authenticator "+size(bounds.MigrationSize), "pasted text "+size(bounds.Typed), "a key "+size(bounds.KeyText))
	return b.String()
}

func duration(d time.Duration) string { return fmt.Sprintf("%.0f s", d.Seconds()) }

// size writes bytes in the largest unit that fits.
func size(n int) string {
	for i, unit := range []string{"GiB", "MiB", "KiB"} {
		if at := 30 - 10*i; n%(1<<at) == 0 {
			return fmt.Sprintf("%d %s", n>>at, unit)
		}
	}
	return number(n) + " bytes"
}

// number writes thousands apart.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// SECURITY.md shows the bounds as the program keeps them.
// “go test -run Bounds -update .” brings the table up to date.
func TestBoundsInSecurity(t *testing.T) {
	docpage.Check(t, "SECURITY.md", "go test -tags nogui . -run Bounds", func(page string) string {
		return docpage.WithTable(t, page, "bounds", boundsTable())
	})
}

// A new bound joins the table.
func TestEveryBoundIsShown(t *testing.T) {
	names := map[string]bool{}
	parsed, err := parser.ParseFile(token.NewFileSet(), "bounds/bounds.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range parsed.Decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.CONST {
			for _, s := range d.Specs {
				for _, name := range s.(*ast.ValueSpec).Names {
					names[name.Name] = true
				}
			}
		}
	}
	if len(names) < 70 {
		t.Errorf("only %d bounds were found", len(names))
	}
	table, err := parser.ParseFile(token.NewFileSet(), "bounds_test.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(table, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "bounds" {
				delete(names, s.Sel.Name)
			}
		}
		return true
	})
	for name := range names {
		t.Errorf("SECURITY.md does not show bounds.%s", name)
	}
}
