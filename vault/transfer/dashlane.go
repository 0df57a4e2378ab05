package transfer

import (
	"context"

	"watchword/assets/words"
)

// dashlane is the table of Dashlane's logins, or the zip that it comes in.
func dashlane() Format {
	return Format{
		ID:     "dashlane",
		Name:   "Dashlane",
		How:    words.Mark("In Dashlane on a computer: My account, Settings, Export data, CSV. Choose the zip, or credentials.csv in it."),
		Brings: words.Mark("The code of a login; categories as tags, notes."),
		Leaves: words.Mark("Passwords, secure notes, items without a code. Files of Dashlane's own format (.dash)."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return isDashlaneTable(data) || zipHas(data, isDashlaneMember) },
		Read:   readDashlane,
	}
}

func isDashlaneTable(data []byte) bool {
	return hasColumns(data, "username", "title", "otpurl") || hasColumns(data, "username", "title", "otpsecret")
}

func isDashlaneMember(name string) bool { return name == "credentials.csv" }

func readDashlane(ctx context.Context, data []byte, env Env) (Result, error) {
	if isZip(data) {
		content, err := readMember(data, isDashlaneMember)
		if err != nil {
			return Result{}, err
		}
		data = withoutBOM(content)
	}
	return loginTable{
		code: []string{"otpurl", "otpsecret"}, issuer: []string{"title"}, name: []string{"username", "username2", "username3"},
		note: []string{"note"}, tag: []string{"category"},
	}.read(ctx, data, env)
}
