package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// TestWhatUnitsAddComesInPages: everybody reads what is published, whoever leads a unit
// that one as well, and who may name whoever looks after it every unit; one by one as at once.
func TestWhatUnitsAddComesInPages(t *testing.T) {
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			s := siteOn(t, engine)
			s.many(6)
			tree, err := s.Organisation(s.Context(), s.Actor("ola"))
			if err != nil {
				t.Fatal(err)
			}
			var every, published []string
			for _, tribe := range tree.Tribes {
				if every = append(every, tribe.Name); strings.HasPrefix(tribe.Name, "Coast") {
					s.extends(tribe.ID)
					published = append(published, tribe.Name)
				}
				for _, c := range tribe.Chapters {
					every = append(every, c.Name)
				}
			}
			for _, g := range tree.Guilds {
				every = append(every, g.Name)
			}
			slices.Sort(every)
			own := append(slices.Clone(published), "Rivers")
			for name, want := range map[string][]string{"noor": published, "tove": own, "pia": every} {
				c := s.as(name)
				whole := read[Extensions](c.get("/framework/extensions?limit=200").is(200))
				if got := unitNames(whole); !slices.Equal(got, want) || whole.Next != "" {
					t.Errorf("%s reads %q, want %q", name, got, want)
				}
				var one []ExtensionLine
				for cursor := ""; ; {
					page := read[Extensions](c.get("/framework/extensions?limit=1&cursor=" + cursor).is(200))
					if one = append(one, page.Extensions...); page.Next == "" {
						break
					}
					cursor = page.Next
				}
				if !slices.EqualFunc(one, whole.Extensions, func(a, b ExtensionLine) bool {
					return fmt.Sprint(a.Unit, a.Version, a.MayWrite, a.Reason) == fmt.Sprint(b.Unit, b.Version, b.MayWrite, b.Reason)
				}) {
					t.Errorf("%s reads one by one %+v, and at once %+v", name, one, whole.Extensions)
				}
			}
			reading := s.as("tove", access.ScopeFramework)
			if got := unitNames(read[Extensions](reading.get("/framework/extensions").is(200))); !slices.Equal(got, published) {
				t.Errorf("with a token that writes nothing: %q", got)
			}
			noor := s.as("noor")
			nowhere := noor.get("/framework/extensions?cursor=nowhere").is(422)
			for _, tribe := range tree.Tribes {
				if a := noor.get("/framework/extensions?cursor=" + opaque(string(tribe.ID))); tribe.Name == "Rivers" && !a.same(nowhere) {
					t.Errorf("the cursor of a unit that is not listed: %d %s", a.code, a.body)
				}
			}
		})
	}
}

func unitNames(list Extensions) (names []string) {
	for _, l := range list.Extensions {
		names = append(names, l.Unit.Name)
	}
	return names
}

// extends publishes an extension of the unit.
func (s *site) extends(unit id.Unit) {
	s.Helper()
	command := access.System(access.ViaCommand)
	if err := s.OwnExtension(s.Context(), command, workflow.Once{}, unit, "ola@example.org"); err != nil {
		s.Fatal(err)
	}
	if _, err := s.StartExtension(s.Context(), command, workflow.Once{}, unit, "Boats."); err != nil {
		s.Fatal(err)
	}
	example := framework.Example{Area: "team", Step: "individual", Text: "Rows along."}
	if err := s.ChangeExtension(s.Context(), command, workflow.Once{}, unit, 1, framework.ExtensionChange{Example: &example}); err != nil {
		s.Fatal(err)
	}
	if err := s.PublishExtension(s.Context(), command, workflow.Once{}, unit, 2); err != nil {
		s.Fatal(err)
	}
}
