package transfer

import (
	"testing"
	"time"
)

// An export on a busy machine is not given up as a file of somebody else's is.
func TestWritingHasTime(t *testing.T) {
	if left := time.Until(writing().deadline()); left < 10*maxKDFTime {
		t.Errorf("an export has %v for its key", left)
	}
	if left := time.Until(Env{}.deadline()); left > maxKDFTime {
		t.Errorf("a file of others has %v", left)
	}
}
