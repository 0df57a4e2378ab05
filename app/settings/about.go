package settings

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"watchword/app/widgets"
	"watchword/assets"
	"watchword/assets/words"
)

// About returns the page that says what this program is: its version as a report needs it, where to report, and
// under which licences its parts stand. The texts of all of them are a page of their own, for they are long.
func About(version string, texts, back func()) fyne.CanvasObject {
	logo := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.IconPNG))
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSize(56, 56))
	what := words.T("Watchword %s, %s/%s", version, runtime.GOOS, runtime.GOARCH)
	licences := widgets.Stack(6, widgets.NewStrong(words.T("Licences")), widgets.NewMuted(words.T("Watchword itself: MIT")))
	for _, l := range licencesOf(assets.Licenses) {
		licences.Add(widgets.NewMuted(l))
	}
	licences.Add(container.NewHBox(widgets.NewButton(words.T("Licences of all parts"), widgets.Plain, texts)))
	return widgets.NewPage(words.T("About"), back, widgets.Stack(12,
		container.NewCenter(logo),
		widgets.CopyLine(widgets.NewStrong(what), words.T("Copy the version"), what),
		widgets.NewLabel(words.T("No account, no server, no network unless you ask for it.")),
		widgets.NewCard(widgets.Stack(6, widgets.NewStrong(words.T("Report a problem")),
			widgets.NewMuted(words.T("Open an issue where you got Watchword from, with the version above and what you did. Leave out keys, links and codes. A security problem goes there too, by private report.")))),
		widgets.NewCard(licences),
	), nil)
}

// licencesOf are the parts and their licences, from the table of LICENSES.md, one line each without Markdown's signs.
func licencesOf(markdown string) (list []string) {
	plain := strings.NewReplacer("`", "", "**", "")
	for line := range strings.Lines(markdown) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 || strings.HasPrefix(cells[0], ":") || strings.TrimSpace(cells[0]) == "part" {
			continue
		}
		for i, c := range cells {
			cells[i] = plain.Replace(strings.TrimSpace(withoutLinks(c)))
		}
		list = append(list, cells[0]+": "+cells[1]+". "+cells[2])
	}
	return list
}

// withoutLinks leaves of [text](address) the text.
func withoutLinks(s string) string {
	for {
		before, rest, ok := strings.Cut(s, "](")
		open := strings.LastIndex(before, "[")
		_, after, closed := strings.Cut(rest, ")")
		if !ok || open < 0 || !closed {
			return s
		}
		s = before[:open] + before[open+1:] + after
	}
}
