package add

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// A Problem is a code that cannot be added, with what to do instead.
type Problem struct {
	Title, Advice string
}

// Results shows what was found: accounts to tick, and codes that cannot be used with what
// they are and what to click instead. It may show while the search goes on: [Results.Update]
// brings in what was found since.
type Results struct {
	Title      string
	Candidates []Candidate
	Problems   []Problem
	Again      string // what the button for another try says: "Scan again"
	Now        func() time.Time
	Searching  bool // more may come

	// Came says that the page comes by itself, and not because somebody waits for it.
	Came bool

	// Below stands under what was found; nil is nothing.
	Below fyne.CanvasObject

	// ForTags lets the user give tags to all that is added; Tags are those there are.
	ForTags bool
	Tags    []string

	// OnAdd gets what was chosen, and by its index the ids of the accounts whose place some take.
	OnAdd    func(chosen []account.Account, replaces map[int]string)
	OnAgain  func()
	OnKey    func()
	OnRegion func() // mark a part of the picture; nil where there is none
	OnStop   func() // end the search that goes on
	OnBack   func()

	sent   bool            // to OnAdd, which leaves this page once the vault is saved
	ticked []bool          // by candidate
	swaps  []bool          // by candidate: it takes the place of its namesake
	rows   []*candidateRow // those that are drawn
	add    *widgets.Button
	again  *widgets.Button
	region *widgets.Button
	tags   *widgets.Entry
	root   *fyne.Container
}

// manyCandidates is from how many on the candidates are drawn as a list that recycles its
// rows: an import may hold thousands.
const manyCandidates = 40

// Content builds the screen.
func (s *Results) Content() fyne.CanvasObject {
	s.add = widgets.NewButton("", widgets.Main, s.submit)
	if s.Came {
		s.add.Guard() // a key that was meant for the page before adds nothing
	}
	s.ticked, s.swaps = make([]bool, len(s.Candidates)), make([]bool, len(s.Candidates))
	for i, c := range s.Candidates {
		s.ticked[i] = c.wanted()
	}
	if s.ForTags {
		hint := words.T("Tags for all, separated by commas")
		if len(s.Tags) > 0 {
			hint += ": " + strings.Join(s.Tags[:min(len(s.Tags), 3)], ", ") + " …"
		}
		s.tags = widgets.NewEntry(hint, words.T("Tags for all"))
	}
	s.root = container.NewStack(s.build())
	return s.root
}

// Update shows what was found by now. What the user ticked stays so.
func (s *Results) Update(title string, candidates []Candidate, problems []Problem, searching bool) {
	type choice struct{ ticked, swaps bool }
	before := map[string]choice{}
	for i, c := range s.Candidates {
		before[c.identity()] = choice{s.ticked[i], s.swaps[i]}
	}
	s.Title, s.Candidates, s.Problems, s.Searching = title, candidates, problems, searching
	s.ticked, s.swaps = make([]bool, len(candidates)), make([]bool, len(candidates))
	for i, c := range candidates {
		was, known := before[c.identity()]
		s.ticked[i], s.swaps[i] = was.ticked || !known && c.wanted(), was.swaps
	}
	s.root.Objects = []fyne.CanvasObject{s.build()}
	s.root.Refresh()
}

// identity tells candidates apart.
func (c Candidate) identity() string { return c.Account.Fingerprint() }

// build draws the page.
func (s *Results) build() fyne.CanvasObject {
	s.rows = nil
	s.count()
	var page fyne.CanvasObject
	if len(s.Candidates) > manyCandidates {
		page = s.manyPage()
	} else {
		body := container.New(layout.NewCustomPaddedVBoxLayout(12))
		for i := range s.Candidates {
			row := newFreeRow()
			s.fill(row, i)
			s.rows = append(s.rows, row)
			body.Add(row.withChoice(s.swaps[i], func(replace bool) {
				s.swaps[i] = replace
				s.count()
			}))
		}
		for _, p := range s.Problems {
			body.Add(s.card(p))
		}
		if s.Searching {
			body.Add(container.NewBorder(nil, nil, nil, container.NewCenter(widgets.NewButton(words.T("Stop"), widgets.Quiet, s.OnStop)),
				container.New(&middle{}, widgets.NewMuted(words.T("Still scanning …")))))
		}
		if s.tags != nil && len(s.Candidates) > 0 {
			body.Add(s.tags)
		}
		if s.Below != nil {
			body.Add(s.Below)
		}
		page = widgets.NewPage(s.Title, s.OnBack, body, s.foot())
	}
	s.Tick(s.Now())
	return page
}

// manyPage draws the candidates as a list, with the problems summed up above it.
func (s *Results) manyPage() fyne.CanvasObject {
	list := widget.NewList(func() int { return len(s.Candidates) },
		func() fyne.CanvasObject {
			row := newCandidateRow()
			s.rows = append(s.rows, row)
			return row
		},
		func(i int, o fyne.CanvasObject) { s.fill(o.(*candidateRow), i) })
	list.HideSeparators = true
	var above fyne.CanvasObject
	if n := len(s.Problems); n > 0 {
		lines := []fyne.CanvasObject{widgets.NewStrong(words.N(n, "1 not usable", "%d not usable"))}
		for i, p := range s.Problems {
			if i == 3 {
				lines = append(lines, widgets.NewMuted(words.T("and %d more; the report at the end lists them", n-i)))
				break
			}
			lines = append(lines, widgets.NewMuted(joined(p.Title, p.Advice)))
		}
		above = widgets.NewWarningCard(widgets.Stack(4, lines...))
	}
	below := widgets.Stack(12)
	for _, o := range []fyne.CanvasObject{s.tagsEntry(), s.Below} {
		if o != nil {
			below.Add(o)
		}
	}
	return widgets.NewListPage(s.Title, s.OnBack, container.NewBorder(above, below, nil, nil, widgets.ScrollingList(list)), s.foot())
}

// fill makes row show the candidate at a position.
func (s *Results) fill(row *candidateRow, i int) {
	row.set(s.Candidates[i], s.ticked[i], func(on bool) {
		s.ticked[i] = on
		s.count()
	})
	row.tick(s.Now())
}

// card says what one unusable code is and what to do instead. What stands elsewhere on the page, its title or the button
// for another try, is not on the card too.
func (s *Results) card(p Problem) fyne.CanvasObject {
	if p.Title == s.Title {
		p.Title = ""
	}
	atFoot := len(s.Candidates) == 0 || s.OnRegion == nil
	if s.OnAgain == nil || s.Searching || atFoot {
		return problemCard(p)
	}
	return problemCard(p, widgets.NewButton(s.Again, widgets.Quiet, s.OnAgain))
}

// foot is the row of buttons that stays.
func (s *Results) foot() fyne.CanvasObject {
	beside := func(left *widgets.Button, main fyne.CanvasObject) fyne.CanvasObject {
		return container.NewBorder(nil, nil, container.NewCenter(left), nil, widgets.Pad(0, 0, 8, 0, main))
	}
	s.again, s.region = nil, nil
	switch {
	case len(s.Candidates) > 0 && s.OnRegion != nil && !s.Searching:
		s.region = widgets.NewButton(words.T("Mark a region"), widgets.Plain, s.OnRegion)
		return beside(s.region, s.add)
	case len(s.Candidates) > 0 && s.OnAgain != nil && !s.Searching:
		s.again = widgets.NewButton(s.Again, widgets.Plain, s.OnAgain)
		return beside(s.again, s.add)
	case len(s.Candidates) > 0:
		return s.add
	case s.OnAgain != nil:
		return beside(widgets.NewButton(words.T("Type the key"), widgets.Plain, s.OnKey), widgets.NewButton(s.Again, widgets.Main, s.OnAgain))
	}
	return widgets.NewButton(words.T("Type the key"), widgets.Plain, s.OnKey)
}

// Widgets names the places that a user clicks.
func (s *Results) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"scan.add": s.add}
	if s.tags != nil {
		out["import.tags"] = s.tags
	}
	if s.region != nil {
		out["scan.region"] = s.region
	}
	for _, r := range s.rows {
		if r.choice != nil && r.choice.replace != nil {
			out["scan.keep"], out["scan.replace"] = r.choice.keep, r.choice.replace
			break
		}
	}
	return out
}

// Tick brings the codes up to the second.
func (s *Results) Tick(now time.Time) {
	for _, r := range s.rows {
		r.tick(now)
	}
}

// TypedKey lets Enter add what is ticked.
func (s *Results) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
		if !s.add.Waiting() {
			s.submit()
		}
		return true
	}
	return false
}

func (s *Results) chosen() (out []account.Account, replaces map[int]string) {
	replaces = map[int]string{}
	for i, on := range s.ticked {
		if !on {
			continue
		}
		if c := s.Candidates[i]; s.swaps[i] && c.Namesake != "" {
			replaces[len(out)] = c.Namesake
		}
		out = append(out, s.Candidates[i].Account.Clone())
	}
	return out, replaces
}

// Undecided reports whether there are accounts that the vault does not have, or lacks something
// of, and nobody asked to add yet.
func (s *Results) Undecided() bool {
	return !s.sent && slices.ContainsFunc(s.Candidates, func(c Candidate) bool { return !c.Match.Stored() || c.New != "" })
}

// Adding reports whether what was ticked is on its way into the vault.
func (s *Results) Adding() bool { return s.sent }

func (s *Results) count() {
	chosen, replaces := s.chosen()
	n := len(chosen)
	s.add.SetText(addText(n, len(replaces)))
	if n == 0 {
		s.add.Disable()
	} else {
		s.add.Enable()
	}
}

// Draft implements the window's question before the page goes.
func (s *Results) Draft() widgets.Draft {
	if s.sent || s.tagsTyped() == nil {
		return widgets.Draft{}
	}
	return widgets.Draft{
		Unsaved: words.T("These accounts have not been imported, and the tags that you typed are not kept."),
		Dropped: words.T("Watchword locked before the import was finished. Nothing was imported."),
	}
}

// tagsEntry is where tags for all are typed; nil where they are not asked for.
func (s *Results) tagsEntry() fyne.CanvasObject {
	if s.tags == nil {
		return nil
	}
	return s.tags
}

// tagsTyped are the tags for all accounts, those there are as they are written already.
func (s *Results) tagsTyped() []string {
	if s.tags == nil {
		return nil
	}
	var tags []string
	for _, tag := range strings.Split(s.tags.Text, ",") {
		if tag = strings.TrimSpace(tag); tag == "" {
			continue
		}
		if i := indexOfTag(s.Tags, tag); i >= 0 {
			tag = s.Tags[i]
		}
		tags = withTags(tags, []string{tag})
	}
	return tags
}

// withTags returns tags with those of more that are not among them.
func withTags(tags, more []string) []string {
	for _, tag := range more {
		if indexOfTag(tags, tag) < 0 {
			tags = append(tags, tag)
		}
	}
	return tags
}

func indexOfTag(tags []string, tag string) int {
	return slices.IndexFunc(tags, func(t string) bool { return account.Fold(t) == account.Fold(tag) })
}

func (s *Results) submit() {
	if s.sent {
		return
	}
	chosen, replaces := s.chosen()
	for i := range chosen {
		chosen[i].Tags = withTags(chosen[i].Tags, s.tagsTyped())
	}
	if len(chosen) > 0 {
		s.sent = true
		s.OnAdd(chosen, replaces)
	}
}

// Problems turns unusable finds into problems, and the entries of a migration that could
// not be read too.
func problemsOf(f account.Find) []Problem {
	var out []Problem
	if !f.Usable() || f.Reason != "" {
		title := f.Title
		if title == "" {
			title = words.T("This code cannot be used")
		}
		advice := joined(f.Reason, f.Advice)
		if f.Kind == account.KindBroken { // it says which part of it is wrong
			advice = sentence(f.Reason) + " " + f.Advice
		}
		out = append(out, Problem{Title: title, Advice: strings.TrimSpace(advice)})
	}
	for _, x := range f.Failures {
		out = append(out, Problem{Title: words.T("Entry %s cannot be added", x.Entry()), Advice: x.Reason})
	}
	return out
}

// sentence makes a sentence of a reason.
func sentence(reason string) string {
	if reason == "" {
		return ""
	}
	return strings.ToUpper(reason[:1]) + reason[1:] + "."
}

// joined prefers the advice, which is a whole sentence, over the short reason.
func joined(reason, advice string) string {
	if advice != "" {
		return advice
	}
	return reason
}

// Classify makes candidates and problems of finds: each account once, however many codes
// carried it; match says what the vault has already.
func Classify(finds []account.Find, match func(account.Account) vault.Match) ([]Candidate, []Problem) {
	var candidates []Candidate
	var problems []Problem
	seen := map[string]bool{}
	told := map[Problem]bool{}
	for _, f := range finds {
		for _, a := range f.Accounts {
			c := Candidate{Account: a, Note: f.Note, Short: f.Short}
			if seen[c.identity()] {
				continue
			}
			seen[c.identity()] = true
			c.Match = match(a)
			candidates = append(candidates, c)
		}
		for _, p := range problemsOf(f) {
			if !told[p] {
				told[p] = true
				problems = append(problems, p)
			}
		}
	}
	problems = append(problems, missingParts(finds)...)
	return candidates, problems
}

// missingParts names the parts of a Google export that were not among the finds.
func missingParts(finds []account.Find) []Problem {
	type batch struct{ id, size int }
	parts := map[batch]map[int]bool{}
	for _, f := range finds {
		if m := f.Migration; m != nil && m.Size > 1 {
			b := batch{m.ID, m.Size}
			if parts[b] == nil {
				parts[b] = map[int]bool{}
			}
			parts[b][m.Index] = true
		}
	}
	var out []Problem
	for b, have := range parts {
		if missing := b.size - len(have); missing > 0 {
			out = append(out, Problem{
				Title:  words.T("%d of %d parts of this export were found", len(have), b.size),
				Advice: words.T("Show the next code on the phone and scan again; what was found so far is kept. Or add these accounts now."),
			})
		}
	}
	return out
}

// Title is the title of a page of results.
func Title(n int, where string) string {
	if n == 0 {
		return words.T("No code %s", where)
	}
	return words.N(n, "1 code %[2]s", "%d codes %s", where)
}
