package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What a parameter of an address may choose by.
const (
	pages  = "how far a list is read"
	public = "what everybody reads alike"
	named  = "one thing by its id, which answers as absent to whoever may not see it"
	asFile = "how the file that was sent is read, and whether it is only looked at"
	office = "what whoever looks after it sees whole"
)

// chooses says of each parameter of each address what it chooses by. A filter or an
// order over something private would let one ask for it without reading it.
var chooses = map[string]string{
	"list-people cursor": pages, "list-people limit": pages, "list-direct-reports cursor": pages, "list-direct-reports limit": pages, "list-people q": public, "list-people unit": public, "list-people discipline": public,
	"list-examples cursor": pages, "list-examples limit": pages, "list-examples area": public, "list-examples step": public, "list-examples discipline": public,
	"list-evaluations cursor": pages, "list-evaluations limit": pages, "list-feedback cursor": pages, "list-feedback limit": pages, "get-inbox cursor": pages, "get-inbox limit": pages, "get-journal cursor": pages, "get-journal limit": pages, "list-promotions cursor": pages, "list-promotions limit": pages, "list-people-at-step cursor": pages, "list-people-at-step limit": pages, "list-data-requests cursor": pages, "list-data-requests limit": pages, "get-title cursor": pages, "get-title limit": pages, "get-rights cursor": pages, "get-rights limit": pages, "get-visibility cursor": pages, "get-visibility limit": pages, "get-corrections cursor": pages, "get-corrections limit": pages, "list-pay-changes cursor": pages, "list-pay-changes limit": pages, "list-markets cursor": pages, "list-markets limit": pages, "list-ranges cursor": pages, "list-ranges limit": pages, "get-plan cursor": pages, "get-plan limit": pages, "get-priorities cursor": pages, "get-priorities limit": pages, "get-journey cursor": pages, "get-journey limit": pages, "get-journey-steps cursor": pages, "get-journey-steps limit": pages, "list-versions cursor": pages, "list-versions limit": pages, "list-extensions cursor": pages, "list-extensions limit": pages, "list-owners cursor": pages, "list-owners limit": pages, "get-guide cursor": pages, "get-guide limit": pages, "list-statistics cursor": pages, "list-statistics limit": pages, "get-pay-review cursor": pages, "get-pay-review limit": pages, "get-standing-in cursor": pages, "get-standing-in limit": pages, "get-organisation cursor": pages, "get-organisation limit": pages, "get-thanks cursor": pages, "get-thanks limit": pages,
	"list-memos cursor": pages, "list-memos limit": pages, "list-extracts cursor": pages, "list-extracts limit": pages, "list-rollouts cursor": pages, "list-rollouts limit": pages, "list-role-requests cursor": pages, "list-role-requests limit": pages, "list-reports cursor": pages, "list-reports limit": pages, "list-benchmarks cursor": pages, "list-benchmarks limit": pages,
	"list-pay-people q": public, "list-pay-people cursor": pages, "list-pay-people limit": pages, "list-pay-reviews cursor": pages, "list-pay-reviews limit": pages,
	"put-thanks-picture alt": asFile,
	"import-framework name":  asFile, "import-framework dry_run": asFile, "import-framework format": asFile, "import-framework columns": asFile, "import-framework decisions": asFile,
	"import-framework framework_id": asFile, "import-framework framework_name": asFile, "import-framework framework_version": asFile,
	"import-people columns": asFile, "import-people leave_out": asFile, "import-people name": asFile, "import-people dry_run": asFile, "import-ranges name": asFile, "import-ranges dry_run": asFile, "import-benchmarks name": asFile, "import-benchmarks dry_run": asFile, "import-salaries name": asFile, "import-salaries dry_run": asFile,
	"get-version-file format": public, "get-extension-file version": named, "list-version-comments cursor": pages, "list-version-comments limit": pages, "get-changes from": public, "get-changes discipline": public, "search q": public, "search-framework q": public, "search-thanks q": public,
	"list-thanks cursor": pages, "list-thanks limit": pages, "list-thanks person": public, "list-thanks project": public, "list-thanks tribe": public,
	"list-messages cursor": pages, "list-messages limit": pages, "list-readings cursor": pages, "list-readings limit": pages,
	"get-corrections about": named, "add-entry-file name": named, "remove-entry-file file": named, "detach-entry evaluation": named, "detach-entry-from-case entry": named,
	"list-ranges market": office, "list-ranges discipline": office, "list-ranges on": office, "list-benchmarks market": office,
}

// TestNothingPrivateIsChosenBy: every parameter that the description names is on the
// list, and none of them sorts, expands or selects fields.
func TestNothingPrivateIsChosenBy(t *testing.T) {
	s := newSite(t)
	known := map[string]bool{}
	for _, op := range Operations() {
		if op.Public {
			continue
		}
		item := s.handler.(*service).huma.OpenAPI().Paths[op.Path]
		described := item.Get
		switch op.Method {
		case http.MethodPost:
			described = item.Post
		case http.MethodPut:
			described = item.Put
		case http.MethodDelete:
			described = item.Delete
		}
		for _, name := range parameters(described, "query") {
			known[op.ID+" "+name] = true
			if slices.Contains([]string{"sort", "order", "expand", "include", "fields", "select", "filter"}, name) {
				t.Errorf("%s lets one %s", op.ID, name)
			}
			if chooses[op.ID+" "+name] == "" {
				t.Errorf("%s %s: say what it chooses by", op.ID, name)
			}
		}
	}
	for line := range chooses {
		if !known[line] {
			t.Errorf("the line about %s is not needed", line)
		}
	}
}

// TestWhatIsNotKnownIsRefusedAlike: to whoever reads a thing and to whoever may not,
// whatever they would choose by.
func TestWhatIsNotKnownIsRefusedAlike(t *testing.T) {
	s := newSite(t)
	noor, ben, odd := s.as("noor"), s.as("ben"), s.as("odd")
	browserOf, stranger := s.in("noor"), s.in("ben")
	target := string(s.Person("noor"))
	for _, op := range Operations() {
		if op.Method != http.MethodGet || op.Public {
			continue
		}
		path := strings.NewReplacer("{id}", target, "{person}", target, "{step}", "individual", "{version}", "steps-1.0", "{kind}", "tribe", "{slug}", "rivers").Replace(op.Path)
		for _, query := range []string{"sort=step", "expand=step", "fields=salary", "filter=step:individual", "step[gt]=individual", "include=manager.step", "$orderby=step"} {
			var answers []answer
			if op.Session {
				answers = []answer{browserOf.get(path + "?" + query), stranger.get(path + "?" + query)}
			} else {
				answers = []answer{noor.get(path + "?" + query), ben.get(path + "?" + query), odd.get(path + "?" + query)}
			}
			for _, a := range answers {
				if a.code != http.StatusUnprocessableEntity || !a.same(answers[0]) || strings.Contains(a.body, "salary") {
					t.Errorf("%s?%s: %d %s", op.ID, query, a.code, a.body)
				}
			}
		}
	}
}
