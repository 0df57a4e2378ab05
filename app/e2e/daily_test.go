//go:build e2e && linux

package e2e

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const slackSecret = "AMHPKLQDCLPVHPIT"

// menu opens the menu of a widget with the right button.
func (p *program) menu(name string) {
	p.t.Helper()
	at := p.find(name)
	p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(at.X+at.W/2), strconv.Itoa(at.Y+at.H/2), "sleep", "0.1", "click", "3")
}

// gone waits until the page has no widget of that name.
func (p *program) gone(name string) {
	p.t.Helper()
	p.until(name+" to go", func() bool {
		l := p.layout()
		_, there := l.Widgets[name]
		return l.Screen != "" && !there
	})
}

// TestDaily is the chapter of putting accounts in order: pin, tag, filter, edit. What the
// window changes, the terminal reads from the same vault.
func TestDaily(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink, slackLink)
	p := d.unlocked(h)

	// Pinned by key.
	p.screen("list")
	p.write("slack")
	p.key("ctrl+p")
	p.until("the account at the top", func() bool { return p.accounts(h)["Slack"].Pinned })
	p.key("Escape")

	// A tag.
	p.write("github")
	p.key("ctrl+t")
	p.screen("tagger")
	p.write("Work")
	p.key("Return")
	p.click("tags.save")
	p.screen("list")
	p.until("the tag in the vault", func() bool { return slices.Equal(p.accounts(h)["GitHub"].Tags, []string{"Work"}) })
	p.click("list.search")
	p.key("Escape")
	p.find("list.row.2") // all three again

	// Only what has the tag.
	p.click("list.tag.1")
	p.gone("list.row.1")
	p.click("list.row.0")
	p.until("the code of the tagged account", func() bool { return p.isCodeOf(p.clipboard(), githubSecret) })
	d.photograph("tag")

	// Another name, and a note.
	p.key("ctrl+e")
	p.screen("edit")
	p.click("edit.name")
	p.key("ctrl+a")
	p.write("jane@example.org")
	p.fill("edit.note", "the backup codes are in the drawer")
	p.photograph("edit")
	p.click("edit.save")
	p.screen("list")
	p.until("the name in the vault", func() bool { return p.accounts(h)["GitHub"].Name == "jane@example.org" })
	if got := strings.TrimSpace(p.terminal(h, "", "edit", "--show-note", "github")); got != "the backup codes are in the drawer" {
		t.Errorf("the note is %q", got)
	}
	if got := p.accounts(h)["GitHub"]; !slices.Equal(got.Tags, []string{"Work"}) || got.Pinned {
		t.Errorf("the edit changed more than the name: %+v", got)
	}

	// A second click on the tag shows all again.
	p.click("list.tag.1")
	p.find("list.row.2")
}

// TestRowMenu copies the next code from the menu of a row: its second entry.
func TestRowMenu(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink)
	p := d.unlocked(h)
	p.screen("list")
	p.menu("list.row.1")
	p.key("Down", "Down")
	p.photograph("menu")
	p.key("Return")
	p.until("the next code", func() bool { return p.isNextCodeOf(p.clipboard(), githubSecret) })
}

// TestPalette finds actions and an account by typing.
func TestPalette(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink, slackLink)
	p := d.unlocked(h)
	for _, row := range []struct{ words, page string }{
		{"review", "review"},
		{"keys list", "keys"}, // the words in another order
		{"dark", "settings"},  // a word that the action's name does not have
	} {
		p.screen("list")
		p.key("ctrl+k")
		p.screen("palette")
		p.write(row.words)
		p.key("Return")
		p.screen(row.page)
		p.key("Escape")
	}
	p.screen("list")
	p.key("ctrl+k")
	p.screen("palette")
	p.write("slack")
	p.photograph("account")
	p.key("Return")
	p.screen("list")
	p.until("the code of the found account", func() bool { return p.isCodeOf(p.clipboard(), slackSecret) })
}

// TestSuggestion takes the five words that the program proposes, types them back, and puts
// the recovery sheet off: the list reminds of it, empty or not.
func TestSuggestion(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	p := d.watchword(built(), h)
	p.screen("create")
	p.click("create.use")
	p.find("create.again") // it has the cursor now
	p.key("ctrl+a", "ctrl+c")
	var words string
	p.until("the words on the clipboard", func() bool {
		words = p.clipboard()
		return words != ""
	})
	if n := len(strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '-' })); n != 5 {
		t.Fatalf("the suggestion has %d words", n)
	}
	p.key("ctrl+a")
	p.write(words)
	p.click("create.submit")

	p.screen("sheet")
	p.click("sheet.later")

	p.screen("list")
	p.find("empty.scan")
	p.find("list.banner")
	p.key("ctrl+n")
	p.fill("add.box", githubLink)
	p.click("add.submit")
	p.screen("waiting")
	p.danger("waiting.worked")
	p.screen("list")
	p.find("list.banner")
	p.photograph("reminder")

	// The words open the vault, in the terminal and in the window.
	if err := os.WriteFile(h.path("password"), []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := p.accounts(h)["GitHub"]; !ok {
		t.Error("the terminal does not find the account")
	}
	p.key("ctrl+l")
	p.screen("unlock")
	p.write(words)
	p.key("Return")
	p.screen("list")
	p.find("list.banner")
}
