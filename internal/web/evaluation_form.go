package web

import (
	"fmt"
	"strings"

	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// draftOf reads the form of one's own side, which speaks of one step.
func draftOf(f form) workflow.Draft {
	body := rules.Body{Areas: map[rules.Key]rules.Answer{}, Examples: map[framework.ExampleID]rules.Mark{}}
	for name := range f.values {
		kind, rest, _ := strings.Cut(name, ":")
		key := rules.Key(rest)
		switch kind {
		case "mark", "text":
			body.Areas[key] = rules.Answer{Mark: rules.Mark(f.get("mark:" + rest)), Text: f.get("text:" + rest)}
		case "example":
			body.Examples[framework.ExampleID(rest)] = rules.Mark(f.get(name))
		}
	}
	dropEmpty(body)
	revision := f.revision("revision")
	return workflow.Draft{Step: framework.StepID(f.get("step")), Body: body, Revision: revision}
}

func dropEmpty(b rules.Body) {
	for k, a := range b.Areas {
		if a.Empty() {
			delete(b.Areas, k)
		}
	}
	for e, m := range b.Examples {
		if m == rules.Unsaid {
			delete(b.Examples, e)
		}
	}
}

// resultOf reads the form of the result. Focus areas without words are left out.
func resultOf(f form) rules.Result {
	r := rules.Result{
		Summary: f.get("summary"), Reason: f.get("reason"), Step: framework.StepID(f.get("step")), Areas: map[rules.Key]rules.Mark{},
		NotShown: framework.AreaID(f.get("not-shown")), Strength: framework.AreaID(f.get("strength")), Pay: f.get("pay"), PayFrom: clock.Date(strings.TrimSpace(f.get("pay_from"))),
	}
	for name := range f.values {
		if key, ok := strings.CutPrefix(name, "result:"); ok && f.get(name) != "" {
			r.Areas[rules.Key(key)] = rules.Mark(f.get(name))
		}
	}
	for i := range rules.MaxFocuses + 1 {
		text := f.get(fmt.Sprintf("focus:%d", i))
		if strings.TrimSpace(text) != "" {
			r.Focus = append(r.Focus, rules.Focus{Area: framework.AreaID(f.get(fmt.Sprintf("focus-area:%d", i))), Text: text})
		}
	}
	return r
}
