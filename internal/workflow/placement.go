package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/rollout"
	"cairn/internal/store"
)

// Worksheet is where a manager places reports on trial. Nobody else reads it, and
// nobody is told that somebody was placed.
type Worksheet struct {
	Rollout id.Rollout
	Name    string
	Purpose string
	Steps   []framework.Step
	Lines   []PlacementLine // the manager's reports in the scope, by name
}

// PlacementLine is one report; Step is empty where nothing was said.
type PlacementLine struct {
	Person PersonRef
	Step   framework.StepID
}

// Worksheet returns the manager's own worksheet. For everybody who has no report in
// the scope there is none.
func (w *Workflow) Worksheet(ctx context.Context, actor access.Actor, ref id.Rollout) (s Worksheet, err error) {
	if err := own(actor); err != nil {
		return s, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		s, err = w.worksheet(r, actor, ref)
		return err
	})
	if err != nil || !s.anyPlaced() {
		return s, err
	}
	// What is about others is read in the transaction that writes it down.
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if s, err = w.worksheet(tx.Reader, actor, ref); err != nil {
			return err
		}
		for _, l := range s.Lines {
			if l.Step == "" {
				continue
			}
			line := audit.Entry{Act: audit.Read, Hat: "manager", Item: "slotting", Subject: l.Person.ID, Object: aboutRollout(ref)}
			if err := record(tx, actor, line); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Worksheet{}, err // what could not be written down is not read
	}
	return s, nil
}

func (s Worksheet) anyPlaced() bool {
	for _, l := range s.Lines {
		if l.Step != "" {
			return true
		}
	}
	return false
}

func (w *Workflow) worksheet(r *store.Reader, actor access.Actor, ref id.Rollout) (s Worksheet, err error) {
	of, reports, err := placeable(r, actor, ref)
	if err != nil {
		return s, err
	}
	f, err := w.current(r)
	if err != nil {
		return s, err
	}
	placed, err := r.PlacementsBy(ref, actor.Person)
	if err != nil {
		return s, err
	}
	step := make(map[id.Person]framework.StepID, len(placed))
	for _, p := range placed {
		step[p.Subject] = p.Step
	}
	people, err := r.PeopleByID(reports)
	s = Worksheet{Rollout: ref, Name: of.Name, Purpose: of.Purpose, Steps: f.StepsInOrder()}
	for _, p := range reports {
		s.Lines = append(s.Lines, PlacementLine{refOf(people, p), step[p]})
	}
	return s, err
}

// placeable returns whom the actor may place at this moment: the present reports in
// the scope of a rollout that has a trial and was not launched.
func placeable(r *store.Reader, actor access.Actor, ref id.Rollout) (*rollout.Rollout, []id.Person, error) {
	of, err := r.Rollout(ref)
	if err != nil {
		return nil, nil, err
	}
	if !of.MayPlace() {
		return nil, nil, fault.NotFound()
	}
	reports, err := reportsIn(r, actor.Person, of.Scope)
	if err == nil && len(reports) == 0 {
		err = fault.NotFound()
	}
	return of, reports, err
}

// reportsIn are the person's reports in the scope, by name.
func reportsIn(r *store.Reader, manager id.Person, scope id.Unit) (in []id.Person, err error) {
	reports, err := r.ReportsOf(manager)
	if err != nil || scope == "" || len(reports) == 0 {
		return reports, err
	}
	members, err := r.MembersOf(scope)
	belongs := make(map[id.Person]bool, len(members))
	for _, p := range members {
		belongs[p.ID] = true
	}
	for _, p := range reports {
		if belongs[p] {
			in = append(in, p)
		}
	}
	return in, err
}

// Place keeps where the manager would place reports; an empty step takes a placement
// away. Nothing follows from it for anybody.
func (w *Workflow) Place(ctx context.Context, actor access.Actor, once Once, ref id.Rollout, steps map[id.Person]framework.StepID) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Place id.Rollout
		Steps map[id.Person]framework.StepID
	}{ref, steps}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		have, err := w.worksheet(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if err := have.check(steps); err != nil {
			return "", err
		}
		for _, l := range have.Lines {
			step, said := steps[l.Person.ID]
			if !said || step == l.Step {
				continue
			}
			if err := tx.SavePlacement(rollout.Placement{Rollout: ref, Subject: l.Person.ID, Manager: actor.Person, Step: step}); err != nil {
				return "", err
			}
			line := audit.Entry{Act: audit.Placed, Hat: "manager", Item: "slotting", Subject: l.Person.ID, Object: aboutRollout(ref)}
			if err := record(tx, actor, line); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}

// check refuses people whom the manager cannot place, and steps that there are not.
func (s Worksheet) check(steps map[id.Person]framework.StepID) error {
	known, mine := map[framework.StepID]bool{"": true}, map[id.Person]bool{}
	for _, step := range s.Steps {
		known[step.ID] = true
	}
	for _, l := range s.Lines {
		mine[l.Person.ID] = true
	}
	for p, step := range steps {
		if !mine[p] {
			return fault.NotFound()
		}
		if !known[step] {
			return fault.InvalidFields([]fault.Field{{Name: "step:" + string(p), Message: "Choose one of the steps, or none."}})
		}
	}
	return nil
}

func stepIDs(f *framework.Framework) (list []framework.StepID) {
	for _, s := range f.StepsInOrder() {
		list = append(list, s.ID)
	}
	return list
}
