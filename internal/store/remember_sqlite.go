package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
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
	return &rememberingConn{full, map[string]*preparedText{}}, nil
}

// rememberingConn is used by one goroutine at a time, as database/sql promises.
type rememberingConn struct {
	fullConn
	known map[string]*preparedText
}

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
			return c.fullConn.ExecContext(ctx, query, args)
		}
		return nil, err
	}
	return p.ExecContext(ctx, args)
}

// QueryContext runs a query.
func (c *rememberingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := c.prepared(ctx, query)
	if err != nil || p == nil {
		if err == nil {
			return c.fullConn.QueryContext(ctx, query, args)
		}
		return nil, err
	}
	rows, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.busy = true
	return &preparedRows{rows, p}, nil
}

// prepared returns the statement, or none where it is in use or not one to be kept:
// those that are made for a number of values, and changes of the schema, come rarely.
func (c *rememberingConn) prepared(ctx context.Context, query string) (*preparedText, error) {
	if p := c.known[query]; p != nil {
		if p.busy {
			return nil, nil
		}
		return p, nil
	}
	if !registered()[query] || len(c.known) >= remembered {
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
}

// Close ends reading.
func (r *preparedRows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
