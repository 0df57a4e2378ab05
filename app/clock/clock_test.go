package clock

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"
)

// reply is an answer of a time server, in the packet of RFC 5905, figure 8.
type reply struct {
	offset  time.Duration // of the server's clock against ours
	delay   time.Duration // the packet is held back on its way home
	stratum byte
	lost    bool
}

// ntpTime is seconds since 1900 with a fraction of 32 bits (RFC 5905, section 6).
func ntpTime(t time.Time) uint64 {
	const to1900 = 2208988800
	return uint64(t.Unix()+to1900)<<32 | uint64(t.Nanosecond())<<32/1e9
}

// serve is a time server on this computer, written from the RFC. It gives the replies in
// turn, the last one again and again, and counts the questions.
func serve(t *testing.T, replies ...reply) (address string, asked *atomic.Int32) {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	asked = new(atomic.Int32)
	go func() {
		packet := make([]byte, 128)
		for {
			n, from, err := c.ReadFrom(packet)
			if err != nil {
				return
			}
			r := replies[min(int(asked.Add(1)), len(replies))-1]
			if n < 48 || r.lost {
				continue
			}
			now := ntpTime(time.Now().Add(r.offset))
			out := make([]byte, 48)
			out[0], out[1], out[3] = 4<<3|4, r.stratum, 0xEC // version 4, server; precision
			copy(out[12:], "GPS\x00")
			binary.BigEndian.PutUint64(out[16:], now-1<<32) // set a second ago
			copy(out[24:], packet[40:48])                   // the question's own time comes back
			binary.BigEndian.PutUint64(out[32:], now)
			binary.BigEndian.PutUint64(out[40:], now)
			time.Sleep(r.delay)
			_, _ = c.WriteTo(out, from)
		}
	}()
	return c.LocalAddr().String(), asked
}

func TestAsk(t *testing.T) {
	for _, row := range []struct {
		why     string
		replies []reply
		want    time.Duration
		err     error
	}{
		{"a right clock", []reply{{stratum: 1}}, 0, nil},
		{"a clock that is behind", []reply{{offset: 42 * time.Second, stratum: 2}}, 42 * time.Second, nil},
		{"a clock that is ahead", []reply{{offset: -7 * time.Minute, stratum: 2}}, -7 * time.Minute, nil},
		// The way back alone is slow, which looks like half of it in offset.
		{"the shortest way counts", []reply{{stratum: 1, delay: 600 * time.Millisecond}, {stratum: 1}, {stratum: 1, delay: 600 * time.Millisecond}}, 0, nil},
		{"go away (stratum 0)", []reply{{stratum: 0}}, 0, ErrBadAnswer},
		{"not synchronised (stratum 16)", []reply{{stratum: 16}}, 0, ErrBadAnswer},
	} {
		address, asked := serve(t, row.replies...)
		a, err := Ask(context.Background(), address)
		if !errors.Is(err, row.err) {
			t.Errorf("%s: error %v, want %v", row.why, err, row.err)
			continue
		}
		if off := (a.Offset - row.want).Abs(); off > 200*time.Millisecond {
			t.Errorf("%s: off by %v, want %v", row.why, a.Offset, row.want)
		}
		if asked.Load() > samples {
			t.Errorf("%s: asked %d times", row.why, asked.Load())
		}
	}
}

func TestNobodyAnswers(t *testing.T) {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := c.LocalAddr().String()
	c.Close() // the port is closed: the system says so at once
	if _, err := Ask(context.Background(), address); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("error %v", err)
	}
}

// Whoever leaves the page does not wait for a server that is silent.
func TestCancel(t *testing.T) {
	address, asked := serve(t, reply{lost: true})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		_, err := Ask(ctx, address)
		done <- err
	}()
	for asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	case <-time.After(patience - time.Second):
		t.Error("it goes on waiting")
	}
}

func TestJudge(t *testing.T) {
	for _, row := range []struct {
		offset time.Duration
		want   Verdict
	}{
		{0, Right}, {-900 * time.Millisecond, Right}, {4900 * time.Millisecond, Right},
		{5 * time.Second, Near}, {-20 * time.Second, Near},
		{25 * time.Second, Wrong}, {-time.Hour, Wrong},
	} {
		if got := Judge(row.offset); got != row.want {
			t.Errorf("%v: %v, want %v", row.offset, got, row.want)
		}
	}
}

func TestCorrection(t *testing.T) {
	for _, row := range []struct {
		offset  time.Duration
		seconds int
		ok      bool
	}{
		{0, 0, true}, {400 * time.Millisecond, 0, true}, {41_600 * time.Millisecond, 42, true},
		{-90 * time.Second, -90, true}, {24 * time.Hour, 86400, true}, {24*time.Hour + time.Second, 86401, false},
	} {
		if s, ok := Correction(row.offset); s != row.seconds || ok != row.ok {
			t.Errorf("%v: %d %v", row.offset, s, ok)
		}
	}
}

func TestDescribe(t *testing.T) {
	for _, row := range []struct {
		offset time.Duration
		want   string
	}{
		{300 * time.Millisecond, "right to the second"},
		{-3400 * time.Millisecond, "3.4 seconds ahead"},
		{42 * time.Second, "42 seconds behind"},
		{7 * time.Minute, "7 minutes behind"},
		{-3 * time.Hour, "3 hours ahead"},
		{20 * 365 * 24 * time.Hour, "7,300 days behind"},
	} {
		if got := Describe(row.offset); got != row.want {
			t.Errorf("%v: %q, want %q", row.offset, got, row.want)
		}
	}
}

// A clock that is far off is far off only where two servers say so.
func TestAskASecondServer(t *testing.T) {
	const nobody = "127.0.0.1:1"
	for _, row := range []struct {
		reason        string
		first, second time.Duration
		asked         bool // the second one
		alone         bool
		err           error
	}{
		{"both say the same", 3 * time.Hour, 3*time.Hour + time.Second, true, false, nil},
		{"one of them lies", 3 * time.Hour, 0, true, false, ErrDisagree},
		{"both lie, in other ways", 3 * time.Hour, -3 * time.Hour, true, false, ErrDisagree},
		{"not so far off", LoneCorrection - 5*time.Second, 3 * time.Hour, false, false, nil},
	} {
		address, _ := serve(t, reply{offset: row.first, stratum: 1})
		second, asked := serve(t, reply{offset: row.second, stratum: 1})
		a, err := ask(t.Context(), address, second)
		if err != row.err || a.Alone != row.alone || (asked.Load() > 0) != row.asked {
			t.Errorf("%s: %+v, %v, the second one was asked %d times", row.reason, a, err, asked.Load())
		}
	}
	address, _ := serve(t, reply{offset: 3 * time.Hour, stratum: 1})
	if a, err := ask(t.Context(), address, nobody); err != nil || !a.Alone {
		t.Errorf("no second one answers: %+v, %v", a, err)
	}
}

// The second opinion is somebody else's, however the first server is written.
func TestSecondFor(t *testing.T) {
	for server, want := range map[string]string{
		Server: Second, "time.example:123": Second, "[2001:db8::1]:123": Second, "2001:db8::1": Second,
		Second: Server, Second + ".": Server, "Time.Cloudflare.com": Server, Second + ":123": Server, Second + ".:123": Server,
	} {
		if got := SecondFor(server); got != want {
			t.Errorf("%s: %s, want %s", server, got, want)
		}
	}
}
