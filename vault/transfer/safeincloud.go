package transfer

import (
	"context"
	"encoding/xml"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// safeInCloud is the XML of SafeInCloud.
func safeInCloud() Format {
	return Format{
		ID:     "safeincloud",
		Name:   "SafeInCloud",
		How:    words.Mark("In SafeInCloud on a computer: File, Export, As XML."),
		Brings: words.Mark("Every one-time password of a card; labels as tags, notes, starred cards, the trash."),
		Leaves: words.Mark("Passwords, other fields, cards without a code, pictures and files."),
		step:   stepMarkup,
		Detect: isSafeInCloud,
		Read:   readSafeInCloud,
	}
}

// isSafeInCloud asks for a card or label with its attributes in the element database: others
// have such a root, too.
func isSafeInCloud(data []byte) bool {
	if xmlRoot(data) != "database" {
		return false
	}
	err := walkXML(context.Background(), data, func(token xml.Token, depth int) error {
		t, ok := token.(xml.StartElement)
		switch {
		case !ok || depth != 2:
			return nil
		case t.Name.Local == "card" && attribute(t, "title") != "", t.Name.Local == "label" && attribute(t, "name") != "":
			return errFound
		}
		return nil
	})
	return err == errFound
}

// A safeCard is a card while it is read.
type safeCard struct {
	item   account.Account
	labels []string // IDs
	codes  []string
	other  bool // it has fields that stay behind
}

func readSafeInCloud(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	labels, err := safeLabels(ctx, data)
	if err != nil {
		return r, err
	}
	var card *safeCard
	kind, position := "", 0
	var value []byte
	err = walkXML(ctx, data, func(token xml.Token, depth int) error {
		switch t := token.(type) {
		case xml.StartElement:
			value = value[:0]
			switch {
			case depth == 2 && t.Name.Local == "card" && attribute(t, "template") != "true":
				card = &safeCard{item: account.Account{Issuer: strings.TrimSpace(attribute(t, "title")), Pinned: attribute(t, "star") == "true"}}
				if attribute(t, "deleted") == "true" {
					card.item.Trashed = unknownTrash
				}
			case depth == 3 && card != nil:
				if kind = t.Name.Local; kind == "field" {
					kind = "field " + strings.ToLower(attribute(t, "type"))
				}
			}
		case xml.CharData:
			value = append(value, t...)
		case xml.EndElement:
			switch {
			case depth == 2 && card != nil: // the end of a part of the card
				card.part(kind, strings.TrimSpace(string(value)))
			case depth == 1 && card != nil: // the end of the card
				position++
				done := card
				card = nil
				return r.addSafeCard(ctx, position, done, labels)
			}
			value, kind = value[:0], ""
		}
		return nil
	})
	return r, err
}

// part takes what one element of a card holds.
func (c *safeCard) part(kind, value string) {
	switch {
	case value == "":
	case kind == "field one_time_password" || isCode(value):
		c.codes = append(c.codes, value)
	case kind == "field login" && c.item.Name == "":
		c.item.Name = value
	case kind == "label_id":
		c.labels = append(c.labels, value)
	case kind == "notes" && c.item.Note == "":
		c.item.Note = value
	default:
		c.other = true
	}
}

func (r *Result) addSafeCard(ctx context.Context, position int, c *safeCard, labels map[string]string) error {
	if len(c.codes) == 0 {
		r.keep(keepsItems)
		return r.next(ctx)
	}
	if c.other {
		r.keep(keepsFields)
	}
	for _, id := range c.labels {
		c.item.Tags = append(c.item.Tags, labels[id])
	}
	c.item.Tags = tidyTags(c.item.Tags)
	return r.addCodes(ctx, position, c.codes, c.item)
}

// safeLabels returns the names of labels by their IDs.
func safeLabels(ctx context.Context, data []byte) (map[string]string, error) {
	labels := map[string]string{}
	err := walkXML(ctx, data, func(token xml.Token, depth int) error {
		if t, ok := token.(xml.StartElement); ok && depth == 2 && t.Name.Local == "label" {
			labels[attribute(t, "id")] = strings.TrimSpace(attribute(t, "name"))
		}
		return nil
	})
	return labels, err
}
