package trust

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/directory"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/scim"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Directories bring tables and guards of their own.
func init() {
	clear["directories"] = "id source made_at used_at revoked_at"
	clear["directory_users"] = "source person user_name user_name_folded department gone"
	clear["directory_groups"] = "source unit external_id gone"
	sealed = append(sealed, "directories.hash")
	const out, in = "TestADirectoryReachesNothingPrivate", "TestManagersByADirectory"
	breakages = append(breakages,
		broken("a token that was ended goes on", out, "workflow/directory.go", "if !ok || s.Revoked.IsSet() {\n\t\tif err := w.slow", "if !ok {\n\t\tif err := w.slow", edit{"workflow/directory.go", "err == nil && (!ok || s.Revoked.IsSet())", "err == nil && (!ok || s.Revoked.IsSet() && false)"}),
		broken("any token is a directory's", out, "workflow/directory.go", "if !ok || s.Revoked.IsSet() {\n\t\tif err := w.slow", "if _ = ok; false {\n\t\tif err := w.slow", edit{"workflow/directory.go", "err == nil && (!ok || s.Revoked.IsSet())", "ok = ok && s.ID != \"\"; err == nil && false"}),
		broken("a display name makes a manager", in, "workflow/directory_user.go", "p, ok, err := r.PersonByEmail(words)", "p, ok, err := r.PersonByEmail(strings.ReplaceAll(strings.ToLower(words), \" wolf\", \"@example.org\"))",
			edit{"workflow/directory_user.go", "\"context\"\n", "\"context\"\n\t\"strings\"\n"}),
		broken("a case goes on under another manager", in, "workflow/promotion_decision.go", "c.Manager == l.Manager {", "c.Manager == l.Manager || true {"),
		broken("a name that was given on brings another's past", "TestADeletedNameBringsNobodyBack", "workflow/directory_user.go", "if known {", "if known && want.ExternalID == \"\" {\n\t\treturn named.Person, true, nil\n\t}\n\tif known {"),
	)
}

// byDirectory asks as a directory.
func byDirectory(t *testing.T, w *world.World, token, method, path, body string) (int, string) {
	t.Helper()
	h := directory.New(directory.Options{Workflow: w.Workflow, Base: world.PublicURL + directory.Prefix})
	r := httptest.NewRequest(method, directory.Prefix+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code, answer.Body.String()
}

func directoryToken(t *testing.T, w *world.World) string {
	t.Helper()
	token, err := w.MakeDirectoryToken(t.Context(), access.System(access.ViaCommand), "okta")
	must(t, err)
	return token
}

// TestADirectoryReachesNothingPrivate: its token opens its own addresses and no other,
// no other token opens these, and nothing there says anything private.
func TestADirectoryReachesNothingPrivate(t *testing.T) {
	c := newCage(t, "sqlite")
	token := directoryToken(t, c.World)
	m := matrix(t)
	for _, r := range directory.Routes() {
		for _, i := range r.Items {
			if _, ok := m[item(i)]; !ok || i != "profile" {
				t.Errorf("%s %s shows %s", r.Method, r.Path, i)
			}
		}
	}
	for _, path := range []string{"/Users?count=200", "/Groups?count=200", "/Users/" + string(c.Person("noor")), "/Schemas", "/ServiceProviderConfig", "/ResourceTypes"} {
		status, body := byDirectory(t, c.World, token, "GET", path, "")
		if status != http.StatusOK || len(body) < 100 {
			t.Errorf("%s: %d", path, status)
		}
		silent(t, c, path, body)
		if strings.Contains(body, "2025-11-20") {
			t.Errorf("%s tells a start date", path)
		}
	}
	s := serve(t, c.World)
	s.cookies["directory"], s.tokens["directory"] = token, token
	for _, e := range endpoints() {
		if e.public || e.method != "GET" || strings.Contains(e.pattern, "{") {
			continue
		}
		if a := s.get(t, "directory", e.pattern); a.status == http.StatusOK {
			t.Errorf("the token of a directory opens %s", e.pattern)
		}
	}
	in, err := c.SignInAs(t.Context(), c.Person("pia"), "a test")
	must(t, err)
	for what, other := range map[string]string{"a session": in.Token, "nothing": "", "one of the same form": "cairn_dir_" + strings.Repeat("0", 52)} {
		if status, _ := byDirectory(t, c.World, other, "GET", "/Users", ""); status != http.StatusUnauthorized {
			t.Errorf("%s: %d", what, status)
		}
	}
	for _, name := range []string{"", "noor", "pia", "odd"} {
		if _, err := c.MakeDirectoryToken(t.Context(), c.Actor(name), "mine"); !fault.Is(err, fault.Absent) {
			t.Errorf("%q makes a directory: %v", name, err)
		}
	}
	must(t, c.EndDirectory(t.Context(), access.System(access.ViaCommand), "okta"))
	if status, _ := byDirectory(t, c.World, token, "GET", "/Users", ""); status != http.StatusUnauthorized {
		t.Errorf("after it was ended: %d", status)
	}
}

// TestManagersByADirectory: a manager that a directory names is one like any other. The
// one before loses everything, an open case stops, and nobody decides about themselves.
func TestManagersByADirectory(t *testing.T) {
	s := newCase(t, "sqlite", promotion.Deciding)
	w := s.World
	d := letIn(t, w)
	set := func(person, manager string) error {
		_, err := w.ChangeDirectoryUser(t.Context(), d, w.Person(person), "", func(u *scim.User) error {
			u.Manager = manager
			return nil
		})
		return err
	}
	must(t, set("noor", "Mira Wolf"))
	if p, err := w.Profile(t.Context(), w.Actor("pia"), w.Person("noor")); err != nil || p.Manager.ID != w.Person("mats") {
		t.Errorf("a display name made %+v the manager: %v", p.Manager, err)
	}
	if err := set("noor", string(w.Person("noor"))); !fault.Is(err, fault.Invalid) {
		t.Errorf("one's own manager: %v", err)
	}
	if err := set("mats", string(w.Person("noor"))); !fault.Is(err, fault.Invalid) {
		t.Errorf("in a circle: %v", err)
	}
	must(t, set("noor", string(w.Person("tove")))) // who would decide becomes who recommends
	if _, err := w.Promotion(t.Context(), w.Actor("mats"), s.promotion); !fault.Is(err, fault.Absent) {
		t.Errorf("the manager before reads the case: %v", err)
	}
	if err := w.Decide(t.Context(), w.Actor("tove"), workflow.Once{}, s.promotion, promotion.Verdict{Reasons: "Mine."}); err == nil {
		t.Error("whom the directory made manager decides about the own report")
	}
	if err := w.Decide(t.Context(), w.Actor("noor"), workflow.Once{}, s.promotion, promotion.Verdict{Reasons: "Mine."}); err == nil {
		t.Error("the person decides")
	}
	if n := strings.Count(dump(t, w)["audit_entries.hat"], "directory"); n == 0 {
		t.Error("no line says that a directory did it")
	}
}

func letIn(t *testing.T, w *world.World) workflow.Directory {
	t.Helper()
	d, err := w.AuthenticateDirectory(t.Context(), directoryToken(t, w), "192.0.2.1")
	must(t, err)
	return d
}

// TestADeletedNameBringsNobodyBack: a name that was given on does not bring somebody
// else what the one before had.
func TestADeletedNameBringsNobodyBack(t *testing.T) {
	w := world.New(t, "sqlite")
	d, ctx := letIn(t, w), t.Context()
	noor, err := w.ChangeDirectoryUser(ctx, d, w.Person("noor"), "", func(u *scim.User) error { u.ExternalID = "1"; return nil })
	must(t, err)
	must(t, w.RemoveDirectoryUser(ctx, d, w.Person("noor"), ""))
	for _, external := range []string{"", "2"} {
		next := noor
		next.ID, next.ExternalID = "", external
		if u, err := w.AddDirectoryUser(ctx, d, next); !fault.Is(err, fault.Conflict) {
			t.Errorf("with the external id %q: %s, %v", external, u.ID, err)
		}
	}
	back, err := w.AddDirectoryUser(ctx, d, noor)
	if err != nil || id.Person(back.ID) != w.Person("noor") {
		t.Errorf("the same person: %v", err)
	}
	for _, act := range []audit.Act{audit.PersonLeft, audit.PersonBack} {
		if !strings.Contains(dump(t, w)["audit_entries.act"], string(act)) {
			t.Errorf("%s is in no line", act)
		}
	}
}
