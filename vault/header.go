package vault

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"watchword/assets/words"
)

// The header of an age file is read here once before age reads it, so that limits hold
// before any work and no file can make us run more than one key derivation. age checks
// the header again, with its MAC.

const (
	ageIntro       = "age-encryption.org/v1\n"
	argonStanza    = "watchword/argon2id"
	tagStanza      = "watchword/recovery-tag"
	recoveryStanza = "X25519"
)

// b64 is the one spelling of base64 that a header may use: no padding, no stray bits.
var b64 = base64.RawStdEncoding.Strict()

// A header is what the slots of a vault say before a key is tried.
type header struct {
	salt     []byte // 16 bytes
	params   Params
	recovery bool
	unknown  []string // types of slots that are none of ours
}

type stanza struct {
	kind string
	args []string
	body []byte
}

// parseHeader reads the header of a vault file. The error is a *FormatError for a file
// that is no vault, else ErrDamaged.
func parseHeader(data []byte) (header, error) {
	if !bytes.HasPrefix(data, []byte(ageIntro)) {
		return header{}, notAge(data)
	}
	stanzas, err := readStanzas(data)
	if err != nil {
		return header{}, err
	}
	return classifyStanzas(stanzas)
}

func notAge(data []byte) error {
	switch {
	case len(data) == 0:
		return &FormatError{words.Mark("it is empty")}
	case bytes.HasPrefix(data, []byte("-----BEGIN AGE ENCRYPTED FILE-----")):
		return &FormatError{words.Mark("it is an age file in text form, which vaults never are")}
	case bytes.HasPrefix([]byte(ageIntro), data):
		return withMessage(ErrDamaged, &FormatError{words.Mark("it ends within its first line")})
	case bytes.HasPrefix(data, []byte("age-encryption.org/")):
		return &FormatError{words.Mark("it is in a version of the age format that is not known here")}
	}
	return &FormatError{words.Mark("its first line is not that of an age file")}
}

// damagedHeader is a header that starts well and does not go on.
func damagedHeader(why string) error { return withMessage(ErrDamaged, &headerError{why}) }

type headerError struct{ why string }

func (e *headerError) Error() string { return "header: " + e.why }

// readStanzas splits the header into its stanzas, each with an exact body.
func readStanzas(data []byte) ([]stanza, error) {
	rest := data[len(ageIntro):min(len(data), maxHeader)]
	var stanzas []stanza
	for {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok {
			return nil, damagedHeader("no end within 64 KiB or the file")
		}
		if mac, ok := bytes.CutPrefix(line, []byte("--- ")); ok {
			if sum, err := decode64(string(mac)); err != nil || len(sum) != 32 {
				return nil, damagedHeader("bad MAC line")
			}
			return stanzas, nil
		}
		if len(stanzas) == maxStanzas {
			return nil, &FormatError{words.Mark("it has more than 16 key slots")}
		}
		s, rest2, err := readStanza(line, after)
		if err != nil {
			return nil, err
		}
		stanzas, rest = append(stanzas, s), rest2
	}
}

func readStanza(line, rest []byte) (stanza, []byte, error) {
	parts := strings.Split(string(line), " ")
	if parts[0] != "->" || len(parts) < 2 || slices.ContainsFunc(parts, notPrintable) {
		return stanza{}, nil, damagedHeader("bad slot line")
	}
	s := stanza{kind: parts[1], args: parts[2:]}
	for {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok || len(line) > 64 {
			return stanza{}, nil, damagedHeader("bad slot body")
		}
		part, err := decode64(string(line))
		if err != nil {
			return stanza{}, nil, damagedHeader("bad slot body")
		}
		s.body, rest = append(s.body, part...), after
		if len(line) < 64 {
			return s, rest, nil
		}
	}
}

// notPrintable reports whether a word is empty or has anything but visible ASCII.
func notPrintable(word string) bool {
	return word == "" || strings.ContainsFunc(word, func(r rune) bool { return r < '!' || r > '~' })
}

// decode64 is strict base64; Go's decoder would skip line ends.
func decode64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, base64.CorruptInputError(0)
	}
	return b64.DecodeString(s)
}

// classifyStanzas finds our slots and checks how many there are of each.
func classifyStanzas(stanzas []stanza) (header, error) {
	var h header
	var passwords, recoveries, tags int
	for _, s := range stanzas {
		switch s.kind {
		case argonStanza:
			passwords++
			slot, err := parseArgon(s.args, s.body)
			if err != nil {
				return header{}, err
			}
			h.salt, h.params = slot.salt, slot.params
		case recoveryStanza:
			recoveries++
		case tagStanza:
			tags++
			if len(s.args) != 0 || len(s.body) != 32 {
				return header{}, damagedHeader("bad recovery tag")
			}
		default:
			h.unknown = append(h.unknown, s.kind)
		}
	}
	switch {
	case passwords == 0:
		return header{}, &FormatError{words.Mark("it is an age file without the password slot of a vault")}
	case passwords > 1:
		return header{}, &FormatError{words.Mark("it has more than one password slot")}
	case recoveries > 1 || tags > 1:
		return header{}, &FormatError{words.Mark("it has more than one recovery slot")}
	}
	h.recovery = recoveries == 1
	return h, nil
}

// An argonSlot is what a password slot says in the open.
type argonSlot struct {
	salt   []byte // 16 bytes, new with every password
	nonce  []byte // 32 bytes, new with every save
	params Params
	body   []byte // 32 bytes: the file key under the wrap key
}

// parseArgon reads "salt m t p nonce" and the body, and checks every bound.
func parseArgon(args []string, body []byte) (argonSlot, error) {
	if len(args) != 5 || len(body) != 32 {
		return argonSlot{}, damagedHeader("bad password slot")
	}
	salt, err1 := decode64(args[0])
	nonce, err2 := decode64(args[4])
	m, ok1 := decimal(args[1])
	t, ok2 := decimal(args[2])
	p, ok3 := decimal(args[3])
	if err1 != nil || err2 != nil || len(salt) != 16 || len(nonce) != 32 || !ok1 || !ok2 || !ok3 {
		return argonSlot{}, damagedHeader("bad password slot")
	}
	if !inBounds(m, t, p) {
		return argonSlot{}, &FormatError{words.Mark("the costs of its password slot are beyond what a vault may ask for")}
	}
	return argonSlot{salt, nonce, Params{uint32(m), uint32(t), uint8(p)}, body}, nil
}

// decimal reads a number without sign or leading zero, up to 2^32-1.
func decimal(s string) (uint64, bool) {
	n, err := strconv.ParseUint(s, 10, 32)
	return n, err == nil && strconv.FormatUint(n, 10) == s
}

// inBounds says whether costs may be tried at all, with or without a question.
func inBounds(m, t, p uint64) bool {
	return m >= minMemory && m <= maxMemory && t >= 1 && t <= maxTime && p >= 1 && p <= maxThreads &&
		m >= 8*p && m*t <= maxMemoryTime
}
