package javamap

import (
	"errors"
	"slices"
	"testing"

	"watchword/vault/transfer/internal/fault"
	"watchword/vault/transfer/internal/javamap/javamaptest"
)

func TestMostEntries(t *testing.T) {
	for n, want := range map[int]error{MaxEntries - 1: nil, MaxEntries: nil, MaxEntries + 1: fault.Damaged} {
		if _, err := Read(javamaptest.References(n-1, "a")); !errors.Is(err, want) {
			t.Errorf("%d entries: %v", n, err)
		}
	}
}

// FuzzJavaMap reads serialized maps.
func FuzzJavaMap(f *testing.F) {
	f.Add(javamaptest.Of([2]string{"key", "value"}, [2]string{"漢字", "🔑\x00"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := Read(data)
		if err != nil || len(entries) == 0 {
			return
		}
		pairs := make([][2]string, len(entries))
		for i, e := range entries {
			pairs[i] = [2]string{e.Key, e.Value}
			if len(e.Key) > 1<<13 || len(e.Value) > 1<<13 {
				return // longer when written again: lone surrogates grow
			}
		}
		again, err := Read(javamaptest.Of(pairs...))
		if err != nil || !slices.Equal(again, entries) {
			t.Errorf("written again it reads otherwise: %v", err)
		}
	})
}
