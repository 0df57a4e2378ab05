package otp

import (
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestVectors runs the codes of other programs' tests, where the folder with them is at
// hand (WATCHWORD_SAMPLES).
func TestVectors(t *testing.T) {
	samples := os.Getenv("WATCHWORD_SAMPLES")
	if samples == "" {
		t.Skip("WATCHWORD_SAMPLES names no folder; the tables of this package stand for the vectors")
	}
	data, err := os.ReadFile(filepath.Join(samples, "..", "vectors", "otp.json"))
	if err != nil {
		t.Fatal(err)
	}
	type vector struct {
		Source, Type, Secret, PIN, Algorithm, Code, Why string
		Hex                                             string `json:"secret_hex"`
		Digits, Period                                  int
		Time                                            int64
		Counter                                         uint64
	}
	var file struct{ Codes, Refuse []vector }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Codes) < 30 || len(file.Refuse) < 2 {
		t.Fatalf("only %d codes and %d to refuse", len(file.Codes), len(file.Refuse))
	}
	for _, v := range file.Codes {
		k := Defaults(Type(v.Type))
		if v.Hex != "" {
			k.Secret, err = hex.DecodeString(v.Hex)
		} else {
			k.Secret, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(v.Secret)
		}
		if err == nil && k.Type == Yandex {
			k.Secret, err = YandexSecret(k.Secret)
		}
		if err != nil {
			t.Fatal(err)
		}
		k.PIN = PIN(v.PIN)
		if v.Digits != 0 {
			k.Algorithm, k.Digits, k.Period = Algorithm(v.Algorithm), v.Digits, v.Period
		}
		var got string
		if k.Type == HOTP {
			got, err = k.Count(v.Counter)
		} else {
			var code Code
			code, err = k.At(time.Unix(v.Time, 0))
			got = code.Value
		}
		if got != v.Code || err != nil {
			t.Errorf("%s, %s at %d/%d: %q, %v, want %s", v.Source, v.Type, v.Time, v.Counter, got, err, v.Code)
		}
	}
	for _, v := range file.Refuse {
		secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(v.Secret)
		if err == nil {
			_, err = YandexSecret(secret)
		}
		if err == nil {
			t.Errorf("%s (%s) is taken", v.Type, v.Why)
		}
	}
}
