package store

import (
	"strings"

	"cairn/internal/org"
)

var (
	// The words of each person stand between spaces, so that one is found at its
	// beginning by the space before it.
	setWords     = statement(`INSERT INTO person_words (person, words) VALUES ($1, $2) ON CONFLICT (person) DO UPDATE SET words = excluded.words`)
	withoutWords = statement(`SELECT ` + personColumns + ` FROM people WHERE NOT EXISTS (SELECT 1 FROM person_words w WHERE w.person = people.id) ORDER BY people.id LIMIT $1`)
	peopleNamed  = statement(`SELECT ` + personColumns + ` FROM people JOIN person_words w ON w.person = people.id WHERE people.left_at = 0
		AND ($1 = '' OR replace(w.words, $1, '') <> w.words) AND ($2 = '' OR replace(w.words, $2, '') <> w.words)
		AND ($3 = '' OR replace(w.words, $3, '') <> w.words) AND ($4 = '' OR replace(w.words, $4, '') <> w.words)
		ORDER BY people.name_folded, people.id LIMIT $5`)
	wordsWith = statement(`SELECT w.words FROM person_words w JOIN people ON people.id = w.person
		WHERE people.left_at = 0 AND replace(w.words, $1, '') <> w.words ORDER BY w.person LIMIT $2`)
)

// keepWords keeps by which words these people are found.
func (t *Tx) keepWords(people []org.Person) error {
	rows := make([][]any, 0, len(people))
	for _, p := range people {
		rows = append(rows, []any{string(p.ID), org.FoundBy(p.Name, p.Email)})
	}
	return t.eachValues(setWords, nil, rows)
}

// WordsMissing tells whether none are kept yet of somebody.
func (r *Reader) WordsMissing() (bool, error) {
	some, err := all(r, person, withoutWords, 1)
	return len(some) > 0, err
}

// KeepMissingWords does so for some of those of whom none are kept yet, and tells
// how many they were.
func (t *Tx) KeepMissingWords(limit int) (int, error) {
	people, err := all(t.Reader, person, withoutWords, limit)
	if err != nil {
		return 0, err
	}
	return len(people), t.keepWords(people)
}

// PeopleNamed returns who is here and has a word that begins with each of the
// words, by name. Start dates are not loaded.
func (r *Reader) PeopleNamed(words []string, limit int) ([]org.Person, error) {
	args := make([]any, 0, searchWords+1)
	for i := range searchWords {
		word := ""
		if i < len(words) {
			word = org.AtBeginning(words[i])
		}
		args = append(args, word)
	}
	return all(r, person, peopleNamed, append(args, limit)...)
}

// NamesLike returns words of names in which some begin with the letters.
func (r *Reader) NamesLike(letters string, limit int) (words []string, err error) {
	lines, err := all(r, text[string], wordsWith, org.AtBeginning(letters), limit)
	for _, line := range lines {
		words = append(words, strings.Fields(line)...)
	}
	return words, err
}
