package vault

import (
	"crypto/sha256"
	"encoding/hex"

	"watchword/assets/words"
	"watchword/vault/internal/ordered"
)

// maxIcon bounds one picture of the payload: 128 pixels a side need far less.
const maxIcon = 128 << 10

var errIconTooLarge = problem(words.Error("This picture is too large to be kept in the vault."), words.Mark("Choose a smaller one."))

// AddIcon keeps a picture (a PNG; what is in it is not looked at) in the vault and returns
// its name, to be set as the Icon of accounts. The same picture is kept once. Pictures that
// no account has had since the vault was opened go, so that changing icons does not fill
// the vault.
func (v *Vault) AddIcon(png []byte) (name string, err error) {
	if len(png) == 0 || len(png) > maxIcon {
		return "", errIconTooLarge
	}
	digest := sha256.Sum256(png)
	name = hex.EncodeToString(digest[:])
	err = v.write(func() (bool, error) {
		if v.iconsSeen == nil {
			v.iconsSeen = map[string]bool{}
		}
		for _, e := range v.doc.entries {
			if e.rec != nil {
				v.iconsSeen[e.rec.acc.Icon] = true
			}
		}
		v.iconsSeen[name] = true
		return v.doc.setIcons(name, png, v.iconsSeen), nil
	})
	return name, err
}

// Icon returns the picture of that name, or nil.
func (v *Vault) Icon(name string) []byte {
	v.mu.RLock()
	defer v.mu.RUnlock()
	icons, err := ordered.Split(v.doc.top.Get("icons"))
	if err != nil {
		return nil
	}
	text, ok := ordered.String(icons.Get(name))
	png, err := decode64(text)
	if !ok || err != nil {
		return nil
	}
	return png
}

// setIcons adds a picture and drops those that nobody wants; it reports a change.
func (d *document) setIcons(name string, png []byte, wanted map[string]bool) bool {
	have, err := ordered.Split(d.top.Get("icons"))
	if err != nil {
		have = &ordered.Object{}
	}
	keep, changed := &ordered.Object{}, false
	for _, m := range have.Members() {
		if !wanted[m.Name] {
			changed = true
			continue
		}
		keep.Set(m.Name, m.Value)
	}
	if keep.Get(name) == nil {
		keep.Set(name, ordered.Quote(b64.EncodeToString(png)))
		changed = true
	}
	if changed {
		d.top.Set("icons", keep.Text())
	}
	return changed
}
