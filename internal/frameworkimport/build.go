package frameworkimport

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/arrange"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// result makes the framework of what was gathered.
func (c *collector) result(given []File) Result {
	var r Result
	switch {
	case c.own1 != nil:
		r.Framework, r.Source, r.Findings = c.ownResult()
	case len(c.examples)+len(c.profiles) > 0:
		r.Framework, r.Source, r.Findings = c.build(given)
	default:
		at := Place{}
		if len(given) > 0 {
			at.File = given[0].Name
		}
		c.note(Undecided, at, "file", lang.Tell("Nothing was found that could become an example."))
	}
	r.Tables = c.tables
	r.Report = Report{Notes: c.notes, Questions: c.ask}
	return r
}

func (c *collector) build(given []File) (*framework.Framework, []byte, []frameworkfile.Finding) {
	c.sameNames()
	b := builder{collector: c, ids: map[*named]string{}, levelIDs: map[*level]string{}, f: framework.Framework{Status: framework.Draft, Language: "en", Extra: map[string]string{}}}
	b.f.Policy.NewJoinerStepAfterMonths = 6
	b.head(given)
	b.steps()
	b.places()
	b.examples()
	b.expectations()
	b.keep("", c.kept)
	source, err := frameworkfile.Encode(&b.f, nil)
	if err != nil {
		c.note(Undecided, Place{File: given[0].Name}, "framework", lang.Tell("What was read does not make a framework: {why}.", "why", err))
		return nil, nil, nil
	}
	f, findings := frameworkfile.Load(b.f.ID+".yaml", source)
	return f, source, findings
}

type builder struct {
	*collector
	f        framework.Framework
	ids      map[*named]string
	levelIDs map[*level]string
}

func (b *builder) head(given []File) {
	b.f.Name = cmp.Or(tidy(b.options.Name), b.name, title(given[0].Name))
	var one ids
	b.f.ID = one.give(b.options.ID, b.f.Name, "framework")
	b.f.Version = cmp.Or(tidy(b.options.Version), "1.0")
}

func (b *builder) steps() {
	orders := b.orders()
	all := slices.Clone(b.collector.steps.all)
	arrange.Stably(all, func(x, y *named) int { return cmp.Compare(orders[x], orders[y]) })
	var given ids
	for _, n := range all {
		b.ids[n] = given.give(n.id, n.name, "step")
		s := framework.Step{ID: framework.StepID(b.ids[n]), Name: n.name, Order: orders[n], Summary: n.summary, Approve: framework.Approve{By: framework.ByManager}}
		if n.people {
			s.Track = framework.TrackPeople
		}
		b.f.Steps = append(b.f.Steps, s)
	}
	if len(all) > 1 {
		b.note(Undecided, all[0].at, "steps", lang.Tell("Nothing that was read says who decides on a promotion; the manager is put down for each step. Change it in the draft."))
	}
}

// places makes areas, disciplines, roles and scales.
func (b *builder) places() {
	var areas, disciplines, roles, scales ids
	seen := map[*scale]bool{}
	for i, n := range b.collector.areas.all {
		b.ids[n] = areas.give(n.id, n.name, "area")
		a := framework.Area{ID: framework.AreaID(b.ids[n]), Name: n.name, Order: i + 1, Summary: n.summary, Kind: framework.Behaviour}
		if n.mastery || fold(n.name) == "mastery" {
			a.Kind = framework.Mastery
		}
		if n.scale != nil {
			if !seen[n.scale] {
				seen[n.scale] = true
				n.scale.id = scales.give("", n.scale.name, "scale")
				b.f.Scales = append(b.f.Scales, b.scaleOf(n.scale))
			}
			a.Scale = framework.ScaleID(n.scale.id)
		}
		b.f.Areas = append(b.f.Areas, a)
	}
	for _, n := range b.collector.disciplines.all {
		b.ids[n] = disciplines.give(n.id, n.name, "discipline")
		b.f.Disciplines = append(b.f.Disciplines, framework.Discipline{ID: framework.DisciplineID(b.ids[n]), Name: n.name})
	}
	for _, n := range b.collector.roles.all {
		b.ids[n] = roles.give(n.id, n.name, "role")
		role := framework.Role{ID: framework.RoleID(b.ids[n]), Name: n.name, Summary: n.summary, ManagesPeople: n.people}
		if d := b.collector.disciplines.find(n.of); d != nil && n.of != "" {
			role.Discipline = framework.DisciplineID(b.ids[d])
		}
		b.f.Roles = append(b.f.Roles, role)
		b.keep("role "+b.ids[n], n.notes)
	}
}

func (b *builder) scaleOf(s *scale) framework.Scale {
	made := framework.Scale{ID: framework.ScaleID(s.id), Cumulative: true}
	levels := slices.Clone(s.levels)
	if !slices.ContainsFunc(levels, func(v *level) bool { return !v.ranked }) {
		arrange.Stably(levels, func(x, y *level) int { return cmp.Compare(x.rank, y.rank) })
	}
	var given ids
	order := 0
	for i, v := range levels {
		if i == 0 || !v.ranked || v.rank != levels[i-1].rank {
			order++
		} else {
			b.note(Undecided, v.at, "level", lang.Tell("{first} and {second} of {scale} have the same rank. They stay side by side; order them in the draft.", "first", lang.Quoted(levels[i-1].name), "second", lang.Quoted(v.name), "scale", s.name))
		}
		b.levelIDs[v] = given.give(v.key, v.key, "level")
		made.Levels = append(made.Levels, framework.Level{ID: framework.LevelID(b.levelIDs[v]), Name: v.name, Order: order, Summary: v.summary})
	}
	return made
}

func (b *builder) examples() {
	var given ids
	for _, e := range b.merged() {
		made := framework.Example{Area: framework.AreaID(b.ids[e.area]), Text: e.text, Details: e.details, Form: framework.FormBehaviour}
		at := "all"
		switch {
		case e.level != nil:
			made.Level = framework.LevelID(b.levelIDs[e.level])
			at = string(made.Level)
		case e.step != nil:
			made.Step = framework.StepID(b.ids[e.step])
			at = string(made.Step)
		default:
			made.Step = framework.EveryStep
		}
		for _, d := range e.disciplines {
			made.Disciplines = append(made.Disciplines, framework.DisciplineID(b.ids[d]))
		}
		if e.id != "" && (!framework.IsID(e.id) || given.taken[e.id]) {
			b.note(Undecided, e.at, "example", lang.Tell("The id {id} cannot be used (letters, digits, dots and dashes, and each once); another one was given.", "id", lang.Quoted(shorten(e.id))))
		}
		made.ID = framework.ExampleID(given.give(e.id, string(made.Area)+"-"+at+"-"+firstWords(e.text, 4), "example"))
		b.f.Examples = append(b.f.Examples, made)
		b.keep("example "+string(made.ID), e.notes)
		b.note(Taken, e.at.says(e.text), "example", b.whereTaken(e))
	}
}

func (b *builder) whereTaken(e example) lang.Told {
	var at lang.Told
	switch {
	case e.level != nil:
		at = lang.Tell("at {level}", "level", e.level.name)
	case e.step != nil:
		at = lang.Tell("{step}", "step", e.step.name)
	default:
		at = lang.Tell("any step")
	}
	if len(e.disciplines) > 0 {
		return lang.Tell("{area}, {at}; for {disciplines}", "area", e.area.name, "at", at, "disciplines", nameList(e.disciplines))
	}
	return lang.Tell("{area}, {at}; for everyone", "area", e.area.name, "at", at)
}

// keep writes down what was refused, beside what it was said of.
func (b *builder) keep(owner string, notes []string) {
	if len(notes) == 0 {
		return
	}
	text, err := yaml.Dump(strings.Join(notes, "; "))
	if err == nil {
		b.f.Extra[strings.TrimSpace(owner+" x-import-note")] = string(text)
	}
}

func (b *builder) expectations() {
	type key struct{ role, step *named }
	at := map[key]int{}
	for _, p := range b.profiles {
		k := key{p.role, p.step}
		b.note(Taken, p.at, "profile", lang.Tell("{role} at {step} asks for {levels}.", "role", p.role.name, "step", p.step.name, "levels", levelsCounted(len(p.expects))))
		i, twice := at[k]
		if !twice {
			i = len(b.f.Profiles)
			at[k] = i
			b.f.Profiles = append(b.f.Profiles, framework.Profile{Role: framework.RoleID(b.ids[p.role]), Step: framework.StepID(b.ids[p.step])})
		} else {
			b.note(Merged, p.at, "profile", lang.Tell("{role} at {step} is described twice; what both ask for is put together.", "role", p.role.name, "step", p.step.name))
		}
		for _, x := range p.expects {
			want := framework.Expectation{Area: framework.AreaID(b.ids[x.area]), Level: framework.LevelID(b.levelIDs[x.level]), Need: x.need}
			if slices.ContainsFunc(b.f.Profiles[i].Expects, func(o framework.Expectation) bool { return o.Area == want.Area }) {
				b.note(Undecided, x.at, "expectation", lang.Tell("{role} at {step} already asks for a level of {area}; this one was left out.", "role", p.role.name, "step", p.step.name, "area", x.area.name))
				continue
			}
			b.f.Profiles[i].Expects = append(b.f.Profiles[i].Expects, want)
		}
	}
}
