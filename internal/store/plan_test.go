package store

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/framework"
)

// TestAPlanIsReadWithoutItsFill: what is left out is the fill and nothing else, whatever
// somebody writes into a plan.
func TestAPlanIsReadWithoutItsFill(t *testing.T) {
	p := planOf(&evaluation.Evaluation{Plan: evaluation.Plan{
		Kind: evaluation.Growth, Steps: []framework.StepID{"individual", `,"fill":"..."}`}, Present: "individual", Toward: `x","fill":"`,
	}})
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	short := withoutFill(raw)
	if len(raw) != planLength || len(short) > 400 || !json.Valid(short) {
		t.Errorf("%d bytes became %d: %s", len(raw), len(short), short)
	}
	var read sealedPlan
	if err := read.read(raw); err != nil {
		t.Fatal(err)
	}
	if p.Fill = ""; !reflect.DeepEqual(read, p) {
		t.Errorf("%+v was read as %+v", p, read)
	}
	for _, whole := range []string{`{"steps":["a"]}`, `{"steps":["a"],"fill":".. words .."}`, `{"steps":["a"],"fill":"...","kind":"first"}`, `{"steps":["a"],"fill":"..`} {
		if got := string(withoutFill([]byte(whole))); got != whole {
			t.Errorf("%s became %s", whole, got)
		}
	}
	var former sealedPlan
	if err := former.read([]byte(`["a","b"]`)); err != nil || strings.Join(asTexts(former.Steps), " ") != "a b" {
		t.Errorf("steps alone are read as %v, %v", former.Steps, err)
	}
}

func asTexts(steps []framework.StepID) (list []string) {
	for _, s := range steps {
		list = append(list, string(s))
	}
	return list
}
