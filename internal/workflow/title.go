package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/store"
	"cairn/internal/title"
)

func aboutTitle(p id.Title) string { return "title/" + string(p) }

func titleSide(b access.Bond) title.Side {
	if b.Self {
		return title.Self
	}
	return title.Manager
}

func recordTitle(tx *store.Tx, actor access.Actor, b access.Bond, act audit.Act, subject id.Person, object string) error {
	return record(tx, actor, audit.Entry{Act: act, Item: "profile", Hat: b.Hat(), Subject: subject, Object: object})
}

// naming finds the name of a step in a title.
func (w *Workflow) naming(r *store.Reader) (title.NamesStep, error) {
	looks, err := w.inAnyLanguage(r, (*framework.Framework).LooksLikeStep)
	return func(text string) (string, string, bool) {
		n, found := looks(text)
		return n.Words, n.Step, found
	}, err
}

// ProposeTitle puts a title for use outside to the other of the pair, by either of
// the two. It holds when the other agrees.
func (w *Workflow) ProposeTitle(ctx context.Context, actor access.Actor, once Once, subject id.Person, name, words string) (id.Title, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	asked := struct {
		Subject           id.Person
		TitleName, Reason string
	}{subject, name, words}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := titleBond(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		manager, managed, err := tx.ManagerOf(subject)
		if err != nil || !managed {
			return "", orElse(err, fault.New(fault.Conflict, lang.Later("A title is agreed by two, and there is no manager at the moment. What you typed is still here.")))
		}
		step, err := w.naming(tx.Reader)
		if err != nil {
			return "", err
		}
		p, err := title.Propose(subject, actor.Person, titleSide(b), name, words, step, tx.Now())
		if err != nil {
			return "", err
		}
		if err := freshTitle(tx.Reader, p); err != nil {
			return "", err
		}
		if err := tx.AddProposal(p); err != nil {
			return "", err
		}
		to := manager
		if b.Manager {
			to = subject
		}
		if err := tell(tx, to, notice.TitleProposed, aboutTitle(p.ID)); err != nil {
			return "", err
		}
		return string(p.ID), recordTitle(tx, actor, b, audit.TitleProposed, subject, aboutTitle(p.ID))
	})
	return id.Title(made), err
}

// titleBond lets in the person and the current manager; to others there is nothing.
func titleBond(r *store.Reader, actor access.Actor, subject id.Person) (access.Bond, error) {
	b, err := bond(r, actor, subject)
	if err == nil && !title.VisibleTo(b) {
		err = fault.NotFound()
	}
	if err == nil {
		_, err = isHere(r, subject)
	}
	return b, err
}

// freshTitle refuses a title that is used already, and a second proposal beside one
// that waits.
func freshTitle(r *store.Reader, p *title.Proposal) error {
	list, err := r.ProposalsOf(p.Subject)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(o *title.Proposal) bool { return o.State == title.Open }) {
		return fault.New(fault.Conflict, lang.Later("A title waits for an answer already. Answer it, or take it back, and propose the next one then. What you typed is still here."))
	}
	who, err := r.Person(p.Subject)
	if err == nil && who.Title == p.Name {
		err = fault.InvalidFields([]fault.Field{{Name: "title", Message: lang.Later("This is the title that is used now.")}})
	}
	return err
}

// onProposal is an act on a proposal by one of the pair of now.
func (w *Workflow) onProposal(ctx context.Context, actor access.Actor, once Once, ref id.Title, read int64, words string, act audit.Act, do func(*store.Tx, *title.Proposal, title.Side) error) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Title
		Read  int64
		Words string
	}{act, ref, read, words}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		p, b, err := reachProposal(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if err := do(tx, p, titleSide(b)); err != nil {
			return "", err
		}
		if p.Version != read {
			return "", fault.Stale()
		}
		if err := tx.SaveProposal(p); err != nil {
			return "", err
		}
		to := p.Subject
		if b.Self {
			if to, _, err = tx.ManagerOf(p.Subject); err != nil {
				return "", err
			}
		}
		if err := tell(tx, to, notice.TitleAnswered, aboutTitle(p.ID)); err != nil {
			return "", err
		}
		return "", recordTitle(tx, actor, b, act, p.Subject, aboutTitle(p.ID))
	})
	return err
}

func reachProposal(r *store.Reader, actor access.Actor, ref id.Title) (*title.Proposal, access.Bond, error) {
	subject, err := r.ProposalSubject(ref)
	if err != nil {
		return nil, access.Bond{}, err
	}
	b, err := titleBond(r, actor, subject)
	if err != nil {
		return nil, b, err
	}
	p, err := r.Proposal(ref)
	return p, b, err
}

// AgreeTitle is the other's yes: the title holds from now on, for everybody to see.
func (w *Workflow) AgreeTitle(ctx context.Context, actor access.Actor, once Once, ref id.Title, read int64) error {
	return w.onProposal(ctx, actor, once, ref, read, "", audit.TitleAgreed, func(tx *store.Tx, p *title.Proposal, side title.Side) error {
		step, err := w.naming(tx.Reader) // the framework may have changed since
		if err != nil {
			return err
		}
		if message, with := title.CheckName(p.Name, step); message != "" && p.WaitsFor() == side {
			return fault.New(fault.Conflict, message, with...)
		}
		if err := p.Agree(side, actor.Person, tx.Now()); err != nil {
			return err
		}
		return tx.HoldTitle(p.Subject, p.Name)
	})
}

// DeclineTitle is the other's no, in words.
func (w *Workflow) DeclineTitle(ctx context.Context, actor access.Actor, once Once, ref id.Title, read int64, words string) error {
	return w.onProposal(ctx, actor, once, ref, read, words, audit.TitleDeclined, func(tx *store.Tx, p *title.Proposal, side title.Side) error {
		return p.Decline(side, actor.Person, words, tx.Now())
	})
}

// WithdrawTitle takes a proposal back.
func (w *Workflow) WithdrawTitle(ctx context.Context, actor access.Actor, once Once, ref id.Title, read int64) error {
	return w.onProposal(ctx, actor, once, ref, read, "", audit.TitleWithdrawn, func(tx *store.Tx, p *title.Proposal, side title.Side) error {
		return p.Withdraw(side, actor.Person, tx.Now())
	})
}

// LayDownTitle ends the use of the person's own title; that takes nobody's yes.
func (w *Workflow) LayDownTitle(ctx context.Context, actor access.Actor, once Once) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ LayDown bool }{true}, func(tx *store.Tx) (string, error) {
		who, err := isHere(tx.Reader, actor.Person)
		if err != nil {
			return "", err
		}
		if who.Title == "" {
			return "", fault.New(fault.Conflict, lang.Later("There is no title in use."))
		}
		if err := tx.HoldTitle(who.ID, ""); err != nil {
			return "", err
		}
		return "", recordTitle(tx, actor, access.Bond{Known: true, Self: true}, audit.TitleLaidDown, who.ID, "person/"+string(who.ID))
	})
	return err
}
