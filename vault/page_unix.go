//go:build unix

package vault

import "golang.org/x/sys/unix"

// lockedPage returns memory outside of Go's heap, kept out of swap and dumps where the
// system agrees.
func lockedPage(size int) []byte {
	mem, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return make([]byte, size)
	}
	unix.Mlock(mem) // may be refused by a limit; there is nothing to do about it
	keepOutOfDumps(mem)
	return mem
}
