//go:build unix

package arguments

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// startAnew puts a new start of this program, with the arguments shown, in the place of this one,
// and data into a pipe that it finds open.
func startAnew(shown []string, data []byte) {
	var ends [2]int
	if unix.Pipe(ends[:]) != nil {
		return
	}
	defer unix.Close(ends[0])
	if !fill(ends[1], data) {
		return
	}
	environment := append(os.Environ(), variable+"="+strconv.Itoa(ends[0]))
	if path, err := os.Executable(); err == nil {
		_ = unix.Exec(path, shown, environment)
	}
	_ = unix.Exec("/proc/self/exe", shown, environment) // the file was replaced by another version meanwhile
}

// fill writes data into a pipe whose other end nobody reads yet, and closes it. It reports
// whether all of it had room: some tens of kilobytes, and a link has at most a few.
func fill(pipe int, data []byte) bool {
	defer unix.Close(pipe)
	if unix.SetNonblock(pipe, true) != nil {
		return false
	}
	n, err := unix.Write(pipe, data)
	return err == nil && n == len(data)
}

// receive reads the arguments from the pipe that is open under this number.
func receive(number string, places int) ([]string, bool) {
	fd, err := strconv.Atoi(number)
	if err != nil || fd < 3 {
		return nil, false
	}
	var is unix.Stat_t
	if unix.Fstat(fd, &is) != nil || is.Mode&unix.S_IFMT != unix.S_IFIFO {
		return nil, false
	}
	pipe := os.NewFile(uintptr(fd), "arguments")
	defer pipe.Close()
	return read(pipe, places)
}
