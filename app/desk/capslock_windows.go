package desk

import (
	"golang.org/x/sys/windows"

	"watchword/app/background"
)

var getKeyState = windows.NewLazySystemDLL("user32.dll").NewProc("GetKeyState")

const vkCapital = 0x14 // VK_CAPITAL of winuser.h

// askCapsLock tells whether Caps Lock is on. The state is that of the thread which gets the keys, so it is asked for at
// once and not in the background.
func askCapsLock(_ background.Runner, tell func(on bool)) {
	state, _, _ := getKeyState.Call(vkCapital)
	tell(state&1 != 0)
}
