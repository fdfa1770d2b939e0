package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cairn/internal/audit"
	"cairn/internal/backup"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/store"
	"cairn/internal/witness"
	"cairn/internal/workflow"
)

// Progress is told how far something long is; it may be nil.
type Progress func(done, total int64)

// BackedUp is a backup that was written and read again.
type BackedUp struct {
	File     string             `json:"file"`
	Bytes    int64              `json:"bytes"`
	Lock     string             `json:"lock"`
	Rows     int64              `json:"rows"`
	Schema   int64              `json:"schema"`
	Position int64              `json:"position"` // of the journal's last link in it
	Found    store.Verification `json:"verification"`
	Wrong    []string           `json:"database_file,omitempty"` // what the engine says of its own file
	Tried    *Tried             `json:"trial,omitempty"`         // where it was put back on trial
}

// Tried is what came of putting a backup back on trial.
type Tried struct {
	Found store.Verification `json:"verification"`
	Keys  int                `json:"keys_opened"`
	Wrong []string           `json:"wrong,omitempty"` // besides what was found
}

// Well tells whether everything was as it should be, the trial too.
func (b BackedUp) Well() bool {
	return len(b.Found.Discrepancies)+len(b.Wrong) == 0 && (b.Tried == nil || len(b.Tried.Found.Discrepancies)+len(b.Tried.Wrong) == 0)
}

// BackupName is how a backup made at the moment is called.
func BackupName(now time.Time) string { return now.UTC().Format("cairn-2006-01-02T150405Z.backup") }

// Backup writes all of the database into a new file beside a serving Cairn, reads it
// again from the disk, and gives it its name only then. On trial it is put back as well,
// into a file beside it that is removed again.
func Backup(ctx context.Context, db *store.DB, lock backup.Lock, file, version string, onTrial bool, progress Progress) (b BackedUp, err error) {
	if _, err := os.Lstat(file); !errors.Is(err, os.ErrNotExist) {
		return b, errors.Join(err, fault.New(fault.Conflict, fmt.Sprintf("There is a file %s already. A backup overwrites nothing: name another one.", file)))
	}
	part := file + ".part"
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		return b, fault.New(fault.Unavailable, fmt.Sprintf("There is no folder %s. Make it, for Cairn’s account alone: install -d -m 0700 %[1]s", filepath.Dir(file)))
	}
	if err != nil {
		return b, fmt.Errorf("the backup cannot be written: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close(), gone(os.Remove(part))) }()
	b = BackedUp{File: file, Lock: lock.ID()}
	sealed, err := backup.Seal(f, lock)
	if err != nil {
		return b, err
	}
	h, found, err := db.Dump(ctx, clock.System{}.Now(), version, sealed, progress)
	if err != nil {
		return b, fmt.Errorf("the backup cannot be made: %w", err)
	}
	b.Rows, b.Schema, b.Position, b.Found = h.Total(), h.Schema, h.Position, found
	if b.Wrong, err = db.Integrity(ctx); err != nil {
		return b, err
	}
	if err := f.Sync(); err != nil {
		return b, fmt.Errorf("the backup cannot be written: %w", err)
	}
	if b.Bytes, err = readAgain(f, sealed, h, progress); err != nil {
		return b, err
	}
	if onTrial {
		if b.Tried, err = tryBackup(ctx, db, f, sealed, file+".trial", progress); err != nil {
			return b, fmt.Errorf("the backup cannot be put back on trial: %w", err)
		}
	}
	return b, settle(part, file)
}

func gone(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// readAgain goes over the file as it lies on the disk.
func readAgain(f *os.File, sealed *backup.Sealer, want backup.Header, progress Progress) (size int64, err error) {
	if size, err = f.Seek(0, io.SeekEnd); err != nil {
		return 0, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	plain, err := sealed.Again(f)
	if err != nil {
		return 0, err
	}
	r, err := backup.NewReader(plain)
	if err != nil {
		return 0, fmt.Errorf("what was written cannot be read again: %w", err)
	}
	if err := r.Skim(progress); err != nil {
		return 0, fmt.Errorf("what was written cannot be read again: %w", err)
	}
	if r.Header.MAC != want.MAC || r.Header.Total() != want.Total() {
		return 0, backup.ErrDamaged
	}
	return size, nil
}

// tryBackup puts what was written back into a file of SQLite, whatever it came from,
// and looks at all of it.
func tryBackup(ctx context.Context, db *store.DB, f *os.File, sealed *backup.Sealer, place string, progress Progress) (t *Tried, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	plain, err := sealed.Again(f)
	if err != nil {
		return nil, err
	}
	r, err := backup.NewReader(plain)
	if err != nil {
		return nil, err
	}
	if err := removeFile(place); err != nil { // of a trial that was killed
		return nil, err
	}
	trial, err := db.Beside(ctx, place)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, trial.Close(), removeFile(place)) }()
	if err := trial.Load(ctx, r, progress); err != nil {
		return nil, err
	}
	if err := trial.Migrate(ctx); err != nil {
		return nil, err
	}
	return lookAt(ctx, trial, r.Header, progress)
}

func lookAt(ctx context.Context, db *store.DB, h backup.Header, progress Progress) (*Tried, error) {
	t := &Tried{}
	var err error
	if t.Found, err = db.Verify(ctx, nil, progress); err != nil {
		return nil, err
	}
	if t.Wrong, err = db.Integrity(ctx); err != nil {
		return nil, err
	}
	opened, shut, err := db.OpenKeys(ctx)
	t.Keys, t.Wrong = opened, append(t.Wrong, shut...)
	if h.Schema == store.ProgramSchema() && t.Found.End != h.MAC {
		t.Wrong = append(t.Wrong, "its journal ends elsewhere than that of the database")
	}
	return t, err
}

// settle gives a finished file its name, and never takes another's.
func settle(part, file string) error {
	if err := os.Link(part, file); err != nil {
		return fmt.Errorf("the backup cannot be given its name: %w", err)
	}
	d, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// OpenBackup opens a backup and goes over all of it, so that a damaged one is refused
// before anything is done with it. What it returns begins anew.
func OpenBackup(file string, key backup.Key, progress Progress) (h backup.Header, again func() (*backup.Reader, io.Closer, error), err error) {
	again = func() (*backup.Reader, io.Closer, error) {
		f, err := os.Open(file)
		if err != nil {
			return nil, nil, fmt.Errorf("the backup cannot be read: %w", err)
		}
		plain, err := backup.Unseal(f, key)
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("%s: %w", file, err), f.Close())
		}
		r, err := backup.NewReader(plain)
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("%s: %w", file, err), f.Close())
		}
		return r, f, nil
	}
	r, f, err := again()
	if err != nil {
		return h, nil, err
	}
	defer f.Close()
	if err := r.Skim(progress); err != nil {
		return h, nil, fmt.Errorf("%s: %w", file, err)
	}
	return r.Header, again, nil
}

// PutBack is what came of putting a backup back.
type PutBack struct {
	Header  backup.Header      `json:"backup"`
	Found   store.Verification `json:"verification"`
	Done    workflow.Again     `json:"done_again"`
	Journal string             `json:"second_journal,omitempty"` // what happened since was read from there
	Lines   int                `json:"lines_since"`
}

// Since is what is known of the time after the backup.
type Since struct {
	Journal []string // files of a second journal; none where there is none
	Erased  []string // addresses of people who were erased
}

// Restore puts a backup back into the empty database that the settings name, closes
// all access in it, and looks at all of it.
func Restore(ctx context.Context, o Options, file string, key backup.Key, since Since, progress Progress) (p PutBack, err error) {
	c := o.Config
	master, err := Master(c)
	if err != nil {
		return p, err
	}
	h, again, err := OpenBackup(file, key, progress)
	if err != nil {
		return p, err
	}
	p.Header = h
	var lines []witness.Line
	if len(since.Journal) > 0 {
		if lines, err = witness.Since(since.Journal, h.Position); err != nil {
			return p, err
		}
		p.Journal, p.Lines = strings.Join(since.Journal, ", "), len(lines)
	}
	final := c.Database
	if !c.IsPostgres() {
		if held, err := holdsData(c); err != nil || held {
			return p, errors.Join(err, fault.New(fault.Conflict, fmt.Sprintf("There is a database %s. A backup is put back into an empty place only: name another folder with --data, or move the old one away with what belongs to it.", c.Database)))
		}
		o.Config.Database = final + ".restoring"
		if err := removeFile(o.Config.Database); err != nil {
			return p, err
		}
		defer func() {
			if err != nil {
				err = errors.Join(err, removeFile(o.Config.Database))
			}
		}()
	}
	db, err := store.Open(ctx, o.Config.Database, master)
	if err != nil {
		return p, err
	}
	r, f, err := again()
	if err == nil {
		err = errors.Join(db.Load(ctx, r, progress), f.Close())
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return p, err
	}
	if err := closeRestored(ctx, o, &p, lines, since.Erased, progress); err != nil || c.IsPostgres() {
		return p, err
	}
	if err := removeFile(final); err != nil { // an empty file may lie there
		return p, err
	}
	return p, os.Rename(o.Config.Database, final)
}

// removeFile removes a file of SQLite with what belongs to it.
func removeFile(database string) error {
	var errs []error
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		errs = append(errs, gone(os.Remove(database+end)))
	}
	return errors.Join(errs...)
}

// closeRestored brings what was loaded up to this program, closes it and looks at it.
func closeRestored(ctx context.Context, o Options, p *PutBack, lines []witness.Line, erased []string, progress Progress) (err error) {
	s, err := Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	b := workflow.PutBack{MadeAt: clock.Instant(p.Header.MadeAt), Position: p.Header.Position, Erased: erased}
	for _, l := range lines {
		b.Since = append(b.Since, workflow.Happened{Act: audit.Act(l.Act), Subject: id.Person(l.Subject), Object: l.Object})
	}
	if p.Done, err = s.Workflow.Restored(ctx, b); err != nil {
		return err
	}
	if wrong, err := s.DB.Integrity(ctx); err != nil || len(wrong) > 0 {
		return errors.Join(err, fmt.Errorf("what was put back is not whole: %s", strings.Join(wrong, "; ")))
	}
	p.Found, err = s.DB.Verify(ctx, nil, progress)
	return err
}
