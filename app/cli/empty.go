package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"watchword/assets/words"
)

// emptyMeans marks the flags whose empty value says something.
const emptyMeans = "watchword-empty-means"

// mayBeEmpty lets flags of a command be given with an empty value.
func mayBeEmpty(c *cobra.Command, flags ...string) {
	for _, name := range flags {
		c.Flags().SetAnnotation(name, emptyMeans, []string{"yes"})
	}
}

// noneEmpty refuses an argument or a flag that is there and empty. It is a variable of a script
// that was never set, and what is selected by nothing is everything: all accounts would be
// deleted, or printed.
func noneEmpty(c *cobra.Command, args []string) error {
	for _, arg := range args {
		if blank(arg) {
			return wrongUse(words.T("One of the arguments is empty."))
		}
	}
	var err error
	c.Flags().Visit(func(f *pflag.Flag) {
		if err == nil && f.Annotations[emptyMeans] == nil && emptyFlag(f) {
			err = emptyValue(f)
		}
	})
	return err
}

func emptyValue(f *pflag.Flag) error {
	return wrongUse(words.T("--%s is empty. Give it a value, or leave it out.", f.Name))
}

func emptyFlag(f *pflag.Flag) bool {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		for _, value := range list.GetSlice() {
			if blank(value) {
				return true
			}
		}
		return false
	}
	return blank(f.Value.String())
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
