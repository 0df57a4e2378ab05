package settings

import (
	"context"
	"time"

	"watchword/app/clock"
	"watchword/app/phrases"
	pages "watchword/app/settings"
)

// ShowClock compares the clock.
func (f *Flow) ShowClock() {
	checked := ""
	if t, err := time.ParseInLocation(time.DateOnly, f.Config.ClockChecked, f.Now().Location()); err == nil {
		checked = phrases.Day(t, f.Now())
	}
	var ctx context.Context
	f.Visit(&pages.Clock{
		Run: f.Run, Now: f.Now, Server: f.Config.TimeServer, Correction: f.Config.ClockSeconds, Checked: checked,
		Ask: func(server string) (clock.Answer, error) { return f.AskTime(ctx, server) },
		OnAsked: func(answer clock.Answer) {
			f.Config.ClockChecked = f.Now().Add(answer.Offset).Format(time.DateOnly)
			if f.Config.TimeServer = answer.Server; answer.Server == clock.Server {
				f.Config.TimeServer = ""
			}
			f.SaveConfig()
		},
		OnCorrect: func(seconds int) {
			f.Config.ClockSeconds = seconds
			f.SaveConfig()
			f.Apply()
		},
		OnBack: f.Back, OnShortcut: f.EntryShortcut,
	}, f.ShowClock)
	ctx = f.Work()
}
