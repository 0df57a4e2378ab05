package transfer

import (
	"bytes"
	"context"
	"crypto/cipher"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// A keePassEntry is what an entry of a KeePass database says that we can use.
type keePassEntry struct {
	Title, UserName, Notes string
	Group                  *keePassGroup
	Tags                   string // between semicolons or commas
	Fields                 map[string]string
	Links                  []string // links in fields that are for a bare key or its settings
	Others                 []text   // fields in which a code may stand under another name
	Wrong                  error    // what stands in its place and cannot be read
	More                   string   // what it holds beside, as a reason to keep the file; "" is nothing

	extras func(link string, a account.Account) // is told of each link that was read
}

// A keePassGroup is a folder of entries.
type keePassGroup struct {
	uuid, name string
	parent     *keePassGroup // nil for the root
	known      string        // its path, once somebody asked
}

// path returns the names from below the root, with slashes between them. All entries of a
// group share the text.
func (g *keePassGroup) path() string {
	if g == nil {
		return ""
	}
	if g.known != "" {
		return g.known
	}
	var names []string
	for at := g; at.parent != nil; at = at.parent {
		names = append(names, at.name)
	}
	slices.Reverse(names)
	g.known = strings.Join(names, "/")
	return g.known
}

// inside reports whether g is the group uuid or lies in it.
func (g *keePassGroup) inside(uuid string) bool {
	return g.uuid == uuid || g.parent != nil && g.parent.inside(uuid)
}

// readKeePassXML returns the entries of a database in their order, without those of the
// recycle bin and of any entry's history. stream undoes the protection of values; nil
// means that they stand in clear.
func readKeePassXML(ctx context.Context, data []byte, stream cipher.Stream) ([]keePassEntry, error) {
	if len(data) > maxKDBXXML {
		return nil, errTooLarge
	}
	data = withoutBOM(data)
	if err := checkXML(data); err != nil {
		return nil, err
	}
	r := &keePassReader{ctx: ctx, d: xml.NewDecoder(bytes.NewReader(data)), stream: stream}
	if err := r.file(); err != nil {
		return nil, err
	}
	entries := make([]keePassEntry, 0, len(r.entries))
	if r.plugIn {
		entries = append(entries, keePassEntry{Title: "KeePassOTP", Wrong: errKeePassOTP})
	}
	for _, e := range r.entries {
		if r.bin == "" || !e.Group.inside(r.bin) {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// A keePassReader goes through the XML once and in order: each protected value takes its
// bytes from one stream, wanted or not.
type keePassReader struct {
	ctx    context.Context
	d      *xml.Decoder
	stream cipher.Stream
	depth  int

	bin     string // UUID of the recycle bin
	plugIn  bool   // the plug-in KeePassOTP has a database of its own in it
	entries []keePassEntry
}

func (r *keePassReader) file() error {
	for {
		token, err := r.d.Token()
		if err == io.EOF {
			return ErrDamaged // no element at all
		}
		if err != nil {
			return ErrDamaged
		}
		switch t := token.(type) {
		case xml.Directive:
			return ErrDamaged
		case xml.StartElement:
			if t.Name.Local != "KeePassFile" {
				return ErrDamaged
			}
			return r.each(t, func(child xml.StartElement) error {
				switch child.Name.Local {
				case "Meta":
					return r.each(child, r.meta)
				case "Root":
					return r.each(child, func(c xml.StartElement) error {
						if c.Name.Local == "Group" {
							return r.group(c, nil)
						}
						return r.skip(c)
					})
				}
				return r.skip(child)
			})
		}
	}
}

const noUUID = "AAAAAAAAAAAAAAAAAAAAAA=="

// errKeePassOTP comes for the database of the plug-in KeePassOTP, which has a password of its own.
var errKeePassOTP = reason{words.Error("the plug-in KeePassOTP keeps its codes in a database of its own: in KeePass choose Options, KeePassOTP, and move them into the entries, or export that database")}

func (r *keePassReader) meta(child xml.StartElement) error {
	switch child.Name.Local {
	case "RecycleBinUUID":
	case "CustomData":
		return r.each(child, func(item xml.StartElement) error {
			key, value, err := r.keyValue(item)
			r.plugIn = r.plugIn || key == "KeePassOTP.DB" && value != ""
			return err
		})
	default:
		return r.skip(child)
	}
	var err error
	if r.bin, err = r.uuid(child); r.bin == noUUID {
		r.bin = ""
	}
	return err
}

func (r *keePassReader) uuid(start xml.StartElement) (string, error) {
	text, err := r.text(start)
	if text = strings.TrimSpace(text); len(text) > maxKeePassUUID {
		err = ErrDamaged
	}
	return text, err
}

func (r *keePassReader) group(start xml.StartElement, parent *keePassGroup) error {
	g := &keePassGroup{parent: parent}
	return r.each(start, func(child xml.StartElement) error {
		var err error
		switch child.Name.Local {
		case "UUID":
			g.uuid, err = r.uuid(child)
		case "Name":
			g.name, err = r.text(child)
		case "Entry":
			if len(r.entries) >= maxKeePassEntries {
				return errTooMany
			}
			var e keePassEntry
			e, err = r.entry(child)
			e.Group = g
			r.entries = append(r.entries, e)
		case "Group":
			err = r.group(child, g)
		default:
			err = r.skip(child)
		}
		return err
	})
}

// maxKeePassUUID bounds the base64 of a UUID, which has 24 bytes.
const maxKeePassUUID = 64

func (r *keePassReader) entry(start xml.StartElement) (keePassEntry, error) {
	e := keePassEntry{Fields: map[string]string{}}
	err := r.each(start, func(child xml.StartElement) error {
		switch child.Name.Local {
		case "Tags":
			var err error
			e.Tags, err = r.text(child)
			return err
		case "String":
			key, value, err := r.keyValue(child)
			e.set(key, value)
			return err
		}
		return r.skip(child) // History is here
	})
	return e, err
}

// set keeps the fields that matter, and forgets the password of the entry among others. What
// each code of the entry gets is trimmed once.
func (e *keePassEntry) set(key, value string) {
	if !isKeePassOTP(key) && (isCodeName(key) || account.MayHoldLinks(value)) {
		e.Others = append(e.Others, text{key, value})
	}
	switch {
	case key == "Title":
		e.Title = strings.TrimSpace(value)
	case key == "UserName":
		e.UserName = strings.TrimSpace(value)
	case key == "Notes":
		e.Notes = strings.TrimSpace(value)
	case isKeePassOTP(key) && key != fieldOTP && !strings.HasPrefix(key, fieldOTP+"_") && account.IsLink(value):
		e.Links = append(e.Links, value)
	case isKeePassOTP(key):
		e.Fields[key] = value
	case value == "" || key == "URL":
	case key == "Password":
		e.More = keepsPasswords
	case e.More == "":
		e.More = keepsFields
	}
}

func (r *keePassReader) keyValue(start xml.StartElement) (key, value string, err error) {
	err = r.each(start, func(child xml.StartElement) error {
		var err error
		switch child.Name.Local {
		case "Key":
			key, err = r.text(child)
		case "Value":
			value, err = r.text(child)
		default:
			err = r.skip(child)
		}
		return err
	})
	return key, value, err
}

// each calls visit for every element inside start; visit reads it to its end.
func (r *keePassReader) each(start xml.StartElement, visit func(child xml.StartElement) error) error {
	_, err := r.element(start, visit)
	return err
}

// skip reads an element to its end for the sake of the protected values in it.
func (r *keePassReader) skip(start xml.StartElement) error { return r.each(start, r.skip) }

// text returns the text of an element that has no elements inside.
func (r *keePassReader) text(start xml.StartElement) (string, error) {
	return r.element(start, nil)
}

// element reads one element to its end, giving the elements inside to visit. The text is
// returned when visit is nil.
func (r *keePassReader) element(start xml.StartElement, visit func(xml.StartElement) error) (string, error) {
	if r.depth++; r.depth > maxKeePassDepth {
		return "", errTooLarge
	}
	defer func() { r.depth-- }()
	protected := attribute(start, "Protected") == "True"
	var text []byte
	for {
		if err := r.ctx.Err(); err != nil {
			return "", err
		}
		token, err := r.d.Token()
		if err != nil {
			return "", ErrDamaged
		}
		switch t := token.(type) {
		case xml.CharData:
			if visit == nil || protected {
				text = append(text, t...)
			}
		case xml.StartElement:
			if visit == nil {
				err = r.skip(t)
			} else {
				err = visit(t)
			}
			if err != nil {
				return "", err
			}
		case xml.EndElement:
			if protected {
				return r.reveal(text)
			}
			return string(text), nil
		}
	}
}

// reveal undoes the protection of a value with the next bytes of the stream.
func (r *keePassReader) reveal(text []byte) (string, error) {
	value, ok := decodeBase64(string(text))
	if !ok || r.stream == nil {
		return "", ErrDamaged
	}
	r.stream.XORKeyStream(value, value)
	return string(value), nil
}
