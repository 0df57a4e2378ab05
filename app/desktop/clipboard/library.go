package clipboard

import (
	"context"
	"errors"

	clip "golang.design/x/clipboard"
)

// library reaches the clipboard through golang.design/x/clipboard: Windows, macOS, X11, and
// Wayland where the compositor lets programs without the focus use the clipboard.
type library struct{}

// pictureTypes are the encodings that are read, the best first.
var pictureTypes = []string{"image/png", "image/jpeg", "image/webp", "image/bmp", "image/gif", "image/tiff"}

func (library) copySecret(ctx context.Context, text string) (holding, error) {
	options := []clip.Option{clip.Item{Format: clip.FmtText, Bytes: []byte(text)}}
	for _, h := range hints {
		options = append(options, clip.Item{Format: clip.Register(h.name), Bytes: h.value})
	}
	replaced, err := clip.WriteAll(ctx, options...)
	if err != nil {
		return nil, err
	}
	k := &libraryCopy{mark: mark(), over: make(chan struct{})}
	go func() {
		<-replaced
		close(k.over)
	}()
	return k, nil
}

// A hint is a format beside the text that tells other programs to leave the copy alone.
type hint struct {
	name  string
	value []byte
}

// A libraryCopy is what stands on the clipboard under the mark that the system gave it.
type libraryCopy struct {
	mark uint64
	over chan struct{}
}

func (k *libraryCopy) gone() <-chan struct{} { return k.over }

func (k *libraryCopy) ours() bool { return mark() == k.mark }

func (k *libraryCopy) clear(ctx context.Context) error { return clearSince(ctx, k.mark) }

// overwrite puts an empty text in the place of the copy: on Windows and macOS that empties
// the clipboard, on Wayland an empty text stays.
func overwrite(ctx context.Context) error {
	_, err := clip.Write(ctx, clip.FmtText, nil)
	return err
}

func (library) readText(ctx context.Context) ([]byte, error) { return libraryRead(ctx, clip.FmtText) }

func (library) readPicture(ctx context.Context) ([]byte, error) {
	for _, name := range pictureTypes {
		format := clip.FmtImage
		if name != "image/png" {
			format = clip.Register(name)
		}
		if data, err := libraryRead(ctx, format); !errors.Is(err, ErrEmpty) {
			return data, err
		}
	}
	return nil, ErrEmpty
}

func (library) readFiles(ctx context.Context) ([]string, error) {
	paths, err := clip.ReadFiles(ctx)
	if errors.Is(err, clip.ErrNoData) || errors.Is(err, clip.ErrUnsupported) {
		err = ErrEmpty
	}
	return paths, err
}

func libraryRead(ctx context.Context, f clip.Format) ([]byte, error) {
	data, err := clip.Read(ctx, f)
	if errors.Is(err, clip.ErrNoData) || errors.Is(err, clip.ErrUnsupported) {
		err = ErrEmpty
	}
	return data, err
}
