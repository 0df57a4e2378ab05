package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/app/config"
)

// undecided puts a vault beside the program, and one in the folder data there, which opens with the password.
func undecided(t *testing.T) (w *world, data, loose string) {
	w = newWorld(t)
	program := filepath.Join(w.dir, "stick", "watchword")
	data, loose = filepath.Join(w.dir, "stick", "data", config.VaultName), filepath.Join(w.dir, "stick", config.VaultName)
	w.env.Places = placesBeside(filepath.Dir(data))
	w.withVault(githubLink)
	if err := os.WriteFile(loose, []byte("of somebody else"), 0o600); err != nil {
		t.Fatal(err)
	}
	found := config.Find(config.System{Program: program, Home: func() string { return filepath.Join(w.dir, "home") }, Getenv: func(string) string { return "" }})
	if found.Doubt != config.TwoVaults {
		t.Fatalf("no doubt: %+v", found)
	}
	w.env.Places, w.env.Undecided = config.Places{}, &found
	return w, data, loose
}

func placesBeside(folder string) config.Places {
	return config.Places{Vault: filepath.Join(folder, config.VaultName), Config: filepath.Join(folder, "config.json"),
		Backups: filepath.Join(folder, "backups"), State: folder, Runtime: folder, Portable: true}
}

func TestUndecidedVault(t *testing.T) {
	w, data, loose := undecided(t)
	for _, args := range [][]string{{"list"}, {"vault", "create", "--no-sheet"}, {"code", "GitHub"}} {
		if r := w.run(args...); r.code != ExitUsage || !strings.Contains(r.err, data) || !strings.Contains(r.err, loose) || !strings.Contains(r.err, "--vault") {
			t.Errorf("%v: %d %s", args, r.code, r.err)
		}
	}
	if out := w.ok("list", "--vault", data); !strings.Contains(out, "GitHub") {
		t.Error(out)
	}
	if r := w.run("list", "--vault", loose); r.code == ExitDone {
		t.Error("the other file opens:", r.out)
	}
	w.ok("--help") // what needs no vault asks nothing
	if r := w.run("list"); r.code != ExitUsage {
		t.Error("--vault was remembered:", r.out)
	}
}

func TestUndecidedVaultOnATerminal(t *testing.T) {
	w, data, _ := undecided(t)
	w.env.Terminal = true
	w.in = "\n"
	if r := w.run("list"); r.code != ExitFailed || r.out != "" {
		t.Errorf("no answer is taken for one: %d %s", r.code, r.out)
	}
	w.in = "1\n"
	if out := w.ok("list"); !strings.Contains(out, "GitHub") {
		t.Error(out)
	}
	again := config.Find(config.System{Program: filepath.Join(w.dir, "stick", "watchword"), Home: func() string { return filepath.Join(w.dir, "home") }, Getenv: func(string) string { return "" }})
	if again.Doubt != config.Certain || again.Places.Vault != data {
		t.Errorf("the answer is not remembered: %+v", again)
	}
}

// The window asks itself, unless the vault is named or none is used.
func TestUndecidedWindow(t *testing.T) {
	for _, tt := range []struct {
		args []string
		asks bool
		want string // the vault whose places it gets
	}{
		{nil, true, ""},
		{[]string{"otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ"}, true, ""},
		{[]string{"--demo"}, false, ""},
		{[]string{"--vault", "DATA"}, false, "DATA"},
		{[]string{"--vault", "/elsewhere/x.watchword"}, false, "DATA"},
	} {
		w, data, _ := undecided(t)
		var got Launch
		w.env.Window = func(l Launch) int { got = l; return 0 }
		args := append([]string{}, tt.args...)
		for i := range args {
			args[i] = strings.Replace(args[i], "DATA", data, 1)
		}
		w.ok(args...)
		if (got.Found != nil) != tt.asks || got.Places.Vault != strings.Replace(tt.want, "DATA", data, 1) {
			t.Errorf("%v: %+v", tt.args, got)
		}
	}
}
