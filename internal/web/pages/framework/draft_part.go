package framework

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/web/ui"
)

// PartPage is a step, area, discipline, role or question in its form, or what the
// framework says of itself.
type PartPage struct {
	Kind      string
	ID        string // empty for a new one; a question's number
	Step      framework.Step
	OrderText string // as typed
	Area      framework.Area
	Own       framework.Discipline
	Role      framework.Role
	QA        framework.QA
	Of        framework.About
	Months    string // as typed
	Key       string
	Revision  string
	Wrong     map[string]string
	Other     []ui.Fact // as somebody else wrote it meanwhile
}

var partNames = map[string]string{
	"step": "A new step", "area": "A new area", "discipline": "A new discipline", "role": "A new role", "question": "A new question", "about": "Words and policy",
}

// Title names the part.
func (x PartPage) Title() string {
	if x.ID == "" || x.Kind == "about" {
		return partNames[x.Kind]
	}
	return map[string]string{"step": x.Step.Name, "area": x.Area.Name, "discipline": x.Own.Name, "role": x.Role.Name, "question": "A question"}[x.Kind]
}

func (x PartPage) action() string {
	if x.Kind == "about" {
		return DraftPath + "/about"
	}
	return ListPath(x.Kind)
}

func (x PartPage) tab() string { return strings.TrimPrefix(x.action(), DraftPath) }

// Facts is the part in words.
func (d Draft) Facts(x PartPage) []ui.Fact {
	switch x.Kind {
	case "step":
		return d.stepFacts(x.Step)
	case "area":
		kind := "Behaviour"
		if x.Area.Kind == framework.Mastery {
			kind = "Mastery of the discipline"
		}
		return filled("Name", x.Area.Name, "Summary", x.Area.Summary, "It is about", kind, "Id", string(x.Area.ID))
	case "discipline":
		var steps []string
		for _, s := range x.Own.Steps {
			steps = append(steps, d.atName(Place{At: string(s)}))
		}
		return filled("Name", x.Own.Name, "Other names", strings.Join(x.Own.Also, ", "), "Near to", d.disciplineName(x.Own.Near), "Has examples for", strings.Join(steps, ", "), "Id", string(x.Own.ID))
	case "role":
		min, _ := d.Step(x.Role.MinStep)
		return filled("Name", x.Role.Name, "Summary", x.Role.Summary, "Discipline", d.disciplineName(x.Role.Discipline), "Minimum "+d.step(), min.Name,
			"Manages people", yesNo(x.Role.ManagesPeople), "Titles outside", strings.Join(x.Role.OutsideTitles, ", "), "Id", string(x.Role.ID))
	case "question":
		return filled("Question", x.QA.Q, "Answer", x.QA.A)
	}
	return d.aboutFacts(x.Of)
}

func (d Draft) stepFacts(s framework.Step) []ui.Fact {
	var includes, hear []string
	for _, id := range s.Includes {
		includes = append(includes, d.atName(Place{At: string(id)}))
	}
	for _, h := range s.Approve.Hear {
		hear = append(hear, d.hear(h))
	}
	which := strings.Join(includes, ", ")
	if s.Includes == nil {
		which = "The " + d.step() + " before it"
	} else if len(includes) == 0 {
		which = "None"
	}
	return filled("Name", s.Name, "Order", strconv.Itoa(s.Order), "Sphere of influence", s.Sphere, "Summary", s.Summary, "Includes", which,
		"Track", track(s.Track), "Expected to move on", yesNo(s.ExpectedToMoveOn), "Who decides", d.decider(s.Approve), "Who is heard", joined(hear), "Id", string(s.ID))
}

func (d Draft) decider(a framework.Approve) string {
	switch a.By {
	case framework.ByManager:
		return "the " + d.manager()
	case framework.ByCTO:
		return "the CTO"
	case framework.ByUnitLead:
		return "the lead of the " + d.unit(a.Unit)
	}
	return d.roleName(a.By)
}

func (d Draft) aboutFacts(a framework.About) []ui.Fact {
	return filled("Name", a.Name, "Language", a.Language, "Source", a.Source.URL, "Licence", a.Source.Licence, "Attribution", a.Source.Attribution,
		"Squad", a.Words.Team, "Chapter", a.Words.LineGroup, "Tribe", a.Words.Area, "Guild", a.Words.Community, "Step", a.Words.Step, "Manager", a.Words.Manager,
		"Examples are", a.Policy.ExamplesAre, "Areas needed", strings.ReplaceAll(a.Policy.AreasNeeded, "_", " "), "Months before the first step is set", strconv.Itoa(a.Policy.NewJoinerStepAfterMonths))
}

func yesNo(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}

// filled leaves out what is empty.
func filled(pairs ...string) (facts []ui.Fact) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			facts = append(facts, ui.Fact{Name: pairs[i], Text: pairs[i+1]})
		}
	}
	return facts
}

// PartLine is one part in the list of its kind.
type PartLine struct{ ID, Name, About string }

func (d Draft) lines(kind string) (list []PartLine) {
	switch kind {
	case "step":
		for _, s := range d.StepsInOrder() {
			list = append(list, PartLine{string(s.ID), s.Name, s.Sphere})
		}
	case "area":
		for _, a := range d.AreasInOrder() {
			list = append(list, PartLine{string(a.ID), a.Name, ""})
		}
	case "discipline":
		for _, x := range d.Disciplines {
			list = append(list, PartLine{string(x.ID), x.Name, strings.Join(x.Also, ", ")})
		}
	case "role":
		for _, r := range d.Roles {
			list = append(list, PartLine{string(r.ID), r.Name, r.Summary})
		}
	case "question":
		for i, q := range d.FAQ {
			list = append(list, PartLine{strconv.Itoa(i + 1), q.Q, ""})
		}
	}
	return list
}

func (d Draft) listTitle(kind string) string {
	switch kind {
	case "step":
		return capital(d.plural(d.step()))
	case "question":
		return "Questions and answers"
	}
	return capital(d.plural(kind))
}

func (d Draft) listLead(kind string) string {
	return map[string]string{
		"step":       "Each is a set of expectations for one sphere of influence, from the narrowest to the widest.",
		"area":       "The sets of behaviours that people talk about. They stay the same at every " + d.step() + "; what widens is their reach.",
		"discipline": "The fields of expertise that have examples of their own.",
		"role":       "Ways of engaging that people may call theirs. They are suggestions: words of one’s own are just as good.",
		"question":   "What people ask about the framework, and what you answer.",
	}[kind]
}

func (d Draft) byOptions(a framework.Approve) []ui.Option {
	options := []ui.Option{
		{Value: framework.ByManager, Label: "The " + d.manager()}, {Value: framework.ByUnitLead, Label: "The lead of a unit"}, {Value: framework.ByCTO, Label: "The CTO"},
	}
	for _, r := range d.Roles {
		options = append(options, ui.Option{Value: string(r.ID), Label: "Whoever holds the role " + r.Name})
	}
	return chosen(options, a.By)
}

func (d Draft) unitOptions(unit string) []ui.Option {
	options := []ui.Option{{Label: "No unit: somebody else decides"}}
	for _, u := range []string{framework.UnitSquad, framework.UnitChapter, framework.UnitTribe, framework.UnitGuild} {
		options = append(options, ui.Option{Value: u, Label: capital(d.unit(u))})
	}
	return chosen(options, unit)
}

func (d Draft) hearOptions(now []string) (options []ui.Option) {
	for _, h := range framework.Heard() {
		options = append(options, ui.Option{Value: h, Label: capital(d.hear(h)), Selected: slices.Contains(now, h)})
	}
	for _, r := range d.Roles {
		options = append(options, ui.Option{Value: string(r.ID), Label: "People in the role of " + r.Name, Selected: slices.Contains(now, string(r.ID))})
	}
	return options
}

func (d Draft) stepChecks(now []framework.StepID, without framework.StepID) (options []ui.Option) {
	for _, s := range d.StepsInOrder() {
		if s.ID != without {
			options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Selected: slices.Contains(now, s.ID)})
		}
	}
	return options
}

func (d Draft) otherDisciplineOptions(now, without framework.DisciplineID) []ui.Option {
	options := []ui.Option{{Label: "None"}}
	for _, x := range d.Disciplines {
		if x.ID != without {
			options = append(options, ui.Option{Value: string(x.ID), Label: x.Name})
		}
	}
	return chosen(options, string(now))
}

func (d Draft) minStepOptions(now framework.StepID) []ui.Option {
	return chosen(append([]ui.Option{{Label: "None"}}, d.Reading.stepOptions("")...), string(now))
}

func chosen(options []ui.Option, value string) []ui.Option {
	for i := range options {
		options[i].Selected = options[i].Value == value
	}
	return options
}

// After is where to go once the part is kept.
func (x PartPage) After() string {
	if x.Kind == "about" {
		return x.action()
	}
	return x.action() + "#" + url.PathEscape(x.ID)
}
