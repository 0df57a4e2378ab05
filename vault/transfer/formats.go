package transfer

import (
	"cmp"
	"slices"
	"strings"
)

// Formats is every format, sorted by name. A format is one file with a function that
// returns it, and one line here.
var Formats = byName(
	// A
	ageFile(),
	qrPictures(),
	webPage(),
	authy(),
	googleAuthenticator(),
	stratum(),
	stratumEncrypted(),
	bitwarden(),
	bitwardenCSV(),
	bitwardenEncrypted(),
	pgp(),
	protonAuthenticator(),
	protonAuthenticatorEncrypted(),
	protonPass(),
	aegis(),
	aegisEncrypted(),
	twoFAS(),
	twoFASEncrypted(),
	ente(),
	enteEncrypted(),
	otpauthList(),

	// B
	keePass(),
	keePassXML(),
	keePassXCCSV(),
	onePassword(),
	onePasswordCSV(),
	applePasswords(),
	extension(),
	winAuth(),
	winAuthZip(),
	steam(),
	base64File(),
	raivo(),
	raivoZip(),
	freeOTP(),
	freeOTP2(),
	freeOTPPlus(),
	andOTP(),
	andOTPEncrypted(),
	lastPass(),
	otpClient(),
	twoFAuth(),
	duo(),
	microsoft(),
	battleNet(),
	totpAuthenticator(),
	authPlus(),
	authPlusDatabase(),

	// Password managers
	lastPassVault(),
	protonPassCSV(),
	dashlane(),
	roboForm(),
	keeper(),
	keeperCSV(),
	enpass(),
	enpassCSV(),
	zohoVault(),
	synologyC2(),
	aliasVault(),
	aliasVaultCSV(),
	delinea(),
	myki(),
	padloc(),
	padlocCSV(),
	psono(),
	safeInCloud(),
	onePIF(),
	bitwardenZip(),
	cxf(),
	withoutCodes(),

	// Programs of a computer, of a phone, and scripts
	pam(),
	rsc2FA(),
	passEntry(),
	cotp(),
	cotpEncrypted(),
	totpCLI(),
	authme(),
	twoFast(),
	otpAuthIOS(),
	cloudOTP(),
	authyScript(),
	extractOTP(),
	extractOTPCSV(),
	googleExporter(),
	otpManager(),

	// Any text
	office(),
	unknownText(),
	unknownZip(),
)

func byName(formats ...Format) []Format {
	slices.SortFunc(formats, func(a, b Format) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return formats
}

// The steps of recognising a file, from what nothing else can be to a mere guess. Within
// a step the contents exclude each other.
const (
	stepMagic   = iota // zip, KDBX, SQLite, pictures: the first bytes say it
	stepArchive        // a zip file that no program is known by
	stepMarkup         // XML, HTML
	stepJSON           // by its member names
	stepList           // lines of links
	stepTable          // CSV, by its header
	stepPGP            // encrypted around anything
	stepText           // any text with links in it
	stepGuess          // nothing marks it; the password will tell
)
