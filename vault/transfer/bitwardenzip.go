package transfer

import (
	"context"

	"watchword/assets/words"
)

// bitwardenZip is Bitwarden's export with attachments: data.json and the folder attachments.
func bitwardenZip() Format {
	return Format{
		ID:     "bitwarden-zip",
		Name:   words.Mark("Bitwarden (zip with attachments)"),
		How:    words.Mark("In Bitwarden open Settings, Export vault and choose .zip (with attachments)."),
		Brings: words.Mark("TOTP and Steam of items that have one; folders as tags, notes, favourites."),
		Leaves: words.Mark("Passwords, items without a code, attachments."),
		step:   stepMagic,
		Detect: isBitwardenZip,
		Read: func(ctx context.Context, data []byte, env Env) (Result, error) {
			content, err := readMember(data, isBitwardenMember)
			if err != nil {
				return Result{}, err
			}
			return readBitwarden(ctx, content, env)
		},
	}
}

func isBitwardenMember(name string) bool { return name == "data.json" }

// isBitwardenZip looks into the member: others may call theirs so, too.
func isBitwardenZip(data []byte) bool {
	if !zipHas(data, isBitwardenMember) {
		return false
	}
	content, err := readMember(data, isBitwardenMember)
	return err == nil && isBitwarden(content)
}
