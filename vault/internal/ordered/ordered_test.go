package ordered

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"watchword/bounds"
)

func TestStrictJSON(t *testing.T) {
	deep := func(n int) string {
		return `{"a":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}"
	}
	tests := []struct {
		why, text string
		ok        bool
	}{
		{"empty object", `{}`, true},
		{"all kinds of values", `{"a":[1,-0.5e+3,"x",true,false,null,{}]}`, true},
		{"space anywhere", " {\t\"a\" :\r\n1 , \"b\":[ ] } \n  ", true},
		{"a surrogate pair", `{"a":"\ud83d\ude00"}`, true},
		{"every escape", `{"a":"\"\\\/\b\f\n\r\t\u00e9"}`, true},
		{"names that differ in case are two names", `{"a":1,"A":2}`, true},
		{"one level below the limit", deep(bounds.VaultDepth), true},
		{"one level above the limit", deep(bounds.VaultDepth + 1), false},
		{"a duplicate name", `{"a":1,"a":2}`, false},
		{"a duplicate name further down", `{"x":[{"y":{"a":1,"a":1}}]}`, false},
		{"a duplicate name spelled with an escape", `{"a":1,"\u0061":2}`, false},
		{"a duplicate among many names", `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"r":1,"q":1}`, false},
		{"many names", `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"r":1}`, true},
		{"bad UTF-8 in a text", "{\"a\":\"\xff\"}", false},
		{"bad UTF-8 in a name", "{\"\xc3\":1}", false},
		{"an overlong encoding", "{\"a\":\"\xc0\xaf\"}", false},
		{"a raw control character", "{\"a\":\"\n\"}", false},
		{"half a surrogate pair", `{"a":"\ud83d"}`, false},
		{"the other half", `{"a":"\ude00"}`, false},
		{"two first halves", `{"a":"\ud83d\ud83d"}`, false},
		{"a half before another escape", `{"a":"\ud83d\n"}`, false},
		{"a sign in an escape", `{"a":"\u+123"}`, false},
		{"an escape that is none", `{"a":"\x41"}`, false},
		{"an escape in a name that is none", `{"\x41":1}`, false},
		{"half a surrogate pair in a name", `{"a\ud83d":1}`, false},
		{"an escape cut off", `{"a":"\u12`, false},
		{"a leading zero", `{"a":01}`, false},
		{"a bare point", `{"a":1.}`, false},
		{"a bare exponent", `{"a":1e}`, false},
		{"a plus sign", `{"a":+1}`, false},
		{"a lone minus", `{"a":-}`, false},
		{"a comma at the end", `{"a":1,}`, false},
		{"a comma in front", `{,"a":1}`, false},
		{"no comma", `{"a":1 "b":2}`, false},
		{"no colon", `{"a" 1}`, false},
		{"no name", `{1:1}`, false},
		{"an array that does not end", `{"a":[1`, false},
		{"a text that does not end", `{"a":"x`, false},
		{"something after the end", `{} {}`, false},
		{"NUL after the end", "{}\x00", false},
		{"a word that is none", `{"a":nil}`, false},
		{"no object", `[]`, false},
		{"nothing", ``, false},
	}
	for _, test := range tests {
		_, err := Parse([]byte(test.text))
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.why, err)
		}
		if err != nil && strings.Contains(test.text, "a") && strings.Contains(err.Error(), `"`) {
			t.Errorf("%s: the error quotes the text: %v", test.why, err)
		}
		// encoding/json is laxer, never stricter.
		if test.ok && !json.Valid([]byte(test.text)) {
			t.Errorf("%s: encoding/json refuses it", test.why)
		}
	}
}

func TestTextLimit(t *testing.T) {
	for _, n := range []int{bounds.VaultString - 1, bounds.VaultString, bounds.VaultString + 1} {
		_, err := Parse([]byte(`{"a":"` + strings.Repeat("x", n-1) + `"}`))
		if (err == nil) != (n <= bounds.VaultString) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

func TestObjectKeepsOrderAndSpelling(t *testing.T) {
	const text = `{ "b" : 1.0 , "a":{"y": 1e2,"x":"\u0061"} }`
	o, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(o.Text()); got != text {
		t.Errorf("untouched: %s", got)
	}
	o.Set("a", []byte("2"))
	o.Set("c", []byte("3"))
	if got, want := string(o.Text()), `{"b":1.0,"a":2,"c":3}`; got != want {
		t.Errorf("changed: %s, want %s", got, want)
	}
}

func FuzzStrictJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"\ud83d\ude00",{"b":null}]}`, `{"a":1,"a":2}`, "{\"\xff\":1}", `{"":-0.0e-0}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := Parse(text)
		if err != nil {
			return
		}
		var want map[string]any
		if err := json.Unmarshal(text, &want); err != nil {
			if strings.Contains(err.Error(), "cannot unmarshal number") {
				return // 1e999: a number that Go cannot hold is JSON all the same
			}
			t.Fatalf("encoding/json refuses what was accepted: %v", err)
		}
		// Written anew from its members it is the same to another reader.
		o.raw = nil
		var got map[string]any
		if err := json.Unmarshal(o.Text(), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("written anew it is another text (%v)", err)
		}
	})
}
