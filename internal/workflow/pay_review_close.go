package workflow

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/store"
)

// ClosePayReview ends a review: what was approved becomes lines of the histories from
// its day on, all or none, and letters wait for managers to give them.
func (w *Workflow) ClosePayReview(ctx context.Context, actor access.Actor, once Once, ref id.PayReview) error {
	_, err := w.payAct(ctx, actor, once, struct{ Close id.PayReview }{ref}, func(tx *store.Tx) (string, error) {
		v, err := tx.PayReview(ref)
		if err != nil {
			return "", err
		}
		if err := once.fits(v.Version); err != nil {
			return "", err
		}
		if err := salariesAreKept(tx.Reader); err != nil {
			return "", err
		}
		proposals, err := tx.PayProposalsIn(ref)
		if err != nil {
			return "", err
		}
		rest, err := tx.AllRestricted()
		if err != nil {
			return "", err
		}
		for _, p := range proposals {
			if rest[p.Person] && p.State == pay.ProposalSent {
				p.State = pay.ProposalReturned // nobody decides while it rests; what was approved before is owed
			}
		}
		if err := v.Close(actor.Person, proposals, tx.Now()); err != nil {
			return "", err
		}
		if err := landReview(tx, actor, v, proposals); err != nil {
			return "", err
		}
		if err := tx.SavePayReview(v); err != nil {
			return "", err
		}
		return "", recordReview(tx, actor, ref, audit.ReviewClosed)
	})
	return err
}

// landReview writes the lines, and what becomes of each proposal.
func landReview(tx *store.Tx, actor access.Actor, v *pay.Review, proposals []*pay.Proposal) error {
	who := eachOf(proposals, func(p *pay.Proposal) id.Person { return p.Person })
	people, err := tx.PeopleByID(who)
	if err != nil {
		return err
	}
	histories, err := tx.Salaries(who)
	if err != nil {
		return err
	}
	var lines []pay.Salary
	var entries []audit.Entry
	var moved []string
	for _, p := range proposals {
		p.Closed = true
		if people[p.Person].LeftAt.IsSet() {
			p.State = pay.ProposalReturned // whoever left gets no letter
		}
		if !p.Changes() {
			continue
		}
		paid, _ := pay.PaidOn(histories[p.Person], v.Holds)
		line, ok := p.Line(v, paid, tx.Now())
		if !ok {
			moved = append(moved, nameFor(actor, people[p.Person]))
			continue
		}
		p.Salary = line.ID
		lines = append(lines, line)
		entries = append(entries, audit.Entry{Actor: actor.Person, Via: string(actor.Via), Hat: payHat, Act: audit.SalaryWritten, Item: "salary", Subject: p.Person, Object: "person/" + string(p.Person)})
	}
	if len(moved) > 0 {
		arrange.By(moved, org.Compare)
		return fault.New(fault.Conflict, "Nothing was closed. What is paid on that day is another amount now than the one it was proposed from: {names}. Send these back, so that they are looked at again.", "names", strings.Join(moved, ", "))
	}
	if err := tx.AddSalaries(lines, nil); err != nil {
		return err
	}
	for _, p := range proposals {
		if err := tx.SavePayProposal(p); err != nil {
			return err
		}
	}
	if err := tx.RecordAll(entries); err != nil {
		return err
	}
	return tellOfLetters(tx, actor, v, proposals)
}

// nameFor names somebody to the reader, who is told nothing about themselves.
func nameFor(actor access.Actor, p org.Person) string {
	if p.ID == actor.Person {
		return "somebody whom another compensation partner looks after"
	}
	return p.Name
}

// tellOfLetters tells whoever has letters to give.
func tellOfLetters(tx *store.Tx, actor access.Actor, v *pay.Review, proposals []*pay.Proposal) error {
	told := map[id.Person]bool{actor.Person: true}
	var list []notice.Notice
	proposals, err := proposalsAwake(tx.Reader, slices.Clone(proposals))
	if err != nil {
		return err
	}
	for _, p := range proposals {
		if p.With() != pay.WithLetter {
			continue
		}
		manager, ok, err := tx.ManagerOf(p.Person)
		if err != nil {
			return err
		}
		if ok && !told[manager] {
			told[manager] = true
			list = append(list, notice.Notice{Person: manager, Kind: notice.PayTurn, Object: aboutReview(v.ID)})
		}
	}
	arrange.By(list, func(a, b notice.Notice) int { return strings.Compare(string(a.Person), string(b.Person)) })
	return tellAll(tx, list)
}

// LetterView is the letter about what came of a review for one person.
type LetterView struct {
	Review   *pay.Review
	Proposal *pay.Proposal
	Subject  PersonRef
	Manager  PersonRef // of now; zero when there is none
	Bond     access.Bond
}

// PayLetter returns a person's letter: to the current manager when the review is
// closed, to the person when it was given or holds, to nobody else.
func (w *Workflow) PayLetter(ctx context.Context, actor access.Actor, ref id.PayReview, person id.Person) (v LetterView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, person, "", func(r *store.Reader, b access.Bond, journal journal) error {
		if v, err = w.reachLetter(r, b, ref, person); err != nil {
			return err
		}
		return journal(audit.Entry{Item: "salary", Subject: person, Object: aboutLetter(ref, person)})
	})
	if err != nil {
		return LetterView{}, err // what could not be written down is not read
	}
	return v, nil
}

func (w *Workflow) reachLetter(r *store.Reader, b access.Bond, ref id.PayReview, person id.Person) (v LetterView, err error) {
	policy, err := payPolicy(r)
	if err != nil {
		return v, err
	}
	p, there, err := r.PayProposal(ref, person)
	if err != nil {
		return v, err
	}
	if !policy.Salaries || !b.Pair() || !there || !p.Closed || p.State != pay.ProposalApproved {
		return v, fault.NotFound()
	}
	if v.Review, err = r.PayReview(ref); err != nil {
		return v, err
	}
	if b.Self && !p.TellsPerson(v.Review.Holds, w.today(r)) {
		return v, fault.NotFound()
	}
	manager, managed, err := r.ManagerOf(person)
	if err != nil {
		return v, err
	}
	people, err := r.PeopleByID([]id.Person{person, manager})
	v.Proposal, v.Bond, v.Subject = p, b, refOf(people, person)
	if managed {
		v.Manager = refOf(people, manager)
	}
	return v, err
}

// GiveLetter tells the person, by the manager, that their pay was reviewed.
func (w *Workflow) GiveLetter(ctx context.Context, actor access.Actor, once Once, ref id.PayReview, person id.Person) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Ref    id.PayReview
		Person id.Person
	}{ref, person}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := bond(tx.Reader, actor, person)
		if err != nil {
			return "", err
		}
		v, err := w.reachLetter(tx.Reader, b, ref, person)
		if err == nil && !b.Manager {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		if err := v.Proposal.Give(tx.Now()); err != nil {
			return "", err
		}
		if err := tx.SavePayProposal(v.Proposal); err != nil {
			return "", err
		}
		if err := recordProposal(tx, actor, v.Proposal, audit.LetterGiven, b.Hat()); err != nil {
			return "", err
		}
		return "", tell(tx, person, notice.PayTurn, aboutLetter(ref, person))
	})
	return err
}

// ReviewFile returns what changes with a closed review, for payroll: nobody's own line
// is in it for whoever takes it.
func (w *Workflow) ReviewFile(ctx context.Context, actor access.Actor, ref id.PayReview) (rows []payfile.SalaryRow, err error) {
	if err := keepsPay(actor); err != nil {
		return nil, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		v, err := tx.PayReview(ref)
		if err != nil {
			return err
		}
		policy, err := payPolicy(tx.Reader)
		if err != nil {
			return err
		}
		if v.Open() || !policy.Salaries {
			return fault.NotFound()
		}
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return err
		}
		if rows, err = reviewRows(tx, actor, v); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Hat: payHat, Act: audit.PayExported, Item: "salary", Object: aboutReview(ref)})
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func reviewRows(tx *store.Tx, actor access.Actor, v *pay.Review) (rows []payfile.SalaryRow, err error) {
	proposals, err := tx.PayProposalsIn(v.ID)
	if err != nil {
		return nil, err
	}
	if proposals, err = proposalsAwake(tx.Reader, proposals); err != nil {
		return nil, err
	}
	who := eachOf(proposals, func(p *pay.Proposal) id.Person { return p.Person })
	people, err := tx.PeopleByID(who)
	if err != nil {
		return nil, err
	}
	histories, err := tx.Salaries(who)
	read := readings{actor: actor}
	for _, p := range proposals {
		if p.Salary == "" || p.Person == actor.Person {
			continue
		}
		for _, s := range histories[p.Person] {
			if s.ID == p.Salary {
				rows = append(rows, payfile.SalaryRow{Email: people[p.Person].Email, From: s.From, Amount: s.Full.Plain(), Currency: string(s.Full.Currency()),
					Period: string(s.Period), Share: shareText(s.Share), Reason: s.Reason})
				read.of("salary", payHat, p.Person)
			}
		}
	}
	arrange.By(rows, func(a, b payfile.SalaryRow) int { return strings.Compare(a.Email, b.Email) })
	return rows, orElse(err, tx.RecordAll(read.entries))
}

// shareText is a share in per cent, as files hold it.
func shareText(s pay.Share) string { return pay.Percent(s).Text() }
