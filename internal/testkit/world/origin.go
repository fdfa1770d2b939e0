package world

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/seal"
	"cairn/internal/store"
	"cairn/internal/testkit/postgres"
	"cairn/internal/workflow"
)

// origin is what the worlds of an engine are copied from. Every test gets its own
// database, with the people, ids and master key of this one.
type origin struct {
	Master *seal.Master
	People map[string]id.Person
	fresh  func(*testing.T) (address string)
}

// origins make theirs when first asked: schema, framework and people take far
// longer than a copy.
var origins = map[string]func() (*origin, error){
	"sqlite":   sync.OnceValues(originOnSQLite),
	"postgres": sync.OnceValues(originOnPostgres),
}

func originOnSQLite() (*origin, error) {
	dir, err := os.MkdirTemp("", "cairn-world-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "cairn.db")
	o, err := newOrigin()
	if err != nil {
		return nil, err
	}
	if err := o.fill(path); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(path)
	o.fresh = func(t *testing.T) string {
		t.Helper()
		address := filepath.Join(t.TempDir(), "cairn.db")
		check(t, os.WriteFile(address, content, 0o600))
		return address
	}
	return o, err
}

// originOnPostgres is filled by the first test that asks, which has a server then.
func originOnPostgres() (*origin, error) {
	o, err := newOrigin()
	if err != nil {
		return nil, err
	}
	o.fresh = func(t *testing.T) string {
		t.Helper()
		return postgres.TemplateURL(t, "world", o.fill)
	}
	return o, nil
}

func newOrigin() (*origin, error) {
	master, err := seal.NewMaster()
	return &origin{Master: master, People: map[string]id.Person{}}, err
}

// fill makes the world at the address and leaves nobody connected to it.
func (o *origin) fill(address string) (err error) {
	ctx := context.Background()
	db, err := store.Open(ctx, address, o.Master)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	w := workflow.New(db, clock.NewFake(began), workflow.AllowDemo())
	if err := w.EnsureFramework(ctx); err != nil {
		return err
	}
	return o.populate(ctx, w)
}

func (o *origin) populate(ctx context.Context, w *workflow.Workflow) error {
	rows, problems := orgfile.Read(strings.NewReader(file), "world.csv")
	if len(problems) > 0 {
		return fmt.Errorf("the file of the world: %v", problems)
	}
	command := access.System(access.ViaCommand)
	report, err := w.ImportPeople(ctx, command, rows, workflow.ImportOptions{})
	if err != nil {
		return fmt.Errorf("%w: %v", err, report.Problems)
	}
	for _, row := range rows {
		ref, err := w.PersonByEmail(ctx, command, row.Email)
		if err != nil {
			return err
		}
		name, _, _ := strings.Cut(row.Email, "@")
		o.People[name] = ref.ID
		for _, office := range offices[name] {
			if office == org.CTO { // the roles of the file made the CTO
				continue
			}
			if err := w.GrantOffice(ctx, command, ref.ID, office); err != nil {
				return err
			}
		}
	}
	return nil
}
