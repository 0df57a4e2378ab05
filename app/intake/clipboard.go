package intake

import "context"

// A Clipboard is what is read of the desktop's clipboard.
type Clipboard interface {
	ReadPicture(context.Context) ([]byte, error)
	ReadFiles(context.Context) ([]string, error)
	ReadText(context.Context) (string, error)
}

// A Copied is what lies on the clipboard: an encoded picture, files that were copied in a file manager, or a text.
type Copied struct {
	Picture []byte
	Files   []string
	Text    string
}

// FromClipboard reads the first of these that the clipboard has. Where it has none the error is that of the text.
func FromClipboard(ctx context.Context, c Clipboard) (Copied, error) {
	if picture, err := c.ReadPicture(ctx); err == nil && len(picture) > 0 {
		return Copied{Picture: picture}, nil
	}
	if files, err := c.ReadFiles(ctx); err == nil && len(files) > 0 {
		return Copied{Files: files}, nil
	}
	text, err := c.ReadText(ctx)
	return Copied{Text: text}, err
}
