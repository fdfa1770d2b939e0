package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/store"
)

// ReadLine tells a person of one reading of what is about them: when, what, and
// in which capacity. The name is given for the current manager only; of others
// the capacity is what a person needs.
type ReadLine struct {
	ID      id.Entry
	At      clock.Instant
	Hat     string     // "manager", "former manager", "people partner" ...
	Manager *PersonRef // the current manager when it was them; nil otherwise
	Item    string     // the matrix's name of what was read
	Object  string     // "evaluation/ID" or "person/ID"
}

// ReadMark is the last line of a page, where the next page goes on.
type ReadMark struct {
	At clock.Instant
	ID id.Entry
}

// ReadsPage is one page of readings, the newest first.
type ReadsPage struct {
	Lines []ReadLine
	Next  ReadMark // not set on the last page
}

const (
	readsOnPage = 100
	journalPage = 500
)

// untold are drafts and notes that people keep for themselves: that they opened
// their own is no reading of the person it is about.
var untold = []string{"mgr_draft", "notes_mgr", "slotting"}

// ReadsAbout tells the actor who has read what about them, at most that many readings at
// a time; 0 asks for as many as a page shows. A token does not reach it.
func (w *Workflow) ReadsAbout(ctx context.Context, actor access.Actor, after ReadMark, most int) (page ReadsPage, err error) {
	if err := own(actor); err != nil {
		return page, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		manager, err := managerRef(r, actor.Person)
		if err != nil {
			return err
		}
		page, err = readsPage(r, actor.Person, manager, after, most)
		return err
	})
	return page, err
}

// readsPage walks the journal until a page is full; what it passes over are
// acts, which are no readings.
func readsPage(r *store.Reader, subject id.Person, manager *PersonRef, after ReadMark, most int) (page ReadsPage, err error) {
	if most <= 0 {
		most = readsOnPage
	}
	at := audit.Entry{At: after.At, ID: after.ID}
	for {
		found, err := r.EntriesAbout(subject, at, journalPage)
		if err != nil {
			return page, err
		}
		for _, e := range found {
			if !isTold(e) {
				continue
			}
			if n := len(page.Lines); n == most {
				page.Next = ReadMark{At: page.Lines[n-1].At, ID: page.Lines[n-1].ID}
				return page, nil
			}
			page.Lines = append(page.Lines, readLine(e, manager))
		}
		if len(found) < journalPage {
			return page, nil
		}
		at = found[len(found)-1]
	}
}

// isTold: readings of what is about the person, by somebody else.
func isTold(e audit.Entry) bool {
	somebody := e.Actor != "" || e.Via == string(viaLink)
	return e.Act == audit.Read && somebody && e.Actor != e.Subject && !slices.Contains(untold, e.Item)
}

func readLine(e audit.Entry, manager *PersonRef) ReadLine {
	l := ReadLine{ID: e.ID, At: e.At, Hat: e.Hat, Item: e.Item, Object: e.Object}
	if l.Hat == "manager" {
		if manager != nil && manager.ID == e.Actor {
			l.Manager = manager
		} else {
			l.Hat = "former manager"
		}
	}
	return l
}

func managerRef(r *store.Reader, person id.Person) (*PersonRef, error) {
	manager, ok, err := r.ManagerOf(person)
	if err != nil || !ok {
		return nil, err
	}
	people, err := r.PeopleByID([]id.Person{manager})
	ref := refOf(people, manager)
	return &ref, err
}

// ManagersOf returns the managers of the people named, to everybody who has
// signed in; whoever has none is missing. It takes two queries for all of them.
func (w *Workflow) ManagersOf(ctx context.Context, actor access.Actor, people []id.Person) (managers map[id.Person]PersonRef, err error) {
	if err := seesOrganisation(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		lines, err := r.ManagersOf(people)
		if err != nil {
			return err
		}
		who := make([]id.Person, 0, len(lines))
		for _, l := range lines {
			who = append(who, l.Manager)
		}
		known, err := r.PeopleByID(who)
		managers = make(map[id.Person]PersonRef, len(lines))
		for p, l := range lines {
			managers[p] = refOf(known, l.Manager)
		}
		return err
	})
	return managers, err
}
