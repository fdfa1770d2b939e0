package trust

import (
	"strings"
	"testing"

	"cairn/internal/api"
	"cairn/internal/web"
)

// answersAs are the operations of the API that do what a page does, where the two have
// other addresses. A page and an operation of one method and one address are the same.
var answersAs = map[string]string{
	"POST /inbox/reading": "mark-all-read", "POST /inbox/{id}/mute/end": "unmute-thing", "GET /priorities/shares/{id}": "get-priorities", "POST /priorities/shares/{id}/end": "end-priority-share",
	"GET /recognition/reports/open": "list-reports", "POST /recognition/reports/{id}/closing": "close-report", "POST /people/{id}/manager": "set-manager", "GET /recognition/weeks/latest": "list-thanks",
	"GET /": "get-inbox list-evaluations", "GET /inbox/{id}": "mark-read",
	"GET /people/import": "import-people", "POST /people/import": "import-people", "POST /people/import/confirmation": "import-people", "GET /pay/ranges/import": "import-ranges", "POST /pay/ranges/import/confirmation": "import-ranges",
	"GET /pay/benchmarks/import": "import-benchmarks", "POST /pay/benchmarks/import/confirmation": "import-benchmarks", "GET /pay/people/import": "import-salaries", "POST /pay/people/import/confirmation": "import-salaries",
	"POST /pay/benchmarks/{id}": "match-benchmark", "POST /pay/reviews/{id}": "change-pay-review", "POST /pay/reviews/{id}/people/{person}": "write-pay-proposal",
	"GET /pay": "get-pay", "GET /pay/ranges/new": "write-range", "POST /pay/markets/{id}": "change-market", "POST /pay/benchmarks/{id}/removal": "remove-benchmark",
	"GET /guide/pages/new": "write-guide-page", "POST /guide/pages": "write-guide-page", "GET /guide/pages/{id}/edit": "get-guide-page", "POST /guide/pages/{id}": "rewrite-guide-page", "POST /guide/pages/{id}/removal": "remove-guide-page",
	"GET /people/{id}/evaluations/new": "open-evaluation", "POST /evaluations/{id}/draft": "save-side", "POST /evaluations/{id}/plan": "plan-talk unplan-talk", "POST /evaluations/{id}/joining/end": "end-joining",
	"POST /evaluations/{id}/result": "save-result", "POST /evaluations/{id}/signature/withdrawal": "withdraw-signature",
	"GET /promotions/new": "recommend-promotion ask-for-promotion", "POST /promotions/{id}/text": "save-case", "POST /promotions/{id}/offer/withdrawal": "take-back-offer",
	"POST /promotions/{id}/decision": "approve-promotion postpone-promotion return-promotion", "POST /promotions/{id}/commitment": "save-commitment", "POST /promotions/{id}/signature/withdrawal": "withdraw-commitment-signature", "POST /promotions/{id}/talk": "plan-promotion-talk",
	"GET /growth": "get-plan", "GET /growth/shares": "get-plan", "GET /growth/{id}": "get-plan", "POST /growth/staying": "answer-staying", "POST /growth/shares": "share-plan", "POST /growth/shares/{id}/withdrawal": "end-share", "POST /growth/{id}": "change-focus",
	"GET /people/{id}/feedback/asking": "ask-feedback", "GET /people/{id}/feedback/giving": "begin-feedback", "POST /people/{id}/feedback/asking": "ask-feedback", "POST /people/{id}/feedback/giving": "begin-feedback",
	"POST /feedback/{id}/draft": "save-feedback-draft", "POST /feedback/{id}/sharing/end": "unshare-feedback", "POST /feedback/{id}/audience": "narrow-feedback",
	"POST /journal/{id}": "change-entry", "POST /journal/{id}/attachment/end": "detach-entry detach-entry-from-case", "POST /journal/files/{id}/removal": "remove-entry-file", "POST /journal/{id}/removal": "remove-entry", "POST /journal/{id}/sharing/end": "unshare-entry",
	"POST /memos/{id}": "rewrite-memo", "POST /memos/{id}/removal": "remove-memo",
	"GET /priorities": "get-priorities", "GET /priorities/{id}": "get-priorities", "POST /priorities/{id}": "change-priority",
	"GET /journey": "get-journey", "GET /journey/steps": "get-journey-steps", "GET /journey/extracts/new": "make-extract", "GET /journey/extracts/new/steps": "make-extract", "GET /journey/extracts/{id}": "list-extracts", "POST /journey/extracts/{id}/end": "end-extract",
	"GET /recognition/new": "post-thanks", "GET /recognition/{id}/edit": "change-thanks", "POST /recognition/{id}": "change-thanks", "POST /recognition/{id}/name/removal": "take-name-off",
	"POST /recognition/{id}/words": "say-on-thanks", "POST /recognition/{id}/thanks": "join-thanks", "POST /recognition/{id}/thanks/end": "leave-thanks",
	"POST /people/{id}/title": "propose-title", "POST /people/{id}/title/end": "lay-down-title", "GET /titles/{id}": "get-title", "POST /titles/{id}/withdrawal": "withdraw-title",
	"GET /framework/areas/{area}": "get-framework list-examples", "GET /framework/disciplines/{discipline}": "get-framework list-examples", "GET /framework/compare": "list-examples", "GET /framework/compare/disciplines": "list-examples",
	"GET /framework/draft": "list-versions get-version-file", "POST /framework/draft": "start-version", "GET /framework/draft/file": "get-version-file", "POST /framework/draft/file": "replace-version-file import-framework",
	"GET /framework/draft/file.yaml": "get-version-file", "GET /framework/draft/file.json": "get-version-file", "GET /framework/import": "import-framework", "POST /framework/import/draft": "import-framework",
	"GET /framework/versions/{version}/publication": "publish-version", "GET /framework/versions/{version}/removal": "drop-version", "POST /framework/versions/{version}/removal": "drop-version", "GET /framework/versions/{version}/retirement": "retire-version",
	"GET /framework/extensions/{kind}/{slug}/source": "get-extension-file", "POST /framework/extensions/{kind}/{slug}/file": "replace-extension-file", "POST /framework/extensions/{kind}/{slug}/draft/removal": "drop-extension-draft", "POST /framework/extensions/{kind}/{slug}/owner": "name-extension-owner",
	"GET /framework/extensions/{kind}/{slug}/entry": "replace-extension-file", "POST /framework/extensions/{kind}/{slug}/entry": "replace-extension-file", "POST /framework/extensions/{kind}/{slug}/entry/removal": "replace-extension-file",
	"GET /framework/print": "get-version", "GET /framework/roles": "get-framework", "GET /framework/faq": "get-framework",
	"POST /people/{id}/roles/days": "redate-role", "POST /people/{id}/discipline": "set-discipline",
	"GET /rollouts/new": "prepare-rollout", "POST /rollouts/{id}/pause/end": "resume-rollout", "POST /rollouts/{id}/end": "end-rollout", "POST /rollouts/{id}/placements": "place-on-trial",
	"GET /organisation/units/{id}": "get-unit", "GET /account/readers": "get-visibility list-readings", "GET /account/rights": "get-rights",
	"POST /account/rights/restrictions": "ask-restriction", "POST /account/rights/restrictions/{id}/end": "end-restriction", "POST /account/rights/erasures": "ask-erasure", "POST /account/rights/erasures/{id}/withdrawal": "withdraw-erasure",
	"GET /corrections/new": "get-corrections", "POST /data-requests/holds/{id}/end": "end-hold", "POST /steps/mine": "open-own-step close-own-step",
	"POST /standing-in": "name-stand-in", "POST /standing-in/end": "end-stand-in", "POST /standing-in/{id}/end": "lay-down-stand-in",
}

// Why some have none.
const (
	waysIn     = "how somebody signs in, and what opens things for longer than that, is looked after by the person in a browser, which asks anew who it is"
	tellings   = "how somebody is told of things is chosen where they are told"
	toKeep     = "a file for a person to keep; what is in it the API has piece by piece"
	lineByLine = "what the law’s figures need is brought in once, and looked at line by line by whoever does it"
	onPage     = "how far an import on a page is, told to that page"
	typing     = "what a page keeps while somebody types; over the API a text is kept when it is sent"
	leftovers  = "what a manager of before still has to give back or throw away, one by one and by hand"
	byHand     = "the parts of a framework are written by hands, one form for each, with its findings beside them; a program reads and writes the whole file"
	gap        = "the law's figures are made and kept as a report for people to read, and a person's own category is asked for by that person; neither is fetched again and again"
	glass      = "two people let somebody in for an hour, with a reason, and read on a page that says so all along"
)

// pagesAlone are the pages whose like a program does not ask for, by how their addresses
// begin, and why.
var pagesAlone = []struct{ begin, why string }{
	{"GET /assets/", "the look of pages"}, {"GET /healthz", "asked by whoever runs Cairn, and answered outside of the API"}, {"GET /readyz", "asked by whoever runs Cairn, and answered outside of the API"},
	{"GET /robots.txt", "asked by search engines"}, {"POST /theme", "the look of pages"}, {"POST /language", "the language of pages"},
	{"GET /hooks", "where events go is set at the machine, and what went wrong is looked at by operators"}, {"POST /hooks/", "where events go is set at the machine, and what went wrong is looked at by operators"}, {"GET /demo", "a demo's people are invented"}, {"POST /demo", "a demo's people are invented"},
	{"GET /sign-in", waysIn}, {"POST /sign-in", waysIn}, {"POST /sign-out", waysIn}, {"GET /invitation", waysIn}, {"POST /invitation", waysIn}, {"GET /account", waysIn}, {"POST /account", waysIn},
	{"GET /calendar/", "read by calendar programs, by a link of its own"}, {"GET /mail/stop/", "led to by mails"}, {"POST /mail/stop/", "led to by mails"}, {"GET /inbox/settings", tellings}, {"POST /inbox/settings", tellings},
	{"GET /evaluations/{id}/talk.ics", toKeep}, {"GET /evaluations/{id}/export", toKeep}, {"GET /journal/export", toKeep}, {"GET /journey/file", toKeep}, {"GET /journey/steps/file", toKeep}, {"GET /title/letter", toKeep},
	{"GET /journey/shared/", "read by whoever holds a link, and by no program"}, {"GET /public/framework", "read by whoever comes, where it is open"}, {"GET /guide/how/", "built in: it explains pages"}, {"GET /guide/api", "tells of the API itself"},
	{"POST /journal/draft", typing}, {"POST /journal/{id}/draft", typing}, {"POST /people/{id}/memos/draft", typing}, {"POST /memos/{id}/draft", typing},
	{"GET /drafts", leftovers}, {"POST /drafts", leftovers},
	{"GET /framework/draft/", byHand}, {"POST /framework/draft/", byHand}, {"GET /framework/extensions/{kind}/{slug}/examples", byHand}, {"GET /framework/news", "told once to each person, where they read"}, {"POST /framework/news", "told once to each person, where they read"},
	{"GET /people/import/progress", onPage}, {"GET /pay/people/import/progress", onPage}, {"GET /pay/ranges/export", toKeep}, {"GET /pay/benchmarks/export", toKeep}, {"GET /pay/reviews/{id}/export", toKeep}, {"GET /pay/sex/", lineByLine}, {"POST /pay/sex/", lineByLine},
	{"POST /people/{id}/invitation", waysIn}, {"GET /recognition/{id}/picture", "a picture, for people to look at"},
	{"GET /pay/category", gap}, {"POST /pay/category", gap}, {"GET /pay/criteria", gap}, {"GET /pay/gap", gap}, {"POST /pay/gap", gap},
	{"GET /break-glass", glass}, {"POST /break-glass", glass}, {"GET /audit", "pushed to a second place and to a collector, by the operator's settings; the matrix gives programs nothing else of it"},
}

// TestEveryPageHasItsOperation: what the pages can do a program can ask for, or it is
// said why not. A page that is new fails until somebody has said which.
func TestEveryPageHasItsOperation(t *testing.T) {
	ids, at := map[string]bool{}, map[string]bool{}
	for _, o := range api.Operations() {
		ids[o.ID], at[o.Method+" "+o.Path] = true, true
	}
	needed, used := map[string]bool{}, map[string]bool{}
	for _, r := range web.Routes() {
		pattern := strings.TrimSuffix(r.Pattern, "{$}")
		if at[pattern] {
			continue
		}
		if op, ok := answersAs[pattern]; ok {
			needed[pattern] = true
			for _, id := range strings.Fields(op) {
				if !ids[id] {
					t.Errorf("%s is answered by %s, which does not exist", pattern, id)
				}
			}
			continue
		}
		why := ""
		for _, alone := range pagesAlone {
			if strings.HasPrefix(pattern, alone.begin) {
				why, used[alone.begin] = alone.why, true
				break
			}
		}
		if why == "" {
			t.Errorf("%s: name the operation of the API that does it, or say why there is none", pattern)
		}
	}
	for pattern := range answersAs {
		if !needed[pattern] {
			t.Errorf("the line about %s is not needed", pattern)
		}
	}
	for _, alone := range pagesAlone {
		if !used[alone.begin] {
			t.Errorf("the line about %s is not needed", alone.begin)
		}
	}
}
