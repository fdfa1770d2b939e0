package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cairn/internal/backup"
	"cairn/internal/config"
	"cairn/internal/fault"
	"cairn/internal/server"
)

// backups are the flags of where backups go.
type backups struct {
	BackupLock   string `help:"What closes backups, as cairn backup-key prints it." placeholder:"LOCK"`
	BackupFolder string `help:"Folder that backups are written to." placeholder:"FOLDER"`
}

type backupCommand struct {
	place
	backups
	File  string `arg:"" optional:"" help:"New file for the backup; when not given, one named after the time, in backup-folder."`
	Trial bool   `help:"Put the backup back on trial, into a file beside it that is removed again, and look at all of it."`
}

// Help tells what is in it.
func (backupCommand) Help() string {
	return "Writes all of one instant into a file that only the backup key opens, beside a serving Cairn, and reads it again before it gets its name. What is sealed stays sealed in it: the master key is not in it, and is needed as well to put it back. It ends with 1 when the journal or a private row is not as Cairn left it; the backup is written all the same."
}

// Run makes a backup.
func (c backupCommand) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	file, lock, err := c.to(settings)
	if err != nil {
		return err
	}
	b, err := c.backUp(t, settings, lock, file)
	if err != nil {
		return err
	}
	err = t.answer(b, func() { t.showBackup(b) })
	if !b.Well() {
		err = errors.Join(err, errSaid)
	}
	return err
}

func (c backupCommand) backUp(t *terminal, settings config.Config, lock backup.Lock, file string) (b server.BackedUp, err error) {
	db, err := t.asItIs(settings, true)
	if err != nil {
		return b, err
	}
	defer db.Close()
	bar := t.progress("Backing up")
	defer bar.end()
	return server.Backup(t.ctx, db, lock, file, version, c.Trial, bar.show64)
}

func (c backupCommand) to(settings config.Config) (file string, lock backup.Lock, err error) {
	if settings.BackupLock == "" {
		return "", lock, errors.New("a backup is closed with a lock, and none is set; make a key and its lock once, on another machine if you can: cairn backup-key FILE")
	}
	lock, err = backup.ParseLock(settings.BackupLock)
	switch {
	case err != nil:
		return "", lock, err
	case c.File != "":
		return c.File, lock, nil
	case settings.BackupFolder == "":
		return "", lock, usage{"name a file for the backup, or set backup-folder"}
	}
	return filepath.Join(settings.BackupFolder, server.BackupName(time.Now())), lock, nil
}

func (t *terminal) showBackup(b server.BackedUp) {
	t.say("%s: %d rows, %.1f MB, closed with the lock %s, and read again.", b.File, b.Rows, float64(b.Bytes)/1e6, b.Lock)
	t.say("It goes up to link %d of the journal. To put it back, its key and the master key are needed: keep both elsewhere.", b.Position)
	for _, w := range b.Wrong {
		t.say("database file: %s", w)
	}
	for _, d := range b.Found.Discrepancies {
		t.say("%s: %s %s", d.Where, d.Name, d.What)
	}
	t.showTrial(b.Tried)
	if n := len(b.Found.Discrepancies) + len(b.Wrong); n > 0 {
		t.say("%s not as Cairn left it, and so it is in this backup. See \"When the journal was changed\" in docs/operate.md.", things(n))
	}
}

func (t *terminal) showTrial(tried *server.Tried) {
	if tried == nil {
		return
	}
	for _, w := range tried.Wrong {
		t.say("put back on trial: %s", w)
	}
	for _, d := range tried.Found.Discrepancies {
		t.say("put back on trial: %s: %s %s", d.Where, d.Name, d.What)
	}
	if n := len(tried.Found.Discrepancies) + len(tried.Wrong); n > 0 {
		t.say("%s not as it should be in what was put back on trial. Keep the backup before this one.", things(n))
		return
	}
	t.say("Put back on trial: %d links of the journal, %d private rows and %d keys are as they should be.", tried.Found.Links, tried.Found.Rows, tried.Keys)
}

type backupKeyCommand struct {
	File string `arg:"" help:"New file for the key."`
}

// Help tells where it belongs.
func (backupKeyCommand) Help() string {
	return "Makes a key that opens backups, and prints the lock that closes them. The lock goes into the setting backup-lock and is no secret; the key is not needed until a backup is put back, and does not belong on the machine that makes backups."
}

// Run makes a key.
func (c backupKeyCommand) Run(t *terminal) error {
	key, err := backup.NewKey()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.Conflict, fmt.Sprintf("There is a file %s already, and it is left as it is: it may be the only key of some backups.", c.File))
	}
	if err != nil {
		return fmt.Errorf("the key cannot be written: %w", err)
	}
	_, err = f.WriteString(key.Text() + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("the key cannot be written: %w", err)
	}
	return t.answer(struct {
		File string `json:"file"`
		Lock string `json:"lock"`
	}{c.File, key.Lock().Text()}, func() {
		t.say("The key %s is %s. Keep it in two places, and on no machine that makes backups.", key.Lock().ID(), c.File)
		t.say("Its lock, for the settings:\n\nbackup-lock: %s", key.Lock().Text())
	})
}

// readKey reads a key's file.
func readKey(file string) (backup.Key, error) {
	info, err := os.Stat(file)
	if err != nil {
		return backup.Key{}, fmt.Errorf("the backup key cannot be read: %w", err)
	}
	if info.Size() > 4096 || !info.Mode().IsRegular() {
		return backup.Key{}, fmt.Errorf("%s: %w", file, backup.ErrNotKey)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return backup.Key{}, fmt.Errorf("the backup key cannot be read: %w", err)
	}
	key, err := backup.ParseKey(string(text))
	if err != nil {
		return key, fmt.Errorf("%s: %w", file, err)
	}
	return key, nil
}

type backupCheckCommand struct {
	File string `arg:"" help:"The backup."`
	Key  string `required:"" help:"File of the backup key." placeholder:"FILE"`
}

// Run goes over a whole backup and says what is in it.
func (c backupCheckCommand) Run(t *terminal) error {
	key, err := readKey(c.Key)
	if err != nil {
		return err
	}
	bar := t.progress("Checking")
	h, _, err := server.OpenBackup(c.File, key, bar.show64)
	bar.end()
	if err != nil {
		return err
	}
	return t.answer(h, func() {
		t.say("%s is whole: %d rows of %s, schema %d, made by Cairn %s on %s.", c.File, h.Total(), h.Engine, h.Schema, h.Version, moment(time.UnixMicro(h.MadeAt).UTC()))
		t.say("It goes up to link %d of the journal, %s.", h.Position, strings.TrimSpace(h.MAC))
	})
}
