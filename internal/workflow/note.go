package workflow

import (
	"cmp"
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/store"
)

// NoteView is an entry of a journal as somebody reads it.
type NoteView struct {
	growth.Note
	Owner    PersonRef
	Manager  PersonRef // of the owner, at this moment
	Own      bool
	Shared   bool
	AreaList []framework.Area // those of the framework in force that it names
	Files    []growth.File

	// For the owner alone.
	Draft  SavedNote   // written and not kept yet; Revision nought when there is none
	Beside []NotePlace // beside what it stands
	Places []NotePlace // beside what it could be put now
	Held   bool        // it stands beside something in which it stays as it is
}

// JournalView is a person's journal.
type JournalView struct {
	Mine  []NoteView       // the newest day first
	Shown []NoteView       // what reports show the actor
	Areas []framework.Area // to tag entries with
	Draft SavedNote        // of a new entry
}

// Notes returns the actor's own journal, and the entries that reports show them.
// Those are listed by name and day alone; reading one is journalled.
func (w *Workflow) Notes(ctx context.Context, actor access.Actor) (v JournalView, err error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		v = JournalView{}
		mine, err := r.NotesOf(actor.Person)
		if err != nil {
			return err
		}
		if v.Draft, err = savedNote(r, actor.Person, ""); err != nil {
			return err
		}
		reports, err := r.NotesOfReports(actor.Person)
		if err != nil {
			return err
		}
		if reports, err = withoutResting(r, reports, func(n *growth.Note) id.Person { return n.Owner }); err != nil {
			return err
		}
		if f, err := w.current(r); err == nil {
			v.Areas = f.AreasInOrder()
		} else if !fault.Is(err, fault.Unavailable) {
			return err
		}
		if v.Mine, err = w.noteViews(r, actor, mine); err != nil {
			return err
		}
		arrange.Stably(v.Mine, func(a, b NoteView) int { return -cmp.Compare(a.On, b.On) })
		v.Shown, err = w.shownViews(r, actor, reports)
		return err
	})
	return v, err
}

// NotesAtHand returns the entries that the actor wrote last, at most so many, and
// by day alone those that the subject shows them: what is looked back at beside a
// form, without opening whole journals.
func (w *Workflow) NotesAtHand(ctx context.Context, actor access.Actor, subject id.Person, most int) (v JournalView, err error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		v = JournalView{}
		mine, err := r.NewestNotesOf(actor.Person, most)
		if err != nil {
			return err
		}
		if v.Mine, err = w.noteViews(r, actor, mine); err != nil {
			return err
		}
		b, err := bond(r, actor, subject)
		if err != nil || !b.Manager {
			return err
		}
		shown, err := r.NotesShownBy(subject)
		if err != nil {
			return err
		}
		v.Shown, err = w.shownViews(r, actor, shown)
		return err
	})
	return v, err
}

// shownViews are entries that are shown to the actor, by name and day alone: to read
// one is an act of its own.
func (w *Workflow) shownViews(r *store.Reader, actor access.Actor, notes []*growth.Note) ([]NoteView, error) {
	notes = slices.DeleteFunc(notes, func(n *growth.Note) bool {
		return !n.VisibleTo(access.Bond{Known: true, Manager: true}, actor.Person)
	})
	views, err := w.noteViews(r, actor, notes)
	for i, n := range views {
		views[i].NoteText, views[i].Files, views[i].AreaList = growth.NoteText{On: n.On}, nil, nil
	}
	return views, err
}

func (w *Workflow) noteView(r *store.Reader, actor access.Actor, n *growth.Note) (v NoteView, err error) {
	list, err := w.noteViews(r, actor, []*growth.Note{n})
	if err != nil {
		return v, err
	}
	return list[0], nil
}

// noteViews fills in names, areas and files, in few queries for all of them.
func (w *Workflow) noteViews(r *store.Reader, actor access.Actor, notes []*growth.Note) (views []NoteView, err error) {
	if len(notes) == 0 {
		return nil, nil
	}
	owners := eachOf(notes, func(n *growth.Note) id.Person { return n.Owner })
	lines, err := r.ManagersOf(owners)
	if err != nil {
		return nil, err
	}
	who := slices.Clone(owners)
	for _, l := range lines {
		who = append(who, l.Manager)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return nil, err
	}
	files, err := r.FilesOfNotes(eachOf(notes, func(n *growth.Note) id.Note { return n.ID }))
	if err != nil {
		return nil, err
	}
	f, err := w.current(r)
	if err != nil && !fault.Is(err, fault.Unavailable) {
		return nil, err
	}
	for _, n := range notes {
		manager := lines[n.Owner].Manager
		v := NoteView{Note: *n, Owner: refOf(people, n.Owner), Manager: refOf(people, manager), Own: n.Owner == actor.Person,
			Shared: n.SharedWith != "" && n.SharedWith == manager, Files: files[n.ID]}
		for _, a := range n.Areas {
			if f == nil {
				break
			}
			if area, ok := f.Area(a); ok {
				v.AreaList = append(v.AreaList, area)
			}
		}
		views = append(views, v)
	}
	return views, nil
}

// Note returns one entry to its owner, or to the manager it is shown to, whose
// reading is journalled. For everybody else there is none.
func (w *Workflow) Note(ctx context.Context, actor access.Actor, ref id.Note) (v NoteView, err error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return v, err
	}
	var owner id.Person
	err = w.view(ctx, func(r *store.Reader) (err error) {
		owner, err = r.NoteOwner(ref)
		return err
	})
	if err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, owner, access.ScopeNotes, func(r *store.Reader, b access.Bond, journal journal) error {
		n, err := r.Note(ref)
		if err != nil {
			return err
		}
		if b, err = reachNote(r, actor, b, n); err != nil {
			return err
		}
		if v, err = w.noteView(r, actor, n); err != nil {
			return err
		}
		if b.Self {
			if v.Draft, err = savedNote(r, n.Owner, n.ID); err != nil {
				return err
			}
			return fillPlaces(r, actor, &v)
		}
		return journal(audit.Entry{Hat: b.Hat(), Item: "notes_self", Subject: n.Owner, Object: noteObject(n.ID)})
	})
	if err != nil {
		return NoteView{}, err
	}
	return v, nil
}

func noteObject(n id.Note) string { return "note/" + string(n) }

func aboutNote(n *growth.Note, act audit.Act, hat string) audit.Entry {
	return audit.Entry{Act: act, Hat: hat, Item: "notes_self", Subject: n.Owner, Object: noteObject(n.ID)}
}

// WriteNote keeps a new entry of the actor's journal, with the files that come
// with it. What was saved of it while it was written goes.
func (w *Workflow) WriteNote(ctx context.Context, actor access.Actor, once Once, d NoteDraft, files ...growth.Upload) (id.Note, error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return "", err
	}
	if len(files) > 0 {
		if err := w.room(); err != nil {
			return "", err
		}
	} else {
		ctx = store.Brief(ctx)
	}
	input := struct {
		Text  growth.NoteText
		Files []string
	}{d.NoteText, sumsOf(files)}
	ref, err := w.act(ctx, actor, once, input, func(tx *store.Tx) (string, error) {
		if err := w.checkNote(tx.Reader, d.NoteText); err != nil {
			return "", err
		}
		n := growth.NewNote(actor.Person, d.NoteText, tx.Now())
		if err := tx.AddNote(n); err != nil {
			return "", err
		}
		if err := tx.DropNoteDraft(actor.Person, "", d.Revision); err != nil {
			return "", err
		}
		if _, err := addFiles(tx, n, files); err != nil {
			return "", err
		}
		return string(n.ID), recordNew(tx, actor, aboutNote(n, audit.NoteWritten, "self"))
	})
	return id.Note(ref), err
}

func (w *Workflow) checkNote(r *store.Reader, text growth.NoteText) error {
	if len(text.Areas) == 0 {
		return text.Check(func(framework.AreaID) bool { return false })
	}
	known, err := w.knownArea(r)
	if err != nil {
		return err
	}
	return text.Check(known)
}

// noteAct is an act on an own entry.
func (w *Workflow) noteAct(ctx context.Context, actor access.Actor, once Once, ref id.Note, act audit.Act, input any, f func(*store.Tx, *growth.Note) error) error {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Note
		Input any
	}{act, ref, input}
	_, err := w.act(store.Brief(ctx), actor, once, asked, func(tx *store.Tx) (string, error) {
		n, err := tx.Note(ref)
		if err == nil && n.Owner != actor.Person {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		if err := f(tx, n); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutNote(n, act, "self"))
	})
	return err
}

// RewriteNote keeps another text of an own entry that was read at the version, and
// adds the files that come with it.
func (w *Workflow) RewriteNote(ctx context.Context, actor access.Actor, once Once, ref id.Note, d NoteDraft, read int64, files ...growth.Upload) error {
	if len(files) > 0 {
		if err := w.room(); err != nil {
			return err
		}
	}
	input := struct {
		Text  growth.NoteText
		Read  int64
		Files []string
	}{d.NoteText, read, sumsOf(files)}
	return w.noteAct(ctx, actor, once, ref, audit.NoteWritten, input, func(tx *store.Tx, n *growth.Note) error {
		if err := w.checkNote(tx.Reader, d.NoteText); err != nil {
			return err
		}
		if n.Version != read {
			return fault.Stale()
		}
		if err := free(tx.Reader, actor, n); err != nil {
			return err
		}
		n.NoteText, n.SavedAt = d.NoteText, tx.Now()
		if err := tx.SaveNote(n); err != nil {
			return err
		}
		if err := tx.DropNoteDraft(n.Owner, n.ID, d.Revision); err != nil {
			return err
		}
		_, err := addFiles(tx, n, files)
		return err
	})
}

// RemoveNote removes an own entry for good, with its files.
func (w *Workflow) RemoveNote(ctx context.Context, actor access.Actor, once Once, ref id.Note) error {
	return w.noteAct(ctx, actor, once, ref, audit.NoteRemoved, nil, func(tx *store.Tx, n *growth.Note) error {
		if err := free(tx.Reader, actor, n); err != nil {
			return err
		}
		if n.SharedWith != "" {
			if err := tx.DropNotices(n.SharedWith, noteObject(n.ID)); err != nil {
				return err
			}
		}
		return tx.RemoveNote(n)
	})
}

// ShareNote shows one own entry to the manager of now, until it is taken back.
func (w *Workflow) ShareNote(ctx context.Context, actor access.Actor, once Once, ref id.Note) error {
	return w.noteAct(ctx, actor, once, ref, audit.NoteShared, nil, func(tx *store.Tx, n *growth.Note) error {
		manager, _, err := tx.ManagerOf(n.Owner)
		if err != nil {
			return err
		}
		if err := n.Share(manager); err != nil {
			return err
		}
		if err := tx.SaveNote(n); err != nil {
			return err
		}
		return tell(tx, manager, notice.NoteShared, noteObject(n.ID))
	})
}

// UnshareNote ends that, from this instant on.
func (w *Workflow) UnshareNote(ctx context.Context, actor access.Actor, once Once, ref id.Note) error {
	return w.noteAct(ctx, actor, once, ref, audit.NoteUnshared, nil, func(tx *store.Tx, n *growth.Note) error {
		with := n.SharedWith
		if err := n.Unshare(); err != nil {
			return err
		}
		if err := tx.SaveNote(n); err != nil {
			return err
		}
		return tx.DropNotices(with, noteObject(n.ID))
	})
}

// notesAfterManagers ends what was shown to a former manager.
func notesAfterManagers(tx *store.Tx, actor access.Actor, changed []org.Line) error {
	if len(changed) == 0 {
		return nil
	}
	showers, err := tx.NoteShowers()
	if err != nil {
		return err
	}
	shows := make(map[id.Person]bool, len(showers))
	for _, s := range showers {
		shows[s] = true
	}
	for _, l := range changed {
		if !shows[l.Person] {
			continue
		}
		list, err := tx.NotesShownBy(l.Person)
		if err != nil {
			return err
		}
		for _, n := range list {
			if n.SharedWith == l.Manager {
				continue
			}
			before := n.SharedWith
			if err := n.Unshare(); err != nil {
				return err
			}
			if err := tx.SaveNote(n); err != nil {
				return err
			}
			if err := tx.DropNotices(before, noteObject(n.ID)); err != nil {
				return err
			}
			if err := record(tx, actor, aboutNote(n, audit.NoteUnshared, "")); err != nil {
				return err
			}
		}
	}
	return nil
}

func noteTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	n, err := r.Note(id.Note(ref))
	if err != nil {
		return "", err
	}
	b, err := bond(r, actor, n.Owner)
	if err == nil && !n.VisibleTo(b, actor.Person) {
		err = fault.NotFound()
	}
	if err != nil || b.Self {
		return lang.Say(r.Context(), "An entry of your journal"), err
	}
	people, err := r.PeopleByID([]id.Person{n.Owner})
	return lang.Say(r.Context(), "An entry of {name}’s journal", "name", people[n.Owner].Name), err
}
