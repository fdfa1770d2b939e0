package sample

import (
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/workflow"
)

// underWay leaves an evaluation at each stage.
func (l *loader) underWay() error {
	for _, happens := range []func() error{l.freya, l.bilal, l.thandiwe, l.diego, l.malik, l.elin, l.aoife, l.feedback} {
		if err := happens(); err != nil {
			return err
		}
	}
	return nil
}

// bothIn hands in both sides, the person's first.
func (t *telling) bothIn(selfAgo, leadAgo int) error {
	t.at(selfAgo, 10)
	if err := t.handIn(t.who); err != nil {
		return err
	}
	t.at(leadAgo, 16)
	return t.handIn(t.lead)
}

// freya talked in writing; the result is there, and one signature is missing.
func (l *loader) freya() error {
	l.at(33, 9)
	t, err := l.open(freyaNow)
	if err != nil {
		return err
	}
	if err := t.bothIn(29, 24); err != nil {
		return err
	}
	l.at(22, 20)
	if err := t.say(t.who, "I would rather write than meet this time, if that is all right with you. I read your side twice. The line about learning from me made me happy, and a little shy."); err != nil {
		return err
	}
	l.at(21, 9)
	if err := t.say(t.lead, "Of course. I meant it. Where I hesitate is how much of this hangs on you alone: if you were away for half a year, who would test with travellers?"); err != nil {
		return err
	}
	l.at(20, 19)
	if err := t.say(t.who, "Nobody, today. I would like to change that before anything else. One person in each tribe would be enough to begin with."); err != nil {
		return err
	}
	l.at(18, 11)
	if err := l.w.RecordTalk(l.ctx, l.as(t.lead), workflow.Once{}, t.ref, evaluation.InWriting, clock.Date("")); err != nil {
		return err
	}
	if err := t.write(); err != nil {
		return err
	}
	l.at(16, 18)
	return t.sign(t.who)
}

// bilal is six months in: Cairn opened his first evaluation a month ago, and both
// sides are open.
func (l *loader) bilal() error {
	l.at(27, 7)
	if _, err := l.w.OpenFirstEvaluations(l.ctx); err != nil {
		return err
	}
	t, err := l.found(bilalNow)
	if err != nil {
		return err
	}
	return t.bothIn(6, 2)
}

// thandiwe is in the middle of a written conversation.
func (l *loader) thandiwe() error {
	l.at(19, 9)
	t, err := l.open(thandiweNow)
	if err != nil {
		return err
	}
	if err := t.bothIn(15, 11); err != nil {
		return err
	}
	l.at(9, 12)
	if err := t.say(t.lead, "We see most of it the same. Let us begin where we differ: why did you choose \"sometimes\" for keeping your word to the squad?"); err != nil {
		return err
	}
	l.at(8, 21)
	return t.say(t.who, "Because of the two weeks in which I knew that the reminder would slip and hoped that it would not. I told you on the last day. I would like to be quicker next time.")
}

// diego has handed in; his manager has begun to write.
func (l *loader) diego() error {
	l.at(12, 9)
	t, err := l.open(diegoNow)
	if err != nil {
		return err
	}
	l.at(7, 17)
	if err := t.handIn(t.who); err != nil {
		return err
	}
	l.at(3, 8)
	return t.draft(t.lead)
}

// malik has not begun; his manager has handed in.
func (l *loader) malik() error {
	l.at(13, 10)
	t, err := l.open(malikNow)
	if err != nil {
		return err
	}
	l.at(5, 15)
	return t.handIn(t.lead)
}

// elin has begun to write her side of the evaluation that Cairn opened.
func (l *loader) elin() error {
	l.at(10, 7)
	if _, err := l.w.OpenFirstEvaluations(l.ctx); err != nil {
		return err
	}
	t, err := l.found(elinNow)
	if err != nil {
		return err
	}
	l.at(2, 20)
	return t.draft(t.who)
}
