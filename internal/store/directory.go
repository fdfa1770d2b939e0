package store

import (
	"strings"

	"cairn/internal/id"
	"cairn/internal/org"
)

// PeopleFilter narrows the directory. What is empty narrows nothing. All of it
// is open to everybody, so neither order nor number can tell a Step.
type PeopleFilter struct {
	Words      string    // each must be part of the name or the address
	Unit       id.Unit   // with the squads and chapters of a tribe
	Discipline string    // as stored
	After      id.Person // the last person of the page before
	Limit      int
}

// PeoplePage is one page of the directory, by name.
type PeoplePage struct {
	People []org.Person // without start dates
	Total  int          // of the whole filter
	More   bool         // more come after the last
}

// inDirectory is what the filter's first seven values ask for.
const inDirectory = ` FROM people WHERE left_at = 0
	AND ($1 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $1, '') <> words))
	AND ($2 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $2, '') <> words))
	AND ($3 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $3, '') <> words))
	AND ($4 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $4, '') <> words))
	AND ($5 = '' OR id IN (SELECT memberships.person FROM memberships JOIN units ON units.id = memberships.unit
		WHERE memberships.until = 0 AND (units.id = $5 OR units.tribe = $5)))
	AND ($6 = '' OR id IN (SELECT person FROM disciplines_held WHERE until = 0 AND discipline = $6))`

var (
	directoryPage = statement(`SELECT ` + personColumns + inDirectory + `
		AND (name_folded, id) > ($7, $8) ORDER BY name_folded, id LIMIT $9`)
	directoryTotal = statement(`SELECT count(*)` + inDirectory)
	foldedName     = statement(`SELECT name_folded FROM people WHERE id = $1`)
)

// People returns a page of those who are here. A page after somebody unknown
// begins at the beginning.
func (r *Reader) People(filter PeopleFilter) (page PeoplePage, err error) {
	args := filter.args()
	total, err := one(r, count, directoryTotal, args...)
	if err != nil {
		return page, err
	}
	name, known, err := optional(r, text[string], foldedName, filter.After)
	if err != nil {
		return page, err
	}
	after := filter.After
	if !known {
		after = ""
	}
	page.People, err = all(r, person, directoryPage, append(args, name, string(after), filter.Limit+1)...)
	page.Total = int(total)
	if page.More = len(page.People) > filter.Limit; page.More {
		page.People = page.People[:filter.Limit]
	}
	return page, err
}

// searchWords is how many words the query has room for; the rest must follow
// the last of them as written.
const searchWords = 4

func (f PeopleFilter) args() []any {
	args := make([]any, 0, searchWords+2)
	words := strings.SplitN(org.Bare(f.Words), " ", searchWords)
	for i := range searchWords {
		word := ""
		if i < len(words) {
			word = words[i]
		}
		args = append(args, word)
	}
	return append(args, string(f.Unit), f.Discipline)
}
