package evaluation

import (
	"maps"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// The acts of an evaluation and the stage each needs. It is the one table of
// allowed moves; docs/evaluation.md draws it.
//
//	act         stage     by            leads to
//	SaveDraft   writing   side, not handed in
//	HandIn      writing   side          opened, when the other has handed in
//	TakeBack    writing   side that handed in, before the other has
//	Say         opened, talked   either
//	RecordTalk  opened    either        talked
//	Write       talked    either        signatures withdrawn
//	Sign        talked    either        agreed, when the other has signed
//	Unsign      talked    side that signed
//	State       talked    side that has not     not agreed, when the other has too
//	EndAlone    talked    side that has, when the other had time to   not agreed
//	PlanTalk    writing, opened   either

func moved(message string) error { return fault.New(fault.Conflict, message) }

// MayWrite tells whether the side can still be changed by its author.
func (e *Evaluation) MayWrite(side SideName) error {
	switch {
	case e.Stage != Writing:
		return moved(lang.Later("Both sides have been opened, so this side cannot change any more. What you typed is still here; the written conversation is the place for it."))
	case e.HandedIn[side].IsSet():
		return moved(lang.Later("You have handed in this side. Take it back to go on writing; what you typed is still here."))
	}
	return nil
}

// HandIn closes the side. When the other side is in, both are opened at the same
// instant and neither can be taken back.
func (e *Evaluation) HandIn(side SideName, body Body, now clock.Instant) error {
	if err := e.MayWrite(side); err != nil {
		return err
	}
	if body.Empty() {
		return fault.New(fault.Invalid, lang.Later("There is nothing on your side yet. Say a word or write a sentence about at least one area first."))
	}
	e.HandedIn[side] = now
	if e.HandedIn[side.Other()].IsSet() {
		e.Stage, e.OpenedBoth, e.OpenedSide = Opened, now, e.Manager
	}
	return nil
}

// TakeBack lets the author write on, as long as the other has not handed in.
func (e *Evaluation) TakeBack(side SideName) error {
	if e.Stage != Writing {
		return moved(lang.Later("Both sides have been opened, so neither can be taken back."))
	}
	if !e.HandedIn[side].IsSet() {
		return moved(lang.Later("This side has not been handed in, so there is nothing to take back."))
	}
	delete(e.HandedIn, side)
	return nil
}

// MaySay tells whether the written conversation is open.
func (e *Evaluation) MaySay() error {
	if e.Stage != Opened && e.Stage != Talked {
		return moved(lang.Later("The written conversation is open from the moment both sides are opened until both have signed."))
	}
	return nil
}

// earliestZone is where a day ends last on earth, so that nobody is told that the
// day of the opening was before it.
var earliestZone = time.FixedZone("", -12*60*60)

// RecordTalk notes that the two talked. A conversation in writing needs words of
// both in the thread.
func (e *Evaluation) RecordTalk(talk Talk, said map[id.Person]bool, today clock.Date) error {
	if e.Stage != Opened {
		return moved(lang.Later("The conversation can be noted once, after both sides are opened."))
	}
	switch talk.Way {
	case InWriting:
		if !said[e.Subject] || !said[e.Manager] {
			return fault.New(fault.Invalid, lang.Later("A conversation in writing needs words of both of you below. Write yours, or wait for the other’s."))
		}
	case Met:
		if !talk.On.IsSet() || talk.On > today || talk.On < clock.DateOf(e.OpenedAt, earliestZone) {
			return fault.InvalidFields([]fault.Field{{Name: "talked_on", Value: string(talk.On), Message: lang.Later("Give the day you talked: today, or a day since this evaluation was opened.")}})
		}
	default:
		return fault.InvalidFields([]fault.Field{{Name: "talk_way", Message: lang.Later("Say whether you met or talked in writing.")}})
	}
	e.Talk, e.Stage = talk, Talked
	return nil
}

// Write accepts a new text of the result from either and withdraws signatures
// that were given to another text.
func (e *Evaluation) Write(r Result, f *framework.Framework) error {
	if e.Stage != Talked {
		return moved(lang.Later("The result is written after the conversation and stays as it is once both have signed."))
	}
	if err := r.Check(e, f); err != nil {
		return err
	}
	clear(e.Signed)
	return nil
}

// Sign signs the result as it stands at the revision the signer has read. The
// second signature closes the evaluation.
func (e *Evaluation) Sign(side SideName, r Result, read int64, now clock.Instant) error {
	switch {
	case e.Stage != Talked || r.Revision == 0:
		return moved(lang.Later("There is no result to sign yet, or it has ended."))
	case read != r.Revision:
		return moved(lang.Later("The result changed after you opened this page. Read it as it stands now before you sign."))
	case e.Signed[side].IsSet():
		return moved(lang.Later("You have signed already. It is the other’s turn."))
	}
	e.Signed[side] = now
	if e.Signed[side.Other()].IsSet() {
		e.Stage, e.AgreedAt = Agreed, now
	}
	return nil
}

// Unsign withdraws one's signature as long as the other has not signed.
func (e *Evaluation) Unsign(side SideName) error {
	if e.Stage != Talked || !e.Signed[side].IsSet() {
		return moved(lang.Later("There is no signature of yours that could be withdrawn."))
	}
	delete(e.Signed, side)
	return nil
}

// State puts down why a side does not agree. The text is kept as it is; when both
// sides have stated theirs, the evaluation ends as not agreed, and no Step is set
// or changed by it.
func (e *Evaluation) State(side SideName, text string, now clock.Instant) error {
	switch {
	case e.Stage != Talked:
		return moved(lang.Later("Say that you do not agree after you have talked, and before both have signed."))
	case e.Stated[side].IsSet():
		return moved(lang.Later("Your statement is kept already and stays as it is. What else there is to say has room in the conversation."))
	}
	if err := checkWords("statement", lang.Later("Say in your own words where you do not agree, in 10,000 bytes at most. What you typed is still here."), text); err != nil {
		return err
	}
	delete(e.Signed, side)
	e.Stated[side] = now
	if e.Stated[side.Other()].IsSet() {
		e.endNotAgreed(now)
	}
	return nil
}

func (e *Evaluation) endNotAgreed(now clock.Instant) {
	clear(e.Signed)
	e.Stage, e.AgreedAt = NotAgreed, now
}

// TimeToAnswer is how long the other has to answer a statement before whoever
// stated it can end the evaluation alone. Otherwise one who says nothing would
// keep both from beginning anew.
const TimeToAnswer = 14 * 24 * time.Hour

// AnswerBy is the instant from which the side can end the evaluation alone; not
// set when there is nothing of it to answer.
func (e *Evaluation) AnswerBy(side SideName) clock.Instant {
	if e.Stage != Talked || !e.Stated[side].IsSet() {
		return 0
	}
	return e.Stated[side].Add(TimeToAnswer)
}

// EndAlone ends the evaluation as not agreed by a side whose statement the other
// had time to answer.
func (e *Evaluation) EndAlone(side SideName, now clock.Instant) error {
	switch by := e.AnswerBy(side); {
	case !by.IsSet():
		return moved(lang.Later("Put down where you do not agree first. When the other has not answered two weeks later, you can end the evaluation alone."))
	case now < by:
		return moved(lang.Later("The other has two weeks to answer your statement. If nothing has come by then, you can end the evaluation alone."))
	}
	e.endNotAgreed(now)
	return nil
}

// Reassign gives the open evaluation to another manager; while there is none it
// is given to the one before, who cannot reach it, and waits. What the former manager
// wrote unopened does not pass on: the new manager starts with an empty side.
// What was opened to both stays.
func (e *Evaluation) Reassign(manager id.Person) {
	e.Manager = manager
	if e.Stage == Writing {
		delete(e.HandedIn, ManagerSide)
	}
	delete(e.Signed, ManagerSide)
	delete(e.Stated, ManagerSide) // the words stay in the conversation as their author's
}

// Clone returns a copy that shares nothing that acts change.
func (e *Evaluation) Clone() *Evaluation {
	c := *e
	c.HandedIn, c.Signed, c.Stated = maps.Clone(e.HandedIn), maps.Clone(e.Signed), maps.Clone(e.Stated)
	return &c
}
