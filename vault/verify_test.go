package vault

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"watchword/bounds"
)

func TestVerifyPassword(t *testing.T) {
	v := newTestVault(t, cheap())
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	const composed, apart = "caf\u00e9-orbit-canyon-thrift", "cafe\u0301-orbit-canyon-thrift"
	over := strings.Repeat("a", longestPassword+1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	bySheet := func() *Vault {
		l, err := Open(v.Path(), cheap())
		if err != nil {
			t.Fatal(err)
		}
		w, err := l.UnlockWithSheet(string(sheet.Key))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.Close)
		return w
	}
	closed := reopen(t, v.Path(), cheap())
	closed.Close()
	changed := reopen(t, v.Path(), cheap())
	if err := changed.SetPassword(context.Background(), []byte(composed)); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		reason, password string
		v                *Vault
		ctx              context.Context
		want             error
	}{
		{"the password itself", goodPassword, v, context.Background(), nil},
		{"another one", otherPassword, v, context.Background(), ErrWrongPassword},
		{"nothing", "", v, context.Background(), ErrWrongPassword},
		{"longer than any password", over, v, context.Background(), ErrWrongPassword},
		{"called off", goodPassword, v, ctx, context.Canceled},
		{"opened by its sheet: there is nothing to compare with", goodPassword, bySheet(), context.Background(), ErrNoPassword},
		{"locked", goodPassword, closed, context.Background(), ErrClosed},
		{"the new one counts before it is saved", composed, changed, context.Background(), nil},
		{"in another normal form", apart, changed, context.Background(), nil},
		{"the one before", goodPassword, changed, context.Background(), ErrWrongPassword},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			if err := tt.v.VerifyPassword(tt.ctx, []byte(tt.password)); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

// A key that takes too long is given up and asked about; who agrees waits for as long as it takes.
func TestSlowKey(t *testing.T) {
	v := newTestVault(t, cheap())
	o := cheap()
	var takes atomic.Int64
	takes.Store(int64(time.Hour))
	o.KDF = func(ctx context.Context, password, salt []byte, p Params) ([]byte, error) {
		select {
		case <-time.After(time.Duration(takes.Load())):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return cheapKDF(ctx, password, salt, p)
	}
	l, err := Open(v.Path(), o)
	if err != nil {
		t.Fatal(err)
	}
	if l.kdfTimeout != bounds.KDFTime {
		t.Errorf("it waits for %v", l.kdfTimeout)
	}
	l.kdfTimeout = 50 * time.Millisecond
	if _, err := l.Unlock(t.Context(), []byte(goodPassword)); !errors.Is(err, ErrCostly) || err.Error() == ErrCostly.Error() {
		t.Errorf("%v", err)
	}
	l.AllowCost()
	takes.Store(int64(100 * time.Millisecond))
	w, err := l.Unlock(t.Context(), []byte(goodPassword))
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
}
