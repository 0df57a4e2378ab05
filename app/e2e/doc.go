// Package e2e tests the program as a user uses it: the real window on a display of its own,
// driven by mouse and keyboard, with a browser that shows the page of a service.
//
//	go test -tags e2e -v ./app/e2e
//
// It needs Xvfb, openbox, xdotool, xclip, ImageMagick, oathtool, age, Chromium, dbus-daemon
// and the built program (bin/watchword, or what WATCHWORD_E2E_PROGRAM names). Where a test
// fails, pictures of the whole display lie in .cache/e2e.
//
// Where to click, the program itself says: WATCHWORD_UI_MAP names a file into which it writes
// the places of its buttons.
package e2e
