package store

import (
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
)

var (
	managerOf  = statement(`SELECT manager FROM reporting_lines WHERE person = $1 AND until = 0`)
	managersOf = statement(`SELECT person, manager, reason, since, until FROM reporting_lines WHERE until = 0 AND person IN ($1)`)
	openLines  = statement(`SELECT person, manager, reason, since, until FROM reporting_lines WHERE until = 0`)
	linesOf    = statement(`SELECT person, manager, reason, since, until FROM reporting_lines WHERE person = $1 ORDER BY since DESC`)
	reportsOf  = statement(`SELECT people.id FROM people JOIN reporting_lines ON reporting_lines.person = people.id
		WHERE reporting_lines.manager = $1 AND reporting_lines.until = 0 ORDER BY people.name_folded, people.id`)
	lineOf = statement(`SELECT COALESCE((SELECT manager FROM reporting_lines WHERE person = $1 AND until = 0), ''),
		(SELECT COUNT(*) FROM restrictions WHERE subject = $1 AND set_at > 0 AND (ended_at = 0 OR ended_at > $2))`)
	linesBeside = statement(`SELECT 0 AS below, people.id, people.name, people.name_folded FROM reporting_lines JOIN people ON people.id = reporting_lines.manager
			WHERE reporting_lines.person = $1 AND reporting_lines.until = 0
		UNION ALL SELECT 1, people.id, people.name, people.name_folded FROM reporting_lines JOIN people ON people.id = reporting_lines.person
			WHERE reporting_lines.manager = $1 AND reporting_lines.until = 0 ORDER BY below, name_folded, id`)
	reportsPage = statement(`SELECT people.id, people.name, people.email, people.title FROM reporting_lines JOIN people ON people.id = reporting_lines.person
		WHERE reporting_lines.manager = $1 AND reporting_lines.until = 0 AND (people.name_folded, people.id) > ($2, $3) ORDER BY people.name_folded, people.id LIMIT $4`)
	reportsOfAll = statement(`SELECT person FROM reporting_lines WHERE until = 0 AND manager IN ($1)`)
	managersSet  = statement(`SELECT person, manager, since, until FROM managers_set WHERE until = 0`)

	lineSpans       = newSpans("reporting_lines", "person", "manager", "reason")
	managerSetSpans = newSpans("managers_set", "person", "manager")
)

// ManagerOf returns the one current manager; ok is false when there is none.
func (r *Reader) ManagerOf(who id.Person) (manager id.Person, ok bool, err error) {
	return optionalOnce(r, text[id.Person], managerOf, string(who))
}

// LineOf returns the one current manager, empty when there is none, and whether what is
// kept about the person rests.
func (r *Reader) LineOf(who id.Person) (manager id.Person, rests bool, err error) {
	type standing struct {
		manager id.Person
		resting int
	}
	v, _, err := optionalOnce(r, func(s scanner) (v standing, err error) { return v, s.Scan(&v.manager, &v.resting) }, lineOf, string(who), r.now)
	return v.manager, v.resting > 0, err
}

// LinesBeside names the person's manager, empty when there is none, and whom they manage
// now, by name. Of both there is nothing but the id and the name.
func (r *Reader) LinesBeside(who id.Person) (manager org.Person, reports []org.Person, err error) {
	type beside struct {
		below int
		org.Person
	}
	list, err := all(r, func(s scanner) (v beside, err error) {
		var folded string
		return v, s.Scan(&v.below, &v.ID, &v.Name, &folded)
	}, linesBeside, who)
	for _, v := range list {
		if v.below == 0 {
			manager = v.Person
		} else {
			reports = append(reports, v.Person)
		}
	}
	return manager, reports, err
}

// ReportsPage returns a page of whom the person manages now, by name: those after the one
// named, or the first. Of each there is what is open to everybody.
func (r *Reader) ReportsPage(manager, after id.Person, limit int) (reports []org.Person, more bool, err error) {
	name := ""
	if after != "" {
		if name, after, err = r.pageAfter(after); err != nil {
			return nil, false, err
		}
	}
	reports, err = all(r, func(s scanner) (p org.Person, err error) {
		return p, s.Scan(&p.ID, &p.Name, &p.Email, &p.Title)
	}, reportsPage, manager, name, after, limit+1)
	if more = len(reports) > limit; more {
		reports = reports[:limit]
	}
	return reports, more, err
}

// ManagersOf returns the present line of each person who has one.
func (r *Reader) ManagersOf(who []id.Person) (map[id.Person]org.Line, error) {
	found, err := each(r, line, managersOf, who)
	return byPerson(found, func(l org.Line) id.Person { return l.Person }), err
}

// ReportsOf returns whom the person manages now, by name.
func (r *Reader) ReportsOf(manager id.Person) ([]id.Person, error) {
	return all(r, text[id.Person], reportsOf, manager)
}

// ReportsOfAll returns whom any of these manage now.
func (r *Reader) ReportsOfAll(managers []id.Person) ([]id.Person, error) {
	return each(r, text[id.Person], reportsOfAll, distinct(managers))
}

// LinesOf returns the person's managers over time, the newest first.
func (r *Reader) LinesOf(who id.Person) ([]org.Line, error) { return all(r, line, linesOf, who) }

// OpenLines returns every present line by person.
func (r *Reader) OpenLines() (map[id.Person]org.Line, error) {
	found, err := all(r, line, openLines)
	return byPerson(found, func(l org.Line) id.Person { return l.Person }), err
}

// ManagersSet returns who has a manager named apart from the chapter.
func (r *Reader) ManagersSet() (map[id.Person]id.Person, error) {
	found, err := all(r, managerSet, managersSet)
	set := make(map[id.Person]id.Person, len(found))
	for _, s := range found {
		set[s.Person] = s.Manager
	}
	return set, err
}

// BeginLines begins lines now. The line before must have ended.
func (t *Tx) BeginLines(lines []org.Line) error {
	rows := make([][]any, 0, len(lines))
	for _, l := range lines {
		rows = append(rows, append(pair(l.Person, l.Manager), string(l.Reason), t.sinceOr(l.Since)))
	}
	noteEach(t, event.PersonChanged, lines, func(l org.Line) id.Person { return l.Person })
	return t.begin(lineSpans, rows)
}

// EndLines ends lines now.
func (t *Tx) EndLines(lines []org.Line) error {
	pairs := make([][]any, 0, len(lines))
	for _, l := range lines {
		pairs = append(pairs, pair(l.Person, l.Manager))
	}
	noteEach(t, event.PersonChanged, lines, func(l org.Line) id.Person { return l.Person })
	return t.end(lineSpans, pairs)
}

// SetManagers names managers apart from the chapter, from now. Those named
// before must have been unset.
func (t *Tx) SetManagers(set []org.SetManager) error {
	rows := make([][]any, 0, len(set))
	for _, s := range set {
		rows = append(rows, append(pair(s.Person, s.Manager), t.sinceOr(s.Since)))
	}
	return t.begin(managerSetSpans, rows)
}

// UnsetManagers ends now that these are named.
func (t *Tx) UnsetManagers(set []org.SetManager) error {
	pairs := make([][]any, 0, len(set))
	for _, s := range set {
		pairs = append(pairs, pair(s.Person, s.Manager))
	}
	return t.end(managerSetSpans, pairs)
}

func line(s scanner) (l org.Line, err error) {
	err = s.Scan(&l.Person, &l.Manager, &l.Reason, &l.Since, &l.Until)
	return l, err
}

func managerSet(s scanner) (m org.SetManager, err error) {
	err = s.Scan(&m.Person, &m.Manager, &m.Since, &m.Until)
	return m, err
}
