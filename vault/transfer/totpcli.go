package transfer

import (
	"bytes"
	"context"
	"strings"

	"watchword/assets/words"
)

// totpCLI is the dump of the terminal program totp-cli, JSON or YAML. At rest it is the same
// JSON behind age, which ageFile opens.
func totpCLI() Format {
	return Format{
		ID:     "totp-cli",
		Name:   "totp-cli",
		How:    words.Mark("totp-cli dump --yes-please writes a file that is not encrypted. Its own file can be read, too: .config/totp-cli/credentials."),
		Brings: words.Mark("TOTP, with the namespace of each."),
		Leaves: words.Mark("The prefix that totp-cli puts before a code."),
		step:   stepJSON,
		Detect: func(data []byte) bool { return isTOTPCLI(data) || isTOTPCLIYAML(data) },
		Read:   readTOTPCLI,
	}
}

// isTOTPCLI knows namespaces by their members; the first versions wrote them with capitals.
func isTOTPCLI(data []byte) bool {
	m := peekItem(data)
	isList := func(kind byte) bool { return kind == '[' || kind == 'n' } // an empty one is null
	if isList(m["accounts"]) && m["name"] == '"' || isList(m["Accounts"]) && m["Name"] == '"' {
		return bytes.Contains(data, []byte(`"token"`)) || bytes.Contains(data, []byte(`"Token"`))
	}
	return false
}

// isTOTPCLIYAML looks for the first namespace with an account and its token.
func isTOTPCLIYAML(data []byte) bool {
	head := data[:min(len(data), 4<<10)]
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(bytes.TrimSpace(head), []byte("---")), " \r\n")
	return bytes.HasPrefix(trimmed, []byte("- name: ")) && bytes.Contains(head, []byte("accounts:")) && bytes.Contains(head, []byte("token: "))
}

func readTOTPCLI(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	namespaces, err := totpCLINamespaces(ctx, data)
	if err != nil {
		return r, err
	}
	position := 0
	for _, space := range namespaces {
		tag := strings.TrimSpace(either(space, "name", "Name").text())
		for _, item := range either(space, "accounts", "Accounts").list() {
			position++
			if err := r.next(ctx); err != nil {
				return r, err
			}
			e := entry{Secret: either(item, "token", "Token").text(), Algorithm: item.get("algorithm").text()}
			// 0 is what the program writes for the usual.
			if length := item.get("length"); length.text() != "0" {
				e.Digits = length
			}
			if period := either(item, "timePeriod", "timeperiod"); period.text() != "0" {
				e.Period = period
			}
			a, err := e.account("", either(item, "name", "Name").text())
			if prefix := either(item, "prefix", "Prefix").text(); prefix != "" {
				a.Note = words.T("totp-cli puts “%s” before this code.", prefix)
			}
			a.Tags = []string{tag}
			r.add(position, a, err)
		}
	}
	return r, nil
}

// either returns the first of two members that is there.
func either(n node, name, other string) node {
	if n.has(name) {
		return n.get(name)
	}
	return n.get(other)
}

// totpCLINamespaces parses both forms.
func totpCLINamespaces(ctx context.Context, data []byte) ([]node, error) {
	if firstByte(data) == '[' {
		n, err := parseJSON(data)
		return n.list(), err
	}
	if len(data) > maxText {
		return nil, errTooLarge
	}
	return parseTOTPCLIYAML(ctx, data)
}

// parseTOTPCLIYAML reads what the program writes, and no other YAML: a list of namespaces,
// each with a name and a list of accounts, one member a line.
func parseTOTPCLIYAML(ctx context.Context, data []byte) ([]node, error) {
	var namespaces []node
	var space, item map[string]any
	lines := 0
	for line := range bytes.Lines(data) {
		if lines++; lines > maxCells {
			return nil, errTooLarge
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		text := strings.TrimRight(string(line), " \r\n")
		body := strings.TrimLeft(text, " ")
		if body == "" || body == "---" || strings.HasPrefix(body, "#") {
			continue
		}
		rest, begins := strings.CutPrefix(body, "- ")
		name, value, ok := strings.Cut(rest, ":")
		if !ok {
			return nil, ErrDamaged
		}
		if value, ok = yamlText(value); !ok {
			return nil, ErrDamaged
		}
		switch {
		case begins && (space == nil || len(text) == len(body)):
			space, item = map[string]any{name: value}, nil
			namespaces = append(namespaces, node{space})
		case begins:
			item = map[string]any{name: value}
			list, _ := space["accounts"].([]any)
			space["accounts"] = append(list, any(item))
		case space == nil:
			return nil, ErrDamaged
		case item != nil:
			item[name] = value
		case name != "accounts":
			space[name] = value
		}
	}
	return namespaces, nil
}

// yamlText undoes the quotation marks of a value; ok is false for an escape that there is not.
func yamlText(value string) (text string, ok bool) {
	value = strings.TrimSpace(value)
	if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
		return unescape(value[1 : len(value)-1])
	}
	if len(value) > 1 && value[0] == '\'' && value[len(value)-1] == '\'' {
		return strings.ReplaceAll(value[1:len(value)-1], "''", "'"), true
	}
	return value, true
}
