package desk

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"watchword/assets/words"
)

// CheckDisplay reports, as a sentence, that there is no display to open a window on. The
// toolkit itself would panic.
func CheckDisplay() error {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return nil
	}
	if wayland := os.Getenv("WAYLAND_DISPLAY"); wayland != "" {
		if !filepath.IsAbs(wayland) {
			wayland = filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), wayland)
		}
		if answers("unix", wayland) {
			return nil
		}
	}
	if display := os.Getenv("DISPLAY"); display != "" && displayAnswers(display) {
		return nil
	}
	return words.Error("There is no display here to open a window on. Start it on a desktop, or use the terminal: watchword --help")
}

// CheckGraphics reports, as a sentence, that the display has no OpenGL, which the toolkit needs: it would end
// with a message about itself.
func CheckGraphics() error {
	if !lacksGraphics() {
		return nil
	}
	return words.Error("This screen has no OpenGL, which the window needs: remote desktops and some virtual machines lack it. Switch on 3D graphics there, or use Watchword in the terminal: watchword --help")
}

// displayAnswers dials an X display: ":0" is a socket of this computer, "host:0" is not.
func displayAnswers(display string) bool {
	host, number, ok := strings.Cut(display, ":")
	if !ok {
		return false
	}
	number, _, _ = strings.Cut(number, ".")
	if host == "" || host == "unix" {
		return answers("unix", "/tmp/.X11-unix/X"+number) || answers("unix", "@/tmp/.X11-unix/X"+number)
	}
	return true // a forwarded display: leave it to the toolkit
}

func answers(network, address string) bool {
	c, err := net.DialTimeout(network, address, 2*time.Second)
	if err != nil {
		return false
	}
	c.Close()
	return true
}
