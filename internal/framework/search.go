package framework

import (
	"cmp"
	"slices"
	"strings"

	"cairn/internal/arrange"
)

// Search is what somebody looks for among the examples. What is empty narrows
// nothing.
type Search struct {
	Words      string
	Step       StepID // EveryStep for what is meant at any
	Area       AreaID
	Discipline DisciplineID // what is for everyone, and what carries its mark
}

// Hit is an example that was found, and where its words stand in it.
type Hit struct {
	Example
	Text    []Extent
	Details [][]Extent // one list for each detail
}

// Extent is a piece of a text, in bytes.
type Extent struct{ From, To int }

// mostWords bounds what one search costs.
const mostWords = 12

// Find lists the examples that hold every word, by area, by step, and then as
// written. A word is found at the beginning of words, whatever its case and
// accents.
func (f *Framework) Find(s Search) []Hit {
	words := searched(s.Words)
	var hits []Hit
	for _, e := range f.Examples {
		if !s.places(e) {
			continue
		}
		if hit, ok := look(e, words); ok {
			hits = append(hits, hit)
		}
	}
	arrange.Stably(hits, f.byPlace)
	return hits
}

// searched are the folded words, each once.
func searched(words string) []string {
	list := foldedWords(words)
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), mostWords)]
}

func (s Search) places(e Example) bool {
	return (s.Step == "" || e.Step == s.Step) && (s.Area == "" || e.Area == s.Area) &&
		(s.Discipline == "" || len(e.Disciplines) == 0 || slices.Contains(e.Disciplines, s.Discipline))
}

// look finds every word in the example or says that one is missing.
func look(e Example, words []string) (Hit, bool) {
	hit := Hit{Example: e, Details: make([][]Extent, len(e.Details))}
	text := foldText(e.Text)
	details := make([]foldedText, len(e.Details))
	for i, d := range e.Details {
		details[i] = foldText(d)
	}
	for _, w := range words {
		at := text.find(w)
		found := len(at) > 0
		hit.Text = append(hit.Text, at...)
		for i, d := range details {
			at := d.find(w)
			found = found || len(at) > 0
			hit.Details[i] = append(hit.Details[i], at...)
		}
		if !found {
			return hit, false
		}
	}
	hit.Text = merged(hit.Text)
	for i := range hit.Details {
		hit.Details[i] = merged(hit.Details[i])
	}
	return hit, true
}

// merged sorts extents and joins those that touch.
func merged(all []Extent) (list []Extent) {
	arrange.By(all, func(a, b Extent) int { return cmp.Or(a.From-b.From, a.To-b.To) })
	for _, e := range all {
		if n := len(list); n > 0 && e.From <= list[n-1].To {
			list[n-1].To = max(list[n-1].To, e.To)
			continue
		}
		list = append(list, e)
	}
	return list
}

// byPlace orders by area and step; what is meant for every step or a level comes
// first in its area.
func (f *Framework) byPlace(a, b Hit) int {
	ix := f.ix()
	return cmp.Or(
		cmp.Compare(ix.areaAt[a.Area], ix.areaAt[b.Area]),
		cmp.Compare(ix.stepAt[a.Step], ix.stepAt[b.Step]),
	)
}

// Suggest offers, for each word that stands nowhere among the examples, those
// that it may have meant. It offers whole searches,
// the likeliest first, and none when every word is known.
func (f *Framework) Suggest(words string) []string {
	asked := foldedWords(words)
	asked = asked[:min(len(asked), mostWords)]
	vocabulary := f.vocabulary()
	var best [][]string
	for i, w := range asked {
		if f.mentions(w) {
			continue
		}
		for n, near := range Nearest(w, vocabulary) {
			for len(best) <= n {
				best = append(best, slices.Clone(asked))
			}
			best[n][i] = near
		}
	}
	var list []string
	for _, b := range best {
		if s := strings.Join(b, " "); len(f.Find(Search{Words: s})) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func (f *Framework) mentions(word string) bool {
	return slices.ContainsFunc(f.Examples, func(e Example) bool {
		_, ok := look(e, []string{word})
		return ok
	})
}

// vocabulary lists the folded words of all examples, each once.
func (f *Framework) vocabulary() (folded []string) {
	seen := map[string]bool{}
	for _, e := range f.Examples {
		for _, text := range append([]string{e.Text}, e.Details...) {
			for _, w := range foldedWords(text) {
				if !seen[w] {
					seen[w] = true
					folded = append(folded, w)
				}
			}
		}
	}
	return folded
}
