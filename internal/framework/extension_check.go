package framework

import (
	"slices"
	"strings"

	"cairn/internal/lang"
)

// The lists of an extension, as a Problem names them.
const (
	listDisciplines = "add.disciplines"
	listRoles       = "add.roles"
	listExamples    = "add.examples"
	listReplace     = "replace"
	listHide        = "hide"
)

// entry is one item of one list of an extension.
type entry struct {
	list string
	at   int
}

// Check lists what the extension may not do to this base, and what does not fit
// it. It may add disciplines, roles and examples, and replace or hide examples
// that carry a discipline mark; nothing else is its to touch.
func Check(base *Framework, x *Extension) []Problem {
	c := &checker{base: base, x: x, taken: map[string]bool{}, names: map[string]string{}}
	c.collect()
	c.head()
	for i, d := range x.Add.Disciplines {
		c.entry = entry{listDisciplines, i}
		c.discipline(d)
	}
	for i, r := range x.Add.Roles {
		c.entry = entry{listRoles, i}
		c.role(r)
	}
	for i, e := range x.Add.Examples {
		c.entry = entry{listExamples, i}
		c.example(e)
	}
	for i, r := range x.Replace {
		c.entry = entry{listReplace, i}
		c.replacement(r)
	}
	for i, h := range x.Hide {
		c.entry = entry{listHide, i}
		c.target(h.ID, h.Because)
	}
	return c.problems
}

type checker struct {
	base *Framework
	x    *Extension
	entry
	problems  []Problem
	unitKnown bool              // otherwise no prefix can be asked for
	taken     map[string]bool   // list and id, or what was spoken about
	names     map[string]string // folded names of disciplines and roles: whose they are

	steps, areas, disciplines, examples []string // known ids, for hints
}

func (c *checker) collect() {
	for _, s := range c.base.Steps {
		c.steps = append(c.steps, string(s.ID))
	}
	for _, a := range c.base.Areas {
		c.areas = append(c.areas, string(a.ID))
	}
	for _, d := range c.base.Disciplines {
		c.disciplines = append(c.disciplines, string(d.ID))
		for _, n := range append([]string{string(d.ID), d.Name}, d.Also...) {
			c.names["discipline "+fold(n)] = string(d.ID)
		}
	}
	for _, r := range c.base.Roles {
		for _, n := range []string{string(r.ID), r.Name} {
			c.names["role "+fold(n)] = string(r.ID)
		}
	}
	for _, d := range c.x.Add.Disciplines {
		c.disciplines = append(c.disciplines, string(d.ID))
	}
	for _, e := range c.base.Examples {
		if len(e.Disciplines) > 0 {
			c.examples = append(c.examples, string(e.ID))
		}
	}
}

func (c *checker) say(field, id string, message lang.Told) {
	c.problems = append(c.problems, Problem{List: c.list, At: c.at, Field: field, ID: id, Message: message})
}

func (c *checker) head() {
	x := c.x
	switch at := x.Extends; {
	case at.ID != c.base.ID:
		c.say("extends", "", lang.Tell("This extends the framework {id}, but the framework here is {here}.", "id", lang.Quoted(at.ID), "here", lang.Quoted(c.base.ID)))
	case at.Version != c.base.Version:
		c.say("extends", "", lang.Tell("This extends version {version}, but the version here is {here}. Carry it over to {here} first.", "version", at.Version, "here", c.base.Version))
	}
	before := len(c.problems)
	switch kinds := []string{UnitTribe, UnitChapter, UnitGuild}; {
	case !slices.Contains(kinds, x.Unit.Kind):
		c.say("unit", "", lang.Tell("{unit} is not a unit that may extend a framework. Write tribe, chapter or guild, a slash, and its short name, as in tribe/infrastructure.{meant}",
			"unit", lang.Quoted(x.Unit.String()), "meant", meant(x.Unit.Kind, kinds)))
	case !isSlug(x.Unit.Slug):
		c.say("unit", "", lang.Tell("The short name {name} should be letters, digits, dashes and underscores, at most 60 of them.", "name", lang.Quoted(x.Unit.Slug)))
	}
	c.unitKnown = len(c.problems) == before
	for _, f := range []struct{ field, text, why string }{
		{"version", x.Version, lang.Later("so that an evaluation can keep it")},
		{"owner", x.Owner, lang.Later("so that people know whom to ask")},
		{"reason", x.Reason, lang.Later("so that it can be talked over")},
	} {
		if strings.TrimSpace(f.text) == "" {
			c.say(f.field, "", lang.Tell("An extension needs the field {field}, {why}.", "field", lang.Quoted(f.field), "why", lang.Word(f.why)))
		}
	}
}

// added checks what every addition needs: an id of the unit's own, used once.
func (c *checker) added(kind, id string) {
	switch prefix := c.x.Unit.Prefix(); {
	case id == "":
		c.say("id", id, lang.Tell("Added {kind}: the field \"id\" is needed.", "kind", lang.Word(kind)))
	case !IsID(id):
		c.say("id", id, lang.Tell("The id {id} should be letters, digits, dots, dashes and underscores, at most 120 of them.", "id", lang.Quoted(id)))
	case c.unitKnown && (!strings.HasPrefix(id, prefix) || id == prefix):
		c.say("id", id, lang.Tell("The id of an added {kind} begins with the unit: {right} instead of {id}.", "kind", lang.Word(kind), "right", lang.Quoted(prefix+id), "id", lang.Quoted(id)))
	case c.inBase(kind, id):
		c.say("id", id, lang.Tell("The framework already has a {kind} {id}.", "kind", lang.Word(kind), "id", lang.Quoted(id)))
	case c.taken[kind+" "+id]:
		c.say("id", id, lang.Tell("The {kind} id {id} is already used in this extension. Give one of them another id.", "kind", lang.Word(kind), "id", lang.Quoted(id)))
	}
	c.taken[kind+" "+id] = true
}

func (c *checker) inBase(kind, id string) (found bool) {
	switch kind {
	case MarkDiscipline:
		_, found = c.base.Discipline(DisciplineID(id))
	case MarkRole:
		_, found = c.base.Role(RoleID(id))
	case MarkExample:
		_, found = c.base.Example(ExampleID(id))
	}
	return found
}

// named refuses a name that already means something else.
func (c *checker) named(kind, id, name string, field string) {
	if strings.TrimSpace(name) == "" {
		if field == "name" {
			c.say("name", id, lang.Tell("The added {kind} {id} needs the field \"name\".", "kind", lang.Word(kind), "id", lang.Quoted(id)))
		}
		return
	}
	key := kind + " " + fold(name)
	if whose, taken := c.names[key]; taken && whose != id {
		c.say(field, id, lang.Tell("{name} already names the {kind} {id}; people could not tell them apart.", "name", lang.Quoted(name), "kind", lang.Word(kind), "id", lang.Quoted(whose)))
		return
	}
	c.names[key] = id
}

func (c *checker) discipline(d Discipline) {
	id := string(d.ID)
	c.added(MarkDiscipline, id)
	c.named(MarkDiscipline, id, d.Name, "name")
	for _, n := range d.Also {
		c.named(MarkDiscipline, id, n, "also")
	}
	c.knows("near", id, "discipline", string(d.Near), c.disciplines)
	for _, s := range d.Steps {
		c.knows("steps", id, "step", string(s), c.steps)
	}
}

func (c *checker) role(r Role) {
	id := string(r.ID)
	c.added(MarkRole, id)
	c.named(MarkRole, id, r.Name, "name")
	c.knows("discipline", id, "discipline", string(r.Discipline), c.disciplines)
	c.knows("min_step", id, "step", string(r.MinStep), c.steps)
}

func (c *checker) example(e Example) {
	id := string(e.ID)
	c.added(MarkExample, id)
	if strings.TrimSpace(e.Text) == "" {
		c.say("text", id, lang.Tell("The added example {id} needs the field \"text\".", "id", lang.Quoted(id)))
	}
	if e.Area == "" {
		c.say("area", id, lang.Tell("The added example {id} needs the field \"area\".", "id", lang.Quoted(id)))
	}
	c.knows("area", id, "area", string(e.Area), c.areas)
	for _, d := range e.Disciplines {
		c.knows("disciplines", id, "discipline", string(d), c.disciplines)
	}
	c.place(e)
}

func (c *checker) place(e Example) {
	id := string(e.ID)
	area, known := c.base.Area(e.Area)
	switch {
	case e.Step == "" && e.Level == "":
		c.say("step", id, lang.Tell("The added example {id} needs a step, or a level where its area has a scale.", "id", lang.Quoted(id)))
	case e.Step != "" && e.Level != "":
		c.say("level", id, lang.Tell("The added example {id} has both a step and a level; only one can be meant.", "id", lang.Quoted(id)))
	case e.Level != "" && known:
		c.knows("level", id, lang.Later("level of this area"), string(e.Level), c.levels(area.Scale))
	case e.Step != EveryStep && e.Level == "":
		c.knows("step", id, "step", string(e.Step), c.steps)
	}
}

func (c *checker) levels(scale ScaleID) []string {
	var known []string
	for _, s := range c.base.Scales {
		for _, v := range s.Levels {
			if s.ID == scale {
				known = append(known, string(v.ID))
			}
		}
	}
	return known
}

// knows refuses a name that nothing has, and says what may have been meant.
func (c *checker) knows(field, id, kind, named string, known []string) {
	if named == "" || slices.Contains(known, named) {
		return
	}
	hint := meant(named, known)
	if hint.None() && len(known) > 0 && len(known) <= 8 {
		hint = lang.Tell(" Known are {words}.", "words", strings.Join(known, ", "))
	}
	c.say(field, id, lang.Tell("There is no {kind} {id}.{meant}", "kind", lang.Word(kind), "id", lang.Quoted(named), "meant", hint))
}

func (c *checker) replacement(r Replacement) {
	c.target(r.ID, r.Because)
	switch e, known := c.base.Example(r.ID); {
	case strings.TrimSpace(r.UnitText) == "":
		c.say("unit_text", string(r.ID), lang.Tell("The replacement needs the field \"unit_text\", the sentence in the unit’s own words. To leave the example out, hide it."))
	case known && strings.TrimSpace(r.UnitText) == e.Text:
		c.say("unit_text", string(r.ID), lang.Tell("The replacement says the same as the example {id}. Leave it out.", "id", lang.Quoted(r.ID)))
	}
}

// target checks an example that is to be replaced or hidden.
func (c *checker) target(id ExampleID, because string) {
	e, known := c.base.Example(id)
	switch {
	case id == "":
		c.say("id", "", lang.Tell("Which example? Name it with the field \"id\"."))
	case c.taken["example "+string(id)]:
		c.say("id", string(id), lang.Tell("The example {id} is this unit’s own. Change it where it is added.", "id", lang.Quoted(id)))
	case !known:
		c.say("id", string(id), lang.Tell("There is no example {id}.{meant}", "id", lang.Quoted(id), "meant", c.otherTarget(string(id))))
	case len(e.Disciplines) == 0:
		c.say("id", string(id), lang.Tell("The example {id} is for everyone, so no unit may replace or hide it. Only examples marked for a discipline may be replaced or hidden.", "id", lang.Quoted(id)))
	case c.taken["target "+string(id)]:
		c.say("id", string(id), lang.Tell("The example {id} is already replaced or hidden in this extension. Only one can be meant.", "id", lang.Quoted(id)))
	}
	if id != "" {
		c.taken["target "+string(id)] = true
	}
	if strings.TrimSpace(because) == "" {
		c.say("because", string(id), lang.Tell("Why? Add the field \"because\"; people will read it beside the example."))
	}
}

// otherTarget tells an id of another part of the framework from a misspelt one.
func (c *checker) otherTarget(id string) lang.Told {
	var kind string
	switch {
	case slices.Contains(c.steps, id):
		kind = "step"
	case slices.Contains(c.areas, id):
		kind = "area"
	case slices.Contains(c.disciplines, id):
		kind = "discipline"
	default:
		return meant(id, c.examples)
	}
	return lang.Tell(" That names the {kind}; an extension may not touch it.", "kind", lang.Word(kind))
}
