// Package arguments keeps secrets out of the list of processes, which every user of the computer
// can read: a link to an account holds its key, and desktops start the program with the link as
// an argument.
package arguments

import (
	"encoding/json"
	"io"
	"os"
)

// variable names the pipe that the arguments come over, by the number of its file.
const variable = "WATCHWORD_ARGUMENTS"

// placeholder stands in the list of processes for an argument that is secret.
const placeholder = "[link]"

// most bounds what is read from the pipe.
const most = 1 << 20

// Take returns the arguments of this program, the name first. Where one of them is secret, the
// program is started once more in its own place, as the same process with the same environment and
// open files, and finds its arguments in a pipe; until then, some milliseconds, the list of
// processes shows them. Where the system has no such way (Windows, whose list shows arguments to
// the same user only) or it fails, the arguments are returned as they are.
func Take(args []string, secret func(string) bool) []string {
	if name, again := os.LookupEnv(variable); again {
		_ = os.Unsetenv(variable) // programs that this one starts have no use for it
		if real, ok := receive(name, len(args)); ok {
			return real
		}
		return args
	}
	shown, any := make([]string, len(args)), false
	for i, arg := range args {
		shown[i] = arg
		if i > 0 && secret(arg) {
			shown[i], any = placeholder, true
		}
	}
	if any {
		if data, err := json.Marshal(args); err == nil {
			startAnew(shown, data) // comes back only where that cannot be done
		}
	}
	return args
}

// read takes as many arguments as there are places from a pipe.
func read(from io.Reader, places int) ([]string, bool) {
	var args []string
	if err := json.NewDecoder(io.LimitReader(from, most)).Decode(&args); err != nil || len(args) != places {
		return nil, false
	}
	return args, true
}
