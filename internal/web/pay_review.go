package web

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	rules "cairn/internal/pay"
	"cairn/internal/payfile"
	pages "cairn/internal/web/pages/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidReviewOpened   = said("pay-review-opened", ui.Done, "It is open. Managers find it from its first day on.")
	saidReviewKept     = said("pay-review-kept", ui.Done, "The changes are kept.")
	saidBudgetKept     = said("pay-budget-kept", ui.Done, "The budget is kept.")
	saidReviewSent     = said("pay-review-sent", ui.Done, "It is sent. Compensation partners read it now.")
	saidReviewApproved = said("pay-review-approved", ui.Done, "Approved. Their managers are told.")
	saidReviewReturned = said("pay-review-returned", ui.Done, "It is sent back with your words.")
	saidReviewClosed   = said("pay-review-closed", ui.Done, "The review is closed. Managers can give the letters now.")
	saidProposalKept   = said("pay-proposal-kept", ui.Done, "It is kept. Only you read it until you send it.")
	saidLetterGiven    = said("pay-letter-given", ui.Done, "They can read it now.")
)

func (s *site) payReviewRoutes() []Route {
	whole, person := []string{"salary", "range"}, []string{"salary", "range", "priorities", "compare"}
	own := []string{"salary"}
	return []Route{
		{Pattern: "GET /pay/reviews", Items: own, handle: s.listPayReviews},
		{Pattern: "POST /pay/reviews", Items: own, handle: s.openPayReview},
		{Pattern: "GET /pay/reviews/{id}", Items: whole, handle: s.showPayReview},
		{Pattern: "POST /pay/reviews/{id}", Items: own, handle: s.changePayReview},
		{Pattern: "POST /pay/reviews/{id}/budgets", Items: own, handle: s.setPayBudget},
		{Pattern: "POST /pay/reviews/{id}/sending", Items: own, handle: s.sendProposals},
		{Pattern: "POST /pay/reviews/{id}/approval", Items: own, handle: s.approveProposals},
		{Pattern: "POST /pay/reviews/{id}/closing", Items: own, handle: s.closePayReview},
		{Pattern: "GET /pay/reviews/{id}/export", Items: own, handle: s.confirming(s.exportPayReview)},
		{Pattern: "GET /pay/reviews/{id}/people/{person}", Items: person, handle: s.showReviewPerson},
		{Pattern: "POST /pay/reviews/{id}/people/{person}", Items: own, handle: s.writeProposal},
		{Pattern: "POST /pay/reviews/{id}/people/{person}/return", Items: own, handle: s.returnProposal},
		{Pattern: "GET /pay/reviews/{id}/people/{person}/letter", Items: own, handle: s.showPayLetter},
		{Pattern: "POST /pay/reviews/{id}/people/{person}/letter", Items: own, handle: s.giveLetter},
	}
}

func (v *visit) reviewID() (id.PayReview, error) {
	ref, ok := id.Parse[id.PayReview](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (v *visit) reviewPerson() (id.PayReview, id.Person, error) {
	ref, err := v.reviewID()
	person, ok := id.Parse[id.Person](v.r.PathValue("person"))
	if err == nil && !ok {
		err = fault.NotFound()
	}
	return ref, person, err
}

func (s *site) listPayReviews(v *visit) error { return v.renderReviews(nil, nil) }

func (v *visit) renderReviews(wrong error, keep func(*pages.Reviews)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	list, policy, err := v.Workflow.PayReviews(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Reviews{Base: v.payBase(v.say("Looking at pay"), wrong), List: list, Policy: policy, Keeps: rules.Keeps(v.actor)}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowReviews(p))
}

func reviewForm(f form) pages.ReviewForm {
	return pages.ReviewForm{Name: f.get("name"), Back: f.get("back"), From: f.get("from"), To: f.get("to"), Holds: f.get("holds"), Guide: f.get("guide"), Unit: f.get("unit")}
}

// reviewText reads the days too; each that cannot be one is told beside its field.
func reviewText(f form) (t workflow.ReviewText, wrong error) {
	t = workflow.ReviewText{Name: f.get("name"), Guide: f.get("guide"), Unit: f.revision("unit")}
	var fields []fault.Field
	for name, day := range map[string]*clock.Date{"back": &t.Back, "from": &t.From, "to": &t.To, "holds": &t.Holds} {
		on, err := dayOf(f, name)
		if err != nil {
			_, bad := fault.Safe(err)
			fields = append(fields, bad...)
		}
		*day = on
	}
	return t, fault.InvalidFields(fields)
}

func (s *site) openPayReview(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	text, wrong := reviewText(f)
	var ref id.PayReview
	if wrong == nil {
		ref, wrong = s.Workflow.OpenPayReview(v.r.Context(), v.actor, f.once(), text)
	}
	if wrong != nil {
		return v.renderReviews(wrong, func(p *pages.Reviews) { p.Typed, p.Opened = reviewForm(f), true })
	}
	return v.redirect(pages.ReviewPath(ref), saidReviewOpened)
}

func (s *site) showPayReview(v *visit) error {
	ref, err := v.reviewID()
	if err != nil {
		return err
	}
	v.seen("pay-review/" + string(ref))
	return v.renderReview(ref, nil, nil)
}

func (v *visit) renderReview(ref id.PayReview, wrong error, keep func(*pages.Review)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.PayReview(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	p := pages.Review{Base: v.payBase(view.Name, wrong), View: view}
	p.Page.Path = pages.ReviewPath(ref)
	p.Typed = pages.ReviewForm{Name: view.Name, Back: string(view.Back), From: string(view.From), To: string(view.To), Holds: string(view.Holds), Guide: view.Guide, Unit: strconv.FormatInt(view.Unit, 10)}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowReview(p))
}

// actOnReview does what is posted to a review, and shows the review again where that
// went wrong.
func (v *visit) actOnReview(done flash, act func(ref id.PayReview, f form) error, keep func(*pages.Review, form)) error {
	ref, err := v.reviewID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := act(ref, f); wrong != nil {
		return v.renderReview(ref, wrong, func(p *pages.Review) { keep(p, f) })
	}
	return v.redirect(pages.ReviewPath(ref), done)
}

func (s *site) changePayReview(v *visit) error {
	return v.actOnReview(saidReviewKept, func(ref id.PayReview, f form) error {
		text, wrong := reviewText(f)
		if wrong != nil {
			return wrong
		}
		return s.Workflow.ChangePayReview(v.r.Context(), v.actor, f.once(), ref, text)
	}, func(p *pages.Review, f form) { p.Typed, p.Changed = reviewForm(f), true })
}

func (s *site) setPayBudget(v *visit) error {
	return v.actOnReview(saidBudgetKept, func(ref id.PayReview, f form) error {
		return s.Workflow.SetPayBudget(v.r.Context(), v.actor, f.once(), ref, workflow.BudgetText{Tribe: id.Unit(f.get("tribe")), Currency: f.get("currency"), Amount: f.get("amount")})
	}, func(p *pages.Review, f form) {
		p.Budget = pages.BudgetForm{Tribe: f.get("tribe"), Currency: f.get("currency"), Amount: f.get("amount")}
	})
}

func (s *site) sendProposals(v *visit) error {
	return v.actOnReview(saidReviewSent, func(ref id.PayReview, f form) error {
		return s.Workflow.SendProposals(v.r.Context(), v.actor, f.once(), ref)
	}, func(*pages.Review, form) {})
}

func (s *site) approveProposals(v *visit) error {
	return v.actOnReview(saidReviewApproved, func(ref id.PayReview, f form) error {
		var list []workflow.ProposalSeen
		for _, one := range f.all("people") {
			who, version, _ := strings.Cut(one, ":")
			seen, _ := strconv.ParseInt(version, 10, 64)
			list = append(list, workflow.ProposalSeen{Person: id.Person(who), Seen: seen})
		}
		return s.Workflow.ApproveProposals(v.r.Context(), v.actor, f.once(), ref, list, f.get("beyond"))
	}, func(p *pages.Review, f form) {
		p.Words, p.Chosen = f.get("beyond"), map[string]bool{}
		for _, one := range f.all("people") {
			p.Chosen[one] = true
		}
	})
}

func (s *site) closePayReview(v *visit) error {
	return v.actOnReview(saidReviewClosed, func(ref id.PayReview, f form) error {
		return s.Workflow.ClosePayReview(v.r.Context(), v.actor, f.once(), ref)
	}, func(p *pages.Review, _ form) { p.Closing = true })
}

func (s *site) exportPayReview(v *visit) error {
	ref, err := v.reviewID()
	if err != nil {
		return err
	}
	format := formatOf(v)
	rows, err := s.Workflow.ReviewFile(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	return v.sendTable("salaries", format, func(w io.Writer) error { return payfile.WriteSalaries(w, format, rows) })
}

func (s *site) showReviewPerson(v *visit) error {
	ref, person, err := v.reviewPerson()
	if err != nil {
		return err
	}
	return v.renderReviewPerson(ref, person, nil, nil)
}

func (v *visit) renderReviewPerson(ref id.PayReview, person id.Person, wrong error, keep func(*pages.ReviewPerson)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.PayReviewOf(v.r.Context(), v.actor, ref, person)
	if err != nil {
		return err
	}
	p := pages.ReviewPerson{Base: v.payBase(view.Subject.Name, wrong), View: view, Typed: pages.ProposalForm{How: string(rules.ByPercent)}}
	p.Page.Path = pages.ReviewPersonPath(ref, person)
	if one := view.Proposal; one != nil {
		p.Typed = pages.ProposalForm{How: string(one.How), Reason: one.Reason, Beyond: one.Beyond}
		switch one.How {
		case rules.ByPercent:
			p.Typed.Percent = one.Percent.Text()
		case rules.ByAmount:
			p.Typed.Amount = one.Full.Plain()
		}
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowReviewPerson(p))
}

func (s *site) writeProposal(v *visit) error {
	ref, person, err := v.reviewPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	typed := pages.ProposalForm{How: f.get("how"), Amount: f.get("amount"), Percent: f.get("percent"), Reason: f.get("reason"), Beyond: f.get("beyond")}
	wrong := s.Workflow.WriteProposal(v.r.Context(), v.actor, f.onceRead(), ref, person, workflow.ProposalText{How: rules.How(typed.How), Amount: typed.Amount, Percent: typed.Percent, Reason: typed.Reason, Beyond: typed.Beyond})
	if wrong != nil {
		return v.renderReviewPerson(ref, person, wrong, func(p *pages.ReviewPerson) { p.Typed = typed })
	}
	return v.redirect(pages.ReviewPath(ref), saidProposalKept)
}

func (s *site) returnProposal(v *visit) error {
	ref, person, err := v.reviewPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.ReturnProposal(v.r.Context(), v.actor, f.onceRead(), ref, person, f.get("words")); wrong != nil {
		return v.renderReviewPerson(ref, person, wrong, func(p *pages.ReviewPerson) { p.SendsBack, p.Typed.Words = true, f.get("words") })
	}
	return v.redirect(pages.ReviewPath(ref), saidReviewReturned)
}

func (s *site) showPayLetter(v *visit) error {
	ref, person, err := v.reviewPerson()
	if err != nil {
		return err
	}
	v.seen("pay-review/" + string(ref) + "/people/" + string(person) + "/letter")
	view, err := s.Workflow.PayLetter(v.r.Context(), v.actor, ref, person)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowLetter(pages.Letter{Base: v.payBase(v.say("Letter"), nil), View: view}))
}

func (s *site) giveLetter(v *visit) error {
	ref, person, err := v.reviewPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.GiveLetter(v.r.Context(), v.actor, f.once(), ref, person); err != nil {
		return err
	}
	return v.redirect(pages.ReviewPath(ref), saidLetterGiven)
}
