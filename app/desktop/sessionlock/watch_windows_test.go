package sessionlock

import (
	"context"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// What Windows would send is sent to our window; sleep is answered when lock has returned.
func TestMessages(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	reasons, done := make(chan Reason, 8), make(chan error, 1)
	go func() { done <- Watch(ctx, func(r Reason) { reasons <- r }) }()

	find, send := user32.NewProc("FindWindowW"), user32.NewProc("SendMessageW")
	class, err := windows.UTF16PtrFromString(className)
	if err != nil {
		t.Fatal(err)
	}
	var window uintptr
	for end := time.Now().Add(20 * time.Second); window == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		window, _, _ = find.Call(uintptr(unsafe.Pointer(class)), 0)
	}
	if window == 0 {
		t.Fatal("there is no window that listens")
	}
	for _, row := range []struct {
		id, w uintptr
		want  Reason
	}{
		{wmSessionChange, sessionLock, SessionLocked},
		{wmSessionChange, 0x8, ""}, // unlocked
		{wmSessionChange, consoleDisconnect, SessionLocked},
		{wmSessionChange, remoteDisconnect, SessionLocked},
		{wmPowerBroadcast, suspend, Sleep},
		{wmPowerBroadcast, 0x7, ""}, // awake again
	} {
		_, _, _ = send.Call(window, row.id, row.w, 0) // returns when the window has answered
		got := Reason("")
		select {
		case got = <-reasons:
		default:
		}
		if got != row.want {
			t.Errorf("message %#x with %#x: %q, want %q", row.id, row.w, got, row.want)
		}
	}
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the watch does not end")
	}
}
