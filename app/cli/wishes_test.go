package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"watchword/vault"
)

// A key alone is added as the service says that it makes codes.
func TestAddAKeyAloneWithItsSettings(t *testing.T) {
	w := newWorld(t).withVault()
	w.in = rfcKey
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"--issuer", "Eight", "--digits", "8"}, `"type":"totp","algorithm":"SHA1","digits":8,"period":30,"counter":0,"tags":[]`},
		{[]string{"--issuer", "Slow", "--period", "60", "--algorithm", "sha-256"}, `"type":"totp","algorithm":"SHA256","digits":6,"period":60,"counter":0,"tags":[]`},
		{[]string{"--issuer", "Counted", "--hotp", "--counter", "7"}, `"type":"hotp","algorithm":"SHA1","digits":6,"period":0,"counter":7,"tags":[]`},
		{[]string{"--issuer", "Tagged", "--digits", "7", "--tag", "Work", "-t", "Money"}, `"digits":7,"period":30,"counter":0,"tags":["Work","Money"]`},
	} {
		w.ok(append([]string{"add", "-"}, row.args...)...)
		if out := w.ok("list", "--json", row.args[1]); !strings.Contains(out, row.want) {
			t.Errorf("%v: %s", row.args, out)
		}
	}
	if out := w.ok("code", "-q", "eight"); out != "94287082\n" { // RFC 6238, appendix B
		t.Error(out)
	}
	for _, row := range []struct {
		says string
		args []string
	}{
		{"These settings make no codes", []string{"--issuer", "x", "--digits", "99"}},
		{"These settings make no codes", []string{"--issuer", "x", "--algorithm", "MD4"}},
		{"have no period", []string{"--issuer", "x", "--hotp", "--period", "30"}},
		{"--counter goes with --hotp", []string{"--issuer", "x", "--counter", "1"}},
		{"--digits takes a number, and “six” is none", []string{"--issuer", "x", "--digits", "six"}},
	} {
		w.fails(ExitUsage, row.says, append([]string{"add", "-"}, row.args...)...)
	}
	w.in = amazon
	w.fails(ExitUsage, "--digits is for a key alone", "add", "-", "--digits", "8")
	w.in = "w3WMrMw0BUP3xLEfMk4dG4WLGT8=" // twenty bytes in base64, as in Steam's own files
	w.fails(ExitUsage, "a key of Steam", "add", "-", "--issuer", "x", "--digits", "8")
}

func TestShow(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted, "otpauth://yaotp/y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY")
	w.ok("tag", "Work", "amazon")
	w.ok("pin", "amazon")
	w.ok("edit", "amazon", "--note", w.file("note", "codes: 1234\n"))
	var identity, other string
	w.edit(func(v *vault.Vault) { identity, other = id(t, v, "amazon"), id(t, v, "vpn") })
	if out := w.ok("show", "amazon"); out != "issuer     Amazon\nname       me@example.org\ntype       time-based (TOTP)\ndigits     6\nalgorithm  SHA1\nperiod     30 s\n"+
		"tags       #Work\nnote       yes; --note prints it\npinned     yes\nid         "+identity+"\n" {
		t.Error(out)
	}
	if out := w.ok("show", "amazon", "--note"); out != "codes: 1234\n" {
		t.Error(out)
	}
	w.ok("trash", "vpn")
	if out := w.ok("show", "vpn", "--trash"); !strings.Contains(out, "type          counter-based (HOTP)\n") || !strings.Contains(out, "counter       3\n") ||
		!strings.Contains(out, "in the trash  since ") || !strings.Contains(out, "id            "+other) {
		t.Error(out)
	}
	if out := w.ok("show", "yandex"); !strings.Contains(out, "PIN        needed, and not known\n") {
		t.Error(out)
	}
	w.fails(ExitFailed, "1 account in the trash does", "show", "vpn")
	w.fails(ExitUsage, "Name the account", "show")
}

func TestTrashAndCheckAsJSON(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted)
	w.ok("trash", "vpn")
	var trash struct {
		Accounts []struct {
			Issuer, TrashedAt string
			Trashed           bool
		}
	}
	if err := json.Unmarshal([]byte(w.ok("trash", "--list", "--json")), &trash); err != nil {
		t.Fatal(err)
	}
	if len(trash.Accounts) != 1 || trash.Accounts[0].Issuer != "VPN" || !trash.Accounts[0].Trashed || !strings.HasSuffix(trash.Accounts[0].TrashedAt, "Z") {
		t.Errorf("%+v", trash)
	}
	var check checkLine
	if err := json.Unmarshal([]byte(w.ok("vault", "check", "--json")), &check); err != nil {
		t.Fatal(err)
	}
	if check.Vault != w.env.Places.Vault || check.Accounts != 1 || check.Trashed != 1 || check.Revision == 0 || check.Recovery || !check.CanSave || check.Backups == 0 || check.LastBackup == nil || check.Older {
		t.Errorf("%+v", check)
	}
	if r := w.run("vault", "check", "--json", "--password-file", w.file("wrong", "x")); r.code != ExitWrongPassword || r.out != "" {
		t.Errorf("%+v", r)
	}
}

// The folder of a vault that is named is there, or its disk is not connected.
func TestNoFolderIsMadeForANamedVault(t *testing.T) {
	w := newWorld(t)
	w.vars[envPasswordFile] = w.file("pw", password)
	w.fails(ExitFailed, "does not exist", "vault", "create", "--no-sheet", "--vault", filepath.Join(w.dir, "stick", "v"))
	if exists(filepath.Join(w.dir, "stick")) {
		t.Error("the folder was made")
	}
}

// Codes are spoken by the clock that they are corrected by, like all others.
func TestSpeakFollowsTheCorrection(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.file("config/config.json", `{"clockSeconds":-30}`)
	code := w.ok("code", "-q", "amazon")
	spoken := w.ok("speak", "--print", "amazon")
	if want := inWords(code[:3] + " " + code[3:6]); !strings.Contains(spoken, want) {
		t.Errorf("%q is spoken as %q", code, spoken)
	}
}
