package evaluation

import (
	"fmt"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// Focus is one thing to grow in next, on an area or free.
type Focus struct {
	Area framework.AreaID `json:"area,omitempty"`
	Text string           `json:"text"`
}

// Result is what the two agree on, apart from what either wrote: which behaviours
// describe the person today, what to focus on, and in a first evaluation the
// Step. Revision counts its changes; a change withdraws both signatures.
type Result struct {
	Areas    map[Key]Mark     `json:"areas,omitempty"`
	Summary  string           `json:"summary,omitempty"`
	Reason   string           `json:"reason,omitempty"` // why judgement departs from the rule
	Step     framework.StepID `json:"step,omitempty"`
	Focus    []Focus          `json:"focus,omitempty"`
	Revision int64            `json:"-"`
}

// Check tells what is missing or wrong before the result can be signed.
func (r Result) Check(e *Evaluation, f *framework.Framework) error {
	var wrong []fault.Field
	for k, m := range r.Areas {
		area, step := k.Split()
		_, okArea := f.Area(area)
		if !okArea || !m.Known() || !inSteps(e.Steps, step) {
			wrong = append(wrong, fault.Field{Name: "result:" + string(k), Message: "This area, step or word is not part of this evaluation. Reload the page and choose again."})
		}
	}
	wrong = append(wrong, r.checkStep(e, f)...)
	wrong = append(wrong, r.checkWords(f)...)
	return fault.InvalidFields(wrong)
}

func (r Result) checkStep(e *Evaluation, f *framework.Framework) []fault.Field {
	if e.Kind != First {
		if r.Step != "" {
			return []fault.Field{{Name: "step", Message: "A growth evaluation sets no Step. A wider Step comes by promotion, with consent."}}
		}
		return nil
	}
	if _, ok := f.Step(r.Step); !ok {
		return []fault.Field{{Name: "step", Message: "Choose the Step you both agree on."}}
	}
	return nil
}

func (r Result) checkWords(f *framework.Framework) (wrong []fault.Field) {
	for _, t := range []struct{ name, text string }{{"summary", r.Summary}, {"reason", r.Reason}} {
		if len(t.text) > MaxText {
			wrong = append(wrong, fault.Field{Name: t.name, Message: "This text is longer than 10,000 bytes. Shorten it; nothing of it is lost here."})
		}
	}
	if strings.TrimSpace(r.Summary) == "" {
		wrong = append(wrong, fault.Field{Name: "summary", Message: "Say in a sentence or two what describes the person today."})
	}
	return append(wrong, r.checkFocus(f)...)
}

func (r Result) checkFocus(f *framework.Framework) (wrong []fault.Field) {
	if len(r.Focus) == 0 {
		wrong = append(wrong, fault.Field{Name: "focus:0", Message: "Name at least one thing to focus on. Staying where one is and going deeper is one too."})
	}
	if len(r.Focus) > MaxFocuses {
		wrong = append(wrong, fault.Field{Name: "focus:0", Message: fmt.Sprintf("%d things at most. Fewer are easier to keep.", MaxFocuses)})
	}
	for i, focus := range r.Focus {
		if _, ok := f.Area(focus.Area); focus.Area != "" && !ok {
			wrong = append(wrong, fault.Field{Name: fmt.Sprintf("focus-area:%d", i), Message: "This area is not part of the framework. Choose one of the list."})
		}
		if len(focus.Text) > MaxFocus || strings.TrimSpace(focus.Text) == "" {
			wrong = append(wrong, fault.Field{Name: fmt.Sprintf("focus:%d", i), Message: "Say what to focus on, in 2,000 bytes at most."})
		}
	}
	return wrong
}

func inSteps(steps []framework.StepID, s framework.StepID) bool {
	for _, have := range steps {
		if have == s {
			return true
		}
	}
	return false
}

// Written is the result as it stands, with who wrote it last. Revision zero
// means that there is none yet.
type Written struct {
	Result
	WrittenBy id.Person
	WrittenAt clock.Instant
}
