package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cairn/internal/store"
)

// bare is a handler that asks the database the same as a page does, with statements that
// stay prepared, and answers with the same bytes. Nothing is checked, opened or made.
// Where the page writes, one row is written and kept as durably.
type bare struct {
	db     *sql.DB
	write  *sql.DB
	asked  []question
	writes bool
	answer []byte
}

type question struct {
	text *sql.Stmt
	args []any
}

// record asks for the page and notes what it asked the database. That is the second time:
// the first writes down that the session was used, which is done once a minute.
func record(ctx context.Context, g *grown, p page) (*bare, error) {
	if _, _, err := g.ask(ctx, p); err != nil {
		return nil, err
	}
	type said struct {
		text string
		args []any
	}
	var all []said
	var mu sync.Mutex
	watched := store.Watch(ctx, func(text string, args []any) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, said{text, args})
	})
	_, answer, err := g.ask(watched, p)
	if err != nil {
		return nil, err
	}
	b := &bare{answer: answer.Body.Bytes()}
	const as = "?_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_pragma=cache_size(-2000)"
	file := "file:" + filepath.Join(g.folder, "cairn.db") + as
	if b.db, err = sql.Open("sqlite", file); err != nil {
		return nil, err
	}
	b.db.SetMaxOpenConns(4)
	b.db.SetMaxIdleConns(4)
	if b.write, err = sql.Open("sqlite", file+"&_txlock=immediate"); err != nil {
		return nil, err
	}
	b.write.SetMaxOpenConns(1)
	if _, err := b.write.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS bench_written (n INTEGER)`); err != nil {
		return nil, err
	}
	for _, s := range all {
		if !strings.HasPrefix(strings.TrimSpace(s.text), "SELECT") {
			b.writes = true
			continue
		}
		text, err := b.db.PrepareContext(ctx, s.text)
		if err != nil {
			return nil, err
		}
		b.asked = append(b.asked, question{text, s.args})
	}
	return b, nil
}

// ServeHTTP answers.
func (b *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, q := range b.asked {
		if err := readAll(r.Context(), q); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	if b.writes {
		if _, err := b.write.ExecContext(r.Context(), `INSERT INTO bench_written VALUES (1)`); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.answer)
}

func readAll(ctx context.Context, q question) error {
	rows, err := q.text.QueryContext(ctx, q.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// close gives the connections back.
func (b *bare) close() { _, _ = b.db.Close(), b.write.Close() }

// So many clients ask at once, each one request after the other, in rounds that take turns. A few do not keep two cores busy where an
// answer waits for the disk; many do.
const (
	few    = 4
	many   = 32
	rounds = 15
	aRound = 400 * time.Millisecond
	warm   = time.Second // what asks seldom prepares its statements and finds its memory again
)

// measureLimit compares each main page with the bare handler: how many answers a second
// it gives, of how many that one gives.
func measureLimit(ctx context.Context, g *grown) (rows []result, err error) {
	cairn := httptest.NewServer(g.handler)
	defer cairn.Close()
	for _, p := range g.pages[1:] {
		b, err := record(ctx, g, p)
		if err != nil {
			return nil, err
		}
		limit := httptest.NewServer(b)
		page := func(ctx context.Context) error { return fetch(ctx, cairn.URL+p.Path, p.Session) }
		same := func(ctx context.Context) error { return fetch(ctx, limit.URL, "") }
		ratio, err := takeTurns(ctx, "limit: "+p.Name, fewAsk(page), fewAsk(same))
		limit.Close()
		b.close()
		if err != nil {
			return nil, err
		}
		rows = append(rows, result{fmt.Sprintf("%s, %d statements", p.Name, len(b.asked)), ratio, 0.6, true})
	}
	return rows, nil
}

// takeTurns asks both in turn, round by round, and returns how many answers a second the
// first gives of each that the second gives, in the middle of all rounds.
func takeTurns(ctx context.Context, what string, ours, theirs asking) (float64, error) {
	var ratios, per []float64
	for i := range 1 + rounds {
		long := aRound
		if i == 0 {
			long = warm
		}
		first, err := ours(ctx, long)
		if err != nil {
			return 0, err
		}
		second, err := theirs(ctx, long)
		if err != nil {
			return 0, err
		}
		if i > 0 {
			ratios, per = append(ratios, first/second), append(per, first)
		}
	}
	progress("%-60.60s %.2f (%.2f to %.2f), %.0f a second", what, median(ratios), least(ratios), most(ratios), median(per))
	return median(ratios), nil
}

// asking asks for so long, and returns how many answers came a second.
type asking func(ctx context.Context, long time.Duration) (float64, error)

// fewAsk is how a few clients ask.
func fewAsk(ask func(context.Context) error) asking {
	return func(ctx context.Context, long time.Duration) (float64, error) {
		var answered atomic.Int64
		var failed atomic.Value
		began := time.Now()
		var all sync.WaitGroup
		for range few {
			all.Go(func() {
				for time.Since(began) < long {
					if err := ask(ctx); err != nil {
						failed.Store(err)
						return
					}
					answered.Add(1)
				}
			})
		}
		all.Wait()
		err, _ := failed.Load().(error)
		return float64(answered.Load()) / time.Since(began).Seconds(), err
	}
}

func fetch(ctx context.Context, url, session string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: "cairn_session", Value: session})
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %d: %w", url, answer.StatusCode, err)
	}
	return nil
}

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: few}, Timeout: 30 * time.Second}
