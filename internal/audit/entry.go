// Package audit is the journal's vocabulary: who did or read what about whom.
// An entry names the class of a thing and never holds its value.
package audit

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Act is what was done.
type Act string

// Acts. Reads of another's private item carry the item's name in the matrix.
const (
	Read Act = "read"

	EvaluationOpened     Act = "evaluation.opened"
	EvaluationSaved      Act = "evaluation.draft-saved"
	EvaluationHandedIn   Act = "evaluation.handed-in"
	EvaluationTakenBack  Act = "evaluation.taken-back"
	EvaluationTalked     Act = "evaluation.talked"
	EvaluationSaid       Act = "evaluation.said"
	EvaluationProposed   Act = "evaluation.result-written"
	EvaluationSigned     Act = "evaluation.signed"
	EvaluationUnsigned   Act = "evaluation.signature-withdrawn"
	EvaluationAgreed     Act = "evaluation.agreed"
	EvaluationReassigned Act = "evaluation.manager-changed"
	EvaluationPlanned    Act = "evaluation.talk-planned"
	StandingSet          Act = "step.set"

	// Why something was opened to somebody is sealed; the journal says that it was.
	DisclosureBegun Act = "disclosure.begun"
	DisclosureEnded Act = "disclosure.ended"

	FeedbackAsked     Act = "feedback.asked"
	FeedbackBegun     Act = "feedback.begun-unasked"
	FeedbackDrafted   Act = "feedback.draft-saved"
	FeedbackGiven     Act = "feedback.given"
	FeedbackDeclined  Act = "feedback.declined"
	FeedbackWithdrawn Act = "feedback.withdrawn"
	FeedbackReminded  Act = "feedback.reminded"
	FeedbackThanked   Act = "feedback.thanked"
	FeedbackShared    Act = "feedback.shared"
	FeedbackUnshared  Act = "feedback.sharing-ended"
	FeedbackNarrowed  Act = "feedback.audience-narrowed"

	NoteWritten  Act = "note.written"
	NoteRemoved  Act = "note.removed"
	NoteShared   Act = "note.shared"
	NoteUnshared Act = "note.sharing-ended"

	MemoWritten  Act = "memo.written"
	MemoDrafted  Act = "memo.drafted"
	MemoRemoved  Act = "memo.removed"
	MemosExpired Act = "memo.left-expired"

	NoteFileRemoved Act = "note.file-removed"
	NoteDrafted     Act = "note.draft-saved"
	NoteAttached    Act = "note.attached"
	NoteDetached    Act = "note.taken-back"

	DisciplineChanged Act = "discipline.changed"

	ClosingNoteGiven Act = "evaluation.closing-note-given"
	DraftRemoved     Act = "evaluation.left-draft-removed"
	DraftExpired     Act = "evaluation.left-draft-expired"

	FocusTakenUp   Act = "growth.taken-up"
	FocusSuggested Act = "growth.suggested"
	FocusAgreed    Act = "growth.agreed"
	FocusChanged   Act = "growth.changed"
	FocusMoved     Act = "growth.moved"
	FocusSaid      Act = "growth.said"
	StayingSaid    Act = "growth.staying-said"
	PlanShared     Act = "growth.shared"
	ShareEnded     Act = "growth.share-ended"

	// What became of a case is never in the name of an act.
	PromotionBegun     Act = "promotion.begun"
	PromotionWritten   Act = "promotion.written"
	PromotionOffered   Act = "promotion.offered"
	PromotionAnswered  Act = "promotion.answered"
	PromotionHeard     Act = "promotion.consulted"
	PromotionHandedOn  Act = "promotion.handed-on"
	PromotionDecided   Act = "promotion.decided"
	PromotionSponsored Act = "promotion.sponsored"
	PromotionCommitted Act = "promotion.commitment-written"
	PromotionSigned    Act = "promotion.signed"
	PromotionUnsigned  Act = "promotion.signature-withdrawn"
	PromotionTalkSet   Act = "promotion.talk-set"
	PromotionClosed    Act = "promotion.closed"
	PromotionMoved     Act = "promotion.organisation-changed"

	PeopleImported Act = "people.imported"
	PersonInvited  Act = "person.invited"
	PersonLeft     Act = "person.left"
	OfficeGranted  Act = "office.granted"
	OfficeEnded    Act = "office.ended"
	LeadChanged    Act = "lead.changed"
	ManagerChanged Act = "manager.changed"

	// Of a role, whoever did it: what is asked of whom about it is told by no line.
	RoleAsked    Act = "role.asked"
	RoleAnswered Act = "role.answered"
	RoleTaken    Act = "role.taken"
	RoleLaidDown Act = "role.laid-down"
	RoleDated    Act = "role.dated"
	// A departure's lines name no person it is about: that one is asked for would tell
	// something of a Step to whoever holds the database.
	DepartureMoved Act = "departure.moved"

	ZoneChanged    Act = "account.zone-changed"
	LanguageChosen Act = "account.language-chosen"
	NoticesSet     Act = "account.notices-set"
	CalendarOpened Act = "account.calendar-opened"
	CalendarClosed Act = "account.calendar-closed"
	PasswordSet    Act = "account.password-set"
	SignedIn       Act = "account.signed-in" // with the password alone
	SignedInByKey  Act = "account.signed-in-by-passkey"
	SignedInByCode Act = "account.signed-in-by-code" // after the password
	SignInRefused  Act = "account.sign-in-refused"
	SignInSlowed   Act = "account.sign-in-slowed" // tries came too fast; once in a while
	SecondShown    Act = "account.second-proof-shown"
	SignedOut      Act = "account.signed-out"
	SessionRevoked Act = "account.session-revoked"
	// What proves who signs in, besides the password.
	PasskeyMade    Act = "account.passkey-made"
	PasskeyRemoved Act = "account.passkey-removed"
	CodeAppSet     Act = "account.code-app-set"
	CodeAppRemoved Act = "account.code-app-removed"
	SparesMade     Act = "account.spare-codes-made"
	SpareUsed      Act = "account.spare-code-used"
	ProofsRemoved  Act = "account.second-proofs-removed"
	TokenMade      Act = "account.token-made"
	TokenRevoked   Act = "account.token-revoked"

	FrameworkLoaded     Act = "framework.loaded"
	FrameworkDrafted    Act = "framework.drafted"
	FrameworkImported   Act = "framework.imported"
	FrameworkTranslated Act = "framework.translated"
	FrameworkEdited     Act = "framework.edited"
	FrameworkOpened     Act = "framework.opened-for-comments"
	FrameworkPublished  Act = "framework.published"
	FrameworkRetired    Act = "framework.retired"
	FrameworkDropped    Act = "framework.draft-dropped"
	DisciplineOwned     Act = "framework.owner-named"
	DisciplineDisowned  Act = "framework.owner-ended"
	RemarkMade          Act = "framework.commented"
	RemarkClosed        Act = "framework.comment-closed"

	ExtensionStarted   Act = "extension.started"
	ExtensionEdited    Act = "extension.edited"
	ExtensionCarried   Act = "extension.carried-over"
	ExtensionPublished Act = "extension.published"
	ExtensionRetired   Act = "extension.retired"
	ExtensionDropped   Act = "extension.draft-dropped"
	ExtensionOwned     Act = "extension.owner-named"
	ExtensionDisowned  Act = "extension.owner-ended"

	// Of a rollout. A placement on trial is no reading and no Step.
	RolloutPrepared Act = "rollout.prepared"
	RolloutLaunched Act = "rollout.launched"
	RolloutPaused   Act = "rollout.paused"
	RolloutResumed  Act = "rollout.resumed"
	RolloutEnded    Act = "rollout.ended"
	Placed          Act = "placement.saved"
	PlacementsGone  Act = "placement.all-deleted"

	Initialised Act = "cairn.initialised"

	// Of addresses that are told of events.
	HookAdded    Act = "hook.added"
	HookRotated  Act = "hook.secret-changed"
	HookPaused   Act = "hook.paused"
	HookResumed  Act = "hook.resumed"
	HookEnded    Act = "hook.ended"
	HookReplayed Act = "hook.replayed"
)

// Entry is one line of the journal.
type Entry struct {
	ID      id.Entry
	At      clock.Instant
	Actor   id.Person // empty when Cairn itself or the command line acted
	Via     string
	Hat     string // the relation by which the actor was let in
	Act     Act
	Item    string    // the matrix's name of what was read or changed
	Subject id.Person // whom it is about; empty when nobody
	Object  string    // "evaluation/ID"
}
