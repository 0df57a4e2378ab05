package settings

import (
	"fyne.io/fyne/v2"

	"watchword/app/config"
	"watchword/app/phrases"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// rows are the settings of a section that this desktop can follow, each a choice.
func (s *Page) rows(section string) (rows []fyne.CanvasObject) {
	for _, setting := range config.On(section) {
		if setting.Needs == 0 || s.Can != nil && s.Can(setting.Needs) {
			rows = append(rows, s.choice(setting))
			if setting.Note != "" {
				rows = append(rows, widgets.NewMuted(words.T(setting.Note)))
			}
		}
	}
	return rows
}

// choice is the row of a setting.
func (s *Page) choice(setting config.Setting) fyne.CanvasObject {
	list, chosen := setting.Choices(s.Config.Values)
	label := words.T(setting.Label)
	c := widgets.NewChoice(label, nil, nil)
	for i, choice := range list {
		text := phrases.Capital(choice.Text)
		c.Options = append(c.Options, text)
		if i == chosen {
			c.Selected = text
		}
	}
	c.OnChanged = func(text string) {
		for _, choice := range list {
			if phrases.Capital(choice.Text) == text {
				s.Config.Choose(setting, choice)
				s.OnChanged()
			}
		}
	}
	return s.row(setting.Key, label, c)
}
