package directory_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/directory"
	"cairn/internal/fault"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// client is a directory that asks.
type client struct {
	*world.World
	handler http.Handler
	token   string
	match   string // If-Match of the next requests
}

func connect(w *world.World, name string) *client {
	w.Helper()
	token, err := w.MakeDirectoryToken(w.Context(), access.System(access.ViaCommand), name)
	if err != nil {
		w.Fatal(err)
	}
	return &client{World: w, handler: directory.New(directory.Options{Workflow: w.Workflow, Base: world.PublicURL + directory.Prefix}), token: token}
}

func (c *client) raw(method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, directory.Prefix+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", "application/scim+json")
	if c.match != "" {
		r.Header.Set("If-Match", c.match)
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	return w
}

// do asks and wants the status.
func (c *client) do(status int, method, path, body string) map[string]any {
	c.Helper()
	w := c.raw(method, path, body)
	if w.Code != status {
		c.Fatalf("%s %s: %d, want %d\n%s", method, path, w.Code, status, w.Body)
	}
	var m map[string]any
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
			c.Fatal(err)
		}
	}
	return m
}

func (c *client) find(filter string) (ids []string) {
	c.Helper()
	for _, one := range c.do(200, "GET", "/Users?filter="+url.QueryEscape(filter), "")["Resources"].([]any) {
		ids = append(ids, one.(map[string]any)["id"].(string))
	}
	return ids
}

func patch(operations string) string {
	return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":` + operations + `}`
}

const ada = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
	"userName":"ada@example.org","externalId":"00u1","name":{"givenName":"Ada","familyName":"Berg"},"emails":[{"primary":true,"value":"ada@example.org","type":"work"}],
	"displayName":"Ada Berg","active":true,"locale":"en-US","groups":[],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Rivers"}}`

// TestUsersAsTheCommonDirectoriesSendThem are the shapes of requests that Okta and
// Entra are known to send.
func TestUsersAsTheCommonDirectoriesSendThem(t *testing.T) {
	world.Each(t, func(w *world.World) {
		c := connect(w, "okta")
		if found := c.find(`userName eq "ada@example.org"`); len(found) != 0 {
			w.Fatal(found)
		}
		made := c.do(201, "POST", "/Users", ada)
		id := made["id"].(string)
		if made["active"] != true || made["externalId"] != "00u1" || made["displayName"] != "Ada Berg" {
			w.Errorf("%v", made)
		}
		if again := c.do(409, "POST", "/Users", ada); again["scimType"] != "uniqueness" {
			w.Errorf("sent twice: %v", again)
		}
		for _, filter := range []string{`userName eq "ADA@example.org"`, `externalId eq "00u1"`, `id eq "` + id + `"`, `emails[type eq "work"].value eq "ada@example.org"`,
			`displayName co "ada" and active eq true`, `emails.value sw "ada@" and not (active eq "False")`, `urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@example.org"`} {
			if strings.Contains(filter, "].value") {
				continue // of paths, not of filters
			}
			if found := c.find(filter); !slices.Equal(found, []string{id}) {
				w.Errorf("%s finds %v", filter, found)
			}
		}
		manager := string(w.Person("mats"))
		for what, operations := range map[string]string{
			"Entra, a manager as text":       `[{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"` + manager + `"}]`,
			"a manager as an object":         `[{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":{"value":"` + manager + `"}}]`,
			"a manager's value":              `[{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","value":"` + manager + `"}]`,
			"without a path, with whole one": `[{"op":"replace","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager":"` + manager + `"}}]`,
			"within the extension":           `[{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"$ref":"../Users/` + manager + `"}}}}]`,
			"by e-mail address":              `[{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"mats@example.org"}]`,
		} {
			c.do(200, "PATCH", "/Users/"+id, patch(`[{"op":"Remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"}]`))
			u := c.do(200, "PATCH", "/Users/"+id, patch(operations))
			if got := managerIn(u); got != manager {
				w.Errorf("%s: the manager is %q", what, got)
			}
		}
		u := c.do(200, "PATCH", "/Users/"+id, patch(`[{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"Mira Wolf"}]`))
		if managerIn(u) != manager {
			w.Error("a display name named a manager")
		}
		u = c.do(200, "PATCH", "/Users/"+id, patch(`[{"op":"Replace","path":"name.familyName","value":"Lind"},{"op":"Add","path":"emails[type eq \"work\"].value","value":"ada.lind@example.org"},{"op":"Replace","path":"phoneNumbers[type eq \"work\"].value","value":"1"}]`))
		if u["displayName"] != "Ada Lind" || u["emails"].([]any)[0].(map[string]any)["value"] != "ada.lind@example.org" {
			w.Errorf("%v", u)
		}
		c.do(400, "PATCH", "/Users/"+id, patch(`[{"op":"replace","path":"active","value":"maybe"}]`))
		c.do(400, "PATCH", "/Users/"+id, patch(`[{"op":"remove"}]`))
		c.do(400, "POST", "/Users", `{"userName":"x"}`)
		c.do(400, "POST", "/Users", `[]`)
		c.do(400, "GET", "/Users?filter=nonsense", "")
		c.do(404, "GET", "/Users/nobody", "")
		c.do(409, "PATCH", "/Users/"+id, patch(`[{"op":"replace","path":"emails","value":[{"value":"noor@example.org","primary":true}]}]`))
		put := c.do(200, "PUT", "/Users/"+id, strings.Replace(ada, `"active":true`, `"active":"False"`, 1))
		if put["active"] != false || put["displayName"] != "Ada Berg" {
			w.Errorf("PUT: %v", put)
		}
	})
}

func managerIn(u map[string]any) string {
	e, _ := u["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].(map[string]any)
	m, _ := e["manager"].(map[string]any)
	v, _ := m["value"].(string)
	return v
}

// TestWhoeverIsSwitchedOffIsOut at that moment, on every way by which it is said, and
// over each way in; coming back brings nothing back.
func TestWhoeverIsSwitchedOffIsOut(t *testing.T) {
	for what, off := range map[string]func(c *client, at string){
		"PATCH": func(c *client, at string) {
			c.do(200, "PATCH", at, patch(`[{"op":"replace","path":"active","value":false}]`))
		},
		"PATCH, as a word": func(c *client, at string) {
			c.do(200, "PATCH", at, patch(`[{"op":"Replace","path":"active","value":"False"}]`))
		},
		"PATCH, in a value": func(c *client, at string) {
			c.do(200, "PATCH", at, patch(`[{"op":"replace","value":{"active":false}}]`))
		},
		"PATCH, as a list": func(c *client, at string) {
			c.do(200, "PATCH", at, patch(`[{"op":"Replace","path":"active","value":["False"]}]`))
		},
		"PUT": func(c *client, at string) {
			c.do(200, "PUT", at, `{"userName":"noor@example.org","displayName":"Noor Said","active":false}`)
		},
		"DELETE": func(c *client, at string) { c.do(204, "DELETE", at, "") },
		"bulk": func(c *client, at string) {
			c.do(200, "POST", "/Bulk", `{"Operations":[{"method":"DELETE","path":"`+at+`"}]}`)
		},
		"a storm of retries": func(c *client, at string) { storm(c, at) },
	} {
		t.Run(what, func(t *testing.T) {
			w := world.New(t, "sqlite")
			c := connect(w, "okta")
			ctx := t.Context()
			noor := w.Person("noor")
			in, err := w.SignInAs(ctx, noor, "a test")
			if err != nil {
				t.Fatal(err)
			}
			actor := w.Actor("noor")
			actor.Session = in.Session
			token, err := w.MakeToken(ctx, actor, workflow.Once{}, workflow.NewToken{Name: "t", Scopes: access.Scopes(), Days: 1})
			if err != nil {
				t.Fatal(err)
			}
			feed, err := w.MakeFeed(ctx, actor, workflow.Once{})
			if err != nil {
				t.Fatal(err)
			}
			off(c, "/Users/"+string(noor))
			replica := workflow.New(w.DB, w.Clock, workflow.AllowDemo())
			if _, _, err := replica.Authenticate(ctx, in.Token); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("the session: %v", err)
			}
			if _, _, err := replica.AuthenticateToken(ctx, token); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("the token: %v", err)
			}
			if _, err := replica.Sessions(ctx, actor); err == nil {
				t.Error("what had come in goes on")
			}
			if _, _, err := replica.Calendar(ctx, feed); err == nil {
				t.Error("the calendar goes on")
			}
			if _, err := replica.SignInAs(ctx, noor, "a test"); err == nil {
				t.Error("they sign in again")
			}
			comesBack(c, held{string(noor), in.Token, token, feed})
		})
	}
}

// held is what somebody had before.
type held struct{ id, session, token, feed string }

// comesBack switches Noor on again where the directory still sees her.
func comesBack(c *client, n held) {
	c.Helper()
	if c.raw("GET", "/Users/"+n.id, "").Code != 200 {
		return
	}
	u := c.do(200, "PATCH", "/Users/"+n.id, patch(`[{"op":"Replace","path":"active","value":"True"}]`))
	if u["active"] != true || managerIn(u) != "" {
		c.Errorf("%v", u)
	}
	ctx := c.Context()
	if _, _, err := c.Authenticate(ctx, n.session); err == nil {
		c.Error("the session is back")
	}
	if _, _, err := c.AuthenticateToken(ctx, n.token); err == nil {
		c.Error("the token is back")
	}
	if _, _, err := c.Calendar(ctx, n.feed); err == nil {
		c.Error("the calendar is back")
	}
	p, err := c.Profile(ctx, c.Actor("mats"), c.Person("noor"))
	if err != nil || p.Manager != nil || len(p.Units) > 0 {
		c.Errorf("what ended is back: %+v, %v", p, err)
	}
}

// storm says it eight times at once, and again.
func storm(c *client, at string) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := c.raw("PATCH", at, patch(`[{"op":"replace","path":"active","value":false}]`)); got.Code != 200 {
				c.Errorf("%d %s", got.Code, got.Body)
			}
		})
	}
	all.Wait()
	c.do(200, "PATCH", at, patch(`[{"op":"replace","path":"active","value":false}]`))
}

// TestADeletedUserIsNobodyElse: what was somebody's is not given on with the name.
func TestADeletedUserIsNobodyElse(t *testing.T) {
	w := world.New(t, "sqlite")
	c := connect(w, "okta")
	id := c.do(201, "POST", "/Users", ada)["id"].(string)
	c.do(204, "DELETE", "/Users/"+id, "")
	c.do(404, "GET", "/Users/"+id, "")
	c.do(404, "DELETE", "/Users/"+id, "")
	if found := c.find(`userName eq "ada@example.org"`); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	c.do(409, "POST", "/Users", strings.Replace(ada, "00u1", "00u2", 1))
	c.do(409, "POST", "/Users", strings.Replace(ada, `"externalId":"00u1",`, "", 1))
	if back := c.do(201, "POST", "/Users", ada); back["id"] != id || back["active"] != true {
		t.Errorf("the same one: %v", back)
	}
}

func TestVersions(t *testing.T) {
	w := world.New(t, "sqlite")
	c := connect(w, "okta")
	made := c.raw("POST", "/Users", ada)
	first := made.Header().Get("ETag")
	id := made.Header().Get("Location")[len(world.PublicURL+directory.Prefix):]
	rename := patch(`[{"op":"replace","path":"displayName","value":"Ada Lind"}]`)
	c.match = first
	c.do(200, "PATCH", id, rename)
	for _, method := range []string{"PUT", "PATCH", "DELETE"} {
		body := rename
		if method == "PUT" {
			body = ada
		}
		c.do(412, method, id, body)
	}
	c.match = "*"
	c.do(200, "PATCH", id, rename)
	r := c.raw("GET", id, "")
	if r.Header().Get("ETag") == first || r.Header().Get("Content-Type") != "application/scim+json" {
		t.Errorf("%v", r.Header())
	}
}

func TestPages(t *testing.T) {
	w := world.New(t, "sqlite")
	c := connect(w, "okta")
	seen := map[string]bool{}
	for start := 1; ; start += 5 {
		page := c.do(200, "GET", fmt.Sprintf("/Users?startIndex=%d&count=5", start), "")
		if page["totalResults"].(float64) != float64(len(w.Names())) {
			t.Fatalf("%v", page["totalResults"])
		}
		list := page["Resources"].([]any)
		for _, one := range list {
			id := one.(map[string]any)["id"].(string)
			if seen[id] {
				t.Errorf("%s is on two pages", id)
			}
			seen[id] = true
		}
		if len(list) < 5 {
			break
		}
	}
	if len(seen) != len(w.Names()) {
		t.Errorf("%d of %d", len(seen), len(w.Names()))
	}
	if none := c.do(200, "GET", "/Users?count=0&startIndex=-4", ""); len(none["Resources"].([]any)) != 0 || none["startIndex"].(float64) != 1 {
		t.Errorf("%v", none)
	}
	few := c.do(200, "GET", "/Users?attributes=userName", "")["Resources"].([]any)[0].(map[string]any)
	if few["displayName"] != nil || few["userName"] == nil {
		t.Errorf("%v", few)
	}
}

func TestGroupsAreUnits(t *testing.T) {
	world.Each(t, func(w *world.World) {
		c := connect(w, "entra")
		ben, noor, gil := string(w.Person("ben")), string(w.Person("noor")), string(w.Person("gil"))
		for _, bad := range []string{`{"displayName":"Otter 2"}`, `{"displayName":"Squad:"}`, `{"displayName":"Club: A"}`, `{}`, `{"displayName":"Squad: X","members":[{"value":"` + strings.Repeat("0", 26) + `"}]}`} {
			c.do(400, "POST", "/Groups", bad)
		}
		made := c.do(201, "POST", "/Groups", `{"displayName":"Squad: Lynx","externalId":"g1","members":[{"value":"`+ben+`"},{"value":"`+noor+`"}]}`)
		at := "/Groups/" + made["id"].(string)
		c.do(409, "POST", "/Groups", `{"displayName":"squad: LYNX"}`)
		for _, step := range []struct {
			operations string
			want       []string
		}{
			{`[{"op":"Add","path":"members","value":[{"value":"` + gil + `"}]}]`, []string{ben, noor, gil}},
			{`[{"op":"Add","path":"members","value":[{"value":"` + gil + `"}]}]`, []string{ben, noor, gil}},
			{`[{"op":"Remove","path":"members","value":[{"value":"` + ben + `"}]}]`, []string{noor, gil}},
			{`[{"op":"remove","path":"members[value eq \"` + gil + `\"]"}]`, []string{noor}},
			{`[{"op":"remove","path":"members[value eq \"nobody\"]"}]`, []string{noor}},
			{`[{"op":"Remove","path":"members","value":[]}]`, []string{noor}},
			{`[{"op":"replace","value":{"id":"x","displayName":"Squad: Lynx"}}]`, []string{noor}},
			{`[{"op":"replace","path":"members","value":[{"value":"` + ben + `"},{"value":"` + gil + `"}]}]`, []string{ben, gil}},
			{`[{"op":"remove","path":"members"}]`, nil},
		} {
			g := c.do(200, "PATCH", at, patch(step.operations))
			if got := membersIn(g); !slices.Equal(got, sorted(step.want)) {
				w.Errorf("%s: %v, want %v", step.operations, got, step.want)
			}
		}
		g := c.do(200, "PATCH", at, patch(`[{"op":"replace","path":"displayName","value":"Squad: Wolverine"}]`))
		if g["displayName"] != "Squad: Wolverine" {
			w.Errorf("%v", g)
		}
		c.do(400, "PATCH", at, patch(`[{"op":"replace","path":"displayName","value":"Guild: Wolverine"}]`))
		found := c.do(200, "GET", "/Groups?excludedAttributes=members&filter="+url.QueryEscape(`displayName eq "Squad: wolverine"`), "")
		if found["totalResults"].(float64) != 1 || found["Resources"].([]any)[0].(map[string]any)["members"] != nil {
			w.Errorf("%v", found)
		}
		c.do(204, "DELETE", at, "")
		c.do(404, "GET", at, "")
	})
}

func membersIn(g map[string]any) (ids []string) {
	for _, m := range g["members"].([]any) {
		ids = append(ids, m.(map[string]any)["value"].(string))
	}
	return sorted(ids)
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

func TestManyAtOnce(t *testing.T) {
	w := world.New(t, "sqlite")
	c := connect(w, "okta")
	reply := c.do(200, "POST", "/Bulk", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":2,"Operations":[
		{"method":"POST","path":"/Users","bulkId":"a","data":`+ada+`},
		{"method":"POST","path":"/Groups","bulkId":"g","data":{"displayName":"Guild: Maps","members":[{"value":"bulkId:a"}]}},
		{"method":"POST","path":"/Users","bulkId":"b","data":{"userName":"noor@example.org"}},
		{"method":"PATCH","path":"/Users/bulkId:a","data":{"Operations":[{"op":"replace","path":"displayName","value":"Ada L"}]}},
		{"method":"POST","path":"/Bulk","data":{}},
		{"method":"DELETE","path":"/Users/bulkId:a"}]}`)
	var got []string
	for _, o := range reply["Operations"].([]any) {
		got = append(got, o.(map[string]any)["status"].(string))
	}
	if strings.Join(got, " ") != "201 201 400 200 400" {
		t.Errorf("%v\n%v", got, reply)
	}
}

func TestWhatItSaysOfItself(t *testing.T) {
	w := world.New(t, "sqlite")
	c := connect(w, "okta")
	for _, path := range []string{"/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/User", "/Schemas", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group"} {
		c.do(200, "GET", path, "")
	}
	c.do(404, "GET", "/Schemas/none", "")
	c.do(404, "GET", "/Nothing", "")
	good := c.token
	for _, bad := range []string{"", "cairn_dir_x", good + "0", "cairn_pat_" + good[len("cairn_dir_"):]} {
		c.token = bad
		c.do(401, "GET", "/Users", "")
		w.Clock.Advance(time.Minute)
	}
	c.token = good
	if err := w.EndDirectory(t.Context(), access.System(access.ViaCommand), "okta"); err != nil {
		t.Fatal(err)
	}
	c.do(401, "GET", "/Users", "")
}

// TestManyAreAddedAtOnceAndSaidAgain: a small one of what bench measures with ten
// thousand. Said twice, everybody is there once.
func TestManyAreAddedAtOnceAndSaidAgain(t *testing.T) {
	world.Each(t, func(w *world.World) {
		c := connect(w, "okta")
		const many = 40
		var all sync.WaitGroup
		for worker := range 4 {
			all.Go(func() {
				for i := worker; i < 2*many; i += 4 {
					n := i % many
					body := fmt.Sprintf(`{"userName":"user%d@example.org","externalId":"e%d","displayName":"User %d"}`, n, n, n)
					if got := c.raw("POST", "/Users", body).Code; got != http.StatusCreated && got != http.StatusConflict {
						w.Errorf("user %d: %d", n, got)
					}
				}
			})
		}
		all.Wait()
		if total := c.do(200, "GET", "/Users?count=1", "")["totalResults"].(float64); int(total) != many+len(w.Names()) {
			w.Errorf("%v people", total)
		}
	})
}
