package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/vault/account"
)

// A Label is wrapped text in one of the few dresses of the look.
type Label struct {
	widget.BaseWidget
	rich *widget.RichText
	seg  *widget.TextSegment
	kept int // lines that a message takes up even while it says less
}

var _ fyne.Accessible = (*Label)(nil)

func newLabel(text string, style widget.RichTextStyle) *Label {
	seg := &widget.TextSegment{Text: text, Style: style}
	rich := widget.NewRichText(seg)
	rich.Wrapping = fyne.TextWrapWord
	l := &Label{rich: rich, seg: seg}
	l.ExtendBaseWidget(l)
	return l
}

// NewLabel returns body text.
func NewLabel(text string) *Label {
	return newLabel(text, widget.RichTextStyle{ColorName: theme.ColorText, SizeName: fynetheme.SizeNameText})
}

// NewStrong returns semi-bold body text.
func NewStrong(text string) *Label {
	return newLabel(text, widget.RichTextStyle{ColorName: theme.ColorText, SizeName: fynetheme.SizeNameText, TextStyle: fyne.TextStyle{Bold: true}})
}

// NewMuted returns smaller text in the muted colour.
func NewMuted(text string) *Label {
	return newLabel(text, widget.RichTextStyle{ColorName: theme.ColorMuted, SizeName: fynetheme.SizeNameCaptionText})
}

// NewMarked returns body text with **bold** and `code` in it, as Markdown writes them.
func NewMarked(text string) *Label {
	rich := widget.NewRichTextFromMarkdown(text)
	rich.Wrapping = fyne.TextWrapWord
	l := &Label{rich: rich, seg: &widget.TextSegment{Text: strings.NewReplacer("**", "", "`", "").Replace(text)}}
	l.ExtendBaseWidget(l)
	return l
}

// NewHeading returns a heading.
func NewHeading(text string) *Label {
	return newLabel(text, widget.RichTextStyle{ColorName: theme.ColorText, SizeName: fynetheme.SizeNameHeadingText, TextStyle: fyne.TextStyle{Bold: true}})
}

// NewMessage returns a label for errors and results, empty at first.
func NewMessage() *Label {
	l := newLabel("", widget.RichTextStyle{ColorName: theme.ColorMuted, SizeName: fynetheme.SizeNameCaptionText})
	l.Hide()
	return l
}

// Keep has a message take up so many lines even where it says less or nothing: what stands below it does not jump
// when it speaks. It returns the label.
func (l *Label) Keep(lines int) *Label {
	l.kept = lines
	l.Show()
	return l
}

// NewMono returns text in fixed-width figures, for keys that are read aloud or typed.
func NewMono(text string) *Label {
	return newLabel(text, widget.RichTextStyle{ColorName: theme.ColorText, SizeName: fynetheme.SizeNameText, TextStyle: fyne.TextStyle{Monospace: true}})
}

// Centered aligns the text in the middle and returns the label.
func (l *Label) Centered() *Label {
	l.seg.Style.Alignment = fyne.TextAlignCenter
	return l
}

// Text returns what the label says.
func (l *Label) Text() string { return l.seg.Text }

// Color returns the name of the colour that the text has.
func (l *Label) Color() fyne.ThemeColorName { return l.seg.Style.ColorName }

// SetText changes the text.
func (l *Label) SetText(text string) { l.say(text, l.seg.Style.ColorName) }

// Say shows a message in the given colour; an empty one hides the label.
func (l *Label) Say(text string, colorName fyne.ThemeColorName) {
	l.say(account.VisibleText(text), colorName) // paths and other programs' words are in it
	if text == "" && l.kept == 0 {
		l.Hide()
	} else {
		l.Show()
	}
}

func (l *Label) say(text string, colorName fyne.ThemeColorName) {
	if l.seg.Text == text && l.seg.Style.ColorName == colorName {
		return
	}
	l.seg.Text, l.seg.Style.ColorName = text, colorName
	l.rich.Refresh()
	l.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *Label) AccessibilityLabel() string { return l.seg.Text }

// AccessibilityRole implements [fyne.Accessible].
func (*Label) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// tight takes away most of the inner padding that rich text brings along: a page of
// short paragraphs would fall apart otherwise.
const tight float32 = 7

// keptHeight is that of so many lines of a message.
func keptHeight(lines int) float32 {
	if lines == 0 {
		return 0
	}
	inner := fyne.CurrentApp().Settings().Theme().Size(fynetheme.SizeNameInnerPadding)
	return float32(lines)*fyne.MeasureText("A", theme.Caption, fyne.TextStyle{}).Height + 2*(inner-tight)
}

// CreateRenderer implements [fyne.Widget].
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: []fyne.CanvasObject{l.rich}}
	r.min = func() fyne.Size {
		m := l.rich.MinSize()
		return fyne.NewSize(max(0, m.Width-2*tight), max(0, m.Height-2*tight, keptHeight(l.kept)))
	}
	r.layout = func(size fyne.Size) {
		place(l.rich, -tight, -tight, size.Width+2*tight, size.Height+2*tight)
	}
	r.refresh = func() { r.layout(l.Size()) }
	return r
}

// NewBullet returns one point of a list.
func NewBullet(text string) fyne.CanvasObject {
	dot := NewMuted("•")
	return container.NewBorder(nil, nil, container.NewVBox(dot), nil, NewMuted(text))
}
