package evaluation

import (
	"fmt"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
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
	Reason   string           `json:"reason,omitempty"`    // why judgement departs from the rule
	NotShown framework.AreaID `json:"not_shown,omitempty"` // of the reason: the area that is not shown yet
	Strength framework.AreaID `json:"strength,omitempty"`  // and the one whose strength makes up for it
	Pay      string           `json:"pay,omitempty"`       // of a move: what it means for pay
	PayFrom  clock.Date       `json:"pay_from,omitempty"`  // and from which day; of a narrower step always
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
			wrong = append(wrong, fault.Field{Name: "result:" + string(k), Message: lang.Later("This area, step or word is not part of this evaluation. Reload the page and choose again.")})
		}
	}
	wrong = append(wrong, r.checkStep(e, f)...)
	wrong = append(wrong, r.checkReason(f)...)
	wrong = append(wrong, r.checkPay(e)...)
	wrong = append(wrong, r.checkWords(f)...)
	return fault.InvalidFields(wrong)
}

func (r Result) checkStep(e *Evaluation, f *framework.Framework) []fault.Field {
	wrong := func(message string) []fault.Field { return []fault.Field{{Name: "step", Message: message}} }
	if !e.SetsStep() {
		if r.Step != "" {
			return wrong(lang.Later("This evaluation sets no Step. A wider Step comes by promotion, with consent."))
		}
		return nil
	}
	_, known := f.Step(e.Present)
	switch _, ok := f.Step(r.Step); {
	case !ok:
		return wrong(lang.Later("Choose the Step you both agree on."))
	case e.Kind.Moves() && known && f.Wider(r.Step, e.Present):
		return wrong(lang.Later("A wider Step comes by promotion, with consent. Choose the present one or a narrower one."))
	case e.Kind == Narrower && known && !f.Wider(e.Present, r.Step):
		return wrong(lang.Later("Choose a step with a narrower influence than the present one."))
	}
	return nil
}

// checkReason: what the reason is about goes with a reason, and no area makes up
// for itself.
func (r Result) checkReason(f *framework.Framework) (wrong []fault.Field) {
	for _, a := range []struct {
		name string
		area framework.AreaID
	}{{"not-shown", r.NotShown}, {"strength", r.Strength}} {
		if _, ok := f.Area(a.area); a.area != "" && !ok {
			wrong = append(wrong, fault.Field{Name: a.name, Message: lang.Later("This area is not part of the framework. Choose one of the list.")})
		}
	}
	if r.NotShown != "" && r.NotShown == r.Strength {
		wrong = append(wrong, fault.Field{Name: "strength", Message: lang.Later("An area cannot make up for itself. Choose the one in which the strength lies.")})
	}
	if (r.NotShown != "" || r.Strength != "") && strings.TrimSpace(r.Reason) == "" {
		wrong = append(wrong, fault.Field{Name: "reason", Message: lang.Later("Say why: these words stay with what you decide.")})
	}
	return wrong
}

// checkPay: compensation is tied to the Step, so a move says what both know of it.
func (r Result) checkPay(e *Evaluation) []fault.Field {
	said := strings.TrimSpace(r.Pay) != ""
	if !e.Kind.Moves() {
		if said || r.PayFrom.IsSet() {
			return []fault.Field{{Name: "pay", Message: lang.Later("A note on pay belongs to a move to another discipline or a narrower step.")}}
		}
		return nil
	}
	var wrong []fault.Field
	if !said {
		wrong = append(wrong, fault.Field{Name: "pay", Message: lang.Later("Say what this means for pay, or that it is still to be settled, by whom and when.")})
	}
	if _, err := clock.ParseDate(string(r.PayFrom)); r.PayFrom.IsSet() && err != nil {
		return append(wrong, fault.Field{Name: "pay_from", Message: lang.Later("Give the day as year, month and day, like 2026-09-01.")})
	}
	if e.Kind == Narrower && !r.PayFrom.IsSet() {
		wrong = append(wrong, fault.Field{Name: "pay_from", Message: lang.Later("Say from which day this holds, or by which day it is settled.")})
	}
	return wrong
}

func (r Result) checkWords(f *framework.Framework) (wrong []fault.Field) {
	for _, t := range []struct{ name, text string }{{"summary", r.Summary}, {"reason", r.Reason}, {"pay", r.Pay}} {
		if len(t.text) > MaxText {
			wrong = append(wrong, fault.Field{Name: t.name, Message: lang.Later("This text is longer than 10,000 bytes. Shorten it; nothing of it is lost here.")})
		}
	}
	if strings.TrimSpace(r.Summary) == "" {
		wrong = append(wrong, fault.Field{Name: "summary", Message: lang.Later("Say in a sentence or two what describes the person today.")})
	}
	return append(wrong, r.checkFocus(f)...)
}

func (r Result) checkFocus(f *framework.Framework) (wrong []fault.Field) {
	if len(r.Focus) == 0 {
		wrong = append(wrong, fault.Field{Name: "focus:0", Message: lang.Later("Name at least one thing to focus on. Staying where one is and going deeper is one too.")})
	}
	if len(r.Focus) > MaxFocuses {
		wrong = append(wrong, fault.Field{Name: "focus:0", Message: lang.Later("{n} things at most. Fewer are easier to keep."), With: []any{"n", MaxFocuses}})
	}
	for i, focus := range r.Focus {
		if _, ok := f.Area(focus.Area); focus.Area != "" && !ok {
			wrong = append(wrong, fault.Field{Name: fmt.Sprintf("focus-area:%d", i), Message: lang.Later("This area is not part of the framework. Choose one of the list.")})
		}
		if len(focus.Text) > MaxFocus || strings.TrimSpace(focus.Text) == "" {
			wrong = append(wrong, fault.Field{Name: fmt.Sprintf("focus:%d", i), Message: lang.Later("Say what to focus on, in 2,000 bytes at most.")})
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
