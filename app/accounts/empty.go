package accounts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets"
	"watchword/assets/words"
)

// emptyContent is what stands where there is no account yet: one large button.
func (s *Page) emptyContent() fyne.CanvasObject {
	picture := container.NewStack(
		layer("scan-frame.svg", assets.ScanFrameSVG, theme.ColorAccent),
		layer("scan-code.svg", assets.ScanCodeSVG, theme.ColorText))
	s.title = widgets.NewHeading("").Centered()
	s.inTrash = widgets.NewLabel("").Centered()
	s.toTrash = widgets.NewButton(words.T("Show the trash"), widgets.Plain, func() { s.OnShowTrash() })
	s.trashed = widgets.Stack(4, s.inTrash, container.NewCenter(s.toTrash))
	s.SetTrashed(s.trashCount)
	s.scan = widgets.NewButton(words.T("Scan the QR code on my screen"), widgets.Main, s.OnScan)
	return widgets.NewCentered(widgets.Stack(14,
		container.NewCenter(picture),
		s.title,
		s.trashed,
		widgets.NewLabel(words.T("Open the page that shows the QR code, then let Watchword scan your screen. Nothing leaves this computer.")).Centered(),
		s.scan,
		widgets.Flow(
			widgets.NewButton(words.T("Open a picture"), widgets.Plain, s.OnPicture),
			widgets.NewButton(words.T("Paste"), widgets.Plain, s.OnPaste),
			widgets.NewButton(words.T("Type the key"), widgets.Plain, s.OnKey),
			widgets.NewButton(words.T("Import"), widgets.Plain, s.OnImport),
		),
		widgets.NewMuted(words.T("… or drop a picture or an export file here.")).Centered(),
		container.NewCenter(widgets.NewButton(words.T("Where do I find the QR code?"), widgets.Quiet, s.OnGuide)),
	))
}

// SetTrashed says how many accounts are in the trash: who has deleted all is not told to add a first
// one only.
func (s *Page) SetTrashed(n int) {
	s.trashCount = n
	if s.title == nil {
		return
	}
	text := words.N(n, "1 account is in the trash.", "%d accounts are in the trash.")
	title := words.T("Add your first account")
	if n > 0 {
		title = words.T("Add an account")
	}
	s.title.SetText(title)
	s.inTrash.SetText(text)
	show(s.trashed, n > 0)
}

// layer is one drawing in a colour of the theme.
func layer(name string, svg []byte, colorName fyne.ThemeColorName) fyne.CanvasObject {
	i := canvas.NewImageFromResource(fynetheme.NewColoredResource(fyne.NewStaticResource(name, svg), colorName))
	i.FillMode = canvas.ImageFillContain
	i.SetMinSize(fyne.NewSize(76, 76))
	return i
}
