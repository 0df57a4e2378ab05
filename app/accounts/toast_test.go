package accounts

import (
	"strings"
	"testing"
	"time"
)

// A short sentence goes soon; a long one, such as one with the name of a file that was kept, stays until it
// can have been read: at 12 letters a second it could not be within four seconds.
func TestALongToastStaysLonger(t *testing.T) {
	if got := stay("GitHub code copied."); got != 4*time.Second {
		t.Errorf("a short one stays for %v", got)
	}
	text := "The vault file was restored. The damaged one is kept as vault-2 (broken 82df42).watchword."
	if got := stay(text); got < time.Duration(len(text))*time.Second/12 || got > 10*time.Second {
		t.Errorf("%d letters stay for %v", len(text), got)
	}
	if stay(strings.Repeat("é", 45)) != stay("short") {
		t.Error("letters are counted as bytes")
	}
}
