package workflow

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// UnitRef is a unit as others are shown it.
type UnitRef struct {
	ID    id.Unit
	Kind  org.UnitKind
	Name  string
	Tribe *UnitRef // of a squad or a chapter; nil otherwise
}

// PersonEntry is a person as lists show them: what is open to everybody.
type PersonEntry struct {
	PersonRef
	Email      string
	Title      string
	Discipline string    // by its name in the framework in force; empty when none
	Roles      []string  // by their names, the oldest first
	Units      []UnitRef // the oldest membership first
	Leads      []UnitRef // units the person leads, by name
}

// DirectoryFilter narrows the directory; what is empty narrows nothing.
type DirectoryFilter struct {
	Words      string    // each must be part of the name or the address
	Unit       id.Unit   // with the squads and chapters of a tribe
	Discipline string    // a discipline's id or name
	After      id.Person // the Next of the page before
	Limit      int       // 50 when not set, 200 at most
	Count      int       // count no further than this; everybody when not set
}

// DirectoryPage is one page of the directory, by name.
type DirectoryPage struct {
	People []PersonEntry
	Total  int       // of the whole filter, as far as it was counted
	Others bool      // there are more than the total
	Next   id.Person // empty on the last page
}

// Profile is a person's page: nothing on it depends on a Step.
type Profile struct {
	PersonEntry
	Zone      string
	Offices   []org.Office
	Manager   *PersonRef // nil when there is none
	Reports   []PersonRef
	StartDate clock.Date // only for those who may see it, and never over a token
	Bond      access.Bond
	Held      []RoleHeld // roles over time, the newest first
}

const (
	pageSize    = 50
	pageSizeMax = 200
)

// seesOrganisation lets in whoever has signed in, tokens of that scope, and the
// command line.
func seesOrganisation(actor access.Actor) error {
	if actor.Via == access.ViaCommand || actor.Via == access.ViaItself {
		return nil
	}
	return reads(actor, access.ScopeOrganisation)
}

// Directory lists who is here, by name, to everybody who has signed in.
func (w *Workflow) Directory(ctx context.Context, actor access.Actor, filter DirectoryFilter) (page DirectoryPage, err error) {
	if err := seesOrganisation(actor); err != nil {
		return page, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		names, err := w.names(r)
		if err != nil {
			return err
		}
		found, err := r.People(store.PeopleFilter{
			Words: filter.Words, Unit: filter.Unit, Discipline: names.disciplineKey(filter.Discipline),
			After: filter.After, Limit: limitOf(filter.Limit), Count: filter.Count,
		})
		if err != nil {
			return err
		}
		page = DirectoryPage{Total: found.Total, Others: found.Others}
		if found.More {
			page.Next = found.People[len(found.People)-1].ID
		}
		page.People, err = entries(r, names, found.People)
		return err
	})
	return page, err
}

// Few names everybody who is here, by name, for a form to offer; where they are more than
// the limit it names nobody, and many tells so.
func (w *Workflow) Few(ctx context.Context, actor access.Actor, limit int) (people []PersonRef, many bool, err error) {
	if err := seesOrganisation(actor); err != nil {
		return nil, false, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if many, err = r.MoreThan(limit); err != nil || many {
			return err
		}
		all, err := r.FirstPeople(limit)
		people = eachRef(all)
		return err
	})
	return people, many, err
}

func eachRef(people []org.Person) []PersonRef {
	refs := make([]PersonRef, 0, len(people))
	for _, p := range people {
		refs = append(refs, PersonRef{ID: p.ID, Name: p.Name})
	}
	return refs
}

func limitOf(asked int) int {
	if asked <= 0 {
		return pageSize
	}
	return min(asked, pageSizeMax)
}

// DisciplineHeld returns the actor's present discipline as it is kept, by its id or in
// words; empty where they have none.
func (w *Workflow) DisciplineHeld(ctx context.Context, actor access.Actor) (held string, err error) {
	if err := signedIn(actor, access.ScopeOrganisation); err != nil {
		return "", err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		held, err = r.DisciplineOf(actor.Person)
		return err
	})
	return held, err
}

// Profile shows a person to everybody who has signed in. The start date is there
// for those whom it concerns only; their reading of it is journalled. Whoever has
// left is answered as absent.
func (w *Workflow) Profile(ctx context.Context, actor access.Actor, person id.Person) (p Profile, err error) {
	err = w.readAbout(ctx, actor, person, access.ScopeOrganisation, func(r *store.Reader, b access.Bond, journal journal) error {
		who, err := isHere(r, person)
		if err != nil {
			return err
		}
		if !b.SeesProfile() {
			return fault.NotFound()
		}
		if p, err = w.profile(r, who); err != nil {
			return err
		}
		p.Bond = b
		if !b.SeesStartDate() || actor.Via == access.ViaToken {
			for i := range p.Held {
				p.Held[i] = p.Held[i].withoutPast()
			}
			return nil
		}
		if err := journal(audit.Entry{Item: "hr_attr", Subject: person, Object: "person/" + string(person)}); err != nil {
			return err
		}
		dates, err := r.StartDates([]id.Person{person})
		p.StartDate = dates[person]
		return err
	})
	if err != nil {
		return Profile{}, err
	}
	return p, nil
}

func (w *Workflow) profile(r *store.Reader, who org.Person) (p Profile, err error) {
	names, err := w.names(r)
	if err != nil {
		return p, err
	}
	over, err := r.RolesOf(who.ID)
	if err != nil {
		return p, err
	}
	list, err := entriesWith(r, names, []org.Person{who}, map[id.Person][]org.RoleTaken{who.ID: rolesAt(over, r.Now())})
	if err != nil {
		return p, err
	}
	p = Profile{PersonEntry: list[0], Zone: who.Zone}
	if p.Offices, err = r.OfficesOf(who.ID); err != nil {
		return p, err
	}
	p.Held = w.rolesHeld(r, names, over)
	return p, profileLines(r, &p)
}

// ReportsPage is one page of whom a person manages, by name.
type ReportsPage struct {
	Manager PersonRef
	Reports []DirectReport
	Next    id.Person // empty on the last page
}

// DirectReport is somebody whom a person manages: what is open to everybody.
type DirectReport struct {
	PersonRef
	Email string
	Title string
}

// Reports lists whom the person manages now, by name, after the one named, to everybody
// who has signed in, as the person's page does. Whoever has left is answered as absent.
func (w *Workflow) Reports(ctx context.Context, actor access.Actor, person, after id.Person, limit int) (page ReportsPage, err error) {
	err = w.readAbout(ctx, actor, person, access.ScopeOrganisation, func(r *store.Reader, b access.Bond, _ journal) error {
		manager, err := isHere(r, person)
		if err != nil {
			return err
		}
		if !b.SeesProfile() {
			return fault.NotFound()
		}
		reports, more, err := r.ReportsPage(person, after, limitOf(limit))
		if err != nil {
			return err
		}
		page = ReportsPage{Manager: PersonRef{ID: manager.ID, Name: manager.Name}}
		for _, p := range reports {
			page.Reports = append(page.Reports, DirectReport{PersonRef{ID: p.ID, Name: p.Name}, p.Email, p.Title})
		}
		if more {
			page.Next = reports[len(reports)-1].ID
		}
		return nil
	})
	if err != nil {
		return ReportsPage{}, err
	}
	return page, nil
}

// rolesHeld tells a person's roles over time, the newest first.
func (w *Workflow) rolesHeld(r *store.Reader, n names, all []org.RoleTaken) (held []RoleHeld) {
	for _, t := range slices.Backward(all) {
		h := RoleHeld{
			Name: n.role(t), Past: t.Until.IsSet() && t.Until <= r.Now(), Coming: t.Since > r.Now(),
			From: clock.DateOf(t.Since, w.zone),
		}
		if t.Until.IsSet() {
			h.Until = clock.DateOf(t.Until, w.zone)
		}
		held = append(held, h)
	}
	return held
}

// rolesAt are those of the roles over time that are held at the instant, the oldest first.
func rolesAt(over []org.RoleTaken, at clock.Instant) []org.RoleTaken {
	return slices.DeleteFunc(slices.Clone(over), func(t org.RoleTaken) bool { return t.Since > at || t.Until.IsSet() && t.Until <= at })
}

// profileLines fills in the manager and the reports, by name.
func profileLines(r *store.Reader, p *Profile) error {
	manager, reports, err := r.LinesBeside(p.ID)
	if manager.ID != "" {
		p.Manager = &PersonRef{ID: manager.ID, Name: manager.Name}
	}
	p.Reports = eachRef(reports)
	return err
}

// PersonByEmail finds somebody who is here by address, whatever its case.
func (w *Workflow) PersonByEmail(ctx context.Context, actor access.Actor, email string) (ref PersonRef, err error) {
	if err := seesOrganisation(actor); err != nil {
		return ref, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		p, ok, err := r.PersonByEmail(email)
		if err == nil && (!ok || !p.Here(r.Now())) {
			err = fault.NotFound()
		}
		ref = PersonRef{ID: p.ID, Name: p.Name}
		return err
	})
	if err != nil {
		return PersonRef{}, err
	}
	return ref, nil
}

// names gives what people call disciplines and roles, and units that it knows.
type names struct {
	framework *framework.Framework // nil while none is published
	units     map[id.Unit]org.Unit
}

func (w *Workflow) names(r *store.Reader) (n names, err error) {
	if n.framework, err = w.catalogue(r); fault.Is(err, fault.Unavailable) {
		err = nil
	}
	n.units = map[id.Unit]org.Unit{}
	return n, err
}

// know looks these units up. Pages about a person name a few, however many there are.
func (n names) know(r *store.Reader, units []id.Unit) error {
	known, err := r.UnitsByID(units)
	maps.Copy(n.units, known)
	return err
}

// everyName is names that knows every unit, for what is about the whole organisation.
func (w *Workflow) everyName(r *store.Reader) (n names, err error) {
	if n, err = w.names(r); err != nil {
		return n, err
	}
	units, err := r.Units()
	for _, u := range units {
		n.units[u.ID] = u
	}
	return n, err
}

func (n names) unit(u id.Unit) UnitRef {
	known := n.units[u]
	ref := UnitRef{ID: known.ID, Kind: known.Kind, Name: known.Name}
	if known.Tribe != "" {
		tribe := n.unit(known.Tribe)
		ref.Tribe = &tribe
	}
	return ref
}

// unitWord is what the organisation calls the kind.
func (n names) unitWord(kind org.UnitKind) string {
	if n.framework != nil {
		words := n.framework.Words
		own := map[org.UnitKind]string{org.Squad: words.Team, org.Chapter: words.LineGroup, org.Tribe: words.Area, org.Guild: words.Community}[kind]
		if own != "" {
			return own
		}
	}
	return string(kind)
}

func (n names) discipline(stored string) string {
	if n.framework != nil {
		if d, ok := n.framework.Discipline(framework.DisciplineID(stored)); ok {
			return d.Name
		}
	}
	return stored
}

// disciplineKey returns what is stored for a discipline that somebody named.
func (n names) disciplineKey(named string) string {
	if n.framework != nil {
		if d, ok := n.framework.DisciplineNamed(named); ok {
			return string(d.ID)
		}
	}
	return named
}

func (n names) role(taken org.RoleTaken) string {
	if n.framework != nil && taken.Catalogue {
		if r, ok := n.framework.Role(framework.RoleID(taken.Role)); ok {
			return r.Name
		}
	}
	return taken.Role
}

// entries loads what lists show of the people, in a few queries for all of them.
func entries(r *store.Reader, n names, people []org.Person) ([]PersonEntry, error) {
	roles, err := r.Roles(whoOf(people))
	if err != nil {
		return nil, err
	}
	return entriesWith(r, n, people, roles)
}

func whoOf(people []org.Person) []id.Person {
	who := make([]id.Person, 0, len(people))
	for _, p := range people {
		who = append(who, p.ID)
	}
	return who
}

// entriesWith is entries with the roles that each plays now.
func entriesWith(r *store.Reader, n names, people []org.Person, roles map[id.Person][]org.RoleTaken) ([]PersonEntry, error) {
	who := whoOf(people)
	places, err := r.PlacesOf(who)
	if err != nil {
		return nil, err
	}
	maps.Copy(n.units, places.Units)
	disciplines, err := r.Disciplines(who)
	if err != nil {
		return nil, err
	}
	list := make([]PersonEntry, 0, len(people))
	for _, p := range people {
		e := PersonEntry{PersonRef: PersonRef{ID: p.ID, Name: p.Name}, Email: p.Email, Title: p.Title, Discipline: n.discipline(disciplines[p.ID].Discipline)}
		for _, u := range places.Member[p.ID] {
			e.Units = append(e.Units, n.unit(u))
		}
		for _, u := range places.Leads[p.ID] {
			e.Leads = append(e.Leads, n.unit(u))
		}
		arrange.By(e.Leads, func(a, b UnitRef) int { return cmp.Or(org.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
		for _, t := range roles[p.ID] {
			e.Roles = append(e.Roles, n.role(t))
		}
		list = append(list, e)
	}
	return list, nil
}
