package transfer

import (
	"fmt"
	"os"
	"testing"

	"watchword/vault/canarytest"
)

// TestMain fails when a key or password of the suite was logged (R10).
func TestMain(m *testing.M) {
	if os.Getenv(readerContract) != "" {
		readHostile()
		return
	}
	s := canarytest.Set{}
	s.Add("password", []byte(contractPassword))
	for i := range contractAccounts() {
		s.Add(fmt.Sprintf("key %d", i), canary(i))
	}
	os.Exit(s.Main(m))
}
