package capture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/png" // the format of the portal and of grim
	"io"
	"net/url"
	"os"
	"syscall"
)

const (
	maxFile   = 128 << 20 // bytes of a picture file
	maxPixels = 128 << 20 // of one picture: fifteen 4K monitors
)

// localPath returns the path of a file: URI on this computer.
func localPath(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || u.Path == "" {
		return "", errors.New("the portal's picture is no file on this computer")
	}
	return u.Path, nil
}

// readAndDelete returns the bytes of a screenshot and deletes the file: portals leave it
// readable for everybody, for ever. left is its path if it could not be deleted. A link, a
// device or somebody else's file is left alone: the name may be one that others can write to
// (/tmp/out.png).
func readAndDelete(path string) (data []byte, left string, err error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, "", fmt.Errorf("the portal's picture cannot be opened: %w", errors.Unwrap(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, "", fmt.Errorf("the portal's picture cannot be opened: %w", errors.Unwrap(err))
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !info.Mode().IsRegular() || !ok || int(owner.Uid) != os.Getuid() {
		return nil, "", errors.New("the portal's picture is not a file of ours")
	}
	if os.Remove(path) != nil {
		left = path
	}
	data, err = io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, left, fmt.Errorf("the portal's picture cannot be read: %w", errors.Unwrap(err))
	}
	if len(data) > maxFile {
		return nil, left, errors.New("the portal's picture is too large")
	}
	return data, left, nil
}

// decode turns PNG bytes into pixels, after a look at the size.
func decode(data []byte) (image.Image, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("the picture of the screen is no PNG")
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > maxPixels/c.Height {
		return nil, errors.New("the picture of the screen is too large")
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("the picture of the screen is damaged")
	}
	return img, nil
}
