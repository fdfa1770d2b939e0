package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"strings"

	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
)

var (
	linksAfter = statement(`SELECT position, at, lines, states, mac FROM audit_links WHERE position > $1 ORDER BY position LIMIT $2`)
	linesFrom  = statement(`SELECT link, place, id, at, actor, via, hat, act, item, subject, object FROM audit_entries
		WHERE link >= $1 AND link <= $2 ORDER BY link, place`)
	linesBeyond = statement(`SELECT COUNT(*) FROM audit_entries WHERE link > $1 OR link < 0`)
	linesInAll  = statement(`SELECT COUNT(*) FROM audit_entries`)
	marksInAll  = statement(`SELECT COUNT(*) FROM private_rows`)
)

// Discrepancy is one thing that is not as Cairn left it. It holds no value.
type Discrepancy struct {
	Where string `json:"where"` // "journal", "private row" or "second journal"
	Name  string `json:"name"`  // "link 12" or "standings/ID"
	What  string `json:"what"`
}

// Verification is what Verify found.
type Verification struct {
	Links         int64         `json:"links"`
	Lines         int64         `json:"lines"`
	Rows          int64         `json:"private_rows"`
	Compared      int64         `json:"links_in_second_journal"`
	End           string        `json:"end"` // MAC of the last link, to be kept elsewhere
	Discrepancies []Discrepancy `json:"discrepancies"`

	second   Second
	progress func(done, total int64)
	done     int64
	total    int64
	unread   bool // a part was damaged
}

// Second is a second journal, which the chain is held to.
type Second interface {
	// Hold compares a link; they come in their order. What is empty where it is the same.
	Hold(position int64, mac string) (compared bool, what string)
	// End tells what else is different, after the last link; next is the position after it.
	End(next int64, tell func(from, to int64, what string)) error
}

// Verify goes over the whole journal and every private row, and holds the chain to the
// second journal, where there is one.
// Progress, which may be nil, is told how far it is.
func (db *DB) Verify(ctx context.Context, second Second, progress func(done, total int64)) (Verification, error) {
	v := Verification{Discrepancies: []Discrepancy{}, second: second, progress: progress}
	if err := db.loadRoots(ctx); err != nil {
		return v, err
	}
	if db.stamps.Load() == nil {
		return v, fault.Wrap(fault.Unavailable, "The journal has not begun, or its key was removed. If Cairn has served this database, put its backup back.", errors.New("no root key of the journal"))
	}
	if second != nil {
		db.waitForWriter(ctx)
	}
	err := db.View(ctx, 0, func(r *Reader) error {
		v.Links, v.Lines, v.Rows, v.Compared, v.done, v.Discrepancies = 0, 0, 0, 0, 0, []Discrepancy{}
		if err := r.verify(&v); err != nil || !v.unread {
			return err
		}
		return errUnread
	})
	if errors.Is(err, errUnread) {
		err = nil
	}
	return v, err
}

// waitForWriter waits until whoever writes has ended: what a second journal had when it was
// read is then in the database, or never will be. A database that cannot be written to has
// nobody to wait for.
func (db *DB) waitForWriter(ctx context.Context) {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return
	}
	defer tx.Rollback()
	_ = db.waitForTurn(func(text string, args ...any) error { // who cannot wait has nobody to wait for
		_, err := tx.ExecContext(ctx, text, args...)
		return err
	})
}

// errUnread ends a look that ran into damage: SQLite does not end it well by itself.
var errUnread = errors.New("a part could not be read")

func (v *Verification) add(where, name, what string) {
	v.Discrepancies = append(v.Discrepancies, Discrepancy{where, name, what})
}

func (v *Verification) step(n int64) {
	v.done += n
	if v.progress != nil {
		v.progress(v.done, max(v.total, v.done))
	}
}

func (r *Reader) verify(v *Verification) error {
	lines, err := one(r, count, linesInAll)
	if err != nil {
		return err
	}
	rows, err := one(r, count, marksInAll)
	if err != nil {
		return err
	}
	v.total = lines + rows
	states, err := r.verifyChain(v, 0)
	if err := r.unread(v, "journal", "a part of it", err); err != nil || states == nil {
		return err
	}
	return r.verifyRows(v, states)
}

// unread names what cannot be read because the file is damaged there, and lets the rest
// be looked at.
func (r *Reader) unread(v *Verification, where, name string, err error) error {
	if err == nil || r.db.engine.trouble(err) != Damaged {
		return err
	}
	v.add(where, name, "cannot be read: the file is damaged there")
	r.failed, v.unread = nil, true // nothing is kept after a look
	return nil
}

// linksAtOnce is how many links are read at once.
const linksAtOnce = 500

// chainEnd is where the head says that the chain ends.
type chainEnd struct {
	position  int64
	seal, mac string
}

// verifyChain goes over the links from one on, and returns the last state that the chain tells
// of each private table, with the position of its link.
func (r *Reader) verifyChain(v *Verification, from int64) (map[string]statedAt, error) {
	var end chainEnd
	var at, touched int64
	ends, err := all(r, func(s scanner) (none struct{}, err error) {
		return none, s.Scan(&end.position, &end.seal, &end.mac, &at, &touched, new(int64))
	}, headNow)
	if err != nil {
		return nil, err
	}
	if len(ends) != 1 {
		v.add("journal", "end", "is missing")
		end.position = noGenesis
	}
	w := walk{r: r, v: v, s: r.db.stamps.Load(), next: from, known: from == 0, states: map[string]statedAt{}}
	for {
		list, err := all(r, scanLink, linksAfter, w.next-1, linksAtOnce)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			if err := w.links(list, end.position); err != nil {
				return nil, err
			}
		}
		if len(list) < linksAtOnce {
			break
		}
	}
	return w.states, w.end(end)
}

func scanLink(s scanner) (k chainLink, err error) {
	return k, s.Scan(&k.Position, &k.At, &k.Lines, &k.states, &k.MAC)
}

// statedAt is a table's state as the link at the position left it.
type statedAt struct {
	position int64
	state    string
}

// walk goes along the chain.
type walk struct {
	r      *Reader
	v      *Verification
	s      *stamps
	next   int64  // position that comes next
	before string // MAC of the link before
	known  bool   // whether that is known
	last   string // MAC of the last link there is
	states map[string]statedAt
}

type placedLine struct {
	link, place int64
	audit.Entry
}

func (w *walk) links(list []chainLink, end int64) error {
	last := list[len(list)-1].Position
	lines, err := all(w.r, func(s scanner) (l placedLine, err error) {
		e := &l.Entry
		return l, s.Scan(&l.link, &l.place, &e.ID, &e.At, &e.Actor, &e.Via, &e.Hat, &e.Act, &e.Item, &e.Subject, &e.Object)
	}, linesFrom, max(w.next, 1), last)
	if err != nil {
		return err
	}
	by := map[int64][]placedLine{}
	for _, l := range lines {
		by[l.link] = append(by[l.link], l)
	}
	for _, k := range list {
		if w.next < k.Position {
			w.v.add("journal", linkNames(w.next, k.Position-1), "missing: taken out of the chain")
			w.known = false
		}
		if err := w.link(k, by[k.Position], end); err != nil {
			return err
		}
		w.next = k.Position + 1
	}
	return nil
}

func linkName(position int64) string { return fmt.Sprintf("link %d", position) }

// linkNames names links that follow one another; a damaged number may name many.
func linkNames(first, last int64) string {
	if first == last {
		return linkName(first)
	}
	return fmt.Sprintf("links %d to %d", first, last)
}

func (w *walk) link(k chainLink, lines []placedLine, end int64) error {
	w.v.Links++
	digest, n, gap, err := w.digest(k, lines)
	if err != nil {
		return err
	}
	w.v.Lines += n
	w.v.step(n)
	honest := w.known && w.s.linkMAC(k, w.before, digest) == k.MAC
	switch {
	case k.Position > end:
		w.v.add("journal", linkName(k.Position), "was added past Cairn, or the chain's end was set back")
	case n != k.Lines:
		w.v.add("journal", linkName(k.Position), fmt.Sprintf("holds %d lines and should hold %d%s", n, k.Lines, around(k.At)))
	case gap:
		w.v.add("journal", linkName(k.Position), "its lines are not in the order they were written in"+around(k.At))
	case w.known && !honest:
		w.v.add("journal", linkName(k.Position), "was changed, or one of its lines was"+around(k.At))
	}
	if k.Position <= end {
		for table, state := range splitStates(k.states) {
			w.states[table] = statedAt{k.Position, state}
		}
	}
	w.compare(k)
	w.before, w.last, w.known = k.MAC, k.MAC, true
	return nil
}

func around(at clock.Instant) string {
	if !at.IsSet() {
		return ""
	}
	return ", written on " + at.Time().Format("2 January 2006 at 15:04 UTC")
}

// digest goes over the lines of a link; gap tells that their places have one.
func (w *walk) digest(k chainLink, lines []placedLine) (hash.Hash, int64, bool, error) {
	if k.Position == 0 {
		digest, n, err := w.r.digestOld()
		return digest, n, false, err
	}
	digest, gap := sha256.New(), false
	for i, l := range lines {
		addLine(digest, l.Entry)
		gap = gap || l.place != int64(i+1)
	}
	return digest, int64(len(lines)), gap, nil
}

// compare holds a link to the second journal's.
func (w *walk) compare(k chainLink) {
	if w.v.second == nil {
		return
	}
	compared, what := w.v.second.Hold(k.Position, k.MAC)
	if compared {
		w.v.Compared++
	}
	if what != "" {
		w.v.add("second journal", linkName(k.Position), what)
	}
}

// end looks at where the chain ends, and at what is beyond.
func (w *walk) end(end chainEnd) error {
	w.v.End = w.last
	if w.next <= end.position {
		w.v.add("journal", linkNames(w.next, end.position), "missing: the end of the chain was taken off")
	}
	if end.position != noGenesis && end.seal != w.s.headSeal(end.position, end.mac) {
		w.v.add("journal", "end", "was set to another place past Cairn")
	}
	beyond, err := one(w.r, count, linesBeyond, max(end.position, w.next-1))
	if err != nil {
		return err
	}
	if beyond > 0 {
		w.v.add("journal", "end", fmt.Sprintf("%d lines stand beyond the chain", beyond))
	}
	if w.v.second == nil {
		return nil
	}
	return w.v.second.End(w.next, func(from, to int64, what string) { w.v.add("second journal", linkNames(from, to), what) })
}

// shown is how a row is named.
func shown(table, key string) string {
	return table + "/" + strings.ReplaceAll(key, keyGlue, "/")
}
