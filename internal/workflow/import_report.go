package workflow

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/internal/arrange"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
)

func (im *importer) tell(who id.Person, what lang.Told) {
	im.told[who] = append(im.told[who], what)
}

func (im *importer) problem(line int, column, value string, message lang.Told) {
	im.problems = append(im.problems, orgfile.Problem{Line: line, Column: column, Value: value, Message: message})
}

func (im *importer) note(line int, column, value string, message lang.Told) {
	im.notes = append(im.notes, orgfile.Problem{Line: line, Column: column, Value: value, Message: message})
}

func (im *importer) report(dry bool) ImportReport {
	byLine := func(a, b orgfile.Problem) int { return a.Line - b.Line }
	arrange.Stably(im.problems, byLine)
	arrange.Stably(im.notes, byLine)
	r := ImportReport{DryRun: dry, Problems: im.problems, Notes: im.notes}
	if len(im.problems) > 0 {
		return r
	}
	r.Units, r.People = im.unitWords(), im.personChanges()
	for _, c := range r.People {
		if c.New {
			r.Added++
		} else {
			r.Changed++
		}
	}
	for _, row := range im.rows {
		if who := im.byEmail[org.FoldEmail(row.Email)]; len(im.told[who]) == 0 {
			r.Unchanged++
		}
	}
	return r
}

// unitWords names the units that are made, and those that move to another tribe.
func (im *importer) unitWords() (words []lang.Told) {
	units := slices.Concat(im.write.addUnits, im.write.saveUnits)
	arrange.Stably(units, func(a, b org.Unit) int {
		return cmp.Compare(slices.Index(org.UnitKinds(), a.Kind), slices.Index(org.UnitKinds(), b.Kind))
	})
	for _, u := range units {
		if u.Tribe == "" {
			words = append(words, lang.Tell("{kind} {name}", "kind", kindWord(u.Kind), "name", u.Name))
		} else {
			words = append(words, lang.Tell("{kind} {name} of the tribe {tribe}", "kind", kindWord(u.Kind), "name", u.Name, "tribe", im.chart.Units[u.Tribe].Name))
		}
	}
	return words
}

// kindWord is the kind of a unit as it stands within a sentence.
func kindWord(kind org.UnitKind) lang.Word { return lang.Word(kindWords[kind]) }

var kindWords = map[org.UnitKind]string{
	org.Squad: lang.Later("squad"), org.Chapter: lang.Later("chapter"), org.Tribe: lang.Later("tribe"), org.Guild: lang.Later("guild"),
}

// personChanges lists the people of the rows in their order, and then others
// whom the rows concern, by name.
func (im *importer) personChanges() (list []PersonChange) {
	var others []PersonChange
	for who, lines := range im.told {
		p := im.chart.People[who]
		if _, named := im.lineOf[who]; !named {
			others = append(others, PersonChange{Name: p.Name, Email: p.Email, Lines: lines})
		}
	}
	for _, who := range im.who {
		if p := im.chart.People[who]; len(im.told[who]) > 0 {
			list = append(list, PersonChange{Name: p.Name, Email: p.Email, New: im.isNew[who], Lines: im.told[who]})
		}
	}
	arrange.By(others, func(a, b PersonChange) int { return cmp.Compare(a.Name+"\x00"+a.Email, b.Name+"\x00"+b.Email) })
	return append(list, others...)
}

// meantOne is the nearest of the known words; empty when none is near.
func meantOne(word string, known []string) string {
	best, least := "", utf8.RuneCountInString(word)/3+1
	slices.Sort(known) // the same answer each time
	w := []rune(strings.ToLower(word))
	for _, k := range known {
		if far := lettersApart(w, []rune(strings.ToLower(k)), least); far < least {
			best, least = k, far
		}
	}
	return best
}

// lettersApart counts the letters to insert, remove or change, and stops at most.
func lettersApart(a, b []rune, most int) int {
	if d := len(a) - len(b); d >= most || -d >= most {
		return most
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, letter := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if letter != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
