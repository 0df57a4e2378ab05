package account

import (
	"net/url"
	"slices"
	"strings"

	"watchword/assets/words"
)

var otherPage = words.Mark("The page with the authenticator code shows another QR code: scan that one.")

// A foreign is a code that is not for us and is met beside ours.
type foreign struct {
	what     string
	prefixes []string // of the text, in any case
	hosts    []string // of a web link: these and everything below them
	path     string   // of the web link: must contain this, in any case
	title    string
	advice   string
}

// foreigns is looked through from the top: what a service uses for its own sign-in stands
// before the formats that anybody uses.
var foreigns = []foreign{
	{
		what: "microsoft", prefixes: []string{"phonefactor:", "microsoft-authenticator:", "ms-msa:"},
		title: words.Mark("This is Microsoft's own sign-in code"), advice: microsoftAdvice,
	},
	{
		what: "microsoft", hosts: []string{"microsoftonline.com", "microsoftonline.us", "phonefactor.net"}, path: "activateaccount",
		title: words.Mark("This is Microsoft's own sign-in code"), advice: microsoftAdvice,
	},
	{
		what: "steam", prefixes: []string{"steammobile:"}, hosts: []string{"s.team"},
		title:  words.Mark("This is Steam's sign-in code, not a secret key"),
		advice: words.Mark("It signs the Steam app in and gives no codes. Steam's secret key is only in the app's own file (maFile): export and import that."),
	},
	{
		what: "duo", prefixes: []string{"duo:"}, hosts: []string{"duosecurity.com"},
		title: words.Mark("This is an activation code of Duo Mobile"), advice: ownAppAdvice,
	},
	{
		what: "okta", prefixes: []string{"oktaverify:", "com.okta.authenticator:"},
		title:  words.Mark("This is an activation code of Okta Verify"),
		advice: words.Mark("On the Okta page choose Google Authenticator instead of Okta Verify, then scan again."),
	},
	{
		what: "rsa", prefixes: []string{"com.rsa.securid", "http://127.0.0.1/securid/", "rsasecurid:"},
		title: words.Mark("This is an activation code of RSA SecurID"), advice: ownAppAdvice,
	},
	{what: "symantec", prefixes: []string{"vipaccess:"}, title: words.Mark("This is a code of Symantec VIP Access"), advice: ownAppAdvice},
	{what: "entrust", prefixes: []string{"igmobileotp:"}, title: words.Mark("This is an activation code of Entrust"), advice: ownAppAdvice},
	{what: "push", prefixes: []string{"pushauth:", "mfauth:"}, title: words.Mark("This is an activation code of another authenticator"), advice: ownAppAdvice},
	{
		what: "passkey", prefixes: []string{"fido:/"},
		title:  words.Mark("This is a passkey code"),
		advice: words.Mark("It is for a phone's camera and works for one sign-in. For codes choose “authenticator app” on the page."),
	},
	{
		what: "recovery", prefixes: []string{"age-secret-key-"},
		title:  words.Mark("This is the key of a recovery sheet"),
		advice: words.Mark("It opens a vault file and belongs to no service. To use it, open the vault and choose the recovery sheet. Show it to nobody."),
	},
	{what: "wifi", prefixes: []string{"wifi:"}, title: words.Mark("This is the password of a wireless network"), advice: otherPage},
	{what: "contact", prefixes: []string{"begin:vcard", "mecard:", "bizcard:"}, title: words.Mark("This is a contact card"), advice: otherPage},
	{what: "event", prefixes: []string{"begin:vevent", "begin:vcalendar"}, title: words.Mark("This is an entry for a calendar"), advice: otherPage},
	{
		// WhatsApp Web shows no link but a counter, an at sign and keys.
		what: "whatsapp", prefixes: []string{"whatsapp:", "1@", "2@"}, hosts: []string{"whatsapp.com", "wa.me"},
		title: words.Mark("This is a code of WhatsApp"), advice: otherPage,
	},
	{
		what: "signal", prefixes: []string{"sgnl:", "tsdevice:"}, hosts: []string{"signal.me", "signal.group", "signal.link"},
		title: words.Mark("This is a code of Signal"), advice: otherPage,
	},
	{
		what: "telegram", prefixes: []string{"tg:"}, hosts: []string{"t.me", "telegram.me"},
		title: words.Mark("This is a code of Telegram"), advice: otherPage,
	},
	{
		what: "messenger", prefixes: []string{"weixin:", "line:", "viber:", "3mid:", "threema:", "skype:", "xmpp:", "matrix:"},
		hosts: []string{"weixin.qq.com", "u.wechat.com", "line.me", "discord.com", "discordapp.com", "threema.id", "matrix.to"},
		title: words.Mark("This is a code of a messenger"), advice: otherPage,
	},
	{
		what: "payment", prefixes: []string{
			"bcd\n", "bcd\r\n", "spc\n", "spc\r\n", "000201", "bitcoin:", "bitcoincash:", "ethereum:", "litecoin:", "lightning:", "monero:",
			"lnbc", "lnurl", "upi:", "payto:", "spd*", "paypal:", "alipays:", "alipayqr:",
		}, hosts: []string{"paypal.me", "qr.alipay.com"},
		title: words.Mark("This is a payment"), advice: otherPage,
	},
	{what: "message", prefixes: []string{"sms:", "smsto:", "mms:", "mmsto:"}, title: words.Mark("This is a text message"), advice: otherPage},
	{what: "mail", prefixes: []string{"mailto:", "matmsg:", "smtp:"}, title: words.Mark("This is a mail address"), advice: otherPage},
	{what: "phone", prefixes: []string{"tel:", "telprompt:", "facetime:", "facetime-audio:"}, title: words.Mark("This is a telephone number"), advice: otherPage},
	{what: "place", prefixes: []string{"geo:"}, title: words.Mark("This is a place on a map"), advice: otherPage},
	{what: "esim", prefixes: []string{"lpa:"}, title: words.Mark("This is the code of an eSIM"), advice: otherPage},
	{
		what: "store", prefixes: []string{"market:", "itms-apps:", "itms:"}, hosts: []string{"play.google.com", "apps.apple.com", "itunes.apple.com"},
		title: words.Mark("This is a link to an app store"), advice: words.Mark("It only installs an app. Go on to the next step of the page: there is the authenticator code."),
	},
	{what: "link", prefixes: []string{"https:", "http:", "www."}, title: words.Mark("This is a link to a web page"), advice: otherPage},
}

var (
	microsoftAdvice = words.Mark("On the Microsoft page choose “I want to use a different authenticator app”, then scan again.")
	ownAppAdvice    = words.Mark("It works only with that app. If the service offers “another authenticator app” or “Google Authenticator”, choose that, then scan again.")
)

// identifyForeign finds the row that a text belongs to.
func identifyForeign(text string) (Find, bool) {
	host, path := webLink(text)
	for _, row := range foreigns {
		byHost := host != "" && slices.ContainsFunc(row.hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) }) &&
			strings.Contains(strings.ToLower(path), row.path)
		if byHost || hasAnyPrefixFold(text, row.prefixes) {
			return row.find(), true
		}
	}
	if isDuo(text) {
		i := slices.IndexFunc(foreigns, func(row foreign) bool { return row.what == "duo" })
		return foreigns[i].find(), true
	}
	return Find{}, false
}

func (row foreign) find() Find {
	return Find{Kind: KindOther, What: row.what, Title: words.T(row.title), Reason: words.T("it is no authenticator code"), Advice: words.T(row.advice)}
}

// webLink returns the host, in small letters, and the path of an http or https link.
func webLink(text string) (host, path string) {
	if !hasAnyPrefixFold(text, []string{"https://", "http://"}) {
		return "", ""
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", ""
	}
	return strings.ToLower(u.Hostname()), u.Path
}

// isDuo knows the activation code of Duo Mobile that is no link: a code, a dash, and the
// base64 of the name of a host at duosecurity.com.
func isDuo(text string) bool {
	_, encoded, ok := strings.Cut(text, "-")
	if !ok || len(text) > 512 {
		return false
	}
	host, ok := decodeBase64(encoded)
	return ok && strings.HasSuffix(strings.ToLower(string(host)), ".duosecurity.com")
}
