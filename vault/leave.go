package vault

import (
	"sync"
	"time"
)

// A program that is told to end may do so at any moment but one: from when a new file is put in the
// vault's place until the save has looked at the result. And it takes its temporary files along.

// ending is held for reading while a save is in that moment, and for ever by who ends the program.
var ending sync.RWMutex

// begun are the files that are not finished, each with how to remove it.
var begun = struct {
	sync.Mutex
	remove map[*int]func()
}{remove: map[*int]func(){}}

// Unfinished takes note of a file that is nobody's until it is finished: [Leave] calls remove
// unless finished was called before.
func Unfinished(remove func()) (finished func()) {
	key := new(int)
	begun.Lock()
	defer begun.Unlock()
	begun.remove[key] = remove
	return func() {
		begun.Lock()
		defer begun.Unlock()
		delete(begun.remove, key)
	}
}

// unfinished is Unfinished for a file of a vault.
func unfinished(f FS, path string) (finished func()) {
	return Unfinished(func() { f.Remove(path) })
}

// placing begins the moment in which the program may not end, and returns how to end it.
func placing() (placed func()) {
	ending.RLock()
	return ending.RUnlock
}

// longestSave is how long the end of a save is waited for: a share that is gone may never answer.
const longestSave = 30 * time.Second

// Leave is for who is about to end the program whatever it does: it waits for the end of a save that
// is putting its file in place, lets no other begin that, and removes the files that were begun. End
// the program when it returns: no save is possible any more.
func Leave() {
	quiet := make(chan struct{})
	go func() {
		ending.Lock()
		close(quiet)
	}()
	select {
	case <-quiet:
	case <-time.After(longestSave):
		return // what it began is not ours to touch
	}
	begun.Lock()
	for _, remove := range begun.remove {
		remove()
	}
}
