package frameworkimport

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

var setNames = []string{"sets", "disciplineSets", "disciplines", "tracks", "families"}

// sets reads a core that is for everyone, sets of disciplines beside it, and
// roles whose levels point at "area/topic/level".
func (c *collector) sets(f File) {
	root, findings := frameworkfile.Parse(f.Name, f.Data)
	for _, found := range findings {
		c.finding(found)
	}
	if root == nil {
		return
	}
	s := setReader{scaleReader: scaleReader{nodeReader: nodeReader{collector: c, file: f.Name}}, places: map[string]*named{}}
	if name := childText(root, "name", "title"); name != "" && c.name == "" {
		c.name = name
	}
	s.declareScales(root)
	s.areas(child(root, "core"), nil)
	for _, set := range items(child(root, setNames...)) {
		name := set.called("name", "title", "discipline", "id")
		if frameworkfile.Placeholder(name) {
			s.note(Undecided, s.at(set.Node).says(flat(set.Node)), "set", lang.Tell("It says nowhere of which discipline it is. It was not taken."))
			continue
		}
		d := c.disciplines.get(name, s.at(set.Node))
		if id := childText(set.Node, "id"); id != "" {
			d.id = id
			c.disciplines.by[fold(id)] = d
		}
		s.areas(set.Node, []*named{d})
	}
	s.roles(child(root, "roles", "jobs", "profiles"))
	s.rest(root, "file", join(setNames, []string{"name", "title", "core", "scales", "roles", "jobs", "profiles", "version", "id"})...)
}

type setReader struct {
	scaleReader
	places map[string]*named // areas by what references call them
}

func (s *setReader) areas(n *yaml.Node, of []*named) {
	all := child(n, "areas", "categories", "competencies", "pillars")
	if all == nil && n != nil && n.Kind == yaml.SequenceNode {
		all = n
	}
	if all == nil && n != nil && n.Kind == yaml.MappingNode && of == nil {
		all = n // core: {delivery: {...}}
	}
	for _, a := range items(all) {
		name := a.called("name", "title", "area", "id")
		topics := child(a.Node, "topics", "skills", "subareas", "items")
		s.rest(a.Node, "area", join(nameNames, summaryNames, []string{"topics", "skills", "subareas", "items", "levels", "scale"})...)
		if topics == nil {
			s.area([]string{refName(a)}, name, a, of)
		}
		for _, t := range items(topics) {
			s.area([]string{refName(a), refName(t)}, name+": "+t.called("name", "title", "topic", "id"), t, of)
			s.rest(t.Node, "topic", join(nameNames, summaryNames, []string{"levels", "scale"})...)
		}
	}
}

// refName is what references call a part by: its key or id, or else its name.
func refName(i item) string {
	if i.key != "" {
		return i.key
	}
	return i.called("id", "key", "name", "title")
}

func (s *setReader) area(path []string, name string, n item, of []*named) {
	if frameworkfile.Placeholder(strings.ReplaceAll(name, ":", "")) {
		s.skip(s.at(n.Node).says(flat(n.Node)), "area", lang.Tell("It has no name."))
		return
	}
	key := refKey(path)
	area := s.places[key]
	if area == nil {
		area = s.collector.areas.get(name, s.at(n.Node))
		s.places[key] = area
		if area.id == "" {
			area.id = strings.ReplaceAll(key, "/", ".")
		}
	}
	if area.summary == "" {
		area.summary = childText(n.Node, summaryNames...)
	}
	s.onScale(area, n.Node)
	before := len(s.examples)
	s.levelsOf(child(n.Node, "levels", "steps"), area, of)
	if len(s.examples) == before && area.scale == nil {
		s.skip(s.at(n.Node).says(name), "area", lang.Tell("It has no levels."))
	}
}

func refKey(path []string) string {
	var parts []string
	for _, p := range path {
		parts = append(parts, slug(p))
	}
	return strings.Join(parts, "/")
}

func (s *setReader) roles(n *yaml.Node) {
	for _, role := range items(n) {
		name := role.called("name", "title", "role", "id")
		if frameworkfile.Placeholder(name) {
			s.skip(s.at(role.Node).says(flat(role.Node)), "role", lang.Tell("It has no name."))
			continue
		}
		of := childText(role.Node, "discipline", "set", "track", "family")
		if of != "" && s.disciplines.find(of) == nil {
			s.note(Undecided, s.at(child(role.Node, "discipline", "set", "track", "family")), "role", lang.Tell("There is no discipline {discipline}.{meant}", "discipline", lang.Quoted(of), "meant", didYouMean(first(framework.Nearest(of, s.disciplines.list())))))
		}
		r, _ := s.roleStep(name, "", of, role.Node)
		if r.summary == "" {
			r.summary = childText(role.Node, summaryNames...)
		}
		r.notes = append(r.notes, s.unknown(role.Node, "role", join(nameNames, summaryNames, expectNames, []string{"role", "discipline", "set", "track", "family", "levels", "steps", "grades", "manages_people", "manager", "people", "outside_titles"})...)...)
		levels := items(child(role.Node, "levels", "steps", "grades"))
		for _, v := range levels {
			s.roleLevel(r, v)
		}
		if len(levels) == 0 {
			s.note(Undecided, s.at(role.Node).says(name), "role", lang.Tell("It has no levels, so nothing says what is asked for at which step."))
		}
	}
}

func (l *names) list() (all []string) {
	for _, n := range l.all {
		all = append(all, n.name)
	}
	return all
}

var expectNames = []string{"required", "requires", "requirements", "expects", "expectations", "optional", "references", "competencies", "skills", "typical"}

func (s *setReader) roleLevel(role *named, v item) {
	name := v.called("name", "title", "level", "step", "id")
	if v.key != "" && v.Kind != yaml.MappingNode {
		name = v.key
	}
	step := s.step(name, s.at(v.Node))
	if step == nil {
		s.note(Undecided, s.at(v.Node).says(flat(v.Node)), "role", lang.Tell("A level of {role} has no name. It was not taken.", "role", role.name))
		return
	}
	s.ranked(step, v.Node)
	step.people = step.people || needOf(childText(v.Node, "manages_people", "manager", "people"), "") == framework.Required
	if step.summary == "" {
		step.summary = childText(v.Node, summaryNames...)
	}
	s.rest(v.Node, "level of a role", join(levelNameNames, summaryNames, expectNames, []string{"rank", "order", "manages_people", "manager", "people"})...)
	p := profile{role: role, step: step, at: s.at(v.Node)}
	for _, list := range expectNames {
		need := framework.Required
		if list == "optional" || list == "typical" {
			need = framework.Need(list)
		}
		for _, ref := range items(child(v.Node, list)) {
			s.reference(&p, ref, need)
		}
	}
	if v.Kind == yaml.SequenceNode {
		for _, ref := range items(v.Node) {
			s.reference(&p, ref, framework.Required)
		}
	}
	s.profiles = append(s.profiles, p)
}

// reference resolves "area/topic/level", or the same as fields.
func (s *setReader) reference(p *profile, ref item, need framework.Need) {
	path := textOf(ref.Node)
	at := s.at(ref.Node)
	if ref.Kind == yaml.MappingNode {
		path = childText(ref.Node, "ref", "reference", "path", "level_ref")
		if path == "" {
			var parts []string
			for _, f := range []string{"area", "topic", "level"} {
				if v := childText(ref.Node, f); v != "" {
					parts = append(parts, v)
				}
			}
			path = strings.Join(parts, "/")
		}
		need = needOf(childText(ref.Node, "need"), need)
		need = needOf(childText(ref.Node, "required"), need)
		if needOf(childText(ref.Node, "optional"), "") == framework.Required {
			need = framework.Optional
		}
		s.rest(ref.Node, "reference", "ref", "reference", "path", "level_ref", "area", "topic", "level", "need", "required", "optional")
	}
	if ref.key != "" { // "area/topic": level
		path = ref.key + "/" + path
	}
	cut := strings.LastIndex(path, "/")
	if cut < 0 {
		s.note(Undecided, at.says(flat(ref.Node)), "reference", lang.Tell("{path} does not name an area and a level, as area/topic/level does. It was left out.", "path", lang.Quoted(shorten(path))))
		return
	}
	area := s.places[refKey(strings.Split(path[:cut], "/"))]
	if area == nil {
		var known []string
		for k := range s.places {
			known = append(known, k)
		}
		s.note(Undecided, at.says(path), "reference", lang.Tell("There is no area {area}.{meant} The reference was left out.", "area", lang.Quoted(path[:cut]), "meant", didYouMean(first(framework.Nearest(refKey(strings.Split(path[:cut], "/")), sorted(known))))))
		return
	}
	s.expect(p, area, strings.TrimSpace(path[cut+1:]), need, at.says(path))
}
