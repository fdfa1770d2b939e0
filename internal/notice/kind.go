// Package notice says what Cairn tells people about, in neutral words, how each
// wants to be told, and when several are told as one.
package notice

import "slices"

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
	{EvaluationOpened, "Evaluations", "One is opened", "It is open: you can begin your side.", true},
	{EvaluationTurn, "Evaluations", "The other side is handed in", "The other side is handed in. It is your turn.", true},
	{EvaluationOpen, "Evaluations", "Both sides are open", "Both sides are open now. It is time to talk.", true},
	{EvaluationSaid, "Evaluations", "The other writes to me", "There are new words in your conversation.", true},
	{EvaluationTalked, "Evaluations", "The talk is noted", "The talk is noted. Next, write down what you agree on.", false},
	{EvaluationWritten, "Evaluations", "The result is written or changed", "There is a text to read and, if you agree, to sign.", true},
	{EvaluationSigned, "Evaluations", "The other has signed", "The other has signed. It is your turn to read and sign.", true},
	{EvaluationAgreed, "Evaluations", "It has ended", "It has come to its end. You can read it any day.", false},
	{EvaluationPlanned, "Evaluations", "A time to talk is proposed", "A time to talk was proposed or taken back.", false},
	{EvaluationJoining, "Evaluations", "Somebody is asked to join", "Somebody was asked to join. Read who it is.", true},
	{RolloutReminder, "Evaluations", "A rollout waits for me, once a week at most", "In at least one evaluation of this rollout it is still your turn.", true},
	{RolloutPrepared, "Evaluations", "Something is prepared that I have a part in", "Something is being prepared, and you can have a part in it.", false},
	{RoleAsked, "People and organisation", "A role is asked for or answered", "There is news about a role.", false},
	{GrowthSuggested, "Growth plans", "Something is suggested for one", "Something is suggested. It is your turn to answer.", true},
	{GrowthWritten, "Growth plans", "The other writes to one", "There is something new to read.", false},
	{PrioritySuggested, "Priorities", "Something is suggested or proposed", "Something is put to you. It is your turn to answer.", true},
	{PriorityWritten, "Priorities", "The other writes about one", "There is something new to read.", false},
	{PromotionTurn, "Conversations about growth", "Something is new in one of mine", "There is something new to read in it.", true},
	{ConsultationAsked, "Conversations about growth", "Somebody asks for my words", "You were asked for your words. Who reads them is said before you write.", true},
	{FeedbackAsked, "Feedback", "Somebody asks me", "Somebody would like your words. You can write, or decline.", true},
	{FeedbackReminded, "Feedback", "Somebody reminds me", "They would still like your words. You can write, or decline.", true},
	{FeedbackAbout, "Feedback", "My manager asks about me", "Your manager asked somebody about working with you. Read whom, and what.", false},
	{FeedbackGiven, "Feedback", "Somebody gives me some", "There are words for you to read.", false},
	{FeedbackThanked, "Feedback", "Somebody thanks me", "You are thanked for what you wrote.", false},
	{FeedbackShared, "Feedback", "A report shows me some", "There are words that were shown to you.", false},
	{NoteShared, "Feedback", "A report shows me an entry of the journal", "An entry was shown to you.", false},
	{ManagerChanged, "People and organisation", "My manager changes", "Your manager has changed. Your page says who it is now.", false},
	{PaySight, "People and organisation", "Who may know what about pay changes", "Who may know what about pay changes. Read what, and from when.", false},
	{PayTurn, "Pay", "Something about pay is new for me", "There is something new to read about pay.", true},
	{PayRight, "Pay", "Once a year, that I may ask what women and men are paid for work like mine", "You may ask what women and men are paid for work like yours. Here is how.", false},
	{VersionPublished, "The framework", "A version is published", "It is published. Its page says from when, and what changes for you.", false},
	{ExtensionUnfit, "The framework", "Something my unit adds no longer fits", "A new version of the framework no longer fits some of it. From its first day on, this page lists what.", false},
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
