package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/promotion"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// PromotionView is a case as one of the two, or the one who decides, sees it. What
// is not open to the viewer is absent, not hidden.
type PromotionView struct {
	*promotion.Case
	Framework  *framework.Framework
	Eye        promotion.Eye
	Party      promotion.Party // of the viewer; empty for the one who decides
	Subject    PersonRef
	Manager    PersonRef
	Decider    *PersonRef // who decides, or decided; nil where nobody can
	Alone      bool       // the step leaves it to the manager
	Instead    bool       // the one whom the step names could not decide
	Text       promotion.Text
	Written    store.Written
	Attached   []AttachedResult // what was agreed in the evaluations that the case points at
	Entries    []promotion.Entry
	Wanted     []promotion.Relation
	Heard      []HeardLine
	Gaps       []promotion.Relation          // wanted and heard from nobody so far
	Reasons    map[promotion.Relation]string // why not
	Verdict    *promotion.Verdict            // nil until it is decided
	Commitment promotion.Commitment

	Corrections []rights.Correction
	people      map[id.Person]org.Person
}

// AttachedResult is what the two agreed in an evaluation that is attached to the
// case. Nothing else of the evaluation comes with it.
type AttachedResult struct {
	ID      id.Evaluation
	On      clock.Instant
	Written evaluation.Written
}

// HeardLine is one person who is heard. Answer is empty while the viewer may not
// read it.
type HeardLine struct {
	ID        id.Consultation
	Who       PersonRef
	Label     promotion.Label
	Way       promotion.Way
	Question  string
	Shared    string
	Reply     promotion.Reply
	Until     clock.Date
	Relations []promotion.Relation
	Answer    *promotion.Answer
}

// NameOf returns the name of somebody who takes part.
func (v PromotionView) NameOf(who id.Person) string { return v.people[who].Name }

// eyeOn tells what the actor may see of the case in this very transaction.
func eyeOn(r *store.Reader, actor access.Actor, c *promotion.Case) (promotion.Eye, access.Bond, error) {
	b, err := bond(r, actor, c.Subject)
	if err != nil {
		return promotion.Nothing, b, err
	}
	if b.Pair() {
		return c.VisibleTo(b, false, false, r.Now()), b, nil
	}
	if b.Rests {
		return promotion.Nothing, b, nil
	}
	d, _, err := deciderOf(r, c)
	if err != nil {
		return promotion.Nothing, b, err
	}
	eye := c.VisibleTo(b, d.Person == actor.Person, c.Decider == actor.Person, r.Now())
	if eye == promotion.Judge {
		b.Let = "decides"
	}
	return eye, b, nil
}

// Promotion returns the case to the two and to the one who decides. Everybody
// else is answered as if there were none.
func (w *Workflow) Promotion(ctx context.Context, actor access.Actor, ref id.Promotion) (v PromotionView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	var subject id.Person
	if err := w.view(ctx, func(r *store.Reader) (err error) {
		subject, err = r.SubjectOfPromotion(ref)
		return err
	}); err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeEvaluations, func(r *store.Reader, _ access.Bond, journal journal) error {
		c, err := r.Promotion(ref)
		if err != nil {
			return err
		}
		eye, b, err := eyeOn(r, actor, c)
		if err != nil || eye == promotion.Nothing {
			return orElse(err, fault.NotFound())
		}
		if v, err = w.promotionView(r, actor, b, eye, c); err != nil {
			return err
		}
		return journalCase(v, b, journal)
	})
	if err != nil {
		return PromotionView{}, err // what could not be written down is not read
	}
	return v, nil
}

// journalCase writes a line for each item of the subject's that the view holds.
func journalCase(v PromotionView, b access.Bond, journal journal) error {
	items := []string{"case", "step", "case_text"}
	if len(v.Attached) > 0 {
		items = append(items, "compare")
	}
	if slices.ContainsFunc(v.Heard, func(h HeardLine) bool { return h.Answer != nil }) {
		items = append(items, "consult")
	}
	for _, item := range items {
		if err := journal(audit.Entry{Hat: b.Hat(), Item: item, Subject: v.Case.Subject, Object: aboutCase(v.ID)}); err != nil {
			return err
		}
	}
	return nil
}

func (w *Workflow) promotionView(r *store.Reader, actor access.Actor, b access.Bond, eye promotion.Eye, c *promotion.Case) (v PromotionView, err error) {
	v = PromotionView{Case: c, Eye: eye}
	v.Party, _ = c.PartyOf(actor.Person)
	if v.Framework, err = w.framework(r, c.Framework); err != nil {
		return v, err
	}
	if b.Manager || c.OfferedAt.IsSet() {
		if v.Text, v.Written, err = r.CaseText(c); err != nil {
			return v, err
		}
	}
	if v.Text.Evidence, err = w.evidenceFor(r, actor, b, eye, c, v.Text.Evidence); err != nil {
		return v, err
	}
	if v.Attached, err = attached(r, c, v.Text); err != nil {
		return v, err
	}
	if v.Entries, err = r.PromotionEntries(c); err != nil {
		return v, err
	}
	d, ok, err := deciderOf(r, c)
	if err != nil {
		return v, err
	}
	if c.DecidedAt.IsSet() {
		d, ok = promotion.Decider{Person: c.Decider, Alone: d.Alone && c.Decider == c.Manager}, true
	}
	v.Alone, v.Instead = d.Alone, d.Instead
	if err := w.fillHeard(r, b, &v); err != nil {
		return v, err
	}
	if err := fillDecision(r, &v); err != nil {
		return v, err
	}
	if v.people, err = r.PeopleByID(v.takePart(d.Person)); err != nil {
		return v, err
	}
	v.name(d, ok)
	return v, fillCorrections(r, true, aboutCase(c.ID), &v.Corrections)
}

func attached(r *store.Reader, c *promotion.Case, text promotion.Text) (list []AttachedResult, err error) {
	for _, e := range text.Evidence {
		if e.Kind != promotion.FromEvaluation {
			continue
		}
		found, err := r.Evaluation(id.Evaluation(e.Ref))
		if err != nil || found.Subject != c.Subject {
			return nil, orElse(err, fault.NotFound())
		}
		written, err := r.Result(found)
		if err != nil {
			return nil, err
		}
		list = append(list, AttachedResult{found.ID, found.AgreedAt, written})
	}
	return list, nil
}

func fillDecision(r *store.Reader, v *PromotionView) (err error) {
	if !v.DecidedAt.IsSet() {
		return nil
	}
	verdict, _, err := r.Verdict(v.Case)
	if err != nil {
		return err
	}
	v.Verdict = &verdict
	if v.Eye != promotion.Whole {
		return nil // what the two commit to is between them
	}
	v.Commitment, _, err = r.Commitment(v.Case)
	return err
}

// fillHeard lists who is heard, and why others are not. The person sees who was
// asked only after the decision, with what they said: until then nobody need fear to
// be asked twice.
func (w *Workflow) fillHeard(r *store.Reader, b access.Bond, v *PromotionView) error {
	if b.Self && !v.DecidedAt.IsSet() {
		return nil
	}
	heard, err := heardIn(r, v.Case, v.Framework)
	if err != nil {
		return err
	}
	if v.Reasons, err = r.Gaps(v.Case); err != nil {
		return err
	}
	v.Wanted, v.Gaps = heard.Wanted, heard.Gaps()
	for _, c := range heard.From {
		line := HeardLine{ID: c.ID, Who: PersonRef{ID: c.Who}, Label: c.Label, Way: c.Way, Question: c.Question, Shared: c.Shared, Reply: c.Reply, Until: c.Until, Relations: c.Relations}
		if v.ReadsAnswers(b, v.Eye) && (c.Reply == promotion.Given || c.Reply == promotion.Disputed || c.By == v.Case.Manager && b.Manager) {
			answer := c.Answer
			line.Answer = &answer
		}
		v.Heard = append(v.Heard, line)
	}
	return nil
}

func (v PromotionView) takePart(decider id.Person) (who []id.Person) {
	who = append(who, v.Case.Subject, v.Case.Manager, decider, v.Case.Decider)
	for _, h := range v.Heard {
		who = append(who, h.Who.ID)
	}
	for _, e := range v.Entries {
		who = append(who, e.Author)
	}
	return who
}

func (v *PromotionView) name(d promotion.Decider, ok bool) {
	v.Subject, v.Manager = refOf(v.people, v.Case.Subject), refOf(v.people, v.Case.Manager)
	if ok {
		ref := refOf(v.people, d.Person)
		v.Decider = &ref
	}
	for i := range v.Heard {
		v.Heard[i].Who = refOf(v.people, v.Heard[i].Who.ID)
	}
}

// PromotionLine is a case in a list: what it is and whose turn it is.
type PromotionLine struct {
	ID       id.Promotion
	Subject  PersonRef
	Manager  PersonRef
	Party    promotion.Party // of the viewer; empty for the one who decides
	Stage    promotion.Stage
	Outcome  promotion.Outcome
	Yours    bool // the viewer does something next
	OpenedAt clock.Instant
	ClosedAt clock.Instant
}

// QuestionLine is a question the viewer was asked.
type QuestionLine struct {
	ID    id.Consultation
	About PersonRef
	Until clock.Date
	Open  bool
	At    clock.Instant
}

// Promotions is what of promotions concerns a person.
type Promotions struct {
	Mine      []PromotionLine // about the person
	Reports   []PromotionLine // open ones of reports
	Judged    []PromotionLine // that lie, or lay, with the person
	Questions []QuestionLine  // asked of the person
}

// Promotions lists what concerns the actor.
func (w *Workflow) Promotions(ctx context.Context, actor access.Actor) (p Promotions, err error) {
	if err := own(actor); err != nil {
		return p, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		p, err = w.promotionLists(r, actor)
		return err
	})
	return p, err
}

func (w *Workflow) promotionLists(r *store.Reader, actor access.Actor) (p Promotions, err error) {
	mine, err := r.PromotionsOf(actor.Person)
	if err != nil {
		return p, err
	}
	reports, err := r.PromotionsBy(actor.Person)
	if err != nil {
		return p, err
	}
	judged, err := r.PromotionsJudged(actor.Person)
	if err != nil {
		return p, err
	}
	asked, err := r.ConsultationsOf(actor.Person)
	if err != nil {
		return p, err
	}
	if len(mine)+len(reports)+len(judged)+len(asked) == 0 {
		return p, nil // as for most people on most days
	}
	people, err := r.PeopleByID(namesOfCases(mine, reports, judged, asked))
	if err != nil {
		return p, err
	}
	for _, part := range []struct {
		from []*promotion.Case
		to   *[]PromotionLine
	}{{mine, &p.Mine}, {reports, &p.Reports}, {judged, &p.Judged}} {
		for _, c := range part.from {
			eye, b, err := eyeOn(r, actor, c)
			if err != nil {
				return p, err
			}
			if eye != promotion.Nothing {
				line, err := w.lineOf(r, actor, c, b, people)
				if err != nil {
					return p, err
				}
				*part.to = append(*part.to, line)
			}
		}
	}
	for _, h := range asked {
		if h.Reply != promotion.Cancelled {
			p.Questions = append(p.Questions, QuestionLine{ID: h.ID, About: refOf(people, h.Subject), Until: h.Until, Open: h.Reply == promotion.Waiting, At: h.AskedAt})
		}
	}
	return p, nil
}

func namesOfCases(mine, reports, judged []*promotion.Case, asked []store.Heard) (who []id.Person) {
	for _, list := range [][]*promotion.Case{mine, reports, judged} {
		for _, c := range list {
			who = append(who, c.Subject, c.Manager)
		}
	}
	for _, h := range asked {
		who = append(who, h.Subject)
	}
	return who
}

func (w *Workflow) lineOf(r *store.Reader, actor access.Actor, c *promotion.Case, b access.Bond, people map[id.Person]org.Person) (PromotionLine, error) {
	decides := false
	if c.Stage == promotion.Deciding {
		d, _, err := deciderOf(r, c)
		if err != nil {
			return PromotionLine{}, err
		}
		decides = d.Person == actor.Person
	}
	party, _ := c.PartyOf(actor.Person)
	return PromotionLine{
		ID: c.ID, Party: party, Subject: refOf(people, c.Subject), Manager: refOf(people, c.Manager), Stage: c.Stage, Outcome: c.Outcome,
		Yours: c.TurnOf(b, decides), OpenedAt: c.OpenedAt, ClosedAt: c.ClosedAt,
	}, nil
}

// promotionTitle says what a case is called to the actor, in neutral words.
func promotionTitle(w *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	c, err := r.Promotion(id.Promotion(ref))
	if err != nil {
		return "", err
	}
	eye, b, err := eyeOn(r, actor, c)
	if err != nil || eye == promotion.Nothing {
		return "", orElse(err, fault.NotFound())
	}
	if b.Self {
		return lang.Say(r.Context(), "A conversation about your growth"), nil
	}
	people, err := r.PeopleByID([]id.Person{c.Subject})
	return lang.Say(r.Context(), "A conversation about {name}", "name", people[c.Subject].Name), err
}

// questionTitle says what a question is called to the one who was asked.
func questionTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	h, _, err := reachQuestion(r, actor, id.Consultation(ref))
	if err != nil {
		return "", err
	}
	people, err := r.PeopleByID([]id.Person{h.Subject})
	return lang.Say(r.Context(), "A question about {name}", "name", people[h.Subject].Name), err
}

// Outlook is what a recommendation of a report could be to.
type Outlook struct {
	Subject PersonRef
	Targets []framework.Step // wider ones; empty when Why says why
	Why     string
}

// Outlook tells the current manager which steps a report could be recommended to.
// Everybody else is answered as if the person did not exist.
func (w *Workflow) Outlook(ctx context.Context, actor access.Actor, subject id.Person) (o Outlook, err error) {
	if err := own(actor); err != nil {
		return o, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeStep, func(r *store.Reader, b access.Bond, journal journal) error {
		if !b.Manager {
			return fault.NotFound()
		}
		if err := journal(audit.Entry{Item: "step", Subject: subject, Object: "person/" + string(subject)}); err != nil {
			return err
		}
		o, err = w.outlook(r, subject)
		return err
	})
	if err != nil {
		return Outlook{}, err
	}
	return o, nil
}

func (w *Workflow) outlook(r *store.Reader, subject id.Person) (o Outlook, err error) {
	people, err := r.PeopleByID([]id.Person{subject})
	if err != nil {
		return o, err
	}
	o.Subject = refOf(people, subject)
	from, err := present(r, subject)
	if err != nil {
		return o, err
	}
	if _, open, err := r.OpenPromotionOf(subject); err != nil || open {
		o.Why = lang.Later("There is an open case already. It has to end before another one begins.")
		return o, err
	}
	if from == "" {
		o.Why = lang.Later("No Step is set yet. It is set in the first evaluation; after that, a wider one can be talked about any day.")
		return o, nil
	}
	f, err := w.frameworkFrom(r, subject, from)
	if err != nil {
		return o, err
	}
	if o.Targets = promotion.Targets(f, from); len(o.Targets) == 0 {
		o.Why = lang.Later("There is no wider step in the framework. Growing goes on all the same, and so does the talk about it.")
	}
	return o, nil
}
