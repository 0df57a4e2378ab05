package vault

import (
	"context"
	"fmt"
	"testing"
	"time"

	"watchword/vault/internal/ordered"
)

// lostAt makes values that lost at these times after the clock's, one each.
func lostAt(now time.Time, after ...time.Duration) []overruled {
	var list []overruled
	for i, d := range after {
		list = append(list, overruled{fieldNote, ordered.Quote(fmt.Sprint("value ", i)), stampAt(now.Add(d)), "d"})
	}
	return list
}

func spread(n int, d time.Duration) []time.Duration {
	list := make([]time.Duration, n)
	for i := range list {
		list[i] = d + time.Duration(i)*time.Second
	}
	return list
}

func TestWhichLostValuesAreKept(t *testing.T) {
	const day = 24 * time.Hour
	now := newClock().t
	old := spread(10, -30*day)
	for _, row := range []struct {
		why   string
		list  []time.Duration
		clock time.Duration // how far it is from now
		keep  int
	}{
		{"none", nil, 0, 0},
		{"few, however old", spread(keepValues, -1000*day), 0, keepValues},
		{"many of the last 90 days", spread(200, -89*day), 0, 200},
		{"many old ones behind new ones: the bound", append(spread(200, -100*day), spread(keepValues, -1*day)...), 0, keepValues},
		{"90 days older than the newest ones", append([]time.Duration{-100 * day}, spread(keepValues, -10*day)...), 0, 1 + keepValues},
		{"a moment more", append([]time.Duration{-100*day - time.Millisecond}, spread(keepValues, -10*day)...), 0, keepValues},
		{"many old ones without new ones stay: nothing says that time went on", spread(200, -100*day), 0, 200},
		{"the clock is a year ahead", append(old, spread(keepValues, -1*day)...), 365 * day, 10 + keepValues},
		{"the clock is a year behind", append(spread(10, -100*day), spread(keepValues, -1*day)...), -365 * day, 10 + keepValues},
		{"a clock that was a year ahead made one value", append(old, append(spread(keepValues-1, -1*day), 365*day)...), 0, 10 + keepValues},
		{"a clock that was a year ahead made many", append(old, spread(keepValues, 365*day)...), 0, 10 + keepValues},
	} {
		list := lostAt(now, row.list...)
		if got := len(kept(list, now.Add(row.clock))); got != row.keep {
			t.Errorf("%s: %d are kept, want %d", row.why, got, row.keep)
		}
	}
}

// TestASaveForgetsWhatLostLongAgo: what is written is what is kept, in whatever order it was.
func TestASaveForgetsWhatLostLongAgo(t *testing.T) {
	v := unlockMem(t, prepared(t, false))
	list := lostAt(v.o.Now(), append(spread(keepValues, -24*time.Hour), spread(50, -200*24*time.Hour)...)...)
	r, err := v.doc.entries[0].rec.withMember("history", historyText(list))
	if err != nil {
		t.Fatal(err)
	}
	v.doc.put(0, r)
	v.Edit(v.Accounts()[1].ID, Edit{Note: ptr("changed")})
	mustSave(t, v)
	if list := v.History(v.Accounts()[0].ID); len(list) != keepValues+50 {
		t.Errorf("the open vault shows %d", len(list))
	}
	w, err := tryOpen(v.path, goodPassword, v.o)
	if err != nil {
		t.Fatal(err)
	}
	if list := w.History(w.Accounts()[0].ID); len(list) != keepValues || list[0].Value != fmt.Sprint("value ", keepValues-1) {
		t.Errorf("the file has %d: %+v", len(list), list)
	}
}

// TestAClockThatIsAheadKeepsTheValuesThatLost: a save with a clock that is months ahead costs no
// earlier value.
func TestAClockThatIsAheadKeepsTheValuesThatLost(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	here, there := newDesk(t, m, "here", clock), newDesk(t, m, "there", clock)
	v, w := here.open(), there.open()
	id := v.Accounts()[0].ID
	v.Edit(id, Edit{Note: ptr("lost")})
	mustSave(t, v)
	clock.add(time.Second)
	w.Edit(id, Edit{Note: ptr("won")})
	mustSave(t, w)
	v = here.open()
	if list := v.History(id); len(list) != 1 || list[0].Value != "lost" {
		t.Fatalf("%+v", list)
	}
	clock.add(200 * 24 * time.Hour)
	v.Edit(id, Edit{Issuer: ptr("renamed")})
	if r := v.Save(context.Background()); r.Status != Saved {
		t.Fatal(r.Err)
	}
	if list := here.open().History(id); len(list) != 1 || list[0].Value != "lost" {
		t.Errorf("%+v", list)
	}
}
