package web

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidRestAsked   = said("rest-asked", ui.Done, "Asked. You are told what a people partner answers.")
	saidRestEnded   = said("rest-ended", ui.Done, "It is taken back: what is kept about you is used as before.")
	saidEraseAsked  = said("erase-asked", ui.Done, "Your wish is kept, and people partners are told.")
	saidEraseBack   = said("erase-back", ui.Done, "The wish is taken back.")
	saidCorrected   = said("corrected", ui.Done, "Your words stand beside it from now on.")
	saidRestSet     = said("rest-set", ui.Done, "It rests from now on. The person is told.")
	saidRestAnswer  = said("rest-answered", ui.Done, "Answered. The person is told.")
	saidErased      = said("erased", ui.Done, "It is erased. Where the name stood it says “Someone who left”.")
	saidEraseNo     = said("erase-refused", ui.Done, "Answered. The person is told.")
	saidHoldAsked   = said("hold-asked", ui.Done, "Asked. It stops erasures already; another people partner agrees within a week.")
	saidHoldAgreed  = said("hold-agreed", ui.Done, "Agreed. The hold lasts until somebody ends it.")
	saidHoldIsEnded = said("hold-ended", ui.Done, "The hold has ended.")
)

func (s *site) rightsRoutes() []Route {
	items := []string{"export"}
	beside := []string{"compare", "self_shared", "mgr_shared", "fb_subject", "fb_manager", "case", "step", "salary"}
	small := int64(32 << 10)
	return []Route{
		{Pattern: "GET /account/rights", Items: items, handle: s.showRights},
		{Pattern: "GET /account/rights/file", Items: items, handle: s.stepUp("", s.showPersonFile)},
		{Pattern: "POST /account/rights/file", Items: items, MaxBody: 8 << 10, handle: s.stepUp("/account/rights/file", s.personFile)},
		{Pattern: "POST /account/rights/restrictions", Items: items, MaxBody: small, handle: s.askRestriction},
		{Pattern: "POST /account/rights/restrictions/{id}/end", Items: items, MaxBody: 8 << 10, handle: s.endRestriction},
		{Pattern: "POST /account/rights/erasures", Items: items, MaxBody: small, handle: s.askErasure},
		{Pattern: "POST /account/rights/erasures/{id}/withdrawal", Items: items, MaxBody: 8 << 10, handle: s.withdrawErasure},
		{Pattern: "GET /corrections/new", Items: beside, handle: s.showCorrect},
		{Pattern: "POST /corrections", Items: beside, MaxBody: small, handle: s.correct},
	}
}

func (v *visit) dateOf(at clock.Instant) time.Time { return at.Time().In(v.zone()) }

func (s *site) showRights(v *visit) error { return v.renderRights(nil, nil) }

func (v *visit) renderRights(wrong error, keep func(*pages.Mine)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.MyRights(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Mine{Page: v.page(v.say("What is kept about me")), View: view, Problems: problems{}, Key: v.key, Date: v.dateOf}
	p.Page.Path = "/account/rights"
	if wrong != nil {
		message, fields := v.safe(wrong)
		for _, f := range fields {
			message = f.Message
		}
		p.Wrong = []ui.FieldError{{Text: message}}
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

func (s *site) askRestriction(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.AskRestriction(v.r.Context(), v.actor, f.once(), f.get("words")); wrong != nil {
		return v.renderRights(wrong, func(p *pages.Mine) {
			p.Rest, p.Problems["rest-words"] = f.get("words"), v.fieldWords(wrong)
			p.Wrong[0].FieldID = "rest-words"
		})
	}
	return v.redirect("/account/rights", saidRestAsked)
}

// fieldWords is what is wrong with the one field of a form; empty when it is something else.
func (v *visit) fieldWords(wrong error) string {
	_, fields := v.safe(wrong)
	for _, f := range fields {
		return f.Message
	}
	return ""
}

func (s *site) endRestriction(v *visit) error {
	ref, f, err := postedID[id.Restriction](v)
	if err != nil {
		return err
	}
	if wrong := s.Workflow.EndRestriction(v.r.Context(), v.actor, f.once(), ref); wrong != nil {
		return v.renderRights(wrong, nil)
	}
	return v.redirect("/account/rights", saidRestEnded)
}

// postedID reads the id of the address and the form that was posted to it.
func postedID[T ~string](v *visit) (ref T, f form, err error) {
	ref, ok := id.Parse[T](v.r.PathValue("id"))
	if !ok {
		return ref, f, fault.NotFound()
	}
	f, err = v.form()
	return ref, f, err
}

func (s *site) askErasure(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.AskErasure(v.r.Context(), v.actor, f.once(), f.get("words")); wrong != nil {
		return v.renderRights(wrong, func(p *pages.Mine) {
			p.Erase, p.Problems["erase-words"] = f.get("words"), v.fieldWords(wrong)
			p.Wrong[0].FieldID = "erase-words"
		})
	}
	return v.redirect("/account/rights", saidEraseAsked)
}

func (s *site) withdrawErasure(v *visit) error {
	ref, f, err := postedID[id.Erasure](v)
	if err != nil {
		return err
	}
	if wrong := s.Workflow.WithdrawErasure(v.r.Context(), v.actor, f.once(), ref); wrong != nil {
		return v.renderRights(wrong, nil)
	}
	if f.get("from") == "partner" {
		return v.redirect(pages.RequestsPath, saidEraseBack)
	}
	return v.redirect("/account/rights", saidEraseBack)
}

func (s *site) showCorrect(v *visit) error {
	return v.renderCorrect(v.r.URL.Query().Get("about"), "", nil)
}

func (v *visit) renderCorrect(about, words string, wrong error) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	thing, err := v.Workflow.Correctable(v.r.Context(), v.actor, about)
	if err != nil {
		return err
	}
	p := pages.Correct{Page: v.page(v.say("Say what is wrong or missing")), Thing: thing, Words: words, Problems: problems{}, Key: v.key(), Date: v.dateOf}
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	return v.render(statusFor(wrong), pages.ShowCorrect(p))
}

func (s *site) correct(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	about := f.get("about")
	if wrong := s.Workflow.Correct(v.r.Context(), v.actor, f.once(), about, f.get("words")); wrong != nil {
		return v.renderCorrect(about, f.get("words"), wrong)
	}
	thing, err := s.Workflow.Correctable(v.r.Context(), v.actor, about)
	if err != nil {
		return err
	}
	return v.redirect(thing.Path, saidCorrected)
}

// saidBeside is what stands beside a thing about the subject, as a part of its page.
func (v *visit) saidBeside(s pages.Said, subject workflow.PersonRef) pages.Said {
	s.Name, s.Self, s.Date = subject.Name, subject.ID == v.actor.Person, v.dateOf
	return s
}
