// Package print makes what goes on paper, and pictures of QR codes: the recovery sheet, and
// accounts for another device. It knows no window.
package print

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"watchword/assets/words"
	"watchword/vault"
)

// SheetFile is the name that the steps on the sheet give to the file with the key.
const SheetFile = "recovery.txt"

const usualFile = "vault.watchword" // stands for a name that cannot be printed

// otherName says what to write for a name that cannot be printed.
func otherName() string {
	return words.T("In place of %s write the name of your vault file.", usualFile)
}

// SheetName is the usual name of the file of a sheet: its day and its number tell papers and
// files of several sheets apart. ending is ".pdf", ".png" or ".txt".
func SheetName(s vault.Sheet, ending string) string {
	return "watchword-recovery-sheet-" + s.Made.Format(time.DateOnly) + "-" + s.Number + ending
}

// SheetText returns the recovery sheet as plain text, in lines of at most 80 characters
// that a printer need not break; only a very long file name makes longer ones. All lines but
// that of the key are comments, so that the program age takes the text as it is for a file
// with a key. The lines that begin with "# $ " can be followed literally by a shell in the
// folder of the vault file; the second reads the key. The text holds the key: show it, print
// it, do not keep it.
func SheetText(s vault.Sheet) string {
	key := string(s.Key)
	var b strings.Builder
	line := func(text string) { b.WriteString(strings.TrimRight("# "+text, " ") + "\n") }
	part := func(paragraphs ...string) {
		for _, p := range paragraphs {
			for _, text := range wrapped(p) {
				line(text)
			}
			line("")
		}
	}

	part(words.T("WATCHWORD RECOVERY SHEET"))
	file := s.File
	if strings.ContainsFunc(file, unicode.IsControl) { // a line of its own would be no comment
		file = usualFile
	}
	line(words.T("Vault file:  %s", file))
	line(words.T("Vault id:    %s", s.VaultID))
	line(words.T("Sheet:       %s of %s", s.Number, s.Made.Format(time.DateOnly)))
	line("")
	part(words.T("This opens your vault file. It does not contain your accounts: keep a copy of the file too."),
		words.T("Keep this sheet where you keep important papers. Whoever has it and the vault file has your codes. If someone has seen it or you have lost it, make a new one; this one then opens older copies of the file only."),
		words.T("THE KEY"))
	b.WriteString(key + "\n")
	line("")
	part(words.T("The same in groups, for typing:"))
	for _, row := range groups(key) {
		line("    " + row)
	}
	line("")
	part(words.T("WITH WATCHWORD"),
		words.T("Open the vault file, choose \"Recovery sheet\", type or paste the key, and set a new password."),
		words.T("WITHOUT WATCHWORD"),
		words.T("The vault is a file in the age format (https://age-encryption.org). Install the program \"age\", go to the folder of the vault file, and type in a terminal these lines. After the second, type the key, then press Enter and Ctrl+D."))
	for _, command := range commands(file) {
		line("$ " + command)
	}
	line("")
	if file != s.File {
		part(otherName())
	}
	part(words.T("This text is such a file itself: where you have it at hand, leave out the second line and write its name in place of %s.", SheetFile),
		words.T("accounts.json is plain text. In each of its \"accounts\", \"secret\" is the key for any other authenticator, beside \"type\", \"algorithm\", \"digits\" and \"period\"; \"issuer\" and \"name\" say where it belongs. To see a code at once:"))
	line("    oathtool --totp --base32 SECRET")
	line("")
	for _, text := range wrapped(words.T("Delete %s and accounts.json when you are done: they are not encrypted.", SheetFile)) {
		line(text)
	}
	return b.String()
}

// sheetWidth is how many characters of a sheet's line are left behind the mark of a comment.
const sheetWidth = 78

// wrapped breaks a paragraph into lines of at most [sheetWidth] characters.
func wrapped(text string) []string {
	var lines []string
	line, length := "", 0
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if length > 0 && length+1+n > sheetWidth {
			lines, line, length = append(lines, line), "", 0
		}
		if length > 0 {
			line, length = line+" ", length+1
		}
		line, length = line+word, length+n
	}
	return append(lines, line)
}

// commands open a vault file without Watchword. The key is typed into the second, so that it
// does not stay in the history of the shell, and what they write is for its owner alone.
func commands(file string) []string {
	return []string{"umask 077", "cat > " + SheetFile, "age -d -i " + SheetFile + " -o accounts.json " + quote(file)}
}

const (
	groupSize = 6
	perRow    = 5
)

// groups cuts the key behind its prefix into rows of short groups.
func groups(key string) []string {
	prefix, rest, ok := strings.Cut(key, "-1")
	if !ok {
		return []string{key}
	}
	rows := []string{prefix + "-1"}
	for len(rest) > 0 {
		var row []string
		for len(row) < perRow && len(rest) > 0 {
			n := min(groupSize, len(rest))
			row, rest = append(row, rest[:n]), rest[n:]
		}
		rows = append(rows, strings.Join(row, " "))
	}
	return rows
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9._+@%/][A-Za-z0-9._+@%/-]*$`)

// quote makes a file name safe to type in a POSIX shell. A name that begins with a dash
// must not be taken for an option.
func quote(name string) string {
	if strings.HasPrefix(name, "-") {
		name = "./" + name
	}
	if plainWord.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

// A recovery key is a prefix and 58 characters of the Bech32 alphabet (BIP 173). The pattern
// takes any letters and figures, with spaces, line breaks or dots anywhere, and SheetKey puts
// those right that people mistake for each other.
var keyPattern = regexp.MustCompile(`(?i)A\W*G\W*E\W*S\W*E\W*C\W*R\W*E\W*T\W*K\W*E\W*Y\W*[1IL](?:\W*[a-z0-9]){58}`)

// bareKey is a key typed without the line in front, which is the same on every sheet.
var bareKey = regexp.MustCompile(`^\W*(?:[A-Za-z0-9]\W*){58}$`)

var noWord = regexp.MustCompile(`\W`)

// mistaken are the characters that no key has behind its prefix, and which they were meant
// to be. The checksum of the key tells whether that is right.
var mistaken = strings.NewReplacer("O", "0", "I", "L", "1", "L", "B", "8")

const (
	keyPrefix = "AGE-SECRET-KEY-1"
	keyRest   = 58
)

// SheetKey finds the recovery key in the text of a sheet, or in what a user typed or
// pasted: case, spaces, line breaks and dashes do not matter, nor whether an O was typed
// for a zero. It reports false when there is none. Whether the key is right, the vault tells.
func SheetKey(text string) (string, bool) {
	found := keyPattern.FindString(text)
	if found == "" && bareKey.MatchString(text) {
		found = text
	}
	if found == "" {
		return "", false
	}
	bare := noWord.ReplaceAllString(strings.ToUpper(found), "")
	return keyPrefix + mistaken.Replace(bare[len(bare)-keyRest:]), true
}

// SheetKeyMissing says how many characters of a key are still to be typed, as far as that
// can be told; negative when there are too many.
func SheetKeyMissing(text string) int {
	bare := noWord.ReplaceAllString(strings.ToUpper(text), "")
	if rest, ok := strings.CutPrefix(bare, "AGESECRETKEY1"); ok {
		bare = rest
	}
	return keyRest - len(bare)
}
