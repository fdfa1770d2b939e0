package trust

import (
	"maps"
	"slices"
	"testing"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/guide"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// The guide brings a table and addresses; it is open to everybody who has signed
// in, and says nothing of anybody.
func init() {
	clear["guide_versions"] = "page revision kind title body process author at gone"
	maps.Copy(kinds, map[string]string{
		"/guide/how/{process}":      "nothing",
		"/guide/pages/{id}":         "guide",
		"/guide/pages/{id}/edit":    "guide",
		"/guide/pages/{id}/removal": "guide",
	})
	breakages = append(breakages,
		broken("everybody writes the guide", "TestTheGuideIsWrittenByPeoplePartners", "workflow/guide.go", "once Once, ref id.Guide, read int64, c guide.Content) (id.Guide, error) {\n\tif err := keeps(actor); err != nil {", "once Once, ref id.Guide, read int64, c guide.Content) (id.Guide, error) {\n\tif err := own(actor); err != nil {"),
		broken("what was removed is shown", "TestTheGuideIsWrittenByPeoplePartners", "workflow/guide.go", "versions[0].Gone && !keeper", "false"),
	)
}

// TestTheGuideIsWrittenByPeoplePartners, in the browser alone, and read by all. Each
// act is written down, and of two texts from the same one the second is refused.
func TestTheGuideIsWrittenByPeoplePartners(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		c := guide.Content{Kind: guide.Page, Title: "How we talk", Body: "Calmly."}
		var ref id.Guide
		for _, d := range []deed{
			{"write", func() (err error) { ref, err = w.WriteGuide(ctx, w.Actor("pia"), once, "", 0, c); return err }, []string{line(string(audit.GuideWritten), "", "people partner")}},
			{"write anew", func() error { return second(w.WriteGuide(ctx, w.Actor("pia"), once, ref, 1, c)) }, []string{line(string(audit.GuideWritten), "", "people partner")}},
		} {
			tryDeed(w.T, w, d)
		}
		if _, err := w.WriteGuide(ctx, w.Actor("pia"), once, ref, 1, c); !fault.Is(err, fault.Conflict) {
			w.Errorf("from an older text: %v", err)
		}
		writers := []string{}
		for _, name := range w.Names() {
			_, err := w.WriteGuide(ctx, w.Actor(name), once, "", 0, c)
			if err == nil {
				writers = append(writers, name)
			} else if !fault.Is(err, fault.Withheld) {
				w.Errorf("%s: %v", name, err)
			}
			if versions, _, err := w.GuideVersions(ctx, w.Actor(name), ref); err != nil || len(versions) != 2 {
				w.Errorf("%s reads %d texts, %v", name, len(versions), err)
			}
		}
		for _, name := range writers {
			if !slices.Contains(w.Actor(name).Offices, "people-partner") {
				w.Errorf("%s writes the guide", name)
			}
		}
		for _, actor := range []access.Actor{w.Token("pia", access.Scopes()...), {}} {
			if _, err := w.WriteGuide(ctx, actor, once, "", 0, c); err == nil {
				w.Errorf("%s writes the guide", actor.Via)
			}
		}
		if len(writers) == 0 {
			w.Error("nobody writes the guide")
		}
		must(w.T, w.RemoveGuide(ctx, w.Actor("pia"), once, ref, 2))
		if _, _, err := w.GuideVersions(ctx, w.Actor("noor"), ref); !fault.Is(err, fault.Withheld) {
			w.Errorf("what was removed is read: %v", err)
		}
		g, err := w.Guide(ctx, w.Actor("noor"))
		if err != nil || slices.ContainsFunc(g.Pages, func(p workflow.GuidePage) bool { return p.Page == ref }) || g.Keeper {
			w.Errorf("the guide holds it, or is Noor's to write: %v", err)
		}
	})
}
