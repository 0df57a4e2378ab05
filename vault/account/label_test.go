package account

import "testing"

// What a label says in front of the name stays where it tells accounts apart.
func TestKeptPrefix(t *testing.T) {
	for _, row := range []struct{ why, label, issuer, want string }{
		{"Slack writes the workspace in brackets", "Slack (acme):bob", "Slack", "Slack|acme · bob"},
		{"two workspaces, one address", "Slack (other corp):bob", "Slack", "Slack|other corp · bob"},
		{"an issuer in another case", "Slack (acme):bob", "slack", "slack|acme · bob"},
		{"a workspace without brackets", "acme:bob", "Slack", "Slack|acme · bob"},
		{"no workspace", "Slack:bob", "Slack", "Slack|bob"},
		{"empty brackets", "Slack ():bob", "Slack", "Slack|bob"},
		{"no name", "Slack (acme):", "Slack", "Slack|acme"},
		{"no issuer: the prefix is all there is", "Slack (acme):bob", "", "Slack (acme)|bob"},
		{"Microsoft 365 writes the company", "Contoso:j.doe@contoso.com", "Microsoft", "Microsoft|Contoso · j.doe@contoso.com"},
		{"a personal account of Microsoft", "Microsoft:me@outlook.com", "Microsoft", "Microsoft|me@outlook.com"},
		{"elsewhere the parameter is the newer name", "Old Shop:me", "New Shop", "New Shop|me"},
		{"what was kept is read as it is", "Slack:acme · bob", "Slack", "Slack|acme · bob"},
	} {
		if issuer, name := splitLabel(row.label, row.issuer); issuer+"|"+name != row.want {
			t.Errorf("%s: %s|%s, want %s", row.why, issuer, name, row.want)
		}
	}
	for _, kept := range keptPrefixes {
		if kept.why == "" {
			t.Errorf("%s has no reason", kept.issuer)
		}
	}
}

// The longer name survives our own links, and Google's codes.
func TestKeptPrefixComesBack(t *testing.T) {
	a, err := ParseURI("otpauth://totp/Slack%20(acme):bob?secret=" + hello + "&issuer=Slack")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := ParseURI(a.URI()); err != nil || b.Name != "acme · bob" || b.Issuer != "Slack" {
		t.Errorf("%+v, %v", b, err)
	}
	for _, row := range []struct {
		why, issuer, name string
		want              bool
	}{
		{"stored without its prefix", "Slack", "bob", true},
		{"stored with it", "Slack", "acme · bob", false},
		{"stored under another one", "Slack", "other · bob", false},
		{"of another issuer", "Mattermost", "bob", false},
		{"stored without a name", "Slack", "", false},
	} {
		if got := a.Completes(row.issuer, row.name); got != row.want {
			t.Errorf("%s: %v", row.why, got)
		}
	}
}
