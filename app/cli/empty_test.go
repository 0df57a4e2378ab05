package cli

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The variable of a script that was never set selects nothing, not everything: whatever is
// given and empty is wrong use, in every command.
func TestNothingIsSelectedByAnEmptyValue(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted)
	w.ok("trash", "vpn")
	before, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(args ...string) {
		t.Helper()
		if r := w.run(args...); r.code != ExitUsage || r.out != "" || !strings.Contains(r.err, "empty") {
			t.Errorf("%q ends with %d:\n%s%s", args, r.code, r.out, r.err)
		}
	}
	says := []string{"edit --issuer", "edit --name", "edit --brand"} // what an empty value of these means is in the help
	everyCommand(rootCommand(&program{Env: w.env}), func(c *cobra.Command) {
		path := strings.Fields(c.CommandPath())[1:]
		for _, empty := range []string{"", " "} {
			refused(append(slices.Clone(path), empty)...)
			for _, also := range []string{"all", "delete", "yes"} {
				if c.Flags().Lookup(also) != nil {
					refused(append(slices.Clone(path), "--"+also, empty)...)
				}
			}
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() == "bool" || slices.Contains(says, c.Name()+" --"+f.Name) {
				return
			}
			refused(append(slices.Clone(path), "--"+f.Name, "")...)
			refused(append(slices.Clone(path), "--"+f.Name+"=")...)
		})
	})
	refused("trash", "--delete", "--yes", "--all", "--id", "")
	refused("restore", "--all", "--id=")
	refused("export", "--format", "otpauth", "--out", "-", "--yes", "--tag", "")
	refused("code", "--id", "")
	refused("list", "--vault", "")
	if after, err := os.ReadFile(w.env.Places.Vault); err != nil || string(after) != string(before) {
		t.Errorf("the vault was saved: %v", err)
	}
	w.ok("edit", "amazon", "--issuer", "")
}

// everyCommand calls do with every command that does something.
func everyCommand(c *cobra.Command, do func(*cobra.Command)) {
	for _, sub := range c.Commands() {
		if sub.HasSubCommands() {
			everyCommand(sub, do)
		} else {
			do(sub)
		}
	}
}
