package framework

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/lang"
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
	"step": lang.Later("A new step"), "area": lang.Later("A new area"), "discipline": lang.Later("A new discipline"), "role": lang.Later("A new role"),
	"question": lang.Later("A new question"), "about": lang.Later("Words and policy"),
}

var takingOut = map[string]string{
	"step": lang.Later("Take this step out…"), "area": lang.Later("Take this area out…"), "discipline": lang.Later("Take this discipline out…"),
	"role": lang.Later("Take this role out…"), "question": lang.Later("Take this question out…"),
}

func takeOut(ctx context.Context, kind string) string { return lang.Say(ctx, takingOut[kind]) }

// Title names the part.
func (x PartPage) Title(ctx context.Context) string {
	if x.ID == "" || x.Kind == "about" {
		return lang.Say(ctx, partNames[x.Kind])
	}
	return map[string]string{"step": x.Step.Name, "area": x.Area.Name, "discipline": x.Own.Name, "role": x.Role.Name, "question": lang.Say(ctx, "A question")}[x.Kind]
}

func (x PartPage) action() string {
	if x.Kind == "about" {
		return DraftPath + "/about"
	}
	return ListPath(x.Kind)
}

func (x PartPage) tab() string { return strings.TrimPrefix(x.action(), DraftPath) }

// Facts is the part in words.
func (d Draft) Facts(ctx context.Context, x PartPage) []ui.Fact {
	switch x.Kind {
	case "step":
		return d.stepFacts(ctx, x.Step)
	case "area":
		kind := lang.Say(ctx, "Behaviour")
		if x.Area.Kind == framework.Mastery {
			kind = lang.Say(ctx, "Mastery of the discipline")
		}
		return filled(lang.Say(ctx, "Name"), x.Area.Name, lang.Say(ctx, "Summary"), x.Area.Summary, lang.Say(ctx, "It is about"), kind, lang.Say(ctx, "Id"), string(x.Area.ID))
	case "discipline":
		var steps []string
		for _, s := range x.Own.Steps {
			steps = append(steps, d.atName(ctx, Place{At: string(s)}))
		}
		return filled(lang.Say(ctx, "Name"), x.Own.Name, lang.Say(ctx, "Other names"), strings.Join(x.Own.Also, ", "), lang.Say(ctx, "Near to"), d.disciplineName(x.Own.Near), lang.Say(ctx, "Has examples for"), strings.Join(steps, ", "), lang.Say(ctx, "Id"), string(x.Own.ID))
	case "role":
		min, _ := d.Step(x.Role.MinStep)
		return filled(lang.Say(ctx, "Name"), x.Role.Name, lang.Say(ctx, "Summary"), x.Role.Summary, lang.Say(ctx, "Discipline"), d.disciplineName(x.Role.Discipline), lang.Say(ctx, "Minimum {step}", "step", d.step(ctx)), min.Name,
			lang.Say(ctx, "Manages people"), yesNo(ctx, x.Role.ManagesPeople), lang.Say(ctx, "Titles outside"), strings.Join(x.Role.OutsideTitles, ", "), lang.Say(ctx, "Id"), string(x.Role.ID))
	case "question":
		return filled(lang.Say(ctx, "Question"), x.QA.Q, lang.Say(ctx, "Answer"), x.QA.A)
	}
	return d.aboutFacts(ctx, x.Of)
}

func (d Draft) stepFacts(ctx context.Context, s framework.Step) []ui.Fact {
	var includes, hear []string
	for _, id := range s.Includes {
		includes = append(includes, d.atName(ctx, Place{At: string(id)}))
	}
	for _, h := range s.Approve.Hear {
		hear = append(hear, d.hear(ctx, h))
	}
	which := strings.Join(includes, ", ")
	if s.Includes == nil {
		which = lang.Say(ctx, "The {step} before it", "step", d.step(ctx))
	} else if len(includes) == 0 {
		which = lang.Say(ctx, "None")
	}
	return filled(lang.Say(ctx, "Name"), s.Name, lang.Say(ctx, "Order"), strconv.Itoa(s.Order), lang.Say(ctx, "Sphere of influence"), s.Sphere, lang.Say(ctx, "Summary"), s.Summary, lang.Say(ctx, "Includes"), which,
		lang.Say(ctx, "Track"), track(ctx, s.Track), lang.Say(ctx, "Expected to move on"), yesNo(ctx, s.ExpectedToMoveOn), lang.Say(ctx, "Who decides"), d.decider(ctx, s.Approve), lang.Say(ctx, "Who is heard"), joined(ctx, hear), lang.Say(ctx, "Id"), string(s.ID))
}

func (d Draft) decider(ctx context.Context, a framework.Approve) string {
	switch a.By {
	case framework.ByManager:
		return lang.Say(ctx, "the {manager}", "manager", d.manager(ctx))
	case framework.ByCTO:
		return lang.Say(ctx, "the CTO")
	case framework.ByUnitLead:
		return lang.Say(ctx, "the lead of the {unit}", "unit", d.unit(ctx, a.Unit))
	}
	return d.roleName(a.By)
}

func (d Draft) aboutFacts(ctx context.Context, a framework.About) []ui.Fact {
	return filled(lang.Say(ctx, "Name"), a.Name, lang.Say(ctx, "Language"), a.Language, lang.Say(ctx, "Source"), a.Source.URL, lang.Say(ctx, "Licence"), a.Source.Licence, lang.Say(ctx, "Attribution"), a.Source.Attribution,
		lang.Say(ctx, "Squad"), a.Words.Team, lang.Say(ctx, "Chapter"), a.Words.LineGroup, lang.Say(ctx, "Tribe"), a.Words.Area, lang.Say(ctx, "Guild"), a.Words.Community, lang.Say(ctx, "Step"), a.Words.Step, lang.Say(ctx, "Manager"), a.Words.Manager,
		lang.Say(ctx, "Examples are"), valueOf(ctx, "examples are", a.Policy.ExamplesAre), lang.Say(ctx, "Areas needed"), valueOf(ctx, "areas needed", strings.ReplaceAll(a.Policy.AreasNeeded, "_", " ")), lang.Say(ctx, "Months before the first step is set"), strconv.Itoa(a.Policy.NewJoinerStepAfterMonths))
}

func yesNo(ctx context.Context, b bool) string {
	if b {
		return lang.Say(ctx, "Yes")
	}
	return lang.Say(ctx, "No")
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

func (d Draft) listTitle(ctx context.Context, kind string) string {
	switch kind {
	case "step":
		return capital(d.steps(ctx))
	case "question":
		return lang.Say(ctx, "Questions and answers")
	case "area":
		return lang.Say(ctx, "Areas")
	case "discipline":
		return lang.Say(ctx, "Disciplines")
	}
	return lang.Say(ctx, "Roles")
}

func (d Draft) listLead(ctx context.Context, kind string) string {
	return map[string]string{
		"step":       lang.Say(ctx, "Each is a set of expectations for one sphere of influence, from the narrowest to the widest."),
		"area":       lang.Say(ctx, "The sets of behaviours that people talk about. They stay the same at every {step}; what widens is their reach.", "step", d.step(ctx)),
		"discipline": lang.Say(ctx, "The fields of expertise that have examples of their own."),
		"role":       lang.Say(ctx, "Ways of engaging that people may call theirs. They are suggestions: words of one’s own are just as good."),
		"question":   lang.Say(ctx, "What people ask about the framework, and what you answer."),
	}[kind]
}

func (d Draft) byOptions(ctx context.Context, a framework.Approve) []ui.Option {
	options := []ui.Option{
		{Value: framework.ByManager, Label: lang.Say(ctx, "The {manager}", "manager", d.manager(ctx))}, {Value: framework.ByUnitLead, Label: lang.Say(ctx, "The lead of a unit")}, {Value: framework.ByCTO, Label: lang.Say(ctx, "The CTO")},
	}
	for _, r := range d.Roles {
		options = append(options, ui.Option{Value: string(r.ID), Label: lang.Say(ctx, "Whoever holds the role {role}", "role", r.Name)})
	}
	return chosen(options, a.By)
}

func (d Draft) unitOptions(ctx context.Context, unit string) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "No unit: somebody else decides")}}
	for _, u := range []string{framework.UnitSquad, framework.UnitChapter, framework.UnitTribe, framework.UnitGuild} {
		options = append(options, ui.Option{Value: u, Label: capital(d.unit(ctx, u))})
	}
	return chosen(options, unit)
}

func (d Draft) hearOptions(ctx context.Context, now []string) (options []ui.Option) {
	for _, h := range framework.Heard() {
		options = append(options, ui.Option{Value: h, Label: capital(d.hear(ctx, h)), Selected: slices.Contains(now, h)})
	}
	for _, r := range d.Roles {
		options = append(options, ui.Option{Value: string(r.ID), Label: capital(lang.Say(ctx, "people in the role of {role}", "role", r.Name)), Selected: slices.Contains(now, string(r.ID))})
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

func (d Draft) otherDisciplineOptions(ctx context.Context, now, without framework.DisciplineID) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "None")}}
	for _, x := range d.Disciplines {
		if x.ID != without {
			options = append(options, ui.Option{Value: string(x.ID), Label: x.Name})
		}
	}
	return chosen(options, string(now))
}

func (d Draft) minStepOptions(ctx context.Context, now framework.StepID) []ui.Option {
	return chosen(append([]ui.Option{{Label: lang.Say(ctx, "None")}}, d.Reading.stepOptions("")...), string(now))
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
