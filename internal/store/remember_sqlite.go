package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"
)

// remembered is how many statements a connection to SQLite keeps prepared. Preparing
// one takes longer than most of them take to run.
const remembered = 256

// registered are the texts of all statements.
var registered = sync.OnceValue(func() map[string]bool {
	texts := make(map[string]bool, len(statements))
	for _, text := range statements {
		texts[text] = true
	}
	return texts
})

// remembering makes connections that keep their statements prepared.
type remembering struct{ driver.Connector }

// fullConn is what database/sql asks of a connection, and SQLite's driver gives.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// Connect opens one.
func (r remembering) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := r.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := c.(fullConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("a connection of SQLite is a %T", c), c.Close())
	}
	return &rememberingConn{fullConn: full, known: map[string]*preparedText{}}, nil
}

// rememberingConn is used by one goroutine at a time, as database/sql promises.
type rememberingConn struct {
	fullConn
	known  map[string]*preparedText
	shaken bool // the disk failed it
}

// IsValid lets go of a connection that the disk has failed. After an fsync that went
// wrong nobody knows what was written: the next one begins with what is certain.
func (c *rememberingConn) IsValid() bool { return !c.shaken && c.fullConn.IsValid() }

// noting notes when the disk has failed this connection.
func (c *rememberingConn) noting(err error) error {
	if err != nil {
		switch (sqliteEngine{}).trouble(err) {
		case Unwritten, Damaged:
			c.shaken = true
		}
	}
	return err
}

// BeginTx begins a transaction whose end is noted as well.
func (c *rememberingConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.fullConn.BeginTx(ctx, o)
	if err != nil {
		return nil, c.noting(err)
	}
	return notedTx{tx, c}, nil
}

type notedTx struct {
	driver.Tx
	on *rememberingConn
}

// Commit keeps what was done.
func (t notedTx) Commit() error { return t.on.noting(t.Tx.Commit()) }

// Rollback takes it back.
func (t notedTx) Rollback() error { return t.on.noting(t.Tx.Rollback()) }

// preparedText is a statement; busy while its rows are being read.
type preparedText struct {
	fullStmt
	busy bool
}

type fullStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// ExecContext runs a change.
func (c *rememberingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := c.prepared(ctx, query)
	if err != nil || p == nil {
		if err == nil {
			r, err := c.fullConn.ExecContext(ctx, query, args)
			return r, c.noting(err)
		}
		return nil, c.noting(err)
	}
	r, err := p.ExecContext(ctx, args)
	return r, c.noting(err)
}

// execEach runs a change for each of the rows, without what database/sql does for every
// statement.
func (c *rememberingConn) execEach(ctx context.Context, query string, rows [][]any) error {
	p, err := c.prepared(ctx, query)
	if err != nil {
		return c.noting(err)
	}
	var args []driver.NamedValue
	for _, row := range rows {
		if args, err = driverValues(args[:0], row); err != nil {
			return err
		}
		if p == nil {
			_, err = c.fullConn.ExecContext(ctx, query, args)
		} else {
			_, err = p.ExecContext(ctx, args)
		}
		if err != nil {
			return c.noting(err)
		}
	}
	return nil
}

// driverValues are the values as a driver takes them.
func driverValues(args []driver.NamedValue, values []any) ([]driver.NamedValue, error) {
	for i, v := range values {
		switch v.(type) {
		case nil, string, int64, bool:
		default:
			var err error
			if v, err = driver.DefaultParameterConverter.ConvertValue(v); err != nil {
				return nil, err
			}
		}
		args = append(args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return args, nil
}

// QueryContext runs a query.
func (c *rememberingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := c.prepared(ctx, query)
	if err != nil || p == nil {
		if err == nil {
			rows, err := c.fullConn.QueryContext(ctx, query, args)
			return rows, c.noting(err)
		}
		return nil, c.noting(err)
	}
	rows, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, c.noting(err)
	}
	p.busy = true
	return &preparedRows{rows, p, c}, nil
}

// prepared returns the statement, or none where it is in use or not one to be kept:
// those for a long list of values, and changes of the schema, come rarely.
func (c *rememberingConn) prepared(ctx context.Context, query string) (*preparedText, error) {
	if p := c.known[query]; p != nil {
		if p.busy {
			return nil, nil
		}
		return p, nil
	}
	if _, kept := keptTexts.Load(query); !kept && !registered()[query] {
		return nil, nil
	}
	if len(c.known) >= remembered && !c.forget() {
		return nil, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	full, ok := s.(fullStmt)
	if !ok {
		return nil, s.Close()
	}
	p := &preparedText{fullStmt: full}
	c.known[query] = p
	return p, nil
}

// forget makes room for another statement, in the place of any that is not in use.
func (c *rememberingConn) forget() bool {
	for query, p := range c.known {
		if !p.busy {
			delete(c.known, query)
			return p.Close() == nil
		}
	}
	return false
}

// Close forgets all statements first.
func (c *rememberingConn) Close() error {
	var err error
	for _, p := range c.known {
		err = errors.Join(err, p.Close())
	}
	return errors.Join(err, c.fullConn.Close())
}

// preparedRows gives the statement back when they are read.
type preparedRows struct {
	driver.Rows
	of *preparedText
	on *rememberingConn
}

// Next reads one.
func (r *preparedRows) Next(into []driver.Value) error {
	err := r.Rows.Next(into)
	if err != nil && !errors.Is(err, io.EOF) {
		err = r.on.noting(err)
	}
	return err
}

// Close ends reading.
func (r *preparedRows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
