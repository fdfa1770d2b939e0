package api

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
)

// matrix returns what tokens may do with each item, from the permission matrix.
func matrix(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("../trust/testdata/permission-matrix.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	item, column, code := slices.Index(rows[0], "item"), slices.Index(rows[0], "column"), slices.Index(rows[0], "code")
	for _, row := range rows[1:] {
		if row[column] == "api" {
			codes[row[item]] = row[code]
		}
	}
	if len(codes) < 30 {
		t.Fatalf("the matrix has %d items", len(codes))
	}
	return codes
}

// scopesOf are the scopes that may reach a private item.
var scopesOf = map[string]access.Scope{
	"step_hist": access.ScopeStep, "self_draft": access.ScopeEvaluations, "self_shared": access.ScopeEvaluations, "mgr_draft": access.ScopeEvaluations,
	"mgr_shared": access.ScopeEvaluations, "compare": access.ScopeEvaluations, "focus": access.ScopeGrowth, "priorities": access.ScopePriorities,
	"fb_draft": access.ScopeFeedback, "fb_subject": access.ScopeFeedback, "notes_self": access.ScopeNotes,
}

func TestEveryOperationIsInTheMatrix(t *testing.T) {
	codes := matrix(t)
	for _, op := range Operations() {
		for _, wrong := range misplaced(op, codes) {
			t.Errorf("%s: %s", op.ID, wrong)
		}
	}
}

func TestMisplacedOperationsAreFound(t *testing.T) {
	codes := matrix(t)
	for name, op := range map[string]Operation{
		"names nothing":               {Scope: access.ScopeStep},
		"plain and names something":   {Plain: true, Items: []string{"profile"}},
		"names what is unknown":       {Items: []string{"shoe size"}},
		"names what no token reaches": {Items: []string{"hr_attr"}},
		"private without its scope":   {Items: []string{"step_hist"}, Scope: access.ScopeEvaluations},
		"private without any scope":   {Items: []string{"step"}},
		"open to everybody":           {Items: []string{"framework"}, Public: true},
		"for sessions without need":   {Items: []string{"framework"}, Session: true},
		"for sessions with a scope":   {Items: []string{"case"}, Session: true, Scope: access.ScopeStep},
	} {
		if len(misplaced(op, codes)) != 1 {
			t.Errorf("%s: %q", name, misplaced(op, codes))
		}
	}
}

// misplaced tells what is wrong with an operation's row.
func misplaced(op Operation, codes map[string]string) (wrong []string) {
	if op.Plain == (len(op.Items) > 0) {
		wrong = append(wrong, "it must name items or be plain")
	}
	if op.Public && !op.Plain {
		wrong = append(wrong, "it answers everybody and is not plain")
	}
	if op.Session {
		return append(wrong, misplacedSession(op, codes)...)
	}
	for _, item := range op.Items {
		code, known := codes[item]
		needs, named := scopesOf[item]
		switch {
		case !known:
			wrong = append(wrong, item+" is not in the matrix")
		case code != "T" && code != "T2":
			wrong = append(wrong, item+" is "+code+": no token reaches it")
		case code == "T2" && item == "step" && op.Scope != access.ScopeStep && op.Scope != access.ScopeEvaluations:
			wrong = append(wrong, "the Step needs its scope, or that of evaluations, which look at it")
		case item == "focus" && op.Scope == access.ScopeEvaluations && op.Tag == "evaluations": // an evaluation agrees on them
		case code == "T2" && item != "step" && (!named || op.Scope != needs):
			wrong = append(wrong, item+" needs its own scope")
		}
	}
	return wrong
}

// misplacedSession tells what is wrong with an operation for sessions: it is there
// because no token may reach what it shows.
func misplacedSession(op Operation, codes map[string]string) (wrong []string) {
	closed := false
	for _, item := range op.Items {
		if _, known := codes[item]; !known {
			wrong = append(wrong, item+" is not in the matrix")
		}
		closed = closed || codes[item] == "X"
	}
	if !closed && !op.Between || op.Scope != "" {
		wrong = append(wrong, "tokens may reach all of it, or it asks for a scope")
	}
	return wrong
}

func TestEveryAddressComesFromTheTable(t *testing.T) {
	s := newSite(t)
	service := s.handler.(*service)
	seen, ids := map[string]bool{}, map[string]bool{}
	for _, op := range Operations() {
		if seen[op.Method+op.Path] || ids[op.ID] || op.ID == "" || op.Summary == "" || op.About == "" || op.Tag == "" {
			t.Errorf("%s %s: one of its kind, with a name and a description, is wanted", op.Method, op.Path)
		}
		seen[op.Method+op.Path], ids[op.ID] = true, true
	}
	for path, item := range service.huma.OpenAPI().Paths {
		for method, op := range map[string]any{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete, "PATCH": item.Patch} {
			raw, _ := json.Marshal(op)
			if string(raw) != "null" && !seen[method+path] {
				t.Errorf("%s %s is described and not in the table", method, path)
			}
		}
	}
}

func TestItDescribesItselfToEverybody(t *testing.T) {
	s := newSite(t)
	a := caller{site: s}.get("/openapi.json").is(200)
	doc := read[struct {
		OpenAPI string `json:"openapi"`
		Servers []struct{ URL string }
		Paths   map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Security    []map[string][]string
			Parameters  []struct{ Name, In string }
			Responses   map[string]any
		}
		Components struct {
			SecuritySchemes map[string]map[string]any
		}
	}](a)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || doc.Servers[0].URL != Prefix || doc.Components.SecuritySchemes["token"]["scheme"] != "bearer" {
		t.Errorf("described as %s", a.body[:300])
	}
	for _, op := range Operations() {
		if op.Plain {
			continue
		}
		described := doc.Paths[op.Path][strings.ToLower(op.Method)]
		if described.OperationID != op.ID || len(described.Security) != map[bool]int{false: 1, true: 2}[op.ForServices()] || described.Responses["401"] == nil || described.Responses["404"] == nil {
			t.Errorf("%s is described as %+v", op.ID, described)
		}
		for _, want := range parametersOf(op) {
			if !slices.Contains(described.Parameters, want) {
				t.Errorf("%s does not read %s of the %s", op.ID, want.Name, want.In)
			}
		}
		needs := []string{string(op.Scope)}
		if op.Also != "" {
			needs = append(needs, string(op.Also))
		}
		if op.Scope != "" && !slices.Equal(described.Security[0]["token"], needs) {
			t.Errorf("%s needs %v", op.ID, described.Security)
		}
	}
	for _, never := range []string{"start_date", "\"due\"", "cdn", "unpkg"} {
		if strings.Contains(a.body, never) {
			t.Errorf("it speaks of %s", never)
		}
	}
	caller{site: s}.ask(http.MethodHead, "/openapi.json", "").is(200)
}

// parametersOf are those that the address and the kind of operation ask for. A
// side is saved once by its revision.
func parametersOf(op Operation) (want []struct{ Name, In string }) {
	for _, part := range strings.Split(op.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			want = append(want, struct{ Name, In string }{strings.TrimSuffix(name, "}"), "path"})
		}
	}
	if op.Method != http.MethodGet && !slices.Contains([]string{"save-side", "save-feedback-draft"}, op.ID) { // drafts are guarded by their revision
		want = append(want, struct{ Name, In string }{"Idempotency-Key", "header"})
	}
	return want
}
