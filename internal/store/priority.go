package store

import (
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/priority"
	"cairn/internal/seal"
)

const (
	priorityColumns      = `id, subject, made_at, waits_for, version, sealed`
	priorityShareColumns = `id, subject, manager, squad, asked_by, asked_at, since, until`
)

var (
	insertPriority = statement(`INSERT INTO priorities (` + priorityColumns + `) VALUES ($1, $2, $3, $4, $5, $6)`)
	updatePriority = statement(`UPDATE priorities SET waits_for = $2, sealed = $3, version = version + 1 WHERE id = $1 AND version = $4`)
	priorityByID   = statement(`SELECT ` + priorityColumns + ` FROM priorities WHERE id = $1`)
	prioritiesOf   = statement(`SELECT ` + priorityColumns + ` FROM priorities WHERE subject = $1 ORDER BY made_at, id`)
	// Of the person's own, and of those of the person's reports; shares that wait too.
	prioritiesWaiting = statement(`SELECT p.subject FROM priorities p WHERE p.waits_for = 'self' AND p.subject = $1
		OR p.waits_for = 'manager' AND EXISTS (SELECT 1 FROM reporting_lines l WHERE l.person = p.subject AND l.manager = $1 AND l.until = 0)
		UNION SELECT s.subject FROM priority_shares s WHERE s.since = 0 AND s.until = 0 AND (s.asked_by = 'manager' AND s.subject = $1
		OR s.asked_by = 'self' AND EXISTS (SELECT 1 FROM reporting_lines l WHERE l.person = s.subject AND l.manager = $1 AND l.until = 0))`)
	insertPriorityEntry = statement(`INSERT INTO priority_entries (id, subject, priority, author, at, sealed) VALUES ($1, $2, $3, $4, $5, $6)`)
	priorityEntriesOf   = statement(`SELECT id, subject, priority, author, at, sealed FROM priority_entries WHERE subject = $1 ORDER BY at, id`)
	insertPriorityShare = statement(`INSERT INTO priority_shares (` + priorityShareColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	beginPriorityShare  = statement(`UPDATE priority_shares SET since = $2 WHERE id = $1 AND since = 0 AND until = 0`)
	endPriorityShare    = statement(`UPDATE priority_shares SET until = $2 WHERE id = $1 AND until = 0`)
	endPriorityShares   = statement(`UPDATE priority_shares SET until = $1 WHERE until = 0 AND subject IN ($2)`)
	priorityShareByID   = statement(`SELECT ` + priorityShareColumns + ` FROM priority_shares WHERE id = $1 AND until = 0`)
	prioritySharesOf    = statement(`SELECT ` + priorityShareColumns + ` FROM priority_shares WHERE subject = $1 AND until = 0 ORDER BY asked_at, id`)
	// A share reaches whoever is in the squad while the person is in it too, and
	// nobody who managed the person before.
	prioritySharesWith = statement(`SELECT ` + priorityShareColumns + ` FROM priority_shares s WHERE s.until = 0 AND s.since > 0
		AND EXISTS (SELECT 1 FROM memberships a JOIN memberships b ON b.unit = a.unit
			WHERE a.unit = s.squad AND a.person = $1 AND a.until = 0 AND b.person = s.subject AND b.until = 0)
		AND NOT EXISTS (SELECT 1 FROM reporting_lines l WHERE l.person = s.subject AND l.manager = $1 AND l.until > 0)
		AND s.subject <> $1 ORDER BY s.asked_at, s.id`)
)

// prioritySealed is what of a priority only its owner's key opens.
type prioritySealed struct {
	From        id.Priority       `json:"from,omitempty"`
	State       priority.State    `json:"state"`
	SuggestedBy id.Person         `json:"suggested_by,omitempty"`
	Content     priority.Content  `json:"content"`
	Wish        *priority.Content `json:"wish,omitempty"`
	Outcome     string            `json:"outcome,omitempty"`
}

func (t *Tx) sealPriority(p *priority.Priority) (string, error) {
	return t.seal(p.Subject, priorityPlace(p.ID), prioritySealed{p.From, p.State, p.SuggestedBy, p.Content, p.Wish, p.Outcome})
}

// AddPriority keeps a new priority.
func (t *Tx) AddPriority(p *priority.Priority) error {
	sealed, err := t.sealPriority(p)
	if err != nil {
		return err
	}
	return t.exec(insertPriority, p.ID, p.Subject, p.MadeAt, p.WaitsFor, p.Version, sealed)
}

// SavePriority keeps the changes of a priority, unless another change came first.
func (t *Tx) SavePriority(p *priority.Priority) error {
	sealed, err := t.sealPriority(p)
	if err != nil {
		return err
	}
	return t.swap(updatePriority, p.ID, p.WaitsFor, sealed, p.Version)
}

// Priority returns one priority.
func (r *Reader) Priority(p id.Priority) (*priority.Priority, error) {
	found, err := one(r, scanPriority, priorityByID, p)
	if err != nil {
		return nil, err
	}
	return found.open(r)
}

// PrioritySubject returns whose priority it is, without opening it.
func (r *Reader) PrioritySubject(p id.Priority) (id.Person, error) {
	found, err := one(r, scanPriority, priorityByID, p)
	return found.Subject, err
}

// PrioritiesOf returns all of a person's, the oldest first.
func (r *Reader) PrioritiesOf(subject id.Person) ([]*priority.Priority, error) {
	return opened(r, scanPriority, prioritiesOf, subject)
}

// PrioritiesWaiting returns whose priorities hold something that waits for the
// person to agree: the own ones, and those of reports.
func (r *Reader) PrioritiesWaiting(who id.Person) ([]id.Person, error) {
	return all(r, text[id.Person], prioritiesWaiting, who)
}

type priorityRow struct {
	priority.Priority
	sealed string
}

func (row priorityRow) open(r *Reader) (*priority.Priority, error) {
	var in prioritySealed
	err := r.unseal(row.Subject, priorityPlace(row.ID), row.sealed, &in)
	row.From, row.State, row.SuggestedBy, row.Content, row.Wish, row.Outcome = in.From, in.State, in.SuggestedBy, in.Content, in.Wish, in.Outcome
	return &row.Priority, err
}

func scanPriority(s scanner) (p priorityRow, err error) {
	return p, s.Scan(&p.ID, &p.Subject, &p.MadeAt, &p.WaitsFor, &p.Version, &p.sealed)
}

func priorityPlace(p id.Priority) seal.Place {
	return seal.Place{Table: "priorities", Column: "sealed", Row: string(p)}
}

// priorityEntrySealed is what of an entry only its owner's key opens.
type priorityEntrySealed struct {
	What   priority.What     `json:"what"`
	State  priority.State    `json:"state"`
	Words  string            `json:"words,omitempty"`
	Before *priority.Content `json:"before,omitempty"`
}

// AddPriorityEntry keeps a line of a priority's history.
func (t *Tx) AddPriorityEntry(e priority.Entry) error {
	sealed, err := t.seal(e.Subject, priorityEntryPlace(e.ID), priorityEntrySealed{e.What, e.State, e.Words, e.Before})
	if err != nil {
		return err
	}
	return t.exec(insertPriorityEntry, e.ID, e.Subject, e.Priority, e.Author, e.At, sealed)
}

// PriorityEntriesOf returns the history of a person's priorities, the oldest first.
func (r *Reader) PriorityEntriesOf(subject id.Person) ([]priority.Entry, error) {
	sealed := []string{}
	list, err := all(r, func(s scanner) (e priority.Entry, err error) {
		var text string
		err = s.Scan(&e.ID, &e.Subject, &e.Priority, &e.Author, &e.At, &text)
		sealed = append(sealed, text)
		return e, err
	}, priorityEntriesOf, subject)
	for i := range list {
		var in priorityEntrySealed
		if err == nil {
			err = r.unseal(subject, priorityEntryPlace(list[i].ID), sealed[i], &in)
		}
		list[i].What, list[i].State, list[i].Words, list[i].Before = in.What, in.State, in.Words, in.Before
	}
	return list, err
}

func priorityEntryPlace(e id.Entry) seal.Place {
	return seal.Place{Table: "priority_entries", Column: "sealed", Row: string(e)}
}

// AddPriorityShare keeps that one of the two would like to share with a squad.
func (t *Tx) AddPriorityShare(s priority.Share) error {
	return t.exec(insertPriorityShare, s.ID, s.Subject, s.Manager, s.Squad, s.AskedBy, s.AskedAt, s.Since, s.Until)
}

// BeginPriorityShare keeps that the other has agreed to it now.
func (t *Tx) BeginPriorityShare(s id.PriorityShare) error {
	return t.found(t.changed(beginPriorityShare, s, t.now))
}

// EndPriorityShare ends a share now.
func (t *Tx) EndPriorityShare(s id.PriorityShare) error {
	return t.found(t.changed(endPriorityShare, s, t.now))
}

func (*Tx) found(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.NotFound()
	}
	return err
}

// EndPrioritySharesOf ends what the pair of the subject chose to share.
func (t *Tx) EndPrioritySharesOf(subject id.Person) error {
	return t.EndPrioritySharesOfAll([]id.Person{subject})
}

// EndPrioritySharesOfAll ends what the pairs of the subjects chose to share.
func (t *Tx) EndPrioritySharesOfAll(subjects []id.Person) error {
	return changeEach(t, endPriorityShares, subjects, int64(t.now))
}

// PriorityShare returns a share that has not ended.
func (r *Reader) PriorityShare(s id.PriorityShare) (priority.Share, error) {
	return one(r, scanPriorityShare, priorityShareByID, s)
}

// PrioritySharesOf returns what is shared, or waits to be, of the subject.
func (r *Reader) PrioritySharesOf(subject id.Person) ([]priority.Share, error) {
	return all(r, scanPriorityShare, prioritySharesOf, subject)
}

// PrioritySharesWith returns the shares that reach the person now.
func (r *Reader) PrioritySharesWith(who id.Person) ([]priority.Share, error) {
	return all(r, scanPriorityShare, prioritySharesWith, who)
}

func scanPriorityShare(s scanner) (sh priority.Share, err error) {
	return sh, s.Scan(&sh.ID, &sh.Subject, &sh.Manager, &sh.Squad, &sh.AskedBy, &sh.AskedAt, &sh.Since, &sh.Until)
}
