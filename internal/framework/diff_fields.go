package framework

import (
	"strconv"
	"strings"

	"cairn/internal/lang"
)

// What a reader sees of each part, field by field. Each function names the same
// fields in the same order for either version.

func headFields(f *Framework) []field {
	return []field{{lang.Later("name"), f.Name}, {lang.Later("language"), f.Language}, {lang.Later("source"), f.Source.URL}, {lang.Later("licence"), f.Source.Licence}, {lang.Later("attribution"), f.Source.Attribution}}
}

func wordFields(w Words) []field {
	return []field{{lang.Later("team"), w.Team}, {lang.Later("line group"), w.LineGroup}, {lang.Later("area"), w.Area}, {lang.Later("community"), w.Community}, {lang.Later("step"), w.Step}, {lang.Later("manager"), w.Manager}}
}

func policyFields(p Policy) []field {
	return []field{
		{lang.Later("examples are"), p.ExamplesAre},
		{lang.Later("areas needed"), strings.ReplaceAll(p.AreasNeeded, "_", " ")},
		{lang.Later("a step is visible to"), strings.Join(p.StepVisibleTo, ", ")},
		{lang.Later("months until a new joiner’s step"), strconv.Itoa(p.NewJoinerStepAfterMonths)},
	}
}

func stepItems(f *Framework) []item {
	var all []item
	for _, s := range f.StepsInOrder() {
		all = append(all, item{string(s.ID), s.Name, []field{
			{lang.Later("name"), s.Name}, {lang.Later("sphere"), s.Sphere}, {lang.Later("summary"), s.Summary},
			{lang.Later("includes"), f.includesInWords(s)}, {lang.Later("track"), string(s.Track)},
			{lang.Later("moving on is expected"), yesNo(s.ExpectedToMoveOn)},
			{lang.Later("who decides"), f.deciderInWords(s.Approve)}, {lang.Later("who is heard"), f.rolesInWords(s.Approve.Hear)},
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
			[]field{{lang.Later("name"), a.Name}, {lang.Later("summary"), a.Summary}, {lang.Later("kind"), string(a.Kind)}, {lang.Later("scale"), string(a.Scale)}}, true})
	}
	return all
}

func disciplineItems(f *Framework) []item {
	var all []item
	for _, d := range f.Disciplines {
		all = append(all, item{string(d.ID), d.Name, []field{{lang.Later("name"), d.Name}, {lang.Later("also called"), strings.Join(d.Also, ", ")},
			{lang.Later("near to"), f.disciplineName(d.Near)}, {lang.Later("steps"), join(d.Steps, f.stepName)}}, false})
	}
	return all
}

func roleItems(f *Framework) []item {
	var all []item
	for _, r := range f.Roles {
		all = append(all, item{string(r.ID), r.Name, []field{{lang.Later("name"), r.Name}, {lang.Later("summary"), r.Summary},
			{lang.Later("discipline"), f.disciplineName(r.Discipline)}, {lang.Later("minimum step"), f.stepName(r.MinStep)},
			{lang.Later("manages people"), yesNo(r.ManagesPeople)}, {lang.Later("outside titles"), strings.Join(r.OutsideTitles, ", ")}}, false})
	}
	return all
}

func questionItems(f *Framework) []item {
	var all []item
	for _, q := range f.FAQ {
		all = append(all, item{q.Q, q.Q, []field{{lang.Later("question"), q.Q}, {lang.Later("answer"), q.A}}, false})
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
		all = append(all, item{string(s.ID), string(s.ID), []field{{lang.Later("each level contains those before"), yesNo(s.Cumulative)}, {lang.Later("levels"), strings.Join(levels, "\n")}}, false})
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
		all = append(all, item{string(p.Role) + " at " + string(p.Step), role + ", " + f.stepName(p.Step), []field{{lang.Later("expects"), strings.Join(expects, "\n")}}, false})
	}
	return all
}

// exampleFields is all of an example but its sentence and its place.
func (f *Framework) exampleFields(e Example) []field {
	return []field{{lang.Later("details"), strings.Join(e.Details, "\n")}, {lang.Later("form"), string(e.Form)}, {lang.Later("note"), e.Note}}
}

func (f *Framework) placeFields(e Example) []field {
	return []field{{lang.Later("area"), f.areaName(e.Area)}, {lang.Later("step"), f.stepName(e.Step)}, {lang.Later("level"), f.levelName(e.Area, e.Level)}, {lang.Later("disciplines"), f.marksInWords(e)}}
}

func (f *Framework) marksInWords(e Example) string {
	if len(e.Disciplines) == 0 {
		return "everyone"
	}
	return join(e.Disciplines, f.disciplineName)
}

// EveryStepInWords stands where a step is named, for what is meant for all.
const EveryStepInWords = "every step"

// The names fall back to the id for what the framework does not have.

func (f *Framework) stepName(id StepID) string {
	if id == EveryStep {
		return EveryStepInWords
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
