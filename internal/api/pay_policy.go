package api

import (
	"net/http"
	"time"

	"cairn/internal/id"
	rules "cairn/internal/pay"
	"cairn/internal/workflow"
)

func payPolicyOperations() []Operation {
	of := forSession("pay")
	change := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return of(method, "/pay/changes"+path, name, summary, about, register, "pay_case", "salary", "range")
	}
	return []Operation{
		of(http.MethodGet, "/pay/policy", "get-pay-policy", "What is done about pay", "As everybody may read it: whether people see their own range, whether salaries are kept, and who looks after them.", on((*service).payPolicy), "profile"),
		of(http.MethodPost, "/pay/policy", "set-pay-policy", "Change what is done about pay", "By the offices that each change names; that compensation partners may know ranges takes two, and is told 30 days before.", on((*service).setPayPolicy), "range_tab"),
		change(http.MethodGet, "", "list-pay-changes", "Pay that waits for you", "With promotions and in reviews.", on((*service).payChanges)),
		change(http.MethodGet, "/{id}", "get-pay-change", "What a promotion does to pay", "For the person, the current manager and compensation partners, each as far as they may know. The id is the promotion’s.", on((*service).payChange)),
		change(http.MethodPost, "/{id}/offer", "offer-pay", "Propose pay", "By the manager.", on((*service).offerPay)),
		change(http.MethodPost, "/{id}/approval", "approve-pay", "Approve it", "By a compensation partner; with the last word of both it stands in the history.", on(decidingPay(true))),
		change(http.MethodPost, "/{id}/return", "return-pay", "Give it back", "By a compensation partner, in words.", on(decidingPay(false))),
	}
}

// PayPolicy is what the organisation does about pay.
type PayPolicy struct {
	OwnRange bool        `json:"own_range" doc:"Whether people see the range of their own step."`
	Salaries bool        `json:"salaries" doc:"Whether salaries are kept here."`
	Width    int64       `json:"width" doc:"How wide a range may be before it is asked about, in per cent."`
	Holds    bool        `json:"sight" doc:"Whether compensation partners may know whose range is which."`
	Begins   *time.Time  `json:"sight_begins,omitempty"`
	Holders  []PersonRef `json:"compensation_partners"`
}

type payPolicyOutput struct{ Body PayPolicy }

func (s *service) payPolicy(v visit, _ *struct{}) (*payPolicyOutput, error) {
	p, err := s.Workflow.PayPolicy(v, v.actor)
	if err != nil {
		return nil, err
	}
	return &payPolicyOutput{PayPolicy{OwnRange: p.OwnRange, Salaries: p.Salaries, Width: p.Width, Holds: p.Holds, Begins: moment(p.Sight.Begins), Holders: personRefs(p.Holders)}}, nil
}

type payPolicyInput struct {
	Idempotent
	Body struct {
		What  string `json:"what" enum:"own-range,salaries,width-limit,sight-asked,sight-given,sight-ended"`
		Value int64  `json:"value,omitempty" minimum:"0" maximum:"500" doc:"1 is on and 0 off; of width-limit the per cent."`
		Words string `json:"words,omitempty" maxLength:"1000" doc:"Why."`
	}
}

func (in *payPolicyInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"reason": "words", "why": "words"})
}

func (s *service) setPayPolicy(v visit, in *payPolicyInput) (*done, error) {
	return finished(s.Workflow.SetPayPolicy(v, v.actor, in.once(), rules.What(in.Body.What), in.Body.Value, in.Body.Words))
}

// PayTurns is pay that waits for whoever asks.
type PayTurns struct {
	Turns []PayTurn `json:"turns"`
	Next  string    `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// PayTurn is one of them.
type PayTurn struct {
	Kind   string    `json:"kind"`
	Ref    string    `json:"ref" doc:"The promotion or the review, by id."`
	Review string    `json:"review,omitempty"`
	Person PersonRef `json:"person"`
}

type payTurnsOutput struct{ Body PayTurns }

func (s *service) payChanges(v visit, in *Paged) (*payTurnsOutput, error) {
	turns, err := s.Workflow.PayChanges(v, v.actor)
	if err != nil {
		return nil, err
	}
	list := each(turns, func(t workflow.PayTurn) PayTurn {
		return PayTurn{string(t.Kind), t.Ref, t.Name, personRef(t.Subject)}
	})
	page, next, err := onePage(*in, list, func(t PayTurn) string { return t.Kind + " " + t.Ref + " " + t.Person.ID })
	return &payTurnsOutput{PayTurns{page, next}}, err
}

// PayChange is what a promotion does to pay, as far as whoever asks may know.
type PayChange struct {
	Person   PersonRef    `json:"person"`
	State    string       `json:"state"`
	Offer    *PayOffer    `json:"offer,omitempty"`
	Base     *Salary      `json:"base,omitempty" doc:"How the person is paid, where it is kept and for those who may know."`
	Range    *PersonRange `json:"range,omitempty" doc:"Of the wider step, for those who may know it."`
	Position string       `json:"position,omitempty"`
	Decides  bool         `json:"you_decide"`
	Version  int64        `json:"version"`
}

// PayOffer is what is proposed: an amount for full time, or none.
type PayOffer struct {
	None   bool    `json:"none,omitempty"`
	Full   *Amount `json:"full_time,omitempty"`
	Period string  `json:"period,omitempty" enum:"year,month"`
	From   string  `json:"from,omitempty" format:"date"`
	Reason string  `json:"reason,omitempty"`
}

type payChangeOutput struct {
	ETag string `header:"ETag" doc:"The version, in quotes: what to name in If-Match."`
	Body PayChange
}

func (s *service) payChange(v visit, in *idInput) (*payChangeOutput, error) {
	ref, err := parse[id.Promotion](in.ID)
	if err != nil {
		return nil, err
	}
	c, err := s.Workflow.PayChange(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	out := PayChange{Person: personRef(c.Subject), State: string(c.State), Range: personRangeOf(c.Range), Position: string(c.Position), Decides: c.MayDecide, Version: c.Version}
	if o := c.Offer; o.None || o.Full.IsSet() {
		out.Offer = &PayOffer{o.None, amountOf(o.Full), string(o.Period), string(o.From), o.Reason}
	}
	if c.Kept {
		out.Base = new(salaryOf(c.Base))
	}
	return &payChangeOutput{quoted(c.Version), out}, nil
}

type offerPayInput struct {
	VersionedAct
	Body struct {
		None   bool   `json:"none,omitempty" doc:"That pay stays as it is."`
		Amount string `json:"amount,omitempty" maxLength:"40"`
		From   string `json:"from,omitempty" format:"date" doc:"The day of the promotion, when left out."`
		Reason string `json:"reason,omitempty" maxLength:"1000"`
	}
}

func (in *offerPayInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) offerPay(v visit, in *offerPayInput) (*done, error) {
	ref, once, err := asRead[id.Promotion](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	from, err := bodyDay("from", in.Body.From)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ProposePay(v, v.actor, once, ref, workflow.OfferText{None: in.Body.None, Amount: in.Body.Amount, From: from, Reason: in.Body.Reason}))
}

type decidePayInput struct {
	VersionedAct
	Body struct {
		Words string `json:"words,omitempty" maxLength:"5000" doc:"5,000 bytes at most."`
	}
}

func (in *decidePayInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func decidingPay(approve bool) func(*service, visit, *decidePayInput) (*done, error) {
	return func(s *service, v visit, in *decidePayInput) (*done, error) {
		ref, once, err := asRead[id.Promotion](in.VersionedAct)
		if err != nil {
			return nil, err
		}
		return finished(s.Workflow.DecidePay(v, v.actor, once, ref, approve, in.Body.Words))
	}
}
