package sample

import (
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// telling is one evaluation while it is acted out.
type telling struct {
	*loader
	story
	ref  id.Evaluation
	lead string // the manager's address before the @
	view []framework.StepID

	sees       map[string]evaluation.Mark // what each says of the story's area, where it is not the usual
	beginsAnew bool                       // in mastery, so that it does not describe them yet
}

// tell acts an evaluation out from its opening to both signatures, beginning so
// many days ago and taking six.
func (l *loader) tell(s story, daysAgo int) error {
	l.at(daysAgo, 9)
	t, err := l.open(s)
	if err != nil {
		return err
	}
	l.at(daysAgo-2, 15)
	if err := t.handIn(s.who); err != nil {
		return err
	}
	l.at(daysAgo-3, 11)
	if err := t.handIn(t.lead); err != nil {
		return err
	}
	if err := t.met(daysAgo - 5); err != nil {
		return err
	}
	if err := t.write(); err != nil {
		return err
	}
	l.at(daysAgo-6, 10)
	if err := t.sign(t.lead); err != nil {
		return err
	}
	return t.sign(s.who)
}

// met notes that the two met on that day.
func (t *telling) met(daysAgo int) error {
	t.at(daysAgo, 14)
	return t.w.RecordTalk(t.ctx, t.as(t.lead), workflow.Once{}, t.ref, evaluation.Met, t.today.AddDays(-daysAgo))
}

// open opens the usual evaluation by the person.
func (l *loader) open(s story) (*telling, error) { return l.begin(s, evaluation.Opening{}) }

// begin opens the evaluation by the person.
func (l *loader) begin(s story, o evaluation.Opening) (t *telling, err error) {
	t = &telling{loader: l, story: s}
	if t.ref, err = l.w.BeginEvaluation(l.ctx, l.as(s.who), workflow.Once{}, l.people[s.who], o); err != nil {
		return nil, err
	}
	return t, t.look()
}

// found takes up the evaluation that Cairn opened by itself.
func (l *loader) found(s story) (t *telling, err error) {
	home, err := l.w.Home(l.ctx, l.as(s.who))
	if err != nil {
		return nil, err
	}
	t = &telling{loader: l, story: s, ref: home.Mine[0].ID}
	return t, t.look()
}

func (t *telling) look() error {
	v, err := t.w.Evaluation(t.ctx, t.as(t.who), t.ref)
	if err != nil {
		return err
	}
	t.view = v.Steps
	for email, p := range t.people {
		if p == v.Manager.ID {
			t.lead = email
		}
	}
	if t.step == "" {
		t.step = t.steps[t.who]
	}
	return nil
}

// draft saves what the person has written so far.
func (t *telling) draft(email string) error {
	_, err := t.w.SaveDraft(t.ctx, t.as(email), t.ref, workflow.Draft{Body: t.body(email)})
	return err
}

func (t *telling) handIn(email string) error {
	return t.w.HandIn(t.ctx, t.as(email), workflow.Once{}, t.ref, &workflow.Draft{Body: t.body(email)})
}

func (t *telling) sign(email string) error {
	return t.w.Sign(t.ctx, t.as(email), workflow.Once{}, t.ref, 1)
}

func (t *telling) say(email, text string) error {
	return t.w.Say(t.ctx, t.as(email), workflow.Once{}, t.ref, text)
}

// write is the manager writing down what the two agreed on.
func (t *telling) write() error {
	r := t.result()
	if t.isFirst() {
		r.Step = t.step
	}
	return t.w.WriteResult(t.ctx, t.as(t.lead), workflow.Once{}, t.ref, workflow.Proposal{Result: r})
}

func (t *telling) result() evaluation.Result {
	return evaluation.Result{Areas: t.marks(), Summary: t.summary, Focus: []evaluation.Focus{{Area: t.next, Text: t.focus}}}
}

// isFirst: a first evaluation looks at all steps.
func (t *telling) isFirst() bool { return len(t.view) == len(t.framework.Steps) }

// body is what the side says: a word about each area at the steps near, and the
// texts of the story. The two see the story's area differently.
func (t *telling) body(email string) evaluation.Body {
	text, craft, mark := t.self, t.craft, evaluation.Sometimes
	if email != t.who {
		text, craft, mark = t.manager, t.skill, evaluation.Describes
	}
	if other, ok := t.sees[email]; ok {
		mark = other
	}
	b := evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{}}
	for k, m := range t.marks() {
		b.Areas[k] = evaluation.Answer{Mark: m}
	}
	b.Areas[evaluation.KeyOf(mastery, t.step)] = evaluation.Answer{Mark: t.inMastery(evaluation.Describes), Text: craft}
	b.Areas[evaluation.KeyOf(t.area, t.step)] = evaluation.Answer{Mark: mark, Text: text}
	return b
}

// marks says of each area that it describes the person at their step and those
// it contains, and something less sure at the next one.
func (t *telling) marks() map[evaluation.Key]evaluation.Mark {
	marks := map[evaluation.Key]evaluation.Mark{}
	next, _ := t.framework.Next(t.step)
	for _, area := range t.framework.AreasInOrder() {
		for _, s := range t.view {
			switch {
			case area.ID == mastery && s == t.step:
				marks[evaluation.KeyOf(area.ID, s)] = t.inMastery(evaluation.Describes)
			case !t.framework.Wider(s, t.step), t.beginsAnew && area.ID != mastery:
				marks[evaluation.KeyOf(area.ID, s)] = evaluation.Describes
			case t.beginsAnew:
				marks[evaluation.KeyOf(area.ID, s)] = evaluation.NotYet
			case s != next.ID:
			case area.ID == t.next:
				marks[evaluation.KeyOf(area.ID, s)] = evaluation.Sometimes
			case area.ID == business:
				marks[evaluation.KeyOf(area.ID, s)] = evaluation.NoOpportunity
			default:
				marks[evaluation.KeyOf(area.ID, s)] = evaluation.NotYet
			}
		}
	}
	return marks
}

// inMastery is the word about mastery at the step; who begins anew in a discipline
// is on the way.
func (t *telling) inMastery(usual evaluation.Mark) evaluation.Mark {
	if t.beginsAnew {
		return evaluation.Sometimes
	}
	return usual
}
