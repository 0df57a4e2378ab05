package transfer

import (
	"archive/zip"
	"context"
	"errors"
	"os"
	"path"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// unknownZip is any zip file, after those that programs write: a folder of exports, lists and
// pictures that somebody packed, be it with another archive in it.
func unknownZip() Format {
	return Format{
		ID:     "zip",
		Name:   words.Mark("Zip archive with exports in it"),
		How:    words.Mark("Pack exports, lists of links or pictures of QR codes into a zip file, or choose one that you have."),
		Brings: words.Mark("What is imported from each of its files, those of one more archive inside of it too."),
		Leaves: words.Mark("Files without accounts, which are named."),
		step:   stepArchive,
		Detect: isZip,
		Read:   readUnknownZip,
	}
}

// maxInside is how many archives a file may lie in.
const maxInside = 2

// mostNamed bounds the members that are named because there is nothing in them; an archive may
// have thousands.
const mostNamed = 20

// A memberReader goes through an archive, one member at a time.
type memberReader struct {
	archive  *archive
	env      Env
	password *string // that opened a member
	result   Result
	empty    int // members without an account
}

func readUnknownZip(ctx context.Context, data []byte, env Env) (Result, error) {
	a, err := openZip(data)
	if err != nil {
		return Result{}, err
	}
	return readMembers(ctx, a, env)
}

// readMembers reads an archive file by file.
func readMembers(ctx context.Context, a *archive, env Env) (Result, error) {
	if env.inside++; env.inside > maxInside {
		return Result{}, reason{words.Error("an archive in an archive in an archive is not read: unpack it first")}
	}
	if env.zipLeft == nil {
		env.zipLeft = new(int64)
		*env.zipLeft = a.left
	}
	m := &memberReader{archive: a, env: env}
	m.env.Companion = func(name string) ([]byte, error) {
		if f := a.named(name); f != nil && !encrypted(f) {
			return a.read(f)
		}
		return nil, os.ErrNotExist
	}
	for i, f := range a.Files {
		if err := m.result.next(ctx); err != nil {
			return m.result, err
		}
		env.progress(float64(i) / float64(len(a.Files)))
		if f.FileInfo().IsDir() || isSystemFile(f.Name) {
			continue
		}
		a.left = *env.zipLeft
		err := m.member(ctx, f)
		*env.zipLeft = min(*env.zipLeft, a.left)
		if err != nil {
			return m.result, err
		}
	}
	if more := m.empty - mostNamed; more > 0 {
		m.fail("", reason{errors.New(words.N(more, "1 more of its files holds no accounts", "%d more of its files hold no accounts"))})
	}
	if len(m.result.Accounts) == 0 && len(m.result.Failures) == m.empty {
		return m.result, &emptyError{unknownZip().Name}
	}
	m.result.keep(keepsMembers)
	return m.result, nil
}

// isSystemFile knows what systems add to archives unasked.
func isSystemFile(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(base, "._") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// member reads one member. Its error ends the reading; what is wrong with the member is a failure.
func (m *memberReader) member(ctx context.Context, f *zip.File) error {
	name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
	content, err := m.content(ctx, f)
	if err == nil {
		err = m.read(ctx, name, content)
	}
	if err == nil {
		return nil
	}
	if stopped := ctx.Err(); stopped != nil {
		return stopped
	}
	switch _, named := errors.AsType[foreignError](err); {
	case errors.Is(err, errTooMany), errors.Is(err, errAsked):
		return err
	case named && len(content) > 0:
		m.fail(name, err)
	case errors.Is(err, ErrUnknown), errors.Is(err, ErrEmpty), errors.Is(err, errNoQR):
		if m.empty++; m.empty <= mostNamed {
			m.fail(name, reason{words.Error("no accounts were found in it")})
		}
	default:
		m.fail(name, err)
	}
	return nil
}

// errAsked wraps the error that the question for a password ended with.
var errAsked = errors.New("asking for the password ended")

// content unpacks a member. The password of one is tried on the next before it is asked for.
func (m *memberReader) content(ctx context.Context, f *zip.File) (content []byte, err error) {
	if !encrypted(f) {
		return m.archive.read(f)
	}
	m.result.Encrypted = true
	if m.password != nil {
		if content, err = m.archive.open(ctx, m.env, f, *m.password); err == nil {
			return content, nil
		}
	}
	err = withPassword(ctx, m.env, func(password string) error {
		content, err = m.archive.open(ctx, m.env, f, password)
		if err == nil {
			m.password = &password
		}
		return err
	})
	return content, err
}

// read reads what a member holds as the file that it is.
func (m *memberReader) read(ctx context.Context, name string, content []byte) error {
	if m.env.again == nil { // a reader that is asked by itself
		return ErrUnknown
	}
	env := m.env
	env.Name, env.until = name, nil
	r, err := m.env.again(ctx, content, env)
	position := len(m.result.Accounts) + len(m.result.Failures)
	m.result.Accounts = append(m.result.Accounts, r.Accounts...)
	m.result.texts += r.texts
	for _, failure := range r.Failures {
		failure.Position += position
		failure.Reason = atPlace(placeName(name), failure.Reason)
		m.result.Failures = append(m.result.Failures, failure)
	}
	m.result.Parts = append(m.result.Parts, r.Parts...)
	if r.Keep != "" {
		m.result.keep(r.Keep)
	}
	return err
}

// fail notes what is wrong with a member.
func (m *memberReader) fail(name string, err error) {
	why := err.Error()
	if name != "" {
		why = atPlace(placeName(name), why)
	}
	m.result.Failures = append(m.result.Failures, account.Failure{
		Position: len(m.result.Accounts) + len(m.result.Failures) + 1, Reason: strings.TrimSuffix(why, "."),
	})
}

// maxPlaceName bounds the name of a member within a sentence, in bytes.
const maxPlaceName = 100

// placeName is the name of a member for a sentence.
func placeName(name string) string {
	if len(name) > maxPlaceName {
		name = strings.ToValidUTF8(name[:maxPlaceName], "") + "…"
	}
	return account.Visible(name)
}
