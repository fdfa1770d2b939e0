package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/store"
)

// ShareWith names with whom a plan is to be shared: one person or one squad.
type ShareWith struct {
	Person id.Person
	Squad  id.Unit
}

// SharePlan shows the actor's agreed focus areas to a person or to an own squad,
// until it is taken back. Only the person whose plan it is can do so.
func (w *Workflow) SharePlan(ctx context.Context, actor access.Actor, once Once, with ShareWith) (id.Share, error) {
	if err := signedIn(actor, access.ScopeGrowth); err != nil {
		return "", err
	}
	made, err := w.act(ctx, actor, once, with, func(tx *store.Tx) (string, error) {
		if err := mayShareWith(tx.Reader, actor.Person, with); err != nil {
			return "", err
		}
		s := growth.Share{ID: id.New[id.Share](), Subject: actor.Person, With: with.Person, Squad: with.Squad, Since: tx.Now()}
		if err := tx.AddShare(s); err != nil {
			return "", err
		}
		return string(s.ID), record(tx, actor, aboutShare(actor.Person, s.ID, audit.PlanShared))
	})
	return id.Share(made), err
}

func aboutShare(subject id.Person, s id.Share, act audit.Act) audit.Entry {
	self := access.Bond{Known: true, Self: true}
	return audit.Entry{Act: act, Hat: self.Hat(), Item: "focus", Subject: subject, Object: "share/" + string(s)}
}

func wrongShare(message string) error {
	return fault.InvalidFields([]fault.Field{{Name: "with", Message: message}})
}

func mayShareWith(r *store.Reader, subject id.Person, with ShareWith) error {
	if (with.Person == "") == (with.Squad == "") {
		return wrongShare(lang.Later("Name one person, or choose one of your squads."))
	}
	shares, err := r.SharesOf(subject)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(shares, func(s growth.Share) bool { return s.With == with.Person && s.Squad == with.Squad }) {
		return wrongShare(lang.Later("You share it with them already."))
	}
	if with.Squad != "" {
		return isOwnSquad(r, subject, with.Squad)
	}
	return mayBeShown(r, subject, with.Person)
}

func mayBeShown(r *store.Reader, subject, with id.Person) error {
	if subject == with {
		return wrongShare(lang.Later("This is your own plan already."))
	}
	if _, err := isHere(r, with); err != nil {
		return orElse(keepFailure(err), wrongShare(lang.Later("Nobody who works here is meant by this. Look in the directory and copy the address.")))
	}
	if manager, _, err := r.ManagerOf(subject); err != nil || manager == with {
		return orElse(err, wrongShare(lang.Later("Your manager reads all of it already.")))
	}
	offices, err := r.OfficesOf(with)
	if err == nil && growth.LooksAfter(offices) {
		err = wrongShare(lang.Later("People partners, compensation partners and operators look after everybody’s data, so a plan is not shared with them."))
	}
	return err
}

// keepFailure drops the failure that says that somebody is not there.
func keepFailure(err error) error {
	if fault.Is(err, fault.Absent) {
		return nil
	}
	return err
}

func isOwnSquad(r *store.Reader, who id.Person, squad id.Unit) error {
	squads, err := squadsOf(r, who)
	if err == nil && !slices.ContainsFunc(squads, func(u org.Unit) bool { return u.ID == squad }) {
		err = wrongShare(lang.Later("Choose one of the squads you are in."))
	}
	return err
}

// squadsOf returns the squads the person is in now, by name.
func squadsOf(r *store.Reader, who id.Person) (squads []org.Unit, err error) {
	members, err := r.Memberships([]id.Person{who})
	if err != nil {
		return nil, err
	}
	units, err := r.UnitsByID(eachOf(members[who], func(m org.Membership) id.Unit { return m.Unit }))
	for _, u := range units {
		if u.Kind == org.Squad {
			squads = append(squads, u)
		}
	}
	arrange.By(squads, func(a, b org.Unit) int { return org.Compare(a.Name, b.Name) })
	return squads, err
}

// EndShare takes one of the actor's shares back, from this instant on.
func (w *Workflow) EndShare(ctx context.Context, actor access.Actor, once Once, share id.Share) error {
	if err := signedIn(actor, access.ScopeGrowth); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, share, func(tx *store.Tx) (string, error) {
		if err := tx.EndShare(actor.Person, share); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutShare(actor.Person, share, audit.ShareEnded))
	})
	return err
}

// leaveShares ends what the person shares, and what is shared with them by name:
// who comes back is shown nothing that nobody chose anew.
func leaveShares(tx *store.Tx, person id.Person) error {
	for _, end := range []func(id.Person) error{tx.EndPrioritySharesOf, tx.EndExtractsOf, tx.EndSharesAround, tx.EndStepChoices} {
		if err := end(person); err != nil {
			return err
		}
	}
	return nil
}

// leaveFormer ends what was shared by name with whoever stops being the manager:
// a manager before has nothing of it, unless the person chooses them anew.
func leaveFormer(tx *store.Tx, ended []org.Line) error {
	for _, l := range ended {
		if err := tx.EndSharesBetween(l.Person, l.Manager); err != nil {
			return err
		}
	}
	return nil
}

// ShareView is one share as the person who gave it sees it.
type ShareView struct {
	growth.Share
	Person *PersonRef // one of the two is set
	Unit   *UnitRef
}

func (w *Workflow) shareViews(r *store.Reader, subject id.Person) ([]ShareView, error) {
	shares, err := r.SharesOf(subject)
	if err != nil || len(shares) == 0 {
		return nil, err
	}
	names, err := w.names(r)
	if err != nil {
		return nil, err
	}
	if err := names.know(r, eachOf(shares, func(s growth.Share) id.Unit { return s.Squad })); err != nil {
		return nil, err
	}
	people, err := r.PeopleByID(eachOf(shares, func(s growth.Share) id.Person { return s.With }))
	var views []ShareView
	for _, s := range shares {
		v := ShareView{Share: s}
		if s.Squad != "" {
			unit := names.unit(s.Squad)
			v.Unit = &unit
		} else {
			person := refOf(people, s.With)
			v.Person = &person
		}
		views = append(views, v)
	}
	return views, err
}

func eachOf[T any, V ~string](list []T, f func(T) V) (out []V) {
	for _, v := range list {
		if x := f(v); x != "" {
			out = append(out, x)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
