package sessionlock

import (
	"context"
	"sync"

	"github.com/ebitengine/purego"
	"github.com/ebitengine/purego/objc"
)

// heard is what the observer below calls; one watch runs at a time.
var heard struct {
	sync.Mutex
	lock func(Reason)
}

func tell(r Reason) {
	heard.Lock()
	lock := heard.lock
	heard.Unlock()
	if lock != nil {
		lock(r)
	}
}

// observer is an Objective-C class with a method for each notification.
var observer = sync.OnceValues(func() (objc.ID, error) {
	class, err := objc.RegisterClass("WatchwordSessionObserver", objc.GetClass("NSObject"), nil, nil, []objc.MethodDef{
		{Cmd: objc.RegisterName("sessionLeft:"), Fn: func(objc.ID, objc.SEL, objc.ID) { go tell(SessionLocked) }},
		// macOS goes to sleep when the observers have returned. They run on the main thread,
		// which lock needs itself, so lock begins on a goroutine and the sleep is not held up:
		// it takes macOS longer than that to fall asleep.
		{Cmd: objc.RegisterName("willSleep:"), Fn: func(objc.ID, objc.SEL, objc.ID) { go tell(Sleep) }},
	})
	if err != nil {
		return 0, err
	}
	return objc.ID(class).Send(objc.RegisterName("new")), nil
})

// watch observes the notifications of a locked screen, of another person's session being
// shown, and of sleep. They are delivered by the main thread's run loop, which the window
// keeps going.
func watch(ctx context.Context, lock func(Reason)) error {
	if _, err := purego.Dlopen("/System/Library/Frameworks/AppKit.framework/AppKit", purego.RTLD_LAZY|purego.RTLD_GLOBAL); err != nil {
		return ErrUnavailable
	}
	us, err := observer()
	if err != nil || us == 0 {
		return ErrUnavailable
	}
	heard.Lock()
	heard.lock = lock
	heard.Unlock()
	defer func() {
		heard.Lock()
		heard.lock = nil
		heard.Unlock()
	}()

	add, remove := objc.RegisterName("addObserver:selector:name:object:"), objc.RegisterName("removeObserver:")
	distributed := objc.ID(objc.GetClass("NSDistributedNotificationCenter")).Send(objc.RegisterName("defaultCenter"))
	workspace := objc.ID(objc.GetClass("NSWorkspace")).Send(objc.RegisterName("sharedWorkspace")).Send(objc.RegisterName("notificationCenter"))
	distributed.Send(add, us, objc.RegisterName("sessionLeft:"), text("com.apple.screenIsLocked"), objc.ID(0))
	workspace.Send(add, us, objc.RegisterName("sessionLeft:"), text("NSWorkspaceSessionDidResignActiveNotification"), objc.ID(0))
	workspace.Send(add, us, objc.RegisterName("willSleep:"), text("NSWorkspaceWillSleepNotification"), objc.ID(0))
	defer distributed.Send(remove, us)
	defer workspace.Send(remove, us)
	<-ctx.Done()
	return nil
}

// text makes an NSString.
func text(s string) objc.ID {
	return objc.ID(objc.GetClass("NSString")).Send(objc.RegisterName("stringWithUTF8String:"), s)
}
