package accounts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets"
)

// emptyContent is what stands where there is no account yet: one large button.
func (s *Screen) emptyContent() fyne.CanvasObject {
	picture := container.NewStack(
		layer("scan-frame.svg", assets.ScanFrameSVG, theme.ColorAccent),
		layer("scan-code.svg", assets.ScanCodeSVG, theme.ColorText))
	s.scan = widgets.NewButton("Scan the QR code on my screen", widgets.Main, s.OnScan)
	return widgets.NewCentered(widgets.Stack(14,
		container.NewCenter(picture),
		widgets.NewHeading("Add your first account").Centered(),
		widgets.NewLabel("Open the page that shows the QR code, then let Watchword look at your screen. Nothing leaves this computer.").Centered(),
		s.scan,
		widgets.Flow(
			widgets.NewButton("Open a picture", widgets.Plain, s.OnPicture),
			widgets.NewButton("Paste", widgets.Plain, s.OnPaste),
			widgets.NewButton("Type the key", widgets.Plain, s.OnKey),
			widgets.NewButton("Import", widgets.Plain, s.OnImport),
		),
		widgets.NewMuted("… or drop a picture or an export file here.").Centered(),
		container.NewCenter(widgets.NewButton("Where do I find the QR code?", widgets.Quiet, s.OnGuide)),
	))
}

// layer is one drawing in a colour of the theme.
func layer(name string, svg []byte, colorName fyne.ThemeColorName) fyne.CanvasObject {
	i := canvas.NewImageFromResource(fynetheme.NewColoredResource(fyne.NewStaticResource(name, svg), colorName))
	i.FillMode = canvas.ImageFillContain
	i.SetMinSize(fyne.NewSize(76, 76))
	return i
}
