package guide

import (
	rules "cairn/internal/guide"
	"cairn/internal/lang"
)

// Explained is the built-in explanation of a process.
type Explained struct {
	Process rules.Process
	Title   string
	Lead    string
	Body    string // Markdown
	Where   string // where it takes place
	Label   string // of the link there
}

// Explanations are what Cairn explains by itself, in the order of processes.
var Explanations = []Explained{
	{rules.Evaluation, lang.Later("How an evaluation works"), lang.Later("Two sides written alone, opened together, talked about, and a result that both sign."), `
1. **Write alone.** The person and the manager each say, area by area, what the work looks like today. Neither sees the other’s side. What you type is saved as a draft.
2. **Hand in.** As long as the other has not handed in, you can take your side back. When both are in, both open at the same moment.
3. **Talk.** Meet, or write to each other on the page: a talk in writing counts as much as a meeting. Start where your words differ.
4. **Agree.** Write what describes the person today and what to focus on next. In a first evaluation this sets the Step. Both sign the same text.

Either of the two can begin an evaluation on any day. A first one opens by itself about six months after somebody started. The examples are there to talk about; nothing is ticked off or counted, and nothing works out a Step.

Only the two of you read any of it. Where it helps, either can ask the lead of the tribe to join this one evaluation, and both see that.`, "/evaluations", lang.Later("Your evaluations")},
	{rules.NotAgreed, lang.Later("When two do not agree"), lang.Later("A disagreement is kept in the words of each, and nothing is decided by one alone."), `
Talk first, as long as it leads somewhere, in person or in writing. Either of you can ask the lead of the tribe to join the talk.

If it stays as it is, say so: each writes **a statement** in their own words. Nobody edits it, and it stays with the evaluation. When both have written one, the evaluation ends as not agreed. When one has written and the other has not answered for two weeks, whoever wrote can end it.

An evaluation that ends like this sets no Step and changes none. A new one can begin on any day.`, "/evaluations", lang.Later("Your evaluations")},
	{rules.Growth, lang.Later("How a growth plan works"), lang.Later("What the two of you agreed to focus on, and how it goes, in words."), `
A **focus area** comes from an evaluation that both signed, or one of you suggests it and it counts when the other agrees. It can lead deeper into the work, to another role or discipline, or towards a wider step. None of these is better than another.

Write what you want to do, what your manager does to support it, and days on which you want to look at it together. A day that passes is a wish that was not met, and no delay. Notes on the page are as good as a meeting.

When something is done, say in a sentence what came of it. Setting it aside is fine too.

**"I am not aiming at a wider step now"** is an answer of your own. Only the two of you see it, and you can change it on any day.

You can show the plan to people of your choice, and take that back.`, "/growth", lang.Later("Your growth plan")},
	{rules.Priorities, lang.Later("How priorities work"), lang.Later("What matters in a period, agreed by both, and what came of it in words."), `
Either of you suggests a priority, and it counts when the other agrees. Other words for it are a proposal until the other agrees to them.

At the end of the period say what came of it. It is then an achievement. What goes on is carried over, and what no longer matters is set aside with a word why. All of it can be said in writing on the page.

Priorities are about the work and stand apart from the Step, on every page and in every file. A squad reads them only when both of you choose it.`, "/priorities", lang.Later("Your priorities")},
	{rules.Feedback, lang.Later("How feedback works"), lang.Later("You ask whom you want, and whoever writes knows who will read it."), `
Ask one or several people, with your own questions. They can write, or decline without a reason. You can also write to somebody without being asked.

**Who reads it is said before the first word**, and nobody else is let in later. What you asked for is yours: your manager reads it only if you show it. A manager can ask about a report; the report is told whom was asked and what.

Feedback is never counted, averaged or turned into anything. Thank people for it.`, "/feedback", lang.Later("Feedback")},
	{rules.Promotion, lang.Later("How a promotion works"), lang.Later("A step to a wider influence is recommended, accepted, heard about, decided and signed."), `
1. **A case.** The manager writes why, on any day. The person can ask for this talk, and the answer comes in writing.
2. **Your yes.** The person reads all of it and what is expected, and accepts, or declines. A no is not held against anybody and leaves no trace outside the two.
3. **Hearing others.** People from near and far are asked what they see in the person’s work. The person knows that this happens.
4. **A decision.** Whoever the step names decides, and says why, in writing. "Not yet" comes with reasons, with what to focus on, and with a next conversation.
5. **Both sign** what changes: bigger challenges, support, and pay. With the second signature the Step stands.

There is no season for it and no expected time. Nothing is announced; only those who take part know of it.`, "/promotions", lang.Later("Promotions")},
	{rules.Consultation, lang.Later("When you are asked for your words"), lang.Later("Somebody is asked what they see in a person’s work, for a promotion."), `
You were asked because you work with the person, or because the question should be heard from different places. Say what you have seen, area by area, in your own words. You can also say that you would rather not.

**Your name stands with your words**, and the person reads them after the decision. This is said on the page before you write.

Where you talked with whoever asked instead, they write a note of it, and it counts when you have confirmed that this is what you said. Writing it yourself is just as good.

What you are asked about is for the people in this conversation. Please do not pass it on.`, "/promotions", lang.Later("Promotions")},
	{rules.Roles, lang.Later("How roles work"), lang.Later("A role is a way of engaging. Most are free words, and people have several."), `
Ask for a role on your own page, or your manager suggests one; it begins when it is confirmed, with a written answer either way. Laying a role down works the same way and is no step back.

The catalogue is a list of suggestions. A few roles ask for a step of a certain width. Whether somebody meets that is told to the person and the manager alone. It can be departed from with a reason, agreed by the lead of the tribe, who does not learn the Step.

A role is no title, no reporting line and no step.`, "/framework/roles", lang.Later("Roles of the framework")},
	{rules.Journey, lang.Later("How a journey is made"), lang.Later("Your path as a picture and in words, from what is dated anyway."), `
Disciplines, roles, squads, managers, evaluations, what you grow in and what you achieved appear by themselves. Forward, sideways and back are drawn alike, and no distance stands for time.

Your Step is on a page of its own, apart from what you achieved. You can keep either as a file or print it.

You can **show a part** by a link: choose lines, say for how long, and withdraw it on any day. Each opening is written down for you. A Step is in it only if you say so.`, "/journey", lang.Later("Your journey")},
	{rules.Rollout, lang.Later("How a rollout works"), lang.Later("A framework is introduced to many at once."), `
A people partner prepares a rollout for everybody, a tribe or a chapter, and opens it on a day that was told before. Every pair in it gets an evaluation of the usual kind: written alone, opened together, talked about or written about, signed by both.

Before it opens, managers may place the people they manage on trial, to try the framework out. A placement is the manager’s alone, is never shown, becomes no Step, and is deleted at the opening.

How far pairs are is counted in groups only, never person by person. Whose turn it is hears of it once a week at most.`, "/rollouts", lang.Later("Rollouts")},
	{rules.Visibility, lang.Later("Who can see what"), lang.Later("A Step is between a person and their manager."), `
**You and your current manager** read your Step, your evaluations, your growth plan and your priorities. Nobody else does: not your manager’s manager, not people partners, not whoever runs Cairn. When your manager changes, the one before loses sight of all of it in that moment. Whether the organisation has opened Steps to more, from which day and to whom, is told by [who may know Steps](/steps/policy); everybody hears of it a month before.

**Everybody here** sees your name, where you work, your discipline, your roles and who your manager is.

Somebody else reads something private only for one purpose and a limited time: who decides about a promotion that you accepted, or who was asked to join one evaluation. You are told, and it stands in the list of who has read what about you.

**Your journal and your drafts** are yours alone until you show or hand in something.

Mails and calendars say that something waits, and never what.`, "/account/readers", lang.Later("Who has read what about you")},
}

// explained finds the explanation of a process.
func explained(p rules.Process) (Explained, bool) {
	for _, e := range Explanations {
		if e.Process == p {
			return e, true
		}
	}
	return Explained{}, false
}

// HowPath is where a process is explained.
func HowPath(p rules.Process) string { return "/guide/how/" + string(p) }
