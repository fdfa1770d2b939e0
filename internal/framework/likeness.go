package framework

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/arrange"
)

// alikeEnough is from where on a sentence under another id counts as the old one
// reworded. Of two sentences that begin alike and say different things, about
// half is shared; of one that was only polished, more than two thirds.
const alikeEnough = 0.6

// mostPairs bounds the search for reworded sentences. A framework of 2,000
// examples in which no id survives needs about a tenth of it.
const mostPairs = 2_000_000

// vocabulary numbers words so that texts can be compared as sorted numbers.
type vocabulary struct {
	numbers map[string]int
	weights []int
}

// bag holds the words of a text, sorted, a repeated word as often as it stands
// there. A word weighs as much as it has letters: short ones say little.
type bag struct {
	words  []int
	weight int
}

func (v *vocabulary) bagOf(text string) bag {
	var b bag
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) }) {
		n := v.number(word)
		b.words = append(b.words, n)
		b.weight += v.weights[n]
	}
	slices.Sort(b.words)
	return b
}

func (v *vocabulary) number(word string) int {
	if v.numbers == nil {
		v.numbers = map[string]int{}
	}
	n, known := v.numbers[word]
	if !known {
		n = len(v.weights)
		v.numbers[word] = n
		v.weights = append(v.weights, utf8.RuneCountInString(word))
	}
	return n
}

// likeness is the share of the words, by weight, that two texts have in common:
// 1 for the same words in any order, 0 for none.
func (v *vocabulary) likeness(a, b bag) float64 {
	if a.weight+b.weight == 0 {
		return 0
	}
	shared := 0
	for i, j := 0, 0; i < len(a.words) && j < len(b.words); {
		switch {
		case a.words[i] == b.words[j]:
			shared += v.weights[a.words[i]]
			i, j = i+1, j+1
		case a.words[i] < b.words[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(shared) / float64(a.weight+b.weight)
}

type likePair struct {
	i, j int
	like float64
}

// alike pairs each text with at most one other, the most alike first.
func (v *vocabulary) alike(was, is []bag) []likePair {
	var all []likePair
	for i, a := range was {
		for j, b := range is {
			if most := 2 * min(a.weight, b.weight); float64(most) < alikeEnough*float64(a.weight+b.weight) {
				continue // the shorter one could not be alike enough
			}
			if like := v.likeness(a, b); like >= alikeEnough {
				all = append(all, likePair{i, j, like})
			}
		}
	}
	arrange.Stably(all, func(a, b likePair) int { return cmp.Compare(b.like, a.like) })
	usedWas, usedIs := map[int]bool{}, map[int]bool{}
	return slices.DeleteFunc(all, func(p likePair) bool {
		taken := usedWas[p.i] || usedIs[p.j]
		if !taken {
			usedWas[p.i], usedIs[p.j] = true, true
		}
		return taken
	})
}
