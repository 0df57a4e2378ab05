package edit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A tagPicker shows every tag as a chip that is on or off, and an entry for a new one.
type tagPicker struct {
	all  []string        // in the vault's order
	on   map[string]bool // that are chosen
	some map[string]bool // that only some of several accounts have

	onShortcut func(fyne.Shortcut) bool
	changed    func()

	chips   *fyne.Container
	entry   *widgets.Entry
	content fyne.CanvasObject
}

func newTagPicker(all, chosen []string, some map[string]bool) *tagPicker {
	p := &tagPicker{all: slices.Clone(all), on: map[string]bool{}, some: some}
	for _, t := range chosen {
		p.on[t] = true
		if !slices.Contains(p.all, t) {
			p.all = append(p.all, t)
		}
	}
	p.chips = widgets.FlowLeft()
	p.entry = widgets.NewEntry(words.T("New tag"), words.T("New tag, such as Work"))
	p.entry.OnSubmitted = func(string) { p.take() }
	p.entry.OnShortcut = func(s fyne.Shortcut) bool { return p.onShortcut != nil && p.onShortcut(s) }
	p.fill()
	p.content = widgets.Stack(6, p.chips, p.entry)
	return p
}

func (p *tagPicker) fill() {
	p.chips.RemoveAll()
	for _, t := range p.all {
		text := account.Visible(t)
		if p.some[t] {
			text += " (some)"
		}
		p.chips.Add(widgets.NewChip(text, p.on[t], func() {
			if p.Disabled() {
				return
			}
			p.on[t] = !p.on[t]
			delete(p.some, t)
			p.fill()
			p.tell()
		}))
	}
	p.chips.Hidden = len(p.all) == 0
	p.chips.Refresh()
}

// Enable implements [fyne.Disableable].
func (p *tagPicker) Enable() { p.entry.Enable() }

// Disable implements [fyne.Disableable]: nothing is changed any more.
func (p *tagPicker) Disable() { p.entry.Disable() }

// Disabled implements [fyne.Disableable].
func (p *tagPicker) Disabled() bool { return p.entry.Disabled() }

func (p *tagPicker) tell() {
	if p.changed != nil {
		p.changed()
	}
}

// take turns what was typed into tags that are on: one, or several with commas.
func (p *tagPicker) take() {
	for _, t := range splitTags(p.entry.Text) {
		if !slices.Contains(p.all, t) {
			p.all = append(p.all, t)
		}
		p.on[t] = true
		delete(p.some, t)
	}
	p.entry.SetText("")
	p.fill()
	p.tell()
}

// chosen returns the tags that are on: those that the account had in its order, then the
// others in that of the vault. What is still in the entry belongs to them.
func (p *tagPicker) chosen(had []string) []string {
	typed := splitTags(p.entry.Text)
	var out []string
	for _, t := range slices.Concat(had, p.all, typed) {
		if (p.on[t] || slices.Contains(typed, t)) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// splitTags reads a list with commas: trimmed, without empty ones, each once.
func splitTags(text string) []string {
	var out []string
	for t := range strings.SplitSeq(text, ",") {
		if t = strings.TrimSpace(t); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
