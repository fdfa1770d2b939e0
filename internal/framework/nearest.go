package framework

import (
	"sort"
	"strings"

	"cairn/internal/lang"
)

// Nearest names up to three known words that a misspelt one may have meant, the
// nearest first; none when none is near.
func Nearest(word string, known []string) []string {
	type candidate struct {
		word string
		far  int
	}
	w := []rune(strings.ToLower(word))
	if len(w) > 100 {
		return nil
	}
	// A hostile file could otherwise make every reference cost a long search.
	known = known[:min(len(known), 5000)]
	var all []candidate
	for _, k := range known {
		r := []rune(strings.ToLower(k))
		if max(len(r)-len(w), len(w)-len(r)) > len(w)/3+1 {
			continue
		}
		if far := distance(w, r); far <= max(len(w)/3, 1)+1 && far < len(w) {
			all = append(all, candidate{k, far})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].far < all[j].far })
	var near []string
	for _, c := range all[:min(len(all), 3)] {
		near = append(near, c.word)
	}
	return near
}

// distance counts the letters to insert, remove or change.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, rb := range b {
			cost := diagonal
			if ra != rb {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// meant is Nearest as the end of a message; nothing when none is near.
func meant(word string, known []string) lang.Told {
	near := Nearest(word, known)
	if len(near) == 0 {
		return lang.Told{}
	}
	return lang.Tell(" Did you mean {words}?", "words", lang.Either(near))
}
