package intake

import (
	"os"

	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/bounds"
)

// maxPicture bounds a picture file before it is read.
const maxPicture = bounds.Picture

func Read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, words.Error("The file could not be read (%s).", phrases.Bare(err))
	case !info.Mode().IsRegular():
		return nil, words.Error("This is not a file.")
	case info.Size() > maxPicture:
		return nil, words.Error("The file is larger than 128 MiB. Cut out the part with the code and open that.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, words.Error("The file could not be read (%s).", phrases.Bare(err))
	}
	return data, nil
}
