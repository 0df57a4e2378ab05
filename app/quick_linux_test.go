package app

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"watchword/app/desk"
	"watchword/app/desktop/keyring"
	"watchword/app/desktop/keyring/keyringtest"
	"watchword/app/settings"
	"watchword/scanner/capture/portal/portaltest"
)

// R13: whatever a keyring does, the vault opens by its password, the file is untouched, and
// what is said is that nothing is lost.
func TestKeyringTrouble(t *testing.T) {
	for _, row := range []struct {
		why    string
		change func(t *testing.T, s *keyringtest.Service)
	}{
		{"absent", func(t *testing.T, _ *keyringtest.Service) { portaltest.Bus(t) }}, // a bus without it
		{"locked", func(_ *testing.T, s *keyringtest.Service) { s.Do(func(s *keyringtest.Service) { s.Locked = true }) }},
		{"hanging", func(_ *testing.T, s *keyringtest.Service) {
			s.Do(func(s *keyringtest.Service) { s.Hangs = time.Minute })
		}},
		{"reset", func(_ *testing.T, s *keyringtest.Service) { s.Reset() }},
		{"swapped", func(_ *testing.T, s *keyringtest.Service) {
			s.Put("c3dhcHBlZCBzd2FwcGVkIHN3YXBwZWQgc3dhcHBlZCBzd2FwcGVkIHN3YXBwZWQhIQ==") // of another vault
		}},
		{"refusing", func(_ *testing.T, s *keyringtest.Service) { s.Do(func(s *keyringtest.Service) { s.Refuses = true }) }},
		{"rubbish", func(_ *testing.T, s *keyringtest.Service) {
			s.Do(func(s *keyringtest.Service) { s.Rubbish = []byte{0xFF, '\n', 0} })
		}},
	} {
		t.Run(row.why, func(t *testing.T) {
			service := &keyringtest.Service{}
			service.Serve(t)
			r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.Keyring = keyring.Ring{} })
			r.withAccounts(amazonLink)
			screen := r.quick()
			if kept := service.Secrets(); len(kept) != 1 || len(kept[0]) >= 100 || strings.ContainsAny(kept[0], "\n {") {
				t.Fatalf("%d kept", len(kept))
			}
			before, err := os.ReadFile(r.path())
			if err != nil {
				t.Fatal(err)
			}
			kept := len(service.Secrets())
			row.change(t, service)
			if row.why == "reset" {
				kept = 0
			}

			began := time.Now()
			r.unlockBy("")
			if took := time.Since(began); took > 20*time.Second { // a hang, not a measurement
				t.Errorf("the user waits for %s", took)
			}
			r.expect("unlock")
			if says := screen.Message(); !strings.Contains(says, "Nothing is lost: enter the password") {
				t.Errorf("it says %q", says)
			}
			r.unlockBy(password)
			r.expect("list")
			if r.titles() != "Amazon" {
				t.Errorf("accounts: %s", r.titles())
			}
			after, err := os.ReadFile(r.path())
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was touched: %v", err)
			}
			if n := len(service.Secrets()); n < kept {
				t.Errorf("%d of %d kept", n, kept)
			}
		})
	}
}

// Quick unlock that cannot be switched on says why, and stays off.
func TestQuickUnlockCannotBeSwitchedOn(t *testing.T) {
	service := &keyringtest.Service{Locked: true}
	service.Serve(t)
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.Keyring = keyring.Ring{} })
	r.withAccounts(amazonLink)
	r.showVault()
	r.page().(*settings.VaultPage).OnQuick(true)
	r.confirm()
	r.expect("vault")
	state := r.page().(*settings.VaultPage).State
	if r.config().QuickUnlock || state.Quick || !strings.Contains(state.QuickTrouble, "keyring is locked") {
		t.Errorf("%v, %q", r.config().QuickUnlock, state.QuickTrouble)
	}
}
