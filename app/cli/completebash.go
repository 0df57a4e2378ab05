package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// ownBash has the command for bash print our script.
func (p *program) ownBash(c *cobra.Command) {
	c.RunE = func(c *cobra.Command, _ []string) error {
		bare, _ := c.Flags().GetBool("no-descriptions")
		return p.bashScript(c.Root(), !bare)
	}
}

// bashScript prints the library's script for bash, made to work without the bash-completion
// package, of which it needs two functions.
func (p *program) bashScript(root *cobra.Command, descriptions bool) error {
	var script bytes.Buffer
	if err := root.GenBashCompletionV2(&script, descriptions); err != nil {
		return err
	}
	text := strings.NewReplacer(
		"_get_comp_words_by_ref", "__watchword_words",
		"_filedir", "__watchword_filedir",
		"_init_completion -n =:", "_init_completion -n =:@", // bash splits me@example.org too
		`__watchword_handle_special_char "$cur" =`, `__watchword_handle_special_char "$cur" =
    __watchword_handle_at`,
	).Replace(script.String())
	_, err := io.WriteString(p.Out, text+bashFunctions)
	return err
}

const bashFunctions = `
# Joins the words that bash splits at = : @ before the cursor.
__watchword_words()
{
    if declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
        _get_comp_words_by_ref "$@"
        return
    fi
    local i word rest=${COMP_LINE:0:COMP_POINT}
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 0)) && [[ -n $rest && $rest != [[:space:]]* ]]; then
            words[${#words[@]}-1]+=$word
        else
            rest=${rest#"${rest%%[![:space:]]*}"}
            words+=("$word")
        fi
        rest=${rest#"$word"}
    done
    cword=$((${#words[@]} - 1))
    cur=${words[cword]}
    prev=
    if ((cword > 0)); then prev=${words[cword-1]}; fi
}

# At a press of the key bash replaces me@exa from the @ on.
__watchword_handle_at()
{
    local i
    if [[ $cur == *@* && $COMP_WORDBREAKS == *@* ]]; then
        for i in "${!COMPREPLY[@]}"; do
            COMPREPLY[i]=${COMPREPLY[i]#"${cur%@*}"}
        done
    fi
}

# Offers files with one of some endings ("txt|png|"), or folders ("-d").
__watchword_filedir()
{
    if declare -F _filedir >/dev/null 2>&1; then
        _filedir "$@"
        return
    fi
    local file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        if [[ -d ${file/#\~/$HOME} || $1 != -d && $file =~ \.(${1%\|})$ ]]; then
            COMPREPLY+=("$file")
        fi
    done < <(compgen -f -- "$cur")
}
`
