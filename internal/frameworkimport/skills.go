package frameworkimport

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

var skillNames = []string{"skills", "capabilities", "competencies", "areas"}

// skills reads skills that have levels on a scale, and profiles that say which
// level a role asks for.
func (c *collector) skills(f File) {
	root, findings := frameworkfile.Parse(f.Name, f.Data)
	for _, found := range findings {
		c.finding(found)
	}
	if root == nil {
		return
	}
	s := skillReader{scaleReader: scaleReader{nodeReader: nodeReader{collector: c, file: f.Name}}, places: map[string]*named{}}
	if name := childText(root, "name", "title"); name != "" && c.name == "" {
		c.name = name
	}
	s.declareScales(root)
	for _, skill := range items(child(root, skillNames...)) {
		s.skill(skill)
	}
	for _, p := range items(child(root, "profiles", "roles", "jobs")) {
		s.profile(p)
	}
	s.rest(root, "file", join(skillNames, []string{"name", "title", "scales", "profiles", "roles", "jobs", "version", "id"})...)
}

type skillReader struct {
	scaleReader
	places map[string]*named
}

func (s *skillReader) skill(n item) {
	name := n.called("name", "title", "skill", "id")
	if frameworkfile.Placeholder(name) {
		s.skip(s.at(n.Node).says(flat(n.Node)), "skill", lang.Tell("It has no name."))
		return
	}
	area := s.areas.get(name, s.at(n.Node))
	s.places[fold(name)] = area
	for _, other := range []string{n.key, childText(n.Node, "id")} {
		if other != "" {
			s.places[fold(other)], area.id = area, other
		}
	}
	if area.summary == "" {
		area.summary = childText(n.Node, summaryNames...)
	}
	var of []*named
	for _, d := range items(child(n.Node, "disciplines", "discipline")) {
		for _, one := range several(textOf(d.Node)) {
			of = append(of, s.disciplines.get(one, s.at(d.Node)))
		}
	}
	s.onScale(area, n.Node)
	levels := child(n.Node, "levels", "steps")
	if levels == nil && n.key != "" && child(n.Node, join(nameNames, summaryNames, []string{"scale"})...) == nil {
		levels = n.Node // skills: {Testing: {1: "...", 2: "..."}}
	} else {
		s.rest(n.Node, "skill", join(nameNames, summaryNames, []string{"skill", "levels", "steps", "scale", "discipline", "disciplines"})...)
	}
	if levels == nil && area.scale == nil {
		s.skip(s.at(n.Node).says(name), "skill", lang.Tell("It has no levels yet."))
		return
	}
	s.levelsOf(levels, area, of)
}

func (s *skillReader) profile(n item) {
	name := n.called("role", "name", "title", "id")
	if frameworkfile.Placeholder(name) {
		s.skip(s.at(n.Node).says(flat(n.Node)), "profile", lang.Tell("It names no role."))
		return
	}
	of := childText(n.Node, "discipline")
	known := join([]string{"role", "name", "title", "id", "discipline", "step", "level", "grade", "levels", "steps", "grades", "rank", "order", "need", "manages_people", "manager", "people"}, summaryNames, expectNames)
	notes := s.unknown(n.Node, "profile", known...)
	if levels := items(child(n.Node, "levels", "steps", "grades")); len(levels) > 0 {
		for _, v := range levels {
			stepName := v.called("name", "title", "level", "step", "id")
			if v.key != "" {
				stepName = v.key
			}
			s.expects(name, stepName, of, v.Node, notes)
			s.rest(v.Node, "level of a profile", known...)
		}
		return
	}
	s.expects(name, childText(n.Node, "step", "level", "grade"), of, n.Node, notes)
}

func (s *skillReader) expects(name, stepName, of string, n *yaml.Node, notes []string) {
	role, step := s.roleStep(name, stepName, of, n)
	role.notes = unionTexts(role.notes, notes)
	if role.summary == "" {
		role.summary = childText(n, summaryNames...)
	}
	if step == nil {
		s.note(Undecided, s.at(n).says(name), "profile", lang.Tell("{name} has no step, so its levels were not taken. Name the step it is at.", "name", name))
		return
	}
	s.ranked(step, n)
	p := profile{role: role, step: step, at: s.at(n)}
	for _, list := range expectNames {
		need := framework.Required
		if list == "optional" || list == "typical" {
			need = framework.Need(list)
		}
		for _, one := range items(child(n, list)) {
			s.expectation(&p, one, need)
		}
	}
	s.profiles = append(s.profiles, p)
}

// expectation is "skill: level", or the same as fields.
func (s *skillReader) expectation(p *profile, one item, need framework.Need) {
	skill, levelName := one.key, textOf(one.Node)
	if one.Kind == yaml.MappingNode {
		if skill == "" {
			skill = childText(one.Node, "skill", "area", "name", "capability", "competency")
		}
		levelName = childText(one.Node, "level", "value")
		need = needOf(childText(one.Node, "need"), need)
		need = needOf(childText(one.Node, "required"), need)
		s.rest(one.Node, "expectation", "skill", "area", "name", "capability", "competency", "level", "value", "need", "required")
		if skill == "" && len(one.Content) == 2 {
			skill, levelName = resolve(one.Content[0]).Value, textOf(one.Content[1])
		}
	}
	at := s.at(one.Node).says(skill + ": " + levelName)
	area := s.places[fold(skill)]
	if area == nil {
		var known []string
		for _, a := range s.areas.all {
			known = append(known, a.name)
		}
		s.note(Undecided, at, "expectation", lang.Tell("There is no skill {skill}.{meant} It was left out.", "skill", lang.Quoted(shorten(skill)), "meant", didYouMean(first(framework.Nearest(skill, known)))))
		return
	}
	s.expect(p, area, levelName, need, at)
}

func sorted(all []string) []string {
	slices.Sort(all)
	return all
}
