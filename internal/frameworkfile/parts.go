package frameworkfile

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/lang"
)

// The kinds of id a reference may name, in the words of the messages.
const (
	stepKind       = "step"
	areaKind       = "area"
	disciplineKind = "discipline"
	roleKind       = "role"
	exampleKind    = "example"
	scaleKind      = "scale"
)

// each reads every item of a list as a set of fields.
func (l *loader) each(f *fields, key, kind string, read func(item *fields, at int)) {
	items := f.list(key)
	if most := mostItems(key); len(items) > most {
		l.fault(items[most], lang.Tell("There are more than {n} {field}; a framework of this size cannot be read.", "n", most, "field", key))
		return
	}
	for i, n := range items {
		item := l.fields(n, "this "+kind)
		if item == nil {
			continue
		}
		if id := item.values["id"]; id != nil && id.Kind == yaml.ScalarNode && id.Value != "" {
			item.path = kind + " " + shorten(id.Value)
			item.keptAt = kind + " " + strings.TrimSpace(id.Value)
		}
		read(item, i)
		item.done()
	}
}

// Where the fields that Cairn does not know are kept, for what has no id of its
// own within the whole file.
func questionPath(at int) string            { return "question " + strconv.Itoa(at+1) }
func levelPath(level, scale string) string  { return "level " + level + " of scale " + scale }
func profilePath(role, step string) string  { return "profile " + role + " at " + step }
func expectationPath(area, p string) string { return "expectation " + area + " of " + p }

func (l *loader) steps(f *fields) {
	l.each(f, "steps", stepKind, func(s *fields, i int) {
		step := framework.Step{
			ID:               framework.StepID(l.define(s, stepKind)),
			Order:            s.whole("order", i+1),
			Sphere:           s.text("sphere"),
			Summary:          s.text("summary"),
			Includes:         textsOf[framework.StepID](l.refers(s, "includes", stepKind)),
			Track:            framework.Track(s.oneOf("track", "", string(framework.TrackIC), string(framework.TrackPeople))),
			ExpectedToMoveOn: s.yes("expected_to_move_on"),
			Approve:          l.approve(s),
		}
		step.Name = l.name(s, string(step.ID))
		l.at["step "+string(step.ID)] = s.node
		l.f.Steps = append(l.f.Steps, step)
	})
}

func (l *loader) approve(s *fields) framework.Approve {
	a := framework.Approve{By: framework.ByManager}
	f := l.inner(s, "approve")
	if f == nil {
		return a
	}
	f.path, f.keptAt = "approve of "+s.path, "approve of "+s.keptAt
	a.By = f.needed("by")
	switch a.By {
	case "", framework.ByManager, framework.ByUnitLead, framework.ByCTO:
	default:
		l.refers1(f, "by", roleKind, framework.ByManager, framework.ByUnitLead, framework.ByCTO)
	}
	a.Unit = f.oneOf("unit", "", framework.UnitSquad, framework.UnitChapter, framework.UnitTribe, framework.UnitGuild)
	if a.By == framework.ByUnitLead && a.Unit == "" && f.get("unit") == nil {
		l.fault(f.where("by"), lang.Tell("A unit lead decides, but of which unit? Add unit: tribe, chapter, squad or guild."))
	}
	known := []string{framework.HearSquadPeers, framework.HearChapterPeers, framework.HearVariedPeers,
		framework.HearTribeLeadership, framework.HearTechnicalLeadership, framework.HearPeopleAtStep}
	for _, n := range f.scalars("hear") {
		l.refer(n, roleKind, strings.TrimSpace(n.Value), known...)
		a.Hear = append(a.Hear, strings.TrimSpace(n.Value))
	}
	f.done()
	return a
}

func (l *loader) areas(f *fields) {
	l.each(f, "areas", areaKind, func(a *fields, i int) {
		area := framework.Area{
			ID:      framework.AreaID(l.define(a, areaKind)),
			Order:   a.whole("order", i+1),
			Summary: a.text("summary"),
			Kind:    framework.AreaKind(a.oneOf("kind", string(framework.Behaviour), string(framework.Behaviour), string(framework.Mastery))),
			Scale:   framework.ScaleID(l.refers1(a, "scale", scaleKind)),
		}
		area.Name = l.name(a, string(area.ID))
		l.at["area "+string(area.ID)] = a.node
		l.f.Areas = append(l.f.Areas, area)
	})
}

func (l *loader) disciplines(f *fields) {
	l.each(f, "disciplines", disciplineKind, func(d *fields, _ int) {
		discipline := framework.Discipline{
			ID:    framework.DisciplineID(l.define(d, disciplineKind)),
			Also:  d.texts("also"),
			Near:  framework.DisciplineID(l.refers1(d, "near", disciplineKind)),
			Steps: textsOf[framework.StepID](l.refers(d, "steps", stepKind)),
		}
		discipline.Name = l.name(d, string(discipline.ID))
		l.nodes[disciplineKind] = append(l.nodes[disciplineKind], d.node)
		l.f.Disciplines = append(l.f.Disciplines, discipline)
	})
}

func (l *loader) roles(f *fields) {
	l.each(f, "roles", roleKind, func(r *fields, _ int) {
		role := framework.Role{
			ID:            framework.RoleID(l.define(r, roleKind)),
			Summary:       r.text("summary"),
			Discipline:    framework.DisciplineID(l.refers1(r, "discipline", disciplineKind)),
			MinStep:       framework.StepID(l.refers1(r, "min_step", stepKind)),
			ManagesPeople: r.yes("manages_people"),
			OutsideTitles: r.texts("outside_titles"),
		}
		role.Name = l.name(r, string(role.ID))
		l.titles(r)
		l.nodes[roleKind] = append(l.nodes[roleKind], r.node)
		l.f.Roles = append(l.f.Roles, role)
	})
}

// titles warns where an outside title would give a step away.
func (l *loader) titles(r *fields) {
	for _, n := range r.scalars("outside_titles") {
		for _, s := range l.f.Steps {
			if containsWords(n.Value, s.Name) {
				l.warn(n, lang.Tell("The outside title {title} names the step {step}. A title should not tell a step.", "title", lang.Quoted(shorten(n.Value)), "step", lang.Quoted(s.Name)))
			}
		}
	}
}

func containsWords(text, words string) bool {
	spaced := func(s string) string { return " " + strings.Join(strings.Fields(strings.ToLower(s)), " ") + " " }
	return strings.TrimSpace(words) != "" && strings.Contains(spaced(text), spaced(words))
}

func (l *loader) examples(f *fields) {
	l.each(f, "examples", exampleKind, func(e *fields, _ int) {
		text := e.text("text")
		if n := e.get("text"); placeholder(text) && (n == nil || n.Kind == yaml.ScalarNode) {
			l.placeholderRow(e)
			return
		}
		example := framework.Example{
			ID:          framework.ExampleID(l.define(e, exampleKind)),
			Area:        framework.AreaID(l.refers1(e, "area", areaKind)),
			Step:        framework.StepID(l.refers1(e, "step", stepKind, string(framework.EveryStep))),
			Level:       framework.LevelID(e.text("level")),
			Text:        text,
			Disciplines: textsOf[framework.DisciplineID](l.refers(e, "disciplines", disciplineKind)),
			Details:     e.texts("details"),
			Form:        framework.Form(e.oneOf("form", string(framework.FormBehaviour), string(framework.FormBehaviour), string(framework.FormActivity))),
			Note:        e.text("note"),
		}
		if example.Area == "" {
			e.needed("area")
		}
		l.at["example "+string(example.ID)] = e.node
		l.nodes[exampleKind] = append(l.nodes[exampleKind], e.node)
		l.f.Examples = append(l.f.Examples, example)
		l.placed(e, example)
	})
}

// placeholderRow skips a row that says nothing yet. Its misspelt fields are still
// reported, as they may be where the text went.
func (l *loader) placeholderRow(e *fields) {
	for _, known := range []string{"id", "area", "step", "level", "disciplines", "details", "form", "note"} {
		e.asked[known] = true
	}
	l.warn(e.node, lang.Tell("{what} has no text yet and is skipped.", "what", part(e.path)))
}

func (l *loader) placed(e *fields, example framework.Example) {
	switch {
	case example.Step == "" && example.Level == "":
		l.fault(e.node, lang.Tell("{what} needs a step, or a level where its area has a scale.", "what", part(e.path)))
	case example.Step != "" && example.Level != "":
		l.fault(e.where("level"), lang.Tell("{what} has both a step and a level; only one can be meant.", "what", part(e.path)))
	}
}

func (l *loader) faq(f *fields) {
	l.each(f, "faq", "question", func(q *fields, _ int) {
		qa := framework.QA{Q: q.text("q"), A: q.text("a")}
		if placeholder(qa.Q) || placeholder(qa.A) {
			l.warn(q.node, lang.Tell("This question lacks its text or its answer and is skipped."))
			return
		}
		q.keptAt = questionPath(len(l.f.FAQ))
		l.f.FAQ = append(l.f.FAQ, qa)
	})
}

func (l *loader) scales(f *fields) {
	l.each(f, "scales", scaleKind, func(s *fields, _ int) {
		scale := framework.Scale{ID: framework.ScaleID(l.define(s, scaleKind)), Cumulative: s.yes("cumulative")}
		l.each(s, "levels", "level", func(v *fields, i int) {
			level := framework.Level{ID: framework.LevelID(l.define(v, "level of scale "+string(scale.ID))), Order: v.whole("order", i+1), Summary: v.text("summary")}
			v.keptAt = levelPath(string(level.ID), string(scale.ID))
			level.Name = v.text("name")
			if level.Name == "" {
				level.Name = string(level.ID)
			}
			scale.Levels = append(scale.Levels, level)
		})
		l.f.Scales = append(l.f.Scales, scale)
	})
}

func (l *loader) profiles(f *fields) {
	l.each(f, "profiles", "profile", func(p *fields, _ int) {
		p.needed("role")
		p.needed("step")
		profile := framework.Profile{
			Role: framework.RoleID(l.refers1(p, "role", roleKind)),
			Step: framework.StepID(l.refers1(p, "step", stepKind)),
		}
		p.keptAt = profilePath(string(profile.Role), string(profile.Step))
		l.each(p, "expects", "expectation", func(x *fields, _ int) {
			want := framework.Expectation{
				Area:  framework.AreaID(l.refers1(x, "area", areaKind)),
				Level: framework.LevelID(x.needed("level")),
				Need:  framework.Need(x.oneOf("need", string(framework.Required), "required", "optional", "typical")),
			}
			x.needed("area")
			x.keptAt = expectationPath(string(want.Area), p.keptAt)
			l.levelKnown(x.where("level"), want.Area, want.Level)
			profile.Expects = append(profile.Expects, want)
		})
		l.f.Profiles = append(l.f.Profiles, profile)
	})
}
