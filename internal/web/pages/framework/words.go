package framework

import (
	"strings"

	"cairn/internal/framework"
)

// word is the organisation's word for a thing, or ours where it has none.
func word(theirs, ours string) string {
	if strings.TrimSpace(theirs) == "" {
		return ours
	}
	return theirs
}

func (r Reading) step() string    { return word(r.Words.Step, "step") }
func (r Reading) manager() string { return word(r.Words.Manager, "manager") }

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
func (r Reading) examplesHead() string {
	if r.Policy.ExamplesAre == framework.ExamplesAreRequirements {
		return "What is expected here"
	}
	return "Examples to talk about"
}

// notAChecklist is what every printed page says of its examples.
func (r Reading) notAChecklist() string {
	if r.Policy.ExamplesAre == framework.ExamplesAreRequirements {
		return "To be talked about; nobody adds it up."
	}
	return "Examples to talk about, not a checklist."
}

// examplesAre says what the examples are for.
func (r Reading) examplesAre() string {
	if r.Policy.ExamplesAre == framework.ExamplesAreRequirements {
		return "This organisation expects what the examples say. They are still there to be talked about, and nobody adds them up."
	}
	return "The examples show what this can look like; some are habits, some a single activity. None of them is required, and nobody adds them up."
}

// areasNeeded says how the areas together bear on a wider step.
func (r Reading) areasNeeded() string {
	switch r.Policy.AreasNeeded {
	case framework.AreasAll:
		return "A wider " + r.step() + " takes all of them."
	case framework.AreasAny:
		return "A wider " + r.step() + " does not take all of them; which matter is for you and your " + r.manager() + " to talk about."
	}
	return "As a rule, a wider " + r.step() + " takes all of them. A great strength in one may still make up for a weakness in another; then the reason is written down with the decision."
}

// decides says who decides on a promotion to the step.
func (r Reading) decides(s framework.Step) string {
	if r.narrowest(s) {
		return "No " + r.step() + " comes before it, so nobody is promoted to it. Which " + r.step() +
			" describes you today, this one or a wider one, is for you and your " + r.manager() + " to agree" + r.sixMonths() + "."
	}
	switch by := s.Approve.By; by {
	case framework.ByManager:
		return "Your " + r.manager() + " decides. Nobody else has to approve."
	case framework.ByUnitLead:
		return "The lead of your " + r.unit(s.Approve.Unit) + " decides."
	case framework.ByCTO:
		return "The CTO decides."
	case "":
		return "The framework names nobody."
	default:
		return "The " + r.roleName(by) + " decides."
	}
}

func (r Reading) sixMonths() string {
	if r.Policy.NewJoinerStepAfterMonths < 1 {
		return ""
	}
	return ", about " + number(r.Policy.NewJoinerStepAfterMonths, "month") + " after your first day"
}

var numbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

func number(n int, unit string) string {
	switch {
	case n == 1:
		return "one " + unit
	case n < len(numbers):
		return numbers[n] + " " + unit + "s"
	}
	return "more than twelve " + unit + "s"
}

// unit is the organisation's word for a kind of unit.
func (r Reading) unit(kind string) string {
	switch kind {
	case framework.UnitSquad:
		return word(r.Words.Team, kind)
	case framework.UnitChapter:
		return word(r.Words.LineGroup, kind)
	case framework.UnitTribe:
		return word(r.Words.Area, kind)
	case framework.UnitGuild:
		return word(r.Words.Community, kind)
	}
	return kind
}

func (r Reading) roleName(id string) string {
	if role, ok := r.Role(framework.RoleID(id)); ok {
		return role.Name
	}
	return id
}

// heard says who is heard before a promotion to the step is decided; empty when
// nobody is named.
func (r Reading) heard(s framework.Step) string {
	if r.narrowest(s) {
		return ""
	}
	var who []string
	for _, h := range s.Approve.Hear {
		who = append(who, r.hear(h))
	}
	if len(who) == 0 {
		return ""
	}
	return capital(joined(who)) + "."
}

func (r Reading) hear(who string) string {
	switch who {
	case framework.HearSquadPeers:
		return "peers in your " + r.unit(framework.UnitSquad)
	case framework.HearChapterPeers:
		return "peers in your " + r.unit(framework.UnitChapter)
	case framework.HearVariedPeers:
		return "a varied group of your peers"
	case framework.HearTribeLeadership:
		return "the leadership of your " + r.unit(framework.UnitTribe)
	case framework.HearTechnicalLeadership:
		return "technical leadership"
	case framework.HearPeopleAtStep:
		return "people whose own influence reaches this far"
	}
	return "people in the role of " + r.roleName(who)
}

// stays says whether the step is one to stay on.
func (r Reading) stays(s framework.Step) string {
	if s.ExpectedToMoveOn {
		return "This is a beginning: in time, everybody is expected to move on from here. No date is set for it."
	}
	return "As long as you like. No time is expected here, and not aiming at a wider " + r.step() + " is a good answer."
}

func track(t framework.Track) string {
	switch t {
	case framework.TrackIC:
		return "For people who lead through their own work."
	case framework.TrackPeople:
		return "For people who lead people."
	}
	return ""
}

// joined lists things in a sentence.
func joined(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}

func stepNames(steps []framework.Step) string {
	var names []string
	for _, s := range steps {
		names = append(names, s.Name)
	}
	return joined(names)
}

// masteryNote says what to do where a discipline has nothing of its own; empty
// where something is shown.
func (r Reading) masteryNote(a framework.Area, step framework.StepID) string {
	marked, _ := r.marked(a.ID, step)
	switch {
	case a.Kind != framework.Mastery, len(marked) > 0, len(r.Disciplines) == 0:
		return ""
	case r.Discipline == "":
		return "Further examples are marked for single disciplines. Choose one above to see them."
	}
	return "Nothing is marked for " + r.disciplineName(r.Discipline) + " here. The examples of a neighbouring discipline may help you and your " +
		r.manager() + " to agree what their counterpart is in yours."
}
