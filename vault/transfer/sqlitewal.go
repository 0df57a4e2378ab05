package transfer

import (
	"bytes"
	"encoding/binary"
	"slices"

	"watchword/assets/words"
)

// errLog comes where the newest rows of a database are missing.
var errLog = reason{words.Error("the newest changes of this database are in its write-ahead log, the file of the same name with -wal behind it, which cannot be read: close the program that writes it, and copy both files again")}

// keepsNoLog tells of a database that may have had a log where it came from.
var keepsNoLog = words.Mark("newer changes may be in its write-ahead log, the file of the same name with -wal behind it, which is not beside it")

// The header of a write-ahead log and of each of its frames (sqlite.org/fileformat2.html, 4).
const (
	walHeader = 32
	walFrame  = 24
)

// A logState says what became of the write-ahead log of a database.
type logState int

const (
	logRead    logState = iota // or the database has none
	logMissing                 // the database may have one, which is not there
	logDamaged
)

// withLog returns a database with the pages that its write-ahead log has newer.
func withLog(data []byte, env Env) (db []byte, state logState) {
	if len(data) < 100 || !isSQLite(data) || data[18] != 2 {
		return data, logRead
	}
	if env.Companion == nil || env.Name == "" {
		return data, logMissing
	}
	log, err := env.Companion(env.Name + "-wal")
	switch {
	case err != nil:
		return data, logMissing
	case len(log) == 0:
		return data, logRead
	}
	if db, ok := replay(data, log); ok {
		return db, logRead
	}
	return data, logDamaged
}

// replay puts the pages of a log that were committed in their places; ok is false where it is no
// log of this database.
func replay(data, log []byte) (db []byte, ok bool) {
	if len(log) < walHeader || binary.BigEndian.Uint32(log)&^1 != 0x377F0682 || len(data)+len(log) > 2*maxSQLite {
		return data, false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if log[3]&1 == 1 {
		order = binary.BigEndian
	}
	page := int(binary.BigEndian.Uint32(log[8:]))
	if page < 512 || page > 65536 || page&(page-1) != 0 {
		return data, false
	}
	sum := walSum(order, [2]uint32{}, log[:24])
	if sum != [2]uint32{binary.BigEndian.Uint32(log[24:]), binary.BigEndian.Uint32(log[28:])} {
		return data, false
	}
	salt := log[16:24]
	db = slices.Clone(data)
	var pending [][]byte // frames of a transaction that is not committed yet
	for frames := log[walHeader:]; len(frames) >= walFrame+page; frames = frames[walFrame+page:] {
		frame := frames[:walFrame+page]
		sum = walSum(order, walSum(order, sum, frame[:8]), frame[walFrame:])
		if !bytes.Equal(frame[8:16], salt) || sum != [2]uint32{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])} {
			break // what stands behind is older, or was never finished
		}
		pending = append(pending, frame)
		pages := int(binary.BigEndian.Uint32(frame[4:])) // of the database, once this is committed
		if pages == 0 {
			continue
		}
		if pages*page > maxSQLite {
			return data, false
		}
		db = append(db[:min(len(db), pages*page)], make([]byte, max(0, pages*page-len(db)))...)
		for _, f := range pending {
			if number := int(binary.BigEndian.Uint32(f)); number >= 1 && number <= pages {
				copy(db[(number-1)*page:number*page], f[walFrame:])
			}
		}
		pending = nil
	}
	return db, true
}

// walSum goes on with the checksum of a log.
func walSum(order binary.ByteOrder, sum [2]uint32, b []byte) [2]uint32 {
	for ; len(b) >= 8; b = b[8:] {
		sum[0] += order.Uint32(b) + sum[1]
		sum[1] += order.Uint32(b[4:]) + sum[0]
	}
	return sum
}
