package workflow

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// aboutChange names the pay that comes with a promotion, in the journal and in
// notices.
func aboutChange(p id.Promotion) string { return "pay-change/" + string(p) }

// OfferText is what a manager proposes, as typed. The currency is the person's.
type OfferText struct {
	None   bool
	Amount string
	From   clock.Date // empty: the day of the promotion
	Reason string
}

// reachChange finds what a promotion does to pay, for those who may know it. Before
// the wider step is approved there is nothing, and nothing for a compensation partner
// before somebody proposed it.
func reachChange(r *store.Reader, actor access.Actor, ref id.Promotion) (*pay.Change, *promotion.Case, access.Bond, error) {
	c, err := r.Promotion(ref)
	if err != nil {
		return nil, nil, access.Bond{}, err
	}
	b, err := bond(r, actor, c.Subject)
	if err != nil {
		return nil, nil, b, err
	}
	if !pay.ChangeVisibleTo(b) || !c.Approved() {
		return nil, nil, b, fault.NotFound()
	}
	change, there, err := r.PayChange(ref)
	if err != nil {
		return nil, nil, b, err
	}
	if !there { // approved by a Cairn that did not know of it
		change = pay.Begin(ref, c.Subject, r.Now())
		change.Version = 0
	}
	if !b.Pair() && change.By == "" {
		return nil, nil, b, fault.NotFound()
	}
	return change, c, b, nil
}

func saveChange(tx *store.Tx, c *pay.Change) error {
	if c.Version == 0 {
		c.Version = 1
		return tx.AddPayChange(c)
	}
	return tx.SavePayChange(c)
}

// ProposePay puts what a promotion does to pay to the compensation partners, by the
// manager. What is below the new range is said beside it, and stops nothing.
func (w *Workflow) ProposePay(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, t OfferText) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Ref  id.Promotion
		Seen int64
		Text OfferText
	}{ref, once.Seen, t}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		change, c, b, err := reachChange(tx.Reader, actor, ref)
		if err == nil && !b.Manager {
			err = fault.NotFound()
		}
		if err := orElse(err, fitsChange(once, change)); err != nil {
			return "", err
		}
		offer, err := w.offerOf(tx.Reader, c, t)
		decided := clock.DateOf(c.DecidedAt, w.zone)
		if err != nil {
			return "", joinFields(err, offer.Check(decided))
		}
		if err := change.Propose(offer, decided, actor.Person, tx.Now()); err != nil {
			return "", err
		}
		if err := saveChange(tx, change); err != nil {
			return "", err
		}
		if err := record(tx, actor, changeEntry(change, b, audit.PayProposed)); err != nil {
			return "", err
		}
		return "", tellChange(tx, change, actor.Person, true)
	})
	return err
}

func fitsChange(once Once, c *pay.Change) error {
	if c == nil {
		return nil // there is another failure
	}
	return once.fits(c.Version)
}

func changeEntry(c *pay.Change, b access.Bond, act audit.Act) audit.Entry {
	return audit.Entry{Hat: b.Hat(), Act: act, Item: "pay_case", Subject: c.Subject, Object: aboutChange(c.Promotion)}
}

// offerOf reads what was typed. Its currency, period and share are those of the
// person's salary, or else of the market.
func (w *Workflow) offerOf(r *store.Reader, c *promotion.Case, t OfferText) (pay.Offer, error) {
	o := pay.Offer{None: t.None, From: t.From, Reason: strings.TrimSpace(t.Reason)}
	var wrong []fault.Field
	f, err := w.catalogue(r)
	if err != nil {
		return o, err
	}
	if name := f.StepNamedIn(o.Reason); name != "" {
		wrong = append(wrong, fault.Field{Name: "reason", Message: lang.Later("“{name}” names a step. Compensation partners read this and do not learn it: say it without."), With: []any{"name", name}})
	}
	base, known, err := w.paidInOf(r, c.Subject)
	if err != nil {
		return o, err
	}
	o.Period, o.Share = base.Period, base.Share
	switch {
	case t.None || strings.TrimSpace(t.Amount) == "":
	case !known:
		wrong = append(wrong, fault.Field{Name: "amount", Message: lang.Later("It is not said yet where the person is paid, and so in which currency. A compensation partner says it; after that you can propose an amount.")})
	default:
		if o.Full, err = money.Parse(t.Amount, base.Full.Currency()); err != nil {
			wrong = append(wrong, fault.FieldOf("amount", err))
		}
	}
	return o, fault.InvalidFields(wrong)
}

// paidInOf is how the person is paid today: as their salary says where one is kept,
// or else by their market, without an amount.
func (w *Workflow) paidInOf(r *store.Reader, subject id.Person) (base pay.Salary, known bool, err error) {
	policy, err := payPolicy(r)
	if err != nil {
		return base, false, err
	}
	today := w.today(r)
	if policy.Salaries {
		of, err := r.Salaries([]id.Person{subject})
		if now, ok := pay.PaidOn(of[subject], today); ok || err != nil {
			return now, ok, err
		}
	}
	var m pay.Market
	at, err := marketsOn(r, []id.Person{subject}, today)
	if there := at[subject]; there != nil {
		m, known = *there, true
	}
	return pay.Salary{Person: subject, Full: money.Of(0, m.Currency), Period: m.Period, Share: pay.FullTime}, known, err
}

// DecidePay approves what is proposed, or sends it back with words, by a compensation
// partner. Where salaries are kept and the promotion stands, the line of the history
// is written with it.
func (w *Workflow) DecidePay(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, approve bool, words string) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Ref     id.Promotion
		Seen    int64
		Approve bool
		Words   string
	}{ref, once.Seen, approve, words}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		change, c, b, err := reachChange(tx.Reader, actor, ref)
		if err == nil && (!b.Pay || b.Self) {
			err = fault.NotFound()
		}
		if err := orElse(err, fitsChange(once, change)); err != nil {
			return "", err
		}
		if approve {
			err = change.Approve(b, actor.Person, tx.Now())
		} else {
			err = change.Return(b, actor.Person, words, tx.Now())
		}
		if err != nil {
			return "", err
		}
		if err := w.landChange(tx, actor, c, change); err != nil {
			return "", err
		}
		if err := saveChange(tx, change); err != nil {
			return "", err
		}
		if err := record(tx, actor, changeEntry(change, b, audit.PayDecided)); err != nil {
			return "", err
		}
		return "", tellChange(tx, change, actor.Person, false)
	})
	return err
}

// landPay writes the line of the history of pay that was approved before both had
// signed what they commit to.
func (w *Workflow) landPay(tx *store.Tx, actor access.Actor, c *promotion.Case) error {
	change, there, err := tx.PayChange(c.ID)
	if err != nil || !there || !change.Lands() {
		return err
	}
	if err := w.landChange(tx, actor, c, change); err != nil {
		return err
	}
	return tx.SavePayChange(change)
}

// landChange writes the line where the promotion stands and salaries are kept.
func (w *Workflow) landChange(tx *store.Tx, actor access.Actor, c *promotion.Case, change *pay.Change) error {
	if c.Outcome != promotion.Promoted || !change.Lands() {
		return nil
	}
	policy, err := payPolicy(tx.Reader)
	if err != nil || !policy.Salaries {
		return err
	}
	line := change.Line(clock.DateOf(c.ClosedAt, w.zone), tx.Now())
	change.Salary = line.ID
	if err := tx.AddSalaries([]pay.Salary{line}, nil); err != nil {
		return err
	}
	b, err := bond(tx.Reader, actor, c.Subject)
	if err != nil {
		return err
	}
	return record(tx, actor, audit.Entry{Hat: b.Hat(), Act: audit.SalaryWritten, Item: "salary", Subject: c.Subject, Object: "person/" + string(c.Subject)})
}

// tellChange tells the two, and where it waits for them the compensation partners,
// that there is something to read; never who acted.
func tellChange(tx *store.Tx, c *pay.Change, but id.Person, partners bool) error {
	who := []id.Person{c.Subject}
	manager, ok, err := tx.ManagerOf(c.Subject)
	if err != nil {
		return err
	}
	if ok {
		who = append(who, manager)
	}
	if partners {
		holders, err := tx.HoldersOf(org.CompensationPartner)
		if err != nil {
			return err
		}
		who = append(who, holders...)
	}
	slices.Sort(who)
	var list []notice.Notice
	for _, p := range slices.Compact(who) {
		if p != but {
			list = append(list, notice.Notice{Person: p, Kind: notice.PayTurn, Object: aboutChange(c.Promotion)})
		}
	}
	return tellAll(tx, list)
}

func changeTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	change, _, b, err := reachChange(r, actor, id.Promotion(ref))
	if err != nil {
		return "", err
	}
	if b.Self {
		return lang.Say(r.Context(), "Your pay"), nil
	}
	people, err := r.PeopleByID([]id.Person{change.Subject})
	return lang.Say(r.Context(), "The pay of {name}", "name", people[change.Subject].Name), err
}
