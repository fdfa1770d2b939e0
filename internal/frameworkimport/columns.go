package frameworkimport

import (
	"strconv"
	"strings"
	"unicode"

	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// Field is what a column of a table can hold.
type Field string

// The fields of an example in a table.
const (
	AreaField       Field = "area"
	StepField       Field = "step"
	DisciplineField Field = "discipline"
	TextField       Field = "text"
	DetailsField    Field = "details"
	IDField         Field = "id"
)

// Fields lists them in the order in which they are shown.
func Fields() []Field {
	return []Field{AreaField, StepField, DisciplineField, TextField, DetailsField, IDField}
}

// Sources of a field that are no column: something that stands around the table.
const (
	FromSheet   = "@sheet"
	FromHeading = "@heading"
	FromFile    = "@file"
	FromNowhere = "-"
)

// aliases are headings that people give these columns, the surest first.
var aliases = map[Field][]string{
	AreaField: {"area", "areas", "value area", "characteristic", "characteristics", "competency", "competence", "competencies", "capability", "category", "pillar",
		"topic", "dimension", "theme", "skill", "attribute", "subject", "value", "trait"},
	StepField:       {"step", "steps", "level", "levels", "grade", "stage", "band", "seniority", "career level", "tier"},
	DisciplineField: {"discipline", "disciplines", "function", "profession", "craft", "job family", "family", "domain", "specialism", "marked for"},
	TextField: {"text", "expectation", "expectations", "behaviour", "behavior", "behaviours", "behaviors", "criterion", "criteria", "statement", "requirement",
		"description", "example", "examples", "indicator", "bubble"},
	DetailsField: {"details", "detail", "for instance", "e.g.", "eg", "illustration", "illustrations", "explanation", "sub points", "example", "examples", "notes", "note", "comment", "comments"},
	IDField:      {"id", "key", "ref", "reference", "example id"},
}

// scored are headings and fields that turn talk into counting. They are refused.
var scored = []string{"point", "points", "pts", "score", "scores", "scoring", "weight", "weights", "weighting", "rating", "ratings", "percent", "percentage", "%", "xp", "max points", "max score", "multiplier"}

var scoredWhy = lang.Word(lang.Later("Cairn keeps no points, weights or scores: examples are there to talk about, and a step is chosen by people and never computed. It is kept as an import note in the file, and used nowhere."))

func isScored(heading string) bool {
	heading = foldHeading(heading)
	for _, s := range scored {
		if heading == s {
			return true
		}
	}
	return false
}

func foldHeading(s string) string {
	s = strings.NewReplacer("_", " ", "-", " ", "*", "", ":", "").Replace(fold(s))
	return strings.Join(strings.Fields(s), " ")
}

// mapping says where in a table each field is: a number of a column from nought,
// or a word such as @sheet.
type mapping struct {
	columns map[Field]int
	around  map[Field]string
	scored  []int
}

func (m mapping) has(f Field) bool {
	_, column := m.columns[f]
	_, around := m.around[f]
	return column || around
}

// mapColumns recognises headings in any order, and heeds what was asked for.
func mapColumns(header []string, asked map[Field]string) mapping {
	m := mapping{columns: map[Field]int{}, around: map[Field]string{}}
	used := map[int]bool{}
	none := map[Field]bool{}
	for _, f := range Fields() {
		want := strings.TrimSpace(asked[f])
		switch {
		case want == FromNowhere:
			none[f] = true
		case strings.HasPrefix(want, "@"):
			m.around[f] = want
		case want != "":
			if i := columnNamed(header, want); i >= 0 {
				m.columns[f], used[i] = i, true
			}
		}
	}
	for i, h := range header {
		if !used[i] && isScored(h) {
			m.scored, used[i] = append(m.scored, i), true
		}
	}
	for _, f := range Fields() {
		if m.has(f) || none[f] {
			continue
		}
		if i := aliased(header, f, used); i >= 0 {
			m.columns[f], used[i] = i, true
		}
	}
	return m
}

// aliased finds the column of the surest heading.
func aliased(header []string, f Field, used map[int]bool) int {
	for _, alias := range aliases[f] {
		for i, h := range header {
			if !used[i] && foldHeading(h) == foldHeading(alias) {
				return i
			}
		}
	}
	return -1
}

// columnNamed finds a column by heading, then by letter or number.
func columnNamed(header []string, want string) int {
	for i, h := range header {
		if fold(h) != "" && foldHeading(h) == foldHeading(want) {
			return i
		}
	}
	if n, err := strconv.Atoi(want); err == nil && n >= 1 && n <= len(header) {
		return n - 1
	}
	for i := range header {
		if strings.EqualFold(sheet.ColumnName(i), want) {
			return i
		}
	}
	return -1
}

// nearHeading suggests a column that may have been meant.
func nearHeading(header []string, f Field) string {
	var known []string
	for _, h := range header {
		if h = tidy(h); h != "" {
			known = append(known, h)
		}
	}
	for _, alias := range aliases[f] {
		if near := framework.Nearest(alias, known); len(near) > 0 && len(alias) > 3 {
			return near[0]
		}
	}
	return ""
}

// everyone tells the words by which a cell says that it is for all.
func everyone(s string) bool {
	switch strings.Trim(fold(s), "()[]. ") {
	case "", "*", "-", "–", "—", "all", "any", "everyone", "everybody", "common", "general", "core", "shared", "all disciplines", "all steps", "all levels", "any level", "every step", "every level", "n/a", "none":
		return true
	}
	return false
}

// bullet takes the mark of a list away; ok tells whether there was one.
func bullet(line string) (text string, ok bool) {
	line = strings.TrimSpace(line)
	for _, mark := range []string{"- ", "* ", "• ", "•", "– ", "· ", "◦ ", "▪ ", "‣ ", "+ "} {
		if rest, found := strings.CutPrefix(line, mark); found {
			return strings.TrimSpace(rest), true
		}
	}
	digits := strings.TrimLeftFunc(line, unicode.IsDigit)
	if n := len(line) - len(digits); n > 0 && n < 4 && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") ")) {
		return strings.TrimSpace(digits[2:]), true
	}
	return line, false
}
