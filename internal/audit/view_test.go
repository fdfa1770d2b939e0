package audit

import (
	"slices"
	"testing"
)

func TestWhoSeesWhichEntry(t *testing.T) {
	for name, c := range map[string]struct {
		e               Entry
		people, machine bool
	}{
		"a sign-in":                         {Entry{Act: SignedIn}, false, true},
		"an office":                         {Entry{Act: OfficeGranted, Item: "profile"}, true, true},
		"a manager":                         {Entry{Act: ManagerChanged, Item: "profile"}, true, false},
		"a case":                            {Entry{Act: PromotionBegun, Item: "case", Subject: "p"}, false, false},
		"the words of a case":               {Entry{Act: PromotionWritten, Item: "case_text", Subject: "p"}, false, false},
		"a departure":                       {Entry{Act: DepartureMoved, Item: "exception"}, false, false},
		"a Step":                            {Entry{Act: StandingSet, Item: "step", Subject: "p"}, false, false},
		"an evaluation":                     {Entry{Act: EvaluationSigned, Item: "compare", Subject: "p"}, false, false},
		"a reading of a Step":               {Entry{Act: Read, Item: "step", Subject: "p"}, false, false},
		"a reading of a start date":         {Entry{Act: Read, Item: "hr_attr", Subject: "p"}, true, false},
		"a reading of the journal":          {Entry{Act: Read, Item: "aud_all"}, true, true},
		"a note":                            {Entry{Act: NoteWritten, Item: "notes_self", Subject: "p"}, false, false},
		"a rollout":                         {Entry{Act: RolloutLaunched, Item: "compare"}, true, false},
		"a rollout that speaks of somebody": {Entry{Act: RolloutLaunched, Item: "compare", Subject: "p"}, false, false},
		"a trial placement":                 {Entry{Act: Placed, Item: "slotting", Subject: "p"}, false, false},
		"feedback":                          {Entry{Act: FeedbackGiven, Item: "fb_subject", Subject: "p"}, false, false},
	} {
		if c.e.SeenBy(ForPeople) != c.people || c.e.SeenBy(ForMachine) != c.machine {
			t.Errorf("%s: people partners %v, operators %v", name, c.e.SeenBy(ForPeople), c.e.SeenBy(ForMachine))
		}
	}
}

func TestFamiliesHoldWhatTheyShow(t *testing.T) {
	for _, a := range []Audience{ForPeople, ForMachine} {
		all := ActsFor(a, "")
		for _, f := range FamiliesFor(a) {
			for _, act := range ActsFor(a, f) {
				if !slices.Contains(all, act) || FamilyOf(act) != f {
					t.Errorf("%s: %s of %s", a, act, f)
				}
			}
		}
	}
	if ActsFor(ForMachine, Roles) != nil || FamilyOf(StandingSet) != "" {
		t.Error("operators are shown roles, or Steps are in a family")
	}
}

func TestWhoIsNamed(t *testing.T) {
	for act, want := range map[Act]bool{SignedIn: true, OfficeGranted: true, PromotionDecided: false, DepartureMoved: false, RoleTaken: false, Read: false} {
		if (Entry{Act: act}).Named() != want {
			t.Errorf("%s: named %v", act, !want)
		}
	}
}
