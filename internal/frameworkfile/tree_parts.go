package frameworkfile

import (
	"sort"

	"cairn/internal/framework"
)

func (t *tree) source(s framework.Source) entry {
	return set("source", t.record("source", "", may("url", s.URL), may("licence", s.Licence), may("attribution", s.Attribution)))
}

func (t *tree) replaces(r *framework.Replaces) entry {
	if r == nil {
		return entry{"replaces", t.record("replaces", ""), true}
	}
	var ids []string
	for id := range r.Map {
		ids = append(ids, string(id))
	}
	sort.Strings(ids)
	var pairs []entry
	for _, id := range ids {
		pairs = append(pairs, must(id, string(r.Map[framework.ExampleID(id)])))
	}
	return entry{"replaces", t.record("replaces", "", must("version", r.Version), set("map", record{fields: pairs})), false}
}

func (t *tree) words(w framework.Words) entry {
	u := usualWords
	return set("words", t.record("words", "", word("team", w.Team, u.Team), word("line_group", w.LineGroup, u.LineGroup), word("area", w.Area, u.Area),
		word("community", w.Community, u.Community), word("step", w.Step, u.Step), word("manager", w.Manager, u.Manager)))
}

func (t *tree) policy(p framework.Policy) entry {
	visible := listOf(p.StepVisibleTo)
	if len(visible.all) == 0 {
		visible = listOf(usualPolicy.StepVisibleTo)
	}
	return set("policy", t.record("policy", "",
		word("examples_are", p.ExamplesAre, usualPolicy.ExamplesAre), word("areas_needed", p.AreasNeeded, usualPolicy.AreasNeeded),
		entry{"step_visible_to", visible, len(visible.all) == 2 && visible.all[0] == usualPolicy.StepVisibleTo[0]},
		entry{"new_joiner_step_after_months", whole(p.NewJoinerStepAfterMonths), p.NewJoinerStepAfterMonths == usualPolicy.NewJoinerStepAfterMonths}))
}

func (t *tree) steps(all []framework.Step) (made []record) {
	for i, s := range all {
		id := string(s.ID)
		includes := entry{"includes", texts{all: listOf(s.Includes).all, strict: true, set: s.Includes != nil}, s.Includes == nil}
		made = append(made, t.record("step "+id, id, must("id", id), must("name", s.Name), entry{"order", whole(s.Order), s.Order == i+1},
			may("sphere", s.Sphere), may("summary", s.Summary), includes, may("track", string(s.Track)),
			entry{"expected_to_move_on", yes(s.ExpectedToMoveOn), !s.ExpectedToMoveOn}, t.approve(id, s.Approve)))
	}
	return made
}

// approve is written although the manager is the usual one, as a step without it
// gives a warning.
func (t *tree) approve(step string, a framework.Approve) entry {
	if a.By == "" {
		a.By = framework.ByManager
	}
	r := t.record("approve of step "+step, "", must("by", a.By), may("unit", a.Unit), list("hear", a.Hear))
	return entry{"approve", spoken{r}, a.By == framework.ByManager && len(r.fields) == 3 && r.fields[1].plain && r.fields[2].plain}
}

func (t *tree) areas(all []framework.Area) (made []record) {
	for i, a := range all {
		id := string(a.ID)
		made = append(made, t.record("area "+id, id, must("id", id), must("name", a.Name), entry{"order", whole(a.Order), a.Order == i+1},
			word("kind", string(a.Kind), string(framework.Behaviour)), may("scale", string(a.Scale)), may("summary", a.Summary)))
	}
	return made
}

func (t *tree) disciplines(all []framework.Discipline) (made []record) {
	for _, d := range all {
		id := string(d.ID)
		made = append(made, t.record("discipline "+id, id, must("id", id), must("name", d.Name), list("also", d.Also), may("near", string(d.Near)), list("steps", d.Steps)))
	}
	return made
}

func (t *tree) roles(all []framework.Role) (made []record) {
	for _, r := range all {
		id := string(r.ID)
		made = append(made, t.record("role "+id, id, must("id", id), must("name", r.Name), may("summary", r.Summary), may("discipline", string(r.Discipline)),
			may("min_step", string(r.MinStep)), entry{"manages_people", yes(r.ManagesPeople), !r.ManagesPeople}, list("outside_titles", r.OutsideTitles)))
	}
	return made
}

func (t *tree) examples(all []framework.Example) (made []record) {
	for _, e := range all {
		id := string(e.ID)
		made = append(made, t.record("example "+id, id, must("id", id), must("area", string(e.Area)), may("step", string(e.Step)), may("level", string(e.Level)),
			list("disciplines", e.Disciplines), must("text", e.Text), list("details", e.Details),
			word("form", string(e.Form), string(framework.FormBehaviour)), may("note", e.Note)))
	}
	return made
}

func (t *tree) scales(all []framework.Scale) (made []record) {
	for _, s := range all {
		id := string(s.ID)
		var levels []record
		for i, v := range s.Levels {
			level := string(v.ID)
			levels = append(levels, t.record(levelPath(level, id), level, must("id", level), word("name", v.Name, level),
				entry{"order", whole(v.Order), v.Order == i+1}, may("summary", v.Summary)))
		}
		made = append(made, t.record("scale "+id, id, must("id", id), entry{"cumulative", yes(s.Cumulative), !s.Cumulative}, t.list("levels", levels)))
	}
	return made
}

func (t *tree) profiles(all []framework.Profile) (made []record) {
	for _, p := range all {
		path := profilePath(string(p.Role), string(p.Step))
		var expects []record
		for _, x := range p.Expects {
			expects = append(expects, t.record(expectationPath(string(x.Area), path), string(x.Area), must("area", string(x.Area)), must("level", string(x.Level)),
				word("need", string(x.Need), string(framework.Required))))
		}
		made = append(made, t.record(path, string(p.Role)+" at "+string(p.Step), must("role", string(p.Role)), must("step", string(p.Step)), t.list("expects", expects)))
	}
	return made
}

func (t *tree) faq(all []framework.QA) (made []record) {
	for i, q := range all {
		made = append(made, t.record(questionPath(i), q.Q, must("q", q.Q), must("a", q.A)))
	}
	return made
}
