package vault

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A target is a small vault with every slot, and both keys to it.
type target struct {
	data  []byte
	sheet string
	o     Options
}

func newTarget(t testing.TB) target {
	t.Helper()
	m := newMemFS()
	o := memOptions(m)
	v, err := Create(context.Background(), memPath, []byte(goodPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	v.Add(totp("A", "a", "secret of a 1"))
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	return target{m.get(memPath), string(sheet.Key), o}
}

// accepts opens changed bytes by password and by sheet.
func (g target) accepts(data []byte) (byPassword, bySheet bool) {
	o := g.o
	m := newMemFS()
	m.put(memPath, data)
	o.FS = m
	l, err := Open(memPath, o)
	if err != nil {
		return false, false
	}
	l.AllowCost()
	_, err1 := l.Unlock(context.Background(), []byte(goodPassword))
	_, err2 := l.UnlockWithSheet(g.sheet)
	return err1 == nil, err2 == nil
}

func (g target) refuse(t *testing.T, what string, data []byte) {
	t.Helper()
	if p, s := g.accepts(data); p || s {
		t.Fatalf("%s: accepted by password %v, by sheet %v", what, p, s)
	}
}

func (g target) header() []byte {
	end := bytes.Index(g.data, []byte("\n--- "))
	return g.data[:end+1+len("--- ")+44]
}

func TestTheTargetOpens(t *testing.T) {
	g := newTarget(t)
	if p, s := g.accepts(g.data); !p || !s {
		t.Fatalf("by password %v, by sheet %v", p, s)
	}
}

// TestEveryFlippedBitIsRefused flips each bit of the header and the payload's nonce, and
// one bit of each later byte, every day of each fifth; all bits in the large run.
func TestEveryFlippedBitIsRefused(t *testing.T) {
	g := newTarget(t)
	head := len(g.header()) + 16
	flips := 0
	for at := range g.data {
		for bit := range 8 {
			if at >= head && (bit != at%8 && !large() || at%5 != 0 && daily()) {
				continue
			}
			data := bytes.Clone(g.data)
			data[at] ^= 1 << bit
			g.refuse(t, fmt.Sprintf("byte %d, bit %d", at, bit), data)
			flips++
		}
	}
	t.Logf("%d flips by two keys", flips)
}

// TestEveryTruncationIsRefused cuts at each byte; behind the header every day at each fifth.
func TestEveryTruncationIsRefused(t *testing.T) {
	g := newTarget(t)
	head := len(g.header()) + 16
	for n := range g.data {
		if n > head && n%5 != 0 && daily() {
			continue
		}
		g.refuse(t, fmt.Sprintf("the first %d bytes", n), g.data[:n])
	}
	for n := 1; n <= 64; n++ {
		g.refuse(t, fmt.Sprintf("%d bytes more", n), append(bytes.Clone(g.data), bytes.Repeat([]byte{byte(n)}, n)...))
	}
}

// TestEverySlotMattersInItsPlace removes, doubles and swaps stanzas.
func TestEverySlotMattersInItsPlace(t *testing.T) {
	g := newTarget(t)
	head := string(g.header())
	rest := g.data[len(head):]
	intro, body, _ := strings.Cut(head, "\n")
	slots := strings.Split("\n"+body, "\n->")[1:]
	last, mac, _ := strings.Cut(slots[len(slots)-1], "\n---")
	slots[len(slots)-1] = last
	if len(slots) != 3 {
		t.Fatalf("%d slots", len(slots))
	}
	build := func(slots []string) []byte {
		text := intro
		for _, s := range slots {
			text += "\n->" + s
		}
		return append([]byte(text+"\n---"+mac), rest...)
	}
	if !bytes.Equal(build(slots), g.data) {
		t.Fatal("the surgery itself changes the file")
	}
	for i := range slots {
		g.refuse(t, fmt.Sprintf("slot %d removed", i), build(slices.Delete(slices.Clone(slots), i, i+1)))
		g.refuse(t, fmt.Sprintf("slot %d doubled", i), build(slices.Insert(slices.Clone(slots), i, slots[i])))
		g.refuse(t, fmt.Sprintf("slot %d twice as the last", i), build(append(slices.Clone(slots), slots[i])))
		for j := range i {
			swapped := slices.Clone(slots)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			g.refuse(t, fmt.Sprintf("slots %d and %d swapped", i, j), build(swapped))
		}
	}
	other := newTarget(t)
	g.refuse(t, "the header of another vault", append(bytes.Clone(other.header()), rest...))
	g.refuse(t, "the contents of another vault", append([]byte(head), other.data[len(other.header()):]...))
}

// TestTwoSavesShareNothingButTheSalt is about the trap of a cached key: the wrap key must
// differ in every save.
func TestTwoSavesShareNothingButTheSalt(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	seen := map[string]bool{}
	salts := map[string]bool{}
	for i := range 200 {
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr(fmt.Sprint(i))})
		mustSave(t, v)
		stanzas, err := readStanzas(m.get(memPath))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stanzas {
			if s.kind != argonStanza {
				continue
			}
			slot, err := parseArgon(s.args, s.body)
			if err != nil {
				t.Fatal(err)
			}
			salts[string(slot.salt)] = true
			for _, part := range []string{string(slot.nonce), string(slot.body)} {
				if seen[part] {
					t.Fatalf("save %d repeats a nonce or a wrapped key", i)
				}
				seen[part] = true
			}
		}
	}
	if len(salts) != 1 {
		t.Errorf("%d salts; saving must not need the password", len(salts))
	}
}

// TestForgedRecovery plays the reader of an old vault: he knows the recipient and makes a
// file that the sheet opens.
func TestForgedRecovery(t *testing.T) {
	o := cheap()
	v := newTestVault(t, o, totp("A", "a", "secret of a 1"))
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	forged := &recovery{recipient: v.doc.rec.recipient, auth: make([]byte, 32)}
	file, err := encrypt(payloadOf(t, v.Path()), v.pass, forged, o.withDefaults().Rand)
	if err != nil {
		t.Fatal(err)
	}
	m := newMemFS()
	m.put(memPath, file)
	o.FS = m
	l, err := Open(memPath, o)
	if err != nil {
		t.Fatal(err)
	}
	f, err := l.UnlockWithSheet(string(sheet.Key))
	if err != nil {
		t.Fatal(err)
	}
	if why := f.ReadOnly(); why != ErrNotOurs {
		t.Errorf("a forged file opened for writing: %v", why)
	}
	if err := f.SetPassword(context.Background(), []byte(otherPassword)); err == nil {
		t.Error("a forged file took a password")
	}
	if r := f.Save(context.Background()); r.Status != NotSaved {
		t.Errorf("a forged file was saved: %+v", r)
	}
	// By password it opens, and says that the slot is odd.
	p, err := tryOpen(memPath, goodPassword, o)
	if err != nil || len(p.Notices()) != 1 || p.Notices()[0].Kind != NoticeForeignSlot {
		t.Errorf("by password: %v, notices %s", err, said(p))
	}
}
