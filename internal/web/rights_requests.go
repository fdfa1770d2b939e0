package web

import (
	"cairn/internal/id"
	pages "cairn/internal/web/pages/rights"
)

func (s *site) dataRequestRoutes() []Route {
	items := []string{"export"}
	at, small := pages.RequestsPath, int64(32<<10)
	return []Route{
		{Pattern: "GET " + at, Items: items, handle: s.showRequests},
		{Pattern: "POST " + at + "/restrictions/{id}/force", Items: items, MaxBody: small, handle: s.setRestriction},
		{Pattern: "POST " + at + "/restrictions/{id}/refusal", Items: items, MaxBody: small, handle: s.refuseRestriction},
		{Pattern: "POST " + at + "/restrictions/{id}/lifting", Items: items, MaxBody: small, handle: s.liftRestriction},
		{Pattern: "POST " + at + "/erasures", Items: items, MaxBody: small, handle: s.askErasureOf},
		{Pattern: "POST " + at + "/erasures/{id}/done", Items: items, MaxBody: small, handle: s.stepUp(at, s.erase)},
		{Pattern: "POST " + at + "/erasures/{id}/refusal", Items: items, MaxBody: small, handle: s.refuseErasure},
		{Pattern: "POST " + at + "/holds", Items: items, MaxBody: small, handle: s.askHold},
		{Pattern: "POST " + at + "/holds/{id}/agreement", Items: items, MaxBody: small, handle: s.agreeHold},
		{Pattern: "POST " + at + "/holds/{id}/end", Items: items, MaxBody: small, handle: s.endHold},
	}
}

func (s *site) showRequests(v *visit) error { return v.renderRequests(nil, pages.Typed{}) }

func (v *visit) renderRequests(wrong error, typed pages.Typed) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.DataRequests(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Requests{Page: v.page(v.say("Requests about what is kept")), View: view, Typed: typed, Problems: problems{}, Key: v.key, Date: v.dateOf}
	p.Page.Path = pages.RequestsPath
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
		for i, w := range p.Wrong {
			p.Wrong[i].FieldID = p.FieldID(w.FieldID)
		}
	}
	return v.render(statusFor(wrong), pages.ShowRequests(p))
}

// answeredRequest ends a handler: on with a word, or back to the page with what was typed.
func (v *visit) answeredRequest(wrong error, typed pages.Typed, said flash) error {
	if wrong != nil {
		return v.renderRequests(wrong, typed)
	}
	return v.redirect(pages.RequestsPath, said)
}

func (s *site) setRestriction(v *visit) error {
	ref, f, err := postedID[id.Restriction](v)
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.SetRestriction(v.r.Context(), v.actor, f.once(), ref), pages.Typed{}, saidRestSet)
}

// typedAnswer is an answer with the form it was typed into.
func typedAnswer(v *visit, f form) pages.Typed {
	return pages.Typed{Form: v.r.URL.Path, Answer: f.get("answer")}
}

func (s *site) refuseRestriction(v *visit) error {
	ref, f, err := postedID[id.Restriction](v)
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.RefuseRestriction(v.r.Context(), v.actor, f.once(), ref, f.get("answer")), typedAnswer(v, f), saidRestAnswer)
}

func (s *site) liftRestriction(v *visit) error {
	ref, f, err := postedID[id.Restriction](v)
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.LiftRestriction(v.r.Context(), v.actor, f.once(), ref, f.get("answer")), typedAnswer(v, f), saidRestAnswer)
}

func (s *site) askErasureOf(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.AskErasureOf(v.r.Context(), v.actor, f.once(), f.get("email"), f.get("words")),
		pages.Typed{Form: "erase", Email: f.get("email"), Words: f.get("words")}, saidEraseAsked)
}

func (s *site) erase(v *visit) error {
	ref, f, err := postedID[id.Erasure](v)
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.Erase(v.r.Context(), v.actor, f.once(), ref), pages.Typed{}, saidErased)
}

func (s *site) refuseErasure(v *visit) error {
	ref, f, err := postedID[id.Erasure](v)
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.RefuseErasure(v.r.Context(), v.actor, f.once(), ref, f.get("answer")), typedAnswer(v, f), saidEraseNo)
}

func (s *site) askHold(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.AskHold(v.r.Context(), v.actor, f.once(), f.get("email"), f.get("reason")),
		pages.Typed{Form: "hold", HoldEmail: f.get("email"), HoldReason: f.get("reason")}, saidHoldAsked)
}

func (s *site) agreeHold(v *visit) error {
	ref, f, err := postedID[id.Hold](v)
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.AgreeHold(v.r.Context(), v.actor, f.once(), ref), pages.Typed{}, saidHoldAgreed)
}

func (s *site) endHold(v *visit) error {
	ref, f, err := postedID[id.Hold](v)
	if err != nil {
		return err
	}
	return v.answeredRequest(s.Workflow.EndHold(v.r.Context(), v.actor, f.once(), ref), pages.Typed{}, saidHoldIsEnded)
}
