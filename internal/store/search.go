package store

import (
	"strings"

	"cairn/internal/id"
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

	setUnitWords      = statement(`UPDATE units SET words = v.column2 FROM (VALUES ($1, $2)) AS v WHERE units.id = v.column1`)
	unitsWithoutWords = statement(`SELECT ` + unitColumns + ` FROM units WHERE words = '' ORDER BY id LIMIT $1`)
	unitsNamed        = statement(`SELECT ` + unitAndTribe + ` FROM units` + itsTribe + ` WHERE
		($1 = '' OR replace(units.words, $1, '') <> units.words) AND ($2 = '' OR replace(units.words, $2, '') <> units.words)
		AND ($3 = '' OR replace(units.words, $3, '') <> units.words) AND ($4 = '' OR replace(units.words, $4, '') <> units.words)
		AND (units.name_folded, units.id) > (COALESCE((SELECT u.name_folded FROM units u WHERE u.id = $5), ''), $5)
		ORDER BY units.name_folded, units.id LIMIT $6`)
)

// keepWords keeps by which words these people are found.
func (t *Tx) keepWords(people []org.Person) error {
	rows := make([][]any, 0, len(people))
	for _, p := range people {
		rows = append(rows, []any{string(p.ID), org.FoundBy(p.Name, p.Email)})
	}
	return t.eachValues(setWords, nil, rows)
}

// keepUnitWords keeps by which words these units are found.
func (t *Tx) keepUnitWords(units []org.Unit) error {
	rows := make([][]any, 0, len(units))
	for _, u := range units {
		rows = append(rows, []any{string(u.ID), unitWords(u.Name)})
	}
	return t.eachValues(setUnitWords, nil, rows)
}

func unitWords(name string) string { return org.FoundBy(name, "") }

// WordsMissing tells whether none are kept yet of somebody, or of a unit.
func (r *Reader) WordsMissing() (bool, error) {
	some, err := all(r, person, withoutWords, 1)
	if err != nil || len(some) > 0 {
		return true, err
	}
	units, err := all(r, unit, unitsWithoutWords, 1)
	return len(units) > 0, err
}

// KeepMissingWords does so for some of those people and units of which none are kept yet,
// and tells how many they were.
func (t *Tx) KeepMissingWords(limit int) (int, error) {
	people, err := all(t.Reader, person, withoutWords, limit)
	if err != nil {
		return 0, err
	}
	if err := t.keepWords(people); err != nil {
		return 0, err
	}
	units, err := all(t.Reader, unit, unitsWithoutWords, limit)
	if err != nil {
		return 0, err
	}
	return len(people) + len(units), t.keepUnitWords(units)
}

// PeopleNamed returns who is here and has a word that begins with each of the
// words, by name. Start dates are not loaded.
func (r *Reader) PeopleNamed(words []string, limit int) ([]org.Person, error) {
	return all(r, person, peopleNamed, append(atBeginnings(words), limit)...)
}

// UnitsNamed returns the first so many units whose names have a word that begins with each
// of the words, by name, after the one named; known are they and their tribes.
func (r *Reader) UnitsNamed(words []string, after id.Unit, limit int) (units []org.Unit, known map[id.Unit]org.Unit, err error) {
	found, err := all(r, unitInTribe, unitsNamed, append(atBeginnings(words), string(after), limit)...)
	known = map[id.Unit]org.Unit{}
	for _, u := range found {
		u.addTo(known)
		units = append(units, u.inIt())
	}
	return units, known, err
}

// atBeginnings are the words as they are looked for, as many as the queries have room for.
func atBeginnings(words []string) []any {
	args := make([]any, 0, searchWords+2)
	for i := range searchWords {
		word := ""
		if i < len(words) {
			word = org.AtBeginning(words[i])
		}
		args = append(args, word)
	}
	return args
}

// NamesLike returns words of names in which some begin with the letters.
func (r *Reader) NamesLike(letters string, limit int) (words []string, err error) {
	lines, err := all(r, text[string], wordsWith, org.AtBeginning(letters), limit)
	for _, line := range lines {
		words = append(words, strings.Fields(line)...)
	}
	return words, err
}
