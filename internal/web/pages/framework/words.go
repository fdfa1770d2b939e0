package framework

import (
	"context"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/lang"
)

// word is the organisation's word for a thing, or ours where it has none. Ours is said
// in the reader's language.
func word(ctx context.Context, theirs, ours string) string {
	if isOurs(ctx, theirs, ours) {
		return lang.Say(ctx, ours)
	}
	return theirs
}

// isOurs tells whether the word is Cairn's own, in English or in the reader's language,
// in which it may have been written small.
func isOurs(ctx context.Context, theirs, ours string) bool {
	return strings.TrimSpace(theirs) == "" || theirs == ours ||
		lang.In(ctx) != lang.English && strings.EqualFold(theirs, lang.Say(ctx, ours))
}

func (r Reading) step(ctx context.Context) string {
	return word(ctx, r.Words.Step, lang.Later("step"))
}

func (r Reading) steps(ctx context.Context) string {
	return r.several(ctx, r.Words.Step, lang.Later("step"), lang.Later("steps"))
}

func (r Reading) manager(ctx context.Context) string {
	return word(ctx, r.Words.Manager, lang.Later("manager"))
}

// several is the plural of the organisation's word or of ours.
func (r Reading) several(ctx context.Context, theirs, one, many string) string {
	if isOurs(ctx, theirs, one) {
		return lang.Say(ctx, many)
	}
	return r.plural(theirs)
}

// plural is the English plural; other languages keep their word as it is.
func (r Reading) plural(noun string) string {
	switch {
	case r.Language != "" && !strings.HasPrefix(r.Language, "en"):
		return noun
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay") && !strings.HasSuffix(noun, "ey") && !strings.HasSuffix(noun, "oy"):
		return strings.TrimSuffix(noun, "y") + "ies"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "sh"):
		return noun + "es"
	}
	return noun + "s"
}

// capital begins a heading.
func capital(s string) string {
	for i, c := range s {
		if i == 0 {
			return strings.ToUpper(string(c)) + s[len(string(c)):]
		}
	}
	return s
}

// examplesHead stands at the head of each list of examples.
func (r Reading) examplesHead(ctx context.Context) string {
	if r.Policy.ExamplesAre == framework.ExamplesAreRequirements {
		return lang.Say(ctx, "What is expected here")
	}
	return lang.Say(ctx, "Examples to talk about")
}

// notAChecklist is what every printed page says of its examples.
func (r Reading) notAChecklist(ctx context.Context) string {
	if r.Policy.ExamplesAre == framework.ExamplesAreRequirements {
		return lang.Say(ctx, "To be talked about; nobody adds it up.")
	}
	return lang.Say(ctx, "Examples to talk about, not a checklist.")
}

// examplesAre says what the examples are for.
func (r Reading) examplesAre(ctx context.Context) string {
	if r.Policy.ExamplesAre == framework.ExamplesAreRequirements {
		return lang.Say(ctx, "This organisation expects what the examples say. They are still there to be talked about, and nobody adds them up.")
	}
	return lang.Say(ctx, "The examples show what this can look like; some are habits, some a single activity. None of them is required, and nobody adds them up.")
}

// areasNeeded says how the areas together bear on a wider step.
func (r Reading) areasNeeded(ctx context.Context) string {
	switch r.Policy.AreasNeeded {
	case framework.AreasAll:
		return lang.Say(ctx, "A wider {step} takes all of them.", "step", r.step(ctx))
	case framework.AreasAny:
		return lang.Say(ctx, "A wider {step} does not take all of them; which matter is for you and your {manager} to talk about.",
			"step", r.step(ctx), "manager", r.manager(ctx))
	}
	return lang.Say(ctx, "As a rule, a wider {step} takes all of them. A great strength in one may still make up for a weakness in another; then the reason is written down with the decision.", "step", r.step(ctx))
}

// decides says who decides on a promotion to the step.
func (r Reading) decides(ctx context.Context, s framework.Step) string {
	if r.narrowest(s) {
		return r.noneBefore(ctx)
	}
	switch by := s.Approve.By; by {
	case framework.ByManager:
		return lang.Say(ctx, "Your {manager} decides. Nobody else has to approve.", "manager", r.manager(ctx))
	case framework.ByUnitLead:
		return lang.Say(ctx, "The lead of your {unit} decides.", "unit", r.unit(ctx, s.Approve.Unit))
	case framework.ByCTO:
		return lang.Say(ctx, "The CTO decides.")
	case "":
		return lang.Say(ctx, "The framework names nobody.")
	default:
		return lang.Say(ctx, "The {role} decides.", "role", r.roleName(by))
	}
}

// noneBefore says how people come to the narrowest step.
func (r Reading) noneBefore(ctx context.Context) string {
	months := r.Policy.NewJoinerStepAfterMonths
	if months < 1 {
		return lang.Say(ctx, "No {step} comes before it, so nobody is promoted to it. Which {step} describes you today, this one or a wider one, is for you and your {manager} to agree.",
			"step", r.step(ctx), "manager", r.manager(ctx))
	}
	return lang.Say(ctx, "No {step} comes before it, so nobody is promoted to it. Which {step} describes you today, this one or a wider one, is for you and your {manager} to agree, about {months} after your first day.",
		"step", r.step(ctx), "manager", r.manager(ctx), "months", monthsInWords(ctx, months))
}

var numbers = []string{"", "", lang.Later("two"), lang.Later("three"), lang.Later("four"), lang.Later("five"), lang.Later("six"), lang.Later("seven"),
	lang.Later("eight"), lang.Later("nine"), lang.Later("ten"), lang.Later("eleven"), lang.Later("twelve")}

// monthsInWords is a number of months, as it stands after "about".
func monthsInWords(ctx context.Context, n int) string {
	if n >= len(numbers) {
		return lang.Say(ctx, "more than twelve months")
	}
	return lang.Count(ctx, n, "one month", "{number} months", "number", lang.Say(ctx, numbers[n]))
}

// unit is the organisation's word for a kind of unit.
func (r Reading) unit(ctx context.Context, kind string) string {
	switch kind {
	case framework.UnitSquad:
		return word(ctx, r.Words.Team, lang.Later("squad"))
	case framework.UnitChapter:
		return word(ctx, r.Words.LineGroup, lang.Later("chapter"))
	case framework.UnitTribe:
		return word(ctx, r.Words.Area, lang.Later("tribe"))
	case framework.UnitGuild:
		return word(ctx, r.Words.Community, lang.Later("guild"))
	}
	return kind
}

// whatUnitsAdd leads to what tribes, chapters and guilds add.
func (r Reading) whatUnitsAdd(ctx context.Context) string {
	return lang.Say(ctx, "What {tribes}, {chapters} and {guilds} add",
		"tribes", r.several(ctx, r.Words.Area, lang.Later("tribe"), lang.Later("tribes")),
		"chapters", r.several(ctx, r.Words.LineGroup, lang.Later("chapter"), lang.Later("chapters")),
		"guilds", r.several(ctx, r.Words.Community, lang.Later("guild"), lang.Later("guilds")))
}

func (r Reading) roleName(id string) string {
	if role, ok := r.Role(framework.RoleID(id)); ok {
		return role.Name
	}
	return id
}

// heard says who is heard before a promotion to the step is decided; empty when
// nobody is named.
func (r Reading) heard(ctx context.Context, s framework.Step) string {
	if r.narrowest(s) {
		return ""
	}
	var who []string
	for _, h := range s.Approve.Hear {
		who = append(who, r.hear(ctx, h))
	}
	if len(who) == 0 {
		return ""
	}
	return capital(joined(ctx, who)) + "."
}

func (r Reading) hear(ctx context.Context, who string) string {
	switch who {
	case framework.HearSquadPeers:
		return lang.Say(ctx, "peers in your {unit}", "unit", r.unit(ctx, framework.UnitSquad))
	case framework.HearChapterPeers:
		return lang.Say(ctx, "peers in your {unit}", "unit", r.unit(ctx, framework.UnitChapter))
	case framework.HearVariedPeers:
		return lang.Say(ctx, "a varied group of your peers")
	case framework.HearTribeLeadership:
		return lang.Say(ctx, "the leadership of your {unit}", "unit", r.unit(ctx, framework.UnitTribe))
	case framework.HearTechnicalLeadership:
		return lang.Say(ctx, "technical leadership")
	case framework.HearPeopleAtStep:
		return lang.Say(ctx, "people whose own influence reaches this far")
	}
	return lang.Say(ctx, "people in the role of {role}", "role", r.roleName(who))
}

// stays says whether the step is one to stay on.
func (r Reading) stays(ctx context.Context, s framework.Step) string {
	if s.ExpectedToMoveOn {
		return lang.Say(ctx, "This is a beginning: in time, everybody is expected to move on from here. No date is set for it.")
	}
	return lang.Say(ctx, "As long as you like. No time is expected here, and not aiming at a wider {step} is a good answer.", "step", r.step(ctx))
}

func track(ctx context.Context, t framework.Track) string {
	switch t {
	case framework.TrackIC:
		return lang.Say(ctx, "For people who lead through their own work.")
	case framework.TrackPeople:
		return lang.Say(ctx, "For people who lead people.")
	}
	return ""
}

// joined lists things in a sentence.
func inWords(ctx context.Context, all []lang.Told) (words []string) {
	for _, t := range all {
		words = append(words, t.In(lang.In(ctx)))
	}
	return words
}

func joined(ctx context.Context, all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return lang.Say(ctx, "{names} and {last}", "names", strings.Join(all[:len(all)-1], ", "), "last", all[len(all)-1])
}

func stepNames(ctx context.Context, steps []framework.Step) string {
	var names []string
	for _, s := range steps {
		names = append(names, s.Name)
	}
	return joined(ctx, names)
}

// masteryNote says what to do where a discipline has nothing of its own; empty
// where something is shown.
func (r Reading) masteryNote(ctx context.Context, a framework.Area, step framework.StepID) string {
	marked, _ := r.marked(a.ID, step)
	switch {
	case a.Kind != framework.Mastery, len(marked) > 0, len(r.Disciplines) == 0:
		return ""
	case r.Discipline == "":
		return lang.Say(ctx, "Further examples are marked for single disciplines. Choose one above to see them.")
	}
	return lang.Say(ctx, "Nothing is marked for {discipline} here. The examples of a neighbouring discipline may help you and your {manager} to agree what their counterpart is in yours.",
		"discipline", r.disciplineName(r.Discipline), "manager", r.manager(ctx))
}
