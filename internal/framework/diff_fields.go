package framework

import (
	"strconv"
	"strings"
)

// What a reader sees of each part, field by field. Each function names the same
// fields in the same order for either version.

func headFields(f *Framework) []field {
	return []field{{"name", f.Name}, {"language", f.Language}, {"source", f.Source.URL}, {"licence", f.Source.Licence}, {"attribution", f.Source.Attribution}}
}

func wordFields(w Words) []field {
	return []field{{"team", w.Team}, {"line group", w.LineGroup}, {"area", w.Area}, {"community", w.Community}, {"step", w.Step}, {"manager", w.Manager}}
}

func policyFields(p Policy) []field {
	return []field{
		{"examples are", p.ExamplesAre},
		{"areas needed", strings.ReplaceAll(p.AreasNeeded, "_", " ")},
		{"a step is visible to", strings.Join(p.StepVisibleTo, ", ")},
		{"months until a new joiner's step", strconv.Itoa(p.NewJoinerStepAfterMonths)},
	}
}

func stepItems(f *Framework) []item {
	var all []item
	for _, s := range f.StepsInOrder() {
		all = append(all, item{string(s.ID), s.Name, []field{
			{"name", s.Name}, {"sphere", s.Sphere}, {"summary", s.Summary},
			{"includes", f.includesInWords(s)}, {"track", string(s.Track)},
			{"moving on is expected", yesNo(s.ExpectedToMoveOn)},
			{"who decides", f.deciderInWords(s.Approve)}, {"who is heard", f.rolesInWords(s.Approve.Hear)},
		}, true})
	}
	return all
}

func (f *Framework) includesInWords(s Step) string {
	if s.Includes == nil {
		return "the step before"
	}
	return join(s.Includes, f.stepName)
}

func (f *Framework) deciderInWords(a Approve) string {
	by := f.rolesInWords([]string{a.By})
	if a.Unit != "" {
		by += " (" + a.Unit + ")"
	}
	return by
}

// rolesInWords names roles; the other words of approval read well with spaces.
func (f *Framework) rolesInWords(ids []string) string {
	return join(ids, func(id string) string {
		if r, ok := f.Role(RoleID(id)); ok {
			return r.Name
		}
		return strings.ReplaceAll(id, "-", " ")
	})
}

func areaItems(f *Framework) []item {
	var all []item
	for _, a := range f.AreasInOrder() {
		all = append(all, item{string(a.ID), a.Name,
			[]field{{"name", a.Name}, {"summary", a.Summary}, {"kind", string(a.Kind)}, {"scale", string(a.Scale)}}, true})
	}
	return all
}

func disciplineItems(f *Framework) []item {
	var all []item
	for _, d := range f.Disciplines {
		all = append(all, item{string(d.ID), d.Name, []field{{"name", d.Name}, {"also called", strings.Join(d.Also, ", ")},
			{"near to", f.disciplineName(d.Near)}, {"steps", join(d.Steps, f.stepName)}}, false})
	}
	return all
}

func roleItems(f *Framework) []item {
	var all []item
	for _, r := range f.Roles {
		all = append(all, item{string(r.ID), r.Name, []field{{"name", r.Name}, {"summary", r.Summary},
			{"discipline", f.disciplineName(r.Discipline)}, {"minimum step", f.stepName(r.MinStep)},
			{"manages people", yesNo(r.ManagesPeople)}, {"outside titles", strings.Join(r.OutsideTitles, ", ")}}, false})
	}
	return all
}

func questionItems(f *Framework) []item {
	var all []item
	for _, q := range f.FAQ {
		all = append(all, item{q.Q, q.Q, []field{{"question", q.Q}, {"answer", q.A}}, false})
	}
	return all
}

func scaleItems(f *Framework) []item {
	var all []item
	for _, s := range f.Scales {
		var levels []string
		for _, v := range s.Levels {
			levels = append(levels, v.Name+": "+v.Summary)
		}
		all = append(all, item{string(s.ID), string(s.ID), []field{{"each level contains those before", yesNo(s.Cumulative)}, {"levels", strings.Join(levels, "\n")}}, false})
	}
	return all
}

func profileItems(f *Framework) []item {
	var all []item
	for _, p := range f.Profiles {
		var expects []string
		for _, x := range p.Expects {
			expects = append(expects, f.areaName(x.Area)+": "+f.levelName(x.Area, x.Level)+" ("+string(x.Need)+")")
		}
		role := string(p.Role)
		if r, ok := f.Role(p.Role); ok {
			role = r.Name
		}
		all = append(all, item{string(p.Role) + " at " + string(p.Step), role + ", " + f.stepName(p.Step), []field{{"expects", strings.Join(expects, "\n")}}, false})
	}
	return all
}

// exampleFields is all of an example but its sentence and its place.
func (f *Framework) exampleFields(e Example) []field {
	return []field{{"details", strings.Join(e.Details, "\n")}, {"form", string(e.Form)}, {"note", e.Note}}
}

func (f *Framework) placeFields(e Example) []field {
	return []field{{"area", f.areaName(e.Area)}, {"step", f.stepName(e.Step)}, {"level", f.levelName(e.Area, e.Level)}, {"disciplines", f.marksInWords(e)}}
}

func (f *Framework) marksInWords(e Example) string {
	if len(e.Disciplines) == 0 {
		return "everyone"
	}
	return join(e.Disciplines, f.disciplineName)
}

// The names fall back to the id for what the framework does not have.

func (f *Framework) stepName(id StepID) string {
	if id == EveryStep {
		return "every step"
	}
	if s, ok := f.Step(id); ok {
		return s.Name
	}
	return string(id)
}

func (f *Framework) areaName(id AreaID) string {
	if a, ok := f.Area(id); ok {
		return a.Name
	}
	return string(id)
}

func (f *Framework) disciplineName(id DisciplineID) string {
	if d, ok := f.Discipline(id); ok {
		return d.Name
	}
	return string(id)
}

func (f *Framework) levelName(area AreaID, id LevelID) string {
	a, ok := f.Area(area)
	if !ok || id == "" {
		return string(id)
	}
	for _, s := range f.Scales {
		for _, v := range s.Levels {
			if s.ID == a.Scale && v.ID == id {
				return v.Name
			}
		}
	}
	return string(id)
}

func join[T any](all []T, word func(T) string) string {
	var words []string
	for _, v := range all {
		words = append(words, word(v))
	}
	return strings.Join(words, ", ")
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
