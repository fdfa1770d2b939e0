package trust

import (
	"maps"
	"strings"
	"testing"
	"time"

	"cairn/internal/api"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Titles bring tables, addresses and guards of their own.
func init() {
	clear["titles"] = "person name since until" // agreed, and on the profile for everybody
	clear["title_proposals"] = "id subject asked_at closed_at version"
	sealed = append(sealed, "title_proposals.sealed")
	maps.Copy(kinds, map[string]string{"/people/{id}/title": "person", "/people/{id}/title/end": "person", "/titles/{id}": "title",
		"/titles/{id}/agreement": "title", "/titles/{id}/refusal": "title", "/titles/{id}/withdrawal": "title"})
	for _, o := range api.Operations() {
		if noun := strings.Split(o.Path, "/")[1]; o.Session && noun == "titles" {
			kinds[api.Prefix+o.Path] = "title"
		}
	}
	maps.Copy(kinds, map[string]string{api.Prefix + "/people/{id}/title": "person", api.Prefix + "/people/{id}/title/proposals": "person"})
	breakages = append(breakages,
		broken("proposed titles are shown to everybody", "TestAProposedTitleIsBetweenTheTwo", "title/title.go", "return b.Pair() }", "return b.Known }"),
		broken("one of the two agrees on a title alone", "TestAProposedTitleIsBetweenTheTwo", "title/title.go", "	if p.WaitsFor() != side {\n\t\treturn errGone\n\t}\n\tp.State, p.Answer", "	p.State, p.Answer"),
		broken("a title names a step", "TestNoTitleNamesAStep", "title/title.go", "found := step(name); found {", "found := step(name); found && false {"),
	)
}

func proposeTitle(w *world.World, by, subject, name, words string) id.Title {
	w.Helper()
	ref, err := w.ProposeTitle(w.Context(), w.Actor(by), workflow.Once{}, w.Person(subject), name, words)
	must(w.T, err)
	return ref
}

// TestAProposedTitleIsBetweenTheTwo: nobody else reads or answers it, neither answers
// for the other, and it stands on the profile once both agree.
func TestAProposedTitleIsBetweenTheTwo(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx, once, noor := w.Context(), workflow.Once{}, w.Person("noor")
		for _, by := range []struct{ asks, answers string }{{"noor", "mats"}, {"mats", "noor"}} {
			ref := proposeTitle(w, by.asks, "noor", "Builder of "+by.asks, "Because.")
			for _, name := range w.Names() {
				pair := name == "noor" || name == "mats"
				if _, err := w.Titles(ctx, w.Actor(name), noor); (err == nil) != pair || err != nil && !fault.Is(err, fault.Withheld) {
					w.Errorf("%s reads it: %v", name, err)
				}
				if p, err := w.Profile(ctx, w.Actor(name), noor); err != nil || p.Title == "Builder of "+by.asks {
					w.Errorf("%s finds it on the profile: %v", name, err)
				}
				if pair {
					continue
				}
				for _, act := range []func() error{
					func() error { return w.AgreeTitle(ctx, w.Actor(name), once, ref, 1) },
					func() error { return w.DeclineTitle(ctx, w.Actor(name), once, ref, 1, "No.") },
					func() error { return w.WithdrawTitle(ctx, w.Actor(name), once, ref, 1) },
					func() error { return second(w.ProposeTitle(ctx, w.Actor(name), once, noor, "Mine", "")) },
				} {
					if err := act(); !fault.Is(err, fault.Withheld) {
						w.Errorf("%s acts on it: %v", name, err)
					}
				}
			}
			if err := w.AgreeTitle(ctx, w.Actor(by.asks), once, ref, 1); !fault.Is(err, fault.Conflict) {
				w.Errorf("%s agrees alone: %v", by.asks, err)
			}
			if _, err := w.ProposeTitle(ctx, w.Actor(by.answers), once, noor, "Another", ""); !fault.Is(err, fault.Conflict) {
				w.Errorf("a second one beside it: %v", err)
			}
			must(w.T, w.AgreeTitle(ctx, w.Actor(by.answers), once, ref, 1))
			if p, err := w.Profile(ctx, w.Actor("ola"), noor); err != nil || p.Title != "Builder of "+by.asks {
				w.Errorf("agreed, the profile reads %q, %v", p.Title, err)
			}
			w.Clock.Advance(time.Hour)
		}
		v, err := w.Titles(ctx, w.Actor("noor"), noor)
		must(w.T, err)
		if len(v.Held) != 2 || v.Held[0].Until.IsSet() || v.Held[1].Until != v.Held[0].Since || len(v.Proposals) != 2 {
			w.Errorf("the history is %+v", v.Held)
		}
		must(w.T, w.LayDownTitle(ctx, w.Actor("noor"), once))
		if p, err := w.Profile(ctx, w.Actor("ola"), noor); err != nil || p.Title != "" {
			w.Errorf("laid down, the profile reads %q, %v", p.Title, err)
		}
	})
}

// TestNoTitleNamesAStep: nor looks as if it did, whoever proposes it.
func TestNoTitleNamesAStep(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	for _, name := range []string{"Tribe/Guild Engineer", "engineer (squad-chapter)", "Tribe Gild Engineer", "Step 3 Engineer", "Individual"} {
		for _, by := range []string{"noor", "mats"} {
			_, err := w.ProposeTitle(t.Context(), w.Actor(by), workflow.Once{}, w.Person("noor"), name, "")
			if _, fields := fault.Safe(err); len(fields) != 1 || fields[0].Name != "title" {
				t.Errorf("%s proposes %q: %v", by, name, err)
			}
		}
	}
	proposeTitle(w, "noor", "noor", "Chapter Lead", "")
}

// TestEveryActOnATitleIsWrittenDown, and the manager's reading.
func TestEveryActOnATitleIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx, once, noor, mats := w.Context(), workflow.Once{}, w.Actor("noor"), w.Actor("mats")
		var ref id.Title
		by := func(act, hat string) []string { return []string{line("title."+act, "profile", hat)} }
		propose := func(name string) func() error {
			return func() (err error) {
				ref, err = w.ProposeTitle(ctx, noor, once, noor.Person, name, "")
				return err
			}
		}
		for _, d := range []deed{
			{"propose", propose("Builder"), by("proposed", "self")},
			{"decline", func() error { return w.DeclineTitle(ctx, mats, once, ref, 1, "Hm.") }, by("declined", "manager")},
			{"propose again", propose("Maker"), by("proposed", "self")},
			{"withdraw", func() error { return w.WithdrawTitle(ctx, noor, once, ref, 1) }, by("withdrawn", "self")},
			{"propose once more", propose("Joiner"), by("proposed", "self")},
			{"agree", func() error { return w.AgreeTitle(ctx, mats, once, ref, 1) }, by("agreed", "manager")},
			{"read", func() error { return second(w.Titles(ctx, noor, noor.Person)) }, nil},
			{"read as manager", func() error { return second(w.Titles(ctx, mats, noor.Person)) }, []string{line("read", "profile", "manager")}},
			{"lay down", func() error { return w.LayDownTitle(ctx, noor, once) }, by("laid-down", "self")},
		} {
			tryDeed(w.T, w, d)
		}
	})
}

// putShort is put for what has room for 80 characters: of hostile texts it takes the next
// one that fits.
func (c *cage) putShort(subject, what string, readers ...string) string {
	text := c.put(subject, what, readers...)
	for len(text) > 80 {
		c.canaries = c.canaries[:len(c.canaries)-1]
		text = c.put(subject, what, readers...)
	}
	return text
}

// titles puts a canary into what is proposed and said, and not agreed.
func (c *cage) titles() {
	c.Helper()
	pair := []string{"noor", "mats"}
	refused := proposeTitle(c.World, "noor", "noor", c.putShort("noor", "refused-title", pair...), c.put("noor", "title-words", pair...))
	must(c.T, c.DeclineTitle(c.Context(), c.Actor("mats"), workflow.Once{}, refused, 1, c.put("noor", "title-answer", pair...)))
	proposeTitle(c.World, "mats", "noor", c.putShort("noor", "open-title", pair...), "")
}
