package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/id"
	rules "cairn/internal/promotion"
	pages "cairn/internal/web/pages/promotion"
	"cairn/internal/workflow"
)

func (v *visit) consultationID() (id.Consultation, error) {
	ref, ok := id.Parse[id.Consultation](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (v *visit) questionPage() (p pages.QuestionPage, err error) {
	ref, err := v.consultationID()
	if err != nil {
		return p, err
	}
	view, err := v.Workflow.Consultation(v.r.Context(), v.actor, ref)
	if err != nil {
		return p, err
	}
	p = pages.QuestionPage{Page: v.page(v.say("A question to you")), View: view, Key: v.key, Problems: problems{}}
	p.Page.Path = "/consultations/" + string(ref)
	return p, nil
}

func (s *site) showConsultation(v *visit) error {
	p, err := v.questionPage()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Question(p))
}

func (s *site) reply(v *visit) error {
	ref, err := v.consultationID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	answer := rules.Answer{Text: f.get("text"), Areas: areasOf(f)}
	err = s.Workflow.ReplyTo(v.r.Context(), v.actor, f.once(), ref, workflow.Reply{Answer: answer, Pass: f.get("pass") != "", Confirm: f.get("confirm") != "", Dispute: f.get("dispute") != ""})
	if mendable(err) {
		p, shown := v.questionPage()
		if shown != nil {
			return shown
		}
		p.Typed = answer
		v.wrongFields(err, p.Problems, &p.Wrong)
		return v.render(statusFor(err), pages.Question(p))
	}
	if err != nil {
		return err
	}
	return v.redirect("/consultations/"+string(ref), saidReplied)
}
