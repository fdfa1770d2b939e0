package store

import (
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const (
	focusColumns = `id, subject, evaluation, framework, framework_version, made_at, waits_for, version, sealed`
	shareColumns = `id, subject, person, squad, since, until`
)

var (
	insertFocus = statement(`INSERT INTO growth_focuses (` + focusColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	updateFocus = statement(`UPDATE growth_focuses SET waits_for = $2, sealed = $3, version = version + 1 WHERE id = $1 AND version = $4`)
	focusByID   = statement(`SELECT ` + focusColumns + ` FROM growth_focuses WHERE id = $1`)
	focusesOf   = statement(`SELECT ` + focusColumns + ` FROM growth_focuses WHERE subject = $1 ORDER BY made_at, id`)
	// Of the person's own plan, and of those of the person's reports.
	focusesWaiting = statement(`SELECT DISTINCT f.subject FROM growth_focuses f WHERE f.waits_for = 'self' AND f.subject = $1
		OR f.waits_for = 'manager' AND EXISTS (SELECT 1 FROM reporting_lines l WHERE l.person = f.subject AND l.manager = $1 AND l.until = 0)`)
	insertGrowthEntry = statement(`INSERT INTO growth_entries (id, subject, focus, author, at, sealed) VALUES ($1, $2, $3, $4, $5, $6)`)
	growthEntriesOf   = statement(`SELECT id, subject, focus, author, at, sealed FROM growth_entries WHERE subject = $1 ORDER BY at, id`)
	insertAnswer      = statement(`INSERT INTO growth_answers (id, subject, at, sealed) VALUES ($1, $2, $3, $4)`)
	answersOf         = statement(`SELECT id, subject, at, sealed FROM growth_answers WHERE subject = $1 ORDER BY at, id`)
	insertShare       = statement(`INSERT INTO growth_shares (` + shareColumns + `) VALUES ($1, $2, $3, $4, $5, $6)`)
	endShare          = statement(`UPDATE growth_shares SET until = $3 WHERE id = $1 AND subject = $2 AND until = 0`)
	endShares         = statement(`UPDATE growth_shares SET until = $2 WHERE (subject = $1 OR person = $1) AND until = 0`)
	endSharesBetween  = statement(`UPDATE growth_shares SET until = $3 WHERE subject = $1 AND person = $2 AND until = 0`)
	sharesOf          = statement(`SELECT ` + shareColumns + ` FROM growth_shares WHERE subject = $1 AND until = 0 ORDER BY since, id`)
	// A squad's share reaches whoever is in it while the person is in it too. Whoever
	// managed the person before is reached by name alone.
	sharesWith = statement(`SELECT ` + shareColumns + ` FROM growth_shares s WHERE s.until = 0 AND (s.person = $1
		OR EXISTS (SELECT 1 FROM memberships a JOIN memberships b ON b.unit = a.unit
			WHERE a.unit = s.squad AND a.person = $1 AND a.until = 0 AND b.person = s.subject AND b.until = 0)
		AND NOT EXISTS (SELECT 1 FROM reporting_lines l WHERE l.person = s.subject AND l.manager = $1 AND l.until > 0)) ORDER BY s.since, s.id`)
)

// focusSealed is what of a focus area only its owner's key opens.
type focusSealed struct {
	State       growth.State   `json:"state"`
	SuggestedBy id.Person      `json:"suggested_by,omitempty"`
	SupportBy   id.Person      `json:"support_by,omitempty"`
	Content     growth.Content `json:"content"`
}

func (t *Tx) sealFocus(f *growth.Focus) (string, error) {
	return t.seal(f.Subject, focusPlace(f.ID), focusSealed{f.State, f.SuggestedBy, f.SupportBy, f.Content})
}

// AddFocus keeps a new focus area.
func (t *Tx) AddFocus(f *growth.Focus) error {
	sealed, err := t.sealFocus(f)
	if err != nil {
		return err
	}
	return t.exec(insertFocus, f.ID, f.Subject, f.Evaluation, f.Framework.ID, f.Framework.Version, f.MadeAt, f.WaitsFor, f.Version, sealed)
}

// SaveFocus keeps the changes of a focus area, unless another change came first.
func (t *Tx) SaveFocus(f *growth.Focus) error {
	sealed, err := t.sealFocus(f)
	if err != nil {
		return err
	}
	return t.swap(updateFocus, f.ID, f.WaitsFor, sealed, f.Version)
}

// Focus returns one focus area.
func (r *Reader) Focus(f id.Focus) (*growth.Focus, error) {
	found, err := one(r, scanFocus, focusByID, f)
	if err != nil {
		return nil, err
	}
	return found.open(r)
}

// FocusSubject returns whose plan the focus area is in, without opening it.
func (r *Reader) FocusSubject(f id.Focus) (id.Person, error) {
	found, err := one(r, scanFocus, focusByID, f)
	return found.Subject, err
}

// FocusesOf returns everything of a person's plan, the oldest first.
func (r *Reader) FocusesOf(subject id.Person) ([]*growth.Focus, error) {
	return opened(r, scanFocus, focusesOf, subject)
}

// PlansWaiting returns whose plans hold something that waits for the person to
// agree: the own one, and those of reports.
func (r *Reader) PlansWaiting(who id.Person) ([]id.Person, error) {
	return all(r, text[id.Person], focusesWaiting, who)
}

type focusRow struct {
	growth.Focus
	sealed string
}

func (row focusRow) open(r *Reader) (*growth.Focus, error) {
	var in focusSealed
	err := r.unseal(row.Subject, focusPlace(row.ID), row.sealed, &in)
	row.State, row.SuggestedBy, row.SupportBy, row.Content = in.State, in.SuggestedBy, in.SupportBy, in.Content
	return &row.Focus, err
}

func scanFocus(s scanner) (f focusRow, err error) {
	return f, s.Scan(&f.ID, &f.Subject, &f.Evaluation, &f.Framework.ID, &f.Framework.Version, &f.MadeAt, &f.WaitsFor, &f.Version, &f.sealed)
}

func focusPlace(f id.Focus) seal.Place {
	return seal.Place{Table: "growth_focuses", Column: "sealed", Row: string(f)}
}

// growthEntrySealed is what of an entry only its owner's key opens.
type growthEntrySealed struct {
	What   growth.What     `json:"what"`
	State  growth.State    `json:"state"`
	Words  string          `json:"words,omitempty"`
	Before *growth.Content `json:"before,omitempty"`
}

// AddGrowthEntry keeps a line of a focus area's history.
func (t *Tx) AddGrowthEntry(e growth.Entry) error {
	sealed, err := t.seal(e.Subject, growthEntryPlace(e.ID), growthEntrySealed{e.What, e.State, e.Words, e.Before})
	if err != nil {
		return err
	}
	return t.exec(insertGrowthEntry, e.ID, e.Subject, e.Focus, e.Author, e.At, sealed)
}

// GrowthEntriesOf returns the history of a person's focus areas, the oldest first.
func (r *Reader) GrowthEntriesOf(subject id.Person) ([]growth.Entry, error) {
	sealed := []string{}
	list, err := all(r, func(s scanner) (e growth.Entry, err error) {
		var text string
		err = s.Scan(&e.ID, &e.Subject, &e.Focus, &e.Author, &e.At, &text)
		sealed = append(sealed, text)
		return e, err
	}, growthEntriesOf, subject)
	for i := range list {
		var in growthEntrySealed
		if err == nil {
			err = r.unseal(subject, growthEntryPlace(list[i].ID), sealed[i], &in)
		}
		list[i].What, list[i].State, list[i].Words, list[i].Before = in.What, in.State, in.Words, in.Before
	}
	return list, err
}

func growthEntryPlace(e id.Entry) seal.Place {
	return seal.Place{Table: "growth_entries", Column: "sealed", Row: string(e)}
}

type answerSealed struct {
	Staying bool   `json:"staying"`
	Words   string `json:"words,omitempty"`
}

// AddAnswer keeps what the person answered about a wider step.
func (t *Tx) AddAnswer(a growth.Answer) error {
	sealed, err := t.seal(a.Subject, answerPlace(a.ID), answerSealed{a.Staying, a.Words})
	if err != nil {
		return err
	}
	return t.exec(insertAnswer, a.ID, a.Subject, a.At, sealed)
}

// AnswersOf returns the person's answers, the oldest first.
func (r *Reader) AnswersOf(subject id.Person) ([]growth.Answer, error) {
	list, err := all(r, func(s scanner) (a growth.Answer, err error) {
		return a, s.Scan(&a.ID, &a.Subject, &a.At, &a.Words)
	}, answersOf, subject)
	for i := range list {
		var in answerSealed
		if err == nil {
			err = r.unseal(subject, answerPlace(list[i].ID), list[i].Words, &in)
		}
		list[i].Staying, list[i].Words = in.Staying, in.Words
	}
	return list, err
}

func answerPlace(a id.Entry) seal.Place {
	return seal.Place{Table: "growth_answers", Column: "sealed", Row: string(a)}
}

// AddShare keeps with whom a person shares the plan.
func (t *Tx) AddShare(s growth.Share) error {
	return t.exec(insertShare, s.ID, s.Subject, s.With, s.Squad, s.Since, s.Until)
}

// EndShare ends one of the person's shares; what is not theirs, or has ended, is
// answered as absent.
func (t *Tx) EndShare(subject id.Person, share id.Share) error {
	n, err := t.changed(endShare, share, subject, t.now)
	if err == nil && n == 0 {
		return fault.NotFound()
	}
	return err
}

// EndSharesAround ends what the person shares and what is shared with them by name.
func (t *Tx) EndSharesAround(who id.Person) error { return t.exec(endShares, who, t.now) }

// EndSharesBetween ends what the subject shares with the person by name.
func (t *Tx) EndSharesBetween(subject, with id.Person) error {
	return t.exec(endSharesBetween, subject, with, t.now)
}

// SharesOf returns with whom the person shares now.
func (r *Reader) SharesOf(subject id.Person) ([]growth.Share, error) {
	return all(r, scanShare, sharesOf, subject)
}

// SharesWith returns the shares that reach the person now, by name or through a
// squad that both are in.
func (r *Reader) SharesWith(who id.Person) ([]growth.Share, error) {
	return all(r, scanShare, sharesWith, who)
}

func scanShare(s scanner) (sh growth.Share, err error) {
	return sh, s.Scan(&sh.ID, &sh.Subject, &sh.With, &sh.Squad, &sh.Since, &sh.Until)
}
