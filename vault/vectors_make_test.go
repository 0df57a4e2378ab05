package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"

	"watchword/bounds"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/password"
)

// A recipe makes one vault file; what is zero is ordinary.
type recipe struct {
	payload  string // JSON; "": one account
	password string
	params   Params
	extra    []age.Recipient // further slots
	noSlot   bool            // leave the password slot out
	padded   bool            // as the program writes it
}

var (
	cheapParams   = Params{Memory: 19 << 10, Time: 1, Threads: 1}
	vectorSheet   = "AGE-SECRET-KEY-1GQ3PE94YT49HU00G6PVAY9AD9THAAKY328K6PF5AC299ATCZLGHS2LV038" // made for the vectors
	otherSheet    = "AGE-SECRET-KEY-1SZ254YLH68NMQKPSC73E4GAMPJDUQ96N7MTLK47223FJC8AU82TSHJRL3W"
	vectorAccount = accountText()
)

// stanzas is a recipient that writes what it is told.
type stanzas []*age.Stanza

func (s stanzas) Wrap([]byte) ([]*age.Stanza, error) { return s, nil }

func (r recipe) make(t *testing.T) []byte {
	t.Helper()
	if r.payload == "" {
		r.payload = payloadText(vectorAccount)
	}
	if r.password == "" {
		r.password = goodPassword
	}
	if r.params == (Params{}) {
		r.params = cheapParams
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	kek, err := Argon2id(context.Background(), []byte(password.Normal(r.password)), salt, r.params)
	if err != nil {
		panic(err)
	}
	p := passwordKey{salt, r.params, kek}
	recipients := r.extra
	if !r.noSlot {
		recipients = append([]age.Recipient{passwordRecipient{p, rand.Reader}}, r.extra...)
	}
	text := []byte(r.payload)
	if r.padded {
		text = pad(text)
	}
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipients...)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func sheetSlots(t *testing.T, auth []byte) []age.Recipient {
	t.Helper()
	x, key, err := parseSheetKey(vectorSheet)
	if err != nil {
		t.Fatal(err)
	}
	if auth == nil {
		auth = recoveryAuth(key)
	}
	return []age.Recipient{x.Recipient(), tagRecipient{auth}}
}

// slotsText is what a payload says about the sheet with this key.
func slotsText(t *testing.T, sheet string) string {
	t.Helper()
	x, key, err := parseSheetKey(sheet)
	if err != nil {
		t.Fatal(err)
	}
	rec := &recovery{recipient: x.Recipient(), auth: recoveryAuth(key), at: 0x019b76daa8000000, by: "d1", number: "4711"}
	return `,"slots":{"recovery":` + string(rec.text()) + `}`
}

func makeVectors(t *testing.T) []vector {
	var list []vector
	add := func(name, comment, expect, password, sheet string, data []byte) {
		list = append(list, vector{Name: name, Comment: comment, Expect: expect, Password: password, Sheet: sheet, Data: data})
	}
	good := func(name, comment string, r recipe) {
		p := r.password
		if p == "" {
			p = goodPassword
		}
		add(name, comment, "opens", p, "", r.make(t))
	}
	bad := func(name, comment, expect string, data []byte) { add(name, comment, expect, goodPassword, "", data) }
	goodVectors(t, good, add)
	badHeaders(t, bad)
	badSlots(t, bad, add)
	badPayloads(t, bad)
	return list
}

func goodVectors(t *testing.T, good func(string, string, recipe), add func(name, comment, expect, password, sheet string, data []byte)) {
	good("good_empty", "no account", recipe{payload: payloadText("")})
	good("good_one", "one TOTP account", recipe{})
	good("good_every_type", "TOTP, HOTP, Steam, Yandex and mOTP, all settings", recipe{payload: payloadText(everyType(t))})
	good("good_two_chunks", "a payload of more than 64 KiB", recipe{payload: payloadText(manyAccounts(200))})
	good("good_exact_chunk", "a payload of exactly 64 KiB", recipe{payload: exactly(64 << 10)})
	good("good_one_byte_more", "a payload of 64 KiB and one byte", recipe{payload: exactly(64<<10 + 1)})
	good("good_padded", "padded to 4 KiB, as the program writes it; the others are not", recipe{padded: true})
	good("good_spaces", "space between all tokens of the JSON", recipe{payload: strings.NewReplacer(`,"`, " ,\n\t\"", `":`, "\" : ").Replace(payloadText(vectorAccount))})
	good("good_escaped_names", "names of members spelled with escapes", recipe{payload: strings.Replace(payloadText(vectorAccount), `"secret"`, `"\u0073ecret"`, 1)})
	good("good_password_65_bytes", "a password longer than a hash block", recipe{password: strings.Repeat("x", 65)})
	good("good_password_1024_bytes", "the longest password", recipe{password: strings.Repeat("y", 1024)})
	good("good_password_composed", "made and typed with a composed letter (NFC)", recipe{password: "gr\u00fcne-maple-orbit"})
	list := recipe{password: "gr\u00fcne-maple-orbit"}.make(t)
	add("good_password_decomposed", "made with a composed letter, typed decomposed (NFD)", "opens", "gru\u0308ne-maple-orbit", "", list)
	good("good_password_spaces", "spaces at both ends belong to the password", recipe{password: "  maple orbit  "})
	good("good_password_emoji", "letters outside of the first plane", recipe{password: "maple-\U0001F341-orbit"})
	good("good_costs_two_passes", "t = 2", recipe{params: Params{19 << 10, 2, 1}})
	good("good_costs_sixteen_lanes", "p = 16", recipe{params: Params{19 << 10, 1, 16}})
	good("good_costs_floor", "the floor for new vaults", recipe{params: Floor})
	named, other := recipe{payload: payloadText(vectorAccount, slotsText(t, vectorSheet)), extra: sheetSlots(t, nil)}, recipe{extra: sheetSlots(t, nil)}
	good("good_recovery_by_password", "with a recovery slot, opened by the password", named)
	add("good_recovery_by_sheet", "with a recovery slot, opened by the sheet", "opens", "", vectorSheet, named.make(t))
	add("good_recovery_spaces", "the sheet's key typed in groups, in lower case", "opens", "", strings.ToLower(vectorSheet[:20]+" "+vectorSheet[20:40]+"  "+vectorSheet[40:]), named.make(t))
	old := named
	old.payload = payloadText(vectorAccount, strings.Replace(slotsText(t, vectorSheet), `,"t":"019b76daa8000000","d":"d1","number":"4711"`, "", 1))
	add("good_recovery_no_stamp", "the payload names the sheet without stamp and number, as the first versions did", "opens", "", vectorSheet, old.make(t))
	add("good_recovery_not_named", "a right tag, but the payload names no sheet: read-only", "opens", "", vectorSheet, other.make(t))
	other.payload = payloadText(vectorAccount, slotsText(t, otherSheet))
	add("good_recovery_other_named", "a right tag, but the payload names another sheet: read-only", "opens", "", vectorSheet, other.make(t))
	forged, bare := named, named
	forged.extra, bare.extra = sheetSlots(t, make([]byte, 32)), sheetSlots(t, nil)[:1]
	add("good_forged_tag", "the sheet opens it, but the tag is of somebody without its auth key: read-only", "opens", "", vectorSheet, forged.make(t))
	add("good_no_tag", "the sheet opens it, but there is no tag: read-only", "opens", "", vectorSheet, bare.make(t))
	good("good_unknown_slot", "another program added a slot; it is reported and left out of the next save", recipe{extra: []age.Recipient{stanzas{{Type: "joint-7", Args: []string{"a", "b"}, Body: make([]byte, 48)}}}})
	good("good_trash", "an account in the trash", recipe{payload: payloadText(accountText(`"d":"d1"}}`, `"d":"d1"},"trashed":{"v":"2026-02-01T00:00:00Z","t":"0000000000010000","d":"d1"}}`))})
	good("good_tags", "two tags; one account has both and one that is gone", recipe{payload: payloadText(accountText(`"d":"d1"}}`, `"d":"d1"},"tags":{"v":["t2","t1","t9"],"t":"0000000000010000","d":"d1"}}`), `,"tags":[{"id":"t1","name":{"v":"work","t":"0000000000010000","d":"d1"}},{"id":"t2","name":{"v":"bank","t":"0000000000010000","d":"d1"}}]`)})
	good("good_tombstone", "an account that was deleted for good", recipe{payload: payloadText(vectorAccount, `,"tombstones":[{"id":"gone","cred":"00","t":"0000000000010000"}]`)})
	good("good_unknown_members", "members of a later version at every level", recipe{payload: payloadText(accountText(`"digits":6`, `"digits":6,"later":{"x":[1]}`, `"d":"d1"`, `"d":"d1","later":1`, `"fields":{`, `"fields":{"later":{"v":1,"t":"0000000000010000","d":"d1"},`), `,"later":null`)})
	good("good_newer_reader", "minReader 2: opens for reading only", recipe{payload: strings.Replace(payloadText(vectorAccount), `"minReader":1`, `"minReader":2`, 1)})
	good("good_newer_version", "version 2 with minReader 1: opens for writing", recipe{payload: strings.Replace(payloadText(vectorAccount), `"version":1`, `"version":2`, 1)})
	good("good_odd_accounts", "three odd accounts are set aside, one opens", recipe{payload: payloadText(vectorAccount + `,7,{"id":"a2"},` + accountText(`a1`, `a3`, `"totp"`, `"ocra"`))})
	good("good_same_id", "two credentials under one id are two accounts", recipe{payload: payloadText(vectorAccount + "," + accountText("GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJR"))})
	good("good_future_stamp", "a clock far ahead", recipe{payload: payloadText(accountText("0000000000010000", "7fffffffffff0000"))})
	good("good_cred", "the check value of the worked example", recipe{payload: payloadText(accountText(`"type"`, `"cred":"`+workedCred+`","type"`))})
}

func badHeaders(t *testing.T, bad func(name, comment, expect string, data []byte)) {
	whole := recipe{}.make(t)
	replace := func(old, new string) []byte { return bytes.Replace(whole, []byte(old), []byte(new), 1) }
	slot, _, _ := strings.Cut(string(whole[len(ageIntro):]), "\n")
	words := strings.Split(slot, " ")
	with := func(i int, to string) []byte {
		w := append([]string(nil), words...)
		w[i] = to
		return replace(slot, strings.Join(w, " "))
	}
	bad("header_empty", "no byte", "not a vault", nil)
	bad("header_text", "a text", "not a vault", []byte("Dear diary,\n"))
	bad("header_armour", "age's text form", "not a vault", []byte("-----BEGIN AGE ENCRYPTED FILE-----\n"))
	bad("header_v2", "another version of age", "not a vault", replace("/v1", "/v2"))
	bad("header_cut_slot", "cut within the slot", "header", whole[:60])
	bad("header_cut_mac", "cut within the MAC line", "header", whole[:bytes.Index(whole, []byte("\n---"))+20])
	bad("header_no_password_slot", "a recovery slot alone", "not a vault", recipe{noSlot: true, extra: sheetSlots(t, nil)}.make(t))
	second := passwordRecipient{passwordKey{make([]byte, 16), cheapParams, make([]byte, 32)}, rand.Reader}
	bad("header_two_password_slots", "two key derivations are one too many", "not a vault", recipe{extra: []age.Recipient{second}}.make(t))
	var many stanzas
	for range 16 {
		many = append(many, &age.Stanza{Type: "joint-7"})
	}
	bad("header_seventeen_slots", "more slots than a vault has", "not a vault", recipe{extra: []age.Recipient{many}}.make(t))
	bad("header_64_kib", "a header of more than 64 KiB", "header", recipe{extra: []age.Recipient{stanzas{{Type: "joint-7", Args: []string{strings.Repeat("x", maxHeader)}}}}}.make(t))
	bad("header_two_recoveries", "two recovery slots", "not a vault", recipe{extra: append(sheetSlots(t, nil), sheetSlots(t, nil)[0])}.make(t))
	bad("header_two_tags", "two recovery tags", "not a vault", recipe{extra: append(sheetSlots(t, nil), tagRecipient{make([]byte, 32)})}.make(t))
	bad("header_salt_short", "a salt of 15 bytes", "header", with(2, b64.EncodeToString(make([]byte, 15))))
	bad("header_salt_padded", "base64 with padding", "header", with(2, words[2]+"=="))
	bad("header_salt_stray_bits", "base64 in another spelling", "header", with(2, "AAAAAAAAAAAAAAAAAAAAAB"))
	bad("header_nonce_short", "a nonce of 16 bytes", "header", with(6, words[2]))
	bad("header_memory_leading_zero", "a number in another spelling", "header", with(3, "0"+words[3]))
	bad("header_memory_low", "m one below the bound", "not a vault", with(3, "19455"))
	bad("header_memory_high", "m one above the bound", "not a vault", with(3, "2097153"))
	bad("header_no_passes", "t = 0", "not a vault", with(4, "0"))
	bad("header_many_passes", "t one above the bound", "not a vault", with(4, "33"))
	bad("header_many_lanes", "p one above the bound", "not a vault", with(5, "17"))
	bad("header_work", "m x t one above the bound", "not a vault", bytes.Replace(with(4, "32"), []byte(" 19456 "), []byte(" 262145 "), 1))
	bad("header_crlf", "Windows line ends", "not a vault", bytes.ReplaceAll(whole, []byte("\n"), []byte("\r\n")))
	bad("header_two_spaces", "two spaces in the slot line", "header", replace(words[1]+" ", words[1]+"  "))
}

func badSlots(t *testing.T, bad func(name, comment, expect string, data []byte), add func(name, comment, expect, password, sheet string, data []byte)) {
	whole := recipe{extra: sheetSlots(t, nil)}.make(t)
	flip := func(at int) []byte {
		data := bytes.Clone(whole)
		data[at] ^= 1
		return data
	}
	head := bytes.Index(whole, []byte("\n--- ")) + 5 + 44
	add("slot_wrong_password", "another password", "slot", otherPassword, "", whole)
	add("slot_wrong_case", "the password in capitals", "slot", strings.ToUpper(goodPassword), "", whole)
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	add("slot_wrong_sheet", "the sheet of another vault", "slot", "", other.String(), whole)
	lines := bytes.SplitN(whole, []byte("\n"), 4)
	bodyAt := len(lines[0]) + len(lines[1]) + 2
	body, _ := decode64(string(lines[2]))
	body[5] ^= 1
	bad("slot_body", "a bit of the wrapped file key", "slot", append(append(bytes.Clone(whole[:bodyAt]), b64.EncodeToString(body)...), whole[bodyAt+len(lines[2]):]...))
	bad("mac_flipped", "a bit of the header MAC", "header MAC", flip(head-10))
	tagAt := bytes.Index(whole, []byte("-> watchword/recovery-tag"))
	bad("mac_tag_removed", "the recovery tag taken out", "header MAC", append(bytes.Clone(whole[:tagAt]), whole[head-48:]...))
	bad("chunk_nonce", "a bit of the nonce of the payload", "chunk", flip(head+3))
	bad("chunk_first_byte", "a bit of the first chunk", "chunk", flip(head+16))
	bad("chunk_last_byte", "a bit of the last tag", "chunk", flip(len(whole)-1))
	bad("chunk_truncated", "the last byte is missing", "chunk", whole[:len(whole)-1])
	bad("chunk_none", "nothing behind the nonce", "chunk", whole[:head+16])
	bad("chunk_appended", "one byte more", "chunk", append(bytes.Clone(whole), 0))
	two := recipe{payload: payloadText(manyAccounts(200))}.make(t)
	h := bytes.Index(two, []byte("\n--- ")) + 5 + 44 + 16
	bad("chunk_missing", "the first of two chunks is missing", "chunk", append(bytes.Clone(two[:h]), two[h+65552:]...))
	bad("chunk_last_missing", "the second of two chunks is missing", "chunk", two[:h+65552])
}

func badPayloads(t *testing.T, bad func(name, comment, expect string, data []byte)) {
	good := payloadText(vectorAccount)
	make := func(text string) []byte { return recipe{payload: text}.make(t) }
	bad("json_none", "a text", "json", make("hello"))
	bad("json_empty", "spaces alone", "json", make(" "))
	bad("json_duplicate", "a name twice", "json", make(strings.Replace(good, `"version"`, `"format":"x","version"`, 1)))
	bad("json_duplicate_deep", "a name twice in an account", "json", make(strings.Replace(good, `"digits":6`, `"digits":6,"digits":8`, 1)))
	bad("json_bad_utf8", "a byte that is no UTF-8", "json", make(strings.Replace(good, "Bank", "B\xffnk", 1)))
	bad("json_surrogate", "half a surrogate pair", "json", make(strings.Replace(good, "Bank", `\ud800`, 1)))
	bad("json_deep", "33 levels", "json", make(strings.Replace(good, `"version":1`, `"x":`+strings.Repeat("[", bounds.VaultDepth)+strings.Repeat("]", bounds.VaultDepth)+`,"version":1`, 1)))
	bad("json_bom", "a byte order mark", "json", make("\ufeff"+good))
	bad("json_twice", "two payloads", "json", make(good+good))
	bad("contents_other_format", "another format", "not a vault", make(strings.Replace(good, "watchword/vault", "other/vault", 1)))
	bad("contents_no_id", "no vault id", "contents", make(strings.Replace(good, `"vaultId"`, `"vaultID"`, 1)))
	bad("contents_path_id", "a vault id that is a path", "contents", make(strings.Replace(good, testVaultID, "../../../../../../../../../../etc/abc", 1)))
	bad("contents_no_revision", "no revision", "contents", make(strings.Replace(good, `"revision":7,`, ``, 1)))
}

// everyType is one account of each type, made by the program itself.
func everyType(t *testing.T) string {
	var texts []string
	for i, kind := range []otp.Type{otp.TOTP, otp.HOTP, otp.Steam, otp.Yandex, otp.MOTP} {
		a := account.Account{ID: fmt.Sprint("id-", i), Key: otp.Defaults(kind), Issuer: "Issuer " + string(kind), Name: "me", Note: "n", Icon: "x", Pinned: true, Order: 2.5, Archived: true}
		a.Key.Secret = otp.Secret("0123456789abcdef")
		if kind == otp.Yandex || kind == otp.MOTP {
			a.Key.PIN = "1234"
		}
		if kind == otp.HOTP {
			a.Counter = 1<<63 - 1
		}
		r, reason := newRecord(a, 65536, "d1")
		if reason != "" {
			t.Fatal(reason)
		}
		texts = append(texts, string(r.obj.Text()))
	}
	return strings.Join(texts, ",")
}

func manyAccounts(n int) string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = accountText("a1", fmt.Sprint("a", i), "Bank", fmt.Sprint("Bank ", i, strings.Repeat("x", 200)))
	}
	return strings.Join(texts, ",")
}

// exactly is a payload of n bytes.
func exactly(n int) string {
	text := payloadText(vectorAccount, `,"filler":"`, `"`)
	return strings.Replace(text, `"filler":"`, `"filler":"`+strings.Repeat("x", n-len(text)), 1)
}

func encryptWith(t *testing.T, file *bytes.Buffer, recipients ...age.Recipient) io.WriteCloser {
	t.Helper()
	w, err := age.Encrypt(file, recipients...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
