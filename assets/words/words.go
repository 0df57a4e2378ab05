// Package words is the one place where the program's sentences are looked up. English is what stands in
// the code; it is the key of every other language, whose file beside this one has go-i18n's format. Plurals
// follow CLDR. There is no other way for a sentence to reach a window or a terminal, so a language is one
// file.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed *.json
var files embed.FS

// current is the catalog of the language in use; nil is English, as it stands in the code.
var current atomic.Pointer[i18n.Localizer]

// Use has all sentences come in a language, by its tag ("de"); "" and "en" are English. It is an error if
// there is no file of it. Sentences that the file lacks stay English.
func Use(tag string) error {
	if tag == "" || tag == "en" {
		current.Store(nil)
		return nil
	}
	lang, err := language.Parse(tag)
	if err != nil {
		return err
	}
	data, err := files.ReadFile(lang.String() + ".json")
	if err != nil {
		return err
	}
	return Load(lang.String(), data)
}

// Load has all sentences come in a language whose catalog is no file of the program: data is like one of
// them. Tests use it.
func Load(tag string, data []byte) error {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	if _, err := bundle.ParseMessageFileBytes(data, tag+".json"); err != nil {
		return err
	}
	current.Store(i18n.NewLocalizer(bundle, tag))
	return nil
}

// T says a sentence. text is its English, with the verbs of package fmt where it has args; a translation may
// order them anew (%[2]s).
func T(text string, args ...any) string {
	l := current.Load()
	switch {
	case l != nil:
		text = lookup(l, text, text, nil)
		if len(args) == 0 {
			return text
		}
		return fmt.Sprintf(text, args...)
	case len(args) == 0:
		return text
	}
	return fmt.Sprintf(text, args...)
}

// N says a sentence that counts: one where n is 1, many for any other number, and in other languages
// whatever their rules ask for. The verb of the number is the first, and may be missing in one.
func N(n int, one, many string, args ...any) string {
	args = append([]any{number(n)}, args...)
	if l := current.Load(); l != nil {
		return sprint(lookup(l, many, many, n), args)
	}
	if n == 1 {
		return sprint(one, args)
	}
	return sprint(many, args)
}

// A number is written with its thousands apart, as the language in use does it: 1,004 accounts.
type number int

// Format implements [fmt.Formatter].
func (n number) Format(f fmt.State, verb rune) {
	if verb != 'd' {
		fmt.Fprintf(f, fmt.FormatString(f, verb), int(n))
		return
	}
	digits := strconv.Itoa(max(int(n), -int(n)))
	apart := separator()
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + apart + digits[i:]
	}
	if n < 0 {
		digits = "-" + digits
	}
	fmt.Fprint(f, digits)
}

// separator is what stands between thousands: in the catalog, because each language has its own.
func separator() string { return In("between thousands", ",") }

// sprint is fmt.Sprintf for a text that need not use all of args: with an explicit index in it, fmt does not
// ask for that.
func sprint(text string, args []any) string {
	return fmt.Sprintf(text+fmt.Sprintf("%%[%d]s", len(args)+1), append(args[:len(args):len(args)], "")...)
}

// In is T for a text that means different things in different places: where says which.
func In(where, text string, args ...any) string {
	if l := current.Load(); l != nil {
		text = lookup(l, where+contextEnd+text, text, nil)
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// contextEnd stands between the place of a text and the text, as in gettext.
const contextEnd = "\x04"

// Mark is for a text that stands in a table or a constant and is said later by T: it says that the text
// belongs to the catalog, and changes nothing.
func Mark(text string) string { return text }

func lookup(l *i18n.Localizer, id, text string, count any) string {
	said, err := l.Localize(&i18n.LocalizeConfig{MessageID: id, PluralCount: count})
	if err != nil || said == "" {
		return text
	}
	return said
}
