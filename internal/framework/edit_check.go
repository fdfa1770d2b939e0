package framework

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/internal/fault"
	"cairn/internal/lang"
)

// How long the parts of a framework may be. The longest of real ones are well
// below.
const (
	LongestName    = 200
	LongestText    = 2_000  // of an example, a detail, a note
	LongestSummary = 4_000  // of a step, an area, a role
	LongestAnswer  = 10_000 // to a question
	mostInList     = 100    // details, other names, titles
)

// mistakes collects the mistakes of a form, field by field.
type mistakes struct{ wrong []fault.Field }

func (c *mistakes) add(name, message string, with ...any) {
	c.wrong = append(c.wrong, fault.Field{Name: name, Message: message, With: with})
}

func (c *mistakes) needed(name, value, what string, longest int) {
	if value == "" {
		c.add(name, what)
		return
	}
	c.short(name, value, longest)
}

func (c *mistakes) short(name, value string, longest int) {
	if n := utf8.RuneCountInString(value); n > longest {
		c.add(name, lang.Later("This has {n} signs; {most} are possible. Say it more shortly, or in two parts."), "n", n, "most", longest)
	}
}

func (c *mistakes) list(name string, all []string, longest int) {
	if len(all) > mostInList {
		c.add(name, lang.Later("These are {n} lines; {most} are possible."), "n", len(all), "most", mostInList)
	}
	for _, v := range all {
		c.short(name, v, longest)
	}
}

// Placeholder tells texts that people leave to be filled in later; they say
// nothing, and reading a file skips them.
func Placeholder(text string) bool {
	switch strings.ToUpper(strings.Trim(text, " .-_*[]()<>!?")) {
	case "", "NOT IN USE", "NOT USED", "UNUSED", "TBD", "TBA", "TBC", "TODO", "TO DO", "FIXME", "XXX", "N/A", "NA", "PLACEHOLDER", "LOREM IPSUM":
		return true
	}
	return false
}

// CheckExample says what keeps the example out of the framework as it is.
func (f *Framework) CheckExample(e Example) error {
	var c mistakes
	c.needed("text", e.Text, lang.Later("Say in a sentence what one can see somebody do."), LongestText)
	if e.Text != "" && Placeholder(e.Text) {
		c.add("text", lang.Later("“{text}” says nothing yet, and readers would not see it. Write the sentence, or leave the example out until you have it."), "text", e.Text)
	}
	c.list("details", e.Details, LongestText)
	c.short("note", e.Note, LongestText)
	if !slices.Contains([]Form{"", FormBehaviour, FormActivity}, e.Form) {
		c.add("form", lang.Later("It is either a habit or an activity."))
	}
	if _, ok := f.Area(e.Area); !ok {
		c.add("place", lang.Later("There is no such area any more. Choose one from the list."))
	} else if !f.hasPlace(e) {
		c.add("place", lang.Later("There is no such step any more. Choose one from the list."))
	}
	for _, d := range e.Disciplines {
		if _, ok := f.Discipline(d); !ok {
			c.add("disciplines", lang.Later("There is no discipline {id} any more. Choose from the list."), "id", d)
		}
	}
	return fault.InvalidFields(c.wrong)
}

func (f *Framework) hasPlace(e Example) bool {
	if e.Level == "" {
		_, ok := f.Step(e.Step)
		return ok || e.Step == EveryStep
	}
	a, _ := f.Area(e.Area)
	return e.Step == "" && slices.ContainsFunc(f.Scales, func(s Scale) bool {
		return s.ID == a.Scale && slices.ContainsFunc(s.Levels, func(l Level) bool { return l.ID == e.Level })
	})
}

// CheckStep says what keeps the step out.
func (f *Framework) CheckStep(s Step) error {
	var c mistakes
	c.needed("name", s.Name, lang.Later("Give the step a name."), LongestName)
	c.short("sphere", s.Sphere, LongestName)
	c.short("summary", s.Summary, LongestSummary)
	if s.Order < 0 || s.Order > 100_000 {
		c.add("order", lang.Later("Give a whole number; wider steps have a higher one."))
	}
	for _, id := range s.Includes {
		if _, ok := f.Step(id); !ok {
			c.add("includes", lang.Later("There is no step {id} any more. Choose from the list."), "id", id)
		}
	}
	if s.ID != "" && slices.ContainsFunc(f.PutStep(s).circle(s.ID), func(id StepID) bool { return id == s.ID }) {
		c.add("includes", lang.Later("The steps would include each other in a circle. A step includes narrower ones only."))
	}
	f.checkApprove(&c, s.Approve)
	return fault.InvalidFields(c.wrong)
}

// circle lists what following includes from the step leads to, itself among them
// when it leads back.
func (f *Framework) circle(from StepID) (reached []StepID) {
	seen := map[StepID]bool{}
	todo := []StepID{from}
	for len(todo) > 0 {
		s, _ := f.Step(todo[0])
		todo = todo[1:]
		for _, id := range s.Includes {
			if !seen[id] {
				seen[id] = true
				reached, todo = append(reached, id), append(todo, id)
			}
		}
	}
	return reached
}

func decides(by string) bool { return slices.Contains([]string{ByManager, ByUnitLead, ByCTO}, by) }

func hears(who string) bool { return slices.Contains(Heard(), who) }

// Heard lists who may be heard, apart from the holders of a role.
func Heard() []string {
	return []string{HearSquadPeers, HearChapterPeers, HearVariedPeers, HearTribeLeadership, HearTechnicalLeadership, HearPeopleAtStep}
}

func (f *Framework) checkApprove(c *mistakes, a Approve) {
	if _, role := f.Role(RoleID(a.By)); !role && !decides(a.By) {
		c.add("by", lang.Later("Say who decides."))
	}
	units := []string{UnitSquad, UnitChapter, UnitTribe, UnitGuild}
	if a.By == ByUnitLead && !slices.Contains(units, a.Unit) {
		c.add("unit", lang.Later("Say of which unit the lead decides."))
	}
	for _, h := range a.Hear {
		if _, role := f.Role(RoleID(h)); !role && !hears(h) {
			c.add("hear", lang.Later("There is nobody called {name} to be heard. Choose from the list."), "name", h)
		}
	}
}

// CheckArea says what keeps the area out.
func (f *Framework) CheckArea(a Area) error {
	var c mistakes
	c.needed("name", a.Name, lang.Later("Give the area a name."), LongestName)
	c.short("summary", a.Summary, LongestSummary)
	if a.Kind != Behaviour && a.Kind != Mastery {
		c.add("kind", lang.Later("Say whether it is about behaviour or about mastery of the discipline."))
	}
	return fault.InvalidFields(c.wrong)
}

// CheckDiscipline says what keeps the discipline out.
func (f *Framework) CheckDiscipline(d Discipline) error {
	var c mistakes
	c.needed("name", d.Name, lang.Later("Give the discipline a name."), LongestName)
	c.list("also", d.Also, LongestName)
	if _, ok := f.Discipline(d.Near); d.Near != "" && (!ok || d.Near == d.ID) {
		c.add("near", lang.Later("Choose another discipline from the list."))
	}
	for _, n := range append([]string{d.Name}, d.Also...) {
		if other, ok := f.DisciplineNamed(n); ok && other.ID != d.ID && n != "" {
			c.add("also", lang.Later("“{name}” already leads to the discipline {discipline}. A name leads to one of them only."), "name", n, "discipline", other.Name)
		}
	}
	for _, id := range d.Steps {
		if _, ok := f.Step(id); !ok {
			c.add("steps", lang.Later("There is no step {id} any more. Choose from the list."), "id", id)
		}
	}
	return fault.InvalidFields(c.wrong)
}

// CheckRole says what keeps the role out. A title that names a step would tell
// everybody outside what only two people may know.
func (f *Framework) CheckRole(r Role) error {
	var c mistakes
	c.needed("name", r.Name, lang.Later("Give the role a name."), LongestName)
	c.short("summary", r.Summary, LongestSummary)
	c.list("outside_titles", r.OutsideTitles, LongestName)
	for _, t := range r.OutsideTitles {
		if s, ok := f.StepIn(t); ok {
			c.add("outside_titles", lang.Later("The title “{title}” names the step {step}. A title never tells a step: say what the person does."), "title", t, "step", s.Name)
		}
	}
	if _, ok := f.Discipline(r.Discipline); r.Discipline != "" && !ok {
		c.add("discipline", lang.Later("There is no such discipline any more. Choose from the list."))
	}
	if _, ok := f.Step(r.MinStep); r.MinStep != "" && !ok {
		c.add("min_step", lang.Later("There is no such step any more. Choose from the list."))
	}
	return fault.InvalidFields(c.wrong)
}

// StepIn finds a step whose name stands in the text as words of its own.
func (f *Framework) StepIn(text string) (Step, bool) {
	for _, s := range f.Steps {
		if name := fold(s.Name); name != "" && strings.Contains(" "+fold(text)+" ", " "+name+" ") {
			return s, true
		}
	}
	return Step{}, false
}

// CheckQuestion says what keeps the question out.
func CheckQuestion(qa QA) error {
	var c mistakes
	c.needed("q", qa.Q, lang.Later("Write the question."), LongestName*2)
	c.needed("a", qa.A, lang.Later("Write the answer."), LongestAnswer)
	if qa.Q != "" && Placeholder(qa.Q) {
		c.add("q", lang.Later("This is a placeholder; readers would not see it."))
	}
	if qa.A != "" && Placeholder(qa.A) {
		c.add("a", lang.Later("This is a placeholder; readers would not see it."))
	}
	return fault.InvalidFields(c.wrong)
}

// About is what a framework says of itself, apart from its parts.
type About struct {
	Name, Language string
	Source         Source
	Words          Words
	Policy         Policy
}

// About returns what the framework says of itself.
func (f *Framework) About() About {
	return About{f.Name, f.Language, f.Source, f.Words, f.Policy}
}

// PutAbout changes that. Who sees a Step is not for a framework to say, and stays.
func (f *Framework) PutAbout(a About) *Framework {
	return f.with(func(c *Framework) {
		a.Policy.StepVisibleTo = f.Policy.StepVisibleTo
		c.Name, c.Language, c.Source, c.Words, c.Policy = a.Name, a.Language, a.Source, a.Words, a.Policy
	})
}

// CheckAbout says what keeps it out.
func CheckAbout(a About) error {
	var c mistakes
	c.needed("name", a.Name, lang.Later("Give the framework a name."), LongestName)
	c.needed("language", a.Language, lang.Later("Give the language, as in en or sv."), 35)
	if strings.ContainsAny(a.Language, " \t\n") {
		c.add("language", lang.Later("Give the short name of one language, as in en, sv or pt-BR."))
	}
	c.short("attribution", a.Source.Attribution, LongestSummary)
	c.short("licence", a.Source.Licence, LongestName)
	if u := a.Source.URL; u != "" && !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "http://") || len(u) > LongestText {
		c.add("url", lang.Later("Give an address that begins with https://, or leave it empty."))
	}
	w := a.Words
	for name, word := range map[string]string{"team": w.Team, "line_group": w.LineGroup, "word_area": w.Area, "community": w.Community, "step": w.Step, "manager": w.Manager} {
		c.needed(name, word, lang.Later("Give your own word, or the usual one."), 40)
	}
	if !slices.Contains([]string{ExamplesArePrompts, ExamplesAreRequirements}, a.Policy.ExamplesAre) {
		c.add("examples_are", lang.Later("Choose one of the two."))
	}
	if !slices.Contains([]string{AreasAllAsARule, AreasAll, AreasAny}, a.Policy.AreasNeeded) {
		c.add("areas_needed", lang.Later("Choose one of the three."))
	}
	if m := a.Policy.NewJoinerStepAfterMonths; m < 0 || m > 120 {
		c.add("months", lang.Later("Give a whole number of months between 0 and 120."))
	}
	return fault.InvalidFields(c.wrong)
}
