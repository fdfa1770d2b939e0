package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/role"
	"cairn/internal/store"
)

// RoleHeld is a role of today, before or to come, as everybody may know it. The
// dates of what has begun are there for those who know the start date: the first
// role began on that day.
type RoleHeld struct {
	Name         string
	Past, Coming bool
	From, Until  clock.Date
}

// withoutPast leaves out what would tell when somebody began here.
func (h RoleHeld) withoutPast() RoleHeld {
	if h.Coming {
		return RoleHeld{Name: h.Name, Coming: true, From: h.From}
	}
	return RoleHeld{Name: h.Name, Past: h.Past}
}

// RoleRequestView is a request as one of the two sees it, or the part of it that
// the lead who is asked may know. What is not for the viewer is not in it.
type RoleRequestView struct {
	ID       id.RoleRequest
	Subject  PersonRef
	Name     string // of the role
	Kind     role.Kind
	Days     role.Days // for which it is asked
	Self     bool
	Manager  bool
	AsLead   bool   // the viewer is the lead who is asked
	Minimum  string // the step the framework asks for; open to everybody, as the framework is
	AskedAt  clock.Instant
	ClosedAt clock.Instant
	Stage    role.Stage

	AskedBy   PersonRef
	Why       string
	Answer    string
	Short     bool       // the framework asks for a wider step than the person's; for the two only
	Lead      *PersonRef // who is or would be asked; nil where the manager writes the reason
	ManagerIs *PersonRef

	Departure *role.Departure
	Read      []clock.Instant // when the lead has looked at the question
}

// RoleLine is a request in a list.
type RoleLine struct {
	ID                id.RoleRequest
	Subject           PersonRef
	Name              string
	Kind              role.Kind
	Stage             role.Stage
	Yours             bool // it is the viewer's turn
	Own               bool // it is about the viewer
	AskedAt, ClosedAt clock.Instant
}

// RoleRequest shows a request to the person, the manager, and as far as it goes to
// the lead who is asked. The check against the minimum is done for the two only;
// the manager's reading of it is a reading of the Step, and the lead's of the
// departure is written down where the person finds it.
func (w *Workflow) RoleRequest(ctx context.Context, actor access.Actor, ref id.RoleRequest) (v RoleRequestView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	var subject id.Person
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		found, _, err := reachRequest(r, actor, ref, true)
		if err == nil {
			subject = found.Subject
		}
		return err
	})
	if err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, "", func(r *store.Reader, _ access.Bond, journal journal) error {
		found, b, err := reachRequest(r, actor, ref, true)
		if err != nil {
			return err
		}
		if b.Pair() {
			v, err = w.requestOfPair(r, b, found, journal)
			return err
		}
		v, err = w.requestOfLead(r, found, journal)
		return err
	})
	if err != nil {
		return RoleRequestView{}, err
	}
	return v, nil
}

func (w *Workflow) requestOfPair(r *store.Reader, b access.Bond, q *store.RoleRequest, journal journal) (v RoleRequestView, err error) {
	if v, err = w.requestCommon(r, q); err != nil {
		return v, err
	}
	if v.Minimum != "" {
		if err := journal(audit.Entry{Item: "step", Subject: q.Subject, Object: "person/" + string(q.Subject)}); err != nil {
			return v, err
		}
		if v.Short, err = w.short(r, q); err != nil {
			return v, err
		}
	}
	v.Self, v.Manager, v.Stage, v.Why, v.Answer, v.Departure = b.Self, b.Manager, q.Stage, q.Why, q.Answer, q.Departure
	if d := q.Departure; d != nil {
		entries, err := r.ReadingsOf(aboutDeparture(d.ID))
		if err != nil {
			return v, err
		}
		for _, e := range entries {
			v.Read = append(v.Read, e.At)
		}
	}
	return v, w.requestPeople(r, q, &v)
}

func aboutDeparture(ref id.Departure) string { return "departure/" + string(ref) }

// requestPeople names who has a word in it.
func (w *Workflow) requestPeople(r *store.Reader, q *store.RoleRequest, v *RoleRequestView) error {
	manager, managed, err := r.ManagerOf(q.Subject)
	if err != nil {
		return err
	}
	lead, err := leadOver(r, q.Subject)
	if err != nil {
		return err
	}
	if d := q.Departure; d != nil && (!q.Open() || d.AnsweredAt.IsSet()) {
		lead = d.Lead
	}
	people, err := r.PeopleByID(without("", []id.Person{manager, lead, q.AskedBy}))
	v.AskedBy = refOf(people, q.AskedBy)
	if managed {
		ref := refOf(people, manager)
		v.ManagerIs = &ref
	}
	if lead != "" && lead != manager {
		ref := refOf(people, lead)
		v.Lead = &ref
	}
	return err
}

func without(none id.Person, all []id.Person) (list []id.Person) {
	for _, p := range all {
		if p != none {
			list = append(list, p)
		}
	}
	return list
}

// requestOfLead is what the lead learns: who, which role, the manager's words, and
// that it departs from the framework. Nothing else of the request is there.
func (w *Workflow) requestOfLead(r *store.Reader, q *store.RoleRequest, journal journal) (v RoleRequestView, err error) {
	err = journal(audit.Entry{Item: "exception", Hat: "tribe lead", Object: aboutDeparture(q.Departure.ID)})
	if err != nil {
		return v, err
	}
	if v, err = w.requestCommon(r, q); err != nil {
		return v, err
	}
	v.AsLead, v.Departure, v.ClosedAt = true, q.Departure, 0
	if q.Stage == role.WithLead {
		v.Stage = role.WithLead
	}
	people, err := r.PeopleByID([]id.Person{q.Departure.AskedBy})
	v.AskedBy = refOf(people, q.Departure.AskedBy)
	v.AskedAt = q.Departure.AgreedAt
	return v, err
}

func (w *Workflow) requestCommon(r *store.Reader, q *store.RoleRequest) (v RoleRequestView, err error) {
	n, err := w.names(r)
	if err != nil {
		return v, err
	}
	people, err := r.PeopleByID([]id.Person{q.Subject})
	v = RoleRequestView{ID: q.ID, Subject: refOf(people, q.Subject), Name: n.role(taken(q)), Kind: q.Kind, Days: q.Days, AskedAt: q.AskedAt, ClosedAt: q.ClosedAt}
	if n.framework != nil && q.Catalogue && q.Kind == role.TakeUp {
		known, _ := n.framework.Role(framework.RoleID(q.Role))
		step, _ := n.framework.Step(known.MinStep)
		v.Minimum = step.Name
	}
	return v, err
}

// RoleRequests lists the requests about a person, the newest first, for the two.
func (w *Workflow) RoleRequests(ctx context.Context, actor access.Actor, subject id.Person) (lines []RoleLine, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		b, err := bond(r, actor, subject)
		if err != nil || !role.VisibleTo(b) {
			return orElse(err, fault.NotFound())
		}
		all, err := r.RoleRequestsOf(subject)
		if err != nil {
			return err
		}
		lines, err = w.roleLines(r, actor, all)
		return err
	})
	return lines, err
}

// roleTurns lists the open requests that concern the actor: their own, those of
// their reports, and as a lead those they are asked about.
func (w *Workflow) roleTurns(r *store.Reader, actor id.Person, reports []id.Person) ([]RoleLine, error) {
	found, err := r.OpenRoleRequestsOf(append([]id.Person{actor}, reports...))
	if err != nil {
		return nil, err
	}
	asked, err := askedAsLead(r, actor, found)
	if err != nil {
		return nil, err
	}
	return w.roleLines(r, access.Actor{Person: actor, Via: access.ViaSession}, append(found, asked...))
}

// askedAsLead finds the requests that wait for a lead's answer. Nobody who leads
// nothing looks.
func askedAsLead(r *store.Reader, actor id.Person, have []*store.RoleRequest) (list []*store.RoleRequest, err error) {
	if leads, err := r.LeadsSomething(actor); err != nil || !leads {
		return nil, err
	}
	seen := map[id.RoleRequest]bool{}
	for _, q := range have {
		seen[q.ID] = true
	}
	open, err := r.OpenRoleRequests()
	if err != nil {
		return nil, err
	}
	for _, q := range open {
		if seen[q.ID] || q.Stage != role.WithLead || !q.ToldTo(actor) {
			continue
		}
		lead, err := leadOver(r, q.Subject)
		if err != nil {
			return nil, err
		}
		if lead == actor {
			list = append(list, q)
		}
	}
	return list, nil
}

func (w *Workflow) roleLines(r *store.Reader, actor access.Actor, list []*store.RoleRequest) (lines []RoleLine, err error) {
	if len(list) == 0 {
		return nil, nil
	}
	n, err := w.names(r)
	if err != nil {
		return nil, err
	}
	var who []id.Person
	for _, q := range list {
		who = append(who, q.Subject)
	}
	people, err := r.PeopleByID(who)
	for _, q := range list {
		lines = append(lines, RoleLine{
			ID: q.ID, Subject: refOf(people, q.Subject), Name: n.role(taken(q)), Kind: q.Kind, Stage: q.Stage,
			Yours: q.Open() && yourTurn(q, actor.Person), Own: q.Subject == actor.Person, AskedAt: q.AskedAt, ClosedAt: q.ClosedAt,
		})
	}
	return lines, err
}

// yourTurn: the person's while their word is asked, the lead's while the question
// is theirs, and the manager's otherwise.
func yourTurn(q *store.RoleRequest, who id.Person) bool {
	switch q.Stage {
	case role.Consent:
		return q.Subject == who
	case role.WithLead:
		return q.Departure.Lead == who
	}
	return q.Subject != who
}
