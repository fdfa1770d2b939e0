package store

import (
	"math"
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
	Count      int // count no further than this; everybody when not set
}

// PeoplePage is one page of the directory, by name.
type PeoplePage struct {
	People []org.Person // without start dates
	Total  int          // of the whole filter, as far as it was counted
	Others bool         // there are more than the total
	More   bool         // more come after the last
}

// What the filter's first six values ask for. Where a unit is named its members are
// looked through, and not everybody by name: the sum keeps SQLite from that.
const (
	inDirectory = ` FROM people WHERE left_at = 0 AND $5 = ''` + named
	inUnit      = ` FROM people WHERE left_at + 0 = 0 AND id IN (SELECT memberships.person FROM memberships
		JOIN units ON units.id = memberships.unit WHERE memberships.until = 0 AND (units.id = $5 OR units.tribe = $5))` + named
	named = `
	AND ($1 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $1, '') <> words))
	AND ($2 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $2, '') <> words))
	AND ($3 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $3, '') <> words))
	AND ($4 = '' OR id IN (SELECT person FROM person_words WHERE replace(words, $4, '') <> words))
	AND ($6 = '' OR id IN (SELECT person FROM disciplines_held WHERE until = 0 AND discipline = $6))`
	page = `
	AND (name_folded, id) > ($7, $8) ORDER BY name_folded, id LIMIT $9`
)

var (
	directoryPage  = statement(`SELECT ` + personColumns + inDirectory + page)
	unitPage       = statement(`SELECT ` + personColumns + inUnit + page)
	directoryTotal = statement(`SELECT count(*) FROM (SELECT 1` + inDirectory + ` LIMIT $7) AS counted`)
	unitTotal      = statement(`SELECT count(*) FROM (SELECT 1` + inUnit + ` LIMIT $7) AS counted`)
	everybodyHere  = statement(`SELECT count(*) FROM (SELECT 1 FROM people WHERE left_at = 0 LIMIT $1) AS counted`)
	foldedName     = statement(`SELECT name_folded FROM people WHERE id = $1`)
)

// People returns a page of those who are here. A page after somebody unknown
// begins at the beginning.
func (r *Reader) People(filter PeopleFilter) (page PeoplePage, err error) {
	args := filter.args()
	total, err := r.countPeople(filter, args)
	if err != nil {
		return page, err
	}
	name, after, err := r.pageAfter(filter.After)
	if err != nil {
		return page, err
	}
	query := directoryPage
	if filter.Unit != "" {
		query = unitPage
	}
	page.People, err = all(r, person, query, append(args, name, string(after), filter.Limit+1)...)
	page.Total = int(total)
	if page.Others = filter.Count > 0 && page.Total > filter.Count; page.Others {
		page.Total = filter.Count
	}
	if page.More = len(page.People) > filter.Limit; page.More {
		page.People = page.People[:filter.Limit]
	}
	return page, err
}

// pageAfter tells after which name and person a page begins: after nobody, where the one
// named is unknown.
func (r *Reader) pageAfter(who id.Person) (name string, after id.Person, err error) {
	name, known, err := optional(r, text[string], foldedName, who)
	if err != nil || !known {
		return "", "", err
	}
	return name, who, nil
}

// countPeople counts what the filter leaves, one further than it is to be counted; everybody
// is counted without looking at anybody.
func (r *Reader) countPeople(filter PeopleFilter, args []any) (int64, error) {
	limit := int64(filter.Count) + 1
	if filter.Count == 0 {
		limit = math.MaxInt64
	}
	if filter.Unit == "" && args[0] == "" && filter.Discipline == "" {
		return one(r, count, everybodyHere, limit)
	}
	query := directoryTotal
	if filter.Unit != "" {
		query = unitTotal
	}
	return one(r, count, query, append(args[:len(args):len(args)], limit)...)
}

// MoreThan tells whether more people than that are here. It looks at nobody.
func (r *Reader) MoreThan(people int) (bool, error) {
	n, err := one(r, count, everybodyHere, int64(people)+1)
	return n > int64(people), err
}

// FirstPeople returns the first of those who are here, by name.
func (r *Reader) FirstPeople(limit int) ([]org.Person, error) {
	return all(r, person, directoryPage, append(PeopleFilter{}.args(), "", "", limit)...)
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
