package transfer

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"watchword/vault/account"
	"watchword/vault/transfer/internal/javamap"
	"watchword/vault/transfer/internal/javamap/javamaptest"
	"watchword/vault/transfer/internal/sqlite/sqlitetest"
)

// What no file may take, whatever is in it. The memory is that of a whole process that reads
// it, with what the garbage collector has not given back. The time is no measure of speed:
// it tells a reader that ends from one that does not.
const (
	mostMemory = 512 << 20 // bytes
	hangs      = 90 * time.Second
)

// The variables that make the test program read hostile files and say how it went.
const (
	readerContract = "WATCHWORD_TEST_CONTRACT" // its number
	readerFile     = "WATCHWORD_TEST_FILE"     // a file to read; without it the hostile files are made
)

// A reading is how one file was read.
type reading struct {
	Name     string
	Accounts int
	Err      string
	Peak     uint64 // bytes of memory so far
}

// TestHostileFiles reads the hostile files of every format: each ends, in little memory, in
// some accounts or in a sentence, and none makes a reader fall over.
func TestHostileFiles(t *testing.T) {
	for i, c := range contracts {
		t.Run(c.name(), func(t *testing.T) {
			t.Parallel()
			readings := readApart(t, i, "")
			if len(readings) < 50 {
				t.Errorf("only %d files", len(readings))
			}
		})
	}
}

// readApart reads in a process of its own: one file, or all hostile files of a contract.
func readApart(t *testing.T, contract int, path string) (all []reading) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hangs)
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), readerContract+"="+strconv.Itoa(contract), readerFile+"="+path)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	for line := range bytes.Lines(out) {
		var r reading
		if json.Unmarshal(line, &r) != nil {
			t.Fatalf("the reader says %q", line)
		}
		all = append(all, r)
		if r.Err != "" && !sentence.MatchString(r.Err) {
			t.Errorf("%s: this is no sentence: %q", r.Name, r.Err)
		}
	}
	last := "the first"
	if len(all) > 0 {
		last = "what follows " + all[len(all)-1].Name
		if peak := all[len(all)-1].Peak; peak > mostMemory {
			t.Errorf("%d MiB of memory", peak>>20)
		}
	}
	if err != nil {
		t.Errorf("reading %s: %v (%v), %s", last, err, ctx.Err(), stderr.Bytes())
	}
	if bytes.Contains(stderr.Bytes(), []byte("reading an import failed")) {
		t.Errorf("a reader fell over: %s", stderr.Bytes())
	}
	noCanary(t, "the log", stderr.String())
	return all
}

var sentence = regexp.MustCompile(`(?s)^[A-Z].*\.$`)

// readHostile is what the process of readApart does.
func readHostile() {
	number, err := strconv.Atoi(os.Getenv(readerContract))
	if err != nil {
		panic(err)
	}
	c := contracts[number]
	defer cheaply()()
	say := json.NewEncoder(os.Stdout)
	read := func(name string, data []byte) {
		r, err := Read(context.Background(), data, c.onlyPassword(contractPassword))
		told := reading{Name: name, Accounts: len(r.Accounts), Peak: peakMemory()}
		if err != nil {
			told.Err = err.Error()
		}
		say.Encode(told)
	}
	if path := os.Getenv(readerFile); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		read(filepath.Base(path), data)
		return
	}
	rememberKeys(maker{})
	all := hostiles(c)
	for i, h := range broken(c.file(maker{}, seedAccounts(maker{}, c))) {
		if !c.few || i%16 == 0 {
			all = append(all, h)
		}
	}
	n := 200
	if c.few {
		n = 10
	}
	for _, h := range all {
		if data := h.file(n); data != nil {
			read(h.name, data)
		}
	}
}

// peakMemory is the most memory that this process had at a time, in bytes. Where the system
// does not say, it is what Go ever took from it.
func peakMemory() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				kib, _ := strconv.ParseUint(strings.Fields(rest)[0], 10, 64)
				return kib << 10
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys
}

// TestLargestFiles reads files as large as a reader takes them, each made to be as dear as
// possible in one way.
func TestLargestFiles(t *testing.T) {
	number := map[string]int{}
	for i, c := range contracts {
		if _, twice := number[c.name()]; !twice {
			number[c.name()] = i
		}
	}
	text := func(before, run, after string) func() []byte {
		return func() []byte {
			n := (maxText - len(before) - len(after)) / len(run)
			return []byte(before + strings.Repeat(run, n) + after)
		}
	}
	of := func(n int, before, run, after string) func() []byte {
		return func() []byte { return []byte(before + strings.Repeat(run, n) + after) }
	}
	const secret, prefs, endPrefs = "JBSWY3DPEHPK3PXP", `<map><string name="a">`, `</string></map>`
	page := "<!doctype html><table><tr><th>secret<th>type"
	for _, c := range []struct {
		name, contract string
		make           func() []byte
	}{
		{"a text in pieces", "freeotp", text(prefs, "a<!---->", endPrefs)}, // 25 s and more for a twentieth of it, once
		{"references", "freeotp", text(prefs, "&lt;", endPrefs)},
		{"elements", "freeotp", of(maxMarks/2-10, prefs, "<a/>", endPrefs)},
		{"strings", "freeotp", text("<map>", `<string name="a"/>`, "</map>")},
		{"attributes", "freeotp", text("<map><a ", `b="" `, "/></map>")},
		{"tokens", "freeotp", text("<map>", `<string name="a">{"secret":[],"label":""}</string>`, "</map>")},
		{"tags in a cell", "html", text(page+"<tr><td>", "a<b></b>", "</table>")}, // 12 s for a twentieth of it
		{"cells", "html", text(page, "<tr>"+strings.Repeat("<td>a", 100), "")},
		{"a heading of spaces", "html", text(page+"<th>", " ", "</tr>"+strings.Repeat("<tr><td>"+secret+"<td>totp", 19_000))},
		{"pieces of a link", "html", text("<html><code>otpauth://totp/", "a<b>", "?secret="+secret+"</code>")},
		{"one row of commas", "bitwarden-csv", text("login_uri,login_totp\n", ",", "\n")}, // 1.54 GB, counted afterwards
		{"cells in rows", "bitwarden-csv", of(maxCells/2-10, "login_uri,login_totp\n", "a,b\n", "")},
		{"quotation marks", "bitwarden-csv", text("login_uri,login_totp\n", `"`, "")},
		{"one link of colons", "otpauth", text("", "otpauth://totp/"+strings.Repeat(":", 30<<10)+"?issuer="+strings.Repeat(":", 20<<10)+"x&secret="+secret+"\n", "")},
		{"spaces and colons", "otpauth", text("", "otpauth://totp/"+strings.Repeat("%20", 7<<10)+strings.Repeat(":", 20<<10)+"?issuer=x&secret="+secret+"\n", "")},
		{"parameters", "otpauth", text("", "otpauth://totp/a?secret="+secret+strings.Repeat("&a%61=1", 8<<10)+"\n", "")},
		{"commas", "otpauth", text("otpauth://totp/a?secret="+secret, ",otpauth", "")},
		{"comments", "otpauth", text("", "#\n", "otpauth://totp/a?secret="+secret)},
		{"migrations", "google-authenticator", func() []byte { return migrations(t) }},
		{"objects", "aegis", of(maxValues/(objectValues+2)-10, `{"header":{},"version":1,"db":{"version":1,"entries":[`, `{"a":0},`, `0]}}`)},
		{"numbers", "aegis", of(maxValues-50, `{"header":{},"version":1,"db":{"version":1,"entries":[`, `1,`, `0]}}`)},
		{"strings", "aegis", of(maxValues-50, `{"header":{},"version":1,"db":{"version":1,"entries":[`, `"abc",`, `0]}}`)},
		{"a digit and a digit", "aegis", text(`{"header":{},"db":{},"version":1`, "0", "}")},
		{"nested", "aegis", text(`{"header":{},"version":1,"db":`, "[", "")},
		{"ids", "stratum", stratumIDs},
		{"tags and codes", "1password", func() []byte { return zipFile(t, "export.data", onePasswordItem()) }},
		{"zeros", "1password", func() []byte { return zipFile(t, "export.data", make([]byte, 1<<30)) }},
		{"a list at the greatest ratio", "1password", func() []byte { return zipFile(t, "export.data", []byte(packing(32<<20))) }},
		{"members", "1password", func() []byte { return zipMembers(maxZipMembers) }},
		{"long names of members", "1password", func() []byte { return zipMembers(1000) }},
		{"one value for many", "freeotp2", func() []byte { return javamaptest.References(javamap.MaxEntries-1, run("[],", 1000)) }},
		{"groups in groups", "keepass-xml", keePassGroups},
		{"fields", "keepass-xml", func() []byte { return keePassFields("") }},
		{"fields and tags", "keepass-xml", func() []byte { return keePassFields("a;") }},
		{"elements", "keepass-xml", of(maxMarks/2-10, "<KeePassFile><Root><Group>", "<a></a>", "</Group></Root></KeePassFile>")},
		{"entries", "keepass-xml", of(maxKeePassEntries, "<KeePassFile><Root><Group>", "<Entry/>", "</Group></Root></KeePassFile>")},
		{"attachments", "keepass", func() []byte { return largeKDBX(t, true) }},
		{"XML", "keepass", func() []byte { return largeKDBX(t, false) }},
		{"rows", "microsoft", func() []byte { return microsoftRows(1<<20, 1) }},
		{"wide rows", "microsoft", func() []byte { return microsoftRows(100_000, maxColumns-10) }},
		{"tables", "microsoft", manyTables},
		{"stanzas", "age", text(ageIntro, "-> X25519 "+strings.Repeat("a", 43)+"\n"+strings.Repeat("a", 43)+"\n", "--- ")},
		{"nothing that is known", "otpauth", func() []byte { return bytes.Repeat([]byte("x"), maxFile) }},
		{"an object that is no export", "aegis", func() []byte { return []byte(`{"a":"` + strings.Repeat("x", maxText-20) + `"}`) }},
	} {
		t.Run(c.contract+", "+c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, c.make(), 0o600); err != nil {
				t.Fatal(err)
			}
			before := time.Now()
			for _, r := range readApart(t, number[c.contract], path) {
				t.Logf("%d accounts, %d MiB, about %v: %s", r.Accounts, r.Peak>>20, time.Since(before).Round(100*time.Millisecond), r.Err)
			}
		})
	}
}

// migrations is a list of exports of Google Authenticator, each as full as it may be.
func migrations(t *testing.T) []byte {
	accounts := make([]account.Account, 10)
	for i := range accounts {
		accounts[i] = contractAccounts()[0]
	}
	uris, _ := account.MigrationURIs(accounts)
	return []byte(strings.Repeat(uris[0]+"\n", maxAccounts/10+1))
}

// stratumIDs is a backup in which each account has all categories.
func stratumIDs() []byte {
	const n = 100_000
	return []byte(`{"Authenticators":[` + strings.Repeat(`{"Type":2,"Issuer":"a","Secret":"JBSWY3DPEHPK3PXP"},`, n) + `{}],"Categories":[{"Id":"c","Name":"d"}],` +
		`"AuthenticatorCategories":[` + strings.Repeat(`{"CategoryId":"c","AuthenticatorSecret":"JBSWY3DPEHPK3PXP"},`, n) + `{}]}`)
}

// onePasswordItem is one item with many tags and many codes.
func onePasswordItem() []byte {
	const n = 200_000
	return []byte(`{"accounts":[{"vaults":[{"items":[{"overview":{"title":"a","tags":[` + strings.Repeat(`"abc",`, n) + `""]},"details":{"notesPlain":"` +
		strings.Repeat(" ", maxString-1) + `","sections":[{"fields":[` + strings.Repeat(`{"value":{"totp":"JBSWY3DPEHPK3PXP"}},`, n) + `{}]}]}}]}]}]}`)
}

// packing is a JSON text that packs as well as an archive may.
func packing(size int) string {
	return `{"accounts":[` + strings.Repeat(`"                                                                ",`, size/67) + `0]}`
}

// zipMembers is an archive with many members, or with long names.
func zipMembers(n int) []byte {
	name := strings.Repeat("a", min(60_000, maxFile/n/2-100)) // it stands in the file twice
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range n {
		m, _ := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i, name), Extra: make([]byte, 0)})
		m.Write(nil)
	}
	w.Close()
	return b.Bytes()
}

// keePassGroups has long names in groups in groups, and groups beside each other at the end.
func keePassGroups() []byte {
	const depth = 100
	name := "<Group><Name>" + strings.Repeat("a", 100_000) + "</Name>"
	entry := `<Entry><String><Key>otp</Key><Value>JBSWY3DPEHPK3PXP</Value></String></Entry>`
	return []byte("<KeePassFile><Root>" + strings.Repeat(name, depth) + strings.Repeat("<Group><Name>b</Name>"+entry+"</Group>", 100_000) + strings.Repeat("</Group>", depth) + "</Root></KeePassFile>")
}

// keePassFields is one entry with many codes, and with tags and notes for all of them.
func keePassFields(tags string) []byte {
	var b strings.Builder
	b.WriteString("<KeePassFile><Root><Group><Entry><Tags>" + strings.Repeat(tags, 4<<20) + "</Tags>")
	for _, key := range []string{"Title", "UserName", "Notes"} {
		b.WriteString("<String><Key>" + key + "</Key><Value>" + strings.Repeat(" ", 4<<20) + "x</Value></String>")
	}
	for i := range 19_000 {
		fmt.Fprintf(&b, "<String><Key>otp_%d</Key><Value>otpauth://totp/a?secret=JBSWY3DPEHPK3PXP</Value></String>", i)
	}
	return []byte(b.String() + "</Entry></Group></Root></KeePassFile>")
}

// largeKDBX is a database as large as it may be when it is packed out: in attachments, or in
// its XML.
func largeKDBX(t *testing.T, attachments bool) []byte {
	defer cheaply()()
	h := &kdbxHeader{major: 4, cipher: kdbxAES, gzip: true, seed: random(32), iv: random(16),
		kdf: kdbxKDF{id: kdbxAESKDF, salt: random(32), rounds: 100}}
	transformed, err := h.kdf.derive(context.Background(), contractPassword, Env{})
	if err != nil {
		t.Fatal(err)
	}
	var payload bytes.Buffer
	z := gzip.NewWriter(&payload)
	z.Write(appendKDBXField4(nil, 1, []byte{0, 0, 0, 0}))
	if attachments {
		blob := appendKDBXField4(nil, 3, make([]byte, 32<<20))
		for range maxKDBXInflated / len(blob) {
			z.Write(blob)
		}
	}
	z.Write(appendKDBXField4(nil, kdbxEnd, nil))
	z.Write(keePassGroups())
	if !attachments {
		z.Write([]byte(strings.Repeat("<!-- -->", (maxKDBXXML-20<<20)/8)))
	}
	z.Close()
	ciphertext, err := h.encrypt(transformed, payload.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	h.raw = h.header4()
	return sealedKDBX(h, transformed, ciphertext)
}

// microsoftRows is a database of that many rows with that many columns more than are read.
func microsoftRows(rows, columns int) []byte {
	sql, row := "CREATE TABLE accounts (_id INTEGER PRIMARY KEY, oath_secret_key TEXT, account_type INTEGER", []any{nil, "", int64(0)}
	for i := range columns {
		sql += fmt.Sprintf(", c%d", i)
		row = append(row, int64(1))
	}
	list := make([][]any, rows)
	for i := range list {
		list[i] = row
	}
	return sqlitetest.Write(65536, 0, sqlitetest.Table{SQL: sql + ")", Rows: list})
}

// manyTables is a database whose schema is all that it has.
func manyTables() []byte {
	var tables []sqlitetest.Table
	for i := range 60_000 {
		tables = append(tables, sqlitetest.Table{SQL: fmt.Sprintf("CREATE TABLE t%d (%s)", i, strings.Repeat("a,", 200)+"b")})
	}
	return sqlitetest.Write(512, 0, tables...)
}
