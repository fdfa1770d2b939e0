package sample

import (
	"fmt"

	"cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// feedback is some of what people at Northlight asked each other of late: Elin
// hears Wei beside her first evaluation, Priya asks about her, and Yara writes
// without having been asked.
func (l *loader) feedback() error {
	l.at(9, 9)
	home, err := l.w.Home(l.ctx, l.as("elin.dahl"))
	if err != nil {
		return err
	}
	ref := home.Mine[0].ID
	if err := l.asks("elin.dahl", "elin.dahl", "wei.zhang", ref, "This is my first evaluation and I would like to see myself through your eyes.", team,
		"You reviewed the change to saved cards. What did you see me do?", "What would help me most in the next months?"); err != nil {
		return err
	}
	if err := l.asks("elin.dahl", "elin.dahl", "diego.fuentes", ref, "", team, "What is it like to work with me?"); err != nil {
		return err
	}
	note := growth.NoteText{On: l.today.AddDays(-8), Title: "Saved cards, third try", Areas: []framework.AreaID{team},
		Text: "Slept on it and threw half of it away. *Ask sooner why a thing is there at all.* Diego let me lead; say so in the evaluation."}
	if _, err := l.w.WriteNote(l.ctx, l.as("elin.dahl"), workflow.Once{}, workflow.NoteDraft{NoteText: note}); err != nil {
		return err
	}
	l.at(7, 16)
	if err := l.gives("wei.zhang", feedback.Audience{Subject: true, MayShare: true},
		"You asked why before you asked how. The third version had half the code of the first, and that was your idea, after you had slept on it.",
		"Say in the morning what you will not get to. You see it early, and we could use it early."); err != nil {
		return err
	}
	l.at(6, 10)
	if err := l.asks("elin.dahl", "priya.raman", "yara.nasser", ref, "Elin and I will talk about her first half year.", "",
		"Where have you worked with Elin, and what did she bring to it?"); err != nil {
		return err
	}
	l.at(4, 11)
	return l.unasked("diego.fuentes", "yara.nasser", "When the refunds queue stood still you wrote down what you tried while you tried it. I have used that page twice since. Thank you.")
}

func (l *loader) asks(about, asker, giver string, ref id.Evaluation, note string, area framework.AreaID, questions ...string) error {
	ask := feedback.Ask{Questions: questions, Note: note, Evaluation: ref}
	if area != "" {
		ask.Areas = []framework.AreaID{area}
	}
	err := l.w.AskFeedback(l.ctx, l.as(asker), workflow.Once{}, workflow.Asking{Subject: l.people[about], Givers: []id.Person{l.people[giver]}, Ask: ask})
	if err != nil {
		return fmt.Errorf("%s asks %s: %w", asker, giver, err)
	}
	return nil
}

// gives answers the one asking that waits for the giver.
func (l *loader) gives(giver string, a feedback.Audience, texts ...string) error {
	lists, err := l.w.Feedbacks(l.ctx, l.as(giver))
	if err != nil {
		return err
	}
	return l.w.GiveFeedback(l.ctx, l.as(giver), workflow.Once{}, lists.ToGive[0].ID, feedback.Answer{Texts: texts, Audience: a})
}

func (l *loader) unasked(to, giver, text string) error {
	ref, err := l.w.BeginFeedback(l.ctx, l.as(giver), workflow.Once{}, l.people[to], nil)
	if err != nil {
		return err
	}
	return l.w.GiveFeedback(l.ctx, l.as(giver), workflow.Once{}, ref,
		feedback.Answer{Texts: []string{text}, Audience: feedback.Audience{Subject: true, MayShare: true}})
}
