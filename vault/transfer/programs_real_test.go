//go:build linux && programs

package transfer_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"watchword/app/print"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer"
)

// Programs that others wrote read what we write. ./test installs them; one that is missing
// fails the test. By hand:
//
//	go test -tags nogui,programs -count=1 ./vault/transfer -run Programs
//
// No program here reads the JSON of Aegis, 2FAS, Ente, Bitwarden, Stratum and Proton: those
// are apps. otpclient-cli opens nothing but OTPClient's own encrypted database, which is
// only read here, never written; its import needs the window. “keepassxc-cli import” takes
// XML alone, so that our table for KeePassXC is held against the one that it exports.

const programsPassword = `Größe, "zwei" und drei`

// programsAccounts are what people have and what breaks readers. All links are as services
// write them, Amazon's with an @ that nobody escaped.
func programsAccounts(t *testing.T) []account.Account {
	t.Helper()
	amazon, err := account.ParseURI("otpauth://totp/Amazon%3Ame@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA&issuer=Amazon")
	if err != nil {
		t.Fatal(err)
	}
	if len(amazon.Key.Secret) != 32 || amazon.Name != "me@example.org" {
		t.Fatalf("Amazon's link has a key of %d bytes for %q", len(amazon.Key.Secret), amazon.Name)
	}
	key := func(kind otp.Type, secret string, a otp.Algorithm, digits, period int) otp.Key {
		return otp.Key{Type: kind, Secret: otp.Secret(secret), Algorithm: a, Digits: digits, Period: period}
	}
	return []account.Account{
		amazon,
		{Issuer: "Sparkasse Köln", Name: "jörg@müller.example", Key: key(otp.TOTP, "12345678901234567890123456789012", otp.SHA256, 8, 60)},
		{Issuer: `Smith, "Sons" & 'Co' <Ltd>`, Name: `pat "the hat" o'brien, jr; 100%`, Key: key(otp.TOTP, "comma and quotes", otp.SHA1, 6, 30), Note: "eins,\n\"zwei\""},
		{Issuer: "Ünïcode 日本", Name: "ß@example.org + #1", Key: key(otp.TOTP, strings.Repeat("sixtyfour bytes.", 4), otp.SHA512, 8, 30)},
		{Issuer: "Steam", Name: "player", Key: key(otp.Steam, "twenty bytes of key!", otp.SHA1, 5, 30)},
	}
}

// write returns accounts as a file, all of them.
func write(t *testing.T, format string, accounts []account.Account) []byte {
	t.Helper()
	f, _ := transfer.ByID(format)
	data, left, err := transfer.Write(context.Background(), f, accounts, transfer.WriteOptions{Password: programsPassword})
	if err != nil || len(left) > 0 {
		t.Fatalf("%s: %v, left out: %v", format, err, left)
	}
	return data
}

func save(t *testing.T, name string, data []byte) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// start prepares a program with a home of its own, in a locale whose texts are UTF-8.
func start(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(stop)
	cmd := exec.CommandContext(ctx, name, args...)
	home := t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_RUNTIME_DIR=" + home, "LC_ALL=C.UTF-8"}
	return cmd
}

// run returns what a program says on its standard output. All of it is made up here, so
// that it may be shown.
func run(t *testing.T, input, name string, args ...string) string {
	t.Helper()
	cmd := start(t, name, args...)
	cmd.Stdin = strings.NewReader(input)
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %q: %v (install it, if it is missing)\n%s%s", name, args, err, out, failed.String())
	}
	return string(out)
}

// oathtool asks OATH's own command for the code of a moment.
func oathtool(t *testing.T, algorithm string, digits, period int, secret string, at time.Time) string {
	t.Helper()
	return strings.TrimSpace(run(t, secret, "oathtool", "--totp="+algorithm, "--base32", "--digits="+strconv.Itoa(digits),
		fmt.Sprintf("--time-step-size=%ds", period), fmt.Sprintf("--now=@%d", at.Unix()), "-"))
}

func ours(t *testing.T, k otp.Key, at time.Time) string {
	t.Helper()
	code, err := k.At(at)
	if err != nil {
		t.Fatal(err)
	}
	return code.Value
}

// sameAsOathtool holds our code of a moment to oathtool's, which knows no Steam.
func sameAsOathtool(t *testing.T, a account.Account, at time.Time) {
	t.Helper()
	if a.Key.Type == otp.Steam {
		return
	}
	k := a.Key
	if got, want := oathtool(t, string(k.Algorithm), k.Digits, k.Period, account.FormatKey(k.Secret), at), ours(t, k, at); got != want {
		t.Errorf("%s: oathtool says %s, we say %s", a.Issuer, got, want)
	}
}

// A keePassXC is a database that its program opens.
type keePassXC struct {
	t    *testing.T
	path string
}

func (k keePassXC) cli(command string, args ...string) string {
	k.t.Helper()
	return run(k.t, programsPassword+"\n", "keepassxc-cli", append([]string{command, "-q"}, args...)...)
}

// code returns the code of an entry, and a moment for which it holds: when the steps change
// while the program works, it is asked again.
func (k keePassXC) code(a account.Account) (code string, at time.Time) {
	k.t.Helper()
	for {
		at = time.Now()
		code = strings.TrimSpace(k.cli("show", "-t", k.path, a.Issuer))
		step := time.Duration(a.Key.Period) * time.Second
		if time.Now().Truncate(step).Equal(at.Truncate(step)) {
			return code, at
		}
	}
}

func TestProgramsKeePassXC(t *testing.T) {
	accounts := programsAccounts(t)
	k := keePassXC{t, save(t, "accounts.kdbx", write(t, "keepass", accounts))}

	var titles []string
	for _, a := range accounts {
		titles = append(titles, a.Issuer)
	}
	if got, want := k.cli("ls", k.path), strings.Join(titles, "\n")+"\n"; !sameLines(got, want) {
		t.Errorf("ls says\n%swant\n%s", got, want)
	}
	for _, a := range accounts {
		for attribute, want := range map[string]string{"Title": a.Issuer, "UserName": a.Name, "Notes": a.Note, "Password": ""} {
			if got := strings.TrimSuffix(k.cli("show", "-s", "-a", attribute, k.path, a.Issuer), "\n"); got != want {
				t.Errorf("%s: the %s is %q, want %q", a.Issuer, attribute, got, want)
			}
		}
		code, at := k.code(a)
		if want := ours(t, a.Key, at); code != want {
			t.Errorf("%s: KeePassXC says %q, we say %q", a.Issuer, code, want)
		}
		sameAsOathtool(t, a, at)
	}
	k.refusesOthers()
}

// refusesOthers: the password is asked for in earnest.
func (k keePassXC) refusesOthers() {
	k.t.Helper()
	cmd := start(k.t, "keepassxc-cli", "ls", "-q", k.path)
	cmd.Stdin = strings.NewReader("wrong\n")
	if out, err := cmd.CombinedOutput(); err == nil {
		k.t.Errorf("a wrong password opens the database:\n%s", out)
	}
}

func sameLines(a, b string) bool {
	count := map[string]int{}
	for line := range strings.Lines(a) {
		count[line]++
	}
	for line := range strings.Lines(b) {
		count[line]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// What KeePassXC writes of our database, XML and a table, we read as the same accounts; its
// table says the same as ours; and it makes a database of its own from the XML.
func TestProgramsKeePassXCExports(t *testing.T) {
	accounts := programsAccounts(t)
	k := keePassXC{t, save(t, "accounts.kdbx", write(t, "keepass", accounts))}

	text := k.cli("export", "-f", "xml", k.path)
	if err := xml.Unmarshal([]byte(text), new(struct{})); err != nil {
		t.Fatal(err)
	}
	readBack(t, "keepass-xml", []byte(text), accounts)

	table := k.cli("export", "-f", "csv", k.path)
	readBack(t, "keepassxc-csv", []byte(table), accounts)
	theirs := columns(t, table)
	for i, row := range columns(t, string(write(t, "keepassxc-csv", accounts))) {
		if i >= len(theirs) {
			t.Fatalf("KeePassXC writes %d rows, we more", len(theirs))
		}
		for _, column := range []string{"Group", "Title", "Username", "Password", "URL", "Notes", "TOTP"} {
			mine, their := row[column], theirs[i][column]
			if column == "TOTP" {
				mine, their = meaning(t, mine), meaning(t, their)
			}
			if mine != their {
				t.Errorf("row %d: our %s is %q, KeePassXC's %q", i+1, column, mine, their)
			}
		}
	}

	again := keePassXC{t, filepath.Join(t.TempDir(), "again.kdbx")}
	run(t, programsPassword+"\n"+programsPassword+"\n", "keepassxc-cli", "import", "-q", "-p", save(t, "export.xml", []byte(text)), again.path)
	data, err := os.ReadFile(again.path)
	if err != nil {
		t.Fatal(err)
	}
	readBack(t, "keepass", data, accounts)
}

// meaning is a link in one order: KeePassXC fills the secret up with "=" and leaves SHA1 out,
// which is what a link without an algorithm means.
func meaning(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("secret", strings.TrimRight(q.Get("secret"), "="))
	if q.Get("algorithm") == "SHA1" {
		q.Del("algorithm")
	}
	return u.Scheme + "://" + u.Host + u.Path + "?" + q.Encode()
}

// columns reads a table: each row by the names in the first.
func columns(t *testing.T, table string) (rows []map[string]string) {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || len(records) < 2 {
		t.Fatalf("%d rows, %v", len(records), err)
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, cell := range record {
			row[records[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// readBack reads a file that another program made of our accounts.
func readBack(t *testing.T, format string, data []byte, accounts []account.Account) {
	t.Helper()
	f, ok := transfer.Detect(data)
	if !ok || f.ID != format {
		t.Errorf("taken for %q, want %q", f.ID, format)
	}
	r, err := transfer.Read(context.Background(), data, transfer.Env{
		Password: func(_ context.Context, again bool) (string, error) {
			if again {
				return "", transfer.ErrWrongPassword
			}
			return programsPassword, nil
		},
	})
	if err != nil || len(r.Failures) > 0 || len(r.Accounts) != len(accounts) {
		t.Fatalf("%s: %d accounts of %d, %v, %v", format, len(r.Accounts), len(accounts), r.Failures, err)
	}
	for i, a := range accounts {
		sameAccount(t, r.Accounts[i], a)
		if r.Accounts[i].Note != a.Note {
			t.Errorf("%s: the note is %q, want %q", a.Issuer, r.Accounts[i].Note, a.Note)
		}
	}
}

// sameAccount compares what every format carries.
func sameAccount(t *testing.T, got, want account.Account) {
	t.Helper()
	g, w := got.Key, want.Key
	if got.Issuer != want.Issuer || got.Name != want.Name || g.Type != w.Type || string(g.Secret) != string(w.Secret) ||
		g.Algorithm != w.Algorithm || g.Digits != w.Digits || g.Period != w.Period {
		t.Errorf("came back as %q %q %v, want %q %q %v", got.Issuer, got.Name, g, want.Issuer, want.Name, w)
	}
}

// linkCodes holds a list of links to the accounts without our own parser: the label and the
// parameters are what the standard library finds, and oathtool makes the codes from them.
func linkCodes(t *testing.T, list string, accounts []account.Account) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(list), "\n")
	if len(lines) != len(accounts) {
		t.Fatalf("%d links, want %d", len(lines), len(accounts))
	}
	for i, a := range accounts {
		link, err := url.Parse(strings.TrimSpace(lines[i]))
		if err != nil {
			t.Fatal(err)
		}
		q := link.Query()
		if got, want := link.Path, "/"+a.Issuer+":"+a.Name; link.Scheme != "otpauth" || got != want || q.Get("issuer") != a.Issuer {
			t.Errorf("the label is %q, want %q; the issuer %q", got, want, q.Get("issuer"))
		}
		if a.Key.Type == otp.Steam {
			continue // oathtool knows no Steam
		}
		digits, err := strconv.Atoi(q.Get("digits"))
		if err != nil {
			t.Fatal(err)
		}
		period, err := strconv.Atoi(q.Get("period"))
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []time.Time{time.Unix(59, 0), time.Unix(1111111109, 0), time.Now(), time.Unix(20000000000, 0)} {
			if got, want := oathtool(t, q.Get("algorithm"), digits, period, q.Get("secret"), at), ours(t, a.Key, at); got != want {
				t.Errorf("%s at %d: oathtool says %s of the link, we say %s", a.Issuer, at.Unix(), got, want)
			}
		}
	}
}

func TestProgramsOathtool(t *testing.T) {
	accounts := programsAccounts(t)
	linkCodes(t, string(write(t, "otpauth", accounts)), accounts)
}

// age asks on a terminal and nowhere else.
func TestProgramsAge(t *testing.T) {
	accounts := programsAccounts(t)
	path := save(t, "accounts.age", write(t, "age", accounts))
	list, err := decryptWithAge(t, path, programsPassword)
	if err != nil {
		t.Fatal(err)
	}
	linkCodes(t, list, accounts)
	if list, err := decryptWithAge(t, path, "wrong"); err == nil || list != "" {
		t.Errorf("age opens it with a wrong password: %v", err)
	}
}

func decryptWithAge(t *testing.T, path, password string) (plain string, err error) {
	t.Helper()
	person, tty := terminal(t)
	cmd := start(t, "age", "-d", path)
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, &out, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v (install age, if it is missing)", err)
	}
	// The password is typed at the question: what comes earlier may be dropped when the echo
	// is switched off.
	asked := make(chan struct{})
	go func() {
		var shown []byte
		b := make([]byte, 1024)
		for open := true; ; {
			n, err := person.Read(b)
			if shown = append(shown, b[:n]...); open && bytes.Contains(shown, []byte("passphrase")) {
				open = false
				close(asked)
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case <-asked:
		io.WriteString(person, password+"\n")
	case <-time.After(time.Minute):
		cmd.Process.Kill()
		t.Error("age did not ask")
	}
	err = cmd.Wait()
	return out.String(), err
}

// terminal returns a terminal of the kernel: the person's side and the program's (pts(4)).
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// scan reads a picture with zbar.
func scan(t *testing.T, file print.File) string {
	t.Helper()
	return strings.TrimSuffix(run(t, "", "zbarimg", "--raw", "-q", save(t, "picture.png", file.Data)), "\n")
}

func TestProgramsZbarReadsQR(t *testing.T) {
	accounts := programsAccounts(t)
	files, left, err := print.Pictures(print.FormatQR, accounts)
	if err != nil || len(left) > 0 || len(files) != len(accounts) {
		t.Fatalf("%d pictures, %v, %v", len(files), left, err)
	}
	var list strings.Builder
	for i, file := range files {
		text := scan(t, file)
		a, err := account.ParseURI(text)
		if err != nil {
			t.Fatal(err)
		}
		sameAccount(t, a, accounts[i])
		list.WriteString(text + "\n")
	}
	linkCodes(t, list.String(), accounts)
}

// Google's codes hold ten accounts each. They leave out what Google Authenticator cannot do:
// here 60 seconds and Steam.
func TestProgramsZbarReadsGoogle(t *testing.T) {
	var accounts, want []account.Account
	for range 5 {
		for _, a := range programsAccounts(t) {
			accounts = append(accounts, a)
			if a.Key.Period == 30 && a.Key.Type == otp.TOTP {
				want = append(want, a)
			}
		}
	}
	files, left, err := print.Pictures(print.FormatGoogleQR, accounts)
	if err != nil || len(files) != 2 || len(left) != len(accounts)-len(want) {
		t.Fatalf("%d pictures, %v, %v", len(files), left, err)
	}
	var got []account.Account
	for i, file := range files {
		m, err := account.ParseMigration(scan(t, file))
		if err != nil || len(m.Failures) > 0 {
			t.Fatalf("picture %d: %v, %v", i+1, m.Failures, err)
		}
		got = append(got, m.Accounts...)
	}
	if len(got) != len(want) {
		t.Fatalf("%d accounts, want %d", len(got), len(want))
	}
	for i := range want {
		sameAccount(t, got[i], want[i])
		sameAsOathtool(t, got[i], time.Unix(1111111109, 0))
	}
}
