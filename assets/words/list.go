package words

import "strings"

// List joins things that stand side by side, by what the language in use puts between them: "a, b, c".
func List(items ...string) string {
	return strings.Join(items, In("between the items of a list", ", "))
}

// And joins things that all hold: "a, b and c".
func And(items ...string) string { return last(items, In("before the last item of a list", " and ")) }

// Or joins things of which one holds: "a, b or c".
func Or(items ...string) string { return last(items, In("before the last item of a list", " or ")) }

// last joins items with a list's mark, the last one with a word of its own.
func last(items []string, word string) string {
	if len(items) < 2 {
		return List(items...)
	}
	end := len(items) - 1
	return List(items[:end]...) + word + items[end]
}
