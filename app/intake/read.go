package intake

import (
	"errors"
	"fmt"
	"os"

	"watchword/app/phrases"
	"watchword/bounds"
)

// maxPicture bounds a picture file before it is read.
const maxPicture = bounds.Picture

func Read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("The file could not be read (%s).", phrases.Bare(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("This is not a file. Choose a picture.")
	case info.Size() > maxPicture:
		return nil, errors.New("The file is larger than 128 MiB. Cut the part with the code out of it and open that.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("The file could not be read (%s).", phrases.Bare(err))
	}
	return data, nil
}
