package vault

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestPhysicalMemory(t *testing.T) {
	info, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		t.Skip("no /proc here")
	}
	var kib uint64
	for line := range strings.Lines(string(info)) {
		fmt.Sscanf(line, "MemTotal: %d kB", &kib)
	}
	if got := physicalMemory(); got != kib {
		t.Errorf("%d KiB, the system says %d", got, kib)
	}
}
