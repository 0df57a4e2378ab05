package transfer

import (
	"bytes"

	"watchword/assets/words"
)

// A foreignError says what a file is that no program's export is. It is an [ErrUnknown].
type foreignError struct{ error }

func (foreignError) Unwrap() error { return ErrUnknown }

// foreignArchives are archives that are not opened here, by their first bytes.
var foreignArchives = []struct {
	name, begins string
	at           int
}{
	{"7z", "7z\xBC\xAF\x27\x1C", 0},
	{"RAR", "Rar!\x1A\x07", 0},
	{"gzip", "\x1F\x8B\x08", 0},
	{"xz", "\xFD7zXZ\x00", 0},
	{"bzip2", "1AY&SY", 4},
	{"Zstandard", "\x28\xB5\x2F\xFD", 0},
	{"tar", "ustar\x00", 257},
	{"tar", "ustar ", 257},
	{"cabinet", "MSCF\x00\x00\x00\x00", 0},
}

// errForeignWebPage is for a web page in which no account was found.
var errForeignWebPage = foreignError{words.Error("This is a web page without accounts in it, perhaps the sign-in page of a cloud drive that was saved in place of the file. Open the drive in the browser and download the file itself.")}

// foreign says of a file that no program's export is what it is instead, or is nil.
func foreign(data []byte) error {
	for _, a := range foreignArchives {
		if len(data) > a.at && bytes.HasPrefix(data[a.at:], []byte(a.begins)) {
			return foreignError{words.Error("This is an archive of the kind %s, which is not opened here. Unpack it, and import the files in it.", a.name)}
		}
	}
	switch {
	case len(bytes.TrimSpace(withoutBOM(data))) == 0:
		return foreignError{words.Error("This file is empty. Copy or download it again, and check whether the export on the phone is empty too.")}
	case len(bytes.Trim(data, "\x00")) == 0:
		return foreignError{words.Error("This file holds nothing but zeros: it was not written to its end. Copy or download it again.")}
	case bytes.HasPrefix(data, []byte("HBEGIN:oc_encryption_module")):
		return foreignError{words.Error("This file was encrypted by the server of Nextcloud or ownCloud. Download it through the web page or the app of the server, and not from its disk.")}
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return foreignError{words.Error("This is a document of an older version of Word or Excel, or one with a password. Save it there as text or CSV, and import that.")}
	}
	return nil
}
