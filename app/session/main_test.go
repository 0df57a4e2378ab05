package session

import (
	"os"
	"testing"

	"watchword/vault/canarytest"
)

// TestMain fails when a key was logged (R10).
func TestMain(m *testing.M) {
	s := canarytest.Set{}
	s.Add("key", rfcKey)
	os.Exit(s.Main(m))
}
