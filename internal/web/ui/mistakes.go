package ui

import "strconv"

// shownMistakes keeps a page with very many mistakes light.
const shownMistakes = 200

func mistakesIn(n int) string {
	if n == 1 {
		return "There is one mistake in the file"
	}
	return "There are " + Thousands(n) + " mistakes in the file"
}

// Thousands sets a thin space between groups of three figures.
func Thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}

// ImportProgress says how far a large file is.
func ImportProgress(done, total int) string {
	return Thousands(done) + " of " + Thousands(total) + " lines are through. It is taken whole or not at all; stay on this page."
}
