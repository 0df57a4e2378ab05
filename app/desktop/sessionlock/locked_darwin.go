package sessionlock

import (
	"context"

	"github.com/ebitengine/purego"
	"github.com/ebitengine/purego/objc"
)

// locked reads the session's dictionary, which has an entry for a locked screen. There is none where the
// program runs in no session of the screen.
func locked(context.Context) bool {
	graphics, err := purego.Dlopen("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics", purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return false
	}
	var session func() objc.ID
	purego.RegisterLibFunc(&session, graphics, "CGSessionCopyCurrentDictionary")
	is := session()
	if is == 0 {
		return false
	}
	defer is.Send(objc.RegisterName("release"))
	value := is.Send(objc.RegisterName("objectForKey:"), text("CGSSessionScreenIsLocked"))
	return value != 0 && objc.Send[bool](value, objc.RegisterName("boolValue"))
}
