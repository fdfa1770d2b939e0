// Package rights holds what a person may ask of what is kept about them: to have it,
// to put it right, to have it rest and to have it erased; and for how long each class
// of it is kept. Pure: no storage.
package rights

import "cairn/internal/lang"
import "slices"

// Class names a sort of what is kept about people.
type Class string

// The classes there are. What is kept about somebody belongs to one of them, or the
// build fails.
const (
	Profile     Class = "profile"
	Account     Class = "account"
	Step        Class = "step"
	Evaluations Class = "evaluations"
	Promotions  Class = "promotions"
	Feedback    Class = "feedback"
	Growth      Class = "growth"
	Journal     Class = "journal"
	Priorities  Class = "priorities"
	Roles       Class = "roles"
	Titles      Class = "titles"
	Pay         Class = "pay"
	Sex         Class = "sex"
	Wall        Class = "wall"
	Extracts    Class = "extracts"
	Notes       Class = "managers-notes"
	Readers     Class = "readers"
	Said        Class = "said"
	Own         Class = "rights"
	Keys        Class = "keys"
)

// About is what is said of a class: it is the record of processing, the contents of
// a person's file and the rule of how long something is kept, in one list.
type About struct {
	Class  Class
	Title  string   // as the person reads it
	Tables []string // in which it is kept
	Item   string   // the row of the permission matrix it is journalled under
	Why    string   // what it is kept for
	Read   string   // who reads it
	// AfterLeaving and AfterEnd are months: since the person left, and since the thing
	// itself was over, for those who are still here. Nought is: as long as they are
	// here, and until the last of their things goes.
	AfterLeaving, AfterEnd int
	NotInFile              string // why it is not in the person's own file; empty when it is
}

// Classes returns what is said of every class, in the order a file has them.
func Classes() []About { return slices.Clone(classes) }

// Of returns what is said of the class.
func Of(c Class) (About, bool) {
	i := slices.IndexFunc(classes, func(a About) bool { return a.Class == c })
	if i < 0 {
		return About{}, false
	}
	return classes[i], true
}

// Last is how many months after somebody left the last of what is kept goes, and the
// name with it.
const Last = 84

var classes = []About{
	{Class: Profile, Title: lang.Later("Who I am here"), Item: "profile", Why: lang.Later("to know who works with whom, and who manages whom"), Read: lang.Later("everybody who has signed in; the start date the person and the manager of the moment, people and compensation partners"),
		Tables: []string{"people", "person_words", "memberships", "leads", "disciplines_held", "roles_taken", "offices_held", "managers_set", "reporting_lines", "titles", "discipline_owners", "extension_owners"}},
	{Class: Account, Title: lang.Later("How I sign in and what I am told"), Item: "profile", Why: lang.Later("to sign in, and to be told what waits"), Read: lang.Later("the person; of sign-ins operators read when, and nothing of content"), AfterLeaving: 3,
		Tables: []string{"accounts", "invitations", "sessions", "tokens", "calendar_feeds", "idempotency_keys", "notice_settings", "notices", "notices_muted", "mails", "framework_seen", "passkeys", "code_apps", "spare_codes", "ceremonies", "identities", "provider_sessions", "external_ids", "group_offices", "directory_users"}},
	{Class: Step, Title: lang.Later("My Step and how it came to be"), Item: "step", Why: lang.Later("to know what is expected at which sphere of influence"), Read: lang.Later("the person and the manager of the moment, and whom a policy of the organisation names, of which everybody was told a month before"), AfterLeaving: 60,
		Tables: []string{"standings", "step_choices"}},
	{Class: Evaluations, Title: lang.Later("My evaluations"), Item: "compare", Why: lang.Later("to talk about what describes the person and to agree on it"), Read: lang.Later("the person and the manager of the moment; whoever one of the two asks to join, until it ends"), AfterLeaving: 36,
		Tables: []string{"evaluations", "evaluation_sides", "evaluation_messages", "evaluation_results", "evaluation_closing_notes", "rollout_pairs"}},
	{Class: Promotions, Title: lang.Later("Promotions: mine, and what I was asked for others’"), Item: "case", Why: lang.Later("to decide about a wider Step with those who are to be heard"), Read: lang.Later("the person and the manager of the moment; whoever decides, until thirty days after"), AfterLeaving: 60, AfterEnd: 60,
		Tables: []string{"promotions", "promotion_parts", "promotion_entries", "consultations", "pay_changes"}},
	{Class: Feedback, Title: lang.Later("Feedback about me, and what I gave"), Item: "fb_subject", Why: lang.Later("to learn from others what working together is like"), Read: lang.Later("whom its giver was told before the first word"), AfterLeaving: 3, AfterEnd: 24,
		Tables: []string{"feedback", "feedback_drafts"}},
	{Class: Growth, Title: lang.Later("My growth plan"), Item: "focus", Why: lang.Later("to agree on what to grow in next"), Read: lang.Later("the person and the manager of the moment, and whom the person shows it; whoever stands in for the manager"), AfterLeaving: 12,
		Tables: []string{"growth_focuses", "growth_entries", "growth_answers", "growth_shares"}},
	{Class: Journal, Title: lang.Later("My journal and its files"), Item: "notes_self", Why: lang.Later("for the person to remember by"), Read: lang.Later("the person, and one manager where an entry is shown"), AfterLeaving: 3,
		Tables: []string{"notes", "note_drafts", "note_files", "note_file_pieces", "note_attachments"}},
	{Class: Priorities, Title: lang.Later("My priorities and achievements"), Item: "priorities", Why: lang.Later("to agree on what matters in a period, and for the yearly talk about pay"), Read: lang.Later("the person and the manager of the moment, and the squad where both chose so; whoever stands in for the manager"), AfterLeaving: 36,
		Tables: []string{"priorities", "priority_entries", "priority_shares"}},
	{Class: Roles, Title: lang.Later("Roles that were asked for"), Item: "role", Why: lang.Later("to agree on how somebody engages"), Read: lang.Later("the person and the manager of the moment; the lead who is asked about a departure"), AfterLeaving: 12,
		Tables: []string{"role_requests"}},
	{Class: Titles, Title: lang.Later("Titles that were proposed"), Item: "profile", Why: lang.Later("to agree on what somebody calls themselves outside"), Read: lang.Later("the person and the manager of the moment"), AfterLeaving: 3,
		Tables: []string{"title_proposals"}},
	{Class: Pay, Title: lang.Later("My pay"), Item: "salary", Why: lang.Later("to pay, and to show that pay is fair"), Read: lang.Later("the person and the manager of the moment, and compensation partners"), AfterLeaving: 84,
		Tables: []string{"pay_places", "pay_salaries", "pay_proposals"}},
	{Class: Sex, Title: lang.Later("What was said of my sex"), Item: "hr_attr", Why: lang.Later("to compare what women and men are paid, and for nothing else"), Read: lang.Later("the person; reports count it"), AfterLeaving: 3,
		Tables: []string{"person_sexes"}},
	{Class: Wall, Title: lang.Later("Thanks: what I wrote, and what names me"), Item: "recog", Why: lang.Later("to thank for work"), Read: lang.Later("everybody who has signed in; a report its reporter and people partners"), AfterLeaving: 84,
		Tables: []string{"recognitions", "recognition_people", "recognition_thanks", "recognition_pictures", "recognition_reports"}},
	{Class: Extracts, Title: lang.Later("What I show of my path"), Item: "export", Why: lang.Later("for the person to show their path by a link"), Read: lang.Later("whoever holds the link, until it ends"), AfterLeaving: 3,
		Tables: []string{"extracts"}},
	{Class: Notes, Title: lang.Later("Notes that managers keep for themselves"), Item: "notes_mgr", Why: lang.Later("for a manager to remember by, and to try a framework out"), Read: lang.Later("the manager who wrote them"), AfterLeaving: 3, AfterEnd: 12,
		Tables:    []string{"memos", "memo_drafts", "placements"},
		NotInFile: lang.Later("Drafts and notes that managers keep for themselves are about you as well. They are given to you after somebody has weighed what in them is about others: ask a people partner for them.")},
	{Class: Readers, Title: lang.Later("Who can see what about me, and who has"), Item: "aud_me", Why: lang.Later("to show who read what, and that nothing was changed in secret"), Read: lang.Later("the person; people partners and operators as far as it tells nothing of anybody’s Step"),
		Tables: []string{"disclosures", "audit_entries", "glasses"}},
	{Class: Said, Title: lang.Later("What I wrote for everybody"), Item: "framework", Why: lang.Later("to shape the framework and the guide together"), Read: lang.Later("everybody who has signed in"), AfterLeaving: 84,
		Tables: []string{"framework_comments", "guide_versions"}},
	{Class: Own, Title: lang.Later("What I asked for about my data"), Item: "export", Why: lang.Later("to do what the person has a right to"), Read: lang.Later("the person and people partners; a correction whoever reads what it stands beside"), AfterLeaving: 84,
		Tables: []string{"corrections", "restrictions", "erasures", "legal_holds"}},
	{Class: Keys, Title: lang.Later("Keys"), Item: "export", Why: lang.Later("so that nothing of this can be read from a lost file"), Read: lang.Later("nobody"),
		Tables:    []string{"person_keys", "pay_keys", "counted_keys", "former_keys"},
		NotInFile: lang.Later("The keys that your private words are encrypted with tell nothing of you, and would open copies of the database.")},
}

// Elsewhere are the tables that hold nothing about a person, and why.
var Elsewhere = map[string]string{
	"units": "squads, chapters, tribes and guilds", "unit_slugs": "short names of units", "frameworks": "the framework's text", "framework_translations": "the framework's text in other languages", "extensions": "what units add to it",
	"rollouts": "rollouts, not who is in them", "hooks": "addresses that are told of events", "hook_secrets": "what signs for them", "hook_events": "that something everybody may see happened, for a month", "hook_deliveries": "which address was told of it", "key_renewals": "when everybody's keys were made anew", "recognition_weeks": "weeks that were told of", "people_syncs": "when a file of people was read, and what came of it", "directories": "directories that tell of people", "services": "programs that are let in", "directory_groups": "what directories call units", "restores": "when a backup was put back",
	"glass_switch": "whether people partners can be let in", "step_policy": "who may know Steps, and nobody's Step",
	"pay_markets": "where work is paid", "pay_ranges": "ranges of steps", "pay_policy": "what the organisation does about pay", "pay_benchmarks": "what suppliers say", "gap_reports": "what women and men are paid in a country, and nobody's pay", "pay_rights_told": "years in which everybody was told of a right", "pay_reviews": "yearly reviews, not what is proposed in them",
	"statistics": "what was told of many Steps at once", "audit_links": "sums over the journal", "audit_head": "its end", "audit_turn": "whose turn it is to write", "root_keys": "keys of the database",
	"private_rows": "sums over rows", "private_states": "sums over tables", "private_touched": "which rows a transaction touches",
	"leader": "which Cairn does the work nobody asks for", "replicas": "which Cairns serve", "paces": "how much of their tries marks have used up, for minutes", "schema_floor": "which programs fit the schema",
}
