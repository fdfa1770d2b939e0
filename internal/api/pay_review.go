package api

import (
	"net/http"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	rules "cairn/internal/pay"
	"cairn/internal/workflow"
)

// payReviewOperations are about yearly looks at pay: for the managers in one and for
// compensation partners, each as far as the pages show it to them.
func payReviewOperations() []Operation {
	of := forSession("pay")
	const one, person = "/pay/reviews/{id}", "/pay/reviews/{id}/people/{person}"
	open := of(http.MethodPost, "/pay/reviews", "open-pay-review", "Open a review", "By compensation partners. Managers find it from its first day on.", on((*service).openPayReview), "salary")
	open.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "/pay/reviews", "list-pay-reviews", "Reviews of pay", "To compensation partners all, to managers those that have begun; the newest first.", on((*service).payReviews), "salary"),
		open,
		of(http.MethodGet, one, "get-pay-review", "One review", "To a manager the reports with what is paid and proposed, to a compensation partner what was sent and what the budgets have left. What is shown is written down as read.", on((*service).payReview), "salary", "range"),
		of(http.MethodPut, one, "change-pay-review", "Write other words and days into it", "By compensation partners, while it is open, as it was read.", on((*service).changePayReview), "salary"),
		of(http.MethodPost, one+"/budgets", "set-pay-budget", "Set a budget", "Of a tribe in a currency, by compensation partners, as the review was read. Without an amount it is taken away.", on((*service).setPayBudget), "salary"),
		of(http.MethodPost, one+"/sending", "send-pay-proposals", "Hand in what is written", "By the manager: everything for the reports that is not sent yet.", simply((*workflow.Workflow).SendProposals), "salary"),
		of(http.MethodPost, one+"/approval", "approve-pay-proposals", "Approve proposals", "By a compensation partner, all of those named or none. Words are needed where a budget does not reach.", on((*service).approveProposals), "salary"),
		of(http.MethodPost, one+"/closing", "close-pay-review", "Close the review", "By a compensation partner. What was approved becomes part of the histories, all of it or nothing, and letters wait for managers.", on((*service).closePayReview), "salary"),
		of(http.MethodGet, person, "get-pay-proposal", "One person in a review", "To the manager what is paid and proposed, with the range; to a compensation partner what was sent. Never to the person.", on((*service).payProposal), "salary", "range"),
		of(http.MethodPut, person, "write-pay-proposal", "Propose", "By the manager. Nobody else reads it before it is sent.", on((*service).writeProposal), "salary"),
		of(http.MethodPost, person+"/return", "return-pay-proposal", "Send it back", "By a compensation partner, in words.", on((*service).returnProposal), "salary"),
		of(http.MethodGet, person+"/letter", "get-pay-letter", "The letter", "To the manager once the review is closed; to the person once it was given, or the day has come.", on((*service).payLetter), "salary"),
		of(http.MethodPost, person+"/letter", "give-pay-letter", "Give the letter", "By the manager. The person can read it from then on.", on((*service).givePayLetter), "salary"),
	}
}

// PayReviews is one page of reviews.
type PayReviews struct {
	Reviews []PayReview `json:"reviews"`
	Next    string      `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// PayReview is a review, without anything of anybody.
type PayReview struct {
	ID string `json:"id"`
	PayReviewText
	Open     bool       `json:"open"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
	Version  int64      `json:"version"`
}

// PayReviewText is what a review says.
type PayReviewText struct {
	Name  string `json:"name" maxLength:"200"`
	Back  string `json:"looks_back_to" format:"date"`
	From  string `json:"from" format:"date" doc:"The first day on which managers propose."`
	To    string `json:"to" format:"date" doc:"The last one."`
	Holds string `json:"holds" format:"date" doc:"The day from which salaries change."`
	Guide string `json:"guideline,omitempty" maxLength:"4000" doc:"How to propose. It names no step."`
	Unit  int64  `json:"unit" minimum:"1" maximum:"1000" doc:"What follows from a per cent is rounded to so many whole units: 1, 10, 50, 100, 500 or 1000."`
}

func (t PayReviewText) text() (out workflow.ReviewText, err error) {
	out = workflow.ReviewText{Name: t.Name, Guide: t.Guide, Unit: t.Unit}
	for _, day := range []struct {
		name, said string
		to         *clock.Date
	}{{"back", t.Back, &out.Back}, {"from", t.From, &out.From}, {"to", t.To, &out.To}, {"holds", t.Holds, &out.Holds}} {
		if *day.to, err = bodyDay(day.name, day.said); err != nil {
			return out, err
		}
	}
	return out, nil
}

var payReviewFields = map[string]string{"back": "looks_back_to", "guide": "guideline"}

func payReviewOf(r *rules.Review) PayReview {
	return PayReview{ID: string(r.ID), Open: r.Open(), ClosedAt: moment(r.ClosedAt), Version: r.Version,
		PayReviewText: PayReviewText{r.Name, string(r.Back), string(r.From), string(r.To), string(r.Holds), r.Guide, r.Unit}}
}

type payReviewsOutput struct{ Body PayReviews }

func (s *service) payReviews(v visit, in *Paged) (*payReviewsOutput, error) {
	list, _, err := s.Workflow.PayReviews(v, v.actor)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(list, *in, func(r *rules.Review) string { return string(r.ID) })
	if err != nil {
		return nil, err
	}
	return &payReviewsOutput{PayReviews{each(page, payReviewOf), next}}, nil
}

type openPayReviewInput struct {
	Idempotent
	Body PayReviewText
}

func (in *openPayReviewInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, payReviewFields)
}

func (s *service) openPayReview(v visit, in *openPayReviewInput) (*madeOutput, error) {
	text, err := in.Body.text()
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.OpenPayReview(v, v.actor, in.once(), text))
}

// WholePayReview is a review with what whoever asks may know of people in it.
type WholePayReview struct {
	PayReview
	Keeps   bool            `json:"you_decide" doc:"That you are a compensation partner."`
	Reports []PayReviewLine `json:"reports" doc:"Of whoever asks, by name."`
	Left    []PayBudget     `json:"left" doc:"Of the budgets of your reports, after what you propose."`
	Sent    []PayReviewLine `json:"sent" doc:"What was sent, by name, to compensation partners."`
	Budgets []PayBudget     `json:"budgets" doc:"Every budget after what was sent, to compensation partners."`
	GoesOn
}

// PayReviewLine is one person in a review.
type PayReviewLine struct {
	Person   PersonRef    `json:"person"`
	Manager  *PersonRef   `json:"manager,omitempty" doc:"To those who decide."`
	Tribe    string       `json:"tribe,omitempty"`
	Base     *Salary      `json:"base,omitempty" doc:"Paid on the day from which it holds; absent when none is kept."`
	Position string       `json:"position,omitempty" doc:"Of that to the range, in a word, to the manager."`
	Proposal *PayProposal `json:"proposal,omitempty" doc:"Absent while there is none."`
	Decides  bool         `json:"you_decide"`
}

// PayProposal is what is proposed for one person.
type PayProposal struct {
	State   string  `json:"state" enum:"written,sent,returned,approved"`
	How     string  `json:"how" enum:"amount,percent,none"`
	Percent string  `json:"percent,omitempty" example:"2.5"`
	Full    *Amount `json:"full_time" doc:"For full time, in the period of what is paid."`
	Reason  string  `json:"reason" doc:"The person reads it in the letter."`
	Beyond  string  `json:"beyond,omitempty" doc:"Why it is more than the budget."`
	Answer  string  `json:"answer,omitempty" doc:"Of the compensation partner who decided."`
	Version int64   `json:"version"`
}

func payProposalOf(p *rules.Proposal) *PayProposal {
	if p == nil {
		return nil
	}
	out := &PayProposal{State: string(p.State), How: string(p.How), Full: amountOf(p.Full), Reason: p.Reason, Beyond: p.Beyond, Answer: p.Answer, Version: p.Version}
	if p.How == rules.ByPercent {
		out.Percent = p.Percent.Text()
	}
	return out
}

func payReviewLineOf(l workflow.ReviewLine) PayReviewLine {
	out := PayReviewLine{Person: personRef(l.Person), Manager: nobodyOr(l.Manager), Tribe: l.Tribe, Position: string(l.Position), Proposal: payProposalOf(l.Proposal), Decides: l.Decides}
	if l.Base != nil {
		out.Base = new(salaryOf(*l.Base))
	}
	return out
}

// PayBudget is what a tribe may grow by in a year, and what is left of it.
type PayBudget struct {
	Tribe    string  `json:"tribe,omitempty" doc:"By name; absent for everybody without one."`
	Currency string  `json:"currency"`
	Budget   *Amount `json:"budget,omitempty" doc:"Absent where nothing was said."`
	Spent    *Amount `json:"spent,omitempty"`
	Rest     *Amount `json:"rest,omitempty" doc:"Below nothing where more is proposed than there is."`
}

func payBudgetOf(l workflow.LeftLine) PayBudget {
	return PayBudget{l.Tribe, string(l.Currency), amountOf(l.Budget), amountOf(l.Spent), amountOf(l.Rest)}
}

type payReviewOutput struct {
	ETag string `header:"ETag" doc:"The version, in quotes: what to name in If-Match."`
	Body WholePayReview
}

func (s *service) payReview(v visit, in *PagedOf) (*payReviewOutput, error) {
	ref, err := parse[id.PayReview](in.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.Workflow.PayReview(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	l, who := in.lists("reports", "left", "sent", "budgets"), func(l workflow.ReviewLine) string { return string(l.Person.ID) }
	budget := func(b PayBudget) string { return b.Tribe + " " + b.Currency }
	out := WholePayReview{
		PayReview: payReviewOf(r.Review), Keeps: r.Keeps,
		Reports: each(part(l, "reports", r.Reports, who), payReviewLineOf), Left: part(l, "left", each(r.Left, payBudgetOf), budget),
		Sent: each(part(l, "sent", r.Sent, who), payReviewLineOf), Budgets: part(l, "budgets", each(r.Budgets, payBudgetOf), budget),
	}
	out.GoesOn, err = l.end()
	return &payReviewOutput{quoted(r.Version), out}, err
}

type changePayReviewInput struct {
	VersionedAct
	Body PayReviewText
}

func (in *changePayReviewInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, payReviewFields)
}

func (s *service) changePayReview(v visit, in *changePayReviewInput) (*done, error) {
	ref, once, err := asRead[id.PayReview](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	text, err := in.Body.text()
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ChangePayReview(v, v.actor, once, ref, text))
}

type payBudgetInput struct {
	VersionedAct
	Body struct {
		Tribe    string `json:"tribe,omitempty" maxLength:"40" doc:"By id; everybody without one, when left out."`
		Currency string `json:"currency" maxLength:"3" example:"EUR"`
		Amount   string `json:"amount,omitempty" maxLength:"40" doc:"For a year; the budget is taken away, when left out."`
	}
}

func (in *payBudgetInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) setPayBudget(v visit, in *payBudgetInput) (*done, error) {
	ref, once, err := asRead[id.PayReview](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.SetPayBudget(v, v.actor, once, ref, workflow.BudgetText{Tribe: id.Unit(in.Body.Tribe), Currency: in.Body.Currency, Amount: in.Body.Amount}))
}

type approveProposalsInput struct {
	Act
	Body struct {
		People []ApprovedProposal `json:"people" minItems:"1" maxItems:"1000"`
		Words  string             `json:"words,omitempty" maxLength:"5000" doc:"Why it is approved where a budget does not reach."`
	}
}

// ApprovedProposal names a proposal as it was read.
type ApprovedProposal struct {
	Person  string `json:"person" maxLength:"40" doc:"By id."`
	Version int64  `json:"version" minimum:"1" doc:"The version of the proposal that was read."`
}

func (in *approveProposalsInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"beyond": "words"})
}

func (s *service) approveProposals(v visit, in *approveProposalsInput) (*done, error) {
	ref, err := parse[id.PayReview](in.ID)
	if err != nil {
		return nil, err
	}
	var seen []workflow.ProposalSeen
	for _, p := range in.Body.People {
		who, err := parse[id.Person](p.Person)
		if err != nil {
			return nil, err
		}
		seen = append(seen, workflow.ProposalSeen{Person: who, Seen: p.Version})
	}
	return finished(s.Workflow.ApproveProposals(v, v.actor, in.once(), ref, seen, in.Body.Words))
}

func (s *service) closePayReview(v visit, in *VersionedAct) (*done, error) {
	ref, once, err := asRead[id.PayReview](*in)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ClosePayReview(v, v.actor, once, ref))
}

// InPayReview names somebody in a review.
type InPayReview struct {
	ID     string `path:"id" doc:"The review's id."`
	Person string `path:"person" doc:"The person's id."`
}

func (in InPayReview) refs() (ref id.PayReview, who id.Person, err error) {
	if ref, err = parse[id.PayReview](in.ID); err == nil {
		who, err = parse[id.Person](in.Person)
	}
	return ref, who, err
}

// PersonInReview is what a review holds about one person.
type PersonInReview struct {
	Person   PersonRef    `json:"person"`
	Review   PayReview    `json:"review"`
	Base     *Salary      `json:"base,omitempty" doc:"Paid on the day from which it holds; absent when none is kept."`
	Proposal *PayProposal `json:"proposal,omitempty" doc:"Absent while there is none."`
	Cost     *Amount      `json:"cost,omitempty" doc:"Of the proposal in a year."`
	Left     *PayBudget   `json:"left,omitempty"`
	Range    *PersonRange `json:"range,omitempty" doc:"For those who may know it. It names no step here."`
	Position string       `json:"position,omitempty" doc:"Of what is paid to the range, in a word."`
	Decides  bool         `json:"you_decide"`
}

type payProposalOutput struct {
	ETag string `header:"ETag" doc:"The version of the proposal, in quotes, \"0\" while there is none: what to name in If-Match."`
	Body PersonInReview
}

func (s *service) payProposal(v visit, in *InPayReview) (*payProposalOutput, error) {
	ref, who, err := in.refs()
	if err != nil {
		return nil, err
	}
	p, err := s.Workflow.PayReviewOf(v, v.actor, ref, who)
	if err != nil {
		return nil, err
	}
	out := PersonInReview{Person: personRef(p.Subject), Review: payReviewOf(p.Review), Proposal: payProposalOf(p.Proposal), Cost: amountOf(p.Cost),
		Range: personRangeOf(p.Range), Position: string(p.Position), Decides: p.Decides}
	if out.Range != nil {
		out.Range.Step = nil // a review is about pay, and so is what is read of it
	}
	if p.Base != nil {
		out.Base = new(salaryOf(*p.Base))
	}
	if p.Left != nil {
		out.Left = new(payBudgetOf(*p.Left))
	}
	version := int64(0)
	if p.Proposal != nil {
		version = p.Proposal.Version
	}
	return &payProposalOutput{quoted(version), out}, nil
}

// OnProposal is an act on what is proposed for somebody.
type OnProposal struct {
	InPayReview
	Idempotent
}

// OnReadProposal is an act on it as it was read.
type OnReadProposal struct {
	OnProposal
	IfMatch string `header:"If-Match" required:"true" pattern:"^\"[0-9]+\"$" maxLength:"20" doc:"The version of the proposal that was read, in quotes; 0 while there is none. When it has changed since, the answer is 409 and nothing is done."`
}

func (in OnReadProposal) asRead() (ref id.PayReview, who id.Person, once workflow.Once, err error) {
	if ref, who, err = in.refs(); err != nil {
		return ref, who, once, err
	}
	once = in.once()
	if once.Seen, err = (Matching{in.IfMatch}).read(nil); once.Seen == 0 {
		once.Seen = workflow.NoneYet
	}
	return ref, who, once, err
}

type writeProposalInput struct {
	OnReadProposal
	Body struct {
		How     string `json:"how" enum:"amount,percent,none"`
		Amount  string `json:"amount,omitempty" maxLength:"40" doc:"For full time."`
		Percent string `json:"percent,omitempty" maxLength:"10" example:"2.5"`
		Reason  string `json:"reason" maxLength:"5000" doc:"The person reads it in the letter. It names no step."`
		Beyond  string `json:"beyond,omitempty" maxLength:"5000" doc:"Why it is more than the budget."`
	}
}

func (in *writeProposalInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) writeProposal(v visit, in *writeProposalInput) (*done, error) {
	ref, who, once, err := in.asRead()
	if err != nil {
		return nil, err
	}
	b := in.Body
	return finished(s.Workflow.WriteProposal(v, v.actor, once, ref, who, workflow.ProposalText{How: rules.How(b.How), Amount: b.Amount, Percent: strings.TrimSpace(b.Percent), Reason: b.Reason, Beyond: b.Beyond}))
}

type returnProposalInput struct {
	OnReadProposal
	Body struct {
		Words string `json:"words" maxLength:"5000" doc:"What should be looked at again. They name no step."`
	}
}

func (in *returnProposalInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) returnProposal(v visit, in *returnProposalInput) (*done, error) {
	ref, who, once, err := in.asRead()
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ReturnProposal(v, v.actor, once, ref, who, in.Body.Words))
}

// PayLetter is what came of a review for one person.
type PayLetter struct {
	Person  PersonRef  `json:"person"`
	Manager *PersonRef `json:"manager,omitempty"`
	Review  string     `json:"review"`
	Holds   string     `json:"holds" format:"date"`
	Full    *Amount    `json:"full_time"`
	Period  string     `json:"period" enum:"year,month"`
	Share   int64      `json:"share" doc:"Of full time, in hundredths of a per cent: 10000 is all of it."`
	Changed bool       `json:"changed"`
	Reason  string     `json:"reason"`
	GivenAt *time.Time `json:"given_at,omitempty"`
}

type payLetterOutput struct{ Body PayLetter }

func (s *service) payLetter(v visit, in *InPayReview) (*payLetterOutput, error) {
	ref, who, err := in.refs()
	if err != nil {
		return nil, err
	}
	l, err := s.Workflow.PayLetter(v, v.actor, ref, who)
	if err != nil {
		return nil, err
	}
	p := l.Proposal
	return &payLetterOutput{PayLetter{personRef(l.Subject), nobodyOr(l.Manager), l.Review.Name, string(l.Review.Holds), amountOf(p.Full), string(p.Base.Period), int64(p.Base.Share), p.Full != p.Base.Full, p.Reason, moment(p.GivenAt)}}, nil
}

func (s *service) givePayLetter(v visit, in *OnProposal) (*done, error) {
	ref, who, err := in.refs()
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.GiveLetter(v, v.actor, in.once(), ref, who))
}
