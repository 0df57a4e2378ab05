package config

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"time"

	"watchword/assets/words"
)

// A Setting is one member of the settings file.
type Setting struct {
	Key     string // of the member: "lockMinutes"
	Section string // of the page Settings; "" is not on it
	Label   string // "Lock after inactivity"; what the page says of it is in the catalog, as are section and choices
	Needs   Ability
	Words   string // further words that it is searched by
	Note    string // what the page says below it; "" is nothing

	value value
}

// An Ability is what not every desktop lets a program do.
type Ability int

// The abilities; the zero Ability is everywhere.
const (
	_          Ability = iota
	Minimising         // the program minimises its own window
	Trays              // there may be a place for icons of programs
)

// On returns the settings of a section of the page, in their order.
func On(section string) (list []Setting) {
	for _, s := range Settings {
		if s.Section == section {
			list = append(list, s)
		}
	}
	return list
}

// Named returns the setting with a key of [Settings].
func Named(key string) Setting {
	return Settings[slices.IndexFunc(Settings, func(s Setting) bool { return s.Key == key })]
}

// A Choice is one value of a setting.
type Choice struct {
	Text string // "after 10 minutes"
	set  func(*Values)
}

// Choices returns what may be chosen, and which of it these values have. A value that somebody
// wrote into the file by hand comes last.
func (s Setting) Choices(v Values) (list []Choice, chosen int) { return s.value.choices(v) }

// usual is the value of somebody who has changed nothing, as the file holds it.
func (s Setting) usual() string { return string(s.value.write(Defaults)) }

// allowed lists what the file may hold: "0 or 5 to 300 seconds".
func (s Setting) allowed() string {
	return words.Or(s.value.allowed()...)
}

// value is what a setting does with its field of the values.
type value interface {
	field(*Values) any                  // the field's address
	reset(*Values)                      // to the usual one
	read(*Values, json.RawMessage) bool // false where it makes no sense; then nothing changes
	write(Values) json.RawMessage
	choices(Values) (list []Choice, chosen int)
	rule() string // what the file may hold beside the choices, in words
	allowed() []string
}

// field is the value of a setting in one field of the values.
type field[T comparable] struct {
	in      func(*Values) *T
	usual   T
	offered []offer[T]

	holds func(T) bool // what the file may hold beside the choices; nil is nothing
	says  string       // the same in words
	shown string       // a format for such a value
}

// offer is a value that the page offers, with its words.
type offer[T comparable] struct {
	value T
	text  string
}

func is[T comparable](value T, text string) offer[T] { return offer[T]{value, text} }

// one is a field with one of some choices.
func one[T comparable](in func(*Values) *T, usual T, offered ...offer[T]) field[T] {
	return field[T]{in: in, usual: usual, offered: offered}
}

// or lets the file hold more than the choices.
func (f field[T]) or(rule string, holds func(T) bool, shown string) field[T] {
	f.says, f.holds, f.shown = rule, holds, shown
	return f
}

// onOff is a field that is usually off and may be on.
func onOff(in func(*Values) *bool) value {
	return one(in, false).or("true or false", func(bool) bool { return true }, "")
}

// text is a field that is usually empty.
func text(in func(*Values) *string, rule string, holds func(string) bool) value {
	return one(in, "", is("", words.Mark("none"))).or(rule, holds, "%s")
}

func (f field[T]) field(v *Values) any { return f.in(v) }

func (f field[T]) reset(v *Values) { *f.in(v) = f.usual }

func (f field[T]) read(v *Values, raw json.RawMessage) bool {
	var value T
	if json.Unmarshal(raw, &value) != nil {
		return false
	}
	offered := slices.ContainsFunc(f.offered, func(o offer[T]) bool { return o.value == value })
	if !offered && (f.holds == nil || !f.holds(value)) {
		return false
	}
	*f.in(v) = value
	return true
}

func (f field[T]) write(v Values) json.RawMessage { return encode(*f.in(&v)) }

func (f field[T]) choices(v Values) (list []Choice, chosen int) {
	value := *f.in(&v)
	chosen = -1
	for i, o := range f.offered {
		if bytes.EqualFold(encode(o.value), encode(value)) { // a colour may be written in small letters
			chosen = i
		}
		list = append(list, Choice{words.T(o.text), func(v *Values) { *f.in(v) = o.value }})
	}
	if chosen < 0 && f.shown != "" {
		chosen = len(list)
		list = append(list, Choice{words.T(f.shown, value), func(v *Values) { *f.in(v) = value }})
	}
	return list, chosen
}

func (f field[T]) rule() string { return f.says }

func (f field[T]) allowed() (list []string) {
	for _, o := range f.offered {
		if f.holds == nil || !f.holds(o.value) {
			list = append(list, string(encode(o.value)))
		}
	}
	if f.says != "" {
		list = append(list, f.says)
	}
	return list
}

// encode writes a value of a setting, all of which JSON can.
func encode(is any) json.RawMessage {
	data, err := json.Marshal(is)
	if err != nil {
		panic(err) // a kind of value that JSON does not know: every test fails
	}
	return data
}

var color = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

func isColor(s string) bool { return color.MatchString(s) }

var keys = regexp.MustCompile(`^((Ctrl|Alt|Shift|Super)\+)*([A-Z0-9]|Space|F([1-9]|1[0-2]))$`)

// isKeys reports whether a text is written as keys are. Whether a desktop gives them shows when they are
// asked for.
func isKeys(s string) bool { return keys.MatchString(s) }

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func upTo(bytes int) func(string) bool { return func(s string) bool { return len(s) <= bytes } }

func between(least, most int) func(int) bool {
	return func(n int) bool { return n >= least && n <= most }
}
