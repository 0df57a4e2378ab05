package opened

import (
	"os"
	"path/filepath"
	"time"
)

// Watch looks whether the file or its folder was changed by somebody else: two looks at the
// disk, away from the UI thread, which a share that hangs keeps from piling up. A change
// counts when it has been there for a second: until then somebody may still be writing.
func (o *Vault) Watch() {
	if o.Closed() || o.looking.Swap(true) {
		return
	}
	path, seen, settling := o.Session.Vault().Path(), o.seen, o.settling
	o.Run(func() {
		defer o.looking.Store(false)
		now := markOf(path)
		if now == seen && now == settling {
			return
		}
		o.OnUI(func() { o.looked(path, now) })
	}, nil)
}

// looked takes note of what the file looks like now.
func (o *Vault) looked(path string, now fileMark) {
	if o.Closed() || o.Session.Vault().Path() != path {
		return
	}
	settled := now == o.settling
	o.settling = now
	if !settled || now == o.seen {
		return
	}
	before := o.seen
	o.seen = now
	if now.size >= 0 {
		o.NoteSaved(path, now.time)
	}
	if before == (fileMark{}) {
		return // the first look after unlocking
	}
	if before.size != now.size || before.time != now.time {
		o.Refresh()
	}
	o.LookAround()
}

// fileMark tells a written file from the one before, cheaply; the vault itself compares
// contents.
type fileMark struct {
	size         int64 // -1: the file is gone
	time, folder time.Time
}

func markOf(path string) fileMark {
	m := fileMark{size: -1}
	if info, err := os.Stat(path); err == nil {
		m.size, m.time = info.Size(), info.ModTime()
	}
	if info, err := os.Stat(filepath.Dir(path)); err == nil {
		m.folder = info.ModTime()
	}
	return m
}
