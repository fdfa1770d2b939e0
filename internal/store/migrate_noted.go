package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// stepsNoted notes which steps of the schema a database has. It notes none twice, and so
// takes back a step, in whose transaction it is noted, that another Cairn has done since
// this one looked which are left: not every step fails when it is done again.
type stepsNoted struct{ database.StoreExtender }

func (db *DB) stepsNoted() (stepsNoted, error) {
	dialect := goose.DialectPostgres
	if db.engine.name() == "sqlite" {
		dialect = goose.DialectSQLite3
	}
	s, err := database.NewStore(dialect, goose.DefaultTablename)
	if err != nil {
		return stepsNoted{}, err
	}
	whole, ok := s.(database.StoreExtender)
	if !ok {
		return stepsNoted{}, fmt.Errorf("steps are noted by a %T, which cannot tell whether it has begun", s)
	}
	return stepsNoted{whole}, nil
}

// Insert notes a step.
func (s stepsNoted) Insert(ctx context.Context, tx database.DBTxConn, step database.InsertRequest) error {
	switch _, err := s.GetMigration(ctx, tx, step.Version); {
	case err == nil:
		return fmt.Errorf("another Cairn has made step %d of the schema meanwhile", step.Version)
	case !errors.Is(err, database.ErrVersionNotFound):
		return err
	}
	return s.StoreExtender.Insert(ctx, tx, step)
}
