package macos

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// readPlist returns the dictionary of a property list: texts by their keys, "true" and "false" among them. What else it
// may hold, ours do not.
func readPlist(t *testing.T, name string) map[string]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	values := map[string]string{}
	var path []string
	var key, text string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			path, text = append(path, token.Name.Local), ""
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			switch in := strings.Join(path, " "); in {
			case "plist dict key":
				if key != "" {
					t.Errorf("%s: %s has no value", name, key)
				}
				key = text
			case "plist dict string":
				values[key], key = text, ""
			case "plist dict true", "plist dict false":
				values[key], key = path[2], ""
			case "plist", "plist dict":
			default:
				t.Errorf("%s: %s is not read here", name, in)
			}
			path = path[:len(path)-1]
		}
	}
	if key != "" || !slices.Equal(path, nil) {
		t.Errorf("%s ends too early", name)
	}
	return values
}

// What macOS needs of a program, or its signing service refuses, is in its property list.
func TestInfo(t *testing.T) {
	info := readPlist(t, "Info.plist")
	for key, want := range map[string]string{
		"CFBundleIdentifier":         "io.github.watchword.Watchword",
		"CFBundleExecutable":         "watchword",
		"CFBundlePackageType":        "APPL",
		"CFBundleShortVersionString": "@VERSION@",
		"CFBundleVersion":            "@VERSION@",
		"NSHighResolutionCapable":    "true",
		"LSMinimumSystemVersion":     "12.0", // what this Go asks for
	} {
		if info[key] != want {
			t.Errorf("%s is %q, not %q", key, info[key], want)
		}
	}
	build, err := os.ReadFile("build")
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range []string{"MacOS/" + info["CFBundleExecutable"], "Resources/" + info["CFBundleIconFile"], "MACOSX_DEPLOYMENT_TARGET=" + info["LSMinimumSystemVersion"], "--options runtime"} {
		if !strings.Contains(string(build), names) {
			t.Errorf("the build does not say %s", names)
		}
	}
}

// No entitlement loosens the hardened runtime: a library or a debugger that is let in reads the open vault.
func TestEntitlements(t *testing.T) {
	if e := readPlist(t, "entitlements.plist"); len(e) != 0 {
		t.Errorf("%v", e)
	}
}
