package transfer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"watchword/vault/account"
)

// asLog is the write-ahead log that makes one database of another.
func asLog(before, after []byte, page int) []byte {
	log := binary.BigEndian.AppendUint32(nil, 0x377F0682)
	for _, v := range []uint32{3007000, uint32(page), 0, 0x11223344, 0x55667788} {
		log = binary.BigEndian.AppendUint32(log, v)
	}
	sum := walSum(binary.LittleEndian, [2]uint32{}, log)
	log = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(log, sum[0]), sum[1])
	pages := len(after) / page
	for i := range pages {
		content := after[i*page : (i+1)*page]
		committed := uint32(0)
		if i == pages-1 {
			committed = uint32(pages)
		} else if (i+1)*page <= len(before) && bytes.Equal(before[i*page:(i+1)*page], content) {
			continue
		}
		head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(i+1)), committed)
		sum = walSum(binary.LittleEndian, walSum(binary.LittleEndian, sum, head), content)
		head = append(head, log[16:24]...)
		log = append(log, binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(head, sum[0]), sum[1])...)
		log = append(log, content...)
	}
	return log
}

// The newest rows of a database are read from the log beside it; one that is missing or damaged is told.
func TestWriteAheadLog(t *testing.T) {
	var accounts []account.Account
	for _, a := range contractAccounts() {
		if a.Key.Digits == 6 && a.Key.Type == "totp" && a.Key.Period == 30 && a.Key.Algorithm == "SHA1" {
			accounts = append(accounts, a)
		}
	}
	database := func(n int) []byte {
		data := writeMicrosoft(t, accounts[:n], "")
		data[18], data[19] = 2, 2
		return data
	}
	before, after := database(2), database(5)
	log := asLog(before, after, 4096)
	changed := slices.Clone(log)
	changed[20] ^= 1
	cut := log[:len(log)-100] // its transaction was never committed
	for _, row := range []struct {
		why      string
		log      []byte
		accounts int
		failures int
	}{
		{"with its log", log, 5, 0},
		{"an empty log", []byte{}, 2, 0},
		{"no log", nil, 2, 0},
		{"a damaged log", changed, 2, 1},
		{"a log that is cut", cut, 2, 0},
	} {
		r, err := Read(t.Context(), before, Env{Name: "PhoneFactor", Companion: func(name string) ([]byte, error) {
			if name != "PhoneFactor-wal" || row.log == nil {
				return nil, errors.New("there is none")
			}
			return row.log, nil
		}})
		if err != nil || len(r.Accounts) != row.accounts || len(r.Failures) != row.failures || r.Keep == "" {
			t.Errorf("%s: %d accounts, failures %v, kept %q, %v", row.why, len(r.Accounts), r.Failures, r.Keep, err)
		}
		if (row.log == nil) != (r.Keep == keepsNoLog) {
			t.Errorf("%s: kept for %q", row.why, r.Keep)
		}
	}
}

func FuzzWriteAheadLog(f *testing.F) {
	before, after := writeMicrosoft(f, contractAccounts()[:1], ""), writeMicrosoft(f, contractAccounts()[:2], "")
	f.Add(asLog(before, after, 4096))
	f.Fuzz(func(t *testing.T, log []byte) {
		if db, ok := replay(before, log); ok && len(db) > maxSQLite {
			t.Errorf("%d bytes", len(db))
		}
	})
}
