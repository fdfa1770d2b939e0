package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidPayProposed = said("pay-proposed", ui.Done, "It is with the compensation partners now. You are told when somebody answers.")
	saidPayApproved = said("pay-approved", ui.Done, "It is approved. The two are told.")
	saidPayReturned = said("pay-returned", ui.Done, "It is sent back with your words. The two are told.")
)

func (s *site) payChangeRoutes() []Route {
	items := []string{"pay_case", "salary", "range"}
	return []Route{
		{Pattern: "GET /pay/changes", Items: []string{"pay_case"}, handle: s.showPayChanges},
		{Pattern: "GET /pay/changes/{id}", Items: items, handle: s.showPayChange},
		{Pattern: "POST /pay/changes/{id}/offer", Items: items, handle: s.proposePay},
		{Pattern: "POST /pay/changes/{id}/approval", Items: items, handle: s.approvePay},
		{Pattern: "POST /pay/changes/{id}/return", Items: items, handle: s.returnPay},
	}
}

func (s *site) showPayChanges(v *visit) error {
	list, err := s.Workflow.PayChanges(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowChanges(pages.Changes{Base: v.payBase(v.say("Changes of pay"), nil), List: list}))
}

func (s *site) showPayChange(v *visit) error {
	ref, err := v.promotionID()
	if err != nil {
		return err
	}
	v.seen("pay-change/" + string(ref))
	return v.renderPayChange(ref, nil, nil)
}

func (v *visit) renderPayChange(ref id.Promotion, wrong error, keep func(*pages.Change)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.PayChange(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	p := pages.Change{Base: v.payBase(pages.ChangeTitle(v.r.Context(), view), wrong), View: view}
	p.Page.Path = pages.ChangePath(ref)
	if view.Offer.None {
		p.Typed.What = "none"
	}
	if view.Offer.Full.IsSet() {
		p.Typed.Amount = view.Offer.Full.Plain()
	}
	p.Typed.From, p.Typed.Reason = string(view.Offer.From), view.Offer.Reason
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowChange(p))
}

// payForm reads what is sent to the page of a change: which one, and in which state
// it was read.
func (v *visit) payForm() (id.Promotion, form, workflow.Once, error) {
	ref, err := v.promotionID()
	if err != nil {
		return "", form{}, workflow.Once{}, err
	}
	f, err := v.form()
	return ref, f, f.onceRead(), err
}

func (s *site) proposePay(v *visit) error {
	ref, f, once, err := v.payForm()
	if err != nil {
		return err
	}
	typed := pages.ChangeForm{What: f.get("what"), Amount: f.get("amount"), From: f.get("from"), Reason: f.get("reason")}
	from, wrong := dayOf(f, "from")
	if wrong == nil {
		wrong = s.Workflow.ProposePay(v.r.Context(), v.actor, once, ref, workflow.OfferText{None: typed.What == "none", Amount: typed.Amount, From: from, Reason: typed.Reason})
	}
	if wrong != nil {
		return v.renderPayChange(ref, wrong, func(p *pages.Change) { p.Typed = typed })
	}
	return v.redirect(pages.ChangePath(ref), saidPayProposed)
}

func (s *site) approvePay(v *visit) error {
	ref, _, once, err := v.payForm()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.DecidePay(v.r.Context(), v.actor, once, ref, true, ""); wrong != nil {
		return v.renderPayChange(ref, wrong, nil)
	}
	return v.redirect(pages.ChangePath(ref), saidPayApproved)
}

func (s *site) returnPay(v *visit) error {
	ref, f, once, err := v.payForm()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.DecidePay(v.r.Context(), v.actor, once, ref, false, f.get("words")); wrong != nil {
		return v.renderPayChange(ref, wrong, func(p *pages.Change) {
			p.SendsBack = fault.Is(wrong, fault.Invalid)
			p.Typed.Words = f.get("words")
		})
	}
	return v.redirect(pages.ChangePath(ref), saidPayReturned)
}
