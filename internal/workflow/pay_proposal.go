package workflow

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/store"
)

// ProposalText is what a manager proposes in a review, as typed.
type ProposalText struct {
	How             pay.How
	Amount, Percent string
	Reason, Beyond  string
}

// reachReview finds a review for a manager: from its first day on. Who manages nobody
// finds nothing.
func (w *Workflow) reachReview(r *store.Reader, actor access.Actor, ref id.PayReview) (v *pay.Review, reports []id.Person, err error) {
	if v, err = r.PayReview(ref); err != nil {
		return nil, nil, err
	}
	policy, err := payPolicy(r)
	if err != nil {
		return nil, nil, err
	}
	if reports, err = r.ReportsOf(actor.Person); err != nil {
		return nil, nil, err
	}
	if !policy.Salaries || !pay.Keeps(actor) && (len(reports) == 0 || !v.Begun(w.today(r))) {
		return nil, nil, fault.NotFound()
	}
	reports, err = awake(r, reports)
	return v, reports, err
}

// awake leaves out those about whom what is kept rests.
func awake(r *store.Reader, who []id.Person) ([]id.Person, error) {
	rest, err := r.AllRestricted()
	return slices.DeleteFunc(who, func(p id.Person) bool { return rest[p] }), err
}

// proposalsAwake leaves out proposals for those about whom what is kept rests: nobody
// reads them, decides them or learns of them by a sum.
func proposalsAwake(r *store.Reader, list []*pay.Proposal) ([]*pay.Proposal, error) {
	rest, err := r.AllRestricted()
	return slices.DeleteFunc(list, func(p *pay.Proposal) bool { return rest[p.Person] }), err
}

// WriteProposal keeps what the manager proposes for a report. Nobody else reads it
// before it is sent.
func (w *Workflow) WriteProposal(ctx context.Context, actor access.Actor, once Once, ref id.PayReview, person id.Person, t ProposalText) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Ref    id.PayReview
		Person id.Person
		Seen   int64
		Text   ProposalText
	}{ref, person, once.Seen, t}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		v, reports, err := w.reachReview(tx.Reader, actor, ref)
		if err == nil && !slices.Contains(reports, person) {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		p, err := proposalIn(tx.Reader, ref, person)
		if err := orElse(err, once.fits(p.Version)); err != nil {
			return "", err
		}
		if err := w.writeProposal(tx, actor, v, p, reports, t); err != nil {
			return "", err
		}
		if err := tx.SavePayProposal(p); err != nil {
			return "", err
		}
		return "", recordProposal(tx, actor, p, audit.ReviewProposed, "manager")
	})
	return err
}

func recordProposal(tx *store.Tx, actor access.Actor, p *pay.Proposal, act audit.Act, hat string) error {
	return record(tx, actor, audit.Entry{Hat: hat, Act: act, Item: "salary", Subject: p.Person, Object: aboutPersonIn(p.Review, p.Person)})
}

// proposalIn is what is proposed, or an empty proposal.
func proposalIn(r *store.Reader, ref id.PayReview, person id.Person) (*pay.Proposal, error) {
	p, there, err := r.PayProposal(ref, person)
	if !there {
		p = &pay.Proposal{Review: ref, Person: person}
	}
	return p, err
}

func (w *Workflow) writeProposal(tx *store.Tx, actor access.Actor, v *pay.Review, p *pay.Proposal, reports []id.Person, t ProposalText) error {
	of, err := tx.Salaries([]id.Person{p.Person})
	if err != nil {
		return err
	}
	base, ok := pay.PaidOn(of[p.Person], v.Holds)
	if !ok {
		return fault.New(fault.Conflict, "No salary is kept for this person on that day, so nothing can be proposed. A compensation partner can write it.")
	}
	wish, err := wishOf(t, base)
	if err := joinFields(err, w.sayNoStep(tx.Reader, "reason", t.Reason+"\n"+t.Beyond)); err != nil {
		return err
	}
	tribes, err := tribesOf(tx.Reader, []id.Person{p.Person})
	if err != nil {
		return err
	}
	if err := p.Write(v, wish, base, tribes[p.Person], actor.Person, w.today(tx.Reader)); err != nil {
		return err
	}
	left, err := leftFor(tx.Reader, v, p, reports)
	if err != nil {
		return err
	}
	return p.WithinBudget(left)
}

func wishOf(t ProposalText, base pay.Salary) (w pay.Wish, err error) {
	w = pay.Wish{How: t.How, Reason: t.Reason, Beyond: t.Beyond}
	switch {
	case t.How == pay.ByPercent:
		if w.Percent, err = pay.ParsePercent(t.Percent); err != nil {
			return w, asField("percent", err)
		}
	case t.How == pay.ByAmount && strings.TrimSpace(t.Amount) != "":
		if w.Amount, err = money.Parse(t.Amount, base.Full.Currency()); err != nil {
			return w, asField("amount", err)
		}
	}
	return w, nil
}

// leftFor is what is left of the budget after what the manager proposes, this among
// it. What others propose is not in it: a manager reads the salaries of reports alone,
// and a sum would tell the rest.
func leftFor(r *store.Reader, v *pay.Review, p *pay.Proposal, reports []id.Person) (pay.Left, error) {
	own, err := r.PayProposalsOf(reports)
	if err != nil {
		return pay.Left{}, err
	}
	own = slices.DeleteFunc(own, func(o *pay.Proposal) bool { return o.Review != v.ID || o.Person == p.Person })
	return v.LeftOf(p.Pot(), append(own, p))
}

// SendProposals hands everything that is written for the manager's reports, and not
// sent yet, to the compensation partners.
func (w *Workflow) SendProposals(ctx context.Context, actor access.Actor, once Once, ref id.PayReview) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Ref id.PayReview }{ref}, func(tx *store.Tx) (string, error) {
		v, reports, err := w.reachReview(tx.Reader, actor, ref)
		if err == nil && len(reports) == 0 {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		written, err := writtenFor(tx.Reader, v, reports)
		if err != nil {
			return "", err
		}
		for _, p := range written {
			if err := p.Send(); err != nil {
				return "", err
			}
			if err := tx.SavePayProposal(p); err != nil {
				return "", err
			}
			if err := recordProposal(tx, actor, p, audit.ReviewProposed, "manager"); err != nil {
				return "", err
			}
		}
		return "", tellHolders(tx, org.CompensationPartner, notice.PayTurn, aboutReview(ref), actor.Person)
	})
	return err
}

func writtenFor(r *store.Reader, v *pay.Review, reports []id.Person) ([]*pay.Proposal, error) {
	list, err := r.PayProposalsOf(reports)
	list = slices.DeleteFunc(list, func(p *pay.Proposal) bool { return p.Review != v.ID || p.State != pay.ProposalWritten })
	if err == nil && !v.Open() {
		err = fault.New(fault.Conflict, "This review is closed. Here is how it stands.")
	}
	if err == nil && len(list) == 0 {
		err = fault.New(fault.Conflict, "Nothing is written that is not sent yet.")
	}
	return list, err
}

// ProposalSeen names a proposal and the version of it that was read.
type ProposalSeen struct {
	Person id.Person
	Seen   int64 // nought does not guard
}

// ApproveProposals approves proposals, all or none, by a compensation partner. words
// are needed where a budget does not reach.
func (w *Workflow) ApproveProposals(ctx context.Context, actor access.Actor, once Once, ref id.PayReview, people []ProposalSeen, words string) error {
	asked := struct {
		Ref    id.PayReview
		People []ProposalSeen
		Words  string
	}{ref, people, words}
	_, err := w.payAct(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if len(people) == 0 {
			return "", fault.InvalidFields([]fault.Field{{Name: "people", Message: "Choose whose proposals you approve."}})
		}
		v, approved, err := approvedSoFar(tx.Reader, ref)
		if err == nil {
			err = w.sayNoStep(tx.Reader, "beyond", words)
		}
		if err != nil {
			return "", err
		}
		for _, one := range people {
			p, err := w.approveOne(tx, actor, v, one, approved, words)
			if err != nil {
				return "", err
			}
			approved = append(approved, p)
		}
		return "", nil
	})
	return err
}

// approvedSoFar are the review, for whoever decides, and what is approved in it.
func approvedSoFar(r *store.Reader, ref id.PayReview) (*pay.Review, []*pay.Proposal, error) {
	v, err := r.PayReview(ref)
	if err != nil {
		return nil, nil, err
	}
	list, err := r.PayProposalsIn(ref)
	if err != nil {
		return nil, nil, err
	}
	list, err = proposalsAwake(r, list)
	return v, slices.DeleteFunc(list, func(p *pay.Proposal) bool { return p.State != pay.ProposalApproved }), err
}

func (w *Workflow) approveOne(tx *store.Tx, actor access.Actor, v *pay.Review, one ProposalSeen, approved []*pay.Proposal, words string) (*pay.Proposal, error) {
	p, b, err := reachSent(tx.Reader, actor, v.ID, one.Person)
	if err != nil {
		return nil, err
	}
	if err := (Once{Seen: one.Seen}).fits(p.Version); err != nil {
		return nil, err
	}
	// What is the reader's own is in no sum that the reader learns of.
	known := slices.DeleteFunc(slices.Clone(approved), func(o *pay.Proposal) bool { return o.Person == actor.Person || o.Person == p.Person })
	left, err := v.LeftOf(p.Pot(), append(known, p))
	if err != nil {
		return nil, err
	}
	if err := p.Approve(v, b, actor.Person, left, words, tx.Now()); err != nil {
		return nil, err
	}
	if err := tx.SavePayProposal(p); err != nil {
		return nil, err
	}
	return p, decided(tx, actor, p)
}

// reachSent finds what was sent about a person, for a compensation partner.
func reachSent(r *store.Reader, actor access.Actor, ref id.PayReview, person id.Person) (*pay.Proposal, access.Bond, error) {
	b, err := bond(r, actor, person)
	if err != nil {
		return nil, b, err
	}
	p, there, err := r.PayProposal(ref, person)
	if err == nil && (!there || b.Self || !b.Pay || p.State == pay.ProposalWritten) {
		err = fault.NotFound()
	}
	return p, b, err
}

// decided writes it down and tells the manager.
func decided(tx *store.Tx, actor access.Actor, p *pay.Proposal) error {
	if err := recordProposal(tx, actor, p, audit.ReviewDecided, payHat); err != nil {
		return err
	}
	manager, ok, err := tx.ManagerOf(p.Person)
	if err != nil || !ok || manager == actor.Person {
		return err
	}
	return tell(tx, manager, notice.PayTurn, aboutReview(p.Review))
}

// ReturnProposal sends a proposal back with words.
func (w *Workflow) ReturnProposal(ctx context.Context, actor access.Actor, once Once, ref id.PayReview, person id.Person, words string) error {
	asked := struct {
		Ref    id.PayReview
		Person id.Person
		Seen   int64
		Words  string
	}{ref, person, once.Seen, words}
	_, err := w.payAct(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		v, err := tx.PayReview(ref)
		if err != nil {
			return "", err
		}
		p, b, err := reachSent(tx.Reader, actor, ref, person)
		if err != nil {
			return "", err
		}
		if err := orElse(once.fits(p.Version), w.sayNoStep(tx.Reader, "words", words)); err != nil {
			return "", err
		}
		if err := p.Return(v, b, actor.Person, words); err != nil {
			return "", err
		}
		if err := tx.SavePayProposal(p); err != nil {
			return "", err
		}
		return "", decided(tx, actor, p)
	})
	return err
}
