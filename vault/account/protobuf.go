package account

import (
	"encoding/binary"

	"watchword/assets/words"
)

// errProtobuf says that bytes are no protocol buffer message. It has no position: the
// message is full of secrets, and nobody repairs one by hand.
var errProtobuf = words.Error("the export is damaged")

// A pbField is one field of a protocol buffer message
// (protobuf.dev/programming-guides/encoding): its number, and either a value of up to 64
// bits or bytes.
type pbField struct {
	number int
	kind   uint64 // wire type
	value  uint64
	bytes  []byte
}

// Wire types; the groups, 3 and 4, left the language long ago and are refused.
const (
	pbVarint  = 0
	pbFixed64 = 1
	pbBytes   = 2
	pbFixed32 = 5
)

// readFields calls yield for each field of a message, in order. It allocates nothing and
// stops at the first error, of the message or of yield.
func readFields(message []byte, yield func(pbField) error) error {
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 || tag>>3 == 0 || tag>>3 >= 1<<29 {
			return errProtobuf
		}
		message = message[n:]
		f := pbField{number: int(tag >> 3), kind: tag & 7}
		size := 0
		switch f.kind {
		case pbVarint:
			if f.value, size = binary.Uvarint(message); size <= 0 {
				return errProtobuf
			}
		case pbFixed64, pbFixed32:
			if size = 8; f.kind == pbFixed32 {
				size = 4
			}
			if len(message) < size {
				return errProtobuf
			}
		case pbBytes:
			length, n := binary.Uvarint(message)
			if n <= 0 || length > uint64(len(message)-n) {
				return errProtobuf
			}
			size = n + int(length)
			f.bytes = message[n:size]
		default:
			return errProtobuf
		}
		message = message[size:]
		if err := yield(f); err != nil {
			return err
		}
	}
	return nil
}

func appendVarint(to []byte, number int, value uint64) []byte {
	to = binary.AppendUvarint(to, uint64(number)<<3|pbVarint)
	return binary.AppendUvarint(to, value)
}

func appendBytes[T string | []byte](to []byte, number int, value T) []byte {
	to = binary.AppendUvarint(to, uint64(number)<<3|pbBytes)
	to = binary.AppendUvarint(to, uint64(len(value)))
	return append(to, value...)
}
