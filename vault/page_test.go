package vault

import (
	"bytes"
	"context"
	"testing"
)

func TestKeyPage(t *testing.T) {
	var p keyPage
	var kept [][]byte
	for i := range pageSize/keySize + 1 {
		key := bytes.Repeat([]byte{byte(i + 1)}, keySize)
		k := p.store(key)
		if !bytes.Equal(k, bytes.Repeat([]byte{byte(i + 1)}, keySize)) {
			t.Fatalf("key %d changed", i)
		}
		if onPage := &k[0] != &key[0]; onPage != (i < pageSize/keySize) {
			t.Fatalf("key %d on the page: %v", i, onPage)
		} else if onPage && !bytes.Equal(key, make([]byte, keySize)) {
			t.Fatalf("key %d is also where it came from", i)
		}
		kept = append(kept, k)
	}
	for i, k := range kept[:pageSize/keySize] {
		if k[0] != byte(i+1) {
			t.Fatalf("key %d was overwritten", i)
		}
	}
	p.wipe(kept[5])
	if !bytes.Equal(kept[5], make([]byte, keySize)) || kept[4][0] != 5 || kept[6][0] != 7 {
		t.Error("wiping wiped something else, or nothing")
	}
	again := p.store(bytes.Repeat([]byte{99}, keySize))
	if &again[0] != &kept[5][0] {
		t.Error("the free place is not used again")
	}
	p.wipe(nil)
	if k := p.store([]byte("short")); string(k) != "short" {
		t.Error("a key of another size")
	}
}

// TestKeysAreWipedAtLock looks at all places that sessions keep keys in. It has a page of its own: other
// tests leave vaults open.
func TestKeysAreWipedAtLock(t *testing.T) {
	shared := keys
	keys = new(keyPage)
	t.Cleanup(func() { keys = shared })
	inUse := func() (n int) {
		for _, used := range keys.used {
			if used {
				n++
			}
		}
		return n
	}
	m := prepared(t, false)
	v := unlockMem(t, m)
	if _, err := tryOpen(memPath, "wrong-password", memOptions(m)); err == nil {
		t.Fatal("opened")
	}
	v.SetPassword(context.Background(), []byte(otherPassword))
	kek, old := v.pass.kek, v.before.kek
	if inUse() != 2 {
		t.Errorf("%d keys on the page, want 2", inUse())
	}
	mustSave(t, v)
	if !bytes.Equal(old, make([]byte, keySize)) {
		t.Error("the old key is still there after the save")
	}
	v.Close()
	if !bytes.Equal(kek, make([]byte, keySize)) || inUse() != 0 {
		t.Errorf("%d keys left on the page", inUse())
	}
}
