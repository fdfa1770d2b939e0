package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// postgresAt is the server on which growth makes its databases, one for each size; when it
// is not set they are files. Whoever it names must be allowed to make databases and to leave
// out triggers, as the server's owner is.
var postgresAt = os.Getenv("CAIRN_BENCH_POSTGRES")

// where tells a Cairn in which folder and database an organisation of growth is.
func where(folder string) map[string]string {
	flags := inFile(folder)
	if postgresAt != "" {
		flags["database"] = databaseOf(folder)
	}
	return flags
}

// inFile tells it that the database is a file in the folder, as it is by itself.
func inFile(folder string) map[string]string { return map[string]string{"data": folder} }

func databaseName(folder string) string {
	return "cairn_bench_" + strings.ReplaceAll(filepath.Base(folder), "-", "_")
}

func databaseOf(folder string) string {
	at, err := url.Parse(postgresAt)
	if err != nil {
		return postgresAt // the configuration says what is wrong with it
	}
	at.Path = "/" + databaseName(folder)
	return at.String()
}

// makeDatabase makes the one of the folder anew, empty.
func makeDatabase(ctx context.Context, folder string) error {
	if postgresAt == "" {
		return nil
	}
	c, err := pgx.Connect(ctx, postgresAt)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	name := pgx.Identifier{databaseName(folder)}.Sanitize()
	for _, text := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'"} {
		if _, err := c.Exec(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// multiplyThere is multiply on PostgreSQL, which then counts its rows for its plans.
func multiplyThere(ctx context.Context, folder string, times int) error {
	c, err := pgx.Connect(ctx, databaseOf(folder))
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	tx, err := c.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `CREATE TEMP TABLE copies ON COMMIT DROP AS SELECT to_char(n, 'FM0000') AS n FROM generate_series(1, $1::int - 1) AS n`, times); err != nil {
		return err
	}
	for _, table := range copied {
		rows, err := tx.Query(ctx, `SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`, table)
		if err != nil {
			return err
		}
		columns, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err == nil && len(columns) == 0 {
			err = errors.New("no such table")
		}
		if err == nil {
			_, err = tx.Exec(ctx, copyOf(table, columns))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	_, err = c.Exec(ctx, `VACUUM ANALYZE`)
	return err
}
