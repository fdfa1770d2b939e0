// Package notice says what Cairn tells people about, in neutral words, how each
// wants to be told, and when several are told as one.
package notice

import (
	"slices"

	"cairn/internal/lang"
)

// Kind is what happened. What a kind is called may stand in the database in
// clear, so it never tells an outcome or a Step.
type Kind string

// Everything is the kind of no notice: what a person wants of it holds for all
// kinds for which they want nothing else.
const Everything Kind = ""

// The kinds there are.
const (
	EvaluationOpened  Kind = "evaluation.opened"
	EvaluationTurn    Kind = "evaluation.turn"
	EvaluationOpen    Kind = "evaluation.both-open"
	EvaluationSaid    Kind = "evaluation.said"
	EvaluationTalked  Kind = "evaluation.talked"
	EvaluationWritten Kind = "evaluation.written"
	EvaluationSigned  Kind = "evaluation.signed"
	EvaluationAgreed  Kind = "evaluation.agreed" // or ended without agreement: the kind does not tell
	EvaluationPlanned Kind = "evaluation.planned"
	EvaluationJoining Kind = "evaluation.joining"
	GrowthSuggested   Kind = "growth.suggested"
	GrowthWritten     Kind = "growth.written"
	FeedbackAsked     Kind = "feedback.asked"
	FeedbackReminded  Kind = "feedback.reminded"
	FeedbackAbout     Kind = "feedback.asked-about"
	FeedbackGiven     Kind = "feedback.given"
	FeedbackThanked   Kind = "feedback.thanked"
	FeedbackShared    Kind = "feedback.shared"
	NoteShared        Kind = "note.shared"
	PrioritySuggested Kind = "priority.suggested"
	PriorityWritten   Kind = "priority.written"
	ManagerChanged    Kind = "manager.changed"
	VersionPublished  Kind = "framework.published"
	ExtensionUnfit    Kind = "extension.unfit"
	RoleAsked         Kind = "role.asked"
	PaySight          Kind = "pay.who-may-know"
	PayTurn           Kind = "pay.turn"
	PayRight          Kind = "pay.right"
	RolloutReminder   Kind = "rollout.reminder"
	RolloutPrepared   Kind = "rollout.prepared"

	// What it is about is told by neither: the same words whatever happened.
	PromotionTurn     Kind = "growth.turn"
	ConsultationAsked Kind = "question.asked"
)

// About is what is said of a kind. Line stands in the inbox, where only the
// person reads it; it is a constant, so nothing private can come into it.
type About struct {
	Kind  Kind
	Group string // heading under which its setting stands
	Label string // of its setting: "an evaluation is opened"
	Line  string // a whole sentence
	Turn  bool   // somebody waits for the person; otherwise it is something to read
}

// kinds is the one list of what people are told about. A package that brings a
// new kind adds its line here.
var kinds = []About{
	{EvaluationOpened, lang.Later("Evaluations"), lang.Later("One is opened"), lang.Later("It is open: you can begin your side."), true},
	{EvaluationTurn, lang.Later("Evaluations"), lang.Later("The other side is handed in"), lang.Later("The other side is handed in. It is your turn."), true},
	{EvaluationOpen, lang.Later("Evaluations"), lang.Later("Both sides are open"), lang.Later("Both sides are open now. It is time to talk."), true},
	{EvaluationSaid, lang.Later("Evaluations"), lang.Later("The other writes to me"), lang.Later("There are new words in your conversation."), true},
	{EvaluationTalked, lang.Later("Evaluations"), lang.Later("The talk is noted"), lang.Later("The talk is noted. Next, write down what you agree on."), false},
	{EvaluationWritten, lang.Later("Evaluations"), lang.Later("The result is written or changed"), lang.Later("There is a text to read and, if you agree, to sign."), true},
	{EvaluationSigned, lang.Later("Evaluations"), lang.Later("The other has signed"), lang.Later("The other has signed. It is your turn to read and sign."), true},
	{EvaluationAgreed, lang.Later("Evaluations"), lang.Later("It has ended##an evaluation"), lang.Later("It has come to its end. You can read it any day."), false},
	{EvaluationPlanned, lang.Later("Evaluations"), lang.Later("A time to talk is proposed"), lang.Later("A time to talk was proposed or taken back."), false},
	{EvaluationJoining, lang.Later("Evaluations"), lang.Later("Somebody is asked to join"), lang.Later("Somebody was asked to join. Read who it is."), true},
	{RolloutReminder, lang.Later("Evaluations"), lang.Later("A rollout waits for me, once a week at most"), lang.Later("In at least one evaluation of this rollout it is still your turn."), true},
	{RolloutPrepared, lang.Later("Evaluations"), lang.Later("Something is prepared that I have a part in"), lang.Later("Something is being prepared, and you can have a part in it."), false},
	{RoleAsked, lang.Later("People and organisation"), lang.Later("A role is asked for or answered"), lang.Later("There is news about a role."), false},
	{GrowthSuggested, lang.Later("Growth plans"), lang.Later("Something is suggested for one"), lang.Later("Something is suggested. It is your turn to answer."), true},
	{GrowthWritten, lang.Later("Growth plans"), lang.Later("The other writes to one"), lang.Later("There is something new to read."), false},
	{PrioritySuggested, lang.Later("Priorities"), lang.Later("Something is suggested or proposed"), lang.Later("Something is put to you. It is your turn to answer."), true},
	{PriorityWritten, lang.Later("Priorities"), lang.Later("The other writes about one"), lang.Later("There is something new to read."), false},
	{PromotionTurn, lang.Later("Conversations about growth"), lang.Later("Something is new in one of mine"), lang.Later("There is something new to read in it."), true},
	{ConsultationAsked, lang.Later("Conversations about growth"), lang.Later("Somebody asks for my words"), lang.Later("You were asked for your words. Who reads them is said before you write."), true},
	{FeedbackAsked, lang.Later("Feedback"), lang.Later("Somebody asks me"), lang.Later("Somebody would like your words. You can write, or decline."), true},
	{FeedbackReminded, lang.Later("Feedback"), lang.Later("Somebody reminds me"), lang.Later("They would still like your words. You can write, or decline."), true},
	{FeedbackAbout, lang.Later("Feedback"), lang.Later("My manager asks about me"), lang.Later("Your manager asked somebody about working with you. Read whom, and what."), false},
	{FeedbackGiven, lang.Later("Feedback"), lang.Later("Somebody gives me some"), lang.Later("There are words for you to read."), false},
	{FeedbackThanked, lang.Later("Feedback"), lang.Later("Somebody thanks me"), lang.Later("You are thanked for what you wrote."), false},
	{FeedbackShared, lang.Later("Feedback"), lang.Later("A report shows me some"), lang.Later("There are words that were shown to you."), false},
	{NoteShared, lang.Later("Feedback"), lang.Later("A report shows me an entry of the journal"), lang.Later("An entry was shown to you."), false},
	{ManagerChanged, lang.Later("People and organisation"), lang.Later("My manager changes"), lang.Later("Your manager has changed. Your page says who it is now."), false},
	{PaySight, lang.Later("People and organisation"), lang.Later("Who may know what about pay changes"), lang.Later("Who may know what about pay changes. Read what, and from when."), false},
	{PayTurn, lang.Later("Pay"), lang.Later("Something about pay is new for me"), lang.Later("There is something new to read about pay."), true},
	{PayRight, lang.Later("Pay"), lang.Later("Once a year, that I may ask what women and men are paid for work like mine"), lang.Later("You may ask what women and men are paid for work like yours. Here is how."), false},
	{VersionPublished, lang.Later("The framework"), lang.Later("A version is published"), lang.Later("It is published. Its page says from when, and what changes for you."), false},
	{ExtensionUnfit, lang.Later("The framework"), lang.Later("Something my unit adds no longer fits"), lang.Later("A new version of the framework no longer fits some of it. From its first day on, this page lists what."), false},
}

// Kinds lists what people are told about, group by group.
func Kinds() []About { return slices.Clone(kinds) }

// Choices lists those that a person may be told otherwise, or not at all.
func Choices() []About {
	return slices.DeleteFunc(Kinds(), func(a About) bool { return a.Kind.Always() })
}

// Of returns what is said of the kind.
func Of(k Kind) (About, bool) {
	for _, a := range kinds {
		if a.Kind == k {
			return a, true
		}
	}
	return About{}, false
}
