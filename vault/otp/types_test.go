package otp

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// Whatever prints a key, the secret and the PIN do not come out.
func TestSecretsDoNotPrint(t *testing.T) {
	k := key(Yandex, "canary-secret-16", "73917391")
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", k, "secret", k.Secret, "pin", k.PIN)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", k, "secret", k.Secret, "pin", k.PIN)
	text, err := json.Marshal(k)
	if err != nil {
		t.Fatal(err)
	}
	out := log.String() + string(text) + k.Secret.String() + k.PIN.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%b"} {
		out += fmt.Sprintf(verb+verb+verb, k, k.Secret, k.PIN) + fmt.Sprintf(verb, &k)
	}
	out += k.Secret.GoString() + k.PIN.GoString()
	for _, canary := range []string{"canary", "7391", "63616e617279", "63616E617279", "99 97 110", "Y2FuYXJ5"} {
		if strings.Contains(out, canary) {
			t.Errorf("%q got out", canary)
		}
	}
	if !strings.Contains(out, "[redacted]") {
		t.Error("nothing says that something was left out")
	}
}
