package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/store"
)

// tell tells a person of a thing, in the transaction of the act that it is about.
// Object is the thing's noun and id, "evaluation/ID"; the noun must be in things.
// What is told again before it was read is not told twice, and nobody is told of
// what they muted. Whoever acts is not told: that is the caller's to see to.
func tell(tx *store.Tx, to id.Person, kind notice.Kind, object string) error {
	return tellAll(tx, []notice.Notice{{Person: to, Kind: kind, Object: object}})
}

// tellAll tells many at once, in a few queries for all of them.
func tellAll(tx *store.Tx, list []notice.Notice) error {
	list, err := withoutThoseWhoLeft(tx.Reader, list)
	if err != nil || len(list) == 0 {
		return err
	}
	who := peopleOf(list)
	settings, err := tx.NoticeSettings(who)
	if err != nil {
		return err
	}
	muted, err := tx.MutedThings(who)
	if err != nil {
		return err
	}
	unread, err := tx.UnreadOf(who)
	if err != nil {
		return err
	}
	fresh, again := notice.Batch(list, unread, settings, muted)
	if err := tx.AddNotices(fresh); err != nil {
		return err
	}
	return tx.TouchNotices(again)
}

// tellEverybody tells all who are here but the one who acts.
func tellEverybody(tx *store.Tx, actor access.Actor, kind notice.Kind, object string) error {
	found, err := tx.Everybody()
	if err != nil {
		return err
	}
	list := make([]notice.Notice, 0, len(found))
	for _, p := range found {
		if p.ID != actor.Person {
			list = append(list, notice.Notice{Person: p.ID, Kind: kind, Object: object})
		}
	}
	return tellAll(tx, list)
}

// tellHolders tells those who hold the office, but for some.
func tellHolders(tx *store.Tx, office org.Office, kind notice.Kind, object string, but ...id.Person) error {
	holders, err := tx.HoldersOf(office)
	if err != nil {
		return err
	}
	var list []notice.Notice
	for _, p := range holders {
		if !slices.Contains(but, p) {
			list = append(list, notice.Notice{Person: p, Kind: kind, Object: object})
		}
	}
	return tellAll(tx, list)
}

// withoutThoseWhoLeft also leaves out nobody: an act may have no other side.
func withoutThoseWhoLeft(r *store.Reader, list []notice.Notice) (here []notice.Notice, err error) {
	people, err := r.PeopleByID(peopleOf(list))
	for _, n := range list {
		if p, known := people[n.Person]; known && p.Here(r.Now()) {
			here = append(here, n)
		}
	}
	return here, err
}

func peopleOf(list []notice.Notice) (who []id.Person) {
	seen := make(map[id.Person]bool, len(list))
	for _, n := range list {
		if n.Person != "" && !seen[n.Person] {
			seen[n.Person] = true
			who = append(who, n.Person)
		}
	}
	return who
}

// NoticeLine is what the inbox says about one thing. What the reader may no longer
// reach has no line.
type NoticeLine struct {
	ID    id.Notice // the newest about the thing
	Title string    // what the thing is called to this reader
	Path  string    // its one address
	Said  []string  // the newest first
	Turn  bool      // somebody waits for the reader
	Muted bool
	At    clock.Instant

	Always bool // it cannot be muted
}

// Inbox is what a person is told about.
type Inbox struct {
	New    []NoticeLine // the newest first, one for each thing
	Before []NoticeLine // read before
}

// How much of an inbox is shown. What is older can still be reached where it is.
const (
	mostNew    = 200
	mostBefore = 50
)

// Inbox returns what the actor is told about. Rights are those of this moment:
// what was told to somebody who may not see the thing any more is not listed. A
// token reaches only what its scopes do.
func (w *Workflow) Inbox(ctx context.Context, actor access.Actor) (Inbox, error) {
	return w.inbox(ctx, actor, mostBefore)
}

// News is what of the inbox has not been read.
func (w *Workflow) News(ctx context.Context, actor access.Actor) ([]NoticeLine, error) {
	box, err := w.inbox(ctx, actor, 0)
	return box.New, err
}

func (w *Workflow) inbox(ctx context.Context, actor access.Actor, before int) (box Inbox, err error) {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return box, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		muted, err := r.MutedThings([]id.Person{actor.Person})
		if err != nil {
			return err
		}
		fresh, err := r.Unread(actor.Person, mostNew)
		if err != nil {
			return err
		}
		l := lister{w: w, r: r, actor: actor, muted: muted, titles: map[string]string{}}
		if box.New, err = l.lines(fresh); err != nil {
			return err
		}
		if before == 0 {
			return nil
		}
		read, err := r.ReadBefore(actor.Person, before)
		if err != nil {
			return err
		}
		box.Before, err = l.lines(read)
		return err
	})
	return box, err
}

// lister turns notices into what their person may read of them.
type lister struct {
	w      *Workflow
	r      *store.Reader
	actor  access.Actor
	muted  map[notice.Thing]bool
	titles map[string]string // by object; empty when it is out of reach
}

// lines puts notices of the same thing together where they follow each other by
// thing, the newest first.
func (l lister) lines(list []notice.Notice) (lines []NoticeLine, err error) {
	at := map[string]int{}
	for _, n := range list {
		about, known := notice.Of(n.Kind)
		title, err := l.title(n.Object)
		if err != nil {
			return nil, err
		}
		if title == "" || !known {
			continue
		}
		if i, there := at[n.Object]; there {
			lines[i].Said, lines[i].Turn = append(lines[i].Said, about.Line), lines[i].Turn || about.Turn
			continue
		}
		at[n.Object] = len(lines)
		lines = append(lines, NoticeLine{
			ID: n.ID, Title: title, Path: pathOf(n.Object), Said: []string{about.Line}, Turn: about.Turn,
			Muted: !n.Kind.Always() && l.muted[notice.Thing{Person: n.Person, Object: n.Object}], At: n.At, Always: n.Kind.Always(),
		})
	}
	return lines, nil
}

func (l lister) title(object string) (string, error) {
	if title, asked := l.titles[object]; asked {
		return title, nil
	}
	title, err := l.w.titleOf(l.r, l.actor, object)
	if fault.Is(err, fault.Withheld) {
		title, err = "", nil
	}
	if err == nil {
		l.titles[object] = title
	}
	return title, err
}

// HasNews tells whether something is new for the person that they can reach; it
// is for the person's own pages only.
func (w *Workflow) HasNews(ctx context.Context, actor access.Actor) (news bool, err error) {
	if !actor.Known() {
		return false, nil
	}
	err = w.view(ctx, func(r *store.Reader) error {
		fresh, err := r.Unread(actor.Person, mostNew)
		l := lister{w: w, r: r, actor: actor, titles: map[string]string{}}
		for i := 0; err == nil && !news && i < len(fresh); i++ {
			var title string
			title, err = l.title(fresh[i].Object)
			news = title != ""
		}
		return err
	})
	return news, err
}

// NoticePath returns the one address of the thing that the actor's notice is
// about. A notice carries no right: as somebody else, or about what is out of
// reach by now, there is none.
func (w *Workflow) NoticePath(ctx context.Context, actor access.Actor, ref id.Notice) (path string, err error) {
	if err := own(actor); err != nil {
		return "", err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		n, err := w.noticeOf(r, actor, ref)
		path = pathOf(n.Object)
		return err
	})
	if err != nil {
		return "", err
	}
	return path, nil
}

func (w *Workflow) noticeOf(r *store.Reader, actor access.Actor, ref id.Notice) (notice.Notice, error) {
	n, err := r.Notice(ref)
	if err == nil && n.Person != actor.Person {
		err = fault.NotFound()
	}
	if err == nil {
		_, err = w.titleOf(r, actor, n.Object)
	}
	return n, err
}

// MarkRead notes that the actor has read what is told about the notice's thing.
func (w *Workflow) MarkRead(ctx context.Context, actor access.Actor, once Once, ref id.Notice) error {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return err
	}
	asked := struct{ Read id.Notice }{ref}
	_, err := w.act(store.Brief(ctx), actor, once, asked, func(tx *store.Tx) (string, error) {
		n, err := w.noticeOf(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		return "", tx.MarkThingRead(actor.Person, n.Object)
	})
	return err
}

// MarkAllRead notes that the actor has read everything.
func (w *Workflow) MarkAllRead(ctx context.Context, actor access.Actor, once Once) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(store.Brief(ctx), actor, once, struct{ ReadAll bool }{true}, func(tx *store.Tx) (string, error) {
		return "", tx.MarkAllRead(actor.Person)
	})
	return err
}

// Seen notes that the actor has come to the thing, and so has read what was told
// about it. It writes only when something was new.
func (w *Workflow) Seen(ctx context.Context, actor access.Actor, object string) error {
	fresh := false
	err := w.view(ctx, func(r *store.Reader) error {
		list, err := r.Unread(actor.Person, mostNew)
		for _, n := range list {
			fresh = fresh || n.Object == object
		}
		return err
	})
	if err != nil || !fresh {
		return err
	}
	return w.updateAs(store.Brief(ctx), actor, func(tx *store.Tx) error { return tx.MarkThingRead(actor.Person, object) })
}

// MuteThing keeps the actor from being told about the notice's thing, or ends
// that.
func (w *Workflow) MuteThing(ctx context.Context, actor access.Actor, once Once, ref id.Notice, mute bool) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Mute id.Notice
		On   bool
	}{ref, mute}
	_, err := w.act(store.Brief(ctx), actor, once, asked, func(tx *store.Tx) (string, error) {
		n, err := w.noticeOf(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if n.Way == notice.Always && mute {
			return "", fault.New(fault.Conflict, "Of this everybody is always told, so that nobody can change it behind your back.")
		}
		if err := tx.MuteThing(actor.Person, n.Object, mute); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.NoticesSet, Hat: "self", Subject: actor.Person})
	})
	return err
}

// NoticeSettings returns how the actor wants to be told.
func (w *Workflow) NoticeSettings(ctx context.Context, actor access.Actor) (s notice.Settings, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		all, err := r.NoticeSettings([]id.Person{actor.Person})
		s = all[actor.Person]
		return err
	})
	return s, err
}

// SetNoticeSettings keeps how the actor wants to be told, in the place of what was
// chosen before.
func (w *Workflow) SetNoticeSettings(ctx context.Context, actor access.Actor, once Once, s notice.Settings) error {
	if err := own(actor); err != nil {
		return err
	}
	if !s.Check() {
		return fault.New(fault.Invalid, "One of these is no way of being told. Load the page again and choose once more; nothing was changed.")
	}
	_, err := w.act(store.Brief(ctx), actor, once, s, func(tx *store.Tx) (string, error) {
		if err := tx.SetNoticeSettings(actor.Person, s); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.NoticesSet, Hat: "self", Subject: actor.Person})
	})
	return err
}
