package web

import (
	"strings"

	rules "cairn/internal/evaluation"
	"cairn/internal/fault"
	pages "cairn/internal/web/pages/leftover"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidLeftKept    = said("left-kept", ui.Done, "Kept. Only you can read it.")
	saidLeftGiven   = said("left-given", ui.Done, "Left for the two of them as a closing note.")
	saidLeftRemoved = said("left-removed", ui.Done, "The draft is removed.")
)

func (s *site) leftoverRoutes() []Route {
	own := []string{"mgr_draft", "notes_mgr"}
	return []Route{
		{Pattern: "GET /drafts", Items: own, handle: s.showLeftovers},
		{Pattern: "POST /drafts/{id}", Items: own, MaxBody: evaluationBody, handle: s.keepLeftover},
		{Pattern: "POST /drafts/{id}/closing-note", Items: []string{"mgr_draft", "mgr_shared"}, MaxBody: evaluationBody, handle: s.giveLeftover},
		{Pattern: "POST /drafts/{id}/removal", Items: own, handle: s.removeLeftover},
	}
}

func (s *site) showLeftovers(v *visit) error { return v.renderLeftovers(nil, workflow.LeftoverTexts{}) }

// renderLeftovers answers with what is left; typed is what could not be kept.
func (v *visit) renderLeftovers(wrong error, typed workflow.LeftoverTexts) error {
	drafts, err := v.Workflow.Leftovers(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Page{Page: v.page(v.say("Drafts left with you")), Drafts: drafts, Typed: map[string]string{}, Problem: map[string]string{}, Zone: v.zone(), Key: v.key}
	if p.Memos, err = v.Workflow.LeftMemos(v.r.Context(), v.actor); err != nil {
		return err
	}
	for key, text := range typed.Texts {
		p.Typed[string(typed.Evaluation)+"text:"+string(key)] = text
	}
	if wrong != nil {
		message, fields := v.safe(wrong)
		for _, f := range fields {
			at := string(typed.Evaluation) + f.Name
			p.Problem[at] = f.Message
			p.Wrong = append(p.Wrong, ui.FieldError{FieldID: at, Text: f.Message})
		}
		if len(fields) == 0 {
			p.Wrong = []ui.FieldError{{Text: message}}
		}
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

// leftoverAct runs one act on the draft of the address and leads back to the list.
func (v *visit) leftoverAct(done flash, act func(workflow.LeftoverTexts, workflow.Once) error) error {
	ref, err := v.evaluationID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	in := workflow.LeftoverTexts{Evaluation: ref, Texts: map[rules.Key]string{}}
	in.Revision = f.revision("read")
	for name := range f.values {
		if key, ok := strings.CutPrefix(name, "text:"); ok {
			in.Texts[rules.Key(key)] = f.get(name)
		}
	}
	if err := act(in, f.once()); err != nil {
		if mendable(err) && v.hasLeftover(in) {
			return v.renderLeftovers(err, in)
		}
		if mendable(err) {
			return fault.NotFound()
		}
		return err
	}
	return v.redirect("/drafts", done)
}

// hasLeftover: to whoever has no such draft, a mistake is answered as if there
// were nothing.
func (v *visit) hasLeftover(in workflow.LeftoverTexts) bool {
	drafts, err := v.Workflow.Leftovers(v.r.Context(), v.actor)
	for _, l := range drafts {
		if err == nil && l.Evaluation == in.Evaluation {
			return true
		}
	}
	return false
}

func (s *site) keepLeftover(v *visit) error {
	return v.leftoverAct(saidLeftKept, func(in workflow.LeftoverTexts, once workflow.Once) error {
		return s.Workflow.SaveLeftover(v.r.Context(), v.actor, once, in)
	})
}

func (s *site) giveLeftover(v *visit) error {
	return v.leftoverAct(saidLeftGiven, func(in workflow.LeftoverTexts, once workflow.Once) error {
		return s.Workflow.GiveLeftover(v.r.Context(), v.actor, once, in)
	})
}

func (s *site) removeLeftover(v *visit) error {
	return v.leftoverAct(saidLeftRemoved, func(in workflow.LeftoverTexts, once workflow.Once) error {
		return s.Workflow.RemoveLeftover(v.r.Context(), v.actor, once, in.Evaluation)
	})
}
