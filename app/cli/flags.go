package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"watchword/assets/words"
	"watchword/vault/account"
)

// plainFlagError turns what the library says about a wrong option into a sentence.
func plainFlagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var noValue *pflag.ValueRequiredError
	var badValue *pflag.InvalidValueError
	var badForm *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return wrongUse(words.T("“%s” has no option -%s. Put “--” before words that begin with a hyphen.", c.CommandPath(), account.Visible(unknown.GetSpecifiedName())))
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		return wrongUse(meant(words.T("“%s” has no option --%s.", c.CommandPath(), account.Visible(name)), "--", nearest(name, flagNames(c))))
	case errors.As(err, &noValue):
		value, _ := pflag.UnquoteUsage(noValue.GetFlag())
		return wrongUse(words.T("--%s needs a value: --%[1]s %s.", noValue.GetFlag().Name, strings.ToUpper(value)))
	case errors.As(err, &badValue):
		return badFlagValue(badValue)
	case errors.As(err, &badForm):
		return wrongUse(words.T("“%s” is not an option.", account.Visible(badForm.GetSpecifiedFlag())))
	}
	return err
}

func badFlagValue(err *pflag.InvalidValueError) error {
	f, value := err.GetFlag(), err.GetValue()
	switch {
	case blank(value):
		return emptyValue(f)
	case f.Value.Type() == "bool":
		return wrongUse(words.T("--%s takes no value: leave out “%s”.", f.Name, account.Visible(value)))
	}
	return wrongUse(words.T("--%s takes a number, and “%s” is none.", f.Name, account.Visible(value)))
}

// flagNames are the options of a command that its help shows.
func flagNames(c *cobra.Command) (names []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return names
}

// nearest returns the names that are spelled like a word which is none of them, as the library
// finds commands.
func nearest(typed string, names []string) []string {
	c := &cobra.Command{SuggestionsMinimumDistance: 2}
	for _, name := range names {
		c.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	return c.SuggestionsFor(typed)
}

// meant is a sentence that asks too whether one of some names was meant, each with the same beginning.
func meant(said, before string, names []string) string {
	if len(names) == 0 {
		return said
	}
	any := before + names[0]
	for _, name := range names[1:] {
		any = words.T("%s or %s", any, before+name)
	}
	return words.T("%s Did you mean %s?", said, any)
}

// atMostOne refuses more arguments than one.
func atMostOne(says string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 1 {
			return wrongUse(says)
		}
		return nil
	}
}
