package transfer

import (
	"watchword/assets/words"
	"watchword/vault/transfer/internal/sqlite"
)

// errLog comes where the newest rows of a database are missing.
var errLog = reason{words.Error("the newest changes of this database are in its write-ahead log, the file of the same name with -wal behind it, which cannot be read: close the program that writes it, and copy both files again")}

// keepsNoLog tells of a database that may have had a log where it came from.
var keepsNoLog = words.Mark("newer changes may be in its write-ahead log, the file of the same name with -wal behind it, which is not beside it")

// A logState says what became of the write-ahead log of a database.
type logState int

const (
	logRead    logState = iota // or the database has none
	logMissing                 // the database may have one, which is not there
	logDamaged
)

// withLog returns a database with the pages that its write-ahead log has newer.
func withLog(data []byte, env Env) (db []byte, state logState) {
	if len(data) < 100 || !sqlite.Is(data) || data[18] != 2 {
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
	if newest, ok := sqlite.Replay(data, log); ok {
		return newest, logRead
	}
	return data, logDamaged
}
