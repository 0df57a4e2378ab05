package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
)

// costing gives a vault file's header other costs, as a flipped bit does.
func costing(t *testing.T, data []byte, p Params) []byte {
	t.Helper()
	l := parseForTest(t, data)
	was := fmt.Sprintf(" %d %d %d ", l.params.Memory, l.params.Time, l.params.Threads)
	if bytes.Count(data, []byte(was)) != 1 {
		t.Fatal("the costs are not found in the header")
	}
	return bytes.Replace(data, []byte(was), fmt.Appendf(nil, " %d %d %d ", p.Memory, p.Time, p.Threads), 1)
}

func parseForTest(t *testing.T, data []byte) header {
	t.Helper()
	h, err := parseHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestChangedCostsAreDamage: the backups of the same password prove that a header's costs were
// changed. Nothing beyond the bounds is derived meanwhile.
func TestChangedCostsAreDamage(t *testing.T) {
	ready := prepared(t, false)
	whole := ready.get(memPath)
	usual := parseForTest(t, whole).params
	for _, row := range []struct {
		why     string
		costs   Params
		backups bool
		want    error
		flip    int // so many backups get these costs, not the vault file
	}{
		{"more than 1 GiB, backups", Params{1<<20 + 8, 1, 1}, true, ErrDamaged, 0},
		{"2 GiB, backups", Params{2 << 20, 1, 1}, true, ErrDamaged, 0},
		{"within the bounds, backups", Params{usual.Memory, usual.Time + 1, usual.Threads}, true, ErrDamaged, 0},
		{"more than 1 GiB, no backups", Params{1<<20 + 8, 1, 1}, false, ErrCostly, 0},
		{"within the bounds, no backups", Params{usual.Memory, usual.Time + 1, usual.Threads}, false, ErrWrongPassword, 0},
		{"one backup's header is flipped", Params{2 << 20, 1, 1}, true, ErrWrongPassword, 1},
	} {
		m := ready.clone()
		o := memOptions(m)
		password := goodPassword
		if row.flip == 0 {
			m.put(memPath, costing(t, whole, row.costs))
		} else {
			password = otherPassword // which is not the vault's
		}
		for _, b := range allBackups(o.withDefaults())[:row.flip] {
			m.put(b.Path, costing(t, m.get(b.Path), row.costs))
		}
		if !row.backups {
			o.BackupDir = ""
		}
		o.KDF = func(ctx context.Context, pass, salt []byte, p Params) ([]byte, error) {
			if p.Memory > freeMemory {
				t.Errorf("%s: it was derived unasked", row.why)
			}
			return cheap().KDF(ctx, pass, salt, p)
		}
		l, err := Open(memPath, o)
		if err != nil {
			t.Fatalf("%s: %v", row.why, err)
		}
		_, err = l.Unlock(context.Background(), []byte(password))
		if row.want == ErrCostly && errors.Is(err, ErrTooCostly) {
			continue // a machine of 2 GiB or less
		}
		if !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", row.why, err, row.want)
		}
		if list, sure := BackupsFor(memPath, o); sure != row.backups || row.backups && len(list) == 0 {
			t.Errorf("%s: %d backups are listed, sure %v", row.why, len(list), sure)
		}
	}
}

// TestAnotherPasswordIsNoDamage: backups with other costs under another password prove nothing.
func TestAnotherPasswordIsNoDamage(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	v.o.Params = Params{v.pass.params.Memory * 2, v.pass.params.Time, v.pass.params.Threads}
	if err := v.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	l, err := Open(memPath, memOptions(m))
	if err != nil || l.CheckCosts() != nil {
		t.Fatal(err, l.CheckCosts())
	}
	if _, err := l.Unlock(context.Background(), []byte(goodPassword)); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("the earlier password: %v", err)
	}
}
