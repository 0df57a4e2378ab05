// Package autostart has the system start the program, hidden, when the user logs in.
package autostart

import (
	"os"
	"path/filepath"
)

// Flag starts the program without its window.
const Flag = "--hidden"

// Set has the system start the program at login, or no longer. Where it does already by the file that the
// program is now, nothing is written, so it may be called at each start: a program that was moved is found.
func Set(on bool) error {
	program, err := program()
	if err != nil {
		return err
	}
	return set(on, program)
}

// program is the program's own file: the AppImage where it is in one, whose inside has another place each time.
func program() (string, error) {
	if image := os.Getenv("APPIMAGE"); filepath.IsAbs(image) {
		return image, nil
	}
	file, err := os.Executable()
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(file)
}

// setFile writes a file, or removes it where it is to hold nothing.
func setFile(path, content string) error {
	if content == "" {
		if err := os.Remove(path); !os.IsNotExist(err) {
			return err
		}
		return nil
	}
	if is, err := os.ReadFile(path); err == nil && string(is) == content {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, []byte(content), 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
