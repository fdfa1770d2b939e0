package promotion

import (
	"slices"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Relation is how somebody who is heard stands to the person. It uses public facts
// only.
type Relation string

// Relations, from near to far. Leading is told apart from working together.
const (
	SameSquad       Relation = "same-squad"
	SameChapter     Relation = "same-chapter"
	OtherSquad      Relation = "other-squad" // of the same tribe
	OtherTribe      Relation = "other-tribe"
	OtherDiscipline Relation = "other-discipline"
	LeadsInTribe    Relation = "leads-in-tribe" // the tribe, or a chapter or squad of it
	// ThreeInTechnology asks for several voices where the step asks to hear people
	// who stand at it: among three, nobody who is asked learns anything from it.
	ThreeInTechnology Relation = "three-in-technology"
	LeadsTechnology   Relation = "leads-technology" // a tribe, or all of technology, or a chapter elsewhere
)

// Words names the relation.
func (r Relation) Words() string {
	switch r {
	case SameSquad:
		return lang.Later("the same squad")
	case SameChapter:
		return lang.Later("the same chapter")
	case OtherSquad:
		return lang.Later("another squad")
	case OtherTribe:
		return lang.Later("another tribe")
	case OtherDiscipline:
		return lang.Later("another discipline")
	case LeadsInTribe:
		return lang.Later("leadership of the tribe")
	case LeadsTechnology:
		return lang.Later("technical leadership")
	case ThreeInTechnology:
		return lang.Later("three people, asked as technical leadership")
	}
	return string(r)
}

// Place is where somebody works, as everybody can see.
type Place struct {
	Squads, Chapters, Tribes []id.Unit // those of which they lead one are among them
	LeadsTribes              []id.Unit // tribes of the units they lead, and tribes they lead
	Discipline               string
	CTO                      bool
}

// RelationsOf tells how somebody stands to the person.
func RelationsOf(person, other Place) (list []Relation) {
	add := func(yes bool, r Relation) {
		if yes {
			list = append(list, r)
		}
	}
	sameSquad, sameTribe := meet(person.Squads, other.Squads), meet(person.Tribes, other.Tribes)
	add(sameSquad, SameSquad)
	add(meet(person.Chapters, other.Chapters), SameChapter)
	add(sameTribe && !sameSquad && len(other.Squads) > 0, OtherSquad)
	add(!sameTribe && len(other.Tribes) > 0, OtherTribe)
	add(other.Discipline != "" && person.Discipline != "" && other.Discipline != person.Discipline, OtherDiscipline)
	add(meet(person.Tribes, other.LeadsTribes), LeadsInTribe)
	add(other.CTO || len(other.LeadsTribes) > 0, LeadsTechnology)
	return list
}

func meet(a, b []id.Unit) bool {
	return slices.ContainsFunc(a, func(u id.Unit) bool { return slices.Contains(b, u) })
}

// Wanted lists the relations that a promotion to the step should be heard from,
// by what the step's rule asks for. Who stands at the step is not among them: that
// nobody but the decider may look at.
func Wanted(hear []string) (list []Relation) {
	add := func(more ...Relation) {
		for _, r := range more {
			if !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	for _, h := range hear {
		switch h {
		case framework.HearSquadPeers:
			add(SameSquad)
		case framework.HearChapterPeers:
			add(SameChapter)
		case framework.HearVariedPeers:
			add(SameSquad, SameChapter, OtherSquad, OtherTribe, OtherDiscipline)
		case framework.HearTribeLeadership:
			add(LeadsInTribe)
		case framework.HearTechnicalLeadership:
			add(LeadsTechnology)
		case framework.HearPeopleAtStep:
			add(ThreeInTechnology)
		}
	}
	return list
}

// Heard is what a consultation gave when the case is handed on.
type Heard struct {
	Wanted  []Relation
	From    []Consultation
	Reasons map[Relation]string // why a wanted relation was not heard
}

// Covers lists the relations somebody was heard from.
func (h Heard) Covers() (list []Relation) {
	for _, c := range h.From {
		if c.Reply != Given && c.Reply != Disputed {
			continue
		}
		for _, r := range c.Relations {
			if !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	if h.inTechnology() >= technicalVoices {
		list = append(list, ThreeInTechnology)
	}
	return list
}

// technicalVoices is how many are heard as technical leadership at least.
const technicalVoices = 3

func (h Heard) inTechnology() (n int) {
	for _, c := range h.voices() {
		if c.Label == AsTechnical {
			n++
		}
	}
	return n
}

// Silence says that the relation was not heard.
func (r Relation) Silence() string {
	switch r {
	case SameSquad:
		return lang.Later("Nobody from the same squad has been heard.")
	case SameChapter:
		return lang.Later("Nobody from the same chapter has been heard.")
	case OtherSquad:
		return lang.Later("Nobody from another squad has been heard.")
	case OtherTribe:
		return lang.Later("Nobody from another tribe has been heard.")
	case OtherDiscipline:
		return lang.Later("Nobody from another discipline has been heard.")
	case LeadsInTribe:
		return lang.Later("Nobody from leadership of the tribe has been heard.")
	case LeadsTechnology:
		return lang.Later("Nobody from technical leadership has been heard.")
	}
	return lang.Later("Fewer than three people have been heard as technical leadership.")
}

// missed is Silence with what can be done about it.
func (r Relation) missed() string {
	switch r {
	case SameSquad:
		return lang.Later("Nobody from the same squad has been heard. Ask somebody, or write down why not.")
	case SameChapter:
		return lang.Later("Nobody from the same chapter has been heard. Ask somebody, or write down why not.")
	case OtherSquad:
		return lang.Later("Nobody from another squad has been heard. Ask somebody, or write down why not.")
	case OtherTribe:
		return lang.Later("Nobody from another tribe has been heard. Ask somebody, or write down why not.")
	case OtherDiscipline:
		return lang.Later("Nobody from another discipline has been heard. Ask somebody, or write down why not.")
	case LeadsInTribe:
		return lang.Later("Nobody from leadership of the tribe has been heard. Ask somebody, or write down why not.")
	case LeadsTechnology:
		return lang.Later("Nobody from technical leadership has been heard. Ask somebody, or write down why not.")
	}
	return lang.Later("Fewer than three people have been heard as technical leadership. Ask somebody, or write down why not.")
}

// Gaps lists the wanted relations nobody was heard from, in the order wanted.
func (h Heard) Gaps() (list []Relation) {
	covered := h.Covers()
	for _, r := range h.Wanted {
		if !slices.Contains(covered, r) {
			list = append(list, r)
		}
	}
	return list
}

// missing asks for a reason for each gap, and for at least one voice altogether:
// every promotion involves consultation with peers (seed, "at all levels").
func (h Heard) missing() (wrong []fault.Field) {
	if len(h.Covers()) == 0 && len(h.voices()) == 0 {
		wrong = append(wrong, field("heard", lang.Later("Nobody has been heard yet. Ask peers, or note a talk you had and let them confirm it.")))
	}
	for _, r := range h.Gaps() {
		reason := h.Reasons[r]
		if strings.TrimSpace(reason) == "" {
			wrong = append(wrong, field("gap:"+string(r), r.missed()))
		}
		wrong = append(wrong, tooLong("gap:"+string(r), reason)...)
	}
	return wrong
}

func (h Heard) voices() []Consultation {
	return slices.DeleteFunc(slices.Clone(h.From), func(c Consultation) bool { return c.Reply != Given && c.Reply != Disputed })
}
