package trust

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// blind are two worlds that differ in what one of the two has on their own side
// while both write; the other of the two must not see that they differ.
type blind struct {
	writer, other string
	a, b          func(*world.World, id.Evaluation)
}

// saves writes the side so often, a minute apart, ending with the text.
func saves(writer, text string, often int) func(*world.World, id.Evaluation) {
	return func(w *world.World, ref id.Evaluation) {
		for i := range often {
			w.Clock.Advance(time.Minute)
			v, err := w.Evaluation(w.Context(), w.Actor(writer), ref)
			must(w.T, err)
			body := evaluation.Body{
				Areas:    map[evaluation.Key]evaluation.Answer{"team/individual": {Mark: evaluation.Describes, Text: text}},
				Examples: map[framework.ExampleID]evaluation.Mark{},
			}
			if i%2 == 0 {
				body.Areas["mastery/squad-chapter"] = evaluation.Answer{Mark: evaluation.NotYet}
			}
			_, err = w.SaveDraft(w.Context(), w.Actor(writer), ref, workflow.Draft{Body: body, Revision: v.Mine.Revision})
			must(w.T, err)
		}
		w.Clock.Advance(time.Duration(20-often) * time.Minute) // both worlds are looked at at the same time
	}
}

// TestTheOtherSideIsBlind: while both write, neither finds out whether, when, how
// often or how much the other has written, on any page and over the API, byte for
// byte and header for header.
func TestTheOtherSideIsBlind(t *testing.T) {
	t.Parallel() // in a world of its own
	for name, c := range map[string]blind{
		"a manager's draft or none":      {"mats", "noor", saves("mats", "", 0), saves("mats", "She pairs.", 3)},
		"a short draft or a long one":    {"mats", "noor", saves("mats", "a", 1), saves("mats", strings.Repeat("long ", 1900), 1)},
		"an employee's draft or none":    {"noor", "mats", saves("noor", "", 0), saves("noor", "I pair.", 3)},
		"saved once or ever so often":    {"noor", "mats", saves("noor", "a", 1), saves("noor", "a", 19)},
		"saved early or late that night": {"noor", "mats", saves("noor", "a", 2), saves("noor", "a", 18)},
	} {
		t.Run(name, func(t *testing.T) {
			before := serve(t, world.New(t, "sqlite"))
			before.signIn(t)
			ref, err := before.OpenEvaluation(t.Context(), before.Actor("noor"), workflow.Once{}, before.Person("noor"))
			must(t, err)
			a, b := before.again(t), before.again(t)
			c.a(a.World, ref)
			c.b(b.World, ref)
			found := idsOf(t, b.World)
			there := map[string]answer{}
			a.crawl(t, c.other, found, func(path string, got answer) { there[path] = got.plain() })
			pages := b.crawl(t, c.other, found, func(path string, got answer) {
				if want, ok := there[path]; !ok || want != got.plain() {
					t.Errorf("%s sees a difference at %s: %d and %d, %d and %d bytes", c.other, path, want.status, got.status, len(want.body), len(got.body))
				}
			})
			if pages < 100 {
				t.Errorf("only %d pages were compared", pages)
			}
			own := "/evaluations/" + string(ref)
			if a.get(t, c.writer, own).plain() == b.get(t, c.writer, own).plain() {
				t.Error("the writer sees no difference: the twins differ in nothing")
			}
			actsAlike(t, a, b, c.other, string(ref))
		})
	}
}

// expires is when a cookie ends by the browser's clock, which no fake one holds.
var expires = regexp.MustCompile(`Expires=[^;\n]*`)

// actsAlike: what the other does is answered alike as well, up to handing in.
func actsAlike(t *testing.T, a, b *site, other, ref string) {
	t.Helper()
	do := func(s *site) (all []answer) {
		page, over := "/evaluations/"+ref, "/api/v1/evaluations/"+ref
		return append(all,
			s.send(t, other, "PUT", over+"/side", `{"revision":0,"areas":[{"area":"team","step":"individual","text":"Mine."}]}`),
			s.send(t, other, "PUT", over+"/side", `{"revision":0,"areas":[]}`),
			s.post(t, other, page+"/draft", map[string][]string{"revision": {"1"}, "step": {"individual"}, "text:team/individual": {"Mine too."}}),
			s.send(t, other, "POST", over+"/messages", `{"text":"Hello."}`),
			s.send(t, other, "GET", over+"/messages", ""),
			s.post(t, other, page+"/hand-in", map[string][]string{"revision": {"2"}, "step": {"individual"}, "text:team/individual": {"Mine."}}),
			s.get(t, other, page),
			s.send(t, other, "POST", over+"/take-back", ""),
			s.get(t, other, over))
	}
	first, second := do(a), do(b)
	for i := range first {
		first[i].header, second[i].header = expires.ReplaceAllString(first[i].header, ""), expires.ReplaceAllString(second[i].header, "")
		if first[i].plain() != second[i].plain() {
			t.Errorf("act %d of %s is answered with %d and %d\n%s\n%s", i, other, first[i].status, second[i].status, first[i].header, second[i].header)
		}
	}
}
