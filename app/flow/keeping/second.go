package keeping

import (
	"watchword/app/phrases"
	"watchword/assets/words"
)

// ChooseSecond asks for the second folder for backups and makes a first one there.
func (f *Flow) ChooseSecond() { f.chooseSecondThen(f.Return) }

func (f *Flow) chooseSecondThen(then func()) {
	f.ChooseFolder(words.T("A folder for more backups"), func(dir string) {
		if f.Closed() {
			return
		}
		s := f.Session
		var err error
		f.Run(func() {
			s.Vault().SetSecondBackupDir(dir)
			err = s.Vault().BackUpNow()
		}, func() {
			if f.Closed() {
				return
			}
			if err != nil {
				s.Vault().SetSecondBackupDir(f.Config.SecondBackups)
				f.Problem(words.T("The folder cannot be used"), phrases.Sentence(err), then)
				return
			}
			f.Config.SecondBackups, f.Config.Reminded = dir, f.Today() // it has one of today
			f.VaultOpts.SecondBackupDir = dir
			f.SaveConfig()
			f.LookAround()
			then()
			f.Tell(words.T("Backups go to %s too.", phrases.Shorten(dir)))
		})
	})
}

// stopSecond stops using the second folder; what lies there stays.
func (f *Flow) stopSecond() {
	s := f.Session
	f.Run(func() { s.Vault().SetSecondBackupDir("") }, func() {
		f.Config.SecondBackups, f.VaultOpts.SecondBackupDir = "", ""
		f.SaveConfig()
		f.LookAround()
		f.ShowVault()
	})
}
