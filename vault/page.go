package vault

import "sync"

// Keys derived from passwords lie on one page of memory that the system is asked to keep
// out of swap and dumps, and are wiped when the vault is closed. It is no promise: the
// runtime may have made copies before. A page that cannot be locked is used all the same.

const (
	keySize  = 32
	pageSize = 4096
)

type keyPage struct {
	mu   sync.Mutex
	mem  []byte
	used [pageSize / keySize]bool
}

var keys = new(keyPage)

// store moves a key onto the page and wipes where it came from.
func (p *keyPage) store(key []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mem == nil {
		p.mem = lockedPage(pageSize)
	}
	for i, used := range p.used {
		if used || len(key) != keySize {
			continue
		}
		p.used[i] = true
		slot := p.mem[i*keySize : (i+1)*keySize : (i+1)*keySize]
		copy(slot, key)
		clear(key)
		return slot
	}
	return key // 128 vaults are open: this key stays where it is
}

// wipe wipes a key. Its place on the page is used again, never given back: who still looks
// at it sees zeros.
func (p *keyPage) wipe(key []byte) {
	clear(key)
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.used {
		if len(key) == keySize && p.mem != nil && &p.mem[i*keySize] == &key[0] {
			p.used[i] = false
		}
	}
}
