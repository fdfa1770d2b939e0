package web

import (
	"fmt"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	rules "cairn/internal/promotion"
	"cairn/internal/workflow"
)

// caseOf reads the written case.
func caseOf(f form) rules.Text {
	t := rules.Text{To: framework.StepID(f.get("to")), Summary: f.get("summary"), Reason: f.get("reason"), Areas: areasOf(f)}
	for _, ref := range f.all("evaluation") {
		t.Evidence = append(t.Evidence, rules.Evidence{Kind: rules.FromEvaluation, Ref: ref})
	}
	for _, ref := range f.all("note") {
		t.Evidence = append(t.Evidence, rules.Evidence{Kind: rules.FromJournal, Ref: ref})
	}
	for _, ref := range f.all("feedback") {
		t.Evidence = append(t.Evidence, rules.Evidence{Kind: rules.FromFeedback, Ref: ref})
	}
	for line := range strings.Lines(f.get("links")) {
		if link := strings.TrimSpace(line); link != "" {
			t.Evidence = append(t.Evidence, rules.Evidence{Kind: rules.FromLink, Ref: link})
		}
	}
	return t
}

func caseDraft(f form) workflow.CaseDraft {
	return workflow.CaseDraft{Text: caseOf(f), Read: f.revision("read")}
}

// areasOf reads what is said about each area.
func areasOf(f form) map[framework.AreaID]string {
	said := map[framework.AreaID]string{}
	for name := range f.values {
		if area, ok := strings.CutPrefix(name, "area:"); ok && strings.TrimSpace(f.get(name)) != "" {
			said[framework.AreaID(area)] = f.get(name)
		}
	}
	return said
}

func questionOf(f form) workflow.Question {
	who, _ := id.Parse[id.Person](f.get("who"))
	return workflow.Question{
		Who: who, Label: rules.Label(f.get("label")), Ask: f.get("ask"), Shared: f.get("shared"), Note: f.get("note"), Until: clock.Date(f.get("until")),
	}
}

func gapsOf(f form) map[rules.Relation]string {
	gaps := map[rules.Relation]string{}
	for name := range f.values {
		if r, ok := strings.CutPrefix(name, "gap:"); ok && strings.TrimSpace(f.get(name)) != "" {
			gaps[rules.Relation(r)] = f.get(name)
		}
	}
	return gaps
}

func verdictOf(f form) rules.Verdict {
	v := rules.Verdict{Reasons: f.get("reasons"), Departs: f.get("departs"), Talk: f.get("talk"), TalkOn: clock.Date(f.get("talk_on")), Question: f.get("question")}
	for i := range rules.MaxFocuses {
		if text := f.get(fmt.Sprintf("focus:%d", i)); strings.TrimSpace(text) != "" {
			v.Focus = append(v.Focus, text)
		}
	}
	return v
}

func pledgeOf(f form) workflow.Pledge {
	return workflow.Pledge{
		Text: rules.Commitment{Challenges: strings.TrimSpace(f.get("challenges")), Support: f.get("support"), Person: f.get("person"), Pay: f.get("pay")},
		Read: f.revision("read"),
	}
}
