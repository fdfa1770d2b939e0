package workflow

import (
	"context"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// gatherer reads what a person's file holds of one class, in the rights of the
// person: it goes by the same reads as their pages, so that others' words are in it
// as far as the person may read them and no further.
type gatherer func(*gathering) error

// gatherers has one for each class that is in the file.
var gatherers = map[rights.Class]gatherer{
	rights.Profile: (*gathering).profile, rights.Account: (*gathering).account, rights.Step: (*gathering).step,
	rights.Evaluations: (*gathering).evaluations, rights.Promotions: (*gathering).promotions, rights.Feedback: (*gathering).feedback,
	rights.Growth: (*gathering).growth, rights.Journal: (*gathering).journal, rights.Priorities: (*gathering).priorities,
	rights.Roles: (*gathering).roles, rights.Titles: (*gathering).titles, rights.Pay: (*gathering).pay, rights.Sex: (*gathering).sex, rights.Wall: (*gathering).wall,
	rights.Extracts: (*gathering).extracts, rights.Readers: (*gathering).readers, rights.Said: (*gathering).said, rights.Own: (*gathering).asked,
}

// GathersClass tells whether a person's file has something of the class; a test holds
// it to the list of classes.
func GathersClass(c rights.Class) bool { return gatherers[c] != nil }

// gathering collects a file.
type gathering struct {
	*Workflow
	ctx   context.Context
	actor access.Actor
	list  []rights.Record
	files []growth.File
}

func (g *gathering) add(r *rights.Record) { g.list = append(g.list, *r) }

// view reads in the rights of the person.
func (g *gathering) view(f func(*store.Reader) error) error { return g.viewAs(g.ctx, g.actor, f) }

// PersonFile gives the actor everything that is held about them and theirs to read,
// and the files to fetch for it in the order in which the records name them. It asks
// that they have confirmed lately who they are, and no token gets one. That the file
// was made is in the journal.
func (w *Workflow) PersonFile(ctx context.Context, actor access.Actor) (f rights.File, files []growth.File, err error) {
	if err := own(actor); err != nil {
		return f, nil, err
	}
	ctx = lang.With(ctx, lang.English) // programs read it as well
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return err
		}
		who, err := tx.Person(actor.Person)
		if err != nil {
			return err
		}
		f = rights.File{Format: "cairn-person/1", Person: who.Name, Email: who.Email, MadeAt: tx.Now().Time()}
		return record(tx, actor, audit.Entry{Act: audit.FileMade, Hat: "self", Item: "export", Subject: actor.Person})
	})
	if err != nil {
		return rights.File{}, nil, err
	}
	g := &gathering{Workflow: w, ctx: ctx, actor: actor}
	for _, about := range rights.Classes() {
		if about.NotInFile != "" {
			f.Missing = append(f.Missing, rights.Missing{Title: about.Title, Why: about.NotInFile})
			continue
		}
		g.list = []rights.Record{}
		if err := gatherers[about.Class](g); err != nil {
			return rights.File{}, nil, fmt.Errorf("gather %s: %w", about.Class, err)
		}
		f.Sections = append(f.Sections, rights.Section{Class: about.Class, Title: about.Title, Why: about.Why, Read: about.Read,
			Kept: w.keeping.Of(about.Class).Words(), Records: g.list})
	}
	return f, g.files, nil
}

func (g *gathering) profile() error {
	p, err := g.Profile(g.ctx, g.actor, g.actor.Person)
	if err != nil {
		return err
	}
	var a store.Account
	if err := g.view(func(r *store.Reader) error { a, err = r.AccountOf(g.actor.Person); return err }); err != nil {
		return err
	}
	r := rights.NewRecord(p.Name, 0).Put("e-mail", p.Email).Put("start date", string(p.StartDate)).Put("time zone", p.Zone).
		Put("language", a.Language.Name()).
		Put("discipline", p.Discipline).Put("title", p.Title)
	if p.Manager != nil {
		r.Put("manager", p.Manager.Name)
	}
	for _, o := range p.Offices {
		r.Put("office", o.Words())
	}
	for _, u := range p.Units {
		r.Put("member of", u.Name)
	}
	for _, u := range p.Leads {
		r.Put("leads", u.Name)
	}
	g.add(r)
	return g.view(g.dated)
}

// dated is what of the profile has changed over time.
func (g *gathering) dated(r *store.Reader) error {
	n, err := g.names(r)
	if err != nil {
		return err
	}
	members, err := r.MembershipsOver(g.actor.Person)
	if err != nil {
		return err
	}
	err = n.know(r, eachOf(members, func(m org.Membership) id.Unit { return m.Unit }))
	for _, m := range members {
		g.add(rights.NewRecord("Member of "+n.unit(m.Unit).Name, m.Since).PutTime("until", m.Until))
	}
	if err != nil {
		return err
	}
	held, err := r.DisciplinesOf(g.actor.Person)
	for _, d := range held {
		g.add(rights.NewRecord("Discipline: "+n.discipline(d.Discipline), d.Since).PutTime("until", d.Until))
	}
	if err != nil {
		return err
	}
	roles, err := r.RolesOf(g.actor.Person)
	for _, t := range roles {
		g.add(rights.NewRecord("Role: "+n.role(t), t.Since).PutTime("until", t.Until))
	}
	if err != nil {
		return err
	}
	titles, err := r.TitlesOf(g.actor.Person)
	for _, t := range titles {
		g.add(rights.NewRecord("Title: "+t.Name, t.Since).PutTime("until", t.Until))
	}
	if err != nil {
		return err
	}
	lines, err := r.LinesOf(g.actor.Person)
	if err != nil {
		return err
	}
	var who []id.Person
	for _, l := range lines {
		who = append(who, l.Manager)
	}
	people, err := r.PeopleByID(who)
	for _, l := range lines {
		g.add(rights.NewRecord("Manager: "+people[l.Manager].Name, l.Since).PutTime("until", l.Until))
	}
	return err
}

func (g *gathering) account() error {
	sessions, err := g.Sessions(g.ctx, g.actor)
	for _, s := range sessions {
		g.add(rights.NewRecord("Signed in", s.MadeAt).Put("browser", s.Agent).PutTime("last seen", s.SeenAt).PutTime("ends", s.EndsAt))
	}
	if err != nil {
		return err
	}
	tokens, err := g.Tokens(g.ctx, g.actor)
	for _, t := range tokens {
		g.add(rights.NewRecord("Token: "+t.Name, t.MadeAt).PutTime("last used", t.UsedAt).PutTime("ends", t.EndsAt))
	}
	if err != nil {
		return err
	}
	second, err := g.Second(g.ctx, g.actor)
	for _, k := range second.Passkeys {
		g.add(rights.NewRecord("Passkey: "+k.Name, k.MadeAt).PutTime("last used", k.UsedAt))
	}
	if second.CodeApp.IsSet() {
		g.add(rights.NewRecord("A code app", second.CodeApp))
	}
	if err != nil {
		return err
	}
	since, err := g.FeedSince(g.ctx, g.actor)
	if since.IsSet() {
		g.add(rights.NewRecord("An address for my calendar", since))
	}
	if err != nil {
		return err
	}
	box, err := g.Inbox(g.ctx, g.actor)
	for _, l := range append(box.New, box.Before...) {
		r := rights.NewRecord("Told: "+l.Title, l.At)
		for _, said := range l.Said {
			r.Put("said", said)
		}
		g.add(r)
	}
	return err
}

func (g *gathering) step() error {
	s, err := g.Standing(g.ctx, g.actor, g.actor.Person)
	for _, e := range s.History {
		g.add(rights.NewRecord(e.Step.Name, e.Since).Put("set by", string(e.How)).Put("framework", e.Ref.String()))
	}
	if fault.Is(err, fault.Absent) {
		return nil
	}
	if err != nil {
		return err
	}
	return g.view(func(r *store.Reader) error {
		choices, err := r.StepChoices(g.actor.Person)
		for _, c := range choices {
			rec := rights.NewRecord("I opened my Step of that day to those whom the policy names", c.At)
			if c.Until.IsSet() {
				rec.Put("taken back or ended", c.Until.String())
			}
			g.add(rec)
		}
		return err
	})
}
