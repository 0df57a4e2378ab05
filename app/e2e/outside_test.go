//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestOutside is the chapter of what comes from outside: the link that the program is started
// with, which the list of processes does not show; another key of an account; a link while
// something is typed; a vault that is given while one is open.
func TestOutside(t *testing.T) {
	const renewed = "otpauth://totp/GitHub:octocat?secret=PBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
	const other = "otpauth://totp/GitHub:octocat?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, other)
	copied := h.path("copy.bin")
	data, err := os.ReadFile(h.vault())
	if err != nil || os.WriteFile(copied, data, 0o600) != nil {
		t.Fatal("the vault cannot be copied", err)
	}

	p := d.unlocked(h, renewed)
	list, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.process.Process.Pid))
	if err != nil || strings.Contains(string(list), "PBSWY3DP") || !strings.Contains(string(list), "[link]") {
		t.Errorf("the list of processes shows %q, %v", list, err)
	}
	p.screen("found")
	p.photograph("another key")
	p.click("scan.replace")
	p.photograph("replace")
	p.click("scan.add")
	p.screen("waiting")
	p.photograph("replaced")
	p.danger("waiting.worked")
	p.screen("list")
	if list := d.terminal(h, "", "list", "--json"); strings.Count(list, `"trashed":true`) != 1 {
		t.Errorf("the old key is not in the trash: %s", list)
	}
	p.key("ctrl+z")
	p.photograph("undone")

	// While a name is typed a link waits; the page stays as it is.
	p.key("Home", "ctrl+e")
	p.screen("edit")
	p.fill("edit.name", "typed")
	second, _ := d.start(h.env(), built(), renewed)
	if err := second.Wait(); err != nil {
		t.Errorf("the second start: %v", err)
	}
	p.photograph("a link waits")
	if name := p.layout().Screen; name != "edit" {
		t.Errorf("the page is %q", name)
	}
	p.key("Escape")
	p.screen("draft")
	time.Sleep(time.Second) // it waits, so that no double click presses it
	p.click("draft.discard")
	p.screen("found")
	p.photograph("the link that waited")
	p.key("Escape")
	p.screen("list")

	// A copy of the vault under another name.
	p.drop("file://" + copied)
	p.screen("vaultfile")
	p.photograph("a copy of the vault")
	p.click("vaultfile.merge")
	p.screen("mergefile")
	p.photograph("merge")
	p.key("Escape")
	p.screen("list")
	p.drop("file://" + copied)
	p.screen("vaultfile")
	p.click("vaultfile.open")
	p.screen("unlock")
	p.photograph("the copy asks for its password")
}
