package framework

import (
	"slices"
	"testing"
)

func TestQuestionsAbout(t *testing.T) {
	f := New(Framework{Words: Words{Step: "Lével"}, FAQ: []QA{
		{Q: "Do I need a step to take a role?", A: "area"},
		{Q: "Is there a list of roles?"},
		{Q: "Must I leave my level?"},
		{Q: "Who promotes me?"},
		{Q: "Why?"},
	}})
	for topic, want := range map[Topic][]int{
		AboutRoles: {1, 0}, AboutSteps: {2, 0}, AboutAreas: nil, AboutPromotion: {3}, AboutExamples: nil,
	} {
		var got []int
		for _, qa := range f.QuestionsAbout(topic) {
			got = append(got, slices.Index(f.FAQ, qa))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: questions %v, want %v", topic, got, want)
		}
	}
}
