package trust

import (
	"testing"

	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/promotion"
	"cairn/internal/workflow"
)

func init() {
	kinds["/promotions/{id}/talk"] = "promotion"
	breakages = append(breakages,
		broken("whoever decided moves the talk", "TestTheDayOfATalkIsBetweenTheTwo", "workflow/promotion_talk.go", "if err == nil && (!b.Pair() || ", "if err == nil && (!b.Pair() && c.Decider != actor.Person || b.Pair() && "),
		broken("a former manager keeps the talk", "TestTheDayOfATalkIsBetweenTheTwo", "workflow/promotion_talk.go", "r.PromotionsAbout(append([]id.Person{viewer}, reports...))", "r.PromotionsAbout(append([]id.Person{viewer}, everybody(r)...))",
			edit{"workflow/promotion_talk.go", "// TalkAhead is a day", "func everybody(r *store.Reader) (who []id.Person) {\n\tpage, _ := r.People(store.PeopleFilter{Limit: 100})\n\tfor _, p := range page.People {\n\t\twho = append(who, p.ID)\n\t}\n\treturn who\n}\n\n// TalkAhead is a day"}),
	)
}

// TestTheDayOfATalkIsBetweenTheTwo: set with a "not yet", it is moved by the two of
// now alone, and only they find it on their home page.
func TestTheDayOfATalkIsBetweenTheTwo(t *testing.T) {
	c := newCase(t, "sqlite", promotion.Deciding)
	ctx, once := t.Context(), workflow.Once{}
	verdict := promotion.Verdict{Reasons: "No.", Focus: []string{"More."}, Talk: "In June.", TalkOn: "2026-06-01"}
	must(t, c.RefuseYet(ctx, c.Actor("tove"), once, c.promotion, verdict))
	told := func(where string, want map[string]bool) {
		t.Helper()
		for _, name := range c.Names() {
			h, err := c.Home(ctx, c.Actor(name))
			must(t, err)
			if (len(h.Talks) > 0) != want[name] {
				t.Errorf("%s: %s is told of %v", where, name, h.Talks)
			}
		}
	}
	told("decided", map[string]bool{"noor": true, "mats": true})
	for _, name := range c.Names() {
		err := c.PlanPromotionTalk(ctx, c.Actor(name), once, c.promotion, "2026-06-02")
		if pair := name == "noor" || name == "mats"; pair && err != nil || !pair && !fault.Is(err, fault.Withheld) {
			t.Errorf("%s moves it: %v", name, err)
		}
	}
	must(t, c.SetManager(ctx, c.Actor("pia"), c.Person("noor"), c.Person("mira")))
	told("under another manager", map[string]bool{"noor": true, "mira": true})
	if err := c.PlanPromotionTalk(ctx, c.Actor("mats"), once, c.promotion, ""); !fault.Is(err, fault.Withheld) {
		t.Errorf("a former manager takes it back: %v", err)
	}
	if n := effects(t, c.World, audit.PromotionTalkSet); n != 2 {
		t.Errorf("%d lines of the journal for two moves", n)
	}
}
