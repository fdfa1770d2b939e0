package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// AuditFilter narrows the journal. Each part may be empty.
type AuditFilter struct {
	Family audit.Family
	Email  string // of the person it is about
	From   clock.Date
	Until  clock.Date // the last day
	Before ReadMark
}

// AuditLine is one line of the journal as whoever looks after people or the machine
// sees it: what happened when, never what was written.
type AuditLine struct {
	ID      id.Entry
	At      clock.Instant
	Act     audit.Act
	Item    string
	Hat     string
	Via     string
	Subject *PersonRef
	Actor   *PersonRef // where the capacity alone would not do; see audit.Entry.Named
}

// AuditPage is one page of it, the newest first.
type AuditPage struct {
	Families []audit.Family // what the viewer may ask for
	People   bool           // the viewer is a people partner
	Machine  bool           // the viewer is an operator
	Lines    []AuditLine
	Next     ReadMark // not set on the last page
}

const auditOnPage = 50

// audiences are those the actor belongs to. A token belongs to none: the journal
// leaves Cairn only as its copy does.
func audiences(actor access.Actor) (list []audit.Audience) {
	if actor.Via != access.ViaSession {
		return nil
	}
	if actor.Holds(org.PeoplePartner) {
		list = append(list, audit.ForPeople)
	}
	if actor.Holds(org.Operator) {
		list = append(list, audit.ForMachine)
	}
	return list
}

// SeesAudit tells whether there is anything of the journal for the actor.
func (w *Workflow) SeesAudit(actor access.Actor) bool { return len(audiences(actor)) > 0 }

// Audit shows the journal to people partners, without what is between two people,
// and to operators what concerns security. That they looked is a line as well.
func (w *Workflow) Audit(ctx context.Context, actor access.Actor, f AuditFilter) (page AuditPage, err error) {
	if err := signedIn(actor, ""); err != nil {
		return page, err
	}
	list := audiences(actor)
	if len(list) == 0 {
		return page, fault.NotFound()
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) (err error) {
		if page, err = w.auditPage(tx.Reader, list, f); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.Read, Item: "aud_all", Hat: hatOfKeeper(actor), Object: "journal"})
	})
	if err != nil {
		return AuditPage{}, err
	}
	return page, nil
}

func (w *Workflow) auditPage(r *store.Reader, list []audit.Audience, f AuditFilter) (page AuditPage, err error) {
	page.People, page.Machine = slices.Contains(list, audit.ForPeople), slices.Contains(list, audit.ForMachine)
	asked := store.EntriesAsked{Before: audit.Entry{At: f.Before.At, ID: f.Before.ID}}
	for _, a := range list {
		page.Families = append(page.Families, audit.FamiliesFor(a)...)
		asked.Acts = append(asked.Acts, audit.ActsFor(a, f.Family)...)
	}
	slices.Sort(page.Families)
	page.Families = slices.Compact(page.Families)
	if asked.Subject, asked.From, asked.Until, err = w.auditBounds(r, page.Families, f); err != nil {
		return page, err
	}
	entries, more, err := auditEntries(r, list, asked)
	if err != nil {
		return page, err
	}
	if more {
		last := entries[len(entries)-1]
		page.Next = ReadMark{At: last.At, ID: last.ID}
	}
	page.Lines, err = auditLines(r, entries)
	return page, err
}

// auditBounds reads what is asked for, and tells every mistake at once.
func (w *Workflow) auditBounds(r *store.Reader, known []audit.Family, f AuditFilter) (who id.Person, from, until clock.Instant, err error) {
	var wrong []fault.Field
	if f.Family != "" && !slices.Contains(known, f.Family) {
		wrong = append(wrong, fault.Field{Name: "family", Message: "There is no such kind of line here. Choose one from the list."})
	}
	if f.Email != "" {
		p, ok, err := r.PersonByEmail(f.Email)
		if err != nil {
			return "", 0, 0, err
		}
		if who = p.ID; !ok {
			wrong = append(wrong, fault.Field{Name: "email", Message: "Nobody here has this e-mail address. Check how it is written, or leave it empty."})
		}
	}
	day := func(name string, d clock.Date, next int) clock.Instant {
		if d == "" {
			return 0
		}
		if _, err := clock.ParseDate(string(d)); err != nil {
			wrong = append(wrong, fault.Field{Name: name, Message: "This is no day. Write it as 2026-05-12, or leave it empty."})
			return 0
		}
		t := d.Time()
		return clock.At(time.Date(t.Year(), t.Month(), t.Day()+next, 0, 0, 0, 0, w.zone))
	}
	from, until = day("from", f.From, 0), day("until", f.Until, 1)
	return who, from, until, fault.InvalidFields(wrong)
}

// auditEntries goes back through the journal until a page is full.
func auditEntries(r *store.Reader, list []audit.Audience, asked store.EntriesAsked) (entries []audit.Entry, more bool, err error) {
	for asked.Limit = 4 * auditOnPage; ; {
		found, err := r.EntriesOfActs(asked)
		if err != nil {
			return nil, false, err
		}
		for _, e := range found {
			if !slices.ContainsFunc(list, e.SeenBy) {
				continue
			}
			if len(entries) == auditOnPage {
				return entries, true, nil
			}
			entries = append(entries, e)
		}
		if len(found) < asked.Limit {
			return entries, false, nil
		}
		asked.Before = found[len(found)-1]
	}
}

func auditLines(r *store.Reader, entries []audit.Entry) (lines []AuditLine, err error) {
	var who []id.Person
	for _, e := range entries {
		who = append(who, e.Subject, e.Actor)
	}
	known, err := r.PeopleByID(who)
	if err != nil {
		return nil, err
	}
	named := func(p id.Person) *PersonRef {
		if p == "" {
			return nil
		}
		ref := refOf(known, p)
		return &ref
	}
	for _, e := range entries {
		l := AuditLine{ID: e.ID, At: e.At, Act: e.Act, Item: e.Item, Hat: e.Hat, Via: e.Via, Subject: named(e.Subject)}
		if e.Named() {
			l.Actor = named(e.Actor)
		}
		lines = append(lines, l)
	}
	return lines, nil
}
