package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"cairn/internal/config"
	"cairn/internal/store"
)

// backupOld is how old the newest backup may be.
const backupOld = 36 * time.Hour

// checkBackups looks at the folder that backups are written to.
func checkBackups(c config.Config) finding {
	switch {
	case c.BackupLock == "" && c.BackupFolder == "":
		return finding{odd, "no backups are made by Cairn, since backup-lock is not set", "Make a key and its lock: cairn backup-key FILE. Unless the database is backed up in another way."}
	case c.BackupLock == "":
		return finding{bad, "backup-folder is set and backup-lock is not, so no backup can be made", "Make a key and its lock: cairn backup-key FILE"}
	case c.BackupFolder == "":
		return well("backups are closed with a lock; where they go is not set, so how old they are cannot be told")
	}
	newest, err := newestBackup(c.BackupFolder)
	switch age := time.Since(newest); {
	case err != nil:
		return finding{bad, fmt.Sprintf("the folder of backups cannot be read: %v", err), "Make it, for Cairn’s account alone: install -d -m 0700 " + c.BackupFolder}
	case newest.IsZero():
		return finding{bad, "there is no backup in " + c.BackupFolder, "Run cairn backup, and let it run every night."}
	case age > backupOld:
		return finding{bad, fmt.Sprintf("the newest backup in %s is %d hours old", c.BackupFolder, int(age.Hours())), "See why cairn backup did not run since."}
	}
	return well("the newest backup in %s is of %s", c.BackupFolder, moment(newest.UTC()))
}

func newestBackup(folder string) (newest time.Time, err error) {
	if _, err := os.ReadDir(folder); err != nil {
		return newest, err
	}
	found, err := filepath.Glob(filepath.Join(folder, "*.backup"))
	for _, f := range found {
		if info, err := os.Stat(f); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	return newest, err
}

// checkJournalCopy says what a restore would not know.
func checkJournalCopy(c config.Config) finding {
	switch {
	case c.AuditCopy == "":
		return finding{odd, "there is no second journal", "With one, a backup that is put back knows who has left, was erased or lost an office since: set audit-copy."}
	case !c.CopiesToFile():
		return well("the journal is copied to %s", c.AuditCopy)
	}
	if _, err := os.Stat(c.AuditCopy); err != nil {
		return finding{odd, fmt.Sprintf("the second journal cannot be read: %v", err), "It is made with the first act after the start. See that Cairn’s account may write it."}
	}
	return well("the journal is copied to %s", c.AuditCopy)
}

func checkRestore(r *store.Reader) finding {
	v, waits, err := r.OpenRestore()
	switch {
	case err != nil:
		return unread("whether it was put back", err)
	case waits:
		return finding{odd, "the database was put back from a backup of " + moment(v.BackupAt.Time()) + ", and nobody can sign in yet", "Go through the list that cairn restore printed, then: cairn reopen"}
	}
	return well("the database is open")
}
