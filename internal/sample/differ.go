package sample

import (
	"cairn/internal/evaluation"
	"cairn/internal/workflow"
)

// aoife has signed a move to another discipline; her manager has not yet.
func (l *loader) aoife() error {
	l.at(38, 9)
	t, err := l.begin(aoifeMove, evaluation.Opening{Kind: evaluation.Discipline, Toward: "software-development"})
	if err != nil {
		return err
	}
	t.beginsAnew = true
	if err := t.bothIn(35, 31); err != nil {
		return err
	}
	if err := t.met(28); err != nil {
		return err
	}
	l.at(27, 10)
	r := t.result()
	r.Step, r.Pay = aoifeMove.step, aoifePay
	if err := l.w.WriteResult(l.ctx, l.as(t.lead), workflow.Once{}, t.ref, workflow.Proposal{Result: r}); err != nil {
		return err
	}
	l.at(25, 19)
	return l.w.SignWith(l.ctx, l.as(t.who), workflow.Once{}, t.ref, workflow.Signature{Read: 1, Words: aoifeWhy})
}

// daniel and his manager saw one thing differently. He asked the tribe lead to
// join, and it ended with the words of both.
func (l *loader) daniel() error {
	l.at(74, 9)
	t, err := l.open(danielDiffers)
	if err != nil {
		return err
	}
	t.sees = map[string]evaluation.Mark{t.who: evaluation.Describes, t.lead: evaluation.Sometimes}
	if err := t.bothIn(71, 68); err != nil {
		return err
	}
	if err := t.met(65); err != nil {
		return err
	}
	l.at(64, 10)
	if err := t.write(); err != nil {
		return err
	}
	l.at(62, 9)
	if err := l.w.AskToJoin(l.ctx, l.as(t.who), workflow.Once{}, t.ref); err != nil {
		return err
	}
	l.at(60, 17)
	if err := t.say("jonas.lindqvist", danielJoined); err != nil {
		return err
	}
	l.at(58, 20)
	if err := l.w.State(l.ctx, l.as(t.who), workflow.Once{}, t.ref, danielSays); err != nil {
		return err
	}
	l.at(56, 9)
	return l.w.State(l.ctx, l.as(t.lead), workflow.Once{}, t.ref, kwameSays)
}
