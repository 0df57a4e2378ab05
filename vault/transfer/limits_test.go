package transfer

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Every bound is met one below, at, and one above. The three are the same for all formats
// that share the part.

func TestJSONLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	values := func(n int) string { return "[0" + strings.Repeat(",0", n-2) + "]" } // the array counts too
	for _, c := range []struct {
		what string
		make func(n int) string
		most int
	}{
		{"depth", nested, maxDepth},
		{"values", values, maxValues + 1},
		{"file", func(n int) string { return "0" + strings.Repeat(" ", n-1) }, maxText},
	} {
		for n, ok := range map[int]bool{c.most - 1: true, c.most: true, c.most + 1: false} {
			if _, err := parseJSON([]byte(c.make(n))); (err == nil) != ok || err != nil && !errors.Is(err, errTooLarge) {
				t.Errorf("%s of %d: %v", c.what, n, err)
			}
		}
	}
	// A picture or an attachment is left out, and the rest is read.
	for n, kept := range map[int]int{maxString: maxString, maxString + 1: 0} {
		got, err := parseJSON([]byte(`{"a":{"icon":"` + strings.Repeat("x", n) + `","b":"\"c"}}`))
		if err != nil || got.at("a", "b").text() != `"c` || len(got.at("a", "icon").text()) != kept {
			t.Errorf("a string of %d: %d bytes, %v", n, len(got.at("a", "icon").text()), err)
		}
	}
	icons := `{"a":[` + strings.Repeat(`"`+strings.Repeat("x", longString+1)+`",`, maxText/longString) + `"key"]}`
	if got, err := parseJSON([]byte(icons)); err != nil || len(got.get("a").list()) != maxText/longString+1 {
		t.Errorf("many icons: %v", err)
	}
	// Ciphertext in the outermost object may be longer.
	if _, err := parseJSON([]byte(`{"a":"` + strings.Repeat("x", maxString+1) + `"}`)); err != nil {
		t.Errorf("a long ciphertext: %v", err)
	}
}

func TestDamagedJSON(t *testing.T) {
	for _, text := range []string{"", " ", "{", `{"a"}`, `{"a":1}}`, `{"a":1} x`, `[1,]`, `"`, `{"a":"\`, "\xEF\xBB\xBF", "nul"} {
		if _, err := parseJSON([]byte(text)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNodes(t *testing.T) {
	n, err := parseJSON([]byte("\xEF\xBB\xBF" + ` {"s":"30","n":30,"f":30.0,"h":30.5,"e":"","null":null,"nulltext":"null","t":true,"one":"1","o":{"x":1},"a":[1,"2",null],"big":9223372036854775807,"huge":1e300,"word":"thirty"}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"s": "30", "n": "30", "f": "30", // some writers make a string or a float of a number
		"h": "error", "word": "error", "huge": "error", "o": "error", "a": "error", "t": "error", // never guessed
		"e": "7", "null": "7", "nulltext": "7", "nothing": "7", // missing
		"big": "9223372036854775807",
	} {
		got := "error"
		if v, err := n.get(name).number(7); err == nil {
			got = fmt.Sprint(v)
		}
		if got != want {
			t.Errorf("number %s: %s, want %s", name, got, want)
		}
	}
	if !n.get("t").truth() || !n.get("one").truth() || n.get("s").truth() || n.get("null").truth() {
		t.Error("truths are wrong")
	}
	if n.at("o", "x").text() != "1" || n.at("s", "x").text() != "" || len(n.get("a").list()) != 3 || len(n.get("o").list()) != 0 {
		t.Error("members and items are wrong")
	}
	if !n.has("null") || n.has("nothing") || !n.get("null").missing() || n.get("s").missing() {
		t.Error("null is not told from missing")
	}
}

func TestPeek(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"b":"x","c":{"d":1},"e":[{"f":2}],"g":true,"h":null}`: "a0 b\" c{ e[ gt hn",
		` {"a" : -1 , "b":"}\"{" }`:                                   "a0 b\"",
		`{"a":{"a":[1,{"b":2}]},"":1}`:                                "0 a{",  // an empty name is a name
		`{"a":1,"b":{"c":`:                                            "a0 b{", // cut: what is there
		`{"\u0061":1}`:                                                "a0",
		`[{"a":1}]`:                                                   "",
		``:                                                            "",
	} {
		var got []string
		m := peek([]byte(text))
		for _, name := range sortedKeys(m) {
			got = append(got, name+string(m[name]))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestCSVShapes(t *testing.T) {
	for text, want := range map[string]string{
		"name,Secret\na,b\n":                   "b",
		"\xEF\xBB\xBFname,SECRET\r\na,b\r\n":   "b", // from a spreadsheet
		"name;secret\na;b\n":                   "b", // of a country with decimal commas
		"secret\n":                             "damaged",
		"name,secret\na\n":                     "", // a short row
		"name,secret\na,b,c,d\n":               "b",
		"name,secret\n\n\"a\nb\",\"c\"\"d\"\n": "c\"d",
		"secret,secret\na,b\n":                 "a", // the first of two
	} {
		table, err := readCSV(context.Background(), []byte(text))
		got := "damaged"
		if err == nil && len(table.rows) > 0 {
			got = table.cell(table.rows[0], "secret")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if _, err := readCSV(context.Background(), bytes.Repeat([]byte("a,b\n"), maxCells/2)); err != nil {
		t.Error(err)
	}
	if _, err := readCSV(context.Background(), bytes.Repeat([]byte("a,b\n"), maxCells/2+2)); !errors.Is(err, errTooLarge) {
		t.Errorf("too many cells: %v", err)
	}
	round := [][]string{{"a", "b\"c", "d\ne"}, {"", ",", ";"}}
	table, err := readCSV(context.Background(), append([]byte("x,y,z\n"), writeCSV(round)...))
	if err != nil || fmt.Sprint(table.rows) != fmt.Sprint(round) {
		t.Errorf("out and in again: %q, %v", table.rows, err)
	}
}

func TestXMLLimits(t *testing.T) {
	read := func(text string) error {
		_, err := readPrefs(context.Background(), []byte(text))
		return err
	}
	for text, want := range map[string]error{
		`<map><string name="a">b</string></map>`:                                                    nil,
		`<map>` + strings.Repeat("<a>", maxDepth-1) + strings.Repeat("</a>", maxDepth-1) + `</map>`: nil,
		`<map>` + strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth) + `</map>`:     errTooLarge,
		`<!DOCTYPE map [<!ENTITY a "b">]><map><string name="a">&a;</string></map>`:                  ErrDamaged, // no entities, whatever they say
		`<map><string name="a">&b;</string></map>`:                                                  ErrDamaged,
		`<map><string name="a">`: ErrDamaged,
		`</map>`:                 ErrUnknown,
		`<other/>`:               ErrUnknown,
	} {
		if err := read(text); !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%.60s: %v", text, err)
		}
	}
	prefs, err := readPrefs(context.Background(), []byte("<?xml version='1.0' encoding='utf-8'?>\n<map><int name=\"n\" value=\"1\"/><string name=\"a\">x &amp; &#228;</string><set name=\"s\"><string>inner</string></set></map>"))
	if err != nil || len(prefs) != 1 || prefs[0] != (pref{"a", "x & ä"}) {
		t.Errorf("%v, %v", prefs, err)
	}
}

func TestZipLimits(t *testing.T) {
	members := func(n int) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := range n {
			w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint("m", i)}) // stored: packing nothing takes its time
		}
		w.Close()
		return b.Bytes()
	}
	for n, ok := range map[int]bool{maxZipMembers - 1: true, maxZipMembers: true, maxZipMembers + 1: false} {
		if _, err := openZip(members(n)); (err == nil) != ok {
			t.Errorf("%d members: %v", n, err)
		}
	}
	// Zeros pack a thousandfold, far beyond what text does.
	a, err := openZip(zipFile(t, "bomb", make([]byte, 10<<20)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.read(a.Files[0]); !errors.Is(err, errZipLarge) {
		t.Errorf("a ratio of a thousand: %v", err)
	}
	for n, ok := range map[int]bool{maxZipContent - 1: true, maxZipContent: true, maxZipContent + 1: false} {
		a := &archive{left: maxZipTotal}
		if _, err := a.inflate(make([]byte, n), zip.Store, 0, false); (err == nil) != ok {
			t.Errorf("a member of %d bytes: %v", n, err)
		}
	}
	// The sum of all members is bounded, not each alone.
	a, err = openZip(zipFile(t, "text", []byte("hello")))
	if err != nil {
		t.Fatal(err)
	}
	for left, ok := range map[int64]bool{4: false, 5: true, 6: true} {
		a.left = left
		if _, err := a.read(a.Files[0]); (err == nil) != ok {
			t.Errorf("%d bytes left: %v", left, err)
		}
	}
	data := zipFile(t, "folder/text", []byte("hello"))
	a, err = openZip(data)
	if err != nil || a.named("text") == nil || a.named("folder/text") == nil || a.named("other/text") != nil || a.named("ext") != nil {
		t.Errorf("members are not found by name: %v", err)
	}
	data[bytes.Index(data, []byte("folder/text"))+11+2] ^= 0x10 // the packed bytes, behind the block's head
	if a, err = openZip(data); err == nil {
		_, err = a.read(a.Files[0])
	}
	if !errors.Is(err, errZip) {
		t.Errorf("a changed member: %v", err)
	}
}

func TestDerivationLimits(t *testing.T) {
	ctx := context.Background()
	pb := func(rounds int64) error {
		done, cancel := context.WithCancel(ctx)
		cancel() // bounds come before work; the work itself would take seconds
		_, err := pbkdf2Key(done, Env{}, sha1.New, nil, nil, rounds, 20)
		return err
	}
	for rounds, costly := range map[int64]bool{0: true, -1: true, maxPBKDF2Rounds - 1: false, maxPBKDF2Rounds: false, maxPBKDF2Rounds + 1: true} {
		if err := pb(rounds); errors.Is(err, errTooCostly) != costly {
			t.Errorf("PBKDF2, %d rounds: %v", rounds, err)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	for _, c := range []struct {
		n, r, p int64
		costly  bool
	}{
		{1, 8, 1, true}, {3, 8, 1, true}, {0, 8, 1, true}, {-2, 8, 1, true}, // not a power of two above 1
		{1 << 15, 8, 1, false}, {1 << 19, 8, 1, false}, {1 << 20, 8, 1, true}, // 512 MiB, 1 GiB
		{1 << 20, 4, 1, false}, {1 << 21, 1, 1, true}, // N
		{2, 32, 1, false}, {2, 33, 1, true}, {2, 0, 1, true},
		{2, 8, 16, false}, {2, 8, 17, true}, {2, 8, 0, true},
	} {
		if _, err := scryptKey(cancelled, Env{}, nil, nil, c.n, c.r, c.p, 32); errors.Is(err, errTooCostly) != c.costly {
			t.Errorf("scrypt %d %d %d: %v", c.n, c.r, c.p, err)
		}
	}
	yes := Env{Costly: func(context.Context) bool { return true }}
	no := Env{Costly: func(context.Context) bool { return false }}
	for _, c := range []struct {
		cost argon2Cost
		env  Env
		want error
	}{
		{argon2Cost{8, 1, 1}, no, nil},
		{argon2Cost{7, 1, 1}, no, errTooCostly}, // less than 8 KiB a lane
		{argon2Cost{31, 1, 4}, no, errTooCostly},
		{argon2Cost{32, 1, 4}, no, nil},
		{argon2Cost{64, 64, 1}, no, nil},
		{argon2Cost{64, 65, 1}, no, errTooCostly},
		{argon2Cost{64, 0, 1}, no, errTooCostly},
		{argon2Cost{1 << 20, 31, 1}, no, nil},
		{argon2Cost{1 << 20, 32, 1}, no, nil},
		{argon2Cost{1 << 20, 33, 1}, no, errTooCostly}, // memory and passes together
		{argon2Cost{1024, 1, 16}, no, nil},
		{argon2Cost{1024, 1, 17}, no, errTooCostly},
		{argon2Cost{1024, 1, 0}, no, errTooCostly},
		{argon2Cost{1 << 20, 1, 1}, no, nil}, // 1 GiB is what Ente uses
		{argon2Cost{1<<20 + 1, 1, 1}, no, errRefused},
		{argon2Cost{1<<20 + 1, 1, 1}, Env{}, errRefused}, // nobody to ask
		{argon2Cost{2 << 20, 1, 1}, yes, nil},
		{argon2Cost{2<<20 + 1, 1, 1}, yes, errTooCostly},
	} {
		if err := c.cost.check(ctx, c.env); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("Argon2 %+v: %v", c.cost, err)
		}
	}
}

// RFC 7914, section 11 (PBKDF2-HMAC-SHA256), and RFC 6070 (PBKDF2-HMAC-SHA1).
func TestPBKDF2(t *testing.T) {
	ctx := context.Background()
	key, err := pbkdf2Key(ctx, Env{}, sha256.New, []byte("Password"), []byte("NaCl"), 80000, 64)
	if err != nil || fmt.Sprintf("%x", key) != "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d" {
		t.Errorf("%x, %v", key, err)
	}
	var last float64
	env := Env{Progress: func(done float64) {
		if done < last || done > 1 {
			t.Errorf("progress went from %v to %v", last, done)
		}
		last = done
	}}
	key, err = pbkdf2Key(ctx, env, sha1.New, []byte("passwordPASSWORDpassword"), []byte("saltSALTsaltSALTsaltSALTsaltSALTsalt"), 4096, 25)
	if err != nil || fmt.Sprintf("%x", key) != "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038" {
		t.Errorf("%x, %v", key, err)
	}
	if last == 0 {
		t.Error("progress was never told")
	}
}

// A derivation that cannot be interrupted must not hold up whoever waits for it.
func TestDerivationIsLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan struct{})
	started := make(chan struct{})
	go func() { <-started; cancel() }()
	_, err := slowly(ctx, Env{}, func() []byte { close(started); <-release; return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("left with %v", err)
	}
	// The next one waits for the first to end, for both would take their memory.
	waiting, stop := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer stop()
	if _, err := slowly(waiting, Env{}, func() []byte { t.Error("two derivations ran at once"); return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second one: %v", err)
	}
	close(release)
	if key, err := slowly(context.Background(), Env{}, func() []byte { return []byte{1} }); err != nil || len(key) != 1 {
		t.Errorf("the third one: %v", err)
	}
}
