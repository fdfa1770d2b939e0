package promotion

import (
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// The acts of a case, the stages each needs and who does it. It is the one table
// of allowed moves; docs/promotion.md draws it.
//
//	act         stage                             by        leads to
//	Answer      asked                             manager   closed: answered
//	TakeUp      asked                             manager   drafting
//	Write       drafting                          manager
//	Offer       drafting                          manager   offered
//	TakeBack    offered                           manager   drafting
//	Consent     offered                           person    consulting
//	Decline     offered                           person    closed: declined
//	Invite      consulting, returned              manager
//	HandOn      consulting, returned              manager   deciding
//	Decide      deciding                          decider   committing
//	RefuseYet   deciding                          decider   closed: not yet
//	Return      deciding                          decider   returned
//	Sponsor     unsponsored                       manager   offered
//	Commit      committing                        either    signatures withdrawn
//	Sign        committing                        either    closed: promoted, when both have
//	Withdraw    any open but committing           person    closed: withdrawn, once they know of it
//	Withdraw    any open but committing           manager   closed: withdrawn

func moved(message string) error { return fault.New(fault.Conflict, message) }

func (c *Case) at(stages ...Stage) bool { return slices.Contains(stages, c.Stage) }

func (c *Case) close(o Outcome, now clock.Instant) { c.Stage, c.Outcome, c.ClosedAt = Closed, o, now }

// Answer ends what the person asked for without a case, with words they can read.
func (c *Case) Answer(words string, now clock.Instant) error {
	if !c.at(Asked) {
		return moved(lang.Later("This has been taken up already."))
	}
	if wrong := needed("answer", words, lang.Later("Write what you talked about and what would help. The person reads it here.")); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.TalkOn = "" // they have talked
	c.close(Answered, now)
	return nil
}

// TakeUp turns what was asked for into a draft of the manager's. f is the version
// in force, which the case keeps to from here on.
func (c *Case) TakeUp(to framework.StepID, f *framework.Framework) error {
	if !c.at(Asked) {
		return moved(lang.Later("This has been taken up already."))
	}
	if !f.Wider(to, c.From) {
		return fault.InvalidFields([]fault.Field{field("to", lang.Later("Choose a wider step than the present one."))})
	}
	c.Stage, c.Framework = Drafting, framework.Ref{ID: f.ID, Version: f.Version}
	c.aim(to, f)
	return nil
}

// Write keeps a new text of the case. read is the revision the writer saw.
func (c *Case) Write(t Text, read int64, f *framework.Framework) error {
	switch {
	case !c.at(Drafting):
		return moved(lang.Later("The case can be changed until it is offered. Take it back to change it; what you typed is still here."))
	case read != c.Revision:
		return moved(lang.Later("The text was changed elsewhere after you opened it. Both are here: what you typed and what is kept."))
	}
	if err := t.CheckDraft(f, c.From); err != nil {
		return err
	}
	c.Revision++
	c.aim(t.To, f)
	return nil
}

// Offer lets the person read the case.
func (c *Case) Offer(t Text, f *framework.Framework, now clock.Instant) error {
	if !c.at(Drafting) {
		return moved(lang.Later("The case has been offered already."))
	}
	if err := t.Check(f, c.From); err != nil {
		return err
	}
	c.Stage = Offered
	c.aim(t.To, f)
	if !c.OfferedAt.IsSet() {
		c.OfferedAt = now
	}
	return nil
}

// TakeBack returns an offered case to its draft, as long as the person has not
// answered.
func (c *Case) TakeBack() error {
	if !c.at(Offered) {
		return moved(lang.Later("Only an offer that is not answered yet can be taken back."))
	}
	c.Stage, c.Agreed, c.ConsentAt = Drafting, 0, 0
	return nil
}

// Consent is the person's acceptance of the wider expectations, given to the text
// they have read. Nothing about a promotion leaves the pair before it (seed: "as
// long as you are willing to accept the increased expectations").
func (c *Case) Consent(read int64, words string, now clock.Instant) error {
	switch {
	case !c.at(Offered):
		return moved(lang.Later("There is no offer to answer at the moment."))
	case read != c.Revision:
		return moved(lang.Later("The case changed after you opened this page. Read it as it stands now before you answer."))
	}
	if wrong := tooLong("words", words); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.Stage, c.Agreed, c.ConsentAt = Consulting, read, now
	return nil
}

// Decline ends the case on the person's word. No reason is asked for.
func (c *Case) Decline(words string, now clock.Instant) error {
	if !c.at(Offered) {
		return moved(lang.Later("There is no offer to answer at the moment."))
	}
	if wrong := tooLong("words", words); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.close(Declined, now)
	return nil
}

// MayInvite tells whether others can be heard now.
func (c *Case) MayInvite() error {
	if !c.at(Consulting, Returned) {
		return moved(lang.Later("Others are heard after the person has agreed and before the case is handed on."))
	}
	return nil
}

// HandOn gives the case to whoever decides. heard is what the consultation gave;
// reply answers the question of a case that was sent back.
func (c *Case) HandOn(heard Heard, reply string, now clock.Instant) error {
	if !c.at(Consulting, Returned) {
		return moved(lang.Later("The case is not with you at the moment."))
	}
	if !c.ConsentAt.IsSet() {
		return moved(lang.Later("The person has not agreed to the case as it stands."))
	}
	var wrong []fault.Field
	if c.Stage == Returned {
		wrong = needed("reply", reply, lang.Later("Answer the question the case was sent back with."))
	}
	if wrong = append(wrong, heard.missing()...); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.Stage, c.HandedOnAt = Deciding, now
	return nil
}

// mayDecide refuses everybody but the one who decides at this moment. The subject
// never decides, nor does the recommender unless the step leaves it to them.
func (c *Case) mayDecide(who id.Person, d Decider) error {
	switch {
	case !c.at(Deciding):
		return moved(lang.Later("There is nothing to decide at the moment. Somebody may have been quicker."))
	case who == "" || who != d.Person || who == c.Subject:
		return fault.NotFound()
	case who == c.Manager && !d.Alone:
		return fault.NotFound()
	}
	return nil
}

// Decide promotes. It takes effect when both have signed what they commit to.
func (c *Case) Decide(who id.Person, d Decider, v Verdict, now clock.Instant) error {
	if err := c.mayDecide(who, d); err != nil {
		return err
	}
	wrong := needed("reasons", v.Reasons, lang.Later("Give your reasons. The person reads them."))
	if wrong = append(wrong, tooLong("departs", v.Departs)...); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.Stage, c.Decider, c.DecidedAt = Committing, who, now
	return nil
}

// RefuseYet ends the case with reasons, what to focus on and the next conversation.
func (c *Case) RefuseYet(who id.Person, d Decider, v Verdict, today clock.Date, now clock.Instant) error {
	if err := c.mayDecide(who, d); err != nil {
		return err
	}
	wrong := needed("reasons", v.Reasons, lang.Later("Give your reasons. The person reads them."))
	if len(v.Focus) == 0 || len(v.Focus) > MaxFocuses || slices.ContainsFunc(v.Focus, func(s string) bool { return strings.TrimSpace(s) == "" || len(s) > MaxText }) {
		wrong = append(wrong, field("focus", lang.Later("Name at least one thing that would make the difference, and a dozen at most.")))
	}
	wrong = append(wrong, needed("talk", v.Talk, lang.Later("Say when you will talk about it again, and who with."))...)
	if wrong = append(wrong, checkTalk(v.TalkOn, today)...); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.Decider, c.DecidedAt, c.TalkOn = who, now, v.TalkOn
	c.close(NotYet, now)
	return nil
}

// Return sends the case back with a question.
func (c *Case) Return(who id.Person, d Decider, v Verdict) error {
	if err := c.mayDecide(who, d); err != nil {
		return err
	}
	if wrong := needed("question", v.Question, lang.Later("Ask what you need to know. Both the person and the manager read it.")); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.Stage = Returned
	return nil
}

// Sponsor takes up the case of a person somebody else managed. The person is asked
// again: it is another manager who commits.
func (c *Case) Sponsor() error {
	if !c.at(Unsponsored) {
		return moved(lang.Later("This case is not waiting for a manager."))
	}
	c.Stage, c.Agreed, c.ConsentAt = Offered, 0, 0
	return nil
}

// Commit accepts a new text of what both commit to and withdraws signatures that
// were given to another text.
func (c *Case) Commit(t Commitment) error {
	if !c.at(Committing) {
		return moved(lang.Later("What both commit to is written after the decision and stays as it is once both have signed."))
	}
	if err := t.Check(); err != nil {
		return err
	}
	clear(c.Signed)
	return nil
}

// Sign signs the commitment at the revision the signer has read. The second
// signature makes the promotion effective, at that instant.
func (c *Case) Sign(p Party, t Commitment, read int64, now clock.Instant) error {
	switch {
	case !c.at(Committing) || t.Revision == 0:
		return moved(lang.Later("There is nothing to sign yet, or both have signed it."))
	case read != t.Revision:
		return moved(lang.Later("The text changed after you opened this page. Read it as it stands now before you sign."))
	case c.Signed[p].IsSet():
		return moved(lang.Later("You have signed already. It is the other’s turn."))
	}
	c.Signed[p] = now
	if c.Signed[p.Other()].IsSet() {
		c.close(Promoted, now)
	}
	return nil
}

// Unsign withdraws one's signature as long as the other has not signed.
func (c *Case) Unsign(p Party) error {
	if !c.at(Committing) || !c.Signed[p].IsSet() {
		return moved(lang.Later("There is no signature of yours that could be withdrawn."))
	}
	delete(c.Signed, p)
	return nil
}

// Withdraw ends the case before it is decided. The person can at any time once
// they know of it, the manager too.
func (c *Case) Withdraw(p Party, now clock.Instant) error {
	if !c.Open() || c.Stage == Committing {
		return moved(lang.Later("This case is decided or ended, so it cannot be withdrawn any more."))
	}
	if p == Person && c.hidden() {
		return fault.NotFound() // they cannot know of it
	}
	c.close(Withdrawn, now)
	return nil
}

// Reassign follows a change of manager. What was only asked for passes on; an
// unoffered draft ends with its author; a decision stands, and the new manager
// signs; any other case waits until the new manager takes it up and the person
// agrees again (trust.md 6.1, rule 6). An empty manager means that there is none
// for now: the case waits all the same.
func (c *Case) Reassign(manager id.Person, now clock.Instant) {
	if !c.Open() || c.Manager == manager {
		return
	}
	if manager != "" {
		c.Manager = manager
	}
	switch c.Stage {
	case Asked:
	case Drafting:
		c.close(Withdrawn, now)
	case Committing:
		delete(c.Signed, Manager)
	default:
		c.Stage, c.Agreed, c.ConsentAt = Unsponsored, 0, 0
	}
}

// Leave ends the case when the person leaves.
func (c *Case) Leave(now clock.Instant) {
	if c.Open() {
		c.close(Ended, now)
	}
}
