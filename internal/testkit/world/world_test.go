package world

import (
	"testing"

	"cairn/internal/evaluation"
)

func TestAnEvaluationReachesEveryStage(t *testing.T) {
	for _, stage := range evaluation.Stages() {
		w := New(t, "sqlite")
		ref := w.Evaluate("noor", "mats", stage, Plain)
		view, err := w.Evaluation(t.Context(), w.Actor("noor"), ref)
		if err != nil || view.Stage != stage {
			t.Errorf("wanted %s: %s, %v", stage, view.Stage, err)
		}
	}
}

func TestBothEnginesHoldTheSameOrganisation(t *testing.T) {
	Each(t, func(w *World) {
		p, err := w.Profile(t.Context(), w.Actor("ola"), w.Person("noor"))
		if err != nil || p.Manager == nil || p.Manager.ID != w.Person("mats") {
			t.Errorf("manager of Noor: %+v, %v", p.Manager, err)
		}
	})
}
