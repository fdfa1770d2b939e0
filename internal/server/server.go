// Package server puts Cairn together: settings, master key, database, workflow,
// pages and the work nobody asks for. Commands and tests start it alike.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"cairn/internal/backup"
	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/hook"
	"cairn/internal/rights"
	"cairn/internal/seal"
	"cairn/internal/store"
	"cairn/internal/web"
	"cairn/internal/witness"
	"cairn/internal/workflow"
)

// Options is what a Server needs.
type Options struct {
	Config  config.Config
	Log     *slog.Logger
	Clock   clock.Clock // nil is the machine's, or that of a database which several share
	Version string
	// Machine is the clock of the machine; nil is the real one.
	Machine func() time.Time
}

// Server is one Cairn: its database and what is built on it.
type Server struct {
	Workflow *workflow.Workflow
	DB       *store.DB

	options  Options
	hooks    []hook.Target
	personas []web.Persona
	copy     *witness.Copy        // of the journal; may be nil
	breached *credential.Breached // passwords that nobody may choose; may be nil
	counted  *counted
	draining atomic.Bool // told to stop
	leads    atomic.Bool
	shared   *store.Clock // that of the database; nil where this Cairn is alone
}

// Open loads the master key, opens the database, brings its schema up to date
// and makes sure that a framework is published. It makes no data directory and
// no key: see Prepare.
func Open(ctx context.Context, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	master, err := Master(o.Config)
	if err != nil {
		return nil, err
	}
	hooks, err := readHooks(o.Config)
	if err != nil {
		return nil, err
	}
	kept, err := rights.KeepingOf(o.Config.Retention)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, o.Config.Database, master)
	if err != nil {
		return nil, err
	}
	s := &Server{DB: db, hooks: hooks}
	if o.Clock, err = s.clock(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("ask the database for the time: %w", err), db.Close())
	}
	s.options = o
	s.Workflow = workflow.New(db, o.Clock, append(workflowOptions(o.Config, o.Clock.Now), workflow.KeepFor(kept))...)
	s.counted = newCounted(s)
	db.OnTrouble(s.tellTrouble)
	if err := s.copyJournal(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := s.refuseBreached(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// copyJournal opens the journal's second place, where the settings name one.
func (s *Server) copyJournal() (err error) {
	c := s.options.Config
	if c.AuditCopy == "" {
		return nil
	}
	s.copy, err = witness.Open(witness.Options{Place: c.AuditCopy, Required: c.AuditCopyRequired, Log: s.options.Log})
	if err == nil {
		s.DB.CopyTo(s.copy)
	}
	return err
}

// refuseBreached opens the file of passwords that nobody may choose, where the settings name
// one.
func (s *Server) refuseBreached() (err error) {
	path := s.options.Config.BreachedPasswords
	if path == "" {
		return nil
	}
	if s.breached, err = credential.OpenBreached(path); err != nil {
		return fmt.Errorf("breached-passwords: %w", err)
	}
	workflow.RefuseBreached(s.breached)(s.Workflow)
	return nil
}

func workflowOptions(c config.Config, now func() clock.Instant) []workflow.Option {
	options := []workflow.Option{workflow.InZone(c.Zone), workflow.SessionsLast(c.SessionIdle, c.SessionMax), workflow.ReachedAt(c.PublicURL), workflow.Room(lowWhere(c))}
	options = append(options, workflow.SignInBy(providersOf(c, now)))
	if c.NoPasswords {
		options = append(options, workflow.WithoutPasswords())
	}
	options = append(options, workflow.AskSecond(workflow.SecondRule(c.SecondProof), c.SecondProofFrom))
	if c.PagesAtOnce > 0 {
		options = append(options, workflow.PageEvery(time.Second/2, c.PagesAtOnce))
	}
	if c.PublicFramework {
		options = append(options, workflow.OpenFramework())
	}
	if c.Demo {
		options = append(options, workflow.AllowDemo())
	}
	return options
}

func (s *Server) prepare(ctx context.Context) error {
	if err := s.DB.MigrateAfter(ctx, s.copyBefore); err != nil {
		return err
	}
	err := s.DB.View(ctx, s.options.Clock.Now(), func(r *store.Reader) error { return r.CheckMaster() })
	if err != nil {
		return err
	}
	if err := s.Workflow.EnsureWords(ctx); err != nil {
		return err
	}
	return s.Workflow.EnsureFramework(ctx)
}

// copyBefore makes a copy before the schema changes. On PostgreSQL it is a backup, where
// the settings say how to close one.
func (s *Server) copyBefore(ctx context.Context) error {
	now := time.Now()
	have, older, err := s.DB.Older(ctx)
	if err != nil || !older {
		return errors.Join(err, s.DB.DropBefore(now))
	}
	c := s.options.Config
	copied, err := s.DB.CopyBefore(ctx, have, now)
	if err == nil && copied == "" && c.BackupLock != "" && c.BackupFolder != "" {
		copied = filepath.Join(c.BackupFolder, fmt.Sprintf("before-%d-%s", have+1, BackupName(now)))
		err = s.backUp(ctx, copied)
	}
	switch {
	case err != nil:
		return err
	case copied == "":
		s.options.Log.Warn("The schema is changed, and no copy is made before: backup-lock and backup-folder are not both set", "from", have)
	default:
		s.options.Log.Info("A copy was made before the schema is changed", "copy", copied, "from", have)
	}
	return nil
}

func (s *Server) backUp(ctx context.Context, file string) error {
	lock, err := backup.ParseLock(s.options.Config.BackupLock)
	if err == nil {
		_, err = Backup(ctx, s.DB, lock, file, s.options.Version, false, nil)
	}
	return err
}

// Prepare makes the data directory, for its owner only, and the master key, where
// they are not there yet. What is there is left as it is.
func Prepare(c config.Config) error {
	for _, folder := range []string{c.Data, filepath.Dir(c.MasterKey)} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("the data directory cannot be made: %w", err)
		}
	}
	if !c.MasterKeyInFile() {
		return nil
	}
	switch info, err := os.Stat(c.MasterKey); {
	case err == nil && info.Size() > 0, err != nil && !errors.Is(err, os.ErrNotExist):
		return err
	}
	if held, err := holdsData(c); err != nil || held {
		return errors.Join(err, fault.New(fault.Conflict, fmt.Sprintf("The database %s is there, but its master key %s is not. Put the key back: nothing else opens the data.", c.Database, c.MasterKey)))
	}
	if err := os.Remove(c.MasterKey); err != nil && !errors.Is(err, os.ErrNotExist) { // empty: we were interrupted
		return err
	}
	m, err := seal.NewMaster()
	if err != nil {
		return err
	}
	return m.Save(c.MasterKey)
}

// holdsData tells whether the database is a file that has been written to. An
// empty PostgreSQL database cannot be told from a full one here; Open refuses a
// key that does not fit it.
func holdsData(c config.Config) (bool, error) {
	if c.IsPostgres() {
		return false, nil
	}
	info, err := os.Stat(c.Database)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil && info.Size() > 0, err
}

// SetPersonas shows these people to everybody who comes; only a demo does.
func (s *Server) SetPersonas(personas []web.Persona) { s.personas = personas }

// Close closes the database, and the journal's second place.
func (s *Server) Close() error {
	err := s.DB.Close()
	if s.copy != nil {
		err = errors.Join(err, s.copy.Close())
	}
	if s.breached != nil {
		err = errors.Join(err, s.breached.Close())
	}
	return err
}

// stopWithin is how long requests under way may take once we are told to stop.
const stopWithin = 10 * time.Second

// Serve answers on the listener until the context ends, lets requests under way
// finish, and closes the listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	stayWithin()
	started := startTidily()
	handler, err := s.Handler()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	sender, err := s.mailing(ctx)
	if err != nil {
		return errors.Join(unlessStopped(ctx, err), l.Close())
	}
	h := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.options.Log.Handler(), slog.LevelWarn),
	}
	if err := s.SyncHooks(ctx); err != nil {
		return errors.Join(unlessStopped(ctx, err), l.Close())
	}
	closeMetrics, err := s.serveMetrics(ctx)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer closeMetrics()
	var work sync.WaitGroup
	working, stopWorking := context.WithCancel(ctx)
	work.Go(func() { s.watchDisk(working, diskEvery) })
	work.Go(func() { s.lookOver(working, lookOverEvery) })
	work.Go(func() { s.rest(working, started) })
	work.Go(func() { s.unasked(working, sender) })
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(bounded(l, mostConnections)) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		s.draining.Store(true)
		err = stop(h)
	}
	stopWorking()
	return errors.Join(err, waitFor(&work))
}

// unlessStopped is the failure of a beginning, or none when it was told to stop meanwhile.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// waitFor waits for what works beside the requests, and not for ever: what it has
// begun is one transaction, which is kept whole or not at all.
func waitFor(work *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() { work.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-time.After(stopWithin):
		return fmt.Errorf("some work did not finish within %s", stopWithin)
	}
}

func stop(h *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := h.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("some requests did not finish within %s: %w", stopWithin, err), h.Close())
	}
	return nil
}
