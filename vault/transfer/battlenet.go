package transfer

import (
	"context"
	"crypto/subtle"

	"watchword/assets/words"
	"watchword/vault/account"
)

const (
	battleNetIssuer = "Battle.net"
	battleNetDigits = 8

	battleNetPrefix = "com.blizzard.messenger.AUTHENTICATOR_"
	battleNetSecret = battleNetPrefix + "DEVICE_SECRET"
	battleNetSerial = battleNetPrefix + "SERIAL"
)

// battleNetMask hides the values in the app's file; it is the same everywhere.
const battleNetMask = "398e27fc50276a656065b0e525f4c06c04c61075286b8e7aeda59da9813b5dd6c80d2fb38068773fa59ba47c17ca6c6479015c1d5b8b8f6b9a"

// battleNet is the preference file of the Battle.net app on a rooted phone.
func battleNet() Format {
	return Format{
		ID:     "battlenet",
		Name:   "Battle.net Authenticator",
		How:    words.Mark("The app has no export. On a rooted Android phone: shared_prefs/com.blizzard.messenger.authenticator_preferences.xml."),
		Brings: words.Mark("The code and the serial number as its name."),
		Leaves: words.Mark("Approvals by a tap."),
		step:   stepMarkup,
		Detect: func(data []byte) bool { return hasPref(data, func(p pref) bool { return p.Name == battleNetSecret }) },
		Read:   readBattleNet,
	}
}

func readBattleNet(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	prefs, err := readPrefs(ctx, data)
	if err != nil {
		return r, err
	}
	serial, secret := "", ""
	for _, p := range prefs {
		switch p.Name {
		case battleNetSerial:
			serial = unmaskBattleNet(p.Value)
		case battleNetSecret:
			secret = unmaskBattleNet(p.Value)
		}
	}
	var a account.Account
	raw, ok := decodeHex(secret)
	if !ok {
		err = reason{words.Error("its key is not hexadecimal text")}
	} else {
		a, err = entry{Raw: raw, Digits: textNode("8")}.account(battleNetIssuer, serial)
	}
	r.add(1, a, err)
	return r, nil
}

// unmaskBattleNet returns the text of a value, or "" if it is none.
func unmaskBattleNet(value string) string {
	b, ok := decodeHex(value)
	mask, _ := decodeHex(battleNetMask)
	if !ok || len(b) > len(mask) {
		return ""
	}
	subtle.XORBytes(b, b, mask)
	return string(b)
}
