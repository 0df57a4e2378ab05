package sqlite

import (
	"bytes"
	"encoding/binary"
	"slices"

	"watchword/bounds"
)

// The header of a write-ahead log and of each of its frames (sqlite.org/fileformat2.html, 4).
const (
	walHeader = 32
	walFrame  = 24
)

// Replay puts the pages of a log that were committed in their places; ok is false where it is no
// log of this database.
func Replay(data, log []byte) (db []byte, ok bool) {
	if len(log) < walHeader || binary.BigEndian.Uint32(log)&^1 != 0x377F0682 || len(data)+len(log) > 2*bounds.Database {
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
		if pages*page > bounds.Database {
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
