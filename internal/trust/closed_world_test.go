package trust

import (
	"strings"
	"testing"

	"cairn/internal/api"
	"cairn/internal/testkit/world"
	"cairn/internal/web"
)

// open are the addresses that answer people who have not signed in, and why.
var open = map[string]string{
	"GET /assets/{name}":                  "the style and the script of every page",
	"GET /healthz":                        "tells whether the database answers",
	"GET /robots.txt":                     "asks search engines to stay away",
	"POST /theme":                         "keeps a colour scheme in the browser",
	"POST /language":                      "keeps a language in the browser, and with oneself",
	"GET /sign-in":                        "where one signs in",
	"POST /sign-in":                       "signs in",
	"POST /sign-out":                      "signing out twice is no mistake",
	"GET /invitation/{token}":             "whoever holds the link has no password yet",
	"POST /invitation/{token}":            "sets the first password",
	"GET /demo":                           "a demo's people are invented",
	"POST /demo/personas/{email}/session": "a demo's people are invented",
	"GET /demo/sign-in/{token}":           "a demo's people are invented",
	"GET /demo/personas.json":             "a demo's people are invented",
	"GET /demo/gallery":                   "components without anybody's data",
	"GET /public/framework":               "the framework's text, where the operator has opened it; nothing is there otherwise",
	"GET /api/v1/openapi.json":            "describes the API and nobody",
}

// TestEveryAddressNamesItsItems: what shows or changes something of somebody says
// which rows of the matrix that is, and the rows exist.
func TestEveryAddressNamesItsItems(t *testing.T) {
	m := matrix(t)
	if n := len(endpoints()); n < 65 {
		t.Errorf("only %d addresses; were some lost?", n)
	}
	for _, e := range endpoints() {
		at := e.method + " " + e.pattern
		if e.plain == (len(e.items) > 0) {
			t.Errorf("%s is plain (%v) and names %v: it must be one of the two", at, e.plain, e.items)
		}
		for _, i := range e.items {
			if _, ok := m[item(i)]; !ok {
				t.Errorf("%s names %q, which is no row of the matrix", at, i)
			}
			if why, waits := later[item(i)]; waits {
				t.Errorf("%s shows %s, of which the list says: %s", at, i, why)
			}
			if strings.HasPrefix(e.pattern, "/api/") && !e.session && strings.HasPrefix(string(m[item(i)]["api"]), "X") {
				t.Errorf("%s shows %s, which no scope may reach", at, i)
			}
		}
		if why, listed := open[at]; e.public != listed {
			t.Errorf("%s is public: %v; on the list of public addresses: %v %s", at, e.public, listed, why)
		}
	}
}

// TestTheListsOfAddressesAreTrue: a line about an address that is gone is a line
// nobody would miss when the address comes back with something else.
func TestTheListsOfAddressesAreTrue(t *testing.T) {
	known, patterns := map[string]bool{}, map[string]bool{}
	for _, e := range endpoints() {
		known[e.method+" "+e.pattern], patterns[e.pattern] = true, true
	}
	for at := range open {
		if !known[at] {
			t.Errorf("%s is on the list of public addresses and does not exist", at)
		}
	}
	for pattern := range kinds {
		if !patterns[pattern] {
			t.Errorf("%s is on the list of variables and does not exist", pattern)
		}
	}
}

// TestScopesFitTheItems: an operation asks for the scope that its rows need.
func TestScopesFitTheItems(t *testing.T) {
	for _, o := range api.Operations() {
		if o.Session {
			continue // no scope opens it
		}
		for _, i := range o.Items {
			need := probes[item(i)].scope
			partOf := o.Tag == "evaluations" // the scope of evaluations reaches what is in one; the API's introduction says so
			if o.Scope != need && !partOf && o.ID != "get-me" {
				t.Errorf("%s shows %s with the scope %q, want %q", o.ID, i, o.Scope, need)
			}
		}
	}
}

// TestNobodyElseGetsIn asks every address that is not public without a session and
// without a token: the answer is the way to sign in and nothing else.
func TestNobodyElseGetsIn(t *testing.T) {
	s := serve(t, world.New(t, "sqlite"))
	found := idsOf(t, s.World)
	for _, e := range endpoints() {
		if e.public {
			continue
		}
		for _, path := range e.fill(t, found) {
			got := s.request(t, "", e.method, path, nil, "")
			switch {
			case e.method == "GET" && !strings.HasPrefix(path, "/api/"):
				if got.status != 303 || !strings.Contains(got.header, "Location: /sign-in?next=") {
					t.Errorf("%s %s: %d", e.method, path, got.status)
				}
			case got.status != 401:
				t.Errorf("%s %s: %d", e.method, path, got.status)
			}
		}
	}
}

// clear are the columns of the database that may be read by whoever holds the
// file, and what they hold. Everything else is sealed or a hash.
var clear = map[string]string{
	"people":                 "id name name_folded email email_folded zone language title added_at left_at",
	"person_keys":            "person",
	"units":                  "id kind name name_folded tribe words",
	"memberships":            "person unit since until",
	"leads":                  "unit person since until",
	"disciplines_held":       "person discipline since until",
	"roles_taken":            "person role catalogue since until",
	"offices_held":           "person office since until",
	"managers_set":           "person manager since until",
	"reporting_lines":        "person manager reason since until",
	"accounts":               "person set_at",
	"invitations":            "person made_at expires_at used_at",
	"sessions":               "id person agent made_at seen_at ends_at revoked_at renewed_at",
	"tokens":                 "id person name scopes made_at used_at ends_at revoked_at",
	"idempotency_keys":       "actor idempotency_key result at",
	"framework_translations": "framework version language source made_at revision",
	"frameworks":             "id version status source loaded_at published_at based_on effective retired_at revision",
	// What is said about the framework is open to everybody who has signed in.
	"framework_comments": "id framework version target author at body reply_to outcome closed_at closed_by",
	"framework_seen":     "person framework version at",
	"discipline_owners":  "discipline person since until",
	"role_requests":      "id subject asked_at closed_at", // that a role was asked for, not which and not how
	// What a unit adds to the framework is open like the framework.
	"unit_slugs":       "kind slug unit",
	"extensions":       "unit version status framework based_on source undecided revision started_at published_at retired_at",
	"extension_owners": "unit person since until",
	"standings":        "id subject since", // that somebody has a Step, not which
	"evaluations": "id subject manager kind stage framework framework_version discipline opened_by opened_at due self_handed_in_at " +
		"manager_handed_in_at opened_both_at talk_way talk_on talk_by talk_at self_signed_at manager_signed_at agreed_at version manager_side_by extensions",
	"evaluation_sides":    "evaluation side author revision saved_at",
	"evaluation_messages": "id evaluation author at",
	"evaluation_results":  "evaluation revision written_by written_at",
	// A rollout and who is in it; of trial placements, that there is one, not where.
	"rollouts":                 "id name purpose scope stage trial prepared_by prepared_at launched_at opened_at ended_at reminded_at spread spread_at dropped dropped_at version",
	"rollout_pairs":            "rollout person chapter evaluation",
	"placements":               "rollout subject manager at",
	"disclosures":              "id subject object since until expires",                                       // that somebody was let in, not who or why
	"growth_focuses":           "id subject evaluation framework framework_version made_at waits_for version", // that there is one, not what it says or how it goes
	"growth_entries":           "id subject focus author at",
	"growth_answers":           "id subject at", // that the person answered, not what
	"evaluation_closing_notes": "evaluation author at",
	"growth_shares":            "id subject person squad since until",
	"audit_entries":            "id at actor via hat act item subject object",
	// That there is a case, not which steps it is about, where it is or how it ended.
	"promotions":        "id subject manager opened_at closed_at version",
	"promotion_parts":   "promotion part revision written_by written_at",
	"promotion_entries": "id promotion at",
	"consultations":     "id promotion who asked_at replied_at version",
	"feedback":          "id subject asker giver open made_at version", // who is asked about whom, and not what came of it
	"notes":             "id owner made_at version",                    // that somebody wrote, not what
	"feedback_drafts":   "feedback revision saved_at",
	// Notices hold no words: which thing, and what sort of event.
	"notices":         "id person kind object at read_at way mail",
	"notice_settings": "person kind way",
	"notices_muted":   "person object at",
}

// sealed are the other columns; each value in them must be unreadable.
var sealed = []string{
	"people.start_sealed", "person_keys.wrapped", "standings.sealed", "evaluations.steps_sealed", "evaluation_sides.sealed",
	"role_requests.sealed", "placements.sealed", "evaluation_messages.sealed", "evaluation_results.sealed", "disclosures.sealed", "evaluation_closing_notes.sealed", "growth_focuses.sealed", "growth_entries.sealed", "growth_answers.sealed", "disclosures.reader_mark",
	"promotions.sealed", "promotions.judge_mark", "promotion_parts.sealed", "promotion_entries.sealed", "consultations.sealed",
	"notes.sealed", "feedback.sealed", "feedback_drafts.sealed",
	"accounts.password", "invitations.hash", "sessions.hash", "sessions.before_hash", "tokens.hash", "idempotency_keys.fingerprint",
}

// TestEveryColumnIsNamed: a new column is either on the list of what may be read
// or sealed, and somebody has said which.
func TestEveryColumnIsNamed(t *testing.T) {
	world.Each(t, func(w *world.World) {
		raw := w.Raw(w.T)
		known := map[string]bool{}
		for _, cell := range sealed {
			known[cell] = true
		}
		for table, columns := range clear {
			for _, column := range strings.Fields(columns) {
				known[table+"."+column] = true
			}
		}
		for _, cell := range cellsOf(w.T, w, raw) {
			if !known[cell] {
				w.Errorf("%s is on neither list: may whoever holds the database read it?", cell)
			}
			delete(known, cell)
		}
		for cell := range known {
			w.Errorf("%s is listed and does not exist", cell)
		}
	})
}

// TestTheRoutesOfADemoStayInADemo keeps the ways around a password out of a real
// Cairn.
func TestTheRoutesOfADemoStayInADemo(t *testing.T) {
	s := serve(t, world.New(t, "sqlite"))
	s.signIn(t)
	for _, r := range web.Routes() {
		method, pattern, _ := strings.Cut(r.Pattern, " ")
		if !r.Demo {
			continue
		}
		for _, name := range []string{"", "noor"} {
			got := s.request(t, name, method, variable.ReplaceAllString(pattern, "noor@example.org"), nil, "")
			if got.status != 404 {
				t.Errorf("%s as %q: %d", r.Pattern, name, got.status)
			}
		}
	}
}
