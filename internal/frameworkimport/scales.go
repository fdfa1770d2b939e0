package frameworkimport

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// What frameworks have in common whose areas have levels of their own.
type scaleReader struct {
	nodeReader
	known map[string]*scale // declared scales, by name
}

// levelsOf reads the levels of a scale, and what each says as examples.
func (r scaleReader) levelsOf(n *yaml.Node, area *named, disciplines []*named) {
	for _, v := range items(n) {
		if area.scale == nil {
			area.scale = &scale{name: area.name, at: r.at(v.Node)}
		}
		name := v.key
		if name == "" && v.Kind == yaml.MappingNode {
			name = childText(v.Node, levelNameNames...)
		}
		if v.Kind == yaml.ScalarNode && v.key == "" {
			name = textOf(v.Node)
		}
		if frameworkfile.Placeholder(name) {
			r.note(Undecided, r.at(v.Node).says(flat(v.Node)), "level", lang.Tell("It says nowhere which level it is. It was not taken."))
			continue
		}
		l := r.levelNamed(area.scale, name, v)
		if l == nil {
			continue
		}
		if v.key != "" || v.Kind == yaml.MappingNode {
			r.says(v, area, l, disciplines)
		}
	}
}

// levelNamed finds the level, or adds it; nil when it should be left out.
func (r scaleReader) levelNamed(s *scale, name string, v item) *level {
	at := r.at(v.Node)
	l := s.find(name)
	if l == nil {
		if s.most > 0 {
			number, err := strconv.Atoi(numberIn.FindString(name))
			if err == nil && number > s.most && !r.above(at, name, s.most) {
				return nil
			}
			if err != nil {
				r.note(Undecided, at.says(name), "level", lang.Tell("The scale {scale} declares no level {level}. It was added.{meant}", "scale", s.name, "level", lang.Quoted(name), "meant", didYouMean(first(framework.Nearest(name, levelList(s))))))
			}
		}
		l = &level{key: tidy(name), name: stepName(tidy(name)), at: at.says(name)}
		if n, err := strconv.Atoi(name); err == nil {
			l.rank, l.ranked = n, true
		}
		s.levels = append(s.levels, l)
	}
	if v.Kind == yaml.MappingNode {
		if given := childText(v.Node, "name", "title"); given != "" && fold(given) != fold(l.key) && fold(l.name) == fold(stepName(l.key)) {
			l.name = given
		}
		if rank, err := strconv.Atoi(childText(v.Node, "rank", "order")); err == nil && !l.ranked {
			l.rank, l.ranked = rank, true
		}
	}
	return l
}

func levelList(s *scale) (all []string) {
	for _, v := range s.levels {
		all = append(all, v.key)
	}
	return all
}

// says takes what a level says of an area: its examples, or else its description.
func (r scaleReader) says(v item, area *named, l *level, disciplines []*named) {
	if v.Kind != yaml.MappingNode {
		for _, one := range items(v.Node) {
			r.example(one.Node, area, l, disciplines, nil)
		}
		return
	}
	notes := r.unknown(v.Node, "level", join(levelNameNames, summaryNames, criteriaNames, []string{"rank", "order"})...)
	found := false
	for _, name := range criteriaNames {
		for _, one := range items(child(v.Node, name)) {
			found = true
			r.example(one.Node, area, l, disciplines, notes)
		}
	}
	s := child(v.Node, summaryNames...)
	switch {
	case s == nil:
	case found && l.summary == "":
		l.summary = textOf(s)
	case !found:
		r.example(s, area, l, disciplines, notes)
	case textOf(s) != l.summary:
		r.skip(r.at(s).says(textOf(s)), "level", lang.Tell("The level has another summary already; this one was left out."))
	}
}

func (r scaleReader) example(n *yaml.Node, area *named, l *level, disciplines []*named, notes []string) {
	n = resolve(n)
	e := example{at: r.at(n), area: area, level: l, disciplines: disciplines, notes: notes}
	if n.Kind == yaml.ScalarNode {
		e.text, e.details = splitText(n.Value)
	} else {
		e.text = childText(n, textNames...)
		for _, name := range innerNames {
			e.details = append(e.details, lineItems(child(n, name))...)
		}
		e.id = childText(n, "id")
		e.notes = append(notes[:len(notes):len(notes)], r.unknown(n, "example", join(textNames, innerNames, []string{"id"})...)...)
	}
	if frameworkfile.Placeholder(e.text) {
		r.skip(e.at.says(area.name+", "+l.name+": "+flat(n)), "example", lang.Tell("It has no text yet, or says that it is not in use."))
		return
	}
	e.at = e.at.says(e.text)
	r.add(e)
}

// declareScales reads scales that areas name.
func (r *scaleReader) declareScales(root *yaml.Node) {
	r.known = map[string]*scale{}
	for _, one := range items(child(root, "scales")) {
		s := &scale{name: one.called("name", "title", "id"), at: r.at(one.Node)}
		levels := child(one.Node, "levels", "steps")
		if levels == nil && one.Kind == yaml.SequenceNode {
			levels = one.Node
		}
		for _, v := range items(levels) {
			name := v.key
			if name == "" {
				name = v.called("id", "level", "name", "title")
			}
			if l := r.levelNamed(s, name, v); l != nil && l.summary == "" {
				l.summary = childText(v.Node, summaryNames...)
			}
		}
		s.most = len(s.levels)
		for _, l := range s.levels {
			if l.ranked {
				s.most = max(s.most, l.rank)
			}
		}
		r.known[fold(s.name)] = s
		if id := childText(one.Node, "id"); id != "" {
			r.known[fold(id)] = s
		}
	}
}

// onScale gives an area its scale: the one it names, or the only one there is.
func (r scaleReader) onScale(area *named, n *yaml.Node) {
	if area.scale != nil {
		return
	}
	at := child(n, "scale")
	if name := textOf(at); name != "" {
		if area.scale = r.known[fold(name)]; area.scale == nil {
			r.note(Undecided, r.at(at), "scale", lang.Tell("There is no scale {scale}.{meant} The levels named here make one.", "scale", lang.Quoted(name), "meant", didYouMean(first(framework.Nearest(name, scaleNames(r.known))))))
		}
		return
	}
	if len(r.known) > 0 && onlyOne(r.known) != nil {
		area.scale = onlyOne(r.known)
	}
}

func onlyOne(all map[string]*scale) (one *scale) {
	for _, s := range all {
		if one != nil && one != s {
			return nil
		}
		one = s
	}
	return one
}

func scaleNames(all map[string]*scale) (names []string) {
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// expect adds what a profile asks for in an area.
func (r nodeReader) expect(p *profile, area *named, levelName string, need framework.Need, at Place) {
	if area.scale == nil || len(area.scale.levels) == 0 {
		r.note(Undecided, at, "expectation", lang.Tell("{area} has no levels, so none can be asked for.", "area", area.name))
		return
	}
	l := area.scale.find(levelName)
	if l == nil {
		known := levelList(area.scale)
		hint := didYouMean(first(framework.Nearest(levelName, known)))
		if n, err := strconv.Atoi(levelName); err == nil && hint.None() || err == nil && n > len(known) {
			hint = lang.Tell(" It goes up to {level}.", "level", known[len(known)-1])
		}
		r.note(Undecided, at, "expectation", lang.Tell("{area} has no level {level}.{meant} It was left out.", "area", area.name, "level", lang.Quoted(shorten(levelName)), "meant", hint))
		return
	}
	p.expects = append(p.expects, expectation{area: area, level: l, need: need, at: at})
}

func needOf(word string, otherwise framework.Need) framework.Need {
	switch strings.ToLower(word) {
	case "required", "must", "true", "yes", "essential":
		return framework.Required
	case "optional", "may", "false", "no", "nice to have", "desirable":
		return framework.Optional
	case "typical", "usual":
		return framework.Typical
	}
	return otherwise
}

// roleStep finds the role and the step of a profile.
func (r nodeReader) roleStep(name, step, discipline string, n *yaml.Node) (role, at *named) {
	role = r.roles.get(name, r.at(n))
	if role.of == "" {
		role.of = discipline
	}
	role.people = role.people || needOf(childText(n, "manages_people", "manager", "people"), "") == framework.Required
	return role, r.step(step, r.at(n))
}
