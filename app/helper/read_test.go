package helper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer"
)

func exported(t *testing.T, id, password string) []byte {
	t.Helper()
	f, ok := transfer.ByID(id)
	if !ok {
		t.Fatalf("no format %s", id)
	}
	var accounts []account.Account
	for i := range 3 {
		accounts = append(accounts, account.Account{Issuer: fmt.Sprint("Service ", i), Name: "me@example.org", Note: "a note", Tags: []string{"work"},
			Key: otp.Key{Type: otp.TOTP, Secret: otp.Secret("12345678901234567890"), Algorithm: otp.SHA256, Digits: 8, Period: 60}})
	}
	data, left, err := transfer.Write(t.Context(), f, accounts, transfer.WriteOptions{Password: password})
	if err != nil || len(left) > 0 {
		t.Fatalf("%v, %v", left, err)
	}
	return data
}

// What a helper reads is what is read here, with all details and keys.
func TestReadIsTheSame(t *testing.T) {
	for _, id := range []string{"otpauth", "aegis", "2fas", "bitwarden", "ente"} {
		t.Run(id, func(t *testing.T) {
			data := exported(t, id, "")
			want, err := transfer.Read(t.Context(), data, transfer.Env{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := Read(t.Context(), nil, data, transfer.Env{})
			if err != nil || len(got.Accounts) != 3 || !reflect.DeepEqual(got.Accounts, want.Accounts) {
				t.Errorf("%+v, want %+v, %v", got, want, err)
			}
			if got.Format != want.Format || got.Encrypted != want.Encrypted || len(got.Failures) != len(want.Failures) {
				t.Errorf("%+v, want %+v", got, want)
			}
			f, _ := transfer.ByID(id)
			if got, err = Read(t.Context(), &f, data, transfer.Env{}); err != nil || len(got.Accounts) != 3 {
				t.Errorf("as what it is: %+v, %v", got, err)
			}
		})
	}
}

// The helper asks for the password, again where it is wrong, and says how far the key is; the error of
// the question is the error of the reading.
func TestReadAsksForThePassword(t *testing.T) {
	data := exported(t, "aegis-encrypted", "of the file")
	var asked []bool
	env := transfer.Env{Password: func(_ context.Context, again bool) (string, error) {
		asked = append(asked, again)
		if again {
			return "of the file", nil
		}
		return "wrong", nil
	}}
	got, err := Read(t.Context(), nil, data, env)
	if err != nil || len(got.Accounts) != 3 || !got.Encrypted || !reflect.DeepEqual(asked, []bool{false, true}) {
		t.Errorf("%d accounts, asked %v, %v", len(got.Accounts), asked, err)
	}
	if string(got.Accounts[0].Key.Secret) != "12345678901234567890" {
		t.Error("the key did not come along")
	}
	refused := errors.New("nobody there")
	env.Password = func(context.Context, bool) (string, error) { return "", refused }
	if _, err := Read(t.Context(), nil, data, env); err != refused {
		t.Errorf("%v", err)
	}
	if _, err := Read(t.Context(), nil, data, transfer.Env{}); err != transfer.ErrNeedsPassword {
		t.Errorf("nobody to ask: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	env.Password = func(context.Context, bool) (string, error) { cancel(); return "of the file", nil }
	if _, err := Read(ctx, nil, data, env); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}

func TestReadErrors(t *testing.T) {
	text := "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP\n"
	for _, row := range []struct {
		reason string
		data   []byte
		within time.Duration
		want   error
	}{
		{"no format knows it", []byte("nothing"), time.Minute, transfer.ErrUnknown},
		{"damaged", exported(t, "aegis", "")[:200], time.Minute, transfer.ErrDamaged},
		{"no time is left", bytes.Repeat([]byte(text), 1000), time.Millisecond, errFileTime},
	} {
		_, err := readWithin(t.Context(), row.within, nil, row.data, transfer.Env{})
		_, here := transfer.Read(t.Context(), row.data, transfer.Env{})
		if row.want == errFileTime {
			here = errFileTime
		}
		if err == nil || err.Error() != here.Error() || errors.Is(err, row.want) != errors.Is(here, row.want) {
			t.Errorf("%s: %v, want %v", row.reason, err, here)
		}
	}
}

// held keeps what a harmful file has the helper ask for.
var held [][]byte

// A harmful file is one over which finding out its format falls, as a mistake in that would. It is put
// in place before the helper begins its work, in both processes.
var _ = func() bool {
	for i, f := range transfer.Formats {
		if f.ID != "otpauth" {
			continue
		}
		transfer.Formats[i].Detect = func(data []byte) bool {
			switch string(data) {
			case "harm: end":
				os.Exit(7)
			case "harm: memory":
				for held = nil; ; {
					held = append(held, bytes.Repeat([]byte{1}, 1<<20))
				}
			}
			return f.Detect(data)
		}
	}
	return true
}()

// What format a file has is found out in the helper too: a mistake there takes nothing along.
func TestDetectionDoesNoHarm(t *testing.T) {
	// With the race detector in it a program may need longer than a file has to fill its memory.
	is := func(err, want error) bool { return err == want || want == errFileMemory && errors.Is(err, errFileTime) }
	for text, want := range map[string]error{"harm: end": transfer.ErrDamaged, "harm: memory": errFileMemory} {
		if _, err := Read(t.Context(), nil, []byte(text), transfer.Env{}); !is(err, want) {
			t.Errorf("%s, read: %v", text, err)
		}
		if _, known, err := Detect(t.Context(), []byte(text)); !is(err, want) || known {
			t.Errorf("%s, detected: %v, %v", text, known, err)
		}
	}
}

func TestDetectIsTheSame(t *testing.T) {
	for reason, data := range map[string][]byte{
		"an export": exported(t, "aegis", ""), "an encrypted one": exported(t, "aegis-encrypted", "of the file"),
		"a picture": []byte("GIF89a and no more"), "nothing": nil, "text": []byte("text"),
	} {
		want, known := transfer.Detect(data)
		f, ok, err := Detect(t.Context(), data)
		if err != nil || ok != known || f.ID != want.ID {
			t.Errorf("%s: %q, %v, %v, want %q", reason, f.ID, ok, err, want.ID)
		}
	}
	// The format is told where the reading fails as well.
	if r, err := Read(t.Context(), nil, exported(t, "aegis-encrypted", "of the file"), transfer.Env{}); err == nil || r.Format != "aegis" {
		t.Errorf("%q, %v", r.Format, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Detect(ctx, []byte("text")); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}

// What a user takes to answer, and a derivation, is not the time of the file.
func TestTimeStandsStill(t *testing.T) {
	over := make(chan struct{})
	w := &watch{left: 100 * time.Millisecond, over: func() { close(over) }}
	w.resume()
	w.pause()
	select {
	case <-over:
		t.Fatal("it is over while it stands still")
	case <-time.After(300 * time.Millisecond):
	}
	w.resume()
	<-over
}

// Questions beside the password: pictures, files beside the file, agreement to a costly key.
func TestAnswers(t *testing.T) {
	damaged := errors.New("damaged")
	a := &answering{watch: &watch{}, env: transfer.Env{
		DecodeQR: func(_ context.Context, b []byte) ([]string, error) { return []string{string(b)}, damaged },
		Companion: func(name string) ([]byte, error) {
			if name == "there" {
				return []byte("data"), nil
			}
			return nil, os.ErrNotExist
		},
		Costly: func(context.Context) bool { return true },
	}}
	for question, want := range map[string]string{
		"qa picture": `{"Texts":["a picture"],"Error":{"Text":"damaged","Is":null}}`,
		"cthere":     "\x01data", "celsewhere": "\x00", "m": "\x01",
	} {
		reply, err := a.answer(t.Context(), question[0], []byte(question[1:]))
		if err != nil || string(reply) != want {
			t.Errorf("%q: %q, %v", question, reply, err)
		}
	}
	for _, question := range []string{"p", "x", "e"} { // not offered, unknown, no derivation began
		if _, err := a.answer(t.Context(), question[0], nil); !errors.Is(err, errWords) {
			t.Errorf("%q: %v", question, err)
		}
	}
}
