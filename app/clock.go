package app

import (
	"context"
	"time"

	"watchword/app/clock"
	"watchword/app/settings"
)

// showClock compares the clock, with the way back to the page that led there.
func (a *App) showClock(back func()) {
	checked := ""
	if t, err := time.ParseInLocation(time.DateOnly, a.config.ClockChecked, a.o.Now().Location()); err == nil {
		checked = onDay(t, a.o.Now())
	}
	var ctx context.Context
	a.show("clock", &settings.Clock{
		Run: a.o.Run, Now: a.o.Now, Server: a.config.TimeServer, Correction: a.config.ClockSeconds, Checked: checked,
		Ask: func(server string) (clock.Answer, error) { return a.o.AskTime(ctx, server) },
		OnAsked: func(answer clock.Answer) {
			a.config.ClockChecked = a.o.Now().Add(answer.Offset).Format(time.DateOnly)
			if a.config.TimeServer = answer.Server; answer.Server == clock.Server {
				a.config.TimeServer = ""
			}
			a.saveConfig()
		},
		OnCorrect: func(seconds int) {
			a.config.ClockSeconds = seconds
			a.saveConfig()
			a.session.Apply(a.sessionSettings(a.session.Vault()))
		},
		OnBack: back, OnShortcut: a.entryShortcut,
	}, back)
	ctx = a.work()
}

// onDay names a day as people do: "today".
func onDay(t, now time.Time) string {
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return "today"
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return "yesterday"
	}
	return "on " + t.Format("2 January 2006")
}
