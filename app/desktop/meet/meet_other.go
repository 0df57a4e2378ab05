//go:build !linux

package meet

func introduce() {}
