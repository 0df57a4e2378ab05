package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"watchword/app/widgets"
)

// A List are the settings about how the list looks and what it does, as they stand in the
// file of settings.
type List struct {
	Contrast  string // "system", "normal", "high"
	Accent    string // "", "system", "#RRGGBB"
	Rows      string // "compact", "normal", "large"
	Sort      string // "own", "name", "use"
	NextCode  string // "last", "always", "never"
	HideCodes bool
	CopyHides bool
	CanHide   bool // this desktop lets a program minimise its window
}

// option is one value of a setting and how it is called.
type option struct{ value, text string }

var (
	contrasts = []option{{"system", "follow the system"}, {"normal", "normal"}, {"high", "high"}}
	accents   = []option{{"", "blue"}, {"system", "the system's"}, {"#0E8A6B", "green"}, {"#8A56E2", "violet"}, {"#D0487E", "pink"}, {"#C65D1E", "orange"}, {"#6B7684", "grey"}}
	rowSizes  = []option{{"compact", "compact"}, {"normal", "normal"}, {"large", "large"}}
	sorts     = []option{{"own", "in my own order"}, {"name", "by name"}, {"use", "by use on this computer"}}
	nextCodes = []option{{"last", "in the last seconds"}, {"always", "always"}, {"never", "never"}}
	hidings   = []option{{"", "always"}, {"yes", "under the pointer or by a key"}}
	copyings  = []option{{"", "stays"}, {"yes", "is minimised"}}
)

// choose returns a choice among options; a value that none of them has stays one.
func (s *Screen) choose(label string, options []option, value string, set func(string)) fyne.CanvasObject {
	var texts []string
	selected := value
	for _, o := range options {
		texts = append(texts, o.text)
		if o.value == value {
			selected = o.text
		}
	}
	if !slices.Contains(texts, selected) { // a colour from the file
		texts = append(texts, selected)
	}
	c := widgets.NewChoice(label, texts, nil)
	c.Selected = selected
	c.OnChanged = func(text string) {
		for _, o := range options {
			if o.text == text {
				set(o.value)
				s.OnChanged(s.Values)
			}
		}
	}
	return s.row(label, c)
}

// accentName is a colour as the options spell it.
func accentName(s string) string {
	if strings.HasPrefix(s, "#") {
		return strings.ToUpper(s)
	}
	return s
}

// looks are the rows of the page about how the list looks.
func (s *Screen) looks() []fyne.CanvasObject {
	l := &s.Values.List
	return []fyne.CanvasObject{
		s.choose("Contrast", contrasts, l.Contrast, func(v string) { l.Contrast = v }),
		s.choose("Accent colour", accents, accentName(l.Accent), func(v string) { l.Accent = v }),
		s.choose("Rows", rowSizes, l.Rows, func(v string) { l.Rows = v }),
		s.choose("Sort the list", sorts, l.Sort, func(v string) { l.Sort = v }),
	}
}

// codes are the rows about the codes.
func (s *Screen) codes() []fyne.CanvasObject {
	l := &s.Values.List
	return []fyne.CanvasObject{
		s.choose("Show the next code", nextCodes, l.NextCode, func(v string) { l.NextCode = v }),
		s.choose("Show codes", hidings, yes(l.HideCodes), func(v string) { l.HideCodes = v != "" }),
	}
}

// afterCopy are the rows about what a copy does to the window.
func (s *Screen) afterCopy() []fyne.CanvasObject {
	l := &s.Values.List
	if !l.CanHide {
		return nil
	}
	return []fyne.CanvasObject{
		s.choose("After a copy the window", copyings, yes(l.CopyHides), func(v string) { l.CopyHides = v != "" }),
	}
}

func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}
