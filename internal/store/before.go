package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Older tells whether the schema is there and older than this program's.
func (db *DB) Older(ctx context.Context) (have int64, older bool, err error) {
	have, want, err := db.Schema(ctx)
	return have, have > 0 && have < want, err
}

// keepBefore is how long a copy from before a migration is kept: it holds what was
// deleted since.
const keepBefore = 14 * 24 * time.Hour

// BeforeName is how a file is called that a migration is made after.
func BeforeName(path string, have int64) string { return fmt.Sprintf("%s.before-%d", path, have+1) }

// CopyBefore makes a copy of the file that a migration is about to change, beside it,
// unless there is one from an attempt before, and lets go of older ones. The name of
// the copy is empty where the database is no file.
func (db *DB) CopyBefore(ctx context.Context, have int64, now time.Time) (copied string, err error) {
	path, isFile := db.engine.file()
	if !isFile {
		return "", nil
	}
	copied = BeforeName(path, have)
	if err := dropBefore(path, copied, now); err != nil {
		return "", err
	}
	if _, err := os.Stat(copied); err == nil {
		return copied, nil
	}
	part := copied + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // SQLite would make it readable to others
	if err == nil {
		err = f.Close()
	}
	if err == nil {
		_, err = db.write.ExecContext(ctx, "VACUUM INTO $1", part)
	}
	if err == nil {
		err = syncFile(part)
	}
	if err == nil {
		err = os.Rename(part, copied)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("the copy before the schema changes cannot be made, so it was not changed: %w", err), os.Remove(part))
	}
	return copied, syncFile(filepath.Dir(path))
}

// DropBefore lets go of copies that are too old.
func (db *DB) DropBefore(now time.Time) error {
	path, isFile := db.engine.file()
	if !isFile {
		return nil
	}
	return dropBefore(path, "", now)
}

func dropBefore(path, keep string, now time.Time) error {
	found, err := filepath.Glob(path + ".before-*")
	for _, old := range found {
		info, wrong := os.Stat(old)
		if old == keep || wrong != nil || keep == "" && now.Sub(info.ModTime()) < keepBefore {
			continue
		}
		err = errors.Join(err, os.Remove(old))
	}
	return err
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
