package trust

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/api"
	"cairn/internal/promotion"
)

// The addresses of promotions in the API, and their guards.
func init() {
	for _, o := range api.Operations() {
		switch noun := strings.Split(o.Path, "/")[1]; {
		case o.Session && noun == "promotions" && strings.Contains(o.Path, "{id}"):
			kinds[api.Prefix+o.Path] = "promotion"
		case o.Session && noun == "consultations":
			kinds[api.Prefix+o.Path] = "consultation"
		}
	}
	breakages = append(breakages,
		broken("tokens find promotions", "TestToTokensPromotionsDoNotExist", "api/guard.go", "if s.session[pattern] && v.actor.Via == access.ViaToken {", "if s.session[pattern] && v.actor.Via == \"\" {"),
		broken("tokens are told the methods of promotions", "TestToTokensPromotionsDoNotExist", "api/guard.go", `pattern != "/" && s.session[pattern] == session {`, `pattern != "/" && (session || true) {`),
		broken("a cookie comes before a token", "TestToTokensPromotionsDoNotExist", "api/guard.go", `if len(r.Header["Authorization"]) > 0 || `, "if "),
		broken("another site acts on promotions", "TestAnotherSiteActsOnNoPromotion", "api/session.go", "if s.origins.Check(r) != nil {", "if s.origins == nil {"),
		broken("an older version serves", "TestAnActNeedsThePromotionAsItIs", "workflow/act.go", "if o.Seen != 0 && o.Seen != version {", "if o.Seen < 0 && o.Seen != version {"),
	)
}

// raw asks with these headers and nothing else.
func (s *site) raw(t *testing.T, method, path, body string, with ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.address+path, strings.NewReader(body))
	must(t, err)
	for i := 0; i+1 < len(with); i += 2 {
		r.Header.Set(with[i], with[i+1])
	}
	s.Clock.Advance(100 * time.Millisecond) // no faster than one may ask
	w, err := s.client.Do(r)
	must(t, err)
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	must(t, err)
	return answer{w.StatusCode, headers(w.Header), string(text)}
}

// TestToTokensPromotionsDoNotExist: the matrix says X for each row of a case. With
// and without a session beside it, a token of the very people is answered like at
// an address that is not there, whatever the method.
func TestToTokensPromotionsDoNotExist(t *testing.T) {
	s := serve(t, newCase(t, "sqlite", promotion.Deciding).World)
	s.signIn(t)
	found := idsOf(t, s.World)
	for _, name := range []string{"noor", "mats", "tove", "fia"} {
		token, cookie := "Bearer "+s.tokens[name], "cairn_session="+s.cookies[name]
		for _, e := range endpoints() {
			if !e.session {
				continue
			}
			for _, path := range e.fill(t, found) {
				for _, method := range []string{e.method, "PATCH"} {
					nowhere := s.raw(t, method, "/api/v1/nothing", "", "Authorization", token)
					alone := s.raw(t, method, path, "", "Authorization", token)
					both := s.raw(t, method, path, "", "Authorization", token, "Cookie", cookie)
					if alone != nowhere || both != nowhere || nowhere.status != 404 {
						t.Errorf("%s with a token at %s %s: %d, %d", name, method, path, alone.status, both.status)
					}
				}
			}
		}
	}
}

// TestAnotherSiteActsOnNoPromotion: what another site makes a browser send changes
// nothing, in no column of the database.
func TestAnotherSiteActsOnNoPromotion(t *testing.T) {
	s := serve(t, newCase(t, "sqlite", promotion.Offered).World)
	s.signIn(t)
	path := "/api/v1/promotions/" + idsOf(t, s.World)["promotion"][0]
	before := dump(t, s.World)
	for _, act := range []string{"/consent", "/decline", "/withdrawal"} {
		for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}} {
			headers := append([]string{"Cookie", "cairn_session=" + s.cookies["noor"], "Content-Type", "application/json", "If-Match", `"3"`}, from...)
			if a := s.raw(t, "POST", path+act, "{}", headers...); a.status != http.StatusForbidden || strings.Contains(a.header, "Access-Control") {
				t.Errorf("%s from %s: %d %s", act, from, a.status, a.body)
			}
		}
	}
	for cell, now := range dump(t, s.World) {
		if now != before[cell] && cell != "sessions.seen_at" {
			t.Errorf("another site changed %s", cell)
		}
	}
}

// TestAnActNeedsThePromotionAsItIs: consent to a text that was not read is none.
func TestAnActNeedsThePromotionAsItIs(t *testing.T) {
	s := serve(t, newCase(t, "sqlite", promotion.Offered).World)
	s.signIn(t)
	path := "/api/v1/promotions/" + idsOf(t, s.World)["promotion"][0]
	cookie := "cairn_session=" + s.cookies["noor"]
	for version, want := range map[string]int{"": 422, "3": 422, `"1"`: 409, `"99"`: 409, `W/"3"`: 422} {
		if a := s.raw(t, "POST", path+"/consent", "{}", "Cookie", cookie, "Content-Type", "application/json", "If-Match", version); a.status != want {
			t.Errorf("If-Match %s: %d %s", version, a.status, a.body)
		}
	}
}
