// Package intake is what comes into the program: files, folders, links. Each file is read once and
// recognised once, and what it is is the same for everybody who asks. It knows no window.
package intake

import (
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"

	"watchword/app/gpgstore"
	"watchword/app/helper"
	"watchword/app/leftover"
	"watchword/app/phrases"
	"watchword/app/print"
	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// A Kind says what a file is, by its content.
type Kind int

// The kinds of files.
const (
	Unknown Kind = iota // nothing that is recognised; it may be a picture that cannot be decoded
	Vault
	Picture
	Export // of another program
	Entry  // of a store of pass or gopass, which the user's own gpg opens
)

// An Item is one file.
type Item struct {
	Path   string
	Kind   Kind
	Format transfer.Format // of an export

	entry *gpgstore.Entry
	read  leftover.File // which file that was; zero before it was read
	sum   [sha256.Size]byte
	data  []byte // as it is on the disk, while there is room for it
	err   error  // why it could not be read
	large bool   // an archive that nobody holds: it is read member by member
	alone bool   // no file of a folder: standard input

	passedOver string // why it is not read although it lies in a folder that is; "" for others
}

// keep bounds what all items of one look keep in memory; more is read once more when it is needed.
const keep = bounds.Picture

// Links tells links from paths of files.
func Links(given []string) (links, files []string) {
	for _, g := range given {
		if account.IsLink(g) {
			links = append(links, g)
		} else {
			files = append(files, g)
		}
	}
	return links, files
}

// Vaults tells vaults from other files by their beginning, without reading the others.
func Vaults(paths []string) (vaults, rest []string) {
	for _, p := range paths {
		if isVault(p) {
			vaults = append(vaults, p)
		} else {
			rest = append(rest, p)
		}
	}
	return vaults, rest
}

// Sheet parts the first recovery sheet among files, as a PDF or a text, from the others; it is "" where there is none.
func Sheet(paths []string) (sheet string, rest []string) {
	for _, p := range paths {
		if sheet == "" && isSheet(p) {
			sheet = p
		} else {
			rest = append(rest, p)
		}
	}
	return sheet, rest
}

func isSheet(path string) bool {
	if info, err := os.Stat(path); err != nil || account.IsLink(path) || info.Size() > print.MostOfSheet {
		return false
	}
	data, err := Read(path)
	_, is := print.SheetInFile(data)
	return err == nil && is
}

// Look says what files are, in their order. Those of a folder stand in its place, but those whose name begins with
// a dot; where nothing is recognised they are passed over, and so are the folders in it, which is told: see [PassedOver].
// A store of pass is its entries. It ends early when ctx does.
func Look(ctx context.Context, paths []string) (items []*Item) {
	room := keep
	add := func(i *Item) {
		if room -= len(i.data); room < 0 {
			room, i.data = room+len(i.data), nil
		}
		items = append(items, i)
	}
	for _, path := range paths {
		if entries, ok := gpgstore.Of(path); ok {
			for i := range entries {
				add(&Item{Path: entries[i].Path, Kind: Entry, entry: &entries[i]})
			}
			continue
		}
		files, err := os.ReadDir(path)
		if err != nil { // no folder
			add(look(ctx, path))
			continue
		}
		for _, f := range files {
			if ctx.Err() != nil {
				return nil
			}
			if strings.HasPrefix(f.Name(), ".") {
				continue
			}
			add(lookInside(ctx, filepath.Join(path, f.Name()), f.IsDir()))
		}
	}
	return items
}

// lookInside is look for what lies in a folder. What nothing says of what it is, nobody is asked about there.
func lookInside(ctx context.Context, path string, folder bool) *Item {
	if folder {
		return &Item{Path: path, passedOver: words.T("%s: a folder in this folder. Open it by itself.", account.Visible(filepath.Base(path)))}
	}
	if gpgstore.IsEntry(path) { // what is in it, gpg tells
		if entries, ok := gpgstore.Of(path); ok && len(entries) == 1 {
			return &Item{Path: path, Kind: Entry, entry: &entries[0]}
		}
	}
	i := look(ctx, path)
	switch name := account.Visible(filepath.Base(path)); {
	case i.IsGuess():
		i.passedOver = words.T("%s: unknown. If it is an encrypted backup of andOTP, open it by itself.", name)
	case i.err != nil:
		i.passedOver = name + ": " + i.err.Error()
	case i.IsSheet():
		i.passedOver = words.T("%s: a recovery sheet. It holds no accounts.", name)
	case i.Kind == Unknown:
		i.passedOver = words.T("%s: no account was recognised in it.", name)
	case i.Kind == Vault:
		i.passedOver = words.T("%s: a Watchword vault. Open it by itself to merge it.", name)
	}
	return i
}

// PassedOver parts what is read from what is not, and says of each of that why.
func PassedOver(items []*Item) (read []*Item, why []string) {
	for _, i := range items {
		if i.passedOver == "" {
			read = append(read, i)
		} else {
			why = append(why, i.passedOver)
		}
	}
	return read, why
}

// look reads a file and says what it is.
func look(ctx context.Context, path string) *Item {
	i := &Item{Path: path}
	if isVault(path) {
		i.Kind = Vault
		return i
	}
	if isLarge(path) {
		i.Kind, i.large = Export, true
		i.read, i.err = leftover.Large(path)
		return i
	}
	if i.data, i.err = Read(path); i.err != nil {
		return i
	}
	i.took(i.data)
	i.recognise(ctx, i.data)
	return i
}

// recognise says what a file is by its content.
func (i *Item) recognise(ctx context.Context, data []byte) {
	f, known, err := helper.Detect(ctx, data)
	switch {
	case err != nil || !known:
	case f.ID == "qr":
		i.Kind = Picture
	default:
		i.Kind, i.Format = Export, f
	}
}

func (i *Item) took(data []byte) { i.read, i.sum = leftover.Of(i.Path, data), sha256.Sum256(data) }

// Bytes returns the file as it is on the disk. It is an error if it is not any more what it was when it was looked at.
func (i *Item) Bytes() ([]byte, error) {
	if i.err != nil || i.data != nil {
		return i.data, i.err
	}
	data, err := Read(i.Path)
	switch {
	case err != nil:
		return nil, err
	case i.sum == [sha256.Size]byte{}:
		i.took(data)
	case i.sum != sha256.Sum256(data):
		return nil, words.Error("The file was changed while it was being read. Open it again.")
	}
	return data, nil
}

// File is the file that was read, to be deleted later if nobody changed it.
func (i *Item) File() leftover.File { return i.read }

// Open returns what is to be read of an export: the file, or what gpg makes of it. An entry without a code is
// [gpgstore.ErrNoCode].
func (i *Item) Open(ctx context.Context) ([]byte, error) {
	if i.entry == nil {
		return i.Bytes()
	}
	if i.entry.Err != nil {
		return nil, i.entry.Err
	}
	if _, err := i.Bytes(); err != nil {
		return nil, err
	}
	return i.entry.Open(ctx, i.As())
}

// isLarge reports whether a file is an archive that is too large to be held.
func isLarge(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	begin := make([]byte, 4)
	n, _ := f.Read(begin)
	return transfer.IsLargeArchive(begin[:n], info.Size())
}

// As is the format that the file was recognised as; nil leaves it to the reader.
func (i *Item) As() *transfer.Format {
	if i.Kind != Export || i.large {
		return nil
	}
	return &i.Format
}

// IsGuess reports whether nothing in the file says what it is: it could be an encrypted backup of andOTP, or
// anything.
func (i *Item) IsGuess() bool { return i.Kind == Export && i.Format.ID == "andotp-encrypted" }

// IsSheet reports whether the file is a recovery sheet of a vault, as a PDF or a text.
func (i *Item) IsSheet() bool {
	_, is := print.SheetInFile(i.data)
	return is
}

// InStore reports whether the file is one of the entries of a store.
func (i *Item) InStore() bool { return i.entry != nil && i.entry.Store != "" }

// With says which program opens the file, behind its name.
func (i *Item) With() string {
	if i.entry == nil || i.entry.Program == "" {
		return ""
	}
	return words.T(" with %s", i.entry.Program)
}

// Program is the one that opens the file; "" for a file that takes none, and for one that is not opened.
func (i *Item) Program() string {
	if i.entry == nil || i.entry.Err != nil {
		return ""
	}
	return i.entry.Program
}

// Read reads a file as far as pictures and exports may be long.
func Read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, words.Error("The file could not be read (%s).", phrases.Bare(err))
	case !info.Mode().IsRegular():
		return nil, words.Error("This is not a file.")
	case info.Size() > bounds.Picture:
		return nil, words.Error("The file is larger than 128 MiB. Cut out the part with the code and open that.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, words.Error("The file could not be read (%s).", phrases.Bare(err))
	}
	return data, nil
}

// vaultHead is how much of a file tells whether it is a vault: its header.
const vaultHead = 64 << 10

func isVault(path string) bool {
	if account.IsLink(path) {
		return false
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, vaultHead)
	n, _ := f.Read(head)
	return transfer.IsVault(head[:n])
}
