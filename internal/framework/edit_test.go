package framework

import (
	"slices"
	"testing"
)

func editable() *Framework {
	return New(Framework{
		Steps: []Step{{ID: "near", Order: 1}, {ID: "far", Order: 2}},
		Areas: []Area{{ID: "team", Order: 1}},
		Examples: []Example{
			{ID: "a", Area: "team", Step: "near", Text: "One."}, {ID: "x", Area: "team", Step: "far", Text: "Far."},
			{ID: "b", Area: "team", Step: "near", Text: "Two."}, {ID: "c", Area: "team", Step: "near", Text: "Three."},
		},
	})
}

func near(f *Framework) (ids []ExampleID) {
	for _, e := range f.Common("team", "near") {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestExamplesMoveWithinTheirPlace(t *testing.T) {
	cases := []struct {
		id   ExampleID
		up   bool
		want []ExampleID
	}{
		{"b", true, []ExampleID{"b", "a", "c"}}, {"b", false, []ExampleID{"a", "c", "b"}},
		{"a", true, []ExampleID{"a", "b", "c"}}, {"c", false, []ExampleID{"a", "b", "c"}}, {"moon", true, []ExampleID{"a", "b", "c"}},
	}
	for _, c := range cases {
		if got := near(editable().MoveExample(c.id, c.up)); !slices.Equal(got, c.want) {
			t.Errorf("%s up %v: %v, want %v", c.id, c.up, got, c.want)
		}
	}
}

func TestANewExampleGetsAnIDThatStays(t *testing.T) {
	f := editable()
	g, id := f.PutExample(Example{Area: "team", Step: "near", Text: "Shares what was learned, always."})
	h, second := g.PutExample(Example{Area: "team", Step: "near", Text: "Shares what was learned, often."})
	if id != "team-near-shares-what-was-learned" || second != "team-near-shares-what-was-learned-2" {
		t.Errorf("ids %s and %s", id, second)
	}
	if got := near(h); !slices.Equal(got, []ExampleID{"a", "b", "c", id, second}) {
		t.Errorf("order %v", got)
	}
	k, same := h.PutExample(Example{ID: id, Area: "team", Step: "near", Text: "Shares."})
	if e, _ := k.Example(id); same != id || e.Text != "Shares." {
		t.Errorf("after a change: %s %q", same, e.Text)
	}
	if got := near(f); len(got) != 3 {
		t.Errorf("the framework that was edited changed itself: %v", got)
	}
	if got := near(k.DropExample("a")); slices.Contains(got, "a") || len(got) != 4 {
		t.Errorf("after dropping: %v", got)
	}
}

func TestNextVersion(t *testing.T) {
	for v, want := range map[string]string{"1.0": "1.1", "1.9": "1.10", "2026-05": "2026-06", "9": "10", "v2-beta": "v3-beta", "first": "first-2", "1.99": "1.100"} {
		if got := NextVersion(v); got != want {
			t.Errorf("%s: %s, want %s", v, got, want)
		}
	}
}
